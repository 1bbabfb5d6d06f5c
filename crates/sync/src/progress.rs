use tokio::sync::watch;

/// What an exchange is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Đối chiếu: both sides compare what they hold.
    #[default]
    Comparing,
    /// Gửi.
    Sending,
    /// Nhận.
    Taking,
    /// Nhận lại: a chain that differed is fetched anew.
    Refetching,
    /// Đổi danh tính: this device takes a new identity.
    Renewing,
}

/// How far an exchange has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// What it is doing.
    pub phase: Phase,
    /// Operations sent or taken so far.
    pub done: u64,
    /// Operations to send or take, as far as is known.
    pub total: u64,
    /// Bytes sent.
    pub bytes_up: u64,
    /// Bytes received.
    pub bytes_down: u64,
}

/// Stops exchanges that hold its [`Stop`].
#[derive(Debug)]
pub struct Stopper(watch::Sender<bool>);

/// Tells an exchange when to stop. What was acknowledged stays so; the next one goes on from there.
#[derive(Clone, Debug)]
pub struct Stop(watch::Receiver<bool>);

impl Stopper {
    /// One that has not stopped anything yet.
    #[must_use]
    pub fn new() -> (Self, Stop) {
        let (sender, receiver) = watch::channel(false);
        (Self(sender), Stop(receiver))
    }

    /// Stops every exchange that holds the other end, also those that begin later.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Stop {
    /// Ends once stopped; never where nobody can stop it any more.
    pub async fn stopped(&self) {
        let mut receiver = self.0.clone();
        if receiver.wait_for(|stopped| *stopped).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Whether it was stopped.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        *self.0.borrow()
    }
}

/// What an exchange tells while it goes on, and what it listens to.
#[derive(Clone)]
pub struct Watch<'a> {
    /// Called with every step forward.
    pub progress: &'a (dyn Fn(Progress) + Sync),
    /// When to stop.
    pub stop: Stop,
}
