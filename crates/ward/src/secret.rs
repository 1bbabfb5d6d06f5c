//! Secrets that the ward gives out and keeps only as hashes.

use sochibo_journal::DeviceKey;
use sochibo_wire::api::EnrolRequest;

use crate::{WardError, hex::hex, store::SecretHash};

/// The hash of an enrolment code's secret.
pub(crate) fn code_hash(secret: &[u8]) -> SecretHash {
    blake3::derive_key("sochibo 2026 ward enrol code", secret)
}

/// The hash of a device's token.
pub(crate) fn token_hash(token: &str) -> SecretHash {
    blake3::derive_key("sochibo 2026 ward device token", token.as_bytes())
}

/// The hash of a session's token.
pub(crate) fn session_hash(token: &str) -> SecretHash {
    blake3::derive_key("sochibo 2026 ward session", token.as_bytes())
}

/// The token that answers a renewal: known to nobody who lacks the ward's own key.
pub(crate) fn renewed_token(key: &DeviceKey, request: &[u8]) -> String {
    let key = blake3::derive_key("sochibo 2026 ward renewed token", &key.secret());
    hex(blake3::keyed_hash(&key, request).as_bytes())
}

/// The token that answers an enrolment, told apart by code and device. A request that comes once more
/// asks for the same one.
pub(crate) fn enrolled_token(key: &DeviceKey, request: &EnrolRequest) -> String {
    let key = blake3::derive_key("sochibo 2026 ward enrolled token", &key.secret());
    let parts = [
        request.secret.as_bytes(),
        request.cell.0.as_bytes(),
        request.device.0.as_bytes(),
        &request.public_key.0,
    ];
    hex(blake3::keyed_hash(&key, &parts.concat()).as_bytes())
}

/// Fresh random bytes.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], WardError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| WardError::NoRandomness)?;
    Ok(bytes)
}

/// A fresh token of 32 random bytes in hexadecimal.
pub(crate) fn token() -> Result<String, WardError> {
    Ok(hex(&random::<32>()?))
}
