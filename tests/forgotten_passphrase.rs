//! A passphrase forgotten: the code on paper opens the book again, with a new passphrase.

mod common;

use common::{programs::Scb, window::Window};

#[tokio::test(flavor = "multi_thread")]
async fn the_recovery_code_opens_the_book_and_gives_it_a_new_passphrase() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("chibo.sochibo");
    let forgotten = Scb {
        book: book.clone(),
        passphrase: "câu đã quên mất".to_owned(),
    };
    let made = forgotten.say(&[
        "init",
        "--cell",
        "Khu phố 12",
        "--cell-type",
        "khu_pho",
        "--ward",
        "Phường Tân Thới Hòa",
    ]);
    let code = made["recovery_code"].as_str().unwrap().to_lowercase();

    let window = Window::open(&book).await;
    window.write("passphrase", "câu đoán sai").await;
    window.click("unlock").await;
    window.says("SO-05").await;
    window.is_accessible("wrong passphrase").await;
    window.click("forgot").await;
    window.write("recovery-typed", &code).await;
    window.fill("passphrase", "câu mới dễ nhớ").await;
    window.is_accessible("recovery").await;
    window.picture("recovery").await;
    window.click("unlock").await;
    window.find("nav-hom-nay").await;
    window.close().await;

    assert_eq!(forgotten.run(&["status"]).status.code(), Some(4));
    let renewed = Scb {
        book,
        passphrase: "câu mới dễ nhớ".to_owned(),
    };
    assert_eq!(renewed.say(&["doctor"])["ok"], true);
}
