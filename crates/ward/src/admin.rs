//! The administration of a ward, as the commands do it.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, FixedOffset};
use serde::Serialize;
use sochibo_domain::text;
use sochibo_journal::{CellId, DeviceId, DeviceKey};
use sochibo_wire::EnrolCode;
use uuid::Uuid;

use crate::{
    Audit, WardError, clock, password, secret,
    store::{
        EACH_CELL, EVERY_CELL_MAY_HAVE, Org, OrgKind, Role, SqliteStore, StoredUser, WardStore,
    },
    tls,
};

const RECEIPT_KEY: &str = "receipt_key";
const TLS_PIN: &str = "tls_pin";
const WARD_NAME: &str = "ward_name";
const LONGEST_NAME: usize = 200;

/// Đảng ủy phường: what it keeps, and what its clerks do with it. Several may be open on one
/// directory at once, also beside a running server.
#[derive(Clone)]
pub struct Ward {
    dir: PathBuf,
    store: Arc<dyn WardStore>,
}

/// A fresh enrolment code.
#[derive(Clone, Serialize)]
pub struct IssuedCode {
    /// What the cell types: eight groups of four.
    pub code: String,
    /// Until when.
    pub expires: DateTime<FixedOffset>,
}

/// A user that was added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddedUser {
    /// Tên đăng nhập.
    pub name: String,
    /// Vai trò.
    pub role: Role,
    /// The organisations that a limited role may read.
    pub cells: Vec<Uuid>,
}

/// A device as a clerk reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListedDevice {
    /// The device.
    pub id: DeviceId,
    /// Its organisation.
    pub org: Uuid,
    /// The organisation's name.
    pub org_name: String,
    /// Its book.
    pub cell: CellId,
    /// When it joined.
    pub enrolled: DateTime<FixedOffset>,
    /// Whether it was revoked.
    pub revoked: bool,
    /// Whether it waits to be let in by a device of its cell.
    pub waiting: bool,
    /// The last number held of it.
    pub seq: u64,
}

/// How much of the disk the cells have, and how much each may have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Room {
    /// What each cell may have, in MiB; none where there is no limit.
    pub each_cell_mib: Option<u64>,
    /// The cells with a book, those with the most first.
    pub cells: Vec<CellRoom>,
}

/// How much of the disk one cell has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CellRoom {
    /// Its organisation.
    pub org: Uuid,
    /// The organisation's name.
    pub name: String,
    /// What is held of it.
    pub bytes: u64,
}

impl Ward {
    /// Opens the ward kept in `dir`, making it on first use.
    ///
    /// # Errors
    /// [`WardError::Store`] where the directory can't be used or is of a newer program.
    pub fn open(dir: &Path) -> Result<Self, WardError> {
        let store = SqliteStore::open(dir)?;
        Ok(Self {
            dir: dir.to_owned(),
            store: Arc::new(store),
        })
    }

    pub(crate) fn store(&self) -> &Arc<dyn WardStore> {
        &self.store
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The key with which the ward signs receipts, made on first use.
    pub(crate) fn receipt_key(&self) -> Result<DeviceKey, WardError> {
        let secret = match self.store.setting(RECEIPT_KEY)? {
            Some(secret) => secret,
            None => self
                .store
                .setting_or(RECEIPT_KEY, &secret::random::<32>()?)?,
        };
        let secret = secret.try_into().map_err(|_| WardError::BadKey)?;
        Ok(DeviceKey::from_secret(&secret))
    }

    /// Remembers the pin of the key that is being served.
    pub(crate) fn remember_pin(&self, pin: [u8; 10]) -> Result<(), WardError> {
        Ok(self.store.set_setting(TLS_PIN, &pin)?)
    }

    fn pin(&self) -> Result<[u8; 10], WardError> {
        match self.store.setting(TLS_PIN)? {
            Some(pin) => pin.try_into().map_err(|_| WardError::BadKey),
            // Not served yet: the ward's own key is made now and will be the one.
            None => Ok(tls::own(&self.dir)?.pin),
        }
    }

    /// Names the ward where no organisation of the tree does.
    ///
    /// # Errors
    /// [`WardError::BadName`] where the name is blank or too long.
    pub fn set_name(&self, name: &str) -> Result<(), WardError> {
        let name = clean_name(name)?;
        Ok(self.store.set_setting(WARD_NAME, name.as_bytes())?)
    }

    /// The committee's name: `Đảng ủy phường Tân Thới Hòa`. Taken from the top of the tree, else
    /// from [`Ward::set_name`].
    ///
    /// # Errors
    /// [`WardError::Store`]
    pub fn name(&self) -> Result<String, WardError> {
        let orgs = self.store.orgs()?;
        let top = orgs
            .iter()
            .find(|org| org.kind == OrgKind::DangBoCoSo && org.parent.is_none());
        if let Some(org) = top {
            return Ok(committee_name(&org.name));
        }
        let set = self.store.setting(WARD_NAME)?;
        Ok(set
            .and_then(|name| String::from_utf8(name).ok())
            .map_or_else(|| "Đảng ủy".to_owned(), |name| committee_name(&name)))
    }

    /// Adds an organisation; returns its id.
    ///
    /// # Errors
    /// [`WardError`] where the name is bad or the parent doesn't exist or is a cell.
    pub fn add_org(
        &self,
        name: &str,
        kind: OrgKind,
        parent: Option<&str>,
    ) -> Result<Uuid, WardError> {
        let parent = parent.map(|id| self.org(id)).transpose()?;
        if parent
            .as_ref()
            .is_some_and(|org| org.kind == OrgKind::ChiBo)
        {
            return Err(WardError::ParentIsCell);
        }
        let org = Org {
            id: Uuid::now_v7(),
            name: clean_name(name)?,
            kind,
            parent: parent.map(|org| org.id),
            cell: None,
        };
        self.store.add_org(&org, clock::now())?;
        Ok(org.id)
    }

    /// Every organisation, in the order in which they were added.
    ///
    /// # Errors
    /// [`WardError::Store`]
    pub fn orgs(&self) -> Result<Vec<Org>, WardError> {
        Ok(self.store.orgs()?)
    }

    pub(crate) fn org(&self, id: &str) -> Result<Org, WardError> {
        let mut orgs = self.store.orgs()?;
        let at = find(id, orgs.iter().map(|org| org.id), WardError::NoSuchOrg)?;
        Ok(orgs.swap_remove(at))
    }

    /// Issues a code with which one device may join the cell `org` (an id or its beginning).
    ///
    /// # Errors
    /// [`WardError`] where there is no such cell.
    pub fn enrol_code(&self, org: &str, valid: Duration) -> Result<IssuedCode, WardError> {
        let org = self.org(org)?;
        if org.kind != OrgKind::ChiBo {
            return Err(WardError::NotACell(org.name));
        }
        let code = EnrolCode {
            secret: secret::random()?,
            pin: self.pin()?,
        };
        let valid = i64::try_from(valid.as_millis())
            .map_err(|_| WardError::BadDuration(format!("{valid:?}")))?;
        let expires_at = clock::now().saturating_add(valid);
        let hash = secret::code_hash(&code.secret);
        self.store.add_code(hash, org.id, expires_at)?;
        Ok(IssuedCode {
            code: code.to_string(),
            expires: clock::local(expires_at),
        })
    }

    /// Adds a user of the web page. A role that does not read everything reads `cells` (ids of
    /// organisations or their beginnings) and what is below them.
    ///
    /// # Errors
    /// [`WardError`] where the name is taken, a cell doesn't exist or the password is too short.
    pub fn add_user(
        &self,
        name: &str,
        role: Role,
        cells: &[String],
        new_password: &str,
    ) -> Result<AddedUser, WardError> {
        let orgs = cells
            .iter()
            .map(|id| self.org(id).map(|org| org.id))
            .collect::<Result<Vec<_>, _>>()?;
        let user = StoredUser {
            name: clean_name(name)?,
            role,
            password: password::hash(new_password)?,
            orgs,
        };
        if !self.store.add_user(&user)? {
            return Err(WardError::UserExists(user.name));
        }
        Ok(AddedUser {
            name: user.name,
            role: user.role,
            cells: user.orgs,
        })
    }

    /// Every device that ever joined.
    ///
    /// # Errors
    /// [`WardError::Store`]
    pub fn devices(&self) -> Result<Vec<ListedDevice>, WardError> {
        let devices = self.store.devices()?;
        Ok(devices
            .into_iter()
            .map(|held| ListedDevice {
                id: held.device,
                org: held.org,
                org_name: held.org_name,
                cell: held.cell,
                enrolled: clock::local(held.enrolled_at),
                revoked: held.revoked_at.is_some(),
                waiting: held.admitted_at.is_none(),
                seq: held.seq,
            })
            .collect())
    }

    /// How much of the disk the cells have.
    ///
    /// # Errors
    /// [`WardError::Store`]
    pub fn room(&self) -> Result<Room, WardError> {
        let limit = match self.store.setting(EACH_CELL)? {
            Some(bytes) => bytes.try_into().map_or(0, u64::from_le_bytes),
            None => EVERY_CELL_MAY_HAVE,
        };
        let held = self.store.rooms()?;
        let mut cells: Vec<CellRoom> = self
            .store
            .orgs()?
            .into_iter()
            .filter_map(|org| {
                let (_, bytes) = held.iter().find(|(cell, _)| org.cell == Some(*cell))?;
                Some(CellRoom {
                    org: org.id,
                    name: org.name,
                    bytes: *bytes,
                })
            })
            .collect();
        cells.sort_by_key(|cell| std::cmp::Reverse(cell.bytes));
        Ok(Room {
            each_cell_mib: (limit > 0).then_some(limit >> 20),
            cells,
        })
    }

    /// Says how much of the disk each cell may have, in MiB; 0 for as much as there is. Counts
    /// from the next batch, also for a server that runs.
    ///
    /// # Errors
    /// [`WardError::Store`]
    pub fn set_room(&self, each_cell_mib: u32) -> Result<(), WardError> {
        let bytes = u64::from(each_cell_mib) << 20;
        Ok(self.store.set_setting(EACH_CELL, &bytes.to_le_bytes())?)
    }

    /// Revokes a device (an id or its beginning): it can neither send nor fetch from now on.
    ///
    /// # Errors
    /// [`WardError::NoSuchDevice`] where there is none.
    pub fn revoke_device(&self, id: &str) -> Result<DeviceId, WardError> {
        let devices = self.store.devices()?;
        let ids = devices.iter().map(|held| held.device.0);
        let at = find(id, ids, WardError::NoSuchDevice)?;
        let device = devices
            .get(at)
            .map(|held| held.device)
            .ok_or_else(|| WardError::NoSuchDevice(id.to_owned()))?;
        self.store.revoke(device, clock::now())?;
        Ok(device)
    }

    /// Reads everything back and proves it again: chains, signatures, order, reports.
    ///
    /// # Errors
    /// [`WardError::Store`] where the store can't be read; what is wrong inside is in the result.
    pub fn verify(&self) -> Result<Audit, WardError> {
        Ok(self.store.audit()?)
    }
}

/// The place of the one id that begins with `text`.
pub(crate) fn find(
    text: &str,
    ids: impl Iterator<Item = Uuid>,
    none: impl Fn(String) -> WardError,
) -> Result<usize, WardError> {
    let wanted = text.trim().to_lowercase().replace('-', "");
    let fitting: Vec<usize> = ids
        .enumerate()
        .filter(|(_, id)| !wanted.is_empty() && id.simple().to_string().starts_with(&wanted))
        .map(|(at, _)| at)
        .collect();
    match fitting[..] {
        [] => Err(none(text.to_owned())),
        [one] => Ok(one),
        _ => Err(WardError::Ambiguous(text.to_owned())),
    }
}

fn clean_name(name: &str) -> Result<String, WardError> {
    let name = text::normalise(name.trim());
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.contains(char::is_control) {
        return Err(WardError::BadName);
    }
    Ok(name)
}

/// `Phường Tân Thới Hòa` → `Đảng ủy phường Tân Thới Hòa`: the word of the unit goes small inside
/// a name, the name itself stays as it is.
fn committee_name(org: &str) -> String {
    const UNITS: [&str; 7] = [
        "Phường ",
        "Xã ",
        "Đặc khu ",
        "Thị trấn ",
        "Công ty ",
        "Trường ",
        "Cơ quan ",
    ];
    if org.starts_with("Đảng ủy ") {
        return org.to_owned();
    }
    let bare = org.strip_prefix("Đảng bộ ").unwrap_or(org);
    let name = match UNITS.iter().find(|unit| bare.starts_with(**unit)) {
        Some(unit) => bare.replacen(*unit, &unit.to_lowercase(), 1),
        None => bare.to_owned(),
    };
    format!("Đảng ủy {name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committee_is_named_as_papers_name_it() {
        for (org, committee) in [
            ("Phường Tân Thới Hòa", "Đảng ủy phường Tân Thới Hòa"),
            ("phường Tân Thới Hòa", "Đảng ủy phường Tân Thới Hòa"),
            ("Đảng bộ xã An Thới Đông", "Đảng ủy xã An Thới Đông"),
            ("Đảng ủy Sở Y tế", "Đảng ủy Sở Y tế"),
        ] {
            assert_eq!(committee_name(org), committee);
        }
    }

    #[test]
    fn an_id_is_found_by_a_beginning_that_fits_only_one() {
        let ids = [Uuid::from_u128(0xab << 120), Uuid::from_u128(0xac << 120)];
        let of = |text: &str| find(text, ids.into_iter(), WardError::NoSuchOrg);
        assert_eq!(of("ab").unwrap(), 0);
        assert_eq!(of(&ids[1].to_string()).unwrap(), 1);
        assert!(matches!(of("a"), Err(WardError::Ambiguous(_))));
        assert!(matches!(of("b"), Err(WardError::NoSuchOrg(_))));
        assert!(matches!(of(""), Err(WardError::NoSuchOrg(_))));
    }
}
