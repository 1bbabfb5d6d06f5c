//! The files that lie beside a book.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use crate::StoreError;

pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// A key header without its book belongs to one that was moved elsewhere, and is all that opens
/// it: it is renamed, never overwritten.
pub(crate) fn set_aside(header: &Path) -> Result<(), StoreError> {
    if !header.exists() {
        return Ok(());
    }
    let free = (1_u32..)
        .map(|n| beside(header, &format!(".old-{n}")))
        .find(|path| !path.exists());
    match free {
        Some(free) => Ok(fs::rename(header, free)?),
        None => Err(StoreError::Exists(header.to_owned())),
    }
}

/// A rename is on disk once its folder is. Windows has no such call, and writes names through.
pub(crate) fn sync_folder(of: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    if let Some(folder) = of.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::File::open(folder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = of;
    Ok(())
}
