//! A line to a server on which one byte is altered.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

/// Which byte of what goes there (or comes back) is altered.
#[derive(Clone, Copy, Debug)]
pub struct Flip {
    /// Of what comes back, not of what goes there.
    pub back: bool,
    /// Which byte of the whole conversation, from 0.
    pub at: u64,
    /// By which bits.
    pub by: u8,
}

/// Passes everything on to a server, and alters a byte when told to.
pub struct Altering {
    /// Where it listens, as `https://…`.
    pub url: String,
    next: Arc<Mutex<Option<Flip>>>,
}

/// How long nothing may come after a byte was altered: a length that was made longer would have
/// the other side wait for bytes that nobody sends.
const SILENCE: Duration = Duration::from_millis(300);

impl Altering {
    /// A line to the server at `url`.
    pub fn to(url: &str) -> Self {
        let server = url.rsplit('/').next().unwrap().to_owned();
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let url = format!(
            "https://127.0.0.1:{}",
            listener.local_addr().unwrap().port()
        );
        let next = Arc::new(Mutex::new(None));
        let flips = Arc::clone(&next);
        // The thread goes with the test's process.
        thread::spawn(move || {
            for client in listener.incoming() {
                let (Ok(client), Ok(server)) = (client, TcpStream::connect(&server)) else {
                    continue;
                };
                for (from, to, back) in [
                    (client.try_clone(), server.try_clone(), false),
                    (Ok(server), Ok(client), true),
                ] {
                    let flips = Arc::clone(&flips);
                    thread::spawn(move || pass_on(from.unwrap(), to.unwrap(), back, &flips));
                }
            }
        });
        Self { url, next }
    }

    /// Alters this byte of the next conversation that has it.
    pub fn alter(&self, flip: Flip) {
        *self.next.lock().unwrap() = Some(flip);
    }

    /// Whether it has happened; if not, it no longer will.
    pub fn has_altered(&self) -> bool {
        self.next.lock().unwrap().take().is_none()
    }
}

fn pass_on(mut from: TcpStream, mut to: TcpStream, back: bool, next: &Mutex<Option<Flip>>) {
    let mut buffer = [0; 4096];
    let mut passed = 0;
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        let bytes = &mut buffer[..count];
        let mut next = next.lock().unwrap();
        if let Some(flip) = next.filter(|flip| flip.back == back)
            && (passed..passed + count as u64).contains(&flip.at)
        {
            bytes[usize::try_from(flip.at - passed).unwrap()] ^= flip.by;
            *next = None;
            let _ = from.set_read_timeout(Some(SILENCE));
        }
        drop(next);
        passed += count as u64;
        if to.write_all(bytes).is_err() {
            break;
        }
    }
    let _ = (to.shutdown(Shutdown::Both), from.shutdown(Shutdown::Both));
}
