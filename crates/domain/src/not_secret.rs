use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Entity, id::NotSecretId, text::normalise};

/// Xác nhận “không phải bí mật nhà nước”: someone of the cell answers for one text that looks as
/// if it carried a mark (`domain.md` §10.1). Its id is the hash of the text; the text itself is
/// not in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotSecret {
    /// When.
    pub at: DateTime<FixedOffset>,
}

impl NotSecret {
    /// The id of the declaration for `text`.
    #[must_use]
    pub fn id_of(text: &str) -> NotSecretId {
        let hash = blake3::derive_key("sochibo 2026 not secret", normalise(text).trim().as_bytes());
        let mut id = [0; 16];
        id.copy_from_slice(&hash[..16]);
        NotSecretId(Uuid::from_bytes(id))
    }
}

impl Entity for NotSecret {
    const KIND: &'static str = "not_secret";
    type Id = NotSecretId;
}
