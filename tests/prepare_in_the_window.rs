//! A meeting prepared through the real window: begun from last month's agenda, put in order by
//! keys, an admission inserted, a carried task taken out, the resolution drafted, P1 ticked.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says where it fails by failing"
)]

mod common;

use common::{PATIENCE, programs::Scb, window::Window};
use fantoccini::{Locator, key::Key};
use serde_json::{Value, json};
use sochibo_book::{Clock, SystemClock, domain::Month};

const PASSPHRASE: &str = "hoa phượng đỏ tháng năm";
const ROSTER: &str = "Họ và tên,Trạng thái,Ngày vào Đảng,Ngày chính thức,Chức vụ
Trần Thị Bích Ngọc,chính thức,3/2/1990,3/2/1991,Bí thư
Lê Hoàng Ân,chính thức,2/9/2001,2/9/2002,Thư ký
Đặng Quốc Bảo,chính thức,22/12/2012,22/12/2013,
Võ Thị Út,chính thức,3/2/1995,3/2/1996,
";

/// The month before this one, in which the cell has met, and the one after it, for which it
/// prepares: the window knows only today.
fn months() -> (Month, Month) {
    let this = Month::of(SystemClock.now().date_naive());
    (this.previous(), this.next())
}

/// `5/10/2026`
fn fifth(month: Month) -> String {
    format!("5/{}/{}", month.month(), month.year())
}

/// A book whose last meeting left a task open.
fn last_month(folder: &std::path::Path) -> Scb {
    let scb = Scb {
        book: folder.join("chibo.sochibo"),
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
    let roster = folder.join("danh-sach.csv");
    std::fs::write(&roster, ROSTER).unwrap();
    scb.say(&["members", "import", &roster.display().to_string()]);
    let (held, _) = months();
    let month = held.to_string();
    let new = ["meeting", "new", "--kind", "thuong_ky", "--month", &month];
    let at = format!("{} 19:00", fifth(held));
    let made = scb.say(&[&new[..], &["--at", &at]].concat());
    let id = made["id"].as_str().unwrap();
    scb.say(&["agenda", "set", id, "7", "--presenter", "đ/c Võ Thị Út"]);
    scb.say(&[
        "assignment",
        "add",
        "--member",
        "Đặng Quốc Bảo",
        "--title",
        "Vận động 5 hộ hẻm 12",
        "--due",
        &format!("28/{}/{}", held.month(), held.year()),
        "--meeting",
        id,
    ]);
    let evening = |time: &str| format!("{held}-05T{time}:00+07:00");
    scb.say(&["meeting", "start", id, "--at", &evening("19:00")]);
    scb.say(&["attend", id, "--all", "present"]);
    scb.say(&["meeting", "end", id, "--at", &evening("20:40")]);
    scb.say(&["meeting", "adopt", id]);
    scb
}

/// Alt and an arrow, to whatever has the focus.
async fn alt(window: &Window, arrow: Key) {
    let chord: String = [Key::Alt.into(), arrow.into(), char::from(Key::Null)]
        .iter()
        .collect();
    window.key(&chord).await;
}

/// The words of an element, once they hold what is waited for.
async fn reads(window: &Window, name: &str, wanted: &str) {
    let deadline = std::time::Instant::now() + PATIENCE;
    loop {
        // What only a screen reader hears has no text for WebDriver.
        let text = window.find(name).await.prop("textContent").await;
        let text = text.ok().flatten().unwrap_or_default();
        if text.contains(wanted) {
            return;
        }
        assert!(
            std::time::Instant::now() < deadline,
            "{name} does not say {wanted:?} but {text:?}"
        );
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meeting_is_prepared_from_last_months_by_keys() {
    let folder = tempfile::tempdir().unwrap();
    let scb = last_month(folder.path());
    let window = Window::unlock(&scb.book, PASSPHRASE).await;
    window.is_accessible("today").await;
    window.picture("prepare-today").await;

    begin_from_last_month(&window).await;
    put_in_order(&window).await;
    insert_an_admission(&window).await;
    take_out_what_was_carried(&window).await;
    draft_the_resolution(&window).await;
    window.click("panel-now").await;
    window.click("desk-p1").await;
    window.find("desk-by-p1").await;
    window.is_accessible("prepare, a step done").await;
    window.picture("prepare-done").await;
    // What was just made is on the list, whichever way one goes back to it.
    let (held, coming) = months();
    window.click("nav-sinh-hoat").await;
    for month in [held, coming] {
        window
            .says(&format!("tháng {}/{}", month.month(), month.year()))
            .await;
    }
    window.click("nav-hom-nay").await;
    window.find("step-p5").await;
    window.is_accessible("today, a meeting ahead").await;
    window.picture("prepare-ahead").await;
    window.click("nav-sinh-hoat").await;
    window.click("meeting").await;
    window.find("agenda").await;
    for room in ["lich", "ke-hoach", "phien", "mau"] {
        window.click("meeting-back").await;
        window.click(&format!("go-{room}")).await;
        window.find("back-to-meetings").await;
        window.css("main section").await;
        window.is_accessible(room).await;
        window.picture(&format!("prepare-{room}")).await;
        window.click("back-to-meetings").await;
        window.click("meeting").await;
        window.find("agenda").await;
    }
    window.close().await;
    the_book_agrees(&scb);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_step_is_said_in_the_list_and_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let scb = last_month(folder.path());
    let today = SystemClock.now().date_naive();
    let month = Month::of(today).to_string();
    let new = ["meeting", "new", "--kind", "thuong_ky", "--month", &month];
    let at = format!("{} 19:00", today.format("%d/%m/%Y"));
    scb.say(&[&new[..], &["--at", &at]].concat());
    let window = Window::unlock(&scb.book, PASSPHRASE).await;
    window.click("nav-sinh-hoat").await;
    window.click("meeting").await;
    window.find("desk-p3").await;
    window.says("trễ 1 ngày").await;
    assert!(!window.has("reminder-R01").await);
    assert!(!window.has("reminder-R02").await);
    window.picture("prepare-late").await;
    window.close().await;
}

async fn begin_from_last_month(window: &Window) {
    window.click("nav-sinh-hoat").await;
    window.click("new-meeting").await;
    let (held, wanted) = months();
    window
        .choose("new-month", &wanted.month().to_string())
        .await;
    window.choose("new-year", &wanted.year().to_string()).await;
    // The evening on which the cell meets, one month on.
    let evening = window.find("new-as-usual").await.text().await.unwrap();
    let day = format!("19:00 05/{:02}/{}", wanted.month(), wanted.year());
    assert!(evening.contains(&day), "{evening}");
    window.click("new-as-usual").await;
    let last = window
        .css("[data-test=\"new-start\"] option:last-child")
        .await;
    let words = last.text().await.unwrap();
    let last_time = format!("tháng {}/{}", held.month(), held.year());
    assert!(words.contains(&last_time), "{words}");
    let value = last.attr("value").await.unwrap().unwrap();
    window.choose("new-start", &value).await;
    window.find("new-preview").await;
    window.is_accessible("new meeting").await;
    window.picture("prepare-new").await;
    window.click("new-make").await;
    window.find("agenda").await;
    reads(window, "agenda", "đ/c Võ Thị Út").await;
    // Each item with the hour that it comes to.
    reads(window, "agenda", "19:02").await;
    reads(window, "agenda-sum", "đủ mức tối thiểu 90 phút").await;
    window.is_accessible("prepare").await;
    window.picture("prepare-agenda").await;
}

async fn put_in_order(window: &Window) {
    window
        .script(
            "document.querySelectorAll('[data-test=agenda-handle]')[6].focus()",
            vec![],
        )
        .await;
    alt(window, Key::Up).await;
    reads(window, "agenda-said", "nay là mục 6").await;
    // The keyboard stays with the item, so that it can go on.
    alt(window, Key::Up).await;
    reads(window, "agenda-said", "nay là mục 5").await;
    alt(window, Key::Down).await;
    reads(window, "agenda-said", "nay là mục 6").await;
}

async fn insert_an_admission(window: &Window) {
    window.click("agenda-add").await;
    window
        .css("[data-test=\"add-usual\"] option[value=\"xet_ket_nap\"]")
        .await;
    window.choose("add-usual", "xet_ket_nap").await;
    window.is_accessible("an item to insert").await;
    let vote = window
        .script(
            "return document.querySelector('[data-test=add-vote]').value",
            vec![],
        )
        .await;
    assert_eq!(vote, json!("ket_nap"));
    window.write("add-presenter", "bao").await;
    window.key(&char::from(Key::Enter).to_string()).await;
    window.click("add-save").await;
    reads(window, "agenda", "Xét kết nạp đảng viên").await;
    reads(window, "agenda", "đ/c Đặng Quốc Bảo").await;
}

async fn take_out_what_was_carried(window: &Window) {
    reads(window, "carried", "Vận động 5 hộ hẻm 12").await;
    window.click("leave-out").await;
    window.find("left-out-show").await;
    let left = window
        .client
        .find(Locator::Css("[data-test=\"carried\"]"))
        .await;
    assert!(left.is_err(), "it is taken out");
}

async fn draft_the_resolution(window: &Window) {
    window.click("panel-draft").await;
    window
        .write("resolution-phuong_huong", "Giữ hẻm 12 thông thoáng.")
        .await;
    window.control_enter().await;
    reads(window, "resolution-ready", "1/4").await;
    window.is_accessible("draft resolution").await;
    window.picture("prepare-draft").await;
    let moved = window
        .script(
            "return scrollY + document.querySelector('#app').scrollTop + document.querySelector('main').scrollTop",
            vec![],
        )
        .await;
    assert_eq!(moved, 0, "the frame went up with the field");
}

fn the_book_agrees(scb: &Scb) {
    let meetings = scb.say(&["meeting", "list"]);
    let (_, wanted) = months();
    let wanted = wanted.to_string();
    let prepared = meetings
        .as_array()
        .unwrap()
        .iter()
        .find(|line| line["month"] == wanted.as_str())
        .unwrap();
    let meeting = scb.say(&["meeting", "show", prepared["id"].as_str().unwrap()]);
    let agenda = meeting["agenda"].as_array().unwrap();
    assert_eq!(agenda[5]["item"], "hoc_bac");
    assert_eq!(agenda[5]["presenter"], "đ/c Võ Thị Út");
    let admission: &Value = agenda
        .iter()
        .find(|line| line["item"] == "xet_ket_nap")
        .unwrap();
    assert_eq!(admission["vote"], "ket_nap");
    assert_eq!(meeting["carried"]["lines"], json!([]));
    assert_eq!(
        meeting["carried"]["left_out"][0]["title"],
        "Vận động 5 hộ hẻm 12"
    );
    assert_eq!(
        meeting["resolution"]["sections"][1]["parts"][0]["lines"],
        json!(["Giữ hẻm 12 thông thoáng."])
    );
    assert_eq!(meeting["checklist"][0]["state"], "done");
    assert_eq!(scb.say(&["doctor", "--deep"])["ok"], true);
}
