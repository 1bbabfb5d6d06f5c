//! Two windows on two books: a second device comes in by a number that both show; a lost laptop's
//! book comes back through the first-run screens.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says where it fails by failing"
)]

mod common;

use common::{
    cell,
    page::{Browser, axe, picture},
    programs::{Scb, Ward},
    window::Window,
};
use fantoccini::Locator;

const FIRST: &str = "câu của máy bí thư";
const OWN: &str = "câu của máy mới này";

#[tokio::test(flavor = "multi_thread")]
async fn both_windows_show_one_number_and_a_lost_book_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let ward = Ward::start(&folder.path().join("ward"));
    let code = ward.cell("Khu phố 12");
    let first = Scb {
        book: folder.path().join("bi-thu.sochibo"),
        passphrase: FIRST.to_owned(),
    };
    let made = first.say(&[
        "init",
        "--cell",
        "Khu phố 12",
        "--cell-type",
        "khu_pho",
        "--ward",
        "Phường Tân Thới Hòa",
    ]);
    let recovery = made["recovery_code"].as_str().unwrap().to_owned();
    first.say(&[
        "members",
        "add",
        "--name",
        "Võ Thị Út",
        "--status",
        "chinh_thuc",
    ]);
    first.say(&["enrol", "--server", &ward.url, "--code", &code]);
    first.say(&["sync"]);

    let secretary = Window::unlock(&first.book, FIRST).await;
    secretary.click("nav-dong-bo").await;
    secretary.find("device").await;

    // The new laptop asks to come in.
    let second = folder.path().join("may-hai.sochibo");
    let newcomer = Window::open(&second).await;
    newcomer.click("first-run-elsewhere").await;
    newcomer.write("join-server", &ward.url).await;
    newcomer.write("join-code", &cell::code(&ward)).await;
    newcomer.write("passphrase", OWN).await;
    newcomer.write("passphrase-again", OWN).await;
    newcomer.is_accessible("joining: form").await;
    newcomer.picture("joining-form").await;
    newcomer.click("join-begin").await;
    newcomer.says("Đã xin vào").await;

    secretary.click("devices-look").await;
    secretary.find("request").await;
    let number = newcomer.find("join-number").await.text().await.unwrap();
    let shown = secretary.find("request-number").await.text().await.unwrap();
    assert_eq!(shown, number);
    assert_eq!(number.chars().filter(char::is_ascii_digit).count(), 6);
    newcomer.is_accessible("joining: number").await;
    newcomer.picture("joining-number").await;
    secretary.is_accessible("a device asks").await;
    secretary.picture("device-asks").await;

    newcomer.click("join-same").await;
    secretary.write("request-name", "Máy của phó bí thư").await;
    secretary.choose("request-role", "chi_uy").await;
    secretary.click("request-approve").await;
    secretary.says("Máy của phó bí thư").await;
    secretary.find("devices-said").await;

    newcomer.click("join-enter").await;
    newcomer.click("nav-dang-vien").await;
    newcomer.says("Võ Thị Út").await;

    // It is taken out, and says so.
    secretary.click("device-revoke").await;
    secretary.is_accessible("revoke?").await;
    secretary.picture("device-revoke").await;
    secretary.click("device-revoke-yes").await;
    secretary.says("đã thu hồi").await;
    secretary.find("devices-said").await;
    secretary.close().await;
    newcomer.click("nav-dong-bo").await;
    newcomer.click("sync-now").await;
    newcomer.find("device-out").await;
    newcomer.picture("device-out").await;
    newcomer.close().await;

    // The secretary's laptop is lost; a third takes its place.
    let third = folder.path().join("thay.sochibo");
    let window = Window::open(&third).await;
    window.click("first-run-elsewhere").await;
    window.choose("join-which", "lost").await;
    window.write("join-server", &ward.url).await;
    window.write("join-code", &cell::code(&ward)).await;
    window
        .write("join-recovery", &recovery.to_lowercase())
        .await;
    window.write("passphrase", OWN).await;
    window.write("passphrase-again", OWN).await;
    window.is_accessible("lost laptop: form").await;
    window.click("join-begin").await;
    // The lost one is taken out at once, where the person wants that.
    window.find("lost-device").await;
    window.is_accessible("lost laptop: take it out?").await;
    window.picture("lost-laptop").await;
    window.click("lost-revoke").await;
    window.find("lost-said").await;
    window.click("join-enter").await;
    window.click("nav-dang-vien").await;
    window.says("Võ Thị Út").await;
    window.close().await;
    let back = Scb {
        book: third,
        passphrase: OWN.to_owned(),
    };
    assert_eq!(back.say(&["doctor"])["ok"], true);
    let devices = back.say(&["device", "list"]);
    let devices = devices["devices"].as_array().unwrap();
    let standing = devices.iter().filter(|device| device["revoked"] == false);
    assert_eq!(standing.count(), 1, "{devices:?}");

    ward.user("vanphong", "mật khẩu của phường");
    what_the_office_sees(&ward.url).await;
}

/// The office reads what became of each device: who came in, by whose leave, who was taken out.
async fn what_the_office_sees(url: &str) {
    let browser = Browser::open().await;
    let page = &browser.client;
    let find = async |by: Locator<'_>| {
        let wait = page.wait().at_most(common::PATIENCE);
        wait.for_element(by).await.unwrap()
    };
    page.goto(url).await.unwrap();
    for (field, text) in [
        ("input[autocomplete=username]", "vanphong"),
        ("input[type=password]", "mật khẩu của phường"),
    ] {
        find(Locator::Css(field))
            .await
            .send_keys(text)
            .await
            .unwrap();
    }
    for click in [
        Locator::Css("button[type=submit]"),
        Locator::XPath("//*[self::a or self::button][contains(., 'Khu phố 12')]"),
        Locator::Css("[data-test=device-events] summary"),
    ] {
        find(click).await.click().await.unwrap();
    }
    let mut told = Vec::new();
    for line in page
        .find_all(Locator::Css("[data-test=device-event]"))
        .await
        .unwrap()
    {
        told.push(line.text().await.unwrap());
    }
    // The newest first: the laptop that took the lost one's place and took it out, then the second
    // device's life.
    let wanted = [
        "bị chi bộ thu hồi, từ máy",
        "được vào sổ",
        "xin vào sổ",
        "bị chi bộ thu hồi, từ máy",
        "được vào sổ",
        "xin vào sổ",
        "ghi danh bằng mã của phường",
    ];
    assert_eq!(told.len(), wanted.len(), "{told:#?}");
    for (line, words) in told.iter().zip(wanted) {
        assert!(line.contains(words), "{words}: {told:#?}");
    }
    axe(page, "the ward: what became of the devices").await;
    picture(page, "ward-devices").await;
    page.clone().close().await.unwrap();
}
