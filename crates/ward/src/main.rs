//! ward
fn main() {}
