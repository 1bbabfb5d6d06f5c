//! Tệp USB: the exchange with the ward without any network. The same frames in a file, and the
//! same way in (`ledger::Desk`).

use std::{fs, io::Write, path::Path};

use sochibo_domain::{Explain, FaultClass};
use sochibo_sync::{Ledger, SyncError};
use sochibo_wire::{MAX_BATCH_LEN, Stick, StickError, ToWard};

use crate::{
    Book, BookError,
    ledger::Desk,
    shared::{Shared, hold},
    view::{UsbRead, UsbWritten},
};

/// What the names of USB files end in.
pub const USB_EXTENSION: &str = "sochibo-usb";

/// A file that could not be taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UsbError {
    /// Something else.
    #[error("Tệp này không phải là tệp trao đổi của Sổ Chi bộ. Chưa nhận gì; sổ vẫn còn nguyên.")]
    NotAStick,
    /// It ends too early.
    #[error("Tệp bị cắt ngắn, chưa chép xong từ USB. Chưa nhận gì; sổ vẫn còn nguyên.")]
    CutShort,
    /// A byte of it is wrong.
    #[error("Tệp trao đổi bị hỏng. Chưa nhận gì; sổ vẫn còn nguyên.")]
    Damaged,
    /// Of a later version.
    #[error("Tệp do bản phần mềm mới hơn ghi (mức {0}). Chưa nhận gì; sổ vẫn còn nguyên.")]
    Newer(u8),
    /// It is on its way to the ward.
    #[error("Tệp này là của chi bộ gửi phường, không phải của phường gửi về. Chưa nhận gì.")]
    ForWard,
    /// Of another cell.
    #[error("Tệp này dành cho sổ của chi bộ khác. Chưa nhận gì; sổ vẫn còn nguyên.")]
    OtherCell,
    /// The ward did not sign it.
    #[error("Tệp này không phải do phường đã ghi danh ghi ra. Chưa nhận gì; sổ vẫn còn nguyên.")]
    NotTheWard,
    /// What comes before it was never taken in.
    #[error(
        "Thiếu tệp trước: tệp này bắt đầu sau số {after}, sổ mới nhận đến số {held}. Biên nhận đã được giữ; chưa nhận phần còn lại."
    )]
    Gap {
        /// Where it begins.
        after: u64,
        /// How far the book has come.
        held: u64,
    },
}

impl From<StickError> for UsbError {
    fn from(error: StickError) -> Self {
        match error {
            StickError::NotAStick => Self::NotAStick,
            StickError::CutShort => Self::CutShort,
            StickError::Newer(version) => Self::Newer(version),
            StickError::NotTheWard => Self::NotTheWard,
            StickError::Damaged | StickError::Batch(_) => Self::Damaged,
        }
    }
}

impl Explain for UsbError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotAStick => "US-01",
            Self::CutShort => "US-02",
            Self::Damaged => "US-03",
            Self::Newer(_) => "US-04",
            Self::ForWard => "US-05",
            Self::OtherCell => "US-06",
            Self::NotTheWard => "US-07",
            Self::Gap { .. } => "US-08",
        }
    }

    fn class(&self) -> FaultClass {
        match self {
            Self::NotAStick | Self::ForWard => FaultClass::Invalid,
            Self::CutShort | Self::Damaged | Self::Newer(_) => FaultClass::Damaged,
            Self::OtherCell | Self::NotTheWard | Self::Gap { .. } => FaultClass::Refused,
        }
    }

    fn hint(&self) -> String {
        match self {
            Self::NotAStick | Self::ForWard => {
                "Chọn tệp mà văn phòng đảng ủy phường đã ghi (đuôi .sochibo-usb)."
            }
            Self::CutShort | Self::Damaged => {
                "Chép lại tệp từ USB, hoặc nhờ phường ghi lại; nhận hai lần không sao."
            }
            Self::Newer(_) => "Cập nhật phần mềm rồi nhận lại.",
            Self::OtherCell => "Nhờ văn phòng đảng ủy phường ghi lại tệp cho đúng chi bộ.",
            Self::NotTheWard => "Đừng dùng tệp này. Gọi văn phòng đảng ủy phường.",
            Self::Gap { .. } => {
                "Nhận các tệp phường ghi trước đó, hoặc nhờ phường ghi lại từ đầu (export --after 0)."
            }
        }
        .to_owned()
    }
}

/// Writes what waits to be sent into a file for the ward, whole or not at all. It goes on waiting
/// until a receipt has come back.
///
/// # Errors
/// [`BookError`]: not enrolled, the file can't be written.
pub fn to_file(book: &Shared, file: &Path) -> Result<UsbWritten, BookError> {
    hold(book, |book| -> Result<(), BookError> {
        book.store.link()?.ok_or(BookError::NotEnrolled)?;
        book.note_sending("usb")
    })?;
    let desk = Desk::at(book);
    let speaker = desk.speaker()?;
    let cell = desk.cell();
    let (state, end) = (
        hold(book, |book| book.store.link_state())?,
        desk.end_of(speaker.device)?.seq,
    );
    // What the ward has of a former identity only the next exchange over the network can tell.
    let acknowledged = if speaker.former {
        0
    } else {
        state.acknowledged
    };
    let mut stick = ToWard {
        cell,
        cursor: state.pulled,
        batches: Vec::new(),
    };
    let mut at = acknowledged;
    while at < end {
        let Some(batch) = desk.batch_after(at, MAX_BATCH_LEN)? else {
            break;
        };
        let Some(last) = batch.envelopes().last() else {
            break;
        };
        at = last.header.seq;
        stick.batches.push(batch);
    }
    // Keys for other devices are not sealed either, but no one at the ward can read them.
    let readable = hold(book, |book| book.store.pending_published())?;
    let published = readable.into_iter().filter(|seq| *seq <= at).count();
    let bytes = stick
        .encode()
        .map_err(|_| SyncError::BadAnswer("đóng gói"))?;
    write_whole(file, &bytes).map_err(BookError::file(file))?;
    Ok(UsbWritten {
        file: file.display().to_string(),
        bytes: bytes.len(),
        operations: at.saturating_sub(acknowledged),
        readable: published,
    })
}

/// Takes in a file that the ward wrote: receipts for what was carried there, and what the cell's
/// other devices have sent. A file that was taken in before changes nothing.
///
/// # Errors
/// [`BookError`]: not such a file, cut short, of another cell or ward, one missing before it.
pub fn from_file(book: &Shared, file: &Path) -> Result<UsbRead, BookError> {
    let bytes = fs::read(file).map_err(BookError::file(file))?;
    let link = hold(book, |book| book.store.link())?.ok_or(BookError::NotEnrolled)?;
    let stick = match Stick::decode(&bytes).map_err(UsbError::from)? {
        Stick::ToCell(stick) => stick,
        Stick::ToWard(_) => return Err(UsbError::ForWard.into()),
    };
    let (cell, held) = hold(book, |book| -> Result<_, BookError> {
        Ok((book.store.cell(), book.store.link_state()?.pulled))
    })?;
    if stick.cell != cell {
        return Err(UsbError::OtherCell.into());
    }
    Stick::proven(&bytes, &link.ward_key).map_err(UsbError::from)?;

    let desk = Desk::at(book);
    let speaker = desk.speaker()?;
    let mut read = UsbRead {
        file: file.display().to_string(),
        ..UsbRead::default()
    };
    for receipt in &stick.receipts {
        if receipt.device != speaker.device || receipt.verify(&link.ward_key).is_err() {
            continue;
        }
        if desk
            .chain_at(receipt.device, receipt.seq)?
            .map(|chain| chain.head)
            != Some(receipt.head)
        {
            return Err(SyncError::Forked.into());
        }
        let before = hold(book, |book| book.store.link_state())?.acknowledged;
        if receipt.seq > before {
            desk.keep_receipt(receipt, false)?;
            read.receipts += 1;
            read.acknowledged += receipt.seq - before;
        }
    }
    if stick.after > held {
        return Err(UsbError::Gap {
            after: stick.after,
            held,
        }
        .into());
    }
    for page in stick.pages {
        let proven = desk.prove(page, &stick.digest)?;
        read.new += desk.keep_pages(vec![proven])?.new;
    }
    hold(book, |book| book.noted_usb(stick.digest.now))?;
    Ok(read)
}

impl Book {
    /// Keeps when a file of the ward was last taken in, and how far its clock is from this one's.
    /// A file may be days old, so the clock is only believed where this one is behind it.
    fn noted_usb(&mut self, ward_now_ms: i64) -> Result<(), BookError> {
        let now = self.now().timestamp_millis();
        self.set_setting("usb-last", &now.to_string())?;
        if now < ward_now_ms {
            let mut state = self.store.link_state()?;
            state.clock_offset_ms = Some(now - ward_now_ms);
            state.ward_time_ms = Some(ward_now_ms);
            self.store.set_link_state(&state)?;
        }
        Ok(())
    }
}

/// Writes a file under another name, and renames it once it is on disk.
fn write_whole(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut fresh = file.as_os_str().to_owned();
    fresh.push(".dang-ghi");
    let done = (|| {
        let mut out = fs::File::create(&fresh)?;
        out.write_all(bytes)?;
        out.sync_all()?;
        fs::rename(&fresh, file)
    })();
    if done.is_err() {
        // What is half written is of no use to anybody.
        let _ = fs::remove_file(&fresh);
    }
    done
}
