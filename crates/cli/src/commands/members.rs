use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use serde_json::json;
use sochibo_book::{Book, view::MemberLine};
use sochibo_domain::{Member, MemberKind, MemberStatus, roster::Import};

use crate::{
    answer::{Answer, lines},
    codes,
    fault::Fault,
    input,
    session::Session,
};

#[derive(Subcommand)]
pub(crate) enum MembersCommand {
    /// Nhập danh sách từ tệp CSV (UTF-8)
    Import {
        /// Tệp danh sách
        file: PathBuf,
        /// Chỉ đọc thử, không ghi vào sổ
        #[arg(long)]
        dry_run: bool,
    },
    /// Danh sách theo tên
    List {
        /// Chỉ những đồng chí có trạng thái này
        #[arg(long, value_name = "S", value_parser = codes::member_status())]
        status: Option<MemberStatus>,
    },
    /// Thêm một đảng viên
    Add {
        /// Họ và tên
        #[arg(long)]
        name: String,
        /// Trạng thái
        #[arg(long, value_name = "S", value_parser = codes::member_status())]
        status: MemberStatus,
        #[command(flatten)]
        details: Details,
    },
    /// Sửa một đảng viên; giá trị rỗng xóa mục đó
    Set {
        /// Mã, phần đầu của mã, hoặc đúng họ tên
        id: String,
        /// Họ và tên
        #[arg(long)]
        name: Option<String>,
        /// Trạng thái
        #[arg(long, value_name = "S", value_parser = codes::member_status())]
        status: Option<MemberStatus>,
        #[command(flatten)]
        details: Details,
    },
}

#[derive(Args)]
pub(crate) struct Details {
    /// Cách sinh hoạt
    #[arg(long, value_parser = codes::member_kind())]
    kind: Option<MemberKind>,
    /// Ngày sinh
    #[arg(long, value_name = "D")]
    birth: Option<String>,
    /// Ngày vào Đảng
    #[arg(long, value_name = "D")]
    joined: Option<String>,
    /// Ngày chính thức
    #[arg(long, value_name = "D")]
    official: Option<String>,
    /// Điện thoại
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    phone: Option<String>,
    /// Chức vụ trong chi bộ: Bí thư, Phó Bí thư, Chi ủy viên, Thư ký
    #[arg(long, value_name = "T")]
    office: Option<String>,
}

pub(crate) fn run(command: MembersCommand, session: &Session) -> Result<Answer, Fault> {
    match command {
        MembersCommand::Import { file, dry_run } => import(&file, dry_run, session),
        MembersCommand::List { status } => list(status, session),
        MembersCommand::Add {
            name,
            status,
            details,
        } => {
            let member = details.onto(Member {
                name,
                status,
                kind: MemberKind::Regular,
                birth: None,
                joined: None,
                official: None,
                phone: None,
                office: None,
            })?;
            let id = session.open()?.add_member(&member)?;
            Ok(Answer::new(
                &json!({ "id": id }),
                format!("Đã thêm đ/c {}: {id}", member.name),
            ))
        }
        MembersCommand::Set {
            id,
            name,
            status,
            details,
        } => {
            let mut book = session.open()?;
            let id = book.resolve_member(&id)?;
            let mut member = details.onto(book.member(id)?)?;
            member.name = name.unwrap_or(member.name);
            member.status = status.unwrap_or(member.status);
            book.set_member(id, &member)?;
            Ok(Answer::new(
                &json!({ "id": id }),
                format!("Đã sửa đ/c {}.", member.name),
            ))
        }
    }
}

impl Details {
    fn onto(self, mut member: Member) -> Result<Member, Fault> {
        if let Some(kind) = self.kind {
            member.kind = kind;
        }
        let days = [
            (self.birth, &mut member.birth),
            (self.joined, &mut member.joined),
            (self.official, &mut member.official),
        ];
        for (typed, day) in days {
            if let Some(typed) = typed {
                *day = input::day(&typed)?;
            }
        }
        // An empty text is no text: the book sees to that.
        member.phone = self.phone.or(member.phone);
        member.office = self.office.or(member.office);
        Ok(member)
    }
}

fn list(status: Option<MemberStatus>, session: &Session) -> Result<Answer, Fault> {
    let mut members = session.open()?.members()?;
    members.retain(|member| status.is_none_or(|status| member.status == status));
    let words = lines(members.iter().map(line), "Chưa có đảng viên nào.");
    Ok(Answer::new(&members, words))
}

fn line(member: &MemberLine) -> String {
    let office = member
        .office
        .as_deref()
        .map(|office| format!(" · {office}"))
        .unwrap_or_default();
    format!(
        "{}  {} · {}{office}",
        member.id, member.name, member.status_words
    )
}

fn import(file: &Path, dry_run: bool, session: &Session) -> Result<Answer, Fault> {
    let bytes = fs::read(file).map_err(Fault::file(file))?;
    let read = Book::read_roster(&bytes)?;
    let mut book = session.open()?;
    let taken = if dry_run {
        fresh(&book, &read.taken)?
    } else {
        book.keep_roster(&read.taken)?
    };
    let known = read.taken.len().saturating_sub(taken);
    let json = json!({
        "taken": taken, "known": known, "fixed": read.fixed, "refused": read.refused, "dry_run": dry_run,
    });
    Ok(Answer::new(
        &json,
        import_words(&read, taken, known, dry_run),
    ))
}

/// How many of the rows the book does not have yet, as `keep_roster` judges it.
fn fresh(book: &Book, read: &[Member]) -> Result<usize, Fault> {
    let known = book.members()?;
    let has = |member: &Member| {
        let birth = member.birth.map(|day| day.to_string());
        known
            .iter()
            .any(|line| line.name == member.name && line.birth == birth)
    };
    Ok(read.iter().filter(|member| !has(member)).count())
}

fn import_words(read: &Import, taken: usize, known: usize, dry_run: bool) -> String {
    let verb = if dry_run {
        "Sẽ nhập"
    } else {
        "Đã nhập"
    };
    let mut words = vec![format!(
        "{verb} {taken} đồng chí; {known} đồng chí đã có trong sổ."
    )];
    words.extend(read.fixed.iter().map(|fixed| {
        format!(
            "Dòng {}, {}: “{}” → “{}” ({}).",
            fixed.row, fixed.field, fixed.from, fixed.to, fixed.why
        )
    }));
    words.extend(
        read.refused
            .iter()
            .map(|refused| format!("Dòng {} không nhập: {}", refused.row, refused.why)),
    );
    words.join("\n")
}
