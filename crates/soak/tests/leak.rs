//! A year of a cell's life, with a second device, a revocation and a recovery, through a real ward
//! over TLS: the ward's files hold none of the words, names and keys that should stay in the cell.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{
    fs,
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use sochibo_book::{
    Book, NewCell, SystemClock,
    criticism::NewCriticism,
    devices::{Admission, join, recover, requests},
    meetings::NewMeeting,
    statements::NewStatement,
    ward::{Shared, enrol, sync},
};
use sochibo_domain::{CellType, CriticismKind, DeviceRole, MeetingKind, Member, Visibility};
use sochibo_ward::{OrgKind, Running, ServeConfig, Tls, Ward, serve};

const PHRASE: &str = "mùa xuân năm ấy trên đồi";

fn shared(book: Book) -> Shared {
    Arc::new(Mutex::new(book))
}

fn hold<T>(book: &Shared, work: impl FnOnce(&mut Book) -> T) -> T {
    work(&mut book.lock().unwrap())
}

struct Office {
    dir: tempfile::TempDir,
    ward: Ward,
    org: String,
    running: Running,
}

impl Office {
    async fn open() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let running = serve(ServeConfig {
            data: dir.path().to_owned(),
            listen: "127.0.0.1:0".into(),
            tls: Tls::SelfSigned,
        })
        .await
        .unwrap();
        let ward = Ward::open(dir.path()).unwrap();
        let org = ward.add_org("Khu phố 12", OrgKind::ChiBo, None).unwrap();
        Self {
            dir,
            ward,
            org: org.to_string(),
            running,
        }
    }

    fn code(&self) -> String {
        let hour = Duration::from_secs(3600);
        self.ward.enrol_code(&self.org, hour).unwrap().code
    }

    fn url(&self) -> &str {
        &self.running.url
    }

    /// Every byte that the ward keeps.
    fn files(&self) -> Vec<(String, Vec<u8>)> {
        fn walk(dir: &Path, found: &mut Vec<(String, Vec<u8>)>) {
            for entry in fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, found);
                } else {
                    found.push((path.display().to_string(), fs::read(&path).unwrap()));
                }
            }
        }
        let mut found = Vec::new();
        walk(self.dir.path(), &mut found);
        found
    }
}

/// Lives a year; answers what was planted.
fn live(book: &mut Book) -> Vec<String> {
    let mut planted = Vec::new();
    let member: Member = serde_json::from_value(serde_json::json!({
        "name": "Huỳnh Kim Kín Đáo", "status": "chinh_thuc", "phone": "0987654321",
    }))
    .unwrap();
    planted.extend(["Huỳnh Kim Kín Đáo".to_owned(), "0987654321".to_owned()]);
    let id = book.add_member(&member).unwrap();
    for month in 1..=12 {
        let new = NewMeeting {
            kind: MeetingKind::Regular,
            month: format!("2026-{month:02}").parse().unwrap(),
            planned_at: None,
            place: None,
            topic: None,
        };
        let meeting = book.new_meeting(&new).unwrap().id;
        book.start_meeting(meeting, None).unwrap();
        let item = book.agenda_item(meeting, 3).unwrap();
        for n in 0..6 {
            let text = format!("Lời nói riêng tháng {month} thứ {n} không ra khỏi phòng họp");
            let new = NewStatement {
                item,
                member: Some(id),
                guest: None,
                text: text.clone(),
            };
            book.say(meeting, &new, None).unwrap();
            planted.push(text);
        }
        for visibility in [
            Visibility::Internal,
            Visibility::Committee,
            Visibility::Secretary,
        ] {
            let text = format!("Lời góp ý kín tháng {month} mức {visibility:?} cho đồng chí");
            let new = NewCriticism {
                member: id,
                kind: CriticismKind::Advice,
                text: text.clone(),
                by: None,
                visibility,
                accepted: None,
                remedy: None,
                due: None,
            };
            book.add_criticism(meeting, &new).unwrap();
            planted.push(text);
        }
    }
    planted
}

/// Every ring key and device secret that a book holds, raw and in hexadecimal.
fn secrets(book: &Shared) -> Vec<Vec<u8>> {
    hold(book, |book| {
        let store = book.store();
        let keys = store.ring_keys();
        let mut found: Vec<[u8; 32]> = keys.iter().map(|(_, _, key)| key.0).collect();
        found.push(store.device_key().secret());
        found
            .into_iter()
            .flat_map(|key| {
                let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
                [key.to_vec(), hex.into_bytes()]
            })
            .collect()
    })
}

fn has(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_with_grants_and_escrow_leaves_no_private_word_and_no_key_at_the_ward() {
    let office = Office::open().await;
    let dir = tempfile::tempdir().unwrap();
    let cell = NewCell {
        name: "Khu phố 12".into(),
        cell_type: CellType::KhuPho,
        ward: "Phường Tân Thới Hòa".into(),
        place: "Văn phòng khu phố".into(),
        has_committee: true,
    };
    let path = dir.path().join("bi-thu");
    let (mut book, recovery) = Book::create(&path, PHRASE, cell, Box::new(SystemClock)).unwrap();
    let mut planted = live(&mut book);
    let first = shared(book);
    enrol(&first, office.url(), &office.code()).await.unwrap();
    sync(&first).await.unwrap();

    // A second device of the committee, by the number.
    let path = dir.path().join("chi-uy");
    let clock = Box::new(SystemClock);
    let book = join::begin(&path, PHRASE, office.url(), &office.code(), clock).await;
    let second = shared(book.unwrap());
    join::advance(&second).await.unwrap();
    requests::devices(&first).await.unwrap();
    let number = join::advance(&second).await.unwrap().number;
    let request = requests::devices(&first).await.unwrap().requests.remove(0);
    assert_eq!(request.number, number);
    let device = hold(&first, |book| book.resolve_device(&request.id)).unwrap();
    let admission = Admission {
        name: "Máy riêng của phó bí thư".into(),
        role: DeviceRole::Committee,
        holder: None,
        number,
    };
    planted.push(admission.name.clone());
    hold(&first, |book| book.approve_device(device, &admission)).unwrap();
    sync(&first).await.unwrap();
    hold(&second, |book| join::matches(book, None)).unwrap();
    let view = join::advance(&second).await.unwrap();
    assert_eq!(view.state, sochibo_book::view::JoiningState::In);
    let read = |book: &Shared| hold(book, |book| book.criticism(None)).unwrap().len();
    assert_eq!((read(&first), read(&second)), (36, 24));
    let mut keys = secrets(&first);
    keys.extend(secrets(&second));

    // It is taken out; what is written then is sealed under keys that it never had.
    let before = hold(&second, |book| book.store().ring_keys().iter().count());
    hold(&first, |book| book.revoke_device(device)).unwrap();
    let epochs = hold(&first, |book| {
        sochibo_journal::Ring::SEALED.map(|ring| book.store().ring_keys().newest(ring).unwrap().0.0)
    });
    // The secretary's own ring was none of its business.
    assert_eq!(epochs, [2, 2, 1]);
    sync(&first).await.unwrap();
    assert!(sync(&second).await.is_err());
    assert_eq!(
        hold(&second, |book| book.store().ring_keys().iter().count()),
        before
    );

    // The laptop is lost; the book comes back.
    let path = dir.path().join("moi");
    let clock = Box::new(SystemClock);
    let (url, code) = (office.url(), office.code());
    let book = recover::begin(&path, PHRASE, url, &code, &recovery, clock).await;
    let third = shared(book.unwrap());
    join::advance(&third).await.unwrap();
    assert!(hold(&third, |book| book.doctor(true)).unwrap().ok);
    assert_eq!(read(&third), 36);
    keys.extend(secrets(&first));
    keys.extend(secrets(&third));

    let files = office.files();
    let size: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    assert!(size > 100_000, "the ward kept {size} bytes only");
    for (name, bytes) in &files {
        for text in &planted {
            assert!(!has(bytes, text.as_bytes()), "“{text}” lies in {name}");
        }
        for key in &keys {
            assert!(!has(bytes, key), "a key lies in {name}");
        }
    }
    // The search itself finds what is there.
    assert!(files.iter().any(|(_, bytes)| has(bytes, b"escrow")));
    assert!(office.ward.verify().unwrap().ok);
    office.running.stop().await.unwrap();
}
