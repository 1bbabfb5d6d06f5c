//! the ward committee's server
