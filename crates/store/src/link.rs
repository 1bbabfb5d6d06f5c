//! What the book knows of its ward: the link, what was sent, what was taken in.

use rusqlite::{OptionalExtension, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use sochibo_journal::{Chain, DeviceId, Envelope, PublicKey};

use crate::{
    Store, StoreError, former,
    kept::{find_json, put_json},
    operations::{self, OperationState, PendingOperation, Quarantined, Reading, sql, unsql},
    runs, settings,
};

pub(crate) const LINK: &str = "link";
pub(crate) const STATE: &str = "link_state";

/// The ward that the book reports to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// `https://…`, without a slash at the end.
    pub server: String,
    /// The pin of its TLS key in hexadecimal.
    pub pin: String,
    /// What this device shows on every request.
    pub token: String,
    /// The key with which the ward signs receipts.
    pub ward_key: PublicKey,
    /// Its name.
    pub ward_name: String,
    /// The name under which it lists the cell.
    pub cell_name: String,
}

/// A receipt of the ward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptReceipt {
    /// Which of this device's identities it is for.
    pub device: DeviceId,
    /// The last operation that it covers.
    pub seq: u64,
    /// JSON of `wire::Receipt`.
    pub json: String,
    /// When the ward took it, in milliseconds since 1970 by the ward's clock.
    pub at: i64,
}

/// How far the exchange has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkState {
    /// The last of this device's operations that the ward has given a receipt for.
    pub acknowledged: u64,
    /// The last of the ward's numbers taken in.
    pub pulled: u64,
    /// When the last exchange ended well, in milliseconds since 1970 by this device's clock.
    pub last_sync: Option<i64>,
    /// This device's clock minus the ward's, in milliseconds, as last measured.
    pub clock_offset_ms: Option<i64>,
    /// What the ward's clock showed then.
    #[serde(default)]
    pub ward_time_ms: Option<i64>,
}

impl Store {
    /// The ward, if the book has joined one.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn link(&self) -> Result<Option<Link>, StoreError> {
        find_json(&self.connection, LINK)
    }

    /// How far the exchange has come.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn link_state(&self) -> Result<LinkState, StoreError> {
        if let Some(state) = self.state.borrow().as_ref() {
            return Ok(state.clone());
        }
        let state: LinkState = find_json(&self.connection, STATE)?.unwrap_or_default();
        *self.state.borrow_mut() = Some(state.clone());
        Ok(state)
    }

    /// Joins a ward.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses.
    pub fn set_link(&mut self, link: &Link) -> Result<(), StoreError> {
        put_json(&self.connection, LINK, link)
    }

    /// Keeps how far the exchange has come.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses.
    pub fn set_link_state(&mut self, state: &LinkState) -> Result<(), StoreError> {
        self.state.take();
        put_json(&self.connection, STATE, state)
    }

    /// Keeps what is told of an exchange that is over: how far it came, where both sides agreed, and
    /// the setting `counted` of this device, in one commit that does not wait for the disk. What was
    /// exchanged is there already.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be written.
    pub fn exchange_over(
        &mut self,
        agreed: Option<&LinkState>,
        counted: (&str, &str),
    ) -> Result<(), StoreError> {
        self.state.take();
        self.without_waiting(|store| {
            let transaction = store
                .connection
                .transaction_with_behavior(TransactionBehavior::Immediate)?;
            if let Some(state) = agreed {
                put_json(&transaction, STATE, state)?;
            }
            let (name, value) = counted;
            settings::put(&transaction, name, value)?;
            Ok(transaction.commit()?)
        })
    }

    /// Runs `work` without waiting for the disk at each commit: the program's end takes nothing of
    /// it, a power cut may take the last of it. For what the next exchange brings again.
    ///
    /// # Errors
    /// What `work` returns, or [`StoreError`] where the book can't be written.
    pub fn without_waiting<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        /// Whatever becomes of the work, the next commit waits again.
        struct Unwaiting<'a>(&'a mut Store);
        impl Drop for Unwaiting<'_> {
            fn drop(&mut self) {
                // Refused only within a transaction, of which none is left open here.
                let _ = self.0.connection.pragma_update(None, "synchronous", "FULL");
            }
        }
        self.connection
            .pragma_update(None, "synchronous", "NORMAL")?;
        let unwaiting = Unwaiting(self);
        work(&mut *unwaiting.0)
    }

    /// Keeps a receipt of one of this device's identities, and that everything up to `seq` has
    /// arrived, in one transaction.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses.
    pub fn acknowledge(
        &mut self,
        device: DeviceId,
        seq: u64,
        receipt_json: &str,
        at: i64,
    ) -> Result<(), StoreError> {
        let mut state = self.link_state()?;
        self.state.take();
        let mut former = self.former.clone();
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction
            .prepare_cached(
                "INSERT OR REPLACE INTO receipt (device, seq, receipt, at) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![device.0.as_bytes(), sql(seq), receipt_json, at])?;
        if device == self.author.device {
            state.acknowledged = state.acknowledged.max(seq);
            put_json(&transaction, STATE, &state)?;
        } else if let Some(former) = former.as_mut().filter(|former| former.device == device) {
            former.acknowledged = former.acknowledged.max(seq);
            former::keep(&transaction, former)?;
        }
        transaction.commit()?;
        self.former = former;
        Ok(())
    }

    /// The receipts, newest first.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn receipts(&self) -> Result<Vec<KeptReceipt>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT device, seq, receipt, at FROM receipt ORDER BY at DESC, seq DESC",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(KeptReceipt {
                device: DeviceId(uuid::Uuid::from_bytes(row.get(0)?)),
                seq: unsql(row.get(1)?),
                json: row.get(2)?,
                at: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// When the ward took in what this device last wrote of a record; `None` while it waits.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn received_at(&self, record: uuid::Uuid) -> Result<Option<i64>, StoreError> {
        // Only this device's own identities have receipts.
        Ok(self
            .connection
            .prepare_cached(
                "SELECT (SELECT min(receipt.at) FROM receipt
                         WHERE receipt.device = own.device AND receipt.seq >= own.seq)
                 FROM operation_on AS names JOIN operation AS own ON own.idx = names.idx
                 WHERE names.record = ?1 AND (own.device IN (SELECT device FROM receipt) OR own.device = ?2)
                 ORDER BY own.idx DESC LIMIT 1",
            )?
            .query_row(
                params![record.as_bytes(), self.author.device.0.as_bytes()],
                |row| row.get::<_, Option<i64>>(0),
            )
            .optional()?
            .flatten())
    }

    /// This device's envelopes after `seq`, for a batch: at most `limit` and about `bytes`.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn envelopes_after(
        &self,
        seq: u64,
        limit: usize,
        bytes: usize,
    ) -> Result<Vec<Envelope>, StoreError> {
        self.envelopes_of_after(self.author.device, seq, limit, bytes)
    }

    /// Any device's envelopes after `seq`, as [`Store::envelopes_after`].
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn envelopes_of_after(
        &self,
        device: DeviceId,
        seq: u64,
        limit: usize,
        bytes: usize,
    ) -> Result<Vec<Envelope>, StoreError> {
        operations::after(&self.connection, device, seq, limit, bytes)
    }

    /// The end of this device's chain.
    #[must_use]
    pub fn own_chain(&self) -> Chain {
        Chain {
            seq: self.author.seq,
            head: self.author.head,
            ..Chain::new(self.author.cell, self.author.device)
        }
    }

    /// Where this device's chain stood at `seq`: its beginning for 0, `None` past its end.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn own_chain_at(&self, seq: u64) -> Result<Option<Chain>, StoreError> {
        self.chain_of_at(self.author.device, seq)
    }

    /// The chains that this device writes or has yet to send the rest of, with the last number
    /// that the ward has given a receipt for: the former identity's first, where there is one.
    fn waiting(&self) -> Result<Vec<(DeviceId, u64)>, StoreError> {
        let own = (self.author.device, self.link_state()?.acknowledged);
        let former = self.former.as_ref();
        Ok(former
            .map(|former| (former.device, former.acknowledged))
            .into_iter()
            .chain([own])
            .collect())
    }

    /// What waits to be sent, opened.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn pending(&self) -> Result<Vec<PendingOperation>, StoreError> {
        let mut envelopes = Vec::new();
        for (device, sent) in self.waiting()? {
            envelopes.extend(self.envelopes_of_after(device, sent, usize::MAX >> 1, usize::MAX)?);
        }
        Ok(envelopes
            .iter()
            .filter_map(|envelope| match operations::read(envelope, &self.keys) {
                Reading::Says(change) => Some(PendingOperation {
                    seq: envelope.header.seq,
                    ring: envelope.header.ring,
                    change,
                    bytes: envelope.encoded_len(),
                }),
                Reading::Other(..) => None,
            })
            .collect())
    }

    /// How many operations wait to be sent, and how many of them the ward will read.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn pending_counts(&self) -> Result<(u64, u64), StoreError> {
        let (mut waiting, mut published) = (0, 0);
        for (device, sent) in self.waiting()? {
            let last = runs::last(&self.connection, device)?.map_or(0, |(seq, _)| seq);
            waiting += last.saturating_sub(sent);
            published += self.published_after(device, sent)?.len() as u64;
        }
        Ok((waiting, published))
    }

    /// The numbers of the operations that wait to be sent and that the ward will read.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn pending_published(&self) -> Result<Vec<u64>, StoreError> {
        self.published_after(self.author.device, self.link_state()?.acknowledged)
    }

    /// By an index of the few operations that the ward reads: a book that joins a ward late has
    /// tens of thousands that wait.
    fn published_after(&self, device: DeviceId, seq: u64) -> Result<Vec<u64>, StoreError> {
        // The condition of the index `operation_published`, word for word.
        let mut statement = self.connection.prepare_cached(
            "SELECT seq FROM operation INDEXED BY operation_published
             WHERE device = ?1 AND seq > ?2 AND substr(header, 82, 1) = x'00' AND record IS NOT ?3
             ORDER BY seq",
        )?;
        let rows = statement.query_map(
            params![device.0.as_bytes(), sql(seq), operations::ACTS.as_bytes()],
            |row| Ok(unsql(row.get(0)?)),
        )?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The operations that were set aside.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn quarantined(&self) -> Result<Vec<Quarantined>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT device, seq, coalesce(why, '') FROM operation INDEXED BY operation_not_applied
             WHERE state = ?1 AND state <> 0 ORDER BY idx",
        )?;
        let rows = statement.query_map([OperationState::Quarantined.code()], |row| {
            let device = DeviceId(uuid::Uuid::from_bytes(row.get(0)?));
            Ok(Quarantined {
                op: sochibo_journal::OpRef(device, unsql(row.get(1)?)),
                why: row.get(2)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
