//! What is counted of a world.

use crate::faulty::Faults;

/// What happened in a world.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Operations written.
    pub written: u64,
    /// Of them acknowledged by the ward.
    pub acknowledged: u64,
    /// Exchanges begun.
    pub exchanges: u64,
    /// Faults on the line and at its ends.
    pub faults: Faults,
    /// Copies of a disk, and disks put back to a backup.
    pub copies: u64,
    /// Laptops that came in the place of a lost one, by the code on paper.
    pub recoveries: u64,
    /// Identities taken.
    pub renewals: u64,
    /// Devices revoked.
    pub revoked: u64,
    /// Keys made anew after it.
    pub rotations: u64,
    /// Times that a disk was full.
    pub full: u64,
    /// Times that a clock was set to another year.
    pub clocks: u64,
    /// Devices that spoke the first version of the protocol only.
    pub old: u64,
    /// Times that the ward stopped without a warning between two requests.
    pub restarts: u64,
}

impl Counts {
    /// Adds another world's.
    pub fn add(&mut self, other: &Self) {
        self.written += other.written;
        self.acknowledged += other.acknowledged;
        self.exchanges += other.exchanges;
        self.faults.add(&other.faults);
        self.copies += other.copies;
        self.recoveries += other.recoveries;
        self.renewals += other.renewals;
        self.revoked += other.revoked;
        self.rotations += other.rotations;
        self.full += other.full;
        self.clocks += other.clocks;
        self.old += other.old;
        self.restarts += other.restarts;
    }
}
