//! The record put right while it is written, and one meeting on two devices, in real windows: a
//! statement is split and moved, a vote corrected with the old count kept, a break taken, the end
//! of the meeting said anew; and a second device follows read-only until it takes the pen.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says where it fails by failing"
)]

mod common;

use std::{path::Path, time::Instant};

use common::{
    meeting::{PASSPHRASE, begin_at, book_of},
    programs::{Scb, Ward},
    window::{self, Window},
};
use fantoccini::{
    actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction},
    key::Key,
};
use serde_json::{Value, json};

const NAMES: [&str; 4] = ["Đặng Quốc Bảo", "Lê Hoàng Ân", "Võ Thị Út", "Cao Xuân Uy"];

/// A running meeting of four in a book of its own.
fn running_meeting(book: &Path) -> (Scb, String) {
    let scb = book_of(book, &NAMES);
    let id = begin_at(&scb, "5/10/2026 19:00");
    (scb, id)
}

async fn to_the_record(book: &Path) -> Window {
    let window = Window::unlock(book, PASSPHRASE).await;
    window.click("next-step").await;
    window.find("statements").await;
    window
}

async fn say(window: &Window, letters: &str, text: &str) {
    window.write("say-speaker", letters).await;
    window.key(&char::from(Key::Enter).to_string()).await;
    window.find("say-person").await;
    window.write("say-text", text).await;
    window.control_enter().await;
    window.says(text).await;
    window.find("say-speaker").await;
}

/// What the record on the screen says, in order, without the speakers.
async fn said(window: &Window) -> Value {
    window
        .script(
            "return [...document.querySelectorAll('[data-test=statement] p')]
               .map(row => row.textContent.split(': ').slice(1).join(': '));",
            vec![],
        )
        .await
}

async fn says_in_order(window: &Window, wanted: Value) {
    let deadline = Instant::now() + common::PATIENCE;
    loop {
        let found = said(window).await;
        if found == wanted {
            return;
        }
        if Instant::now() > deadline {
            window.picture("failed").await;
            panic!("{found} is on the screen, not {wanted}");
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

/// Clicks the first element of a selector.
async fn click(window: &Window, selector: &str) {
    window.press(&window.css(selector).await, selector).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_is_split_moved_and_corrected_where_it_stands() {
    let _display = window::alone().await;
    let folder = tempfile::tempdir().unwrap();
    let (scb, id) = running_meeting(&folder.path().join("chibo.sochibo"));
    let window = to_the_record(&scb.book).await;
    say(&window, "bao", "Đèn hẻm 12 hỏng. Nhà văn hóa dột.").await;
    say(&window, "ut", "Nhất trí.").await;

    // Split at the caret: one statement becomes two of the same speaker.
    click(
        &window,
        "[data-test=statement]:nth-child(1) [data-test=statement-edit]",
    )
    .await;
    window.find("statement-text").await;
    window
        .script(
            "const field = document.querySelector('[data-test=statement-text]');
             field.focus();
             field.setSelectionRange('Đèn hẻm 12 hỏng.'.length, 'Đèn hẻm 12 hỏng.'.length);",
            vec![],
        )
        .await;
    window.picture("record-edit").await;
    window.click("statement-split").await;
    says_in_order(
        &window,
        json!(["Đèn hẻm 12 hỏng.", "Nhà văn hóa dột.", "Nhất trí."]),
    )
    .await;

    // Moved within the item by keys, and to another item by choosing it.
    click(
        &window,
        "[data-test=statement]:nth-child(2) [data-test=statement-edit]",
    )
    .await;
    window.find("statement-text").await;
    window.click("statement-up").await;
    // The row goes up under the pointer: what it is left by is pressed when it has arrived.
    window
        .css("[data-test=statement]:nth-child(1) [data-test=statement-text]")
        .await;
    gone_then_in_order(
        &window,
        json!(["Nhà văn hóa dột.", "Đèn hẻm 12 hỏng.", "Nhất trí."]),
    )
    .await;
    let second = window
        .script(
            "return document.querySelector('[data-test=agenda-2]').dataset.item",
            vec![],
        )
        .await;
    click(
        &window,
        "[data-test=statement]:nth-child(3) [data-test=statement-edit]",
    )
    .await;
    window
        .choose("statement-item", second.as_str().unwrap())
        .await;
    says_in_order(&window, json!(["Nhà văn hóa dột.", "Đèn hẻm 12 hỏng."])).await;
    window.click("agenda-2").await;
    says_in_order(&window, json!(["Nhất trí."])).await;
    window.click("agenda-1").await;

    // A vote is corrected, and what stood before is kept.
    window.click("key-vote").await;
    window.fill("vote-for", "4").await;
    window.fill("vote-against", "0").await;
    window.control_enter().await;
    window.says("4 tán thành · 0 không tán thành").await;
    window.click("vote-correct").await;
    window.fill("vote-for", "3").await;
    window.fill("vote-against", "1").await;
    window.control_enter().await;
    window.says("3 tán thành · 1 không tán thành").await;
    window.click("vote-history").await;
    let before = window.find("vote-before").await.text().await.unwrap();
    assert!(
        before.contains("4 tán thành · 0 không tán thành"),
        "{before}"
    );

    // A break: it is said, and it ends.
    window.click("pause").await;
    window.says("Đang giải lao từ").await;
    window.is_accessible("record, during a break").await;
    window.picture("record-break").await;
    window.click("go-on").await;
    window.gone("go-on").await;

    // The end is said anew: not what is no time, not before the beginning.
    window.click("end-meeting").await;
    window.click("end-confirm").await;
    window.click("mend-end").await;
    window.fill("end-time", "25:00").await;
    window.click("end-time-save").await;
    window.says("Ghi giờ như 20:30").await;
    window.fill("end-time", "18:30").await;
    window.click("end-time-save").await;
    window.says("Giờ kết thúc sớm hơn giờ bắt đầu").await;
    window.is_accessible("the end put right").await;
    window.picture("record-end-time").await;
    window.fill("end-time", "20h45").await;
    window.click("end-time-save").await;
    // By the page: the driver reads no line that may end in an ellipsis.
    let about = "return document.querySelector('[data-test=meeting-about]').textContent";
    let deadline = Instant::now() + common::PATIENCE;
    loop {
        let about = window.script(about, vec![]).await;
        if about.as_str().unwrap().ends_with("Kết thúc 20:45") {
            break;
        }
        assert!(Instant::now() < deadline, "the head says {about}");
    }
    window.close().await;

    let meeting = scb.say(&["meeting", "show", &id]);
    assert_eq!(meeting["ended_at"], "2026-10-05T20:45:00+07:00");
    assert_eq!(meeting["breaks"].as_array().unwrap().len(), 1);
    let vote = &meeting["votes"][0];
    assert_eq!((&vote["for"], &vote["against"]), (&json!(3), &json!(1)));
    let texts: Vec<_> = meeting["statements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["no"].as_u64().unwrap(), one["text"].as_str().unwrap()))
        .collect();
    assert_eq!(
        texts,
        [
            (1, "Nhà văn hóa dột."),
            (1, "Đèn hẻm 12 hỏng."),
            (2, "Nhất trí.")
        ]
    );
    assert_eq!(scb.say(&["doctor", "--deep"])["ok"], true);
}

/// Leaves the row that is edited, and waits for the order.
async fn gone_then_in_order(window: &Window, wanted: Value) {
    window.click("statement-done").await;
    window.gone("statement-text").await;
    says_in_order(window, wanted).await;
}

/// A second device of the cell, let in by the number that both show.
fn second_device(folder: &Path, ward: &Ward, first: &Scb, cell: &str) -> Scb {
    let second = Scb {
        book: folder.join("thu-ky.sochibo"),
        passphrase: PASSPHRASE.to_owned(),
    };
    let code = ward.say(&["enrol-code", cell])["code"].clone();
    let code = code.as_str().unwrap();
    let join = ["device", "join", "--server", &ward.url, "--code", code];
    let asked = second.say(&join);
    let id = asked["device"].as_str().unwrap().to_owned();
    first.say(&["device", "list"]);
    let number = second.say(&["device", "wait"])["number"].clone();
    let number = number.as_str().unwrap();
    first.say(&[
        "device",
        "approve",
        &id,
        "--role",
        "thu_ky",
        "--name",
        "Máy của thư ký",
        "--number",
        number,
    ]);
    let wait = ["device", "wait", "--number", number, "--seconds", "30"];
    assert_eq!(second.say(&wait)["state"], "in");
    second
}

/// Exchanges with the ward by the call that the window itself makes.
async fn sync(window: &Window) {
    let done = window
        .client
        .execute_async(
            "const done = arguments[arguments.length - 1];
             window.__TAURI_INTERNALS__.invoke('ward_sync')
               .then(() => done(true), fault => done(`${fault?.code} ${fault?.message ?? fault}`));",
            vec![],
        )
        .await
        .unwrap();
    assert_eq!(done, true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_device_follows_the_meeting_and_takes_the_pen_over() {
    let _display = window::alone().await;
    let folder = tempfile::tempdir().unwrap();
    let ward = Ward::start(&folder.path().join("ward"));
    ward.cell("Khu phố 12");
    let orgs = ward.say(&["org", "list"]);
    let cell = orgs
        .as_array()
        .unwrap()
        .iter()
        .find(|org| org["kind"] == "chi_bo")
        .unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let (first, id) = running_meeting(&folder.path().join("bi-thu.sochibo"));
    let code = ward.say(&["enrol-code", &cell])["code"].clone();
    first.say(&[
        "enrol",
        "--server",
        &ward.url,
        "--code",
        code.as_str().unwrap(),
    ]);
    first.say(&["sync"]);
    let own = first.say(&["status"])["device"]
        .as_str()
        .unwrap()
        .to_owned();
    first.say(&["device", "name", &own, "--name", "Máy của bí thư"]);
    let second = second_device(folder.path(), &ward, &first, &cell);
    first.say(&["sync"]);
    second.say(&["sync"]);

    // The first writes; the second reads along, sees who has the pen, and can't write.
    let here = to_the_record(&first.book).await;
    let there = to_the_record(&second.book).await;
    there
        .says("Máy của bí thư đang cầm bút ghi biên bản. Màn hình này theo dõi.")
        .await;
    assert!(!there.has("say-text").await && !there.has("key-say").await);
    say(&here, "bao", "Đề nghị lắp đèn đầu hẻm.").await;
    sync(&here).await;
    sync(&there).await;
    there.says("Đề nghị lắp đèn đầu hẻm.").await;
    assert!(!there.has("statement-edit").await);
    there.is_accessible("record that follows").await;
    there.picture("record-follows").await;

    // It takes the pen: it writes from now on, and the first follows.
    there.click("pen-take").await;
    there.find("say-text").await;
    say(&there, "ut", "Nhất trí với ý kiến ấy.").await;
    sync(&there).await;
    sync(&here).await;
    here.says("Máy của thư ký đang cầm bút ghi biên bản. Màn hình này theo dõi.")
        .await;
    here.says("Nhất trí với ý kiến ấy.").await;
    here.gone("say-text").await;

    // And back again.
    here.click("pen-take").await;
    here.find("say-text").await;
    sync(&here).await;
    sync(&there).await;
    there.find("pen-elsewhere").await;
    there.gone("say-text").await;
    here.close().await;
    there.close().await;
    for book in [&first, &second] {
        let meeting = book.say(&["meeting", "show", &id]);
        assert_eq!(meeting["statements"].as_array().unwrap().len(), 2);
        assert_eq!(book.say(&["doctor", "--deep"])["ok"], true);
        assert_eq!(book.say(&["status"])["conflicts"], 0);
    }
}

/// The agenda as it stands, by its titles.
async fn agenda(window: &Window) -> Vec<Value> {
    let titles = window
        .script(
            "return [...document.querySelectorAll('[data-test=agenda-row]')].map(row => row.dataset.item);",
            vec![],
        )
        .await;
    titles.as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_of_the_agenda_is_dragged_by_the_pointer() {
    let _display = window::alone().await;
    let folder = tempfile::tempdir().unwrap();
    let (scb, id) = running_meeting(&folder.path().join("chibo.sochibo"));
    let window = to_the_record(&scb.book).await;
    window.click("tab-prepare").await;
    window.find("agenda-handle").await;
    let before = agenda(&window).await;
    // Press on the handle of the third row, draw it up above the middle of the first, let go.
    let middles = window
        .script(
            "const rows = [...document.querySelectorAll('[data-test=agenda-row]')];
             rows[0].scrollIntoView({ block: 'center' });
             const [first, third] = [rows[0], rows[2].querySelector('[data-test=agenda-handle]')]
               .map(one => one.getBoundingClientRect());
             return [third.x + third.width / 2, third.y + third.height / 2, first.y + first.height / 3];",
            vec![],
        )
        .await;
    let [x, from, to] = [0, 1, 2].map(|at| middles[at].as_f64().unwrap().round());
    let glide = Some(std::time::Duration::from_millis(120));
    let point = |y: f64| PointerAction::MoveTo {
        duration: glide,
        x,
        y,
    };
    let drag = MouseActions::new("mouse".to_owned())
        .then(point(from))
        .then(PointerAction::Down {
            button: MOUSE_BUTTON_LEFT,
        })
        .then(point((from + to) / 2.0))
        .then(point(to))
        .then(PointerAction::Up {
            button: MOUSE_BUTTON_LEFT,
        });
    window.client.perform_actions(drag).await.unwrap();
    let wanted = [&before[2..3], &before[..2], &before[3..]].concat();
    let deadline = Instant::now() + common::PATIENCE;
    while agenda(&window).await != wanted {
        if Instant::now() > deadline {
            window.picture("failed").await;
            panic!("the agenda stays in its order");
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    window.close().await;
    let kept = scb.say(&["meeting", "show", &id]);
    let kept: Vec<Value> = kept["agenda"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["id"].clone())
        .collect();
    assert_eq!(kept, wanted);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_window_follows_the_meeting_and_takes_the_pen_over() {
    let _display = window::alone().await;
    let folder = tempfile::tempdir().unwrap();
    let (scb, id) = running_meeting(&folder.path().join("chibo.sochibo"));
    let window = to_the_record(&scb.book).await;
    let client = &window.client;
    let first = client.window().await.unwrap();
    window.click("follow-open").await;
    let deadline = Instant::now() + common::PATIENCE;
    let second = loop {
        let all = client.windows().await.unwrap();
        if let Some(other) = all.into_iter().find(|one| *one != first) {
            break other;
        }
        assert!(Instant::now() < deadline, "no second window");
    };
    client.switch_to_window(second.clone()).await.unwrap();
    window
        .says("Cửa sổ khác đang cầm bút. Cửa sổ này theo dõi.")
        .await;
    assert!(!window.has("say-text").await);
    window.is_accessible("window that follows").await;

    // What the first writes is read in the second without a hand on it.
    client.switch_to_window(first.clone()).await.unwrap();
    say(&window, "bao", "Đề nghị lắp đèn đầu hẻm.").await;
    client.switch_to_window(second.clone()).await.unwrap();
    window.says("Đề nghị lắp đèn đầu hẻm.").await;

    // The second takes the pen, and the first follows.
    window.click("pen-take").await;
    window.find("say-text").await;
    say(&window, "ut", "Nhất trí với ý kiến ấy.").await;
    client.switch_to_window(first).await.unwrap();
    window.find("pen-elsewhere").await;
    window.says("Nhất trí với ý kiến ấy.").await;
    window.gone("say-text").await;
    window.close().await;
    let meeting = scb.say(&["meeting", "show", &id]);
    assert_eq!(meeting["statements"].as_array().unwrap().len(), 2);
}
