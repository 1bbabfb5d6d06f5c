//! A door in front of a ward: while it is shut, whoever comes waits, as on a line that hangs.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{Arc, Condvar, Mutex},
    thread,
};

/// The door, open at first.
pub struct Gate {
    pub url: String,
    state: Arc<(Mutex<State>, Condvar)>,
}

#[derive(Default)]
struct State {
    shut: bool,
    /// How many have come while it was shut.
    waiting: usize,
}

impl Gate {
    /// A door in front of the ward at `url`.
    pub fn before(url: &str) -> Self {
        let ward = url.rsplit('/').next().unwrap().to_owned();
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let url = format!("https://{}", listener.local_addr().unwrap());
        let state = Arc::new((Mutex::new(State::default()), Condvar::new()));
        let door = Arc::clone(&state);
        thread::spawn(move || {
            for come in listener.incoming().flatten() {
                let (door, ward) = (Arc::clone(&door), ward.clone());
                thread::spawn(move || pass(&door, come, &ward));
            }
        });
        Self { url, state }
    }

    /// Whoever comes from now on waits.
    pub fn shut(&self) {
        self.state.0.lock().unwrap().shut = true;
    }

    /// Everybody may go on.
    pub fn open(&self) {
        *self.state.0.lock().unwrap() = State::default();
        self.state.1.notify_all();
    }

    /// Whether somebody waits before the shut door.
    pub fn somebody_waits(&self) -> bool {
        self.state.0.lock().unwrap().waiting > 0
    }
}

fn pass(door: &(Mutex<State>, Condvar), come: TcpStream, ward: &str) {
    {
        let mut state = door.0.lock().unwrap();
        if state.shut {
            state.waiting += 1;
            door.1.notify_all();
        }
        drop(door.1.wait_while(state, |state| state.shut).unwrap());
    }
    let Ok(inside) = TcpStream::connect(ward) else {
        return;
    };
    let (Ok(back_from), Ok(back_to)) = (inside.try_clone(), come.try_clone()) else {
        return;
    };
    thread::spawn(move || carry(back_from, back_to));
    carry(come, inside);
}

fn carry(mut from: TcpStream, mut to: TcpStream) {
    let mut bytes = [0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        if to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}
