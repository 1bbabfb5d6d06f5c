use std::{
    fs::{self, File},
    io::Write,
    path::Path,
};

use argon2::{Algorithm, Argon2, Params, Version};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sochibo_journal::{RingKey, open, seal};
use zeroize::Zeroizing;

use crate::{StoreError, folder::sync_folder};

/// The length of a recovery code's secret.
pub const RECOVERY_BYTES: usize = 16;

const FORMAT: &str = "sochibo-key";
const VERSION: u32 = 1;
/// 64 MiB and three passes: OWASP's stronger Argon2id setting, about a quarter second on a
/// ten-year-old laptop.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
/// What a header may ask for. Four times today's memory leaves room for a later version to ask more,
/// and still fits beside Windows on a machine with 2 GiB; five times today's work is about the
/// second and a half that a person waits for an answer on that old laptop.
const MOST_MEMORY_KIB: u32 = 256 * 1024;
const MOST_PASSES: u32 = 16;
const MOST_WORK_KIB: u32 = 1024 * 1024;

/// The file beside the book: its key, wrapped by the passphrase and by the recovery code. It
/// holds nothing that opens the book by itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyHeader {
    format: String,
    version: u32,
    argon2: Cost,
    by_passphrase: String,
    /// Missing where the device joined later: it has no sheet of its own, and where its passphrase
    /// is lost it joins anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by_recovery: Option<String>,
    /// A code that takes the place of that one once its sheet is put away; until then both open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by_next_recovery: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cost {
    memory_kib: u32,
    passes: u32,
    salt: String,
}

impl Cost {
    fn today(salt: &[u8; 16]) -> Self {
        Self {
            memory_kib: MEMORY_KIB,
            passes: PASSES,
            salt: HEXLOWER.encode(salt),
        }
    }
}

impl KeyHeader {
    /// Wraps `book_key`, by the passphrase and, where the device has one, by a recovery code.
    ///
    /// # Errors
    /// [`StoreError::BadHeader`] where Argon2 refuses (it is out of memory).
    pub fn wrap(
        book_key: &[u8; 32],
        passphrase: &str,
        recovery: Option<&[u8; RECOVERY_BYTES]>,
        salt: &[u8; 16],
    ) -> Result<Self, StoreError> {
        let header = Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            argon2: Cost::today(salt),
            by_passphrase: String::new(),
            by_recovery: None,
            by_next_recovery: None,
        };
        let header = header.with_passphrase(book_key, passphrase, salt)?;
        Ok(match recovery {
            Some(recovery) => header.with_recovery(book_key, recovery),
            None => header,
        })
    }

    /// The same header with another passphrase; the recovery code stays as it is.
    ///
    /// # Errors
    /// [`StoreError::BadHeader`] where Argon2 refuses (it is out of memory).
    pub fn with_passphrase(
        self,
        book_key: &[u8; 32],
        passphrase: &str,
        salt: &[u8; 16],
    ) -> Result<Self, StoreError> {
        let argon2 = Cost::today(salt);
        let key = passphrase_key(passphrase, &argon2)?;
        Ok(Self {
            by_passphrase: HEXLOWER.encode(&seal(&key, b"passphrase", book_key)),
            argon2,
            ..self
        })
    }

    fn with_recovery(self, book_key: &[u8; 32], recovery: &[u8; RECOVERY_BYTES]) -> Self {
        Self {
            by_recovery: Some(sealed_by(recovery, book_key)),
            ..self
        }
    }

    /// The same header, opened by another recovery code too.
    pub(crate) fn with_next_recovery(
        self,
        book_key: &[u8; 32],
        recovery: &[u8; RECOVERY_BYTES],
    ) -> Self {
        Self {
            by_next_recovery: Some(sealed_by(recovery, book_key)),
            ..self
        }
    }

    /// Whether two recovery codes open it.
    pub(crate) fn has_next_recovery(&self) -> bool {
        self.by_next_recovery.is_some()
    }

    /// The same header, opened by the later of two recovery codes only.
    pub(crate) fn with_next_alone(self) -> Self {
        Self {
            by_recovery: self.by_next_recovery.or(self.by_recovery),
            by_next_recovery: None,
            ..self
        }
    }

    /// The same header, opened by the earlier of two recovery codes only.
    pub(crate) fn without_next(self) -> Self {
        Self {
            by_next_recovery: None,
            ..self
        }
    }

    /// The book key, by passphrase.
    ///
    /// # Errors
    /// [`StoreError::GreedyHeader`], [`StoreError::WrongPassphrase`], or [`StoreError::BadHeader`] where the file is not one.
    pub fn unwrap_passphrase(&self, passphrase: &str) -> Result<Zeroizing<[u8; 32]>, StoreError> {
        let key = passphrase_key(passphrase, &self.argon2)?;
        unwrap(
            &key,
            b"passphrase",
            &self.by_passphrase,
            StoreError::WrongPassphrase,
        )
    }

    /// The book key, by recovery code.
    ///
    /// # Errors
    /// [`StoreError::WrongRecoveryCode`], [`StoreError::NoRecovery`], or [`StoreError::BadHeader`]
    /// where the file is not one.
    pub fn unwrap_recovery(
        &self,
        recovery: &[u8; RECOVERY_BYTES],
    ) -> Result<Zeroizing<[u8; 32]>, StoreError> {
        let mut opened = Err(StoreError::NoRecovery);
        for wrapped in self.by_recovery.iter().chain(&self.by_next_recovery) {
            opened = unwrap(
                &recovery_key(recovery),
                b"recovery",
                wrapped,
                StoreError::WrongRecoveryCode,
            );
            if !matches!(opened, Err(StoreError::WrongRecoveryCode)) {
                break;
            }
        }
        opened
    }

    /// Reads the file.
    ///
    /// # Errors
    /// [`StoreError::NoHeader`] or [`StoreError::BadHeader`].
    pub fn read(path: &Path) -> Result<Self, StoreError> {
        let text = match fs::read(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(StoreError::NoHeader(path.to_owned()));
            }
            Err(error) => return Err(error.into()),
        };
        Self::parse(&text)
    }

    /// Reads the file's bytes.
    ///
    /// # Errors
    /// [`StoreError::BadHeader`].
    pub fn parse(text: &[u8]) -> Result<Self, StoreError> {
        let header: Self = serde_json::from_slice(text).map_err(|_| StoreError::BadHeader)?;
        if header.format != FORMAT || header.version != VERSION {
            return Err(StoreError::BadHeader);
        }
        Ok(header)
    }

    /// Writes the file whole or not at all: a new file, on disk, then renamed over the old one.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses; the old file is then untouched.
    pub fn write(&self, path: &Path) -> Result<(), StoreError> {
        let fresh = path.with_extension("key.new");
        let mut file = File::create(&fresh)?;
        // A struct of strings and numbers always serialises.
        file.write_all(&serde_json::to_vec_pretty(self).unwrap_or_default())?;
        file.sync_all()?;
        drop(file);
        fs::rename(&fresh, path)?;
        sync_folder(path)
    }
}

fn unwrap(
    key: &RingKey,
    purpose: &[u8],
    wrapped: &str,
    wrong: StoreError,
) -> Result<Zeroizing<[u8; 32]>, StoreError> {
    let sealed = HEXLOWER
        .decode(wrapped.as_bytes())
        .map_err(|_| StoreError::BadHeader)?;
    let plain = Zeroizing::new(open(key, purpose, &sealed).map_err(|_| wrong)?);
    let key: [u8; 32] = plain
        .as_slice()
        .try_into()
        .map_err(|_| StoreError::BadHeader)?;
    Ok(Zeroizing::new(key))
}

fn passphrase_key(passphrase: &str, cost: &Cost) -> Result<RingKey, StoreError> {
    // A header is a file like any other: its numbers must not make the program take all memory, or
    // all day.
    if cost.memory_kib > MOST_MEMORY_KIB
        || cost.passes > MOST_PASSES
        || cost.memory_kib.saturating_mul(cost.passes) > MOST_WORK_KIB
    {
        return Err(StoreError::GreedyHeader {
            mib: cost.memory_kib.div_ceil(1024),
            passes: cost.passes,
        });
    }
    let salt = HEXLOWER
        .decode(cost.salt.as_bytes())
        .map_err(|_| StoreError::BadHeader)?;
    let params = Params::new(cost.memory_kib, cost.passes, 1, Some(32))
        .map_err(|_| StoreError::BadHeader)?;
    let mut key = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), &salt, &mut key)
        .map_err(|_| StoreError::BadHeader)?;
    Ok(RingKey(key))
}

fn sealed_by(recovery: &[u8; RECOVERY_BYTES], book_key: &[u8; 32]) -> String {
    HEXLOWER.encode(&seal(&recovery_key(recovery), b"recovery", book_key))
}

/// A recovery code is 128 random bits: it needs no stretching.
fn recovery_key(recovery: &[u8; RECOVERY_BYTES]) -> RingKey {
    RingKey(blake3::derive_key("sochibo 2026 recovery code", recovery))
}
