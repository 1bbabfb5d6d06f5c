//! `kill -9` of the window in mid-sentence: what was shown as saved is there again.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says where it fails by failing"
)]

mod common;

use common::{
    meeting::{begin, book_of},
    window::Window,
};

const SENTENCE: &str = "Tôi nhận phụ trách tổ 5, đề nghị khu phố hỗ trợ camera ở đầu hẻm";

#[tokio::test(flavor = "multi_thread")]
async fn pulling_the_plug_while_typing_loses_nothing_that_was_shown_as_saved() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("chibo.sochibo");
    let scb = book_of(&book, &["Đặng Quốc Bảo", "Lê Hoàng Ân", "Võ Thị Út"]);
    let id = begin(&scb);

    let window = Window::at_the_record(&book).await;
    window.give_the_floor("bao").await;
    window.write("say-text", SENTENCE).await;
    // What the person was shown: the text that the last "Đã lưu" was about.
    let shown = last_saved(&window).await;
    window.pull_the_plug().await;

    let window = Window::at_the_record(&book).await;
    let text = window.said().await;
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

/// Waits until the book holds everything that stands in the field, and returns it.
async fn last_saved(window: &Window) -> String {
    let deadline = std::time::Instant::now() + common::PATIENCE;
    loop {
        let (text, saved) = (window.said().await, window.draft().await);
        if saved == text && window.has("saved").await {
            return text;
        }
        assert!(
            std::time::Instant::now() < deadline,
            "{text:?} is typed, {saved:?} is saved"
        );
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}
