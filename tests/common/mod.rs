//! Real parts for the end-to-end tests: the built programs, a ward on a real port, the window
//! behind tauri-driver, the ward page in Chromium. Each gets a folder and ports of its own.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "each test uses the parts it needs, and says where it fails by failing"
)]

pub mod altering;
pub mod cell;
#[cfg(target_os = "linux")]
pub mod disk;
pub mod gate;
pub mod line;
pub mod meeting;
pub mod page;
pub mod pair;
pub mod programs;
pub mod window;

use std::{
    net::{TcpListener, TcpStream},
    time::{Duration, Instant},
};

/// How long anything may take here before the test gives up. Generous: two busy cores.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A port that nobody listens on at this moment.
pub fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0))
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

/// Waits until somebody listens on `port`.
pub fn wait_for_port(port: u16) {
    let deadline = Instant::now() + PATIENCE;
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(Instant::now() < deadline, "nobody listens on {port}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
