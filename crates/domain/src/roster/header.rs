//! Which column holds what, by the names in the header, with or without accents.

use super::RosterError;
use crate::text::fold;

/// A column that is read; all others are passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    /// Họ và đệm, in lists that keep tên apart.
    Family,
    /// Tên, beside [`Column::Family`].
    Given,
    Status,
    Birth,
    Joined,
    Official,
    Phone,
    Office,
}

impl Column {
    /// What errors and corrections call it.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Name => "họ và tên",
            Self::Family => "họ và đệm",
            Self::Given => "tên",
            Self::Status => "trạng thái",
            Self::Birth => "ngày sinh",
            Self::Joined => "ngày vào Đảng",
            Self::Official => "ngày chính thức",
            Self::Phone => "điện thoại",
            Self::Office => "chức vụ",
        }
    }

    fn named(cell: &str) -> Option<Self> {
        let words: String = fold(cell)
            .chars()
            .map(|c| if c.is_alphanumeric() { c } else { ' ' })
            .collect();
        let words: Vec<&str> = words.split_whitespace().collect();
        Some(match words.join(" ").as_str() {
            "ho va ten" | "ho ten" | "ho va ten dang vien" | "ho ten dang vien" | "name" => {
                Self::Name
            }
            "ho" | "ho dem" | "ho va dem" | "ho va ten dem" | "ho ten dem" => Self::Family,
            "ten" => Self::Given,
            "trang thai" | "tinh trang" | "trang thai dang vien" | "status" => Self::Status,
            "ngay sinh" | "ngay thang nam sinh" | "sinh ngay" | "birth" => Self::Birth,
            "ngay vao dang" | "ngay ket nap" | "ngay vao dang cong san viet nam" | "joined" => {
                Self::Joined
            }
            "ngay chinh thuc"
            | "ngay cong nhan chinh thuc"
            | "ngay vao dang chinh thuc"
            | "official" => Self::Official,
            "dien thoai" | "so dien thoai" | "sdt" | "dt" | "di dong" | "phone" => Self::Phone,
            "chuc vu"
            | "chuc vu dang"
            | "chuc vu trong dang"
            | "chuc vu trong chi bo"
            | "office" => Self::Office,
            _ => return None,
        })
    }
}

/// How many columns of a row have names that are known.
pub(super) fn recognised(cells: &[String]) -> usize {
    cells
        .iter()
        .filter(|cell| Column::named(cell).is_some())
        .count()
}

/// Where each column stands.
pub(super) struct Columns(Vec<Option<Column>>);

impl Columns {
    /// Reads a row as the header; `None` if it is none.
    pub(super) fn of(row: u32, cells: &[String]) -> Result<Option<Self>, RosterError> {
        let columns: Vec<Option<Column>> = cells.iter().map(|cell| Column::named(cell)).collect();
        let has = |column| columns.contains(&Some(column));
        if !(has(Column::Name) || has(Column::Family) && has(Column::Given)) {
            return Ok(None);
        }
        for (at, column) in columns.iter().enumerate() {
            if let Some(column) = column
                && columns
                    .iter()
                    .skip(at + 1)
                    .any(|other| other.as_ref() == Some(column))
            {
                return Err(RosterError::ColumnTwice {
                    row,
                    field: column.words(),
                });
            }
        }
        Ok(Some(Self(columns)))
    }

    /// The cell of a row under a column, trimmed; empty where there is none.
    pub(super) fn cell<'c>(&self, column: Column, cells: &'c [String]) -> &'c str {
        let at = self.0.iter().position(|other| *other == Some(column));
        at.and_then(|at| cells.get(at))
            .map_or("", |cell| cell.trim())
    }
}
