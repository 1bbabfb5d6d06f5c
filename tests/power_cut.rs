//! `kill -9` of the window in mid-sentence: what was shown as saved is there again.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says where it fails by failing"
)]

mod common;

use common::{programs::Scb, window::Window};
use fantoccini::key::Key;

const PASSPHRASE: &str = "hoa phượng đỏ tháng năm";
const SENTENCE: &str = "Tôi nhận phụ trách tổ 5, đề nghị khu phố hỗ trợ camera ở đầu hẻm";

#[tokio::test(flavor = "multi_thread")]
async fn pulling_the_plug_while_typing_loses_nothing_that_was_shown_as_saved() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("chibo.sochibo");
    let scb = Scb {
        book: book.clone(),
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
    for name in ["Đặng Quốc Bảo", "Lê Hoàng Ân", "Võ Thị Út"] {
        scb.say(&["members", "add", "--name", name, "--status", "chinh_thuc"]);
    }
    let meeting = scb.say(&[
        "meeting",
        "new",
        "--kind",
        "thuong_ky",
        "--month",
        "2026-10",
    ]);
    let id = meeting["id"].as_str().unwrap().to_owned();
    scb.say(&["meeting", "start", &id]);
    scb.say(&["attend", &id, "--all", "present"]);

    let window = to_the_record(&book).await;
    window.write("say-speaker", "bao").await;
    window.key(&char::from(Key::Enter).to_string()).await;
    window.find("say-person").await;
    window.write("say-text", SENTENCE).await;
    // What the person was shown: the text that the last "Đã lưu" was about.
    let shown = last_saved(&window).await;
    window.pull_the_plug().await;

    let window = to_the_record(&book).await;
    let text = window
        .find("say-text")
        .await
        .prop("value")
        .await
        .unwrap()
        .unwrap();
    assert!(
        text.starts_with(&shown),
        "{shown:?} was shown as saved, {text:?} is there"
    );
    assert_eq!(
        shown, SENTENCE,
        "the last letters were saved while nothing was typed any more"
    );
    window.says("đ/c Đặng Quốc Bảo").await;

    // The caret stands where it stood, so the sentence can be finished.
    let caret =
        "return [document.activeElement.dataset.test, document.activeElement.selectionStart]";
    let deadline = std::time::Instant::now() + common::PATIENCE;
    while window.script(caret, vec![]).await
        != serde_json::json!(["say-text", SENTENCE.encode_utf16().count()])
    {
        assert!(
            std::time::Instant::now() < deadline,
            "the caret is at {}",
            window.script(caret, vec![]).await
        );
    }
    window.control_enter().await;
    window.find("statement").await;
    window.close().await;
    let said = scb.say(&["meeting", "show", &id]);
    assert_eq!(said["statements"][0]["text"], SENTENCE);
    assert_eq!(scb.say(&["doctor", "--deep"])["ok"], true);
}

async fn to_the_record(book: &std::path::Path) -> Window {
    let window = Window::open(book).await;
    window.write("passphrase", PASSPHRASE).await;
    window.click("unlock").await;
    // "Ghi tiếp biên bản": the next sensible step while a meeting runs.
    window.click("next-step").await;
    window.find("say-text").await;
    window
}

/// Waits until the book holds everything that stands in the field, and returns it.
async fn last_saved(window: &Window) -> String {
    let deadline = std::time::Instant::now() + common::PATIENCE;
    loop {
        let text = window
            .find("say-text")
            .await
            .prop("value")
            .await
            .unwrap()
            .unwrap();
        let saved = window
            .script(
                "return window.__TAURI_INTERNALS__.invoke('drafts_list', { prefix: 'say/' })
                   .then(found => found.length ? JSON.parse(found[0].value).text : '');",
                vec![],
            )
            .await;
        if saved == text.as_str() && window.has("saved").await {
            return text;
        }
        assert!(
            std::time::Instant::now() < deadline,
            "{text:?} is typed, {saved:?} is saved"
        );
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}
