use std::{
    sync::PoisonError,
    thread,
    time::{Duration, Instant},
};

use clap::{Args, Subcommand};
use serde_json::json;
use sochibo_book::{
    Book,
    devices::{Admission, join, requests},
    view::{DeviceLine, DevicesView, JoiningState, JoiningView, RequestLine, RequestState},
    ward::Shared,
};
use sochibo_domain::DeviceRole;

use crate::{
    answer::{Answer, lines},
    clock, codes,
    fault::Fault,
    passphrase,
    session::{Session, share, wait},
};

/// How long between two looks while a command waits.
const LOOK: Duration = Duration::from_millis(500);

#[derive(Subcommand)]
pub(crate) enum DeviceCommand {
    /// Các máy của chi bộ, và máy đang xin vào
    List,
    /// Xin vào sổ của chi bộ như máy thứ hai; lập tệp sổ mới trên máy này
    Join(JoinArguments),
    /// Máy đang xin vào: xem số, đợi duyệt, nhận sổ
    Wait(WaitArguments),
    /// Cho một máy vào, sau khi đã so số trên hai máy
    Approve(ApproveArguments),
    /// Từ chối một máy đang xin vào
    Refuse {
        /// Mã của máy, hoặc phần đầu của mã
        id: String,
    },
    /// Thu hồi một máy: từ nay máy đó không đọc được gì mới
    Revoke {
        /// Mã của máy, hoặc phần đầu của mã
        id: String,
    },
    /// Đặt lại tên một máy
    Name {
        /// Mã của máy, hoặc phần đầu của mã
        id: String,
        /// Tên mới
        #[arg(long, value_name = "T")]
        name: String,
        /// Đảng viên giữ máy
        #[arg(long, value_name = "M")]
        holder: Option<String>,
    },
}

#[derive(Args)]
pub(crate) struct JoinArguments {
    /// Địa chỉ máy chủ phường
    #[arg(long, value_name = "URL")]
    server: String,
    /// Mã ghi danh do phường cấp cho máy này
    #[arg(long, value_name = "CODE")]
    code: String,
}

#[derive(Args)]
pub(crate) struct WaitArguments {
    /// Số đang hiện trên máy của bí thư: giống thì nhận khóa của máy đó
    #[arg(long, value_name = "N")]
    number: Option<String>,
    /// Đợi nhiều nhất bấy nhiêu giây
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    seconds: u64,
}

#[derive(Args)]
pub(crate) struct ApproveArguments {
    /// Mã của máy, hoặc phần đầu của mã
    id: String,
    /// Vai trò của người giữ máy
    #[arg(long, value_name = "ROLE", value_parser = codes::device_role())]
    role: DeviceRole,
    /// Tên máy: Máy của phó bí thư
    #[arg(long, value_name = "T", default_value = "Máy thứ hai")]
    name: String,
    /// Đảng viên giữ máy
    #[arg(long, value_name = "M")]
    holder: Option<String>,
    /// Số đang hiện trên máy mới
    #[arg(long, value_name = "N")]
    number: Option<String>,
}

pub(crate) fn run(command: DeviceCommand, session: &Session) -> Result<Answer, Fault> {
    match command {
        DeviceCommand::List => list(session),
        DeviceCommand::Join(arguments) => begin(&arguments, session),
        DeviceCommand::Wait(arguments) => go_on(&arguments, session),
        DeviceCommand::Approve(arguments) => approve(arguments, session),
        DeviceCommand::Refuse { id } => {
            let book = session.open_shared()?;
            let device = held(&book, |book| book.resolve_device(&id))?;
            wait(requests::refuse(&book, device))??;
            Ok(Answer::new(
                &json!({ "id": device, "refused": true }),
                format!("Đã từ chối máy {device}."),
            ))
        }
        DeviceCommand::Revoke { id } => revoke(&id, session),
        DeviceCommand::Name { id, name, holder } => {
            let mut book = session.open()?;
            let device = book.resolve_device(&id)?;
            let holder = holder
                .map(|member| book.resolve_member(&member))
                .transpose()?;
            book.name_device(device, &name, holder)?;
            Ok(Answer::new(
                &json!({ "id": device, "name": name }),
                format!("Đã đặt tên máy là {name}."),
            ))
        }
    }
}

fn list(session: &Session) -> Result<Answer, Fault> {
    let book = session.open_shared()?;
    let view = wait(requests::devices(&book))??;
    Ok(Answer::new(&view, words(&view)))
}

fn begin(arguments: &JoinArguments, session: &Session) -> Result<Answer, Fault> {
    let clock = clock::of_environment()?;
    let passphrase = passphrase::choose(session.passphrase_file())?;
    let book = wait(join::begin(
        session.path(),
        &passphrase,
        &arguments.server,
        &arguments.code,
        clock,
    ))??;
    let book = share(book);
    let view = wait(join::advance(&book))??;
    answer(session, &book, &view)
}

fn go_on(arguments: &WaitArguments, session: &Session) -> Result<Answer, Fault> {
    let book = session.open_shared()?;
    let deadline = Instant::now() + Duration::from_secs(arguments.seconds);
    let mut number = arguments.number.as_deref();
    loop {
        let mut view = wait(join::advance(&book))??;
        if let (Some(typed), JoiningState::Comparing) = (number, view.state) {
            held(&book, |book| join::matches(book, Some(typed)))?;
            number = None;
            view = wait(join::advance(&book))??;
        }
        let waited = Instant::now() >= deadline;
        // With a number typed the person waits for the book, without one for the number.
        let done = match view.state {
            JoiningState::In => true,
            JoiningState::Comparing => arguments.number.is_none() && !view.matches,
            _ => false,
        };
        if done || waited {
            return answer(session, &book, &view);
        }
        thread::sleep(LOOK);
    }
}

fn answer(session: &Session, book: &Shared, view: &JoiningView) -> Result<Answer, Fault> {
    let device = held(book, |book| book.status())?.device;
    let json = json!({
        "book": session.path().display().to_string(), "device": device,
        "ward": view.ward, "cell": view.cell, "state": view.state, "number": view.number,
    });
    let words = match (view.state, &view.number) {
        (JoiningState::In, _) => format!("Máy này đã ở trong sổ của chi bộ {}.", view.cell),
        (JoiningState::Comparing, Some(number)) if view.matches => {
            format!("Số {number} đã so. Đang đợi bí thư duyệt.")
        }
        (JoiningState::Comparing, Some(number)) => format!(
            "Số của máy này: {number}\nSo với số trên máy của bí thư; giống thì chạy: scb device wait --number \"{number}\""
        ),
        (JoiningState::Taking, _) => "Đang nhận sổ.".to_owned(),
        _ => format!(
            "Đã xin vào sổ của chi bộ {}. Mở mục Đồng bộ trên máy của bí thư, rồi chạy lại: scb device wait",
            view.cell
        ),
    };
    Ok(Answer::new(&json, words))
}

fn approve(arguments: ApproveArguments, session: &Session) -> Result<Answer, Fault> {
    let book = session.open_shared()?;
    // What the new device has shown since is taken first.
    wait(requests::devices(&book))??;
    let device = held(&book, |book| book.resolve_device(&arguments.id))?;
    let holder = arguments
        .holder
        .map(|member| held(&book, |book| book.resolve_member(&member)))
        .transpose()?;
    let admission = Admission {
        name: arguments.name.clone(),
        role: arguments.role,
        holder,
        number: arguments.number,
    };
    held(&book, |book| book.approve_device(device, &admission))?;
    wait(sochibo_book::ward::sync(&book))??;
    Ok(Answer::new(
        &json!({ "id": device, "name": arguments.name, "role": arguments.role }),
        format!("Đã cho máy {} vào sổ.", arguments.name),
    ))
}

fn revoke(id: &str, session: &Session) -> Result<Answer, Fault> {
    let book = session.open_shared()?;
    let device = held(&book, |book| book.resolve_device(id))?;
    held(&book, |book| book.revoke_device(device))?;
    // Without a network it is told at the next exchange; here it holds at once.
    let sent = wait(sochibo_book::ward::sync(&book))?.is_ok();
    let words = if sent {
        format!("Đã thu hồi máy {device}. Phường đã biết.")
    } else {
        format!("Đã thu hồi máy {device}. Phường sẽ biết ở lần gửi tới.")
    };
    Ok(Answer::new(
        &json!({ "id": device, "revoked": true, "sent": sent }),
        words,
    ))
}

fn held<T>(
    book: &Shared,
    work: impl FnOnce(&mut Book) -> Result<T, sochibo_book::BookError>,
) -> Result<T, Fault> {
    Ok(work(
        &mut book.lock().unwrap_or_else(PoisonError::into_inner),
    )?)
}

fn words(view: &DevicesView) -> String {
    let devices = view.devices.iter().map(device);
    let requests = view.requests.iter().map(request);
    lines(devices.chain(requests), "Chưa có máy nào.")
}

fn device(line: &DeviceLine) -> String {
    let state = match (line.revoked, line.this) {
        (true, _) => "đã thu hồi",
        (false, true) => "máy này",
        (false, false) => "đang dùng",
    };
    format!(
        "{}  {:<9}  {state:<10}  {}",
        line.id,
        line.role.code(),
        line.name
    )
}

fn request(line: &RequestLine) -> String {
    let state = match (line.state, &line.number) {
        (RequestState::Comparing, Some(number)) => format!("số {number}"),
        (RequestState::Elsewhere, _) => "đang được xét ở máy khác".to_owned(),
        (RequestState::Altered, _) => "THÔNG TIN BỊ ĐỔI TRÊN ĐƯỜNG: từ chối".to_owned(),
        _ => "đợi máy mới trả lời".to_owned(),
    };
    format!("{}  xin vào    {state}", line.id)
}
