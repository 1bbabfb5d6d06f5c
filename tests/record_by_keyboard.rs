//! A meeting of 17 items and 24 people, recorded through the real window by keys alone: no click
//! once the meeting is open. At 1366×768, and a shorter one at text scale 26.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says where it fails by failing"
)]

mod common;

use common::{programs::Scb, window::Window};
use fantoccini::key::Key;
use serde_json::{Value, json};

const PASSPHRASE: &str = "hoa phượng đỏ tháng năm";
const ROSTER: &str = "\
Họ và tên,Trạng thái,Chức vụ
Nguyễn Văn Đức,chính thức,Bí thư
Trần Thị Bích Ngọc,chính thức,Thư ký
Lê Hoàng Ân,chính thức,Phó Bí thư
Đặng Quốc Bảo,chính thức,
Võ Thị Út,chính thức,
Dương Văn Ưng,chính thức,
Cao Xuân Uy,chính thức,
Bùi Văn Ân,chính thức,
Đinh Thị Đào,dự bị,
Phạm Thị Ánh,dự bị,
Hồ Minh Đức,chính thức,
Hoàng Thị Yến,chính thức,
Huỳnh Ngọc Ẩn,chính thức,
Lương Thị Nguyệt,chính thức,
Mai Văn Oanh,miễn sinh hoạt,
Ngô Thị Lan,chính thức,
Nguyễn Đức Dũng,chính thức,
Phan Thị Như,chính thức,
Tạ Đình Khôi,chính thức,
Trịnh Công Thành,chính thức,
Vũ Đăng Quang,miễn sinh hoạt,
Nguyễn Thị Vỹ,chính thức,
Y Bliă Niê Kdăm,chính thức,
Đoàn Văn Sáu,chính thức,
";

/// Statements as long as people make them.
const DISCUSSED: [(&str, &str); 3] = [
    (
        "bich",
        "Thống nhất với báo cáo. Đề nghị tập trung giải quyết dứt điểm điểm rác tự phát đầu hẻm 12, \
         phân công cụ thể từng đồng chí.",
    ),
    (
        "le hoang",
        "Đảng viên trẻ đi làm xa, xin linh hoạt giờ sinh hoạt vào tối thứ bảy.",
    ),
    (
        "pham",
        "Người lớn tuổi ngại phát biểu; đề nghị gửi tài liệu trước 3 ngày để chuẩn bị ý kiến.",
    ),
];
/// How many statements are seen from their first line to their last.
const WHOLE_STATEMENTS: &str = "(() => {
    const row = (one) => one.getBoundingClientRect();
    const all = [...document.querySelectorAll('[data-test=statement]')];
    const list = all[0]?.closest('[tabindex]');
    return all.filter((one) =>
        row(one).top >= row(list).top && row(one).bottom <= row(list).bottom + 1).length;
})()";

/// The book of a cell of 24, with a meeting that is about to begin.
struct Hall {
    scb: Scb,
    id: String,
    window: Window,
    _folder: tempfile::TempDir,
}

impl Hall {
    async fn open(scale: Option<u32>) -> Self {
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
        ]);
        let roster = folder.path().join("roster.csv");
        std::fs::write(&roster, ROSTER).unwrap();
        let taken = scb.say(&["members", "import", roster.to_str().unwrap()]);
        assert_eq!(taken["taken"], 24);
        let made = scb.say(&[
            "meeting",
            "new",
            "--kind",
            "thuong_ky",
            "--month",
            "2026-10",
        ]);
        assert_eq!(made["agenda"].as_array().unwrap().len(), 17);
        let id = made["id"].as_str().unwrap().to_owned();
        let window = Window::unlock(&scb.book, PASSPHRASE).await;
        if let Some(scale) = scale {
            window.click("nav-cai-dat").await;
            window.click("scale-more").await;
            window.control("0").await;
            for _ in 18..scale {
                window.control("=").await;
            }
            let size = window
                .script(
                    "return getComputedStyle(document.documentElement).fontSize",
                    vec![],
                )
                .await;
            assert_eq!(size, Value::String(format!("{scale}px")));
        }
        window.click("nav-sinh-hoat").await;
        window.click("meeting").await;
        window.click("start-meeting").await;
        window.find("say-speaker").await;
        Self {
            scb,
            id,
            window,
            _folder: folder,
        }
    }

    /// Keys to whatever has the focus.
    async fn press(&self, keys: &[Key]) {
        for key in keys {
            self.window.key(&char::from(*key).to_string()).await;
        }
    }

    async fn chord(&self, keys: &[Key], letter: &str) {
        let mut chord: String = keys.iter().map(|key| char::from(*key)).collect();
        chord.push_str(letter);
        chord.push(char::from(Key::Null));
        self.window.key(&chord).await;
    }

    /// Waits until what has the focus bears this `data-test`.
    async fn at(&self, name: &str) {
        let deadline = std::time::Instant::now() + common::PATIENCE;
        loop {
            let here = self
                .window
                .script("return document.activeElement?.dataset.test ?? document.activeElement?.tagName", vec![])
                .await;
            if here == name {
                return;
            }
            if std::time::Instant::now() > deadline {
                self.window.picture("failed").await;
                panic!(
                    "the focus is on {here}, not on {name}: {}",
                    self.window.text().await
                );
            }
            tokio::time::sleep(std::time::Duration::from_millis(30)).await;
        }
    }

    /// Waits until a script answers `true`.
    async fn until(&self, script: &str, what: &str) {
        let deadline = std::time::Instant::now() + common::PATIENCE;
        while self.window.script(script, vec![]).await != Value::Bool(true) {
            if std::time::Instant::now() > deadline {
                self.window.picture("failed").await;
                panic!("{what}: {}", self.window.text().await);
            }
            tokio::time::sleep(std::time::Duration::from_millis(30)).await;
        }
    }

    async fn no_dialog(&self) {
        self.until(
            "return !document.querySelector('dialog[open]')",
            "the dialog stays open",
        )
        .await;
    }

    /// A few letters of a name, what was said, Ctrl+Enter.
    async fn say(&self, letters: &str, text: &str) {
        self.at("say-speaker").await;
        self.window.key(letters).await;
        self.press(&[Key::Enter]).await;
        self.at("say-text").await;
        self.window.key(text).await;
        self.window.control_enter().await;
        self.window.says(text).await;
        self.at("say-speaker").await;
    }

    /// F3, until the meeting is at this item.
    async fn next(&self, no: u32) {
        self.press(&[Key::F3]).await;
        self.is_at(no).await;
    }

    async fn is_at(&self, no: u32) {
        self.until(
            &format!("return document.querySelector('[data-test=agenda-{no}]')?.getAttribute('aria-current') === 'step'"),
            "the meeting does not go on",
        )
        .await;
    }

    /// F4: so many hands of those in the room.
    async fn vote(&self, yes: &str, no: &str) {
        self.press(&[Key::F4]).await;
        self.at("vote-for").await;
        self.window.key(yes).await;
        self.press(&[Key::Tab]).await;
        self.window.key(no).await;
        self.window.control_enter().await;
        self.no_dialog().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_meeting_is_recorded_by_keys_alone() {
    let hall = Hall::open(None).await;
    let window = &hall.window;

    // F8: everyone is called by one key each.
    hall.press(&[Key::F8]).await;
    hall.at("attend-row").await;
    for n in 0..24 {
        // In the order of the list: one excused with a reason, one late, one absent, the rest there.
        match n {
            3 => {
                window.key("3").await;
                hall.at("attend-reason").await;
                window.key("ốm").await;
                hall.press(&[Key::Enter]).await;
                hall.at("attend-row").await;
            }
            5 => window.key("2").await,
            7 => window.key("4").await,
            _ => window.key("1").await,
        }
    }
    window.is_accessible("roll").await;
    window.picture("keyboard-roll").await;
    hall.press(&[Key::Escape]).await;
    hall.no_dialog().await;
    hall.at("say-speaker").await;
    // The exempt ones came too, so they are counted.
    window.says("Được biểu quyết: 22").await;

    hall.say("bich", "Giới thiệu đại biểu, tuyên bố lý do.")
        .await;
    for no in 2..=5 {
        hall.next(no).await;
    }
    hall.vote("19", "0").await;
    window.says("19 tán thành").await;
    for no in 6..=9 {
        hall.next(no).await;
    }
    // F7 from the middle of a sentence: draft, caret and focus come back.
    hall.at("say-speaker").await;
    window.key("dqb").await;
    hall.press(&[Key::Enter]).await;
    hall.at("say-text").await;
    window.key("Tôi xin tự kiểm điểm").await;
    hall.press(&[Key::Left, Key::Left, Key::F7]).await;
    hall.at("criticism-who").await;
    window.key("dqb").await;
    hall.press(&[Key::Enter]).await;
    hall.at("criticism-text").await;
    window.key("Chưa dự đủ các buổi họp tổ.").await;
    window.is_accessible("criticism").await;
    window.control_enter().await;
    hall.no_dialog().await;
    hall.at("say-text").await;
    let caret = window
        .script("return document.activeElement.selectionStart", vec![])
        .await;
    assert_eq!(caret, "Tôi xin tự kiểm điểm".chars().count() - 2);
    hall.press(&[Key::End]).await;
    window.key(", sẽ khắc phục trong tháng.").await;
    window.control_enter().await;
    window
        .says("Tôi xin tự kiểm điểm, sẽ khắc phục trong tháng.")
        .await;

    for no in 10..=11 {
        hall.next(no).await;
    }
    hall.say(
        "ngoc",
        "Thống nhất với báo cáo; đề nghị giải quyết dứt điểm điểm rác đầu hẻm 12.",
    )
    .await;
    // Shift+Enter: in the queue; the next field then proposes who has asked.
    window.key("ut").await;
    hall.chord(&[Key::Shift, Key::Enter], "").await;
    window.find("queue").await;
    hall.at("say-speaker").await;
    hall.press(&[Key::Down]).await;
    hall.until(
        "return document.querySelector('[role=option][aria-selected=true]')?.textContent.includes('Võ Thị Út') ?? false",
        "who has asked is not the first",
    )
    .await;
    hall.press(&[Key::Enter]).await;
    hall.at("say-text").await;
    // A phrase behind two letters.
    window.key("nt").await;
    hall.press(&[Key::F5]).await;
    hall.until(
        "return document.querySelector('[data-test=say-text]').value === 'Nhất trí với nội dung báo cáo.'",
        "the phrase does not open",
    )
    .await;
    window.picture("keyboard-typing").await;
    window.control_enter().await;
    window
        .says("Võ Thị Út: Nhất trí với nội dung báo cáo.")
        .await;
    assert!(
        !window.has("queue").await,
        "who has spoken has left the queue"
    );
    hall.say("sau", "Câu này sẽ bị bỏ.").await;
    // Nothing stands in the field: Ctrl+Z is the journal's.
    hall.chord(&[Key::Control], "z").await;
    window
        .says("Đã hoàn tác: ý kiến của đ/c Đoàn Văn Sáu")
        .await;
    hall.chord(&[Key::Control], "y").await;
    window.says("Đã làm lại: ý kiến của đ/c Đoàn Văn Sáu").await;
    hall.chord(&[Key::Control], "z").await;
    window
        .says("Đã hoàn tác: ý kiến của đ/c Đoàn Văn Sáu")
        .await;
    // In a field with text it is the field's own.
    hall.at("say-speaker").await;
    window.key("xyz").await;
    hall.chord(&[Key::Control], "z").await;
    window
        .says("Đã hoàn tác: ý kiến của đ/c Đoàn Văn Sáu")
        .await;
    hall.until(
        "document.querySelector('[data-test=say-speaker]').select(); return true",
        "select",
    )
    .await;
    hall.press(&[Key::Backspace]).await;
    window.is_accessible("record").await;
    window.picture("keyboard-record").await;
    // What is finished is folded, and still named.
    hall.until(
        "const fold = document.querySelector('[data-test=agenda-done-1]'); \
         return fold.textContent.includes('1–5. Tuyên bố lý do; Cử thư ký') && \
         fold.title.includes('5. Thông qua nội dung, chương trình')",
        "the folded items have no names",
    )
    .await;

    // F9 and F6 from an item.
    hall.press(&[Key::F9]).await;
    hall.at("petition-text").await;
    window.key("Lắp camera đầu hẻm 12.").await;
    window.control_enter().await;
    hall.no_dialog().await;
    for no in 12..=14 {
        hall.next(no).await;
    }
    hall.press(&[Key::F6]).await;
    hall.at("assign-who").await;
    window.key("bao").await;
    hall.press(&[Key::Enter]).await;
    hall.at("assign-title").await;
    window
        .key("Vận động 5 hộ dời vật dụng lấn chiếm hẻm 12")
        .await;
    window.control_enter().await;
    hall.no_dialog().await;
    hall.next(15).await;
    hall.vote("18", "1").await;
    window.says("18 tán thành").await;
    hall.next(16).await;
    // Each key is a button too.
    window.click("key-next").await;
    hall.is_at(17).await;
    // F2: from wherever one is back to the line.
    window
        .script(
            "document.querySelector('[data-test=meeting-back]').focus()",
            vec![],
        )
        .await;
    hall.press(&[Key::F2]).await;
    hall.at("say-speaker").await;
    hall.say("duc", "Đọc biên bản trước chi bộ.").await;
    assert!(window.has("saved").await);
    window.is_accessible("record, last item").await;
    // After the last item F3 asks whether to end; Enter on the button ends.
    hall.press(&[Key::F3]).await;
    window.find("end-confirm").await;
    hall.until(
        "document.querySelector('[data-test=end-confirm]').focus(); return true",
        "focus",
    )
    .await;
    hall.press(&[Key::Enter]).await;
    window.find("checks").await;

    let Hall {
        scb, id, window, ..
    } = hall;
    window.close().await;
    let meeting = scb.say(&["meeting", "show", &id]);
    assert_eq!(meeting["state"], "da_ket_thuc");
    let counts = &meeting["counts"];
    assert_eq!(
        (
            &counts["present"],
            &counts["late"],
            &counts["excused"],
            &counts["unexcused"]
        ),
        (&json!(22), &json!(1), &json!(1), &json!(1))
    );
    assert_eq!(meeting["statements"].as_array().unwrap().len(), 5);
    assert_eq!(meeting["votes"].as_array().unwrap().len(), 2);
    assert_eq!(meeting["criticism_counts"]["tu_phe_binh"], 1);
    assert_eq!(meeting["assignments"].as_array().unwrap().len(), 1);
    assert_eq!(meeting["petitions"].as_array().unwrap().len(), 1);
    assert_eq!(scb.say(&["doctor", "--deep"])["ok"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn at_text_scale_26_the_keys_do_the_same() {
    let hall = Hall::open(Some(26)).await;
    let window = &hall.window;
    hall.press(&[Key::F8]).await;
    hall.at("attend-row").await;
    for _ in 0..24 {
        window.key("1").await;
    }
    window.is_accessible("roll at 26").await;
    window.picture("keyboard-roll-26").await;
    hall.press(&[Key::Escape]).await;
    hall.no_dialog().await;
    hall.say("bao", "Tôi nhận phụ trách tổ 5.").await;
    hall.next(2).await;
    hall.vote("22", "0").await;
    window.says("22 tán thành").await;
    window.is_accessible("record at 26").await;
    hall.next(3).await;
    for (letters, text) in DISCUSSED {
        hall.say(letters, text).await;
    }
    hall.until(
        &format!("return {WHOLE_STATEMENTS} === {}", DISCUSSED.len()),
        "not all three statements stand on the screen",
    )
    .await;
    hall.until(
        "return [...document.querySelectorAll('[role=toolbar] button')].every((key) => \
         key.getBoundingClientRect().bottom <= innerHeight && \
         key.scrollWidth <= key.clientWidth && key.scrollHeight <= key.clientHeight)",
        "a key is cut off",
    )
    .await;
    window.picture("keyboard-record-26").await;
    let wide = window
        .script(
            "return document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight",
            vec![],
        )
        .await;
    assert_eq!(wide, Value::Bool(true), "the frame scrolls");
    // A dialog that only tells something begins with its text, so that the keys scroll it where the
    // window is too low for it.
    hall.until(
        "document.querySelector('[data-test=end-meeting]').focus(); return true",
        "focus",
    )
    .await;
    hall.press(&[Key::Enter]).await;
    window.find("end-confirm").await;
    window.picture("keyboard-end-26").await;
    window
        .script(
            "document.querySelector('dialog[open]').style.maxHeight = '12rem'",
            vec![],
        )
        .await;
    hall.press(&[Key::PageDown]).await;
    hall.until(
        "const body = document.activeElement; \
         return Boolean(body.closest('dialog')) && body.scrollTop > 0",
        "the keys do not scroll the dialog",
    )
    .await;
    hall.press(&[Key::Escape]).await;
    hall.no_dialog().await;
    // Help begins with the keys of this screen; the others are folded.
    hall.press(&[Key::F1]).await;
    window.find("keys-record").await;
    window.is_accessible("help at 26").await;
    window.picture("keyboard-help-26").await;
    let first = window
        .script(
            "return document.querySelector('[data-test^=keys-]').dataset.test",
            vec![],
        )
        .await;
    assert_eq!(first, "keys-record");
    let Hall {
        scb, id, window, ..
    } = hall;
    window.close().await;
    let meeting = scb.say(&["meeting", "show", &id]);
    assert_eq!(
        meeting["statements"].as_array().unwrap().len(),
        1 + DISCUSSED.len()
    );
    assert_eq!(meeting["votes"][0]["for"], 22);
}
