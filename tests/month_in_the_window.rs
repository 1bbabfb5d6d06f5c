//! A cell's first month through the real window: first run, members, agenda, record, adopt, send;
//! then the same meeting read on the ward's page in Chromium.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says where it fails by failing"
)]

mod common;

use std::time::Duration;

use common::{
    page::{Browser, axe, picture},
    programs::{Scb, Ward},
    window::Window,
};
use fantoccini::{Locator, key::Key};

const PASSPHRASE: &str = "hoa phượng đỏ tháng năm";
const MEMBERS: [(&str, &str, &str); 6] = [
    ("Trần Thị Bích Ngọc", "chinh_thuc", "Bí thư"),
    ("Lê Hoàng Ân", "chinh_thuc", "Phó Bí thư"),
    ("Đặng Quốc Bảo", "chinh_thuc", "Thư ký"),
    ("Võ Thị Út", "chinh_thuc", ""),
    ("Dương Văn Ưng", "chinh_thuc", ""),
    ("Phạm Thị Ánh", "du_bi", ""),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_secretarys_first_month_from_first_run_to_the_wards_page() {
    let folder = tempfile::tempdir().unwrap();
    let ward = Ward::start(&folder.path().join("ward"));
    let code = ward.cell("Khu phố 12");
    ward.user("vanphong", "mật khẩu của phường");
    let book = folder.path().join("Sổ của tôi").join("chibo.sochibo");
    let window = Window::open(&book).await;

    first_run(&window).await;
    members(&window).await;
    prepare(&window).await;
    record(&window).await;
    let fingerprint = close(&window).await;
    send(&window, &ward.url, &code).await;
    screens(&window).await;
    window.close().await;

    the_book_agrees(&book, &fingerprint);
    on_the_wards_page(&ward.url, &fingerprint).await;
}

async fn first_run(window: &Window) {
    window
        .says("Không soạn, không lưu, không gửi tài liệu bí mật nhà nước")
        .await;
    window.is_accessible("first run: notice").await;
    window.picture("first-run").await;
    window.click("first-run-next").await;
    window.write("cell-name", "Khu phố 12").await;
    window.write("cell-ward", "Phường Tân Thới Hòa").await;
    window.write("cell-place", "Văn phòng khu phố 12").await;
    window.is_accessible("first run: cell").await;
    window.click("first-run-next").await;
    window.write("passphrase", PASSPHRASE).await;
    window.write("passphrase-again", PASSPHRASE).await;
    window.is_accessible("first run: passphrase").await;
    window.click("first-run-next").await;
    let code = window.find("recovery-code").await.text().await.unwrap();
    assert_eq!(code.split_whitespace().count(), 7, "{code}");
    window.is_accessible("first run: recovery code").await;
    window.picture("recovery-code").await;
    window.click("recovery-kept").await;
    window.click("enter-book").await;
    window.find("nav-hom-nay").await;
    window.is_accessible("today, empty").await;
}

async fn members(window: &Window) {
    window.click("nav-dang-vien").await;
    for (name, status, office) in MEMBERS {
        window.click("add-member").await;
        window.write("member-name", name).await;
        window.choose("member-status", status).await;
        window.write("member-office", office).await;
        window.click("save-member").await;
        window.says(name).await;
    }
    let text = window.text().await;
    let at = |name: &str| {
        text.find(name)
            .unwrap_or_else(|| panic!("{name} is missing in {text}"))
    };
    let by_given_name = [
        "Phạm Thị Ánh",
        "Lê Hoàng Ân",
        "Đặng Quốc Bảo",
        "Trần Thị Bích Ngọc",
        "Võ Thị Út",
        "Dương Văn Ưng",
    ];
    assert!(
        by_given_name.is_sorted_by_key(|name| at(name)),
        "a before â, u before ư: {text}"
    );
    window.is_accessible("members").await;
    window.picture("members").await;
}

async fn prepare(window: &Window) {
    window.click("nav-sinh-hoat").await;
    window.click("new-meeting").await;
    window.is_accessible("new meeting").await;
    let month = window.find("new-month").await.prop("value").await;
    let month: u32 = month.unwrap().unwrap().parse().unwrap();
    window.click("new-make").await;
    window.find("agenda").await;
    window.says("90").await;
    window.is_accessible("prepare").await;
    window.picture("prepare").await;
    offers_the_month_after(window, month).await;
    window.click("start-meeting").await;
}

/// The month has its regular meeting now: a new one is for the month after it.
async fn offers_the_month_after(window: &Window, month: u32) {
    window.click("meeting-back").await;
    window.click("new-meeting").await;
    let after = month % 12 + 1;
    window
        .css(&format!(
            "[data-test=new-month] option:checked[value=\"{after}\"]"
        ))
        .await;
    window.click("new-cancel").await;
    window.click("meeting").await;
}

async fn record(window: &Window) {
    window.find("say-speaker").await;
    window.click("key-attend").await;
    window.click("attend-all").await;
    window.says("6/6").await;
    window.is_accessible("attendance").await;
    window.picture("attendance").await;
    close_dialog(window).await;

    say(
        window,
        "ngoc",
        "Tôi thống nhất với báo cáo; đề nghị giải quyết dứt điểm điểm rác đầu hẻm 12.",
    )
    .await;
    say(
        window,
        "bao",
        "Tôi nhận phụ trách tổ 5, cuối tháng báo cáo kết quả trước chi bộ.",
    )
    .await;
    say(
        window,
        "ung",
        "Đảng viên trẻ đi làm xa, xin linh hoạt giờ sinh hoạt vào tối thứ bảy.",
    )
    .await;
    assert!(
        window.has("saved").await,
        "what was typed says when it was saved"
    );
    window.is_accessible("record").await;
    window.picture("record").await;

    window.click("key-vote").await;
    window.find("vote-base-words").await;
    window.says("Tính trên 05 đảng viên").await;
    window.click("vote-everyone").await;
    window.is_accessible("vote").await;
    window.picture("vote").await;
    window.click("vote-save").await;
    window.says("5 tán thành").await;
    window.click("end-meeting").await;
    window.click("end-confirm").await;
}

async fn say(window: &Window, letters: &str, text: &str) {
    window.write("say-speaker", letters).await;
    window.key(&char::from(Key::Enter).to_string()).await;
    window.find("say-person").await;
    window.write("say-text", text).await;
    window.control_enter().await;
    window.says(text).await;
}

async fn close_dialog(window: &Window) {
    window.key(&char::from(Key::Escape).to_string()).await;
    let deadline = std::time::Instant::now() + Duration::from_secs(20);
    while window
        .client
        .find(Locator::Css("dialog[open]"))
        .await
        .is_ok()
    {
        assert!(
            std::time::Instant::now() < deadline,
            "the dialog stays open"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn close(window: &Window) -> String {
    window.find("checks").await;
    window.is_accessible("checks").await;
    window.picture("checks").await;
    window.click("check-next").await;
    window.find("score-total").await;
    window.is_accessible("score").await;
    window.picture("score").await;
    window.click("score-next").await;
    window.find("read-through").await;
    window.is_accessible("read-through").await;
    window.click("read-next").await;
    window.find("preview-sent").await;
    window.is_accessible("before adopting").await;
    window.click("adopt").await;
    window.click("adopt-confirm").await;
    let fingerprint = window.find("fingerprint").await.text().await.unwrap();
    assert_eq!(fingerprint.len(), "7F3A 91C2 0B5E".len(), "{fingerprint}");
    window.click("adopt-next").await;
    window.click("papers-next").await;
    fingerprint
}

async fn send(window: &Window, server: &str, code: &str) {
    window.click("nav-dong-bo").await;
    window.is_accessible("sync, not enrolled").await;
    window.picture("sync-not-enrolled").await;
    window.write("ward-server", server).await;
    window.write("ward-code", code).await;
    window.click("enrol").await;
    window.find("sync-now").await;
    window.is_accessible("sync").await;
    window.picture("sync").await;

    window.click("nav-sinh-hoat").await;
    window.click("meeting").await;
    window.click("tab-closing").await;
    window.click("step-send").await;
    window.find("preview-kept").await;
    window.find("send-usb").await;
    window.is_accessible("what will be sent").await;
    window.picture("send").await;
    window.click("send").await;
    window.says("đã nhận").await;
    window.picture("sent").await;
}

async fn screens(window: &Window) {
    for screen in [
        "hom-nay",
        "nhiem-vu",
        "kien-nghi",
        "van-ban",
        "bao-cao",
        "dong-bo",
        "tro-giup",
        "cai-dat",
    ] {
        window.click(&format!("nav-{screen}")).await;
        window.css("main h1, main h2").await;
        window.is_accessible(screen).await;
        window.picture(screen).await;
    }
}

fn the_book_agrees(book: &std::path::Path, fingerprint: &str) {
    let scb = Scb {
        book: book.to_owned(),
        passphrase: PASSPHRASE.to_owned(),
    };
    let meetings = scb.say(&["meeting", "list"]);
    let id = meetings[0]["id"].as_str().unwrap();
    let meeting = scb.say(&["meeting", "show", id]);
    assert_eq!(meeting["state"], "da_thong_qua");
    assert_eq!(meeting["fingerprint"], fingerprint);
    assert_eq!(meeting["statements"].as_array().unwrap().len(), 3);
    assert_eq!(meeting["votes"][0]["base"], 5);
    assert_eq!(scb.say(&["outbox"]).as_array().unwrap().len(), 0);
    assert_eq!(scb.say(&["doctor", "--deep"])["ok"], true);
}

async fn on_the_wards_page(url: &str, fingerprint: &str) {
    let browser = Browser::open().await;
    let page = &browser.client;
    let css = async |selector: &str| {
        page.wait()
            .at_most(common::PATIENCE)
            .for_element(Locator::Css(selector))
            .await
            .unwrap()
    };
    page.goto(url).await.unwrap();
    let name = css("input[type=text], input[autocomplete=username]").await;
    axe(page, "the ward: login").await;
    picture(page, "ward-login").await;
    name.send_keys("vanphong").await.unwrap();
    css("input[type=password]")
        .await
        .send_keys("mật khẩu của phường")
        .await
        .unwrap();
    css("button[type=submit]").await.click().await.unwrap();
    let cell = page
        .wait()
        .at_most(common::PATIENCE)
        .for_element(Locator::XPath(
            "//*[self::a or self::button][contains(., 'Khu phố 12')]",
        ))
        .await
        .unwrap();
    axe(page, "the ward: cells").await;
    picture(page, "ward-cells").await;
    cell.click().await.unwrap();
    let meeting = page
        .wait()
        .at_most(common::PATIENCE)
        .for_element(Locator::XPath(
            "//*[self::a or self::button][contains(., 'hường kỳ')]",
        ))
        .await
        .unwrap();
    axe(page, "the ward: meetings").await;
    picture(page, "ward-meetings").await;
    meeting.click().await.unwrap();
    let deadline = std::time::Instant::now() + common::PATIENCE;
    let text = loop {
        let text = css("body").await.text().await.unwrap();
        if text.contains(fingerprint) {
            break text;
        }
        assert!(
            std::time::Instant::now() < deadline,
            "no fingerprint {fingerprint} in {text}"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    assert!(text.contains("điểm rác đầu hẻm 12"), "{text}");
    assert!(text.contains("Đặng Quốc Bảo"), "{text}");
    axe(page, "the ward: minutes").await;
    picture(page, "ward-minutes").await;
    page.clone().close().await.unwrap();
}
