use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use sochibo_book::{
    Book,
    meetings::NewMeeting,
    templates::Start,
    view::{Adopted, AssignmentLine, CarriedKind, CarriedLine, PetitionLine},
};
use sochibo_domain::{
    MeetingKind, Month, PetitionState,
    date::{parse_day, short_day},
    id::MeetingId,
    score::OfficialRating,
};

use super::{meeting_of, meeting_words as words};
use crate::{
    answer::{Answer, lines},
    codes,
    fault::Fault,
    input,
    session::Session,
};

#[derive(Subcommand)]
pub(crate) enum MeetingCommand {
    /// Lập một kỳ với chương trình theo bộ quy định đang có hiệu lực
    New(NewArguments),
    /// Danh sách, mới nhất trước
    List,
    /// Toàn bộ một kỳ
    Show {
        /// Mã của kỳ, hoặc phần đầu của mã
        id: String,
    },
    /// Bắt đầu
    Start(AtArguments),
    /// Kết thúc
    End(AtArguments),
    /// Thông qua biên bản
    Adopt {
        /// Mã của kỳ, hoặc phần đầu của mã
        id: String,
    },
    /// So hai bản biên bản đã thông qua
    Compare {
        /// Mã của kỳ, hoặc phần đầu của mã
        id: String,
        /// Bản cũ
        #[arg(long, value_name = "N", default_value_t = 1)]
        from: u32,
        /// Bản mới; bỏ trống hoặc 0 là nội dung đang có trong sổ
        #[arg(long, value_name = "N", default_value_t = 0)]
        to: u32,
    },
    /// Ghi ngày ký bản giấy
    Signed {
        /// Mã của kỳ, hoặc phần đầu của mã
        id: String,
        /// Ngày ký; rỗng thì bỏ
        #[arg(long, value_name = "D")]
        on: String,
        /// Bản nào; bỏ trống là bản mới nhất
        #[arg(long, value_name = "N")]
        version: Option<u32>,
    },
    /// Ghi xếp loại của cấp trên, chép từ văn bản
    Rating {
        /// Mã của kỳ, hoặc phần đầu của mã
        id: String,
        /// Mức: Tốt, Khá, Trung bình, Kém; rỗng thì bỏ
        #[arg(long, value_name = "BAND")]
        set: Option<String>,
        /// Văn bản: Thông báo 12-TB/ĐU
        #[arg(long, default_value = "", value_name = "T", requires = "set")]
        paper: String,
        /// Ngày của văn bản
        #[arg(long, value_name = "D", requires = "set")]
        on: Option<String>,
    },
    /// Sửa biên bản đã thông qua: thành một bản mới, bản cũ vẫn giữ
    Amend {
        /// Mã của kỳ, hoặc phần đầu của mã
        id: String,
        /// Lý do sửa; sau --begin thì có thể bỏ
        #[arg(long, default_value = "", value_name = "T")]
        reason: String,
        /// Chỉ mở biên bản ra để sửa; sửa xong chạy lại lệnh này không có --begin
        #[arg(long)]
        begin: bool,
    },
}

#[derive(Args)]
pub(crate) struct NewArguments {
    /// Loại
    #[arg(long, value_parser = codes::meeting_kind())]
    kind: MeetingKind,
    /// Tháng: 2026-10 hoặc 10/2026
    #[arg(long)]
    month: String,
    /// Giờ dự kiến
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Địa điểm; bỏ trống là nơi thường dùng
    #[arg(long, value_name = "TEXT")]
    place: Option<String>,
    /// Chuyên đề
    #[arg(long, value_name = "TEXT")]
    topic: Option<String>,
    /// Mẫu chương trình: mã của mẫu, hoặc tên một mẫu riêng (xem `template list`)
    #[arg(long, value_name = "ID")]
    template: Option<String>,
    /// Chép chương trình của kỳ này: các mục, người trình bày, số phút
    #[arg(long, value_name = "ID", conflicts_with = "template")]
    from: Option<String>,
}

#[derive(Args)]
pub(crate) struct AtArguments {
    /// Mã của kỳ, hoặc phần đầu của mã
    id: String,
    /// Lúc nào; bỏ trống là bây giờ
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
}

pub(crate) fn run(command: MeetingCommand, session: &Session) -> Result<Answer, Fault> {
    match command {
        MeetingCommand::New(arguments) => new(arguments, session),
        MeetingCommand::List => {
            let meetings = session.open()?.meetings()?;
            let words = lines(
                meetings.iter().map(words::line),
                "Chưa có kỳ sinh hoạt nào.",
            );
            Ok(Answer::new(&meetings, words))
        }
        MeetingCommand::Show { id } => {
            let book = session.open()?;
            let id = meeting_of(&book, &id)?;
            let meeting = book.meeting(id)?;
            let mut answer = Answer::new(&meeting, words::whole(&meeting));
            if let (Value::Object(whole), Value::Object(desk)) =
                (&mut answer.json, json!(book.preparing(id)?))
            {
                whole.extend(desk);
            }
            Ok(answer)
        }
        MeetingCommand::Start(arguments) => {
            pass(&arguments, session, Book::start_meeting, "bắt đầu")
        }
        MeetingCommand::End(arguments) => pass(&arguments, session, Book::end_meeting, "kết thúc"),
        MeetingCommand::Adopt { id } => {
            let mut book = session.open()?;
            let id = meeting_of(&book, &id)?;
            Ok(adopted(&book.adopt(id)?))
        }
        MeetingCommand::Compare { id, from, to } => {
            let book = session.open()?;
            let compared = book.compare_versions(meeting_of(&book, &id)?, from, to)?;
            Ok(Answer::new(&compared, words::compared(&compared)))
        }
        MeetingCommand::Signed { id, on, version } => {
            let mut book = session.open()?;
            let id = meeting_of(&book, &id)?;
            let day = match on.trim() {
                "" => None,
                on => Some(parse_day(on)?),
            };
            book.sign_paper(id, version, day)?;
            let versions = book.versions(id)?;
            let words = day.map_or_else(
                || "Đã bỏ ngày ký bản giấy.".to_owned(),
                |day| format!("Đã ký bản giấy ngày {}.", short_day(day)),
            );
            Ok(Answer::new(
                &json!({ "id": id, "versions": versions }),
                words,
            ))
        }
        MeetingCommand::Rating { id, set, paper, on } => {
            let mut book = session.open()?;
            let id = meeting_of(&book, &id)?;
            if let Some(band) = set {
                let on = on.as_deref().map(parse_day).transpose()?;
                let rating = Some(OfficialRating { band, paper, on });
                book.set_rating(id, rating.filter(|one| !one.band.trim().is_empty()))?;
            }
            let rating = book.score(id)?.rating;
            let words = rating.as_ref().map_or_else(
                || "Cấp trên chưa xếp loại kỳ này.".to_owned(),
                |one| format!("Cấp trên xếp loại: {}. {}", one.band, one.paper),
            );
            Ok(Answer::new(&json!({ "id": id, "rating": rating }), words))
        }
        MeetingCommand::Amend { id, reason, begin } => {
            let mut book = session.open()?;
            let id = meeting_of(&book, &id)?;
            if begin {
                return begin_amendment(&mut book, id, &reason);
            }
            Ok(adopted(&book.amend(id, &reason)?))
        }
    }
}

fn new(arguments: NewArguments, session: &Session) -> Result<Answer, Fault> {
    let month: Month = arguments.month.parse()?;
    let mut book = session.open()?;
    let at = |text: String| input::moment(&text, book.today_date(), book.now());
    let planned_at = arguments.at.map(at).transpose()?;
    let start = match (arguments.template, arguments.from) {
        (Some(template), _) => Start::Template(template),
        (None, Some(other)) => Start::Meeting(meeting_of(&book, &other)?),
        (None, None) => Start::Usual,
    };
    let new = NewMeeting {
        kind: arguments.kind,
        month,
        planned_at,
        place: arguments.place,
        topic: arguments.topic,
    };
    let made = book.new_meeting_from(&new, &start)?;
    let (tasks, petitions) = carried(&book)?;
    let documents = documents(&book, made.id)?;
    let mut words = format!(
        "Đã lập kỳ {}\n{}\nMang sang: {} nhiệm vụ chưa xong, {} kiến nghị chưa trả lời",
        made.id,
        words::agenda(&made.agenda),
        tasks.len(),
        petitions.len()
    );
    if !documents.is_empty() {
        words.push_str(&format!(", {} văn bản mới của phường", documents.len()));
    }
    words.push('.');
    let mut answer = Answer::new(&made, words);
    if let Value::Object(document) = &mut answer.json {
        document.insert(
            "carried".to_owned(),
            json!({ "assignments": tasks, "petitions": petitions, "documents": documents }),
        );
    }
    Ok(answer)
}

/// What a new meeting has to come back to: tasks that are open, and petitions without an answer.
fn carried(book: &Book) -> Result<(Vec<AssignmentLine>, Vec<PetitionLine>), Fault> {
    let mut tasks = book.assignments()?;
    tasks.retain(|task| task.state.is_open());
    let mut petitions = book.petitions()?;
    petitions.retain(|petition| {
        matches!(
            petition.state,
            PetitionState::New | PetitionState::Escalated
        )
    });
    Ok((tasks, petitions))
}

/// The documents of the ward that a meeting takes over.
fn documents(book: &Book, id: MeetingId) -> Result<Vec<CarriedLine>, Fault> {
    let mut lines = book.carried(id)?.lines;
    lines.retain(|line| line.kind == CarriedKind::Document);
    Ok(lines)
}

type Pass = fn(
    &mut Book,
    MeetingId,
    Option<chrono::DateTime<chrono::FixedOffset>>,
) -> Result<(), sochibo_book::BookError>;

/// Starts or ends: a bare time is of the day of the meeting.
fn pass(
    arguments: &AtArguments,
    session: &Session,
    what: Pass,
    verb: &str,
) -> Result<Answer, Fault> {
    let mut book = session.open()?;
    let id = meeting_of(&book, &arguments.id)?;
    let at = match &arguments.at {
        Some(text) => Some(input::moment(text, day_of(&book, id)?, book.now())?),
        None => None,
    };
    what(&mut book, id, at)?;
    let meeting = book.meeting(id)?;
    let at = meeting
        .ended_at
        .as_ref()
        .or(meeting.started_at.as_ref())
        .cloned()
        .unwrap_or_default();
    let json = json!({
        "id": id, "state": meeting.state, "started_at": meeting.started_at, "ended_at": meeting.ended_at,
    });
    Ok(Answer::new(
        &json,
        format!("{}: {verb} lúc {at}.", meeting.title),
    ))
}

fn day_of(book: &Book, id: MeetingId) -> Result<NaiveDate, Fault> {
    let meeting = book.meeting(id)?;
    let known = meeting.started_at.or(meeting.planned_at);
    let day = known
        .and_then(|at| chrono::DateTime::parse_from_rfc3339(&at).ok())
        .map(|at| at.date_naive());
    Ok(day.unwrap_or_else(|| book.today_date()))
}

fn begin_amendment(book: &mut Book, id: MeetingId, reason: &str) -> Result<Answer, Fault> {
    book.begin_amendment(id, reason)?;
    let meeting = book.meeting(id)?;
    let json = json!({ "version": meeting.version, "fingerprint": meeting.fingerprint, "amending": reason });
    Ok(Answer::new(
        &json,
        format!(
            "Biên bản đã mở để sửa ({reason}). Bản {} vẫn được giữ.",
            meeting.version
        ),
    ))
}

fn adopted(adopted: &Adopted) -> Answer {
    let words = format!(
        "Đã thông qua biên bản, bản {}. Dấu nhận dạng: {}",
        adopted.version, adopted.fingerprint
    );
    Answer::new(adopted, words)
}
