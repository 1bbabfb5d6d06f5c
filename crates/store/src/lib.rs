//! one encrypted SQLite file
