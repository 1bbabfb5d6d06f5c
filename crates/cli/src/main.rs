//! scb
fn main() {}
