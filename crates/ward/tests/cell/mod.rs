//! A cell's machine for the tests: it writes real envelopes and speaks to a real ward.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic
)]

use std::{collections::BTreeMap, path::Path, sync::Once, time::Duration};

use chrono::DateTime;
use reqwest::{Client, Response, StatusCode};
use serde::Serialize;
use serde_json::Value;
use sochibo_domain::{
    CellType, Entity, MeetingKind, Report,
    id::MeetingId,
    minutes::{
        self, AbsenceReason, Counts, CriticismCount, Deduction, InnerMinutes, Minutes,
        MinutesAssignment, MinutesItem, MinutesPetition, MinutesScore, MinutesStatement,
        MinutesVote, OpenMinutes,
    },
    vote::{Outcome, Tally},
};
use sochibo_journal::{
    Act, Author, CellId, Change, DeviceId, DeviceKey, Envelope, Epoch, Grant, Hash, Identity,
    KeyRing, Ring, RingKey,
};
use sochibo_ward::{OrgKind, Running, ServeConfig, Tls, Ward, serve};
use sochibo_wire::{
    Batch, EnrolCode, PROTOCOL, Page, Receipt,
    api::{Digest, EnrolRequest, Enrolled, Pushed, Refusal, RefusalCode, RenewRequest, Renewed},
    join::{JoinRequest, Joins, commitment},
};
use tempfile::TempDir;
use uuid::Uuid;

pub const HOUR: Duration = Duration::from_secs(3600);

/// A ward that serves on a free port.
pub struct Server {
    pub dir: TempDir,
    pub ward: Ward,
    pub running: Running,
    pub url: String,
    pub org: String,
}

impl Server {
    /// With one committee and one cell, `Khu phố 12`.
    pub async fn start() -> Self {
        let dir = TempDir::new().unwrap();
        let ward = Ward::open(dir.path()).unwrap();
        let root = ward
            .add_org("Phường Tân Thới Hòa", OrgKind::DangBoCoSo, None)
            .unwrap();
        let org = ward
            .add_org("Khu phố 12", OrgKind::ChiBo, Some(&root.to_string()))
            .unwrap()
            .to_string();
        let running = listen(dir.path(), Tls::None).await;
        let url = running.url.clone();
        Self {
            dir,
            ward,
            running,
            url,
            org,
        }
    }

    pub fn code(&self) -> EnrolCode {
        self.code_of(&self.org)
    }

    pub fn code_of(&self, org: &str) -> EnrolCode {
        let issued = self.ward.enrol_code(org, HOUR).unwrap();
        EnrolCode::read(&issued.code).unwrap()
    }

    /// The first machine of `cell`.
    pub async fn machine(&self, cell: u128, device: u128) -> Machine {
        let mut machine = Machine::new(&self.url, cell, device);
        machine.enrol(&self.code()).await.unwrap();
        machine
    }

    /// Another machine of the cell of `first`.
    pub async fn another(&self, first: &Machine, device: u128) -> Machine {
        let mut machine = Machine::new(&self.url, first.author.cell.0.as_u128(), device);
        machine.renew_from(first).await;
        machine
    }
}

pub async fn listen(dir: &Path, tls: Tls) -> Running {
    let config = ServeConfig {
        data: dir.to_owned(),
        listen: "127.0.0.1:0".into(),
        tls,
    };
    serve(config).await.unwrap()
}

pub fn client() -> Client {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        rustls::crypto::ring::default_provider()
            .install_default()
            .unwrap();
    });
    Client::builder().no_proxy().build().unwrap()
}

/// One machine of a cell.
pub struct Machine {
    pub url: String,
    pub client: Client,
    pub key: DeviceKey,
    pub author: Author,
    pub keys: KeyRing,
    pub token: String,
    pub joined: Option<Enrolled>,
}

impl Machine {
    pub fn new(url: &str, cell: u128, device: u128) -> Self {
        let mut keys = KeyRing::default();
        keys.insert(Ring::Internal, Epoch(1), RingKey([3; 32]));
        let mut secret = [9; 32];
        secret[..16].copy_from_slice(&device.to_le_bytes());
        Self {
            url: url.to_owned(),
            client: client(),
            key: DeviceKey::from_secret(&secret),
            author: Author::new(
                CellId(Uuid::from_u128(cell)),
                DeviceId(Uuid::from_u128(device)),
            ),
            keys,
            token: String::new(),
            joined: None,
        }
    }

    pub async fn enrol(&mut self, code: &EnrolCode) -> Result<(), Refusal> {
        let request = EnrolRequest::sign(
            &code.secret,
            self.author.cell,
            (self.author.device, &self.key),
            None,
        );
        self.ask("enrol", &request).await
    }

    /// Enrols or joins by a request of the caller's.
    pub async fn ask(&mut self, what: &str, request: &impl Serialize) -> Result<(), Refusal> {
        let url = format!("{}/v1/{what}", self.url);
        let response = self.client.post(url).json(request).send().await.unwrap();
        let joined: Enrolled = answer(response).await.map_err(|(_, refusal)| refusal)?;
        self.token = joined.token.clone();
        self.joined = Some(joined);
        Ok(())
    }

    /// Comes in as a new identity of `old`: a machine that needs nobody's approval.
    pub async fn renew_from(&mut self, old: &Self) {
        let request = RenewRequest::sign(
            old.author.cell,
            (old.author.device, &old.key),
            (self.author.device, self.key.public()),
        );
        let url = format!("{}/v1/cells/{}/renew", self.url, old.author.cell);
        let request = self.client.post(url).bearer_auth(&old.token).json(&request);
        let renewed: Renewed = answer(request.send().await.unwrap()).await.unwrap();
        self.token = renewed.token;
        self.joined.clone_from(&old.joined);
    }

    /// What it is known by.
    pub fn identity(&self) -> Identity {
        Identity::of(self.author.device, &self.key)
    }

    /// Asks to join a cell that has a book.
    pub async fn join(&mut self, code: &EnrolCode, nonce: Hash) -> Result<(), Refusal> {
        let identity = self.identity();
        let request = JoinRequest {
            protocol: PROTOCOL,
            secret: hex(&code.secret),
            cell: self.author.cell,
            commitment: commitment(self.author.cell, &identity, nonce),
            identity,
        };
        self.ask("join", &request).await
    }

    /// Writes the next `count` envelopes, sealed.
    pub fn write(&mut self, count: usize) -> Vec<Envelope> {
        (0..count).map(|_| self.write_one("câu")).collect()
    }

    pub fn write_one(&mut self, text: &str) -> Envelope {
        let set = BTreeMap::from([("text".to_owned(), Value::from(text))]);
        let change = Change::new("statement", Uuid::from_u128(7), set);
        self.author
            .write(&change, Ring::Internal, &self.keys, 1_790_000_000_000)
            .unwrap()
            .unwrap()
    }

    /// Writes the next envelope, published.
    pub fn publish(&mut self, change: &Change) -> Envelope {
        self.author
            .write(change, Ring::Published, &self.keys, 1_790_000_000_000)
            .unwrap()
            .unwrap()
    }

    pub fn sign(&self, envelopes: Vec<Envelope>) -> Batch {
        Batch::sign(envelopes, &self.key).unwrap()
    }

    pub async fn push(&self, batch: &Batch) -> Result<Receipt, (StatusCode, Refusal)> {
        self.push_bytes(batch.encode().unwrap()).await
    }

    pub async fn push_bytes(&self, bytes: Vec<u8>) -> Result<Receipt, (StatusCode, Refusal)> {
        match self.post(bytes, "push").await? {
            Pushed::Receipt(receipt) => {
                let key = &self.joined.as_ref().unwrap().ward_key;
                receipt.verify(key).unwrap();
                Ok(receipt)
            }
            Pushed::Held(seq) => panic!("held up to {seq} without a receipt"),
        }
    }

    /// Pushes a batch and says that more follows; answers the number up to which it is taken.
    pub async fn push_announcing_more(&self, batch: &Batch) -> u64 {
        let pushed = self.post(batch.encode().unwrap(), "push?more=1").await;
        match pushed.unwrap() {
            Pushed::Held(seq) => seq,
            Pushed::Receipt(_) => panic!("nobody has waited for the disk"),
        }
    }

    async fn post(&self, bytes: Vec<u8>, path: &str) -> Result<Pushed, (StatusCode, Refusal)> {
        let url = format!("{}/v1/cells/{}/{path}", self.url, self.author.cell);
        let request = self.client.post(url).bearer_auth(&self.token).body(bytes);
        answer(request.send().await.unwrap()).await
    }

    /// Writes `count` envelopes and pushes them as one batch.
    pub async fn write_and_push(&mut self, count: usize) -> Receipt {
        let batch = {
            let envelopes = self.write(count);
            self.sign(envelopes)
        };
        self.push(&batch).await.unwrap()
    }

    pub async fn pull(&self, after: u64) -> Result<Page, (StatusCode, Refusal)> {
        let url = format!(
            "{}/v1/cells/{}/pull?after={after}",
            self.url, self.author.cell
        );
        let response = self
            .client
            .get(url)
            .bearer_auth(&self.token)
            .send()
            .await
            .unwrap();
        if !response.status().is_success() {
            return Err(refusal(response).await);
        }
        Ok(Page::decode(&response.bytes().await.unwrap()).unwrap())
    }

    /// Everything after the beginning, page by page.
    pub async fn pull_all(&self) -> Vec<Page> {
        let mut pages = Vec::new();
        let mut after = 0;
        loop {
            let page = self.pull(after).await.unwrap();
            let more = page.more;
            assert!(!more || page.next > after, "a pull goes forward");
            after = page.next;
            pages.push(page);
            if !more {
                return pages;
            }
        }
    }

    /// Writes the operation by which it lets another machine in.
    pub fn grant(&mut self, to: &Self) -> Envelope {
        let act = Act::Grant(Grant {
            to: to.identity(),
            rings: Ring::SEALED.into(),
            founder: None,
            keys: Vec::new(),
            proof: None,
        });
        self.publish(&act.to_change(Uuid::from_u128(0xAC7)))
    }

    /// Who asks to come in.
    pub async fn joins(&self) -> Joins {
        let url = format!("{}/v1/cells/{}/joins", self.url, self.author.cell);
        let request = self.client.get(url).bearer_auth(&self.token);
        answer(request.send().await.unwrap()).await.unwrap()
    }

    /// Says no to a machine that asks to come in.
    pub async fn refuse(&self, device: DeviceId) -> Result<(), (StatusCode, Refusal)> {
        let cell = self.author.cell;
        let url = format!("{}/v1/cells/{cell}/joins/{device}/refuse", self.url);
        let request = self.client.post(url).bearer_auth(&self.token);
        answer(request.send().await.unwrap()).await
    }

    pub async fn digest(&self) -> Digest {
        let url = format!("{}/v1/cells/{}/digest", self.url, self.author.cell);
        let response = self
            .client
            .get(url)
            .bearer_auth(&self.token)
            .send()
            .await
            .unwrap();
        answer(response).await.unwrap()
    }
}

async fn answer<T: serde::de::DeserializeOwned>(
    response: Response,
) -> Result<T, (StatusCode, Refusal)> {
    if response.status().is_success() {
        Ok(response.json().await.unwrap())
    } else {
        Err(refusal(response).await)
    }
}

async fn refusal(response: Response) -> (StatusCode, Refusal) {
    let status = response.status();
    let refusal: Refusal = response.json().await.unwrap();
    assert!(!refusal.error.message.is_empty());
    (status, refusal)
}

/// The code of a refusal.
pub fn code_of<T: std::fmt::Debug>(result: Result<T, (StatusCode, Refusal)>) -> RefusalCode {
    result.unwrap_err().1.error.code
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Adopted minutes of a small meeting, of the `n`th month of 2026.
pub fn minutes(month: u32, version: u32) -> Minutes {
    let at = |time: &str| {
        DateTime::parse_from_rfc3339(&format!("2026-{month:02}-05T{time}+07:00")).unwrap()
    };
    let statement = |name: &str, text: &str, time: &str| MinutesStatement {
        name: name.into(),
        guest: false,
        text: text.into(),
        at: at(time),
    };
    let item = |no: u32, item: &str, section: &str, title: &str| MinutesItem {
        no,
        item: item.into(),
        section: section.into(),
        title: title.into(),
        presenter: "Bí thư".into(),
        minutes: 10,
        statements: Vec::new(),
        votes: Vec::new(),
        conclusion: None,
    };
    let mut discussion = item(2, "thao_luan", "B. Tiến hành", "Thảo luận");
    discussion.statements = vec![
        statement(
            "Nguyễn Văn Đức",
            "Đề nghị sửa đèn đường hẻm 45, tối quá bà con đi lại khó.",
            "19:40:00",
        ),
        statement(
            "Trần Thị Ửng",
            "Nhất trí; khu phố vận động các hộ góp thêm bóng đèn.",
            "19:44:00",
        ),
    ];
    discussion.conclusion = Some("Giao tổ 3 lập danh sách các điểm thiếu sáng.".into());
    let mut resolution = item(
        3,
        "ket_luan",
        "C. Kết thúc",
        "Biểu quyết thông qua nghị quyết",
    );
    resolution.votes = vec![MinutesVote {
        kind: sochibo_domain::VoteKind::Ordinary,
        subject: "Nghị quyết tháng".into(),
        form: sochibo_domain::VoteForm::Hand,
        tally: Tally {
            r#for: 19,
            against: 0,
            abstain: 1,
        },
        outcome: Outcome {
            base: 22,
            needed: 12,
            passed: true,
        },
        reserved: None,
    }];
    let open = OpenMinutes {
        layout: 1,
        meeting: MeetingId(Uuid::from_u128(0x1000 + u128::from(month))),
        cell: "Khu phố 12".into(),
        cell_type: CellType::KhuPho,
        ward: "Phường Tân Thới Hòa".into(),
        kind: MeetingKind::Regular,
        month: format!("2026-{month:02}").parse().unwrap(),
        topic: None,
        rules: "HD42-2025".into(),
        version,
        amended_because: (version > 1).then(|| "Sửa tên người phát biểu".into()),
        place: "Nhà văn hóa khu phố 12".into(),
        started_at: at("19:00:00"),
        ended_at: at("20:35:00"),
        short_because: None,
        breaks: Vec::new(),
        chair: Some("Lê Văn Bình".into()),
        scribe: Some("Trần Thị Ửng".into()),
        counts: Counts {
            total: 24,
            official: 22,
            probationary: 2,
            summoned: 23,
            exempt: 1,
            present: 21,
            present_official: 19,
            present_probationary: 2,
            late: 1,
            excused: 2,
            vote_base: 22,
            ..Counts::default()
        },
        absences: vec![
            absence("Phạm Quốc Ân", sochibo_domain::AttendanceStatus::Excused),
            absence("Võ Thị Sáu", sochibo_domain::AttendanceStatus::Excused),
            absence("Đặng Quốc Bảo", sochibo_domain::AttendanceStatus::Late),
        ],
        guests: vec!["Nguyễn Thị Mai, cấp ủy viên theo dõi".into()],
        items: vec![
            item(
                1,
                "ly_do",
                "A. Mở đầu",
                "Tuyên bố lý do, giới thiệu đại biểu",
            ),
            discussion,
            resolution,
        ],
        assignments: vec![MinutesAssignment {
            name: "Nguyễn Văn Đức".into(),
            title: "Lập danh sách các điểm thiếu sáng".into(),
            due: chrono::NaiveDate::from_ymd_opt(2026, month, 25),
            state: sochibo_domain::AssignmentState::New,
        }],
        petitions: vec![MinutesPetition {
            name: Some("Nguyễn Văn Đức".into()),
            text: "Đề nghị phường sửa cống thoát nước hẻm 45.".into(),
            wants_reply: true,
        }],
        criticism: vec![CriticismCount {
            kind: sochibo_domain::CriticismKind::SelfCriticism,
            count: 4,
        }],
        score: Some(MinutesScore {
            total: 915,
            max: 1000,
            band: "Tốt".into(),
            deductions: vec![Deduction {
                id: "2a".into(),
                title: "Tỉ lệ đảng viên dự họp".into(),
                points: 30,
                max: 40,
                reason: "Có 02 đồng chí vắng có lý do.".into(),
            }],
            notes: Vec::new(),
        }),
    };
    let inner = InnerMinutes {
        absence_reasons: vec![AbsenceReason {
            name: "Phạm Quốc Ân".into(),
            reason: "Nằm viện".into(),
        }],
    };
    Minutes { open, inner }
}

fn absence(name: &str, status: sochibo_domain::AttendanceStatus) -> minutes::Absence {
    minutes::Absence {
        name: name.into(),
        standing: sochibo_domain::member::Standing::ChinhThuc,
        status,
        arrived_at: None,
        left_at: None,
        away: Vec::new(),
    }
}

/// The report on minutes, signed by `key`.
pub fn report(minutes: &Minutes, key: &DeviceKey) -> Report {
    let inner_hash = minutes::inner_hash(&minutes.inner_text());
    let digest = minutes::digest(&minutes.open_text(), inner_hash);
    Report {
        meeting: minutes.open.meeting,
        version: minutes.open.version,
        open: minutes.open_text(),
        inner_hash: hex(&inner_hash),
        digest: hex(&digest),
        signature: hex(&key.sign(Hash(digest))),
        signed_by: hex(&key.public().0),
        adopted_at: minutes.open.ended_at,
        declared: Vec::new(),
    }
}

/// The change that publishes a report.
pub fn published(report: &Report) -> Change {
    let Ok(Value::Object(fields)) = serde_json::to_value(report) else {
        panic!("a report is an object")
    };
    let id = Report::id(report.meeting, report.version);
    Change::new(Report::KIND, id, fields.into_iter().collect())
}
