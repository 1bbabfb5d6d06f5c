//! A conflict as a question to a person: what is asked, and what each answer writes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sochibo_domain::{AgendaItem, Entity, Meeting, MinutesVersion, Report, Vote, vote::decide};
use sochibo_journal::{DeviceId, Stamp};
use sochibo_store::Conflict;
use uuid::Uuid;

use super::spoken::{Names, spoken, tally};
use crate::{
    Book, BookError,
    adoption::fingerprint_of,
    called,
    pen::PEN,
    view::{ConflictValue, ConflictView},
};

/// A version of minutes, or a vote, stands or falls whole: its conflict is one, whatever its fields.
/// A count of one device with the result of another would be a vote that nobody held.
const WHOLE: &str = "*";
const OUTCOME: &str = "outcome";

/// One field that an answer writes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Write {
    pub(super) id: Uuid,
    pub(super) field: String,
    pub(super) value: Value,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Question {
    pub(super) view: ConflictView,
    /// What each of the view's values writes; the first is what stands. None between adoptions.
    pub(super) options: Vec<Vec<Write>>,
    /// Set where two devices adopted one version of minutes.
    #[serde(skip)]
    pub(super) adoptions: Option<Adoptions>,
}

/// Adoptions of one version by devices that did not know of each other. What one of them adopted
/// stands whole, and for good.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Adoptions {
    version: Uuid,
    report: Uuid,
    /// Who adopted, in the order of the view's values.
    pub(super) devices: Vec<DeviceId>,
}

impl Question {
    /// What a text writes that joins the values.
    pub(super) fn joined(&self, text: &str) -> Result<Vec<Write>, BookError> {
        if !self.view.can_combine {
            return Err(BookError::NotNow(
                "Mục này chỉ chọn một trong hai, không ghép được. Muốn ghép biên bản đã thông qua thì lập bản sửa đổi.",
            ));
        }
        let text = sochibo_domain::text::normalise(text);
        if text.trim().is_empty() {
            return Err(BookError::Missing("nội dung ghép"));
        }
        let standing = self.options.first().into_iter().flatten();
        Ok(standing
            .map(|write| Write {
                value: Value::String(text.clone()),
                ..write.clone()
            })
            .collect())
    }
}

impl Book {
    pub(super) fn questions(&self) -> Result<Vec<Question>, BookError> {
        let all = self.read().conflicts()?;
        let mut asked = Vec::new();
        let mut wholes: BTreeMap<Uuid, &Conflict> = BTreeMap::new();
        let names = Names {
            members: if all.is_empty() {
                Default::default()
            } else {
                self.names()?
            },
        };
        for conflict in &all {
            match conflict.kind.as_str() {
                // Settled with the version that it reports on.
                Report::KIND => {}
                kind if asks_nobody(kind, &conflict.field) => {}
                MinutesVersion::KIND | Vote::KIND => {
                    wholes.entry(conflict.id).or_insert(conflict);
                }
                _ => asked.push(self.of_field(conflict, &names)?),
            }
        }
        for conflict in wholes.values() {
            asked.push(match conflict.kind.as_str() {
                Vote::KIND => self.of_vote(&all, conflict)?,
                _ => self.of_version(&all, conflict)?,
            });
        }
        self.add_reopened(&mut asked)?;
        Ok(asked)
    }

    fn of_field(&self, conflict: &Conflict, names: &Names) -> Result<Question, BookError> {
        let (kind, field) = (conflict.kind.as_str(), conflict.field.as_str());
        let mut values = Vec::new();
        for (stamp, value) in &conflict.values {
            values.push(self.value(stamp, spoken(kind, field, value, names))?);
        }
        let write = |value: &Value| Write {
            id: conflict.id,
            field: conflict.field.clone(),
            value: value.clone(),
        };
        Ok(Question {
            view: ConflictView {
                id: format!("{}/{field}", conflict.id),
                what: self.called(kind, conflict.id)?,
                field: called::field(kind, field).to_owned(),
                meeting: self.meeting_of_record(kind, conflict.id)?,
                record: conflict.id.to_string(),
                values,
                can_combine: is_text(conflict),
                for_good: false,
            },
            options: conflict
                .values
                .iter()
                .map(|(_, value)| vec![write(value)])
                .collect(),
            adoptions: None,
        })
    }

    fn of_vote(&self, all: &[Conflict], first: &Conflict) -> Result<Question, BookError> {
        let values = self.read().values(first.id)?;
        let said = |device: DeviceId, field: &str| {
            let of_device = all
                .iter()
                .find(|conflict| conflict.id == first.id && conflict.field == field)
                .and_then(|conflict| conflict.values.iter().find(|(at, _)| at.device == device));
            of_device
                .map(|(_, value)| value)
                .or_else(|| values.get(field))
                .cloned()
                .unwrap_or_default()
        };
        let mut asked = self.of_whole(all, first, "Kết quả biểu quyết", |device| {
            let subject = said(device, "subject");
            let counted = tally(&said(device, "tally"));
            match subject.as_str().filter(|subject| !subject.is_empty()) {
                Some(subject) => format!("{subject}: {counted}"),
                None => counted,
            }
        })?;
        // A device that corrected the count without changing its result wrote no result: the one
        // of the count that is chosen goes with it.
        for writes in &mut asked.options {
            let mut whole = values.clone();
            for write in writes.iter() {
                whole.insert(write.field.clone(), write.value.clone());
            }
            let Ok(vote) = serde_json::from_value::<Vote>(Value::Object(whole)) else {
                continue;
            };
            if let Ok(outcome) = decide(vote.kind, &vote.counted, vote.tally) {
                writes.retain(|write| write.field != OUTCOME);
                writes.push(Write {
                    id: first.id,
                    field: OUTCOME.to_owned(),
                    // Plain structs always serialise.
                    value: serde_json::to_value(outcome).unwrap_or_default(),
                });
            }
        }
        Ok(asked)
    }

    fn of_version(&self, all: &[Conflict], first: &Conflict) -> Result<Question, BookError> {
        let version = self.read().get::<MinutesVersion>(first.id.into())?;
        let meeting = self.read().find::<Meeting>(version.meeting)?;
        let title = meeting.map(|meeting| meeting.title()).unwrap_or_default();
        let digests = all
            .iter()
            .find(|other| other.id == first.id && other.field == "digest");
        let of = |device: DeviceId| {
            let digest = digests
                .and_then(|digests| digests.values.iter().find(|(at, _)| at.device == device))
                .and_then(|(_, value)| value.as_str())
                .unwrap_or(&version.digest);
            let frozen = MinutesVersion {
                digest: digest.to_owned(),
                ..version.clone()
            };
            let mark = fingerprint_of(&frozen).unwrap_or_default();
            format!("Bản có dấu kiểm {mark}")
        };
        let mut asked = self.of_whole(all, first, "Bản được giữ", of)?;
        asked.view.for_good = true;
        asked.options.clear();
        asked.adoptions = Some(Adoptions {
            version: first.id,
            report: Report::id(version.meeting, version.version),
            devices: first.values.iter().map(|(at, _)| at.device).collect(),
        });
        asked.view.what = format!(
            "Hai máy cùng thông qua biên bản — {title}, bản số {}",
            version.version
        );
        asked.view.meeting = Some(version.meeting.to_string());
        Ok(asked)
    }

    /// What `device` adopted stands, the minutes with the report on them.
    pub(super) fn settle_adoptions(
        &mut self,
        adoptions: &Adoptions,
        device: DeviceId,
    ) -> Result<(), BookError> {
        self.transact(|gate, _| {
            gate.settle_adopted(adoptions.version, device)?;
            if gate.find::<Report>(adoptions.report)?.is_some() {
                gate.settle_adopted(adoptions.report, device)?;
            }
            Ok(())
        })
    }

    /// One question about all the fields of a record, answered by a device: what it wrote.
    fn of_whole(
        &self,
        all: &[Conflict],
        first: &Conflict,
        field: &str,
        text: impl Fn(DeviceId) -> String,
    ) -> Result<Question, BookError> {
        let (mut values, mut options) = (Vec::new(), Vec::new());
        for (stamp, _) in &first.values {
            values.push(self.value(stamp, text(stamp.device))?);
            let of_device = all
                .iter()
                .filter(|conflict| conflict.id == first.id)
                .filter_map(|conflict| {
                    let mut written = conflict.values.iter();
                    let (_, value) = written.find(|(at, _)| at.device == stamp.device)?;
                    Some(Write {
                        id: conflict.id,
                        field: conflict.field.clone(),
                        value: value.clone(),
                    })
                });
            options.push(of_device.collect());
        }
        Ok(Question {
            view: ConflictView {
                id: format!("{}/{WHOLE}", first.id),
                what: self.called(&first.kind, first.id)?,
                field: field.to_owned(),
                meeting: self.meeting_of_record(&first.kind, first.id)?,
                record: first.id.to_string(),
                values,
                can_combine: false,
                for_good: false,
            },
            options,
            adoptions: None,
        })
    }

    fn value(&self, stamp: &Stamp, text: String) -> Result<ConflictValue, BookError> {
        Ok(ConflictValue {
            text,
            pieces: Vec::new(),
            device: stamp.device.to_string(),
            device_name: self.device_name(stamp.device.0)?,
            this_device: stamp.device == self.store.device(),
            at: self.local(stamp.at.wall_ms()).to_rfc3339(),
        })
    }
}

/// Whether two values are no question for a person: who holds the pen is decided by its own rule, and
/// when an item was come to and left is measured by the program, not written by anybody.
fn asks_nobody(kind: &str, field: &str) -> bool {
    match kind {
        Meeting::KIND => field == PEN,
        AgendaItem::KIND => ["opened_at", "closed_at", "timing"].contains(&field),
        _ => false,
    }
}

/// Whether both values are texts that a person could join.
fn is_text(conflict: &Conflict) -> bool {
    const JOINED: [&str; 12] = [
        "text",
        "conclusion",
        "title",
        "topic",
        "reason",
        "result",
        "answer",
        "place",
        "remedy",
        "follow_up",
        "reserved",
        "prompt",
    ];
    JOINED.contains(&conflict.field.as_str())
        && conflict
            .values
            .iter()
            .all(|(_, value)| value.is_string() || value.is_null())
}
