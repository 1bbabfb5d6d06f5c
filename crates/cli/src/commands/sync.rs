use std::{path::PathBuf, pin::pin, time::Duration};

use clap::Args;
use sochibo_book::{
    domain::{Explain, FaultClass},
    usb,
    view::Synced,
    ward::{self, Backoff, Progress, Shared, Stopper, Watch},
};

use crate::{
    answer::Answer,
    fault::Fault,
    session::{Session, share, wait},
};

#[derive(Args)]
pub(crate) struct SyncArguments {
    /// Gửi nhận mãi cho đến khi được bảo dừng (Ctrl+C); giữa hai lần, chương trình khác vẫn mở sổ được
    #[arg(long)]
    watch: bool,
    /// Với --watch: bao nhiêu giây gửi nhận một lần
    #[arg(long, value_name = "SECONDS", default_value_t = 60, requires = "watch",
        value_parser = clap::value_parser!(u64).range(1..=86_400))]
    every: u64,
    /// Đồng ý xóa những mục mà máy khác đã xóa hơn nửa sổ
    #[arg(long, conflicts_with = "watch")]
    accept_deletes: bool,
    /// Không đồng ý: lấy lại những mục đó, trên mọi máy
    #[arg(long, conflicts_with_all = ["watch", "accept_deletes"])]
    refuse_deletes: bool,
    /// Không dùng mạng: ghi những gì chờ gửi vào tệp để mang đến phường
    #[arg(long, value_name = "FILE", conflicts_with_all = ["from_file", "watch"])]
    to_file: Option<PathBuf>,
    /// Không dùng mạng: nhận tệp của phường, có biên nhận và những gì máy khác đã gửi
    #[arg(long, value_name = "FILE", conflicts_with = "watch")]
    from_file: Option<PathBuf>,
}

pub(crate) fn run(arguments: &SyncArguments, session: &Session) -> Result<Answer, Fault> {
    if arguments.watch {
        let synced = wait(watch(session, Duration::from_secs(arguments.every)))??;
        return Ok(Answer::new(&synced, words_of(&synced)));
    }
    let book = session.open_shared()?;
    if let Some(file) = &arguments.to_file {
        let done = usb::to_file(&book, file)?;
        let words = format!(
            "Đã ghi {} mục ({} mục phường đọc được) vào {} ({} byte). Các mục vẫn chờ đến khi có biên nhận.",
            done.operations, done.readable, done.file, done.bytes
        );
        return Ok(Answer::new(&done, words));
    }
    if let Some(file) = &arguments.from_file {
        let done = usb::from_file(&book, file)?;
        let words = format!(
            "Đã nhận {} mục mới; phường biên nhận thêm {} mục.",
            done.new, done.acknowledged
        );
        return Ok(Answer::new(&done, words));
    }
    let mut synced = wait(ward::sync(&book))??;
    let decided = decide(arguments, &book)?;
    if arguments.refuse_deletes {
        // What was brought back goes out at once.
        add(&mut synced, wait(ward::sync(&book))??);
    }
    let words = format!("{}{decided}", words_of(&synced));
    Ok(Answer::new(&synced, words))
}

fn words_of(synced: &Synced) -> String {
    let mut words = format!(
        "Đã gửi {} mục ({} byte), nhận {} mục ({} byte), {} biên nhận.",
        synced.pushed, synced.bytes_up, synced.pulled, synced.bytes_down, synced.receipts
    );
    if synced.renewals > 0 {
        words.push_str(
            "\nSổ này là bản chép của một sổ khác nên máy đã đổi danh tính; không mất gì.",
        );
    }
    words
}

/// What becomes of removals that wait for a person.
fn decide(arguments: &SyncArguments, book: &Shared) -> Result<String, Fault> {
    let mut book = book
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    if arguments.accept_deletes {
        let removed = book.accept_removals()?;
        return Ok(format!("\nĐã đồng ý {removed} lệnh xóa của máy khác."));
    }
    if arguments.refuse_deletes {
        let back = book.refuse_removals()?;
        return Ok(format!("\nĐã lấy lại {back} mục mà máy khác xóa."));
    }
    let waiting = book.waiting_removals()?;
    Ok(waiting.map_or_else(String::new, |waiting| {
        format!(
            "\n{} Nếu đúng ý, chạy: scb sync --accept-deletes; nếu không: scb sync --refuse-deletes.",
            waiting.words
        )
    }))
}

/// Exchanges until a signal comes, and answers what all of it did. Only what a person has to mend
/// ends it early. The book is open only while it exchanges: between two rounds another program may
/// write into it, and what it wrote goes out with the next.
async fn watch(session: &Session, every: Duration) -> Result<Synced, Fault> {
    let passphrase = session.passphrase()?;
    let (stopper, stop) = Stopper::new();
    let quiet = |_: Progress| {};
    let watch = Watch {
        progress: &quiet,
        stop,
    };
    let mut signal = pin!(told_to_stop());
    let mut backoff = Backoff::default();
    let mut all = Synced::default();
    loop {
        let done = {
            let mut round = pin!(round(session, &passphrase, &watch));
            tokio::select! {
                done = &mut round => done,
                () = &mut signal => {
                    stopper.stop();
                    if let Ok(synced) = round.await {
                        add(&mut all, synced);
                    }
                    return Ok(all);
                }
            }
        };
        let pause = match done {
            Ok(synced) => {
                backoff.succeeded();
                add(&mut all, synced);
                every
            }
            Err(fault) if is_in_use(&fault) => every,
            Err(fault) if fault.class() == FaultClass::Network && may_pass(&fault) => {
                let random = std::hash::BuildHasher::hash_one(
                    &std::collections::hash_map::RandomState::new(),
                    fault.code(),
                );
                backoff.failed(random)
            }
            Err(fault) => return Err(fault),
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = &mut signal => return Ok(all),
        }
    }
}

async fn round(session: &Session, passphrase: &str, watch: &Watch<'_>) -> Result<Synced, Fault> {
    let book = share(session.open_with(passphrase)?);
    Ok(ward::sync_watched(&book, watch).await?)
}

/// Another program has the book open: its turn.
fn is_in_use(fault: &Fault) -> bool {
    fault.code() == "SO-07"
}

/// Whether waiting may help: no network, a cut line, a ward that is busy or failing.
fn may_pass(fault: &Fault) -> bool {
    matches!(
        fault.code(),
        "DB-01" | "DB-02" | "DB-06" | "DB-22" | "DB-23"
    )
}

fn add(all: &mut Synced, synced: Synced) {
    all.pushed += synced.pushed;
    all.pulled += synced.pulled;
    all.bytes_up += synced.bytes_up;
    all.bytes_down += synced.bytes_down;
    all.receipts += synced.receipts;
    all.renewals += synced.renewals;
    all.differing = synced.differing;
}

#[cfg(unix)]
async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

/// Ctrl+C, Ctrl+Break, a closed console, a sign-out or a shutdown.
#[cfg(windows)]
async fn told_to_stop() {
    use tokio::signal::windows::{ctrl_break, ctrl_close, ctrl_shutdown};
    let (Ok(mut broken), Ok(mut closed), Ok(mut shutdown)) =
        (ctrl_break(), ctrl_close(), ctrl_shutdown())
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = broken.recv() => {}
        _ = closed.recv() => {}
        _ = shutdown.recv() => {}
    }
}
