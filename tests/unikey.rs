//! What an input method does to the writing line, in the real window: no key of a composition is a
//! command, and the backspaces that UniKey sends leave the right letters, on the screen and in the
//! draft.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says where it fails by failing"
)]

mod common;

use common::{programs::Scb, window::Window};
use fantoccini::key::Key;
use serde_json::Value;

const PASSPHRASE: &str = "hoa phượng đỏ tháng năm";

#[tokio::test(flavor = "multi_thread")]
async fn an_input_method_triggers_no_command_and_loses_no_letter() {
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
    for name in ["Đặng Quốc Bảo", "Lê Hoàng Ân", "Võ Thị Út"] {
        scb.say(&["members", "add", "--name", name, "--status", "chinh_thuc"]);
    }
    let made = scb.say(&[
        "meeting",
        "new",
        "--kind",
        "thuong_ky",
        "--month",
        "2026-10",
    ]);
    let id = made["id"].as_str().unwrap().to_owned();
    scb.say(&["meeting", "start", &id]);
    scb.say(&["attend", &id, "--all", "present"]);
    let window = Window::open(&scb.book).await;
    window.write("passphrase", PASSPHRASE).await;
    window.click("unlock").await;
    window.click("next-step").await;
    window.write("say-speaker", "bao").await;
    window.key(&char::from(Key::Enter).to_string()).await;
    window.find("say-person").await;

    // UniKey: each time a letter changes, it sends a backspace and the new letter.
    let back = char::from(Key::Backspace);
    let burst = format!("To{back}ôi nha{back}ât{back}{back}ất tri{back}í");
    window.write("say-text", &burst).await;
    assert_eq!(text(&window).await, typed(&burst));
    assert_eq!(text(&window).await, "Tôi nhất trí");

    // A composition, with every key of ours in the middle of it.
    let during = window
        .script(
            "const field = document.querySelector('[data-test=say-text]');
             const before = [field.value, document.querySelectorAll('[data-test=statement]').length];
             field.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
             const keys = [
               { key: 'Enter', ctrlKey: true }, { key: 'F3' }, { key: 'F4' }, { key: 'F8' },
               { key: 'z', ctrlKey: true }, { key: 'ArrowUp', altKey: true }, { key: 'Escape' },
             ];
             const prevented = [];
             for (const init of keys) {
               const event = new KeyboardEvent('keydown',
                 { ...init, isComposing: true, bubbles: true, cancelable: true });
               field.dispatchEvent(event);
               if (event.defaultPrevented) prevented.push(init.key);
             }
             document.execCommand('insertText', false, ' ạ');
             field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: ' ạ' }));
             return [prevented, before[0] + ' ạ' === field.value,
               Boolean(document.querySelector('dialog[open]')),
               document.querySelectorAll('[data-test=statement]').length - before[1]];",
            vec![],
        )
        .await;
    assert_eq!(during, serde_json::json!([[], true, false, 0]));
    let current = "return document.querySelector('[aria-current=step]').dataset.test";
    assert_eq!(window.script(current, vec![]).await, "agenda-1");

    let kept = text(&window).await;
    wait_until_saved(&window, &kept).await;
    window.control_enter().await;
    window.find("statement").await;
    window.close().await;
    let meeting = scb.say(&["meeting", "show", &id]);
    assert_eq!(meeting["statements"][0]["text"], kept);
}

/// What a field holds after these keys.
fn typed(keys: &str) -> String {
    let mut text = String::new();
    for key in keys.chars() {
        if key == char::from(Key::Backspace) {
            text.pop();
        } else {
            text.push(key);
        }
    }
    text
}

async fn text(window: &Window) -> String {
    let field = window.find("say-text").await;
    field.prop("value").await.unwrap().unwrap()
}

/// The draft on the disk, as the window's own call tells it, becomes what the field holds.
async fn wait_until_saved(window: &Window, text: &str) {
    let deadline = std::time::Instant::now() + common::PATIENCE;
    loop {
        let drafts = window
            .client
            .execute_async(
                "const done = arguments[arguments.length - 1];
                 window.__TAURI_INTERNALS__.invoke('drafts_list', { prefix: 'say/' })
                   .then(found => done(found.map(draft => JSON.parse(draft.value).text)));",
                vec![],
            )
            .await
            .unwrap();
        if drafts == Value::from(vec![text]) {
            return;
        }
        assert!(
            std::time::Instant::now() < deadline,
            "the draft is {drafts}"
        );
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}
