//! What stands in a PDF, read from the file itself by poppler where it is installed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod sample;

use std::process::Command;

use sochibo_papers::{
    Block, Document, Format, Layout, MinutesMarks, agenda, invitation, minutes, render, resolution,
    score_sheet,
};

fn pdf(document: &Document) -> Vec<u8> {
    render(document, &Layout::vptw05_2026().unwrap(), Format::Pdf).unwrap()
}

/// What poppler reads of a PDF; `None` on a machine without poppler.
fn poppler(tool: &str, options: &[&str], bytes: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("paper.pdf");
    std::fs::write(&file, bytes).unwrap();
    let mut command = Command::new(tool);
    command.args(options).arg(&file);
    if tool == "pdftotext" {
        command.arg("-");
    }
    let output = command.output().ok()?;
    Some(String::from_utf8(output.stdout).unwrap())
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_sentence_can_be_read_back() {
    let document = minutes(&sample::minutes(), &sample::marks());
    let bytes = pdf(&document);
    assert!(bytes.starts_with(b"%PDF-"));
    // Without the page number at the head of the second page, which stands between two lines.
    let Some(text) = poppler(
        "pdftotext",
        &["-x", "0", "-y", "50", "-W", "600", "-H", "800", "-r", "72"],
        &bytes,
    ) else {
        return;
    };
    let text = squeezed(&text);
    for block in &document.blocks {
        let words = match block {
            Block::Heading { text } | Block::Subheading { text } => text.as_str().to_owned(),
            Block::Paragraph { runs } | Block::Dash { runs } => {
                runs.iter().map(|run| run.text.as_str()).collect()
            }
            Block::Table(_) => continue,
        };
        // The face has no emoji: a box stands for it.
        let words = squeezed(words.split('🙂').next().unwrap());
        assert!(text.contains(&words), "“{words}” không có trong:\n{text}");
    }
    for words in [
        "ĐẢNG BỘ PHƯỜNG",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "NGƯỜI GHI BIÊN BẢN",
        "Khảo sát vị trí lắp camera an ninh",
        "7F3A 91C2 0B5E",
    ] {
        assert!(text.contains(words), "“{words}” không có trong:\n{text}");
    }
}

/// Lines end at the right margin: 210 - 15 mm is 552,8 pt.
#[test]
fn lines_are_justified_and_nothing_hangs_over_the_margin() {
    let document = minutes(&sample::minutes(), &sample::marks());
    let Some(boxes) = poppler("pdftotext", &["-bbox"], &pdf(&document)) else {
        return;
    };
    let word_ends = || {
        boxes
            .split("xMax=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().parse::<f64>().unwrap())
    };
    assert!(
        word_ends().all(|end| end < 553.3),
        "{:?}",
        word_ends().fold(0.0, f64::max)
    );
    let full = word_ends().filter(|end| *end > 552.3).count();
    assert_eq!(full, 22, "lines that are not the last of their paragraph");
}

#[test]
fn only_the_embedded_face_is_used() {
    let Some(fonts) = poppler(
        "pdffonts",
        &[],
        &pdf(&minutes(&sample::minutes(), &sample::marks())),
    ) else {
        return;
    };
    let rows: Vec<&str> = fonts.lines().skip(2).collect();
    assert!(rows.len() >= 3, "{fonts}");
    for row in rows {
        assert!(
            row.contains("LiberationSerif") && row.contains("yes yes yes"),
            "{fonts}"
        );
    }
}

#[test]
fn the_same_minutes_are_the_same_bytes() {
    let document = minutes(&sample::minutes(), &sample::marks());
    let first = pdf(&document);
    pdf(&agenda(&sample::agenda_paper()));
    assert_eq!(pdf(&document), first);
}

#[test]
fn the_file_is_dated_by_the_adoption_and_not_by_the_clock() {
    let Some(info) = poppler(
        "pdfinfo",
        &["-rawdates"],
        &pdf(&minutes(&sample::minutes(), &sample::marks())),
    ) else {
        return;
    };
    assert!(info.contains("CreationDate:    D:20260905211200"), "{info}");
    assert!(info.contains("Creator:         Sổ Chi bộ"), "{info}");
    assert!(info.contains("A4"), "{info}");
}

#[test]
fn nothing_that_people_type_is_read_as_markup_or_stops_the_print() {
    let nasty = "#panic(\"x\") $x$ *a* _b_ [c] \\ `d` <e> @f // g /* h */ ~ -- --- ... \"k\" 'l' = m\n\n+ n\t- o / p: q\u{0}\u{202e}\u{feff} 🙂 漢 \u{10ffff}";
    let mut data = sample::minutes();
    data.open.cell = nasty.into();
    data.open.ward = nasty.into();
    data.open.place = nasty.into();
    data.open.chair = Some(nasty.into());
    data.open.items[0].title = nasty.into();
    data.open.items[0].section = nasty.into();
    data.open.assignments[0].title = nasty.into();
    let mut marks = sample::marks();
    marks.fingerprint = Some(nasty.into());
    let Some(text) = poppler("pdftotext", &[], &pdf(&minutes(&data, &marks))) else {
        return;
    };
    let text = squeezed(&text);
    assert!(
        text.contains(
            "#panic(\"x\") $x$ *a* _b_ [c] \\ `d` <e> @f // g /* h */ ~ -- --- ... \"k\" 'l' = m"
        ),
        "{text}"
    );
}

#[test]
fn a_statement_of_many_pages_and_an_endless_word_are_printed_whole() {
    let mut data = sample::minutes();
    data.open.items[0].statements = data.open.items[3].statements.clone();
    data.open.items[0].statements[0].text = "Ý kiến rất dài. ".repeat(1500);
    data.open.items[0].statements[1].text = "x".repeat(3000);
    data.open.assignments[0].title = "Nhiệm vụ rất dài. ".repeat(400);
    let Some(text) = poppler("pdftotext", &[], &pdf(&minutes(&data, &sample::marks()))) else {
        return;
    };
    let text = squeezed(&text);
    assert!(
        text.matches("rất dài").count() >= 1890,
        "{}",
        text.matches("rất dài").count()
    );
}

/// Wherever the text ends, the last sentence, both signatures and the fingerprint share a page.
#[test]
fn signatures_never_stand_on_a_page_alone() {
    let mut lengths = std::collections::BTreeSet::new();
    for lines in 0..12 {
        let mut data = sample::minutes();
        data.open.petitions[0].text = vec!["Thêm một dòng"; lines + 1].join("\n");
        let Some(text) = poppler("pdftotext", &[], &pdf(&minutes(&data, &sample::marks()))) else {
            return;
        };
        let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
        lengths.insert(pages.len());
        let last = squeezed(pages.last().unwrap());
        for words in [
            "Buổi sinh hoạt kết thúc",
            "NGƯỜI GHI BIÊN BẢN",
            "CHỦ TRÌ HỘI NGHỊ",
            "Trần Thị Bích Ngọc",
            "7F3A",
        ] {
            assert!(
                last.contains(words),
                "{lines}: “{words}” không có trong:\n{last}"
            );
        }
    }
    assert!(
        lengths.len() > 1,
        "no text ended near the end of a page: {lengths:?}"
    );
}

#[test]
fn every_paper_prints() {
    let all = [
        ("bien_ban", minutes(&sample::minutes(), &sample::marks())),
        (
            "ban_nhap",
            minutes(&sample::minutes(), &MinutesMarks::default()),
        ),
        ("chuong_trinh", agenda(&sample::agenda_paper())),
        ("giay_moi", invitation(&sample::agenda_paper())),
        ("nghi_quyet", resolution(&sample::resolution_paper())),
        (
            "du_thao_nghi_quyet",
            resolution(&sample::draft_resolution()),
        ),
        ("trich_bien_ban", sample::extract()),
        (
            "phieu_cham_diem",
            score_sheet(
                &sample::score_paper(),
                &sample::minutes().open.score.unwrap(),
            ),
        ),
    ];
    for (name, document) in &all {
        let bytes = pdf(document);
        assert!(bytes.starts_with(b"%PDF-"), "{name}");
        // To look at: PAPERS_TO=/tmp/papers cargo test -p sochibo-papers every_paper
        if let Some(folder) = std::env::var_os("PAPERS_TO") {
            let folder = std::path::PathBuf::from(folder);
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join(format!("{name}.pdf")), bytes).unwrap();
            let layout = Layout::vptw05_2026().unwrap();
            std::fs::write(
                folder.join(format!("{name}.docx")),
                render(document, &layout, Format::Docx).unwrap(),
            )
            .unwrap();
        }
    }
}

#[test]
fn the_pages_on_the_screen_are_the_pages_of_the_pdf() {
    let document = minutes(&sample::minutes(), &sample::marks());
    let layout = Layout::vptw05_2026().unwrap();
    let pages = sochibo_papers::pages(&document, &layout).unwrap();
    assert!(pages.len() > 1);
    for page in &pages {
        assert!(page.starts_with("<svg"), "{}", &page[..40]);
        // Nothing is fetched and nothing runs: the page stands by itself.
        assert!(!page.contains("<script") && !page.contains("href=\"http"));
        assert!(page.len() < 2_000_000, "{} bytes", page.len());
    }
    if let Some(info) = poppler("pdfinfo", &[], &pdf(&document)) {
        let counted = info
            .lines()
            .find(|line| line.starts_with("Pages:"))
            .unwrap();
        assert_eq!(
            counted.split_whitespace().last().unwrap(),
            pages.len().to_string()
        );
    }
}

/// The words of the pages in the order in which they are read, a line for a line.
#[test]
fn the_words_of_extracts_and_resolutions_are_as_they_were() {
    for (name, document) in [
        ("trich_bien_ban", sample::extract()),
        ("nghi_quyet", resolution(&sample::resolution_paper())),
        (
            "du_thao_nghi_quyet",
            resolution(&sample::draft_resolution()),
        ),
    ] {
        let Some(text) = poppler("pdftotext", &[], &pdf(&document)) else {
            return;
        };
        let lines: Vec<String> = text
            .lines()
            .map(squeezed)
            .filter(|line| !line.is_empty())
            .collect();
        sample::is_as_it_was(&format!("{name}.pdf.txt"), &(lines.join("\n") + "\n"));
    }
}
