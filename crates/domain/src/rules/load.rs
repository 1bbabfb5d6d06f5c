//! Reading a pack: whatever is wrong in it is named by file, line and key, because it is ward
//! staff who edit packs.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::{
    Explain, FaultClass,
    rules::{Pack, sound},
};

/// A pack, or a set of packs, that can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// The text can't be read as a pack.
    #[error("Bộ quy định {file}, dòng {line}, mục {key}: {why}. Bộ này chưa được dùng.")]
    Unreadable {
        /// Its file.
        file: String,
        /// 1 for the first line.
        line: usize,
        /// `templates[2].items[0].vote`.
        key: String,
        /// What is wrong.
        why: String,
    },
    /// It can be read but contradicts itself.
    #[error("Bộ quy định {file}, dòng {line}, mục {key}: {why}. Bộ này chưa được dùng.")]
    Unsound {
        /// Its file.
        file: String,
        /// 1 for the first line.
        line: usize,
        /// `score.lines[3].max`.
        key: String,
        /// What is wrong.
        why: String,
    },
    /// A set without any pack.
    #[error("Không có bộ quy định nào.")]
    Empty,
    /// Two packs of a set that can't both be.
    #[error("Hai bộ quy định {one} và {other} trùng mã hoặc trùng ngày hiệu lực.")]
    Twice {
        /// The id of one.
        one: String,
        /// The id of the other.
        other: String,
    },
}

impl Explain for PackError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "QD-01",
            Self::Unsound { .. } => "QD-02",
            Self::Empty => "QD-03",
            Self::Twice { .. } => "QD-04",
        }
    }

    fn class(&self) -> FaultClass {
        FaultClass::Invalid
    }

    fn hint(&self) -> String {
        match self {
            Self::Unreadable { .. } | Self::Unsound { .. } => {
                "Sửa đúng dòng đã nêu rồi nạp lại. Các kỳ sinh hoạt cũ vẫn giữ bộ quy định của mình."
                    .into()
            }
            Self::Empty => "Cài lại phần mềm: bộ quy định đi kèm đã mất.".into(),
            Self::Twice { .. } => "Bỏ bớt một bộ, hoặc đặt mã và ngày hiệu lực khác.".into(),
        }
    }
}

impl Pack {
    /// Reads a pack and checks that it makes sense: minutes and points add up, ids are there once,
    /// levels fall, every name it uses exists.
    ///
    /// # Errors
    /// [`PackError::Unreadable`] or [`PackError::Unsound`], each with file, line and key.
    pub fn load(file_name: &str, text: &str) -> Result<Self, PackError> {
        let unreadable = |error: &toml::de::Error, path: Option<&str>| {
            let line = line_at(text, error.span().unwrap_or_default().start);
            PackError::Unreadable {
                file: file_name.to_owned(),
                line,
                key: path.map_or_else(
                    || key_on(text, line),
                    |path| key_named(path, error.message()),
                ),
                why: in_vietnamese(error.message()),
            }
        };
        let deserializer =
            toml::Deserializer::parse(text).map_err(|error| unreadable(&error, None))?;
        let mut pack: Self = serde_path_to_error::deserialize(deserializer)
            .map_err(|error| unreadable(error.inner(), Some(&error.path().to_string())))?;
        sound::settle(&mut pack).map_err(|fault| PackError::Unsound {
            file: file_name.to_owned(),
            line: line_of(text, &fault.path),
            key: shown(&fault.path),
            why: fault.why,
        })?;
        Ok(pack)
    }
}

/// What stands on a line before its value, where the text could not be read far enough to have
/// keys.
fn key_on(text: &str, line: usize) -> String {
    let written = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    written
        .split('=')
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned()
}

/// The key at which serde stopped, and the field that its message names where that is one more
/// step down.
fn key_named(path: &str, message: &str) -> String {
    let path = if path == "." { "" } else { path };
    let named = ["unknown field `", "missing field `", "duplicate key `"]
        .iter()
        .find_map(|start| message.strip_prefix(start))
        .and_then(|rest| rest.split('`').next());
    match (path, named) {
        ("", None) => "đầu tệp".to_owned(),
        ("", Some(field)) => field.to_owned(),
        (path, Some(field)) if path.rsplit('.').next() != Some(field) => format!("{path}.{field}"),
        (path, _) => path.to_owned(),
    }
}

/// The messages of the TOML reader that an editor of packs meets, in Vietnamese; any other stays
/// as it is.
fn in_vietnamese(message: &str) -> String {
    let mut message = message.lines().collect::<Vec<_>>().join(", ");
    for (english, vietnamese) in [
        ("unknown field", "không có mục"),
        ("missing field", "thiếu mục"),
        ("unknown variant", "không có giá trị"),
        ("duplicate key", "viết hai lần mục"),
        (
            "input contains invalid characters",
            "ngày phải viết như 2025-10-28",
        ),
        ("premature end of input", "ngày phải viết như 2025-10-28"),
        ("input is out of range", "không có ngày này"),
        ("invalid type:", "sai kiểu:"),
        ("invalid value:", "sai giá trị:"),
        ("expected one of", "chỉ dùng được"),
        ("expected", "phải là"),
        ("unclosed table", "chưa đóng ngoặc của tên bảng"),
        ("integer `", "số `"),
        ("string \"", "chữ \""),
        ("phải là u16", "phải là số nguyên từ 0 đến 65535"),
        ("phải là u32", "phải là số nguyên không âm"),
        ("phải là a boolean", "phải là true hoặc false"),
    ] {
        message = message.replace(english, vietnamese);
    }
    message
}

/// `templates.2.items.0.vote` as serde would write it: `templates[2].items[0].vote`.
fn shown(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for step in path.split('.') {
        if step.bytes().all(|b| b.is_ascii_digit()) && !out.is_empty() {
            out.push_str(&format!("[{step}]"));
        } else {
            if !out.is_empty() {
                out.push('.');
            }
            out.push_str(step);
        }
    }
    out
}

fn line_at(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().get(..offset).unwrap_or(text.as_bytes());
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}

/// The line of the value at a path; where a step is missing, that of the last that is there.
fn line_of(text: &str, path: &str) -> usize {
    let Ok(table) = DeTable::parse(text) else {
        return 1;
    };
    let mut steps = path.split('.');
    let Some((mut span, mut value)) = steps.next().and_then(|first| field(table.get_ref(), first))
    else {
        return 1;
    };
    for step in steps {
        let next = match value {
            DeValue::Table(table) => field(table, step),
            DeValue::Array(array) => step
                .parse::<usize>()
                .ok()
                .and_then(|at| array.get(at))
                .map(|element| (element.span(), element.get_ref())),
            _ => None,
        };
        let Some(next) = next else { break };
        (span, value) = next;
    }
    line_at(text, span.start)
}

fn field<'t, 'i>(table: &'t DeTable<'i>, name: &str) -> Option<(Range<usize>, &'t DeValue<'i>)> {
    table
        .iter()
        .find(|(key, _)| key.get_ref() == name)
        .map(|(key, value)| (key.span(), value.get_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = include_str!("../../../../assets/rules/hd42-2025.toml");

    /// The line that a text begins on.
    fn line_with(text: &str, what: &str) -> usize {
        line_at(text, text.find(what).unwrap())
    }

    /// Breaks the shipped pack at one place and says what the error names.
    fn broken(from: &str, to: &str) -> (usize, usize, String, String) {
        assert!(GOOD.contains(from), "the pack has no {from}");
        let text = GOOD.replacen(from, to, 1);
        let expected = line_with(&text, to.lines().last().unwrap());
        match Pack::load("thu.toml", &text).unwrap_err() {
            PackError::Unreadable {
                file,
                line,
                key,
                why,
            }
            | PackError::Unsound {
                file,
                line,
                key,
                why,
            } => {
                assert_eq!(file, "thu.toml");
                (line, expected, key, why)
            }
            other => panic!("{other}"),
        }
    }

    #[test]
    fn a_misspelt_key_is_named_with_its_line() {
        let (line, expected, key, why) = broken("small_may_differ", "smal_may_differ");
        assert_eq!(
            (line, key.as_str()),
            (expected, "durations.smal_may_differ")
        );
        assert!(why.starts_with("không có mục"), "{why}");
    }

    #[test]
    fn a_missing_key_is_named() {
        let text = GOOD.replacen("effective = \"2025-10-28\"\n", "", 1);
        let error = Pack::load("thu.toml", &text).unwrap_err();
        assert!(error.to_string().contains("effective"), "{error}");
        assert_eq!(error.code(), "QD-01");
    }

    #[test]
    fn an_unknown_kind_of_vote_is_named_with_its_line() {
        let (line, expected, key, why) = broken("vote = \"thuong\"", "vote = \"gio_chan\"");
        assert_eq!(
            (line, key.as_str()),
            (expected, "templates[0].items[1].vote")
        );
        assert!(why.contains("gio_chan"), "{why}");
    }

    #[test]
    fn text_that_is_no_toml_is_named_with_its_line() {
        let (line, expected, key, _) = broken("[durations]", "[durations");
        assert_eq!((line, key.as_str()), (expected, "[durations"));
        let (.., key, why) = broken("id = \"HD42-2025\"", "id = \"HD42-2025\"\nid = \"X\"");
        assert_eq!((key.as_str(), why.as_str()), ("id", "viết hai lần mục"));
    }

    #[test]
    fn a_day_that_is_none_is_named_with_its_line() {
        for day in ["28/10/2025", "2025-10", "2025-02-30"] {
            let to = format!("effective = \"{day}\"");
            let (line, expected, key, why) = broken("effective = \"2025-10-28\"", &to);
            assert_eq!((line, key.as_str()), (expected, "effective"));
            assert!(why.contains("ngày"), "{why}");
        }
    }

    #[test]
    fn a_number_of_the_wrong_type_is_named_with_its_line() {
        let (line, expected, key, _) = broken(
            "regular = { value = 90,",
            "regular = { value = \"chín mươi\",",
        );
        assert_eq!((line, key.as_str()), (expected, "durations.regular.value"));
    }

    #[test]
    fn minutes_that_do_not_add_up_are_named_with_their_line() {
        let (line, expected, key, why) = broken("minutes = 90", "minutes = 85");
        assert_eq!((line, key.as_str()), (expected, "templates[0].minutes"));
        assert_eq!(why, "các mục cộng lại 90 phút, không phải 85 phút");
    }

    #[test]
    fn points_that_do_not_add_up_are_named_with_their_line() {
        let (line, expected, key, why) = broken(
            "title = \"Chuẩn bị\"\nmax = 10",
            "title = \"Chuẩn bị\"\nmax = 11 # sửa",
        );
        assert_eq!((line, key.as_str()), (expected, "score.groups[2].max"));
        assert!(why.contains("10 điểm"), "{why}");
        let (.., key, why) = broken("total = 100", "total = 95");
        assert_eq!(key, "score.total");
        assert!(why.contains("100"), "{why}");
        let (.., key, _) = broken(
            "{ title = \"linh hoạt\", max = 2 }",
            "{ title = \"linh hoạt\", max = 1 }",
        );
        assert_eq!(key, "score.lines[16].max");
    }

    #[test]
    fn an_id_written_twice_is_named_with_its_line() {
        let (line, expected, key, _) = broken("id = \"thao_luan\"\n", "id = \"hoc_bac\" # lại\n");
        assert_eq!(
            (line, key.as_str()),
            (expected, "templates[0].items[10].id")
        );
        let (.., key, _) = broken("id = \"P2\"", "id = \"P1\" # lại");
        assert_eq!(key, "checklist[1].id");
        let (.., key, _) = broken("id = \"2b\"", "id = \"2a\" # lại");
        assert_eq!(key, "score.lines[2].id");
    }

    #[test]
    fn levels_that_do_not_fall_are_named_with_their_line() {
        let (line, expected, key, _) = broken(
            "{ at_least = 75, points = 3 }",
            "{ at_least = 95, points = 3 }",
        );
        assert_eq!(
            (line, key.as_str()),
            (expected, "score.lines[1].levels[1].at_least")
        );
        let (.., key, _) = broken(
            "{ at_least = 75, points = 3 }",
            "{ at_least = 75, points = 4 }",
        );
        assert_eq!(key, "score.lines[1].levels[1].points");
        let (.., key, _) = broken(
            "title = \"Khá\"\nat_least = 70",
            "title = \"Khá\"\nat_least = 40 # sai",
        );
        assert_eq!(key, "score.bands[2].at_least");
    }

    #[test]
    fn a_name_of_nothing_is_refused() {
        for (from, to, at) in [
            ("gate = []", "gate = [\"9z\"]", "score.gate[0]"),
            (
                "after = \"cap_tren\"",
                "after = \"khong_co\"",
                "templates[2].items[0].after",
            ),
            (
                "extends = \"thuong_ky_90\"",
                "extends = \"khong_co\"",
                "templates[2].extends",
            ),
            (
                "source = \"S2\", confidence = \"found\" }",
                "source = \"S999\", confidence = \"found\" }",
                "durations.regular.source",
            ),
            ("group = \"7\"", "group = \"8\"", "score.lines[19].group"),
            (
                "items = [\"tu_tuong\"",
                "items = [\"tu_tuon\"",
                "criticism.items[0]",
            ),
        ] {
            let (.., key, _) = broken(from, to);
            assert_eq!(key, at);
        }
    }

    #[test]
    fn a_kind_of_meeting_without_an_agenda_is_refused() {
        let (.., key, why) = broken("kind = \"bat_thuong\"", "kind = \"chi_uy\" # hai lần");
        assert_eq!(key, "templates");
        assert!(why.contains("bat_thuong"), "{why}");
    }

    #[test]
    fn what_is_found_names_its_source() {
        let (.., key, _) = broken(
            "combined = { value = 120, source = \"S2\", confidence = \"found\" }",
            "combined = { value = 120, confidence = \"found\" }",
        );
        assert_eq!(key, "durations.combined.source");
    }

    #[test]
    fn the_sentence_says_file_line_key_and_that_nothing_is_used() {
        let error = Pack::load(
            "phuong.toml",
            &GOOD.replacen("minutes = 90", "minutes = 85", 1),
        );
        let line = line_with(GOOD, "minutes = 90");
        assert_eq!(
            error.unwrap_err().to_string(),
            format!(
                "Bộ quy định phuong.toml, dòng {line}, mục templates[0].minutes: các mục cộng lại 90 phút, không phải 85 phút. Bộ này chưa được dùng."
            )
        );
    }
}
