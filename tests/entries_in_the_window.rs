//! What a meeting is made of beside statements, each entered by hand in the real window: who came
//! late and left early with the times, a delegate of the superior, a secret vote with an opinion
//! that is reserved, a criticism with all that belongs to it, phrases, the queue; and before the
//! meeting the fields of an item, a template of the cell's own, the invitation, the draft
//! resolution that is fed by an assignment.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says where it fails by failing"
)]

mod common;

use std::time::{Duration, Instant};

use common::{
    PATIENCE,
    meeting::{begin_at, book_of},
    programs::Scb,
    window::{self, Window},
};
use fantoccini::{Locator, elements::Element, key::Key};
use serde_json::{Value, json};
use sochibo_book::{Clock, SystemClock};

const NAMES: [&str; 5] = [
    "Đặng Quốc Bảo",
    "Lê Hoàng Ân",
    "Võ Thị Út",
    "Cao Xuân Uy",
    "Hồ Thị Én",
];

/// How many minutes ago the meeting has begun: its first item has two.
const AGO: u64 = 40;

async fn press(window: &Window, key: Key) {
    window.key(&char::from(key).to_string()).await;
}

/// An element in the row of somebody on the roll.
async fn in_the_row(window: &Window, name: &str, what: &str) -> Element {
    window
        .css(&format!(
            "li:has([data-test=attend-row][aria-label^='{name}']) [data-test={what}]"
        ))
        .await
}

/// Writes a time over what stands in a row, and leaves the field. (To clear it first would say that
/// there is none.)
async fn write_time(window: &Window, name: &str, what: &str, time: &str) {
    let field = in_the_row(window, name, what).await;
    window
        .script(
            "arguments[0].focus(); arguments[0].select();",
            vec![serde_json::to_value(&field).unwrap()],
        )
        .await;
    window.key(time).await;
    press(window, Key::Tab).await;
}

/// Waits until the book, asked by the window itself, says this of the meeting.
async fn until(window: &Window, id: &str, what: &str, is: impl Fn(&Value) -> bool) -> Value {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let view = window.call("meetings_show", json!({ "id": id })).await;
        if is(&view) {
            return view;
        }
        if Instant::now() > deadline {
            window.picture("failed").await;
            panic!("{what}: {view}");
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn of<'a>(view: &'a Value, name: &str) -> &'a Value {
    let rows = view["attendance"].as_array().unwrap();
    rows.iter().find(|row| row["name"] == name).unwrap()
}

/// `19:20` of a time of the book.
fn clock(at: &Value) -> Option<&str> {
    at.as_str().map(|at| &at[11..16])
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_belongs_to_a_meeting_is_entered_by_hand() {
    let _display = window::alone().await;
    let folder = tempfile::tempdir().unwrap();
    let scb = book_of(&folder.path().join("chibo.sochibo"), &NAMES);
    let begun = SystemClock.now() - Duration::from_secs(AGO * 60);
    let id = begin_at(&scb, &begun.to_rfc3339());
    let window = Window::at_the_record(&scb.book).await;

    overrun(&window).await;
    roll(&window, &id).await;
    queue(&window, &id).await;
    statement(&window, &id).await;
    secret_vote(&window, &id).await;
    criticism(&window).await;
    bar(&window).await;
    phrases(&window).await;
    item(&window, &id).await;
    invitation(&window).await;
    resolution(&window, &id).await;
    own_template(&window).await;
    found_without_accents(&window).await;
    window.close().await;
    the_book_agrees(&scb, &id);
}

/// The first item took longer than it should: said calmly, beside what was planned.
async fn overrun(window: &Window) {
    let item = window.find("agenda-1").await.text().await.unwrap();
    assert!(item.contains("dự kiến 2"), "{item}");
    let over = window
        .css("[data-test=agenda-1] .over")
        .await
        .text()
        .await
        .unwrap();
    let minutes: u64 = over
        .trim_start_matches("quá ")
        .trim_end_matches('′')
        .parse()
        .unwrap_or_else(|_| panic!("{over}"));
    assert!((AGO - 4..AGO + 10).contains(&minutes), "{over}");
}

async fn roll(window: &Window, id: &str) {
    window.click("key-attend").await;
    window.find("attend-counts").await;
    let late = in_the_row(window, "Võ Thị Út", "attend-late").await;
    window.press(&late, "attend-late").await;
    write_time(window, "Võ Thị Út", "attend-arrived", "19h05").await;
    let arrived = |view: &Value| clock(&of(view, "Võ Thị Út")["arrived_at"]) == Some("19:05");
    until(window, id, "the time of arrival", arrived).await;

    let leave = in_the_row(window, "Cao Xuân Uy", "attend-leave").await;
    window.press(&leave, "attend-leave").await;
    write_time(window, "Cao Xuân Uy", "attend-left", "20:15").await;
    let left = |view: &Value| clock(&of(view, "Cao Xuân Uy")["left_at"]) == Some("20:15");
    until(window, id, "the time of leaving", left).await;
    // What is no time is said, and takes nothing away.
    write_time(window, "Cao Xuân Uy", "attend-left", "tám giờ tối").await;
    window.says("SO-23").await;
    window.says("tám giờ tối").await;
    window.says("Ghi giờ như 19:30").await;
    assert!(left(&until(window, id, "the meeting", |_| true).await));
    window.says("Có mặt 5/5").await;
    window.is_accessible("the roll with times").await;
    window.picture("entries-roll").await;

    window.write("guest-name", "Lê Văn Tám").await;
    window.write("guest-office", "Đảng ủy viên phường").await;
    window.choose("guest-kind", "superior").await;
    window.click("guest-add").await;
    window.says("Đại biểu cấp trên").await;
    window.find("guest").await;
    press(window, Key::Escape).await;
    window.gone("attend-counts").await;
    // Who has left votes no more, and still counts for N.
    window.says("Được biểu quyết: 5").await;
}

/// By hand into the queue, and out of it with a way back.
async fn queue(window: &Window, id: &str) {
    window.write("queue-add", "ut").await;
    press(window, Key::Enter).await;
    window.find("queue-1").await;
    window.click("queue-lower").await;
    window.gone("queue-1").await;
    window.click("undo").await;
    window.find("queue-1").await;
    until(window, id, "the queue", |view| {
        view["queue"][0]["name"] == "Võ Thị Út"
    })
    .await;
}

/// Given to whoever really said it; removed, and brought back.
async fn statement(window: &Window, id: &str) {
    window.give_the_floor("bao").await;
    window.write("say-text", "Đề nghị lắp đèn đầu hẻm.").await;
    window.click("say-done").await;
    window.find("statement").await;
    window.click("statement-edit").await;
    let who = window.css("[data-test=statement] .who").await;
    window.press(&who, "who").await;
    window.write("statement-speaker", "tam").await;
    press(window, Key::Enter).await;
    until(window, id, "the speaker", |view| {
        view["statements"][0]["name"] == "Lê Văn Tám, Đảng ủy viên phường"
    })
    .await;
    window.click("statement-remove").await;
    window.gone("statement").await;
    window.click("undo").await;
    window.find("statement").await;
}

async fn secret_vote(window: &Window, id: &str) {
    window.click("key-vote").await;
    window
        .fill("vote-subject", "Kết nạp quần chúng Trần Văn A")
        .await;
    window.choose("vote-kind", "ket_nap").await;
    window.choose("vote-form", "phieu_kin").await;
    window.write("vote-for", "3").await;
    window.write("vote-against", "1").await;
    let outcome = window.find("vote-outcome").await.text().await.unwrap();
    // Two thirds of five are four, whoever is in the room.
    assert!(outcome.contains("Cần ít nhất 4/5"), "{outcome}");
    assert!(outcome.contains("không được thông qua"), "{outcome}");
    window
        .write("vote-reserved", "đ/c Ân bảo lưu, báo cáo cấp trên")
        .await;
    window.is_accessible("a secret vote").await;
    window.picture("entries-vote").await;
    window.click("vote-save").await;
    window.says("Bảo lưu: đ/c Ân bảo lưu").await;
    until(window, id, "the vote", |view| {
        let vote = &view["votes"][0];
        vote["form"] == "phieu_kin" && vote["passed"] == false
    })
    .await;
}

async fn criticism(window: &Window) {
    press(window, Key::F7).await;
    window.find("criticism-text").await;
    window.choose("criticism-kind", "phe_binh").await;
    window.choose("criticism-visibility", "bi_thu").await;
    window.write("criticism-who", "uy").await;
    press(window, Key::Enter).await;
    window.find("criticism-who-name").await;
    window.write("criticism-by", "an").await;
    press(window, Key::Enter).await;
    window.find("criticism-by-name").await;
    window
        .write("criticism-text", "Vắng hai buổi tuần tra.")
        .await;
    window.choose("criticism-answer", "yes").await;
    window.write("criticism-due", "28/12/2026").await;
    window
        .write("criticism-remedy", "Đăng ký lịch tuần tra")
        .await;
    window.is_accessible("a criticism with its remedy").await;
    window.click("criticism-save").await;
    window.gone("criticism-text").await;
    // It is said to be kept, wherever it was raised; the screen tells the number, not the words.
    window
        .says("Đã ghi vào phần tự phê bình và phê bình.")
        .await;
    window.click("agenda-9").await;
    window.find("criticism").await;
    let text = window.text().await;
    let prompts = "Gợi ý: tiến độ nhiệm vụ được giao; thực hiện cam kết hằng năm; nêu gương";
    assert!(text.contains(prompts), "{text}");
    assert!(text.contains("1 phê bình"), "{text}");
    assert!(!text.contains("Vắng hai buổi tuần tra"), "{text}");
    let show = window.css("[data-test=criticism] button").await;
    window.press(&show, "show criticism").await;
    for words in [
        "Phê bình: đ/c Cao Xuân Uy",
        "do đ/c Lê Hoàng Ân nêu",
        "Chỉ bí thư",
        "Vắng hai buổi tuần tra.",
        "tiếp thu",
        "Khắc phục: Đăng ký lịch tuần tra",
        "hạn 28/12/2026",
    ] {
        window.says(words).await;
    }
    window.picture("entries-criticism").await;
    window.click("agenda-1").await;
}

/// What the keys open, their buttons open too.
async fn bar(window: &Window) {
    for (button, field) in [
        ("key-assign", "assign-title"),
        ("key-criticise", "criticism-text"),
        ("key-petition", "petition-text"),
    ] {
        window.click(button).await;
        window.find(field).await;
        press(window, Key::Escape).await;
        window.gone(field).await;
    }
    window.click("key-say").await;
    let focus = "return document.activeElement.dataset.test";
    assert_eq!(window.script(focus, vec![]).await, "say-speaker");
}

/// A phrase of one's own: made, taken, and removed with a way back.
async fn phrases(window: &Window) {
    window.give_the_floor("bao").await;
    window.click("say-phrase").await;
    window.write("phrase-new-short", "gq").await;
    window
        .write("phrase-new-text", "Đề nghị giải quyết dứt điểm.")
        .await;
    window.click("phrase-add").await;
    window.says("Đề nghị giải quyết dứt điểm.").await;
    window.is_accessible("phrases").await;
    let row = |what: &str| {
        format!("[data-test=phrase]:has([aria-label='Bỏ cụm từ của “gq”']) [data-test={what}]")
    };
    window
        .press(&window.css(&row("phrase-remove")).await, "phrase-remove")
        .await;
    window.click("phrase-undo").await;
    window
        .press(&window.css(&row("phrase-take")).await, "phrase-take")
        .await;
    let deadline = Instant::now() + PATIENCE;
    while window.said().await != "Đề nghị giải quyết dứt điểm." {
        assert!(Instant::now() < deadline, "{}", window.said().await);
    }
    window.click("say-done").await;
}

/// The fields of an item: each is kept when it is left. Removed, and brought back.
async fn item(window: &Window, id: &str) {
    window.click("tab-prepare").await;
    window.find("agenda-row").await;
    let rows = window
        .client
        .find_all(Locator::Css("[data-test=agenda-row] .title"))
        .await
        .unwrap();
    window.press(&rows[16], "the last item").await;
    window.fill("item-minutes", "9").await;
    press(window, Key::Tab).await;
    window.write("item-presenter", "en").await;
    press(window, Key::Enter).await;
    window.choose("item-vote", "thuong").await;
    until(window, id, "the item", |view| {
        let item = &view["agenda"][16];
        item["minutes"] == 9 && item["presenter"] == "đ/c Hồ Thị Én" && item["vote"] == "thuong"
    })
    .await;
    window.is_accessible("an item that is changed").await;
    window.click("item-remove").await;
    until(window, id, "the item is out", |view| {
        view["agenda"].as_array().unwrap().len() == 16
    })
    .await;
    window.click("undo").await;
    until(window, id, "the item is back", |view| {
        view["agenda"][16]["minutes"] == 9
    })
    .await;
}

/// Plain text to copy.
async fn invitation(window: &Window) {
    window.click("panel-now").await;
    window.click("invitation").await;
    let text = window.find("invitation-text").await.text().await.unwrap();
    for words in [
        "CHI BỘ KHU PHỐ 12",
        "thường kỳ tháng 10/2026",
        "11. Thảo luận",
    ] {
        assert!(text.contains(words), "no “{words}” in {text}");
    }
    window.is_accessible("the invitation").await;
    // The clipboard is the system's: what is put there is kept for the test.
    window
        .script(
            "navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); }",
            vec![],
        )
        .await;
    window.click("invitation-copy").await;
    window.says("Đã chép").await;
    let copied = window.script("return window.copied", vec![]).await;
    assert_eq!(copied.as_str().unwrap().trim(), text.trim());
    press(window, Key::Escape).await;
    window.gone("invitation-text").await;
}

/// Section III is what was assigned.
async fn resolution(window: &Window, id: &str) {
    window.click("panel-draft").await;
    window.click("resolution-give").await;
    window.write("assign-who", "bao").await;
    press(window, Key::Enter).await;
    window.write("assign-title", "Khảo sát vị trí camera").await;
    window.write("assign-due", "28/12/2026").await;
    window.click("assign-save").await;
    until(window, id, "the assignment", |view| {
        view["assignments"][0]["due"] == "2026-12-28"
    })
    .await;
    let deadline = Instant::now() + PATIENCE;
    loop {
        let given = window.find("resolution-given").await.text().await.unwrap();
        if given.contains("Khảo sát vị trí camera") {
            break;
        }
        assert!(Instant::now() < deadline, "{given}");
    }
}

async fn own_template(window: &Window) {
    window.click("template-save").await;
    window.fill("template-name", "Mẫu khu phố").await;
    window.click("template-keep").await;
    window.gone("template-name").await;
    window.click("meeting-back").await;
    window.click("go-mau").await;
    window.find("own-template").await;
    window.click("template-rename").await;
    window.fill("template-name", "Mẫu khu phố 12").await;
    window.click("template-keep").await;
    window.says("Mẫu khu phố 12").await;
    window.click("template-remove").await;
    window.gone("own-template").await;
    window.click("template-undo").await;
    window.find("own-template").await;
    window.is_accessible("templates of one's own").await;
}

/// Ctrl+K: a few words without accents lead to what was said.
async fn found_without_accents(window: &Window) {
    window.control("k").await;
    window.write("search-words", "lap den dau hem").await;
    window.find("hit").await;
    window.is_accessible("the search").await;
    press(window, Key::Enter).await;
    window.gone("search-words").await;
    window.says("Đề nghị lắp đèn đầu hẻm.").await;
}

fn the_book_agrees(scb: &Scb, id: &str) {
    let meeting = scb.say(&["meeting", "show", id]);
    assert_eq!(of(&meeting, "Võ Thị Út")["status"], "late");
    assert_eq!(
        clock(&of(&meeting, "Cao Xuân Uy")["left_at"]),
        Some("20:15")
    );
    let counts = &meeting["counts"];
    assert_eq!(
        (&counts["present"], &counts["late"]),
        (&json!(5), &json!(1))
    );
    let vote = &meeting["votes"][0];
    assert_eq!(
        (&vote["kind"], &vote["base"], &vote["needed"]),
        (&json!("ket_nap"), &json!(5), &json!(4))
    );
    let said: Vec<&str> = meeting["statements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["text"].as_str().unwrap())
        .collect();
    assert_eq!(
        said,
        ["Đề nghị lắp đèn đầu hẻm.", "Đề nghị giải quyết dứt điểm."]
    );
    let entry = &scb.say(&["criticism", "list", id])[0];
    for (field, wanted) in [
        ("kind", "phe_binh"),
        ("name", "Cao Xuân Uy"),
        ("visibility", "bi_thu"),
        ("remedy", "Đăng ký lịch tuần tra"),
        ("due", "2026-12-28"),
    ] {
        assert_eq!(entry[field], wanted, "{entry}");
    }
    assert_eq!(entry["accepted"], true);
    let own = scb.say(&["template", "list"]);
    let own: Vec<_> = own
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["origin"] == "own")
        .collect();
    assert_eq!(own.len(), 1);
    assert_eq!(own[0]["title"], "Mẫu khu phố 12");
    assert_eq!(scb.say(&["doctor", "--deep"])["ok"], true);
}
