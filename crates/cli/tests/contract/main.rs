//! The JSON that others rely on (`docs/cli.md`), key by key, from real runs.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod agenda;
mod book;
#[path = "../common/mod.rs"]
mod common;
mod forms;
mod keys;
mod meeting;
