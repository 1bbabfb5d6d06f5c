use std::{
    env,
    path::{Path, PathBuf},
};

use crate::Book;

const FILE: &str = "chibo.sochibo";

impl Book {
    /// Where the desktop keeps its book: `SOCHIBO_BOOK` where that is set, else the folder for
    /// this person's own data, which Windows and macOS name differently.
    #[must_use]
    pub fn default_path() -> PathBuf {
        let named = |name: &str| {
            env::var_os(name)
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
        };
        if let Some(book) = named("SOCHIBO_BOOK") {
            return book;
        }
        let home = || named("HOME").unwrap_or_default();
        let folder = if cfg!(windows) {
            named("APPDATA").unwrap_or_default().join("SoChiBo")
        } else if cfg!(target_os = "macos") {
            home()
                .join("Library")
                .join("Application Support")
                .join("SoChiBo")
        } else {
            let data = named("XDG_DATA_HOME").filter(|path| path.is_absolute());
            data.unwrap_or_else(|| home().join(Path::new(".local/share")))
                .join("sochibo")
        };
        folder.join(FILE)
    }
}
