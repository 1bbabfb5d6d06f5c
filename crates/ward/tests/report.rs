//! Published minutes: verified, folded, shown; a bad one is listed and blocks nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cell;

use cell::{Server, minutes, published, report};
use reqwest::{Client, StatusCode, header};
use serde_json::{Value, json};
use sochibo_journal::DeviceKey;
use sochibo_ward::Role;

struct Browser {
    client: Client,
    url: String,
    cookie: String,
}

impl Browser {
    async fn log_in(server: &Server, name: &str) -> Self {
        let client = cell::client();
        let response = client
            .post(format!("{}/api/login", server.url))
            .json(&json!({ "name": name, "password": "mật khẩu dài" }))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 200);
        let cookie = response.headers()[header::SET_COOKIE]
            .to_str()
            .unwrap()
            .to_owned();
        for part in ["HttpOnly", "SameSite=Strict"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        Self {
            client,
            url: server.url.clone(),
            cookie: cookie.split(';').next().unwrap().to_owned(),
        }
    }

    async fn get(&self, path: &str) -> (StatusCode, Value) {
        let response = self
            .client
            .get(format!("{}{path}", self.url))
            .header(header::COOKIE, &self.cookie)
            .send()
            .await
            .unwrap();
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
        (response.status(), response.json().await.unwrap())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn adopted_minutes_reach_the_page_with_their_fingerprint() {
    let server = Server::start().await;
    server
        .ward
        .add_user("van phong", Role::VanPhong, &[], "mật khẩu dài")
        .unwrap();
    let mut machine = server.machine(1, 1).await;
    let adopted = minutes(9, 1);
    let sent = report(&adopted, &machine.key);
    let envelopes = vec![
        machine.write_one("nháp"),
        machine.publish(&published(&sent)),
    ];
    machine.push(&machine.sign(envelopes)).await.unwrap();

    let browser = Browser::log_in(&server, "van phong").await;
    let (_, cells) = browser.get("/api/cells?year=2026").await;
    let row = &cells["cells"][0];
    assert_eq!(
        (&row["name"], &row["members"]),
        (&json!("Khu phố 12"), &json!(24))
    );
    assert_eq!(row["months"][0]["total"], 915);
    // 21 of 23 summoned.
    assert_eq!(row["attendance"], 913);
    assert_eq!(cells["sums"]["petitions"], 1);

    let org = &server.org;
    let (_, list) = browser.get(&format!("/api/cells/{org}/meetings")).await;
    assert_eq!(list["meetings"].as_array().unwrap().len(), 1);
    assert_eq!(list["rejected"], json!([]));

    let meeting = adopted.open.meeting;
    let (_, shown) = browser.get(&format!("/api/meetings/{org}/{meeting}")).await;
    assert_eq!(
        shown["minutes"],
        serde_json::to_value(&adopted.open).unwrap()
    );
    let digest = sent.digest.to_uppercase();
    let fingerprint = format!("{} {} {}", &digest[..4], &digest[4..8], &digest[8..12]);
    assert_eq!(shown["fingerprint"], fingerprint);
    // The reasons for absence never left the cell.
    assert!(!shown.to_string().contains("Nằm viện"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amendment_stands_beside_the_first_version() {
    let server = Server::start().await;
    server
        .ward
        .add_user("doc", Role::Admin, &[], "mật khẩu dài")
        .unwrap();
    let mut machine = server.machine(1, 1).await;
    for version in [1, 2] {
        let change = published(&report(&minutes(9, version), &machine.key));
        let envelope = machine.publish(&change);
        machine.push(&machine.sign(vec![envelope])).await.unwrap();
    }
    let browser = Browser::log_in(&server, "doc").await;
    let path = format!(
        "/api/meetings/{}/{}",
        server.org,
        minutes(9, 1).open.meeting
    );
    let (_, newest) = browser.get(&path).await;
    assert_eq!(newest["minutes"]["version"], 2);
    assert_eq!(newest["versions"].as_array().unwrap().len(), 2);
    let (_, first) = browser.get(&format!("{path}?version=1")).await;
    assert_eq!(first["minutes"]["version"], 1);
    let (_, list) = browser
        .get(&format!("/api/cells/{}/meetings", server.org))
        .await;
    assert_eq!(list["meetings"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_that_do_not_hold_are_listed_and_block_nothing() {
    let server = Server::start().await;
    server
        .ward
        .add_user("doc", Role::Admin, &[], "mật khẩu dài")
        .unwrap();
    let mut machine = server.machine(1, 1).await;
    let good = report(&minutes(9, 1), &machine.key);

    let mut edited = report(&minutes(1, 1), &machine.key);
    edited.open = edited.open.replace("19:00", "18:00");
    let mut unsigned = report(&minutes(2, 1), &machine.key);
    unsigned.signature = "00".repeat(64);
    let by_stranger = report(&minutes(3, 1), &DeviceKey::from_secret(&[42; 32]));
    let mut moved = report(&minutes(4, 1), &machine.key);
    moved.version = 7;
    let mut torn = published(&report(&minutes(5, 1), &machine.key));
    torn.set.remove("digest");
    let mut second = minutes(9, 1);
    second.open.place = "Nơi khác".into();
    let second = report(&second, &machine.key);

    let changes = [
        published(&good),
        published(&edited),
        published(&unsigned),
        published(&by_stranger),
        published(&moved),
        torn,
        published(&second),
        published(&good),
    ];
    let envelopes = changes
        .iter()
        .map(|change| machine.publish(change))
        .collect();
    let receipt = machine.push(&machine.sign(envelopes)).await.unwrap();
    assert_eq!(receipt.seq, 8);

    let browser = Browser::log_in(&server, "doc").await;
    let (_, list) = browser
        .get(&format!("/api/cells/{}/meetings", server.org))
        .await;
    assert_eq!(list["meetings"].as_array().unwrap().len(), 1);
    let mut numbers: Vec<u64> = list["rejected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["seq"].as_u64().unwrap())
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [2, 3, 4, 5, 6, 7]);
    assert!(server.ward.verify().unwrap().ok);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_sees_only_the_cells_given_to_them() {
    let server = Server::start().await;
    let other = server
        .ward
        .add_org("Khu phố 13", sochibo_ward::OrgKind::ChiBo, None)
        .unwrap()
        .to_string();
    let ward = &server.ward;
    ward.add_user(
        "given",
        Role::Doc,
        std::slice::from_ref(&server.org),
        "mật khẩu dài",
    )
    .unwrap();
    ward.add_user("none", Role::CapUy, &[], "mật khẩu dài")
        .unwrap();
    let given = Browser::log_in(&server, "given").await;
    let (_, cells) = given.get("/api/cells").await;
    assert_eq!(cells["cells"].as_array().unwrap().len(), 1);
    let (status, fault) = given.get(&format!("/api/cells/{other}/meetings")).await;
    assert_eq!(
        (status.as_u16(), &fault["error"]["code"]),
        (404, &json!("PH-43"))
    );
    let none = Browser::log_in(&server, "none").await;
    let (_, cells) = none.get("/api/cells").await;
    assert_eq!(cells["cells"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_login_nothing_is_shown_and_wrong_ones_are_slowed_down() {
    let server = Server::start().await;
    server
        .ward
        .add_user("an", Role::Admin, &[], "mật khẩu dài")
        .unwrap();
    let client = cell::client();
    for path in ["/api/me", "/api/cells", "/api/cells/x/meetings"] {
        let response = client
            .get(format!("{}{path}", server.url))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 401, "{path}");
    }
    let try_with = |password: &'static str| {
        let body = json!({ "name": "an", "password": password });
        client
            .post(format!("{}/api/login", server.url))
            .json(&body)
            .send()
    };
    for _ in 0..10 {
        assert_eq!(try_with("sai mật khẩu").await.unwrap().status(), 401);
    }
    assert_eq!(try_with("mật khẩu dài").await.unwrap().status(), 429);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_when_one_logs_out() {
    let server = Server::start().await;
    server
        .ward
        .add_user("an", Role::Admin, &[], "mật khẩu dài")
        .unwrap();
    let browser = Browser::log_in(&server, "an").await;
    assert_eq!(
        browser.get("/api/me").await.1["ward_name"],
        "Đảng ủy phường Tân Thới Hòa"
    );
    let out = browser.client.post(format!("{}/api/logout", server.url));
    let out = out
        .header(header::COOKIE, &browser.cookie)
        .send()
        .await
        .unwrap();
    assert_eq!(out.status(), 204);
    assert_eq!(browser.get("/api/me").await.0, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_comes_with_a_strict_policy() {
    let server = Server::start().await;
    let response = cell::client().get(&server.url).send().await.unwrap();
    assert_eq!(response.status(), 200);
    let policy = response.headers()[header::CONTENT_SECURITY_POLICY]
        .to_str()
        .unwrap();
    assert!(
        policy.contains("script-src 'self'") && !policy.contains("unsafe"),
        "{policy}"
    );
    for path in ["/../Cargo.toml", "/nothing.js", "/api/nothing"] {
        let response = cell::client()
            .get(format!("{}{path}", server.url))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 404, "{path}");
    }
}
