use serde::Serialize;
use ts_rs::TS;

/// A file for the ward was written.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct UsbWritten {
    pub file: String,
    pub bytes: usize,
    /// How many operations are in it, and how many of them the ward will read.
    #[ts(type = "number")]
    pub operations: u64,
    pub readable: usize,
}

/// A file of the ward was taken in.
#[derive(Clone, Debug, Default, Serialize, TS)]
#[ts(export)]
pub struct UsbRead {
    pub file: String,
    /// Operations of other devices that are new here.
    pub new: usize,
    /// New receipts, and how many operations they cover.
    pub receipts: usize,
    #[ts(type = "number")]
    pub acknowledged: u64,
}
