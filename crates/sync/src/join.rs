//! How a device joins a cell that has a book: the requests of `wire::join`.

use reqwest::Method;
use serde::{Serialize, de::DeserializeOwned};
use sochibo_journal::DeviceId;
use sochibo_wire::{
    api::Enrolled,
    join::{JoinRequest, Joins, LookRequest, Looked, Shown},
};

use crate::{Asker, SyncError, Ward};

impl Ward {
    /// What a code leads to. The code is not spent.
    ///
    /// # Errors
    /// [`SyncError`].
    pub async fn look(&self, request: &LookRequest) -> Result<Looked, SyncError> {
        self.ask("v1/look", request).await
    }

    /// Asks to join the cell of a code.
    ///
    /// # Errors
    /// [`SyncError`].
    pub async fn join(&self, request: &JoinRequest) -> Result<Enrolled, SyncError> {
        self.ask("v1/join", request).await
    }

    /// The devices that ask to join; a waiting device sees itself only.
    ///
    /// # Errors
    /// [`SyncError`].
    pub async fn joins(&self, asker: &Asker) -> Result<Joins, SyncError> {
        let path = format!("v1/cells/{}/joins", asker.cell);
        Ok(self.get(asker, &path).await?.json("máy xin vào")?.says)
    }

    /// Answers a device that asks to join.
    ///
    /// # Errors
    /// [`SyncError`].
    pub async fn answer_join(
        &self,
        asker: &Asker,
        device: DeviceId,
        shown: &Shown,
    ) -> Result<(), SyncError> {
        self.tell(asker, device, "answer", shown).await
    }

    /// Shows what this waiting device committed itself to.
    ///
    /// # Errors
    /// [`SyncError`].
    pub async fn show_join(
        &self,
        asker: &Asker,
        device: DeviceId,
        shown: &Shown,
    ) -> Result<(), SyncError> {
        self.tell(asker, device, "show", shown).await
    }

    /// Says no to a device that asks to join.
    ///
    /// # Errors
    /// [`SyncError`].
    pub async fn refuse_join(&self, asker: &Asker, device: DeviceId) -> Result<(), SyncError> {
        self.tell(asker, device, "refuse", &()).await
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        path: &str,
        request: &impl Serialize,
    ) -> Result<T, SyncError> {
        let request = self.request(Method::POST, path, None)?.json(request);
        Ok(self.send(request).await?.json("xin vào sổ")?.says)
    }

    async fn tell(
        &self,
        asker: &Asker,
        device: DeviceId,
        what: &str,
        body: &impl Serialize,
    ) -> Result<(), SyncError> {
        let path = format!("v1/cells/{}/joins/{device}/{what}", asker.cell);
        let request = self.request(Method::POST, &path, Some(&asker.token))?;
        self.send(request.json(body)).await?;
        Ok(())
    }
}
