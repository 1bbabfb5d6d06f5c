//! Two machines that disagree, in the real window with a real ward: both values side by side, one
//! chosen, both joined, an answer taken back; a change that came after an adoption; a machine that
//! removed more than half of the book; and a list that stays open while the other machine writes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says where it fails by failing"
)]

mod common;

use common::{
    pair::{PASSPHRASE, Pair, SECOND, ended_meeting, text_of},
    programs::{Scb, Ward, answer},
    window::Window,
};
use serde_json::{Value, json};

const MEMBERS: [&str; 4] = ["Lê Thị Ân", "Trần Văn Bảo", "Phạm Thị Cúc", "Võ Thị Út"];

fn count(list: &Value) -> usize {
    list.as_array().unwrap().len()
}

/// Both write the same statement and the same telephone number, not knowing of each other.
fn disagree(pair: &Pair, statement: &str, member: &str) {
    for (scb, text, phone) in [
        (&pair.first, "Đề nghị sửa đèn hẻm 45.", "0901000001"),
        (&pair.second, "Đề nghị nạo vét cống hẻm 12.", "0902000002"),
    ] {
        scb.say(&["statement", "set", statement, "--text", text]);
        scb.say(&["members", "set", member, "--phone", phone]);
    }
    pair.meet();
}

#[tokio::test(flavor = "multi_thread")]
async fn both_values_stand_side_by_side_and_a_person_chooses_joins_and_takes_back() {
    let folder = tempfile::tempdir().unwrap();
    let ward = Ward::start(&folder.path().join("phuong"));
    let (mut meeting, mut said) = (String::new(), Vec::new());
    let pair = Pair::of(folder.path(), &ward, &ward.url, &MEMBERS, |scb| {
        (meeting, said) = ended_meeting(scb, "2026-10", &MEMBERS[..1]);
    });
    disagree(&pair, &said[0], MEMBERS[1]);
    assert_eq!(count(&pair.first.say(&["conflicts", "list"])), 2);

    let window = Window::unlock(&pair.first.book, PASSPHRASE).await;
    window.says("Cần xem lại 2 mục").await;
    // On the first screen, with the way there.
    let review = window.find("review").await.text().await.unwrap();
    assert!(review.contains("2 chỗ hai máy cùng sửa"), "{review}");
    // Where the thing is shown, too.
    window.click("nav-sinh-hoat").await;
    window.click("meeting").await;
    window.find("conflict-badge").await;
    window.is_accessible("kỳ có chỗ hai máy cùng sửa").await;
    window.click("conflict-see").await;
    window.find("conflict").await;
    window.find("sending").await;
    window.find("backup-now").await;
    window.is_accessible("hai máy cùng sửa").await;
    window.picture("hai-may").await;

    // The telephone number, in which nothing can be joined: one side is kept.
    window.click("conflict-open").await;
    window.find("conflict-dialog").await;
    window.says("Mục 1/2").await;
    window.says("0901000001").await;
    window.says("0902000002").await;
    window.says(SECOND).await;
    assert!(!window.has("conflict-combine").await);
    window.click("conflict-keep-1").await;

    // The next question follows, the statement: joined from both.
    window.says("Mục 1/1").await;
    window.says("Đề nghị sửa đèn hẻm 45.").await;
    window.says("Đề nghị nạo vét cống hẻm 12.").await;
    // What is the same in both is not marked, what differs is.
    let marked = window
        .script(
            "return [...document.querySelectorAll('[data-test=conflict-value] mark')]
               .map(mark => mark.textContent.trim());",
            vec![],
        )
        .await;
    let mut marked: Vec<&str> = marked
        .as_array()
        .unwrap()
        .iter()
        .map(|text| text.as_str().unwrap())
        .collect();
    marked.sort_unstable();
    assert_eq!(marked, ["12.", "45.", "nạo vét cống", "sửa đèn"]);
    window.is_accessible("chọn một bên").await;
    window.picture("hai-may-chon").await;
    window.click("conflict-combine").await;
    window
        .fill("conflict-text", "Đề nghị sửa đèn và nạo vét cống.")
        .await;
    window.is_accessible("ghép cả hai").await;
    window.picture("hai-may-ghep").await;
    window.click("conflict-combined").await;
    window.says("Đã chọn xong mọi mục.").await;
    window.find("conflict-settled").await;
    window.is_accessible("đã chọn").await;
    window.close().await;
    assert_eq!(count(&pair.first.say(&["conflicts", "list"])), 0);
    let text = |scb: &Scb| text_of(scb, &meeting, &said[0]);
    assert_eq!(text(&pair.first), "Đề nghị sửa đèn và nạo vét cống.");

    // The newest answer is taken back, also after a restart: what stood before stands, and it is
    // asked again.
    let window = Window::unlock(&pair.first.book, PASSPHRASE).await;
    window.click("nav-dong-bo").await;
    window.find("sending").await;
    window.find("device").await;
    window.click("conflict-undo").await;
    window.says("Mục này được hỏi lại.").await;
    window.find("conflict").await;
    window.picture("hai-may-hoan-tac").await;
    window.close().await;
    let asked = pair.first.say(&["conflicts", "list"]);
    assert_eq!(count(&asked), 1);
    assert_eq!(asked[0]["values"][0]["text"], text(&pair.first).as_str());

    // By `scb` it is answered again; both machines end with the same.
    let id = asked[0]["id"].as_str().unwrap();
    let settle = |how: [&str; 2]| pair.first.run(&["conflicts", "settle", id, how[0], how[1]]);
    assert_eq!(settle(["--choose", "3"]).status.code(), Some(3));
    assert_eq!(settle(["--text", " "]).status.code(), Some(2));
    let settled = answer(&settle(["--choose", "2"]));
    let kept = asked[0]["values"][1]["text"].clone();
    assert_eq!((&settled["left"], &settled["kept"]), (&json!(0), &kept));
    // Nothing joins two telephone numbers, by the command line either.
    let phone = pair.first.say(&["conflicts", "settled"])[1]["id"].clone();
    let phone = phone.as_str().unwrap();
    pair.first.say(&["conflicts", "reopen", phone]);
    let joined = ["conflicts", "settle", phone, "--text", "0903"];
    assert_eq!(pair.first.run(&joined).status.code(), Some(5));
    pair.first
        .say(&["conflicts", "settle", phone, "--choose", "1"]);
    pair.meet();
    for scb in [&pair.first, &pair.second] {
        assert_eq!(count(&scb.say(&["conflicts", "list"])), 0);
        assert_eq!(text(scb), kept.as_str().unwrap());
        assert_eq!(scb.say(&["doctor"])["ok"], true);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_after_an_adoption_is_shown_with_the_two_ways_on() {
    let folder = tempfile::tempdir().unwrap();
    let ward = Ward::start(&folder.path().join("phuong"));
    let (mut meeting, mut said) = (String::new(), Vec::new());
    let pair = Pair::of(folder.path(), &ward, &ward.url, &MEMBERS, |scb| {
        (meeting, said) = ended_meeting(scb, "2026-10", &MEMBERS[..1]);
    });
    let adopted = pair.first.say(&["meeting", "adopt", &meeting]);
    // The other machine has not heard of it.
    pair.second.say(&[
        "statement",
        "set",
        &said[0],
        "--text",
        "Đề nghị nạo vét cống hẻm 12.",
    ]);
    pair.meet();

    let window = Window::unlock(&pair.first.book, PASSPHRASE).await;
    // Said where a person looks first, in the frame, and at the meeting itself.
    window.says("Cần xem lại 1 mục").await;
    let review = window.find("review").await.text().await.unwrap();
    assert!(
        review.contains("1 biên bản đã thông qua mà máy khác sửa sau đó"),
        "{review}"
    );
    window.is_accessible("hôm nay, có chỗ cần xem lại").await;
    window.picture("hom-nay-xem-lai").await;
    window.click("nav-sinh-hoat").await;
    window.click("meeting").await;
    window.find("late-badge").await;
    window.picture("sua-sau-o-ky").await;
    window.click("late-see").await;
    window.find("late").await;
    window.says("Đề nghị sửa đèn ngõ nhà Lê Thị Ân.").await;
    window.says("Đề nghị nạo vét cống hẻm 12.").await;
    window.find("sending").await;
    window.find("backup-now").await;
    window.is_accessible("sửa đến sau khi thông qua").await;
    window.picture("sua-sau").await;
    // One way on: an amendment, at the meeting.
    window.click("late-amend").await;
    window.find("tab-closing").await;
    // The other: the adopted minutes stay.
    window.click("nav-dong-bo").await;
    window.find("sending").await;
    window.find("device").await;
    window.click("late-keep").await;
    window.find("late-said").await;
    window.gone("late").await;
    window.click("nav-hom-nay").await;
    window.find("see-outbox").await;
    assert!(!window.has("review").await);
    assert!(!window.text().await.contains("Cần xem lại"));
    window.close().await;
    assert_eq!(count(&pair.first.say(&["conflicts", "late"])), 0);
    let shown = pair.first.say(&["meeting", "show", &meeting]);
    assert_eq!(shown["fingerprint"], adopted["fingerprint"]);
    // The other machine is asked for itself.
    assert_eq!(count(&pair.second.say(&["conflicts", "late"])), 1);
    pair.second.say(&["conflicts", "keep", &meeting]);
    assert_eq!(count(&pair.second.say(&["conflicts", "late"])), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_removes_more_than_half_of_the_book_is_asked_about() {
    let members: Vec<String> = ["An", "Bảo", "Cúc", "Đức", "Giang"]
        .iter()
        .flat_map(|name| ["Lê", "Trần", "Phạm", "Võ"].map(|family| format!("{family} Kim {name}")))
        .collect();
    let members: Vec<&str> = members.iter().map(String::as_str).collect();
    let listed = |scb: &Scb| count(&scb.say(&["members", "list"]));

    for accept in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let ward = Ward::start(&folder.path().join("phuong"));
        let pair = Pair::of(folder.path(), &ward, &ward.url, &members, |_| {});
        remove_everybody(&pair.second).await;
        pair.meet();
        assert_eq!((listed(&pair.first), listed(&pair.second)), (20, 0));

        let window = Window::unlock(&pair.first.book, PASSPHRASE).await;
        window.click("nav-dong-bo").await;
        window.find("removals").await;
        window.says(&format!("{SECOND} đã xóa 20 mục")).await;
        window.find("sending").await;
        window.find("device").await;
        window.click("removals-see").await;
        window.says("Hồ sơ đảng viên: Phạm Kim Cúc").await;
        window.is_accessible("xóa hơn nửa sổ").await;
        window.picture("xoa-nua-so").await;
        if accept {
            window.click("removals-accept").await;
            window.is_accessible("đồng ý xóa?").await;
            window.picture("xoa-nua-so-hoi").await;
            // Going back removes nothing.
            window.click("dialog-back").await;
            window.find("removals").await;
            window.click("removals-accept").await;
            window.click("removals-accept-yes").await;
            window.says("Đã xóa 20 mục").await;
        } else {
            window.click("removals-refuse").await;
            window.says("Đã giữ lại 20 mục").await;
        }
        window.gone("removals").await;
        window.close().await;
        pair.meet();
        let left = if accept { 0 } else { 20 };
        for scb in [&pair.first, &pair.second] {
            assert_eq!(listed(scb), left, "{accept}");
            assert_eq!(scb.say(&["conflicts", "removals"]), Value::Null);
            assert_eq!(scb.say(&["doctor"])["ok"], true);
        }
    }
}

/// As a person would, one after the other.
async fn remove_everybody(scb: &Scb) {
    let members = scb.say(&["members", "list"]);
    let window = Window::unlock(&scb.book, PASSPHRASE).await;
    for member in members.as_array().unwrap() {
        let id = json!({ "id": member["id"] });
        window.call("members_remove", id).await;
    }
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_stays_open_shows_what_the_other_machine_made() {
    let folder = tempfile::tempdir().unwrap();
    let ward = Ward::start(&folder.path().join("phuong"));
    let pair = Pair::of(folder.path(), &ward, &ward.url, &MEMBERS, |_| {});
    let window = Window::unlock(&pair.first.book, PASSPHRASE).await;
    window.click("nav-sinh-hoat").await;
    window.find("new-meeting").await;
    pair.second.say(&[
        "meeting",
        "new",
        "--kind",
        "thuong_ky",
        "--month",
        "2026-12",
    ]);
    pair.second.say(&["sync"]);
    // As the exchange in the background does; nobody leaves the screen.
    window.call("ward_sync", json!({})).await;
    window.says("tháng 12/2026").await;

    // The same within a meeting that is being prepared.
    window.click("meeting").await;
    window.find("start-meeting").await;
    let made = pair.second.say(&["meeting", "list"])[0]["id"].clone();
    let title = "Chào cờ, giới thiệu đại biểu phường";
    pair.second.say(&[
        "agenda",
        "set",
        made.as_str().unwrap(),
        "1",
        "--title",
        title,
    ]);
    pair.second.say(&["sync"]);
    window.call("ward_sync", json!({})).await;
    window.says(title).await;

    // And what the ward sends: read, it is so in the list too, whichever way one goes back.
    window.click("nav-van-ban").await;
    window.click("documents-ward").await;
    window.says("Phường chưa gửi văn bản nào").await;
    let orgs = ward.say(&["org", "list"]);
    let cell = orgs
        .as_array()
        .unwrap()
        .iter()
        .find(|org| org["kind"] == "chi_bo");
    let cell = cell.unwrap()["id"].as_str().unwrap();
    ward.say(&[
        "document",
        "send",
        cell,
        "--title",
        "Tuyên truyền phòng cháy",
    ]);
    window.call("ward_sync", json!({})).await;
    window.says("chưa đọc").await;
    window.click("document").await;
    window.click("document-read").await;
    window.says("Ghi lại là chưa đọc").await;
    window.click("nav-van-ban").await;
    window.says("đã đọc").await;
    window.close().await;
}
