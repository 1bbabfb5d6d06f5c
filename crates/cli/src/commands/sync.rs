use std::{path::PathBuf, pin::pin, time::Duration};

use clap::Args;
use sochibo_book::{
    BookError,
    domain::{Explain, FaultClass},
    usb,
    view::Synced,
    ward::{self, Backoff, Progress, Shared, Stopper, Watch},
};

use crate::{
    answer::Answer,
    fault::Fault,
    session::{Session, wait},
};

/// Between two exchanges while the ward can be reached.
const PAUSE: Duration = Duration::from_secs(60);

#[derive(Args)]
pub(crate) struct SyncArguments {
    /// Gửi nhận mãi cho đến khi được bảo dừng (Ctrl+C)
    #[arg(long)]
    watch: bool,
    /// Đồng ý xóa những mục mà máy khác đã xóa hơn nửa sổ
    #[arg(long)]
    accept_deletes: bool,
    /// Không dùng mạng: ghi những gì chờ gửi vào tệp để mang đến phường
    #[arg(long, value_name = "FILE", conflicts_with_all = ["from_file", "watch"])]
    to_file: Option<PathBuf>,
    /// Không dùng mạng: nhận tệp của phường, có biên nhận và những gì máy khác đã gửi
    #[arg(long, value_name = "FILE", conflicts_with = "watch")]
    from_file: Option<PathBuf>,
}

pub(crate) fn run(arguments: &SyncArguments, session: &Session) -> Result<Answer, Fault> {
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
    let synced = if arguments.watch {
        wait(watch(&book))??
    } else {
        wait(ward::sync(&book))??
    };
    let mut words = format!(
        "Đã gửi {} mục ({} byte), nhận {} mục ({} byte), {} biên nhận.",
        synced.pushed, synced.bytes_up, synced.pulled, synced.bytes_down, synced.receipts
    );
    if synced.renewals > 0 {
        words.push_str(
            "\nSổ này là bản chép của một sổ khác nên máy đã đổi danh tính; không mất gì.",
        );
    }
    let mut held = book
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    if arguments.accept_deletes {
        let removed = held.accept_removals()?;
        words.push_str(&format!("\nĐã đồng ý {removed} lệnh xóa của máy khác."));
    } else if let Some(waiting) = held.waiting_removals()? {
        words.push_str(&format!(
            "\n{} Nếu đúng ý, chạy: scb sync --accept-deletes.",
            waiting.words
        ));
    }
    Ok(Answer::new(&synced, words))
}

/// Exchanges until a signal comes, and answers what all of it did. Only what a person has to mend
/// ends it early.
async fn watch(book: &Shared) -> Result<Synced, BookError> {
    let (stopper, stop) = Stopper::new();
    let quiet = |_: Progress| {};
    let watch = Watch {
        progress: &quiet,
        stop: stop.clone(),
    };
    let mut signal = pin!(told_to_stop());
    let mut backoff = Backoff::default();
    let mut all = Synced::default();
    loop {
        let done = {
            let mut exchange = pin!(ward::sync_watched(book, &watch));
            tokio::select! {
                done = &mut exchange => done,
                () = &mut signal => {
                    stopper.stop();
                    let _ = exchange.await;
                    return Ok(all);
                }
            }
        };
        let pause = match done {
            Ok(synced) => {
                backoff.succeeded();
                add(&mut all, synced);
                PAUSE
            }
            Err(error) if error.class() == FaultClass::Network && may_pass(&error) => {
                let random = std::hash::BuildHasher::hash_one(
                    &std::collections::hash_map::RandomState::new(),
                    error.code(),
                );
                backoff.failed(random)
            }
            Err(error) => return Err(error),
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = &mut signal => return Ok(all),
        }
    }
}

/// Whether waiting may help: no network, a cut line, a ward that is busy or failing.
fn may_pass(error: &BookError) -> bool {
    matches!(
        error.code(),
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

#[cfg(not(unix))]
async fn told_to_stop() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
