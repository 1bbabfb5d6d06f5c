//! R20: no text with the mark of a state secret comes into the book.

use sochibo_domain::{Explain, FaultClass, NotSecret, Statement};
use sochibo_store::{Draft, Store, StoreError};
use uuid::Uuid;

use crate::desk::{Desk, NOW, assert_sound, bytes_of, statement};

const PLANTED: &str = "QZ-BIMAT câu đầu\nT Ố I  M Ậ T\ncâu sau";

fn put(store: &mut Store, n: u128, text: &str) -> Result<bool, StoreError> {
    store.transact(NOW, |gate| {
        gate.put::<Statement>(Uuid::from_u128(n).into(), &statement(text))
    })
}

fn draft(value: &str) -> Draft {
    Draft {
        slot: "say/a".to_owned(),
        value: value.to_owned(),
        saved_at: NOW,
    }
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn a_marked_text_is_refused_whole_and_leaves_no_trace() {
    let desk = Desk::new(1);
    let mut store = desk.open();
    put(&mut store, 1, "câu đầu").unwrap();
    let end = store.own_chain();
    let refused = store
        .transact(NOW, |gate| {
            gate.put::<Statement>(Uuid::from_u128(2).into(), &statement("câu thường"))?;
            gate.put::<Statement>(Uuid::from_u128(3).into(), &statement(PLANTED))
        })
        .unwrap_err();
    assert_eq!(
        (refused.code(), refused.class()),
        ("BM-01", FaultClass::Refused)
    );
    // Neither its sentence nor its debug form repeats the text.
    assert!(!format!("{refused} {refused:?}").contains("QZ"));
    assert_eq!(store.own_chain(), end);
    assert_eq!(store.read().list::<Statement>().unwrap().len(), 1);
    assert!(store.read().search("QZ", 9).unwrap().is_empty());
    drop(store);
    let (book, _) = bytes_of(&desk.path());
    assert!(!holds(&book, b"QZ-BIMAT"));
    assert_sound(&desk.open());
}

#[test]
fn a_draft_with_a_mark_is_not_kept_and_the_one_before_stays() {
    let desk = Desk::new(1);
    let store = desk.open();
    let typed = |text: &str| draft(&serde_json::json!({ "text": text, "caret": 4 }).to_string());
    store.save_draft(&typed("câu đầu")).unwrap();
    // It may yet become "mật ong".
    store.save_draft(&typed("câu đầu\nmật")).unwrap();
    let refused = store.save_draft(&typed("câu đầu\nTUYỆT MẬT")).unwrap_err();
    assert!(matches!(refused, StoreError::SecretMark(_)), "{refused:?}");
    assert_eq!(store.drafts("").unwrap(), [typed("câu đầu\nmật")]);
    assert!(store.set_setting("notes", "TỐI MẬT").is_err());
}

#[test]
fn what_a_person_answers_for_is_taken_and_the_declaration_stays() {
    let desk = Desk::new(1);
    let mut store = desk.open();
    let StoreError::SecretMark(marked) = put(&mut store, 1, PLANTED).unwrap_err() else {
        panic!("not refused for its mark")
    };
    assert_eq!(marked.texts, [PLANTED]);
    store.answer_for(&marked.texts[0]);
    store.save_draft(&draft("T Ố I  M Ậ T\nđang gõ")).unwrap();
    put(&mut store, 1, PLANTED).unwrap();
    // Another text with another mark is not what was answered for.
    assert!(put(&mut store, 2, "Độ mật: tuyệt mật").is_err());
    drop(store);

    let mut store = desk.open();
    let declared = store.read().list::<NotSecret>().unwrap();
    assert_eq!(declared.len(), 1);
    assert_eq!(declared[0].id, NotSecret::id_of(PLANTED));
    put(&mut store, 3, PLANTED).unwrap();
    assert!(put(&mut store, 4, "T Ố I  M Ậ T").is_err());
    assert_sound(&store);
}
