//! The made-up ward: organisations, a user, a server on this machine, and the cell joining it.

use std::{net::SocketAddr, path::Path, time::Duration};

use sochibo_book::{
    view::Synced,
    ward::{self, Shared},
};
use sochibo_ward::{DocumentDraft, OrgKind, Role, ServeConfig, Tls, Ward, serve};

use super::{Places, data::CellData, note};
use crate::{fault::Fault, session::wait};

/// How long the code of the demo could have been used.
const CODE_VALID: Duration = Duration::from_secs(3600);

/// What came of it.
pub(super) struct Exchanged {
    /// Where the server listened, and should again: the book knows this address.
    pub(super) listen: SocketAddr,
    pub(super) synced: Synced,
}

/// Sets up the ward, joins it and sends everything; the server stops again.
pub(super) fn run(book: &Shared, cell: &CellData, places: &Places) -> Result<Exchanged, Fault> {
    let (org, code) = set_up(cell, &places.ward)?;
    note(&places.ward_password, &cell.ward_user.password)?;
    wait(async {
        let running = serve(ServeConfig {
            data: places.ward.clone(),
            listen: "127.0.0.1:0".to_owned(),
            tls: Tls::SelfSigned,
        })
        .await?;
        let listen = running.addr;
        ward::enrol(book, &running.url, &code).await?;
        send_down(cell, &places.ward, &org)?;
        let synced = ward::sync(book).await?;
        running.stop().await?;
        Ok(Exchanged { listen, synced })
    })?
}

/// The tree, the user, the cell and a code for it.
fn set_up(cell: &CellData, dir: &Path) -> Result<(String, String), Fault> {
    let ward = Ward::open(dir)?;
    let committee = ward
        .add_org(&cell.ward_org, OrgKind::DangBoCoSo, None)?
        .to_string();
    let org = ward.add_org(&cell.name, OrgKind::ChiBo, Some(&committee))?;
    ward.add_user(
        &cell.ward_user.name,
        Role::VanPhong,
        &[],
        &cell.ward_user.password,
    )?;
    let org = org.to_string();
    let code = ward.enrol_code(&org, CODE_VALID)?.code;
    Ok((org, code))
}

/// What the committee sends to its cells.
fn send_down(cell: &CellData, dir: &Path, org: &str) -> Result<(), Fault> {
    let ward = Ward::open(dir)?;
    for document in &cell.documents {
        let draft = DocumentDraft {
            number: document.number.clone(),
            title: document.title.clone(),
            kind: document.kind.clone(),
            text: document.text.clone(),
            ..DocumentDraft::default()
        };
        ward.send_document(&[org.to_owned()], &draft)?;
    }
    Ok(())
}
