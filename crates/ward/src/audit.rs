//! Kiểm tra: what a walk over everything that is kept came to.

use serde::Serialize;
use sochibo_journal::{CellId, DeviceId};

/// What a walk over everything that is kept came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Audit {
    /// Whether nothing is wrong.
    pub ok: bool,
    /// Books.
    pub cells: u64,
    /// Devices, each with one chain.
    pub devices: u64,
    /// Envelopes read back and proven.
    pub envelopes: u64,
    /// Signatures of batches proven.
    pub batches: u64,
    /// Reports proven.
    pub reports: u64,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The book; empty where the whole file is meant.
    pub cell: Option<CellId>,
    /// The device.
    pub device: Option<DeviceId>,
    /// The envelope's number.
    pub seq: Option<u64>,
    /// What, as a Vietnamese sentence.
    pub why: String,
}
