//! After the meeting, in the real window: findings lead to their places and back, a score is
//! changed with a reason, the minutes are read aloud by keys and voted on, adopted, extracted,
//! signed, amended, and both versions compared. axe-core looks at every step.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says where it fails by failing"
)]

mod common;

use common::{programs::Scb, window::Window};
use fantoccini::{Locator, key::Key};

const PASSPHRASE: &str = "hoa phượng đỏ tháng năm";
const MEMBERS: [(&str, &str); 5] = [
    ("Trần Thị Bích Ngọc", "Bí thư"),
    ("Đặng Quốc Bảo", "Thư ký"),
    ("Lê Hoàng Ân", ""),
    ("Võ Thị Út", ""),
    ("Dương Văn Ưng", ""),
];

/// A cell whose October meeting has just ended: short, with letters of an old encoding, an
/// assignment without a day, and one member away without a word.
struct Evening {
    scb: Scb,
    meeting: String,
    /// `19:40–19:50`
    pause: String,
    _folder: tempfile::TempDir,
}

impl Evening {
    fn ended() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let scb = Scb {
            book: folder.path().join("chibo.sochibo"),
            passphrase: PASSPHRASE.to_owned(),
        };
        scb.say(&[
            "init",
            "--cell",
            "Khu phố 12",
            "--cell-type",
            "khu_pho",
            "--ward",
            "Phường Tân Thới Hòa",
            "--place",
            "Văn phòng khu phố 12",
        ]);
        for (name, office) in MEMBERS {
            scb.say(&[
                "members",
                "add",
                "--name",
                name,
                "--status",
                "chinh_thuc",
                "--office",
                office,
            ]);
        }
        let made = scb.say(&[
            "meeting",
            "new",
            "--kind",
            "thuong_ky",
            "--month",
            "2026-10",
        ]);
        let meeting = made["id"].as_str().unwrap().to_owned();
        scb.say(&["meeting", "start", &meeting]);
        scb.say(&[
            "attend",
            &meeting,
            "--member",
            "Dương Văn Ưng",
            "--status",
            "unexcused",
        ]);
        scb.say(&["attend", &meeting, "--all", "present"]);
        scb.say(&["break", &meeting, "begin"]);
        let paused = scb.say(&["break", &meeting, "end"]);
        let minute = |end: &str| paused["breaks"][0][end].as_str().unwrap()[11..16].to_owned();
        let pause = format!("{}–{}", minute("from"), minute("to"));
        for (name, text) in [
            (
                "Lê Hoàng Ân",
                "Đề nghị giải quyết dứt điểm điểm rác đầu hẻm 12.",
            ),
            ("Võ Thị Út", "T«i nhÊt trÝ víi dù th¶o nghÞ quyÕt."),
        ] {
            scb.say(&[
                "say", &meeting, "--item", "11", "--member", name, "--text", text,
            ]);
        }
        scb.say(&[
            "assignment",
            "add",
            "--member",
            "Đặng Quốc Bảo",
            "--title",
            "Vận động dọn điểm rác đầu hẻm 12",
            "--meeting",
            &meeting,
        ]);
        scb.say(&["meeting", "end", &meeting]);
        Self {
            scb,
            meeting,
            pause,
            _folder: folder,
        }
    }

    fn show(&self) -> serde_json::Value {
        self.scb.say(&["meeting", "show", &self.meeting])
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meeting_is_finished_from_its_checks_to_an_amendment() {
    let evening = Evening::ended();
    let window = Window::unlock(&evening.scb.book, PASSPHRASE).await;
    window.click("nav-sinh-hoat").await;
    window.click("meeting").await;

    checks(&window).await;
    score(&window).await;
    read_aloud(&window, &evening.pause).await;
    adopt(&window).await;
    papers(&window).await;
    amend(&window).await;
    window.close().await;

    let meeting = evening.show();
    assert_eq!(meeting["version"], 2);
    assert_eq!(meeting["score"]["gate"], serde_json::json!(["3a"]));
    let trail = evening.scb.say(&["audit"]);
    let printed = |line: &&serde_json::Value| line["act"] == "print";
    let printed = trail.as_array().unwrap().iter().find(printed).unwrap();
    assert_eq!(printed["subject_kind"], "bien_ban");
    assert_eq!(meeting["short_because"], "Mưa bão, nước ngập đường");
    assert!(meeting["versions"][0]["signed_on"].is_string());
    assert_eq!(meeting["versions"][1]["reason"], "Ghi thiếu ý đồng chí Ân");
    assert_eq!(evening.scb.say(&["doctor"])["ok"], true);
    let compared = evening.scb.say(&[
        "meeting",
        "compare",
        &evening.meeting,
        "--from",
        "1",
        "--to",
        "2",
    ]);
    let what = compared["differences"].to_string();
    assert!(what.contains("Ý kiến của Lê Hoàng Ân"), "{what}");
    let extract = evening.scb.book.with_file_name("trich.docx");
    let wrote = evening.scb.say(&[
        "export",
        &evening.meeting,
        "--paper",
        "trich_bien_ban",
        "--items",
        "1,11",
        "-o",
        extract.to_str().unwrap(),
    ]);
    assert!(wrote["bytes"].as_u64().unwrap() > 2_000);
}

/// What has the focus.
async fn focused(window: &Window, attribute: &str) -> String {
    let script = format!(
        "return document.activeElement.closest('[{attribute}]')?.getAttribute('{attribute}') ?? ''"
    );
    let value = window.script(&script, vec![]).await;
    value.as_str().unwrap_or_default().to_owned()
}

async fn stands_on(window: &Window, attribute: &str, wanted: &str) {
    let deadline = std::time::Instant::now() + common::PATIENCE;
    loop {
        let found = focused(window, attribute).await;
        if found.starts_with(wanted) && !found.is_empty() {
            return;
        }
        assert!(
            std::time::Instant::now() < deadline,
            "stands on {found:?}, not {wanted:?}"
        );
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

async fn key(window: &Window, key: Key) {
    window.key(&char::from(key).to_string()).await;
}

async fn checks(window: &Window) {
    window.find("checks").await;
    window.is_accessible("checks").await;
    window.picture("finish-checks").await;

    // The reason for a short meeting.
    window.click("check-R04").await;
    window
        .write("short-reason", "Mưa bão, nước ngập đường")
        .await;
    window.is_accessible("why it was short").await;
    window.click("short-save").await;
    window.says("Lý do đã ghi: Mưa bão").await;

    // The row of the member who stayed away, and back.
    window.click("check-R09").await;
    window.find("attend-row").await;
    stands_on(window, "data-member", "").await;
    let row = focused(window, "aria-label").await;
    assert!(row.starts_with("Dương Văn Ưng"), "{row}");
    window.is_accessible("the row of the roll").await;
    key(window, Key::Escape).await;
    window.gone("attend-row").await;
    window.click("check-back").await;
    stands_on(window, "data-test", "check-R09").await;

    // The assignment without a day.
    window.click("check-R12").await;
    window.write("mend-assign-due", "28/10/2026").await;
    window.is_accessible("an assignment mended").await;
    window.click("mend-assign-save").await;
    window.gone("check-R12").await;

    // Letters of an old encoding, beside what they mean.
    window.click("check-R21").await;
    window.says("Tôi nhất trí với dự thảo nghị quyết.").await;
    window.is_accessible("letters mended").await;
    window.picture("finish-letters").await;
    window.click("flaws-mend").await;
    window.gone("check-R21").await;

    // The vote on the score that was not taken: the ballot opens at its item; looked at, and back.
    window.click("check-R13").await;
    window.find("vote-for").await;
    window.says("Tính trên 05 đảng viên").await;
    key(window, Key::Escape).await;
    window.gone("vote-for").await;
    window.click("check-back").await;
    window.find("checks").await;
    window.click("check-next").await;
}

async fn score(window: &Window) {
    window.find("score-total").await;
    window.is_accessible("the score sheet").await;
    window.picture("finish-score").await;
    window.click("score-change-3a").await;
    window.fill("score-points", "2,5").await;
    window.write("score-reason", "Nội dung còn dàn trải").await;
    window.is_accessible("a score changed").await;
    window.click("score-save").await;
    window.says("Nội dung còn dàn trải").await;
    window.choose("score-option", "raise_4b").await;
    window.says("điểm mục 4c chuyển sang mục 4b").await;
    // What the ward asks for before the highest band.
    window.click("gate-open").await;
    window.click("gate-3a").await;
    window.says("Kỳ này chưa đủ điểm: mục 3a.").await;
    window.is_accessible("the gate of the highest band").await;
    window.picture("finish-gate").await;
    window.click("score-next").await;
}

async fn read_aloud(window: &Window, pause: &str) {
    window.find("read-through").await;
    window.click("read-aloud").await;
    window.find("read-page").await;
    window.is_accessible("reading aloud").await;
    let at = async |page: &str| {
        let deadline = std::time::Instant::now() + common::PATIENCE;
        loop {
            let shown = window.find("read-at").await.text().await.unwrap();
            if shown.starts_with(&format!("{page}/")) {
                return shown;
            }
            assert!(
                std::time::Instant::now() < deadline,
                "at {shown}, not {page}"
            );
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    at("1").await;
    // The break stands with the opening, as the paper prints it.
    let opening = window.find("read-page").await.text().await.unwrap();
    let breaks = format!("Giải lao: {pause}");
    assert!(
        opening.replace('\n', " ").contains(&breaks),
        "{breaks} in {opening}"
    );
    window.picture("finish-read-opening").await;
    key(window, Key::PageDown).await;
    at("2").await;
    key(window, Key::Right).await;
    at("3").await;
    key(window, Key::Left).await;
    at("2").await;
    for _ in 0..10 {
        key(window, Key::Right).await;
    }
    at("12").await;
    window
        .says("Đề nghị giải quyết dứt điểm điểm rác đầu hẻm 12.")
        .await;
    window.picture("finish-read-aloud").await;
    // Escape goes back to the book; reading goes on where it stopped.
    key(window, Key::Escape).await;
    window.gone("read-page").await;
    window.click("read-aloud").await;
    at("12").await;
    key(window, Key::Home).await;
    at("1").await;
    key(window, Key::End).await;
    window.click("vote-minutes").await;
    window.click("vote-everyone").await;
    window.is_accessible("the vote on the minutes").await;
    window.click("vote-save").await;
    window.find("minutes-vote").await;
    window.picture("finish-vote").await;
    window.click("read-adopt").await;
}

async fn adopt(window: &Window) {
    window.find("preview-sent").await;
    window.is_accessible("before adopting").await;
    window.click("adopt").await;
    window.click("adopt-confirm").await;
    window.find("version-1").await;
    window.is_accessible("adopted").await;
    window.click("sign-1").await;
    window.is_accessible("signing").await;
    window.click("sign-save").await;
    window.says("Đã ký bản giấy ngày").await;
    window.picture("finish-adopted").await;
    window.click("adopt-next").await;
}

async fn papers(window: &Window) {
    window.click("bien_ban-look").await;
    window.css("[data-test=pages] img").await;
    let broken = "return [...document.querySelectorAll('[data-test=pages] img')]
        .filter((page) => page.complete && page.naturalWidth === 0).length";
    assert_eq!(
        window.script(broken, vec![]).await,
        0,
        "a page is not shown"
    );
    window.is_accessible("the pages of the minutes").await;
    window.picture("finish-pages").await;
    print(window).await;
    key(window, Key::Escape).await;
    window.gone("pages").await;
    window.click("extract").await;
    window.find("extract-items").await;
    // By keys alone: from the first item, two further on.
    window.find("extract-1").await.send_keys(" ").await.unwrap();
    window
        .find("extract-11")
        .await
        .send_keys(" ")
        .await
        .unwrap();
    window.says("PDF, 02 mục").await;
    window.is_accessible("the extract").await;
    window.picture("finish-extract").await;
    window.click("extract-look").await;
    window.css("[data-test=pages] img").await;
    key(window, Key::Escape).await;
    window.gone("pages").await;
    key(window, Key::Escape).await;
    window.gone("extract-items").await;
}

/// The pages go to the printer as they are shown, and nothing else does.
async fn print(window: &Window) {
    let pages = "return document.querySelectorAll('[data-test=pages] img').length";
    let pages = window.script(pages, vec![]).await;
    // No printer here: what would be printed is counted.
    let keep = "window.print = () => (window.printed =
        [...document.getElementById('printed').children].filter(node => node.src).length)";
    window.script(keep, vec![]).await;
    window.click("pages-print").await;
    let deadline = std::time::Instant::now() + common::PATIENCE;
    while window.script("return window.printed ?? null", vec![]).await != pages {
        assert!(std::time::Instant::now() < deadline, "not every page");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

async fn amend(window: &Window) {
    window.click("step-adopt").await;
    window.click("amend").await;
    window
        .write("amend-reason", "Ghi thiếu ý đồng chí Ân")
        .await;
    window.is_accessible("an amendment begun").await;
    window.click("amend-confirm").await;
    window.click("amend-edit").await;
    window.click("agenda-11").await;
    let edit = "[data-test=statements] li:first-child [data-test=statement-edit]";
    let edit = window.css(edit).await;
    window.press(&edit, "statement-edit").await;
    let text = window.find("statement-text").await;
    text.send_keys(" Tôi xin nhận phụ trách.").await.unwrap();
    window.click("tab-closing").await;
    window.click("step-adopt").await;
    window.click("amend-look").await;
    window.find("differences").await;
    window.says("Tôi xin nhận phụ trách.").await;
    window.is_accessible("what the amendment changes").await;
    window.picture("finish-compare").await;
    key(window, Key::Escape).await;
    window.gone("differences").await;
    window.click("amend-finish").await;
    window.find("version-2").await;
    window.click("compare-2").await;
    window.find("differences").await;
    window.says("Ý kiến của Lê Hoàng Ân").await;
    let marked = window
        .client
        .find_all(Locator::Css("[data-test=differences] ins"))
        .await
        .unwrap();
    assert!(!marked.is_empty(), "the new words are marked");
    window.is_accessible("two versions").await;
    key(window, Key::Escape).await;
    window.gone("differences").await;
}
