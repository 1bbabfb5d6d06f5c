//! A line between a device and its ward that can be cut at any byte, and that counts.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

/// What happens once so many bytes have crossed, before one more does.
type Then = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct State {
    /// Where the line leads.
    to: u16,
    calls: u64,
    up: u64,
    down: u64,
    plan: Option<(u64, Then)>,
    happened: bool,
}

/// A line that stands for as long as the test, wherever the ward is.
pub struct Line {
    pub port: u16,
    state: Arc<Mutex<State>>,
}

#[derive(Clone, Copy)]
enum Way {
    Up,
    Down,
}

impl Line {
    /// A line that leads nowhere yet.
    pub fn lay() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        // Ends with the test's process.
        thread::spawn(move || {
            for here in listener.incoming().flatten() {
                let to = {
                    let mut state = shared.lock().unwrap();
                    state.calls += 1;
                    state.to
                };
                // A ward that is not there: the connection ends at once.
                if let Ok(there) = TcpStream::connect(("127.0.0.1", to)) {
                    carry(&here, &there, &shared);
                }
            }
        });
        Self { port, state }
    }

    /// Leads to the ward at `url` from now on.
    pub fn lead_to(&self, url: &str) {
        let port = url.rsplit(':').next().unwrap().parse().unwrap();
        self.state.lock().unwrap().to = port;
    }

    /// The address that devices know the ward by.
    pub fn url(&self) -> String {
        format!("https://127.0.0.1:{}", self.port)
    }

    /// After `bytes` more, counted in both directions, `then` happens and the connection is cut.
    pub fn cut_after(&self, bytes: u64, then: impl FnOnce() + Send + 'static) {
        let mut state = self.state.lock().unwrap();
        let at = state.up + state.down + bytes;
        state.plan = Some((at, Box::new(then)));
        state.happened = false;
    }

    /// Whether the last plan came to happen; it won't any more.
    pub fn mend(&self) -> bool {
        let mut state = self.state.lock().unwrap();
        state.plan = None;
        state.happened
    }

    /// How often somebody has called, answered or not.
    pub fn calls(&self) -> u64 {
        self.state.lock().unwrap().calls
    }

    /// The bytes that have crossed so far: to the ward, and from it.
    pub fn crossed(&self) -> (u64, u64) {
        let state = self.state.lock().unwrap();
        (state.up, state.down)
    }
}

fn carry(here: &TcpStream, there: &TcpStream, state: &Arc<Mutex<State>>) {
    for (from, to, way) in [(here, there, Way::Up), (there, here, Way::Down)] {
        let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
        let state = Arc::clone(state);
        thread::spawn(move || pump(from, to, way, &state));
    }
}

fn pump(mut from: TcpStream, mut to: TcpStream, way: Way, state: &Mutex<State>) {
    let mut buffer = [0; 2048];
    loop {
        let read = from.read(&mut buffer).unwrap_or(0);
        let (pass, then) = allow(state, way, read);
        let written = to.write_all(&buffer[..pass]).is_ok();
        if let Some(then) = then {
            then();
        }
        if read == 0 || pass < read || !written {
            break;
        }
    }
    for end in [&from, &to] {
        let _ = end.shutdown(Shutdown::Both);
    }
}

/// How many of so many bytes may pass, and what happens after them.
fn allow(state: &Mutex<State>, way: Way, read: usize) -> (usize, Option<Then>) {
    let mut state = state.lock().unwrap();
    let crossed = state.up + state.down;
    let left = state
        .plan
        .as_ref()
        .map(|(at, _)| at.saturating_sub(crossed));
    let cut = left.is_some_and(|left| left < read as u64);
    let pass = match left {
        Some(left) if cut => usize::try_from(left).unwrap(),
        _ => read,
    };
    let count = match way {
        Way::Up => &mut state.up,
        Way::Down => &mut state.down,
    };
    *count += pass as u64;
    let then = if cut {
        state.happened = true;
        state.plan.take().map(|(_, then)| then)
    } else {
        None
    };
    (pass, then)
}
