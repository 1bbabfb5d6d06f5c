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

use common::{
    meeting::{begin, book_of},
    window::Window,
};
use fantoccini::key::Key;

#[tokio::test(flavor = "multi_thread")]
async fn an_input_method_triggers_no_command_and_loses_no_letter() {
    let folder = tempfile::tempdir().unwrap();
    let scb = book_of(
        &folder.path().join("chibo.sochibo"),
        &["Đặng Quốc Bảo", "Lê Hoàng Ân", "Võ Thị Út"],
    );
    let id = begin(&scb);
    let window = Window::at_the_record(&scb.book).await;
    window.give_the_floor("bao").await;

    // UniKey: each time a letter changes, it sends a backspace and the new letter.
    let back = char::from(Key::Backspace);
    let burst = format!("To{back}ôi nha{back}ât{back}{back}ất tri{back}í");
    window.write("say-text", &burst).await;
    assert_eq!(window.said().await, typed(&burst));
    assert_eq!(window.said().await, "Tôi nhất trí");

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

    let kept = window.said().await;
    window.saves(&kept).await;
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
