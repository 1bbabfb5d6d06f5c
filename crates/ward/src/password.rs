//! Mật khẩu: Argon2id, and the same time for a wrong name as for a wrong password.

use argon2::{
    Argon2,
    password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString},
};

use crate::{WardError, secret};

const LEAST: usize = 8;

/// Hashes a new password.
pub(crate) fn hash(password: &str) -> Result<String, WardError> {
    if password.chars().count() < LEAST {
        return Err(WardError::WeakPassword);
    }
    let salt = SaltString::encode_b64(&secret::random::<16>()?).map_err(|_| WardError::BadKey)?;
    let hash = Argon2::default()
        .hash_password(password.as_bytes(), &salt)
        .map_err(|_| WardError::BadKey)?;
    Ok(hash.to_string())
}

/// Whether `password` is the one of `stored`. Takes as long where there is none.
pub(crate) fn matches(password: &str, stored: Option<&str>) -> bool {
    /// The hash of a password that nobody has, made with the same parameters.
    const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29jaGlibyBub2JvZHk$\
        G1ZVQlQx0Ee0dT0oA9a7cY0eIbmG3sHCAtDmvdu7nzk";
    let Ok(parsed) = PasswordHash::new(stored.unwrap_or(NOBODY)) else {
        return false;
    };
    let right = Argon2::default()
        .verify_password(password.as_bytes(), &parsed)
        .is_ok();
    right && stored.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_matches_itself_and_nothing_else() {
        let stored = hash("mật khẩu dài").unwrap();
        assert!(matches("mật khẩu dài", Some(&stored)));
        assert!(!matches("mật khẩu khác", Some(&stored)));
        assert!(!matches("mật khẩu dài", None));
        assert!(matches!(hash("ngắn"), Err(WardError::WeakPassword)));
    }

    #[test]
    fn a_wrong_name_costs_one_hash_too() {
        let began = std::time::Instant::now();
        matches("mật khẩu dài", None);
        assert!(began.elapsed().as_micros() > 1_000);
    }
}
