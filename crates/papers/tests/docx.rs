//! What stands in a DOCX, read from the file itself.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod sample;

use std::io::{Cursor, Read};

use sochibo_papers::{
    Document, Format, Layout, MinutesMarks, agenda, minutes, render, resolution, score_sheet,
};

fn docx(document: &Document) -> Vec<u8> {
    render(document, &Layout::vptw05_2026().unwrap(), Format::Docx).unwrap()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

/// The words of a part, paragraph by paragraph.
fn paragraphs(xml: &str) -> Vec<String> {
    xml.split("<w:p>")
        .skip(1)
        .map(|paragraph| {
            let texts = paragraph.split("<w:t xml:space=\"preserve\">").skip(1);
            let words: String = texts
                .map(|text| text.split("</w:t>").next().unwrap())
                .collect();
            words
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&")
        })
        .collect()
}

fn the_minutes() -> Vec<u8> {
    docx(&minutes(&sample::minutes(), &sample::marks()))
}

#[test]
fn the_page_is_a4_with_margins_20_20_30_15() {
    let xml = part(&the_minutes(), "word/document.xml");
    assert!(xml.contains(r#"<w:pgSz w:w="11906" w:h="16838""#), "{xml}");
    assert!(xml.contains(
        r#"<w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701" w:header="567""#
    ));
    assert!(xml.contains("<w:titlePg/>"));
}

#[test]
fn the_face_is_times_new_roman_at_14_pt_in_vietnamese() {
    let bytes = the_minutes();
    let styles = part(&bytes, "word/styles.xml");
    assert!(styles.contains(r#"w:ascii="Times New Roman""#), "{styles}");
    assert!(styles.contains(r#"<w:sz w:val="28"/>"#));
    assert!(styles.contains(r#"<w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault>"#));
    let xml = part(&bytes, "word/document.xml");
    assert!(xml.contains(r#"<w:spacing w:before="0" w:after="120" w:line="360" w:lineRule="exact"/><w:ind w:left="0" w:right="0" w:firstLine="567"/><w:jc w:val="both"/>"#));
}

#[test]
fn the_page_number_is_in_the_middle_from_page_2() {
    let bytes = the_minutes();
    let xml = part(&bytes, "word/document.xml");
    let rels = part(&bytes, "word/_rels/document.xml.rels");
    let target = |kind: &str| {
        let reference = xml
            .split("<w:headerReference ")
            .find(|tag| tag.contains(&format!("w:type=\"{kind}\"")))
            .unwrap();
        let id = reference
            .split("r:id=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        let rel = rels
            .split("<Relationship ")
            .find(|rel| rel.contains(&format!("Id=\"{id}\"")))
            .unwrap();
        rel.split("Target=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned()
    };
    let later = part(&bytes, &format!("word/{}", target("default")));
    let first = part(&bytes, &format!("word/{}", target("first")));
    assert!(later.contains("<w:instrText>PAGE</w:instrText>"), "{later}");
    assert!(
        later.contains(r#"<w:tab w:val="center" w:pos="4677"/>"#),
        "{later}"
    );
    assert!(!first.contains("PAGE"), "{first}");
}

#[test]
fn the_words_come_in_the_order_of_the_form() {
    let words = paragraphs(&part(&the_minutes(), "word/document.xml")).join("\n");
    let mut rest = words.as_str();
    for expected in [
        "ĐẢNG BỘ PHƯỜNG\nTÂN THỚI HÒA\nCHI BỘ KHU PHỐ 12\n*\nĐẢNG CỘNG SẢN VIỆT NAM\n",
        "BIÊN BẢN\nsinh hoạt chi bộ thường kỳ tháng 9 năm 2026\n-----\n",
        "Hôm nay, vào hồi 19 giờ 30 phút, ngày 05 tháng 9 năm 2026, tại Văn phòng Khu phố 12, số 45 đường Lũy Bán Bích, Chi bộ Khu phố 12 thuộc Đảng bộ phường Tân Thới Hòa tổ chức",
        "I- THÀNH PHẦN THAM DỰ",
        "- Tổng số đảng viên của chi bộ: 25 đồng chí, trong đó chính thức 22 đồng chí, dự bị 03 đồng chí.",
        "- Đến muộn: 01 đồng chí: đ/c Đặng Quốc Bảo (đến lúc 19 giờ 50 phút).",
        "- Vắng có lý do: 02 đồng chí: đ/c Ngô Minh Châu (ốm, có đơn), đ/c Bùi Thanh Hà (đi công tác xa).",
        "- Vắng không lý do: 00 đồng chí.",
        "- Về sớm hoặc ra ngoài một lúc: 01 đồng chí: đ/c Lương Thị Nguyệt (ra ngoài từ 20 giờ 20 phút đến 20 giờ 35 phút; về lúc 21 giờ 00 phút).",
        "- Chủ trì: đ/c Trần Thị Bích Ngọc.",
        "II- MỞ ĐẦU\n1. Tuyên bố lý do, giới thiệu đại biểu",
        "III- TIẾN HÀNH\n9. Tình hình tư tưởng",
        "- Đ/c Lê Hoàng Ân: Tháng qua tổ dân phố 34",
        "- Đ/c Đặng Quốc Bảo: Nhất trí với đánh giá của chi ủy.\nĐề nghị quan tâm ba việc",
        "Kết luận của chủ trì: Thống nhất giao mỗi đảng viên",
        "IV- KẾT THÚC",
        "- Biểu quyết: Thông qua nghị quyết lãnh đạo thực hiện nhiệm vụ tháng 10 năm 2026 (hình thức: giơ tay). Tính trên 20 đảng viên chính thức: tán thành 16 đồng chí (đạt 80%), không tán thành 01 đồng chí, không có ý kiến 01 đồng chí; cần ít nhất 11 đồng chí. Kết quả: được thông qua.",
        "V- PHÂN CÔNG NHIỆM VỤ\nTT\nNhiệm vụ\nNgười chủ trì\nThời hạn\n01\n",
        "VI- KIẾN NGHỊ, ĐỀ XUẤT",
        "VII- TỰ PHÊ BÌNH VÀ PHÊ BÌNH\n04 đồng chí tự phê bình; 02 ý kiến góp ý; 01 lượt biểu dương.",
        "VIII- TỰ ĐÁNH GIÁ CHẤT LƯỢNG KỲ SINH HOẠT\nTổng điểm tự chấm: 91,5/100 điểm; xếp loại: Tốt.",
        "- Đảng viên phát biểu (4đ): 1,5/5 điểm; lý do: Mới có 04/20 đồng chí dự họp phát biểu.",
        "Buổi sinh hoạt kết thúc vào hồi 21 giờ 15 phút cùng ngày, thời lượng 105 phút, trong đó giải lao 10 phút (từ 20 giờ 05 phút đến 20 giờ 15 phút).",
        "NGƯỜI GHI BIÊN BẢN\n",
        "Võ Thị Út\nCHỦ TRÌ HỘI NGHỊ\n",
        "Trần Thị Bích Ngọc\nPhiên bản 1. Dấu kiểm: 7F3A 91C2 0B5E.",
    ] {
        let at = rest
            .find(expected)
            .unwrap_or_else(|| panic!("“{expected}” không có trong:\n{rest}"));
        rest = &rest[at + expected.len()..];
    }
    assert!(!words.contains("./."));
}

#[test]
fn what_people_type_comes_out_as_typed() {
    let words = paragraphs(&part(&the_minutes(), "word/document.xml")).join("\n");
    assert!(
        words.contains("giá 100$ * 2 # [x] \\ \"kép\" 'đơn' <thẻ> & @nhãn _nghiêng_ `mã` ~ = 🙂."),
        "{words}"
    );
}

#[test]
fn signatures_stay_together_and_tables_repeat_their_header() {
    let xml = part(&the_minutes(), "word/document.xml");
    let closing = &xml[xml.rfind("<w:tbl>").unwrap()..];
    let closing = &closing[..closing.find("</w:tbl>").unwrap()];
    assert!(closing.contains("<w:cantSplit/>"));
    assert_eq!(
        closing.matches("<w:p>").count(),
        closing.matches("<w:keepNext/>").count()
    );
    assert_eq!(xml.matches("<w:tblHeader/>").count(), 1);
    assert!(
        xml.contains(r#"<w:tblGrid><w:gridCol w:w="4252"/><w:gridCol w:w="5102"/></w:tblGrid>"#),
        "{xml}"
    );
}

#[test]
fn minutes_without_a_fingerprint_are_marked_as_a_draft_on_every_page() {
    let bytes = docx(&minutes(&sample::minutes(), &MinutesMarks::default()));
    assert!(part(&bytes, "word/header1.xml").contains("BẢN NHÁP"));
    assert!(part(&bytes, "word/header2.xml").contains("BẢN NHÁP"));
    assert!(part(&bytes, "word/document.xml").contains("BẢN NHÁP: chưa được thông qua"));
}

#[test]
fn the_same_minutes_are_the_same_bytes_on_any_thread() {
    let first = the_minutes();
    docx(&agenda(&sample::agenda_paper()));
    assert_eq!(the_minutes(), first);
    assert_eq!(std::thread::spawn(the_minutes).join().unwrap(), first);
}

#[test]
fn the_file_is_dated_by_the_adoption_and_not_by_the_clock() {
    let core = part(&the_minutes(), "docProps/core.xml");
    assert!(
        core.contains(">2026-09-05T14:12:00Z</dcterms:created>"),
        "{core}"
    );
    assert!(core.contains("<dc:title>Biên bản sinh hoạt chi bộ thường kỳ tháng 9 năm 2026 - Chi bộ Khu phố 12</dc:title>"));
}

#[test]
fn a_resolution_has_number_date_recipients_and_authority() {
    let words = paragraphs(&part(
        &docx(&resolution(&sample::resolution_paper())),
        "word/document.xml",
    ))
    .join("\n");
    for expected in [
        "CHI BỘ KHU PHỐ 12\n*\nSố 05-NQ/CB\n",
        "Tân Thới Hòa, ngày 05 tháng 9 năm 2026\nNGHỊ QUYẾT\nlãnh đạo thực hiện nhiệm vụ tháng 10 năm 2026\n-----",
        "I- ĐÁNH GIÁ KẾT QUẢ LÃNH ĐẠO THÁNG 9\n- Tư tưởng đảng viên ổn định.",
        "Nghị quyết này đã được 16/20 đảng viên chính thức tán thành, đạt 80%.",
        "Nơi nhận:\n- Đảng ủy phường (báo cáo);\n- Cấp ủy viên phụ trách chi bộ;\n- Đảng viên chi bộ;\n- Lưu Chi bộ.\nT/M CHI BỘ\nBÍ THƯ\n",
    ] {
        assert!(
            words.contains(expected),
            "“{expected}” không có trong:\n{words}"
        );
    }
}

#[test]
fn a_score_sheet_shows_lines_that_do_not_apply_with_a_dash() {
    let sheet = score_sheet(
        &sample::score_paper(),
        &sample::minutes().open.score.unwrap(),
    );
    let words = paragraphs(&part(&docx(&sheet), "word/document.xml")).join("\n");
    assert!(
        words.contains("4c\nNội dung chuyên đề\n5\n-\nKhông có chuyên đề trong tháng"),
        "{words}"
    );
    assert!(words.contains("Tổng điểm\n100\n91,5"));
}

#[test]
fn every_document_xml_is_as_it_was() {
    for (name, document) in [
        ("bien_ban", minutes(&sample::minutes(), &sample::marks())),
        ("trich_bien_ban", sample::extract()),
        ("nghi_quyet", resolution(&sample::resolution_paper())),
        (
            "du_thao_nghi_quyet",
            resolution(&sample::draft_resolution()),
        ),
    ] {
        let xml = part(&docx(&document), "word/document.xml")
            .replace("><w:p>", ">\n<w:p>")
            .replace("><w:tbl>", ">\n<w:tbl>");
        sample::is_as_it_was(&format!("{name}.document.xml"), &xml);
    }
}

#[test]
fn a_draft_resolution_leaves_room_for_number_and_day_and_says_that_it_is_a_draft() {
    let bytes = docx(&resolution(&sample::draft_resolution()));
    for header in ["word/header1.xml", "word/header2.xml"] {
        assert!(part(&bytes, header).contains("DỰ THẢO"), "{header}");
    }
    let words = paragraphs(&part(&bytes, "word/document.xml")).join("\n");
    assert!(
        words.contains("Số ......-NQ/CB\n") && !words.contains("tán thành, đạt"),
        "{words}"
    );
}

fn an_extract(items: Vec<u32>) -> Document {
    let paper = sochibo_papers::ExtractPaper {
        items,
        made_on: chrono::NaiveDate::from_ymd_opt(2026, 9, 20).unwrap(),
        signer_office: "Bí thư".into(),
        signer_name: "Trần Thị Bích Ngọc".into(),
    };
    sochibo_papers::extract(&sample::minutes(), &sample::marks(), &paper)
}

#[test]
fn an_extract_prints_the_chosen_items_only_and_certifies_them() {
    let minutes = sample::minutes();
    let (first, other) = (&minutes.open.items[0], &minutes.open.items[1]);
    let words = paragraphs(&part(
        &docx(&an_extract(vec![first.no])),
        "word/document.xml",
    ))
    .join("\n");
    let all = minutes.open.items.len();
    for expected in [
        "Tân Thới Hòa, ngày 20 tháng 9 năm 2026\nTRÍCH BIÊN BẢN\nsinh hoạt chi bộ thường kỳ tháng 9 năm 2026\n-----\n".to_owned(),
        format!("I- NỘI DUNG ĐƯỢC TRÍCH\n{}. {}", first.no, first.title),
        format!(
            "II- XÁC NHẬN\nBản trích gồm 01 mục ({}); {:02} mục khác không trích; nội dung đúng với biên bản đã được hội nghị thông qua ngày 05 tháng 9 năm 2026, phiên bản 1, lưu tại Chi bộ. Ngày trích: ngày 20 tháng 9 năm 2026.",
            first.no,
            all - 1
        ),
        "T/M CHI BỘ\nBÍ THƯ\n".to_owned(),
        "Trích từ phiên bản 1. Dấu kiểm: 7F3A 91C2 0B5E.".to_owned(),
    ] {
        assert!(words.contains(&expected), "“{expected}” không có trong:\n{words}");
    }
    assert!(
        !words.contains(&format!("{}. {}", other.no, other.title)),
        "{words}"
    );
    assert!(!words.contains("PHÂN CÔNG NHIỆM VỤ"), "{words}");
}

#[test]
fn minutes_say_why_the_meeting_was_short_and_when_the_paper_was_signed() {
    let mut short = sample::minutes();
    short.open.breaks.clear();
    short.open.short_because = Some("mưa bão, nước ngập đường".into());
    let marks = MinutesMarks {
        signed_on: chrono::NaiveDate::from_ymd_opt(2026, 9, 6),
        ..sample::marks()
    };
    let words = paragraphs(&part(&docx(&minutes(&short, &marks)), "word/document.xml")).join("\n");
    for expected in [
        "thời lượng 105 phút. Lý do họp ngắn: mưa bão, nước ngập đường. Biên bản đã được đọc lại",
        "Phiên bản 1. Dấu kiểm: 7F3A 91C2 0B5E. Đã ký bản giấy ngày 06 tháng 9 năm 2026.",
    ] {
        assert!(
            words.contains(expected),
            "“{expected}” không có trong:\n{words}"
        );
    }
}
