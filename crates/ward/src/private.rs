//! Files that only the ward's own account may read.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::Path,
};

/// Makes a directory that only its owner may enter.
pub(crate) fn make_dir(dir: &Path) -> io::Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

/// Makes an empty file that only its owner may read, where there is none.
pub(crate) fn touch(file: &Path) -> io::Result<()> {
    match new_file(file) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other.map(drop),
    }
}

/// Writes a file that only its owner may read, unless there is one, and waits until it is on disk.
///
/// It appears under its name only when whole: a crash leaves no half of a key behind, and of two
/// programs that write at once one wins and both read the same.
pub(crate) fn write_once(file: &Path, content: &[u8]) -> io::Result<()> {
    let part = file.with_extension(format!("{}.part", uuid::Uuid::now_v7()));
    let mut written = new_file(&part)?;
    written.write_all(content)?;
    written.sync_all()?;
    let linked = fs::hard_link(&part, file);
    fs::remove_file(&part)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    sync_dir(file)
}

/// Makes a new name last: on Unix the directory is a file of its own.
#[cfg(unix)]
fn sync_dir(file: &Path) -> io::Result<()> {
    file.parent()
        .map_or(Ok(()), |dir| fs::File::open(dir)?.sync_all())
}

#[cfg(not(unix))]
fn sync_dir(_: &Path) -> io::Result<()> {
    Ok(())
}

// On Windows a file takes the access list of its folder: the installer puts the ward's folder
// under %ProgramData% with access for administrators and the service's account only.
fn new_file(file: &Path) -> io::Result<fs::File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)
}
