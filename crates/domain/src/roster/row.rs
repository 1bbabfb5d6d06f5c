//! One row becomes one member, or a reason why not.

use chrono::NaiveDate;

use super::{
    Fixed,
    header::{Column, Columns},
};
use crate::{
    Member, MemberKind, MemberStatus,
    date::parse_day,
    text::{fold, normalise},
};

/// Reads a row. What had to be put right is added to `fixed`.
pub(super) fn read(
    row: u32,
    cells: &[String],
    columns: &Columns,
    fixed: &mut Vec<Fixed>,
) -> Result<Member, String> {
    let cell = |column| columns.cell(column, cells);
    let mut put_right = |column: Column, from: &str, to: &str, why: &str| {
        if from != to {
            let (field, from, to) = (column.words().to_owned(), from.to_owned(), to.to_owned());
            fixed.push(Fixed {
                row,
                field,
                from,
                to,
                why: why.to_owned(),
            });
        }
    };

    let raw_name = match cell(Column::Name) {
        "" => format!("{} {}", cell(Column::Family), cell(Column::Given))
            .trim()
            .to_owned(),
        name => name.to_owned(),
    };
    let name = tidy(&raw_name);
    check_name(&name)?;
    put_right(
        Column::Name,
        &raw_name,
        &name,
        "bỏ khoảng trắng thừa, đưa chữ về Unicode dựng sẵn",
    );

    let birth = day(Column::Birth, cell(Column::Birth))?;
    let joined = day(Column::Joined, cell(Column::Joined))?;
    let official = day(Column::Official, cell(Column::Official))?;
    in_order(birth, joined, official)?;

    let status = match cell(Column::Status) {
        "" if official.is_some() => {
            let words = MemberStatus::Official.words();
            put_right(
                Column::Status,
                "",
                words,
                "trạng thái để trống mà có ngày chính thức",
            );
            MemberStatus::Official
        }
        "" => return Err("Thiếu trạng thái (chính thức, dự bị, miễn sinh hoạt, …).".into()),
        words => status(words).ok_or_else(|| {
            let known: Vec<&str> = MemberStatus::ALL
                .iter()
                .map(|status| status.words())
                .collect();
            format!(
                "Không hiểu trạng thái “{words}”. Dùng một trong: {}.",
                known.join(", ")
            )
        })?,
    };

    let raw_phone = cell(Column::Phone);
    let phone = phone(raw_phone)?;
    if let Some((phone, why)) = &phone {
        put_right(Column::Phone, raw_phone, phone, why);
    }
    let office = tidy(cell(Column::Office));
    Ok(Member {
        name,
        status,
        kind: MemberKind::Regular,
        birth,
        joined,
        official,
        phone: phone.map(|(phone, _)| phone),
        office: (!office.is_empty()).then_some(office),
    })
}

fn tidy(text: &str) -> String {
    normalise(text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Vietnamese and minority names: letters of the Latin alphabet under any marks. Anything else is
/// a slip, or a font of the nineties whose letters only look right on its own machine.
fn check_name(name: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("Thiếu họ và tên.".into());
    }
    let old_font = || {
        format!(
            "Họ tên “{name}” giống chữ của phông cũ (TCVN3, VNI). Chuyển sang Unicode trong Excel rồi nhập lại."
        )
    };
    if name.chars().any(|c| c.is_ascii_digit()) {
        return Err(format!("Họ tên “{name}” có chữ số."));
    }
    let is_letter = |c: char| {
        fold(&c.to_string())
            .chars()
            .all(|c| c.is_ascii_lowercase() || c == 'ƀ')
    };
    let joins = |c: char| matches!(c, ' ' | '-' | '\'' | '’' | '‘' | '.' | '(' | ')');
    match name.chars().find(|c| !joins(*c) && !is_letter(*c)) {
        Some(c) if c.is_ascii() => return Err(format!("Họ tên “{name}” có ký tự lạ “{c}”.")),
        Some(_) => return Err(old_font()),
        None => {}
    }
    if !name.chars().any(is_letter) {
        return Err(format!("“{name}” không phải là họ tên."));
    }
    // NguyÔn: a capital after a small letter of the same word.
    let mut before = ' ';
    for c in name.chars() {
        if before.is_lowercase() && c.is_uppercase() {
            return Err(old_font());
        }
        before = c;
    }
    Ok(())
}

fn day(column: Column, cell: &str) -> Result<Option<NaiveDate>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    // Workbooks write a day with midnight behind it.
    let plain = cell
        .strip_suffix(" 00:00:00")
        .or_else(|| cell.strip_suffix("T00:00:00"))
        .unwrap_or(cell);
    parse_day(plain)
        .map(Some)
        .map_err(|error| format!("Cột {}: {error}", column.words()))
}

fn in_order(
    birth: Option<NaiveDate>,
    joined: Option<NaiveDate>,
    official: Option<NaiveDate>,
) -> Result<(), String> {
    let after = |one: Option<NaiveDate>, two: Option<NaiveDate>| {
        one.zip(two).is_some_and(|(one, two)| one > two)
    };
    if after(birth, joined) || after(birth, official) {
        return Err("Ngày vào Đảng hoặc ngày chính thức trước ngày sinh.".into());
    }
    if after(joined, official) {
        return Err("Ngày chính thức trước ngày vào Đảng.".into());
    }
    Ok(())
}

fn status(words: &str) -> Option<MemberStatus> {
    let plain = |text: &str| -> String {
        let text = fold(text).replace(|c: char| !c.is_alphanumeric(), " ");
        let words: Vec<&str> = text.split_whitespace().collect();
        words.join(" ")
    };
    let words = plain(words);
    let words = ["dang vien ", "dv "]
        .iter()
        .find_map(|start| words.strip_prefix(start))
        .unwrap_or(&words);
    let by_name = MemberStatus::ALL
        .into_iter()
        .find(|status| plain(status.words()) == words || plain(status.code()) == words);
    by_name.or(match words {
        "mien"
        | "mien cong tac va sinh hoat"
        | "mien cong tac va sinh hoat dang"
        | "duoc mien sinh hoat" => Some(MemberStatus::Exempt),
        "sinh hoat tam den" | "sinh hoat tam thoi den" | "tam thoi den" => {
            Some(MemberStatus::VisitingIn)
        }
        "sinh hoat tam di" | "sinh hoat tam thoi di" | "tam thoi di" => {
            Some(MemberStatus::VisitingOut)
        }
        "chuyen sinh hoat" | "da chuyen sinh hoat" => Some(MemberStatus::Transferred),
        "dinh chi" | "bi dinh chi" | "dinh chi sinh hoat dang" => Some(MemberStatus::Suspended),
        _ => None,
    })
}

/// The number as it is dialled, and what was done to it. What is no plain number (two numbers, a
/// note) stays as it is.
fn phone(cell: &str) -> Result<Option<(String, &'static str)>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    let upper = cell.to_ascii_uppercase();
    if upper.contains("E+")
        && upper
            .bytes()
            .all(|b| b.is_ascii_digit() || b"E+.,".contains(&b))
    {
        return Err(format!(
            "Điện thoại “{cell}” đã bị Excel rút gọn, mất chữ số. Định dạng cột là văn bản (Text) rồi ghi lại."
        ));
    }
    let digits: String = cell
        .chars()
        .filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')' | '\u{A0}'))
        .collect();
    let (national, code) = match digits.strip_prefix("+84") {
        Some(rest) => (rest, true),
        None => (digits.as_str(), false),
    };
    if national.is_empty() || !national.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(Some((tidy(cell), "bỏ khoảng trắng thừa")));
    }
    Ok(Some(match national.len() {
        _ if code => (
            format!("0{}", national.trim_start_matches('0')),
            "đổi +84 thành số 0 đầu",
        ),
        9 if !national.starts_with('0') => {
            (format!("0{national}"), "thêm lại số 0 đầu mà Excel bỏ mất")
        }
        _ => (national.to_owned(), "bỏ dấu cách giữa các số"),
    }))
}
