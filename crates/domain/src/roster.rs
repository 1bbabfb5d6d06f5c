//! Nhập danh sách đảng viên: a table of names becomes members, row by row. Every row is taken,
//! taken with something put right, or refused with the reason; nothing is guessed and nothing is
//! dropped in silence.
//!
//! [`read_csv`] takes the bytes of a file; [`read_rows`] takes cells from elsewhere (a workbook).

mod encoding;
mod header;
mod row;

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Serialize;
use ts_rs::TS;

use crate::{
    Explain, FaultClass, Member,
    secret::{MarkRule, find_mark},
    text::fold,
};
use header::Columns;

/// What came of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct Import {
    /// Members, in the order of the table.
    pub taken: Vec<Member>,
    /// What was put right, in rows that were taken.
    pub fixed: Vec<Fixed>,
    /// Rows that were not taken.
    pub refused: Vec<Refused>,
}

/// Something that was put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Fixed {
    /// The line of the file or row of the sheet, 1 for the first.
    pub row: u32,
    /// The column, as the program calls it: `điện thoại`.
    pub field: String,
    /// What stood there.
    pub from: String,
    /// What was taken.
    pub to: String,
    /// Why.
    pub why: String,
}

/// A row that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Refused {
    /// The line of the file or row of the sheet, 1 for the first.
    pub row: u32,
    /// Why, as a Vietnamese sentence.
    pub why: String,
}

/// A table of which no row could be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RosterError {
    /// Not Unicode: TCVN3, VNI, Windows-1258 or the like.
    #[error(
        "Dòng {line} của danh sách dùng bảng mã cũ (TCVN3, VNI, …) chứ không phải Unicode. Chưa nhập đồng chí nào."
    )]
    NotUnicode {
        /// 1 for the first line.
        line: u32,
    },
    /// It holds bytes that no text has: a workbook, a picture.
    #[error("Tệp này không phải là danh sách dạng CSV. Chưa nhập đồng chí nào.")]
    NotText,
    /// A row carries the mark of a state secret.
    #[error(
        "Dòng {row} của tệp có dấu độ mật của bí mật nhà nước. Tệp không được nhập, không phần nào được giữ lại."
    )]
    SecretMark {
        /// 1 for the first; 0 where it can't be told.
        row: u32,
        /// What found it.
        rule: MarkRule,
    },
    /// Nothing in it.
    #[error("Danh sách trống. Chưa nhập đồng chí nào.")]
    Empty,
    /// No row names a column for names.
    #[error(
        "Không thấy cột “họ và tên” trong {rows} dòng đầu của danh sách. Chưa nhập đồng chí nào."
    )]
    NoNames {
        /// How many rows were looked at.
        rows: u32,
    },
    /// Two columns for one thing.
    #[error("Dòng {row} của danh sách có hai cột “{field}”. Chưa nhập đồng chí nào.")]
    ColumnTwice {
        /// The row of the header.
        row: u32,
        /// The column.
        field: &'static str,
    },
}

impl Explain for RosterError {
    fn code(&self) -> &'static str {
        match self {
            Self::SecretMark { .. } => "BM-02",
            Self::NotUnicode { .. } => "DV-01",
            Self::NotText => "DV-02",
            Self::Empty => "DV-03",
            Self::NoNames { .. } => "DV-04",
            Self::ColumnTwice { .. } => "DV-05",
        }
    }

    fn class(&self) -> FaultClass {
        match self {
            Self::SecretMark { .. } => FaultClass::Refused,
            _ => FaultClass::Invalid,
        }
    }

    fn hint(&self) -> String {
        match self {
            Self::SecretMark { .. } => "Bí mật nhà nước chỉ soạn và lưu trên giấy. Nếu danh sách \
                không phải bí mật nhà nước thì bỏ dòng có dấu đó rồi nhập lại."
                .into(),
            Self::NotUnicode { .. } => "Mở danh sách bằng Excel, chuyển phông chữ sang Unicode \
                (Times New Roman), chọn Lưu thành (Save As), kiểu “CSV UTF-8”, rồi nhập lại."
                .into(),
            Self::NotText => {
                "Trong Excel chọn Lưu thành (Save As), kiểu “CSV UTF-8”, rồi nhập lại.".into()
            }
            Self::Empty => "Chọn lại tệp có danh sách đảng viên.".into(),
            Self::NoNames { .. } => {
                "Thêm một dòng tiêu đề: họ và tên, trạng thái, ngày sinh, ngày vào Đảng, \
                ngày chính thức, điện thoại, chức vụ."
                    .into()
            }
            Self::ColumnTwice { .. } => "Xóa hoặc đổi tên một trong hai cột rồi nhập lại.".into(),
        }
    }
}

/// How many rows may stand above the header (titles of a printed list).
const ROWS_ABOVE: usize = 20;

/// Reads a CSV file: Unicode (UTF-8, or UTF-16 with its mark), columns between commas, semicolons
/// or tabs.
///
/// # Errors
/// [`RosterError`] where nothing can be taken from the file.
pub fn read_csv(bytes: &[u8]) -> Result<Import, RosterError> {
    let text =
        encoding::decode(bytes).map_err(|error| marked_in_an_old_font(bytes).unwrap_or(error))?;
    if text.trim().is_empty() {
        return Err(RosterError::Empty);
    }
    // The separator under which some early row names the most columns.
    let best = [b',', b';', b'\t']
        .into_iter()
        .map(|separator| split(&text, separator))
        .max_by_key(|rows| {
            let heads = rows.iter().take(ROWS_ABOVE);
            heads.map(|(_, cells)| header::recognised(cells)).max()
        });
    read_rows(best.unwrap_or_default())
}

/// A file of an old encoding is not read, but what its bytes show in an old font is looked at.
fn marked_in_an_old_font(bytes: &[u8]) -> Option<RosterError> {
    let shown: String = bytes.iter().copied().map(char::from).collect();
    find_mark(&shown).map(|rule| RosterError::SecretMark { row: 0, rule })
}

/// Looks at a row as a line of a paper. In a full row a cell may be a name (đồng chí Mật); a mark
/// stands in a row that has little else.
fn refuse_marked(row: u32, cells: &[String]) -> Result<(), RosterError> {
    let filled: Vec<&str> = cells
        .iter()
        .map(|cell| cell.trim())
        .filter(|cell| !cell.is_empty())
        .collect();
    // Between colons only capitals count.
    let line = filled.join(if filled.len() <= 2 { " : " } else { ", " });
    find_mark(&line).map_or(Ok(()), |rule| Err(RosterError::SecretMark { row, rule }))
}

fn split(text: &str, separator: u8) -> Vec<(u32, Vec<String>)> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut line = 1;
    let mut counted = 0;
    reader
        .records()
        // Text that is UTF-8 and rows of any length leave nothing to go wrong.
        .filter_map(Result::ok)
        .map(|record| {
            // The reader reports where it began to look, which is before empty lines.
            let looked = record.position().map_or(0, csv::Position::byte);
            let looked = usize::try_from(looked).unwrap_or(usize::MAX);
            let begins = |rest: &str| rest.len() - rest.trim_start_matches(['\r', '\n']).len();
            let start = text
                .get(looked..)
                .map_or(counted, |rest| looked + begins(rest));
            let passed = text.get(counted..start).unwrap_or_default();
            line += passed.matches('\n').count();
            counted = start;
            let cells = record.iter().map(str::to_owned).collect();
            (u32::try_from(line).unwrap_or(u32::MAX), cells)
        })
        .collect()
}

/// Reads rows of cells, each with its number in the sheet. Titles above the header and empty rows
/// are passed over.
///
/// # Errors
/// [`RosterError`] where no row can be the header.
pub fn read_rows(
    rows: impl IntoIterator<Item = (u32, Vec<String>)>,
) -> Result<Import, RosterError> {
    let rows: Vec<(u32, Vec<String>)> = rows
        .into_iter()
        .filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()))
        .collect();
    if rows.is_empty() {
        return Err(RosterError::Empty);
    }
    for (row, cells) in &rows {
        refuse_marked(*row, cells)?;
    }
    let mut rows = rows.into_iter();
    let mut looked_at = 0;
    let columns = loop {
        let next = rows.next().filter(|_| looked_at < ROWS_ABOVE);
        let Some((row, cells)) = next else {
            return Err(RosterError::NoNames {
                rows: u32::try_from(looked_at).unwrap_or(u32::MAX),
            });
        };
        looked_at += 1;
        if let Some(columns) = Columns::of(row, &cells)? {
            break columns;
        }
    };
    let mut import = Import::default();
    let mut seen = Seen::default();
    for (row, cells) in rows {
        let mut fixed = Vec::new();
        let taken = row::read(row, &cells, &columns, &mut fixed)
            .and_then(|member| seen.meet(row, &member).map(|()| member));
        match taken {
            Ok(member) => {
                import.taken.push(member);
                import.fixed.append(&mut fixed);
            }
            Err(why) => import.refused.push(Refused { row, why }),
        }
    }
    Ok(import)
}

/// The rows that were taken, by folded name. Two people may share a name, so only a birth date tells
/// them apart. A table of many thousand rows, which no cell has but which a person may choose by
/// mistake, is met row by row at one cost.
#[derive(Default)]
struct Seen(HashMap<String, Namesakes>);

/// Rows of one name.
struct Namesakes {
    /// The first of them.
    first: u32,
    /// Each by its birth date. A row without one is alone: no other can be told from it.
    by_birth: HashMap<Option<NaiveDate>, u32>,
}

impl Seen {
    /// Notes a member, unless it stands in the table already.
    fn meet(&mut self, row: u32, member: &Member) -> Result<(), String> {
        let Some(namesakes) = self.0.get_mut(&fold(&member.name)) else {
            let by_birth = HashMap::from([(member.birth, row)]);
            let first = row;
            self.0
                .insert(fold(&member.name), Namesakes { first, by_birth });
            return Ok(());
        };
        if member.birth.is_none() || namesakes.by_birth.contains_key(&None) {
            let row = namesakes.first;
            return Err(format!(
                "Trùng họ tên với dòng {row} mà thiếu ngày sinh để phân biệt. Ghi ngày sinh cho cả hai."
            ));
        }
        if let Some(row) = namesakes.by_birth.get(&member.birth) {
            return Err(format!(
                "Trùng với dòng {row}: cùng họ tên, cùng ngày sinh."
            ));
        }
        namesakes.by_birth.insert(member.birth, row);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MemberStatus;
    use proptest::prelude::*;

    fn day(y: i32, m: u32, d: u32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(y, m, d)
    }

    fn names(import: &Import) -> Vec<&str> {
        import
            .taken
            .iter()
            .map(|member| member.name.as_str())
            .collect()
    }

    #[test]
    fn a_plain_list_is_taken_whole() {
        let text = "Họ và tên,Trạng thái,Ngày sinh,Ngày vào Đảng,Ngày chính thức,Điện thoại,Chức vụ\n\
            Đặng Quốc Bảo,chính thức,05/10/1960,3/2/1985,3/2/1986,0912345678,Bí thư\n\
            Lê Thị Ân,dự bị,1-9-1999,2026-02-03,,,\n";
        let import = read_csv(text.as_bytes()).unwrap();
        assert_eq!(
            (import.fixed.len(), import.refused.len()),
            (0, 0),
            "{import:?}"
        );
        let bao = &import.taken[0];
        assert_eq!(bao.name, "Đặng Quốc Bảo");
        assert_eq!(
            (bao.birth, bao.joined, bao.official),
            (day(1960, 10, 5), day(1985, 2, 3), day(1986, 2, 3))
        );
        assert_eq!(
            (bao.phone.as_deref(), bao.office.as_deref()),
            (Some("0912345678"), Some("Bí thư"))
        );
        let an = &import.taken[1];
        assert_eq!(
            (an.status, an.official, an.phone.as_deref()),
            (MemberStatus::Probationary, None, None)
        );
    }

    #[test]
    fn a_file_with_the_mark_of_a_state_secret_is_refused_whole() {
        let list = "Họ và tên,Trạng thái\nLê Thị Ân,dự bị\n";
        for marked in [
            format!("TỐI MẬT\n{list}"),
            format!(",,MẬT,,\n{list}"),
            format!("Độ mật: Mật,,\n{list}"),
            format!("MẬT,Số: 12\n{list}"),
        ] {
            let refused = read_csv(marked.as_bytes());
            assert!(
                matches!(refused, Err(RosterError::SecretMark { row: 1, .. })),
                "{marked:?} {refused:?}"
            );
        }
        // The same in TCVN3, as bytes.
        let old: Vec<u8> = [b"T\xE8I M\xCBT\n".as_slice(), b"H\xE4 t\xAAn\n"].concat();
        assert!(matches!(
            read_csv(&old),
            Err(RosterError::SecretMark { row: 0, .. })
        ));
    }

    #[test]
    fn a_member_whose_name_is_mat_is_taken() {
        let list = "Họ đệm,Tên,Trạng thái\nNguyễn Văn,Mật,chính thức\nTrần Thị,Mật,\n";
        let import = read_csv(list.as_bytes()).unwrap();
        assert!(names(&import).contains(&"Nguyễn Văn Mật"), "{import:?}");
    }

    #[test]
    fn columns_may_come_in_any_order_without_accents_between_other_ones() {
        let text =
            "STT;DIEN THOAI;ho va ten;Que quan;TRANG_THAI\n1;0912345678;Lê Văn An;Huế;chinh_thuc\n";
        let import = read_csv(text.as_bytes()).unwrap();
        assert_eq!(names(&import), ["Lê Văn An"]);
        assert_eq!(import.taken[0].phone.as_deref(), Some("0912345678"));
    }

    #[test]
    fn commas_semicolons_and_tabs_all_separate() {
        for separator in [",", ";", "\t"] {
            let text = [
                "Họ tên",
                "Trạng thái",
                "Chức vụ\nLê Văn An",
                "chính thức",
                "Bí thư\n",
            ]
            .join(separator);
            let import = read_csv(text.as_bytes()).unwrap();
            assert_eq!(
                import.taken[0].office.as_deref(),
                Some("Bí thư"),
                "{separator:?}"
            );
        }
    }

    #[test]
    fn every_unicode_encoding_that_excel_writes_is_read() {
        let text = "Họ và tên\tTrạng thái\r\nĐỗ Thị Ưng\tchính thức\r\n";
        let wide = |swap: fn(u16) -> [u8; 2], mark: [u8; 2]| -> Vec<u8> {
            mark.into_iter()
                .chain(text.encode_utf16().flat_map(swap))
                .collect()
        };
        for bytes in [
            text.as_bytes().to_vec(),
            [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            wide(u16::to_le_bytes, [0xFF, 0xFE]),
            wide(u16::to_be_bytes, [0xFE, 0xFF]),
        ] {
            assert_eq!(names(&read_csv(&bytes).unwrap()), ["Đỗ Thị Ưng"]);
        }
    }

    #[test]
    fn an_old_encoding_is_refused_with_its_line_and_the_way_out() {
        // "Nguyễn" in TCVN3 is 4E 67 75 79 D4 6E.
        let bytes = b"Ho va ten,Trang thai\nLe Van An,chinh thuc\nNguy\xD4n V\xA8n B,chinh thuc\n";
        let error = read_csv(bytes).unwrap_err();
        assert_eq!(error, RosterError::NotUnicode { line: 3 });
        assert_eq!(error.code(), "DV-01");
        assert!(error.hint().contains("CSV UTF-8"));
    }

    #[test]
    fn old_letters_inside_unicode_are_refused_row_by_row() {
        let text = "Họ và tên,Trạng thái\nNguyÔn V¨n §øc,chính thức\nLê Văn An,chính thức\n";
        let import = read_csv(text.as_bytes()).unwrap();
        assert_eq!(names(&import), ["Lê Văn An"]);
        assert_eq!(import.refused[0].row, 2);
        assert!(
            import.refused[0].why.contains("TCVN3"),
            "{:?}",
            import.refused
        );
    }

    #[test]
    fn a_workbook_is_not_a_text_file() {
        assert_eq!(
            read_csv(b"PK\x03\x04\x14\x00\x06\x00"),
            Err(RosterError::NotText)
        );
        assert_eq!(read_csv(&[0xFF, 0xFE, 0x41]), Err(RosterError::NotText));
        assert_eq!(
            read_csv(&[0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00]),
            Err(RosterError::NotText)
        );
    }

    #[test]
    fn lost_zeros_and_look_alikes_are_put_right_and_shown() {
        let text = "Họ và tên,Trạng thái,Điện thoại\n\u{D0}ặng  Văn Ba,Chính thức,912345678\n\
            Lê Văn An,chính thức,+84 912 345 679\n";
        let import = read_csv(text.as_bytes()).unwrap();
        assert_eq!(names(&import), ["Đặng Văn Ba", "Lê Văn An"]);
        let shown: Vec<(u32, &str, &str)> = import
            .fixed
            .iter()
            .map(|f| (f.row, f.field.as_str(), f.to.as_str()))
            .collect();
        assert_eq!(
            shown,
            [
                (2, "họ và tên", "Đặng Văn Ba"),
                (2, "điện thoại", "0912345678"),
                (3, "điện thoại", "0912345679")
            ]
        );
    }

    #[test]
    fn a_bad_row_is_refused_and_the_others_are_taken() {
        let text = "Họ và tên,Trạng thái,Ngày sinh,Ngày vào Đảng,Ngày chính thức,Điện thoại\n\
            ,chính thức,,,,\n\
            Lê Văn An,đang nghỉ,,,,\n\
            Lê Văn Bình,chính thức,10/25/1960,,,\n\
            Lê Văn Cường,,,,,\n\
            Lê Văn Dũng,,,3/2/1985,3/2/1986,\n\
            Lê Văn Em,chính thức,5/10/1990,3/2/1985,,\n\
            Lê Văn Gấm,chính thức,,3/2/1986,3/2/1985,\n\
            Lê Văn Hải,chính thức,,,,9.12E+08\n\
            Lê Văn Dũng,chính thức,,,,\n";
        let import = read_csv(text.as_bytes()).unwrap();
        assert_eq!(names(&import), ["Lê Văn Dũng"]);
        assert_eq!(
            import
                .fixed
                .iter()
                .map(|f| (f.row, f.field.as_str()))
                .collect::<Vec<_>>(),
            [(6, "trạng thái")]
        );
        let rows: Vec<u32> = import.refused.iter().map(|refused| refused.row).collect();
        assert_eq!(rows, [2, 3, 4, 5, 7, 8, 9, 10]);
        assert!(
            import.refused[2].why.contains("10/25/1960")
                || import.refused[2].why.contains("tháng 25")
        );
    }

    #[test]
    fn two_people_of_one_name_are_told_apart_by_their_birth() {
        let text = "Họ và tên,Trạng thái,Ngày sinh\nLê Văn An,chính thức,1/1/1960\nLê Văn An,chính thức,2/1/1960\n\
            LÊ VĂN AN,chính thức,1/1/1960\n";
        let import = read_csv(text.as_bytes()).unwrap();
        assert_eq!((import.taken.len(), import.refused.len()), (2, 1));
        assert!(import.refused[0].why.contains("dòng 2"));
    }

    /// Each row was looked at against all before it.
    #[test]
    fn a_table_of_many_thousand_names_is_read_at_once() {
        let rows = 20_000;
        let mut table = "Họ và tên,Trạng thái\n".to_owned();
        for n in 0_u32..rows {
            let letters =
                (0..6).map(|place| char::from_digit((n >> (4 * place) & 15) + 10, 36).unwrap());
            table.extend(letters.chain(" Văn,chính thức\n".chars()));
        }
        let begun = std::time::Instant::now();
        let import = read_csv(table.as_bytes()).unwrap();
        assert_eq!(import.taken.len(), rows as usize);
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    }

    #[test]
    fn titles_above_the_header_are_passed_over() {
        let text = "ĐẢNG BỘ PHƯỜNG TÂN THỚI HÒA,,\nDANH SÁCH ĐẢNG VIÊN,,\n,,\nTT,Họ và tên,Trạng thái\n1,Lê Văn An,chính thức\n";
        let import = read_csv(text.as_bytes()).unwrap();
        assert_eq!(names(&import), ["Lê Văn An"]);
    }

    #[test]
    fn rows_are_numbered_as_the_file_numbers_its_lines() {
        for end in ["\n", "\r\n"] {
            let lines = [
                "Họ và tên,Trạng thái",
                "",
                "Lê 1,dự bị",
                "\"Lê",
                "2\",dự bị",
                "",
                "",
                "Lê 3,dự bị",
                "",
            ];
            let import = read_csv(lines.join(end).as_bytes()).unwrap();
            let rows: Vec<u32> = import.refused.iter().map(|refused| refused.row).collect();
            assert_eq!(rows, [3, 4, 8], "{end:?}");
        }
    }

    #[test]
    fn a_name_in_two_columns_is_put_together() {
        let text = "Họ và tên đệm,Tên,Trạng thái\nĐặng Quốc,Bảo,chính thức\n";
        assert_eq!(
            names(&read_csv(text.as_bytes()).unwrap()),
            ["Đặng Quốc Bảo"]
        );
    }

    #[test]
    fn a_table_without_names_is_refused() {
        assert_eq!(read_csv(b""), Err(RosterError::Empty));
        assert_eq!(read_csv(b" \n\n"), Err(RosterError::Empty));
        assert_eq!(
            read_csv(b"a,b\n1,2\n"),
            Err(RosterError::NoNames { rows: 2 })
        );
        let twice = "Họ và tên,Ngày sinh,Ngày sinh\n";
        assert_eq!(
            read_csv(twice.as_bytes()),
            Err(RosterError::ColumnTwice {
                row: 1,
                field: "ngày sinh"
            })
        );
    }

    #[test]
    fn every_status_is_read_by_its_words_and_by_its_code() {
        for status in MemberStatus::ALL {
            for word in [status.words(), status.code()] {
                let text = format!("Họ và tên,Trạng thái\nLê Văn An,{word}\n");
                assert_eq!(
                    read_csv(text.as_bytes()).unwrap().taken[0].status,
                    status,
                    "{word}"
                );
            }
        }
        for (word, status) in [
            ("Đảng viên chính thức", MemberStatus::Official),
            ("ĐV DỰ BỊ", MemberStatus::Probationary),
            ("Miễn công tác và sinh hoạt", MemberStatus::Exempt),
            ("Sinh hoạt tạm đến", MemberStatus::VisitingIn),
        ] {
            let text = format!("Họ và tên,Trạng thái\nLê Văn An,{word}\n");
            assert_eq!(
                read_csv(text.as_bytes()).unwrap().taken[0].status,
                status,
                "{word}"
            );
        }
    }

    #[test]
    fn minority_names_with_their_own_letters_are_names() {
        let text = "Họ và tên,Trạng thái\nY Bhăm Niê Kđăm,chính thức\nH’Hen Niê,chính thức\nK'Brơih,chính thức\n";
        assert_eq!(read_csv(text.as_bytes()).unwrap().taken.len(), 3);
    }

    proptest! {
        #[test]
        fn no_bytes_break_it(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read_csv(&bytes);
        }

        #[test]
        fn every_row_is_taken_or_refused(cells in proptest::collection::vec("[ -~ạảĐđ]{1,12}", 1..20)) {
            let rows: Vec<(u32, Vec<String>)> = (2..).zip(cells.iter().map(|cell| vec![cell.clone()])).collect();
            let full = rows.iter().filter(|(_, cells)| cells.iter().any(|c| !c.trim().is_empty())).count();
            let head = (1, vec!["Họ và tên".to_owned()]);
            let import = read_rows(std::iter::once(head).chain(rows)).unwrap();
            prop_assert_eq!(import.taken.len() + import.refused.len(), full);
        }
    }
}
