//! the client of the ward
