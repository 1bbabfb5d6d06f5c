use serde::Serialize;
use ts_rs::TS;

/// How backups stand.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct BackupView {
    /// Where automatic backups go.
    pub folder: String,
    /// Whether that folder is there now: a stick may be out.
    pub folder_there: bool,
    /// Whether it is the folder beside the book, because none was chosen.
    pub default_folder: bool,
    /// How many are kept.
    pub keep: usize,
    /// Whether they are made by themselves.
    pub auto: bool,
    /// The last one that was proved.
    pub last: Option<BackupFile>,
    /// How many automatic backups lie there.
    pub files: usize,
    /// Why the last one failed or went elsewhere.
    pub fault: Option<String>,
}

/// A backup that was proved.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct BackupFile {
    pub file: String,
    /// Whether it still lies there.
    pub there: bool,
    /// RFC 3339.
    pub at: String,
    #[ts(type = "number")]
    pub bytes: u64,
}
