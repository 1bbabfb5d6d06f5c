//! How a record lies in the book. Nearly every field has one value, and most of a record's fields
//! were written by one operation: each stamp is written once, and a field names it by its place.
//!
//! ```json
//! {"by":[[118640320512,"0199…",7]],"is":{"text":[0,"Tôi thống nhất"]},"fields":{…}}
//! ```
//!
//! `fields` holds what has several heads, or writes that were replaced before they arrived: whole,
//! as the book kept every field before its schema 5. That form is read as ever.

use std::collections::BTreeMap;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, IgnoredAny},
};
use serde_json::Value;

use super::{Head, Record, Register, Stamp};
use crate::{DeviceId, Hlc};

/// A stamp as it lies there.
type By = (Hlc, DeviceId, u64);

#[derive(Serialize)]
struct Written<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    by: Vec<By>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    is: BTreeMap<&'a str, (usize, &'a Value)>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    fields: BTreeMap<&'a str, &'a Register>,
}

#[derive(Deserialize)]
struct Read {
    #[serde(default)]
    by: Vec<By>,
    #[serde(default)]
    is: BTreeMap<String, (usize, Value)>,
    #[serde(default)]
    fields: BTreeMap<String, Register>,
}

/// The same without who wrote it.
#[derive(Deserialize)]
struct Standing {
    #[serde(default)]
    is: BTreeMap<String, (IgnoredAny, Value)>,
    fields: Option<IgnoredAny>,
}

/// The values that stand in a record as it lies in the book, [`DELETED`](super::DELETED) among them.
/// Most of what is read is asked for nothing else, and stamps are half of it.
///
/// # Errors
/// Where it is no record.
pub fn standing(state: &str) -> Result<BTreeMap<String, Value>, serde_json::Error> {
    let Standing { is, fields } = serde_json::from_str(state)?;
    if fields.is_none() {
        return Ok(is
            .into_iter()
            .map(|(name, (_, value))| (name, value))
            .collect());
    }
    let record: Record = serde_json::from_str(state)?;
    let winner = |(name, register): (String, Register)| {
        let head = register.heads.into_iter().next()?;
        Some((name, head.value))
    };
    Ok(record.fields.into_iter().filter_map(winner).collect())
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut written = Written {
            by: Vec::new(),
            is: BTreeMap::new(),
            fields: BTreeMap::new(),
        };
        for (name, register) in &self.fields {
            match register.heads.as_slice() {
                [Head { stamp, value }] if register.ahead.is_empty() => {
                    let by = (stamp.at, stamp.device, stamp.seq);
                    let known = written.by.iter().position(|one| *one == by);
                    let at = known.unwrap_or_else(|| {
                        written.by.push(by);
                        written.by.len() - 1
                    });
                    written.is.insert(name, (at, value));
                }
                _ => {
                    written.fields.insert(name, register);
                }
            }
        }
        written.serialize(s)
    }
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let Read { by, is, mut fields } = Read::deserialize(d)?;
        let one = |(name, (at, value)): (String, (usize, Value))| {
            let (at, device, seq) = *by.get(at)?;
            let stamp = Stamp { at, device, seq };
            let register = Register {
                heads: vec![Head { stamp, value }],
                ahead: Vec::new(),
            };
            Some((name, register))
        };
        let short: Option<BTreeMap<String, Register>> = is.into_iter().map(one).collect();
        let mut short = short.ok_or_else(|| D::Error::custom("a value of nobody"))?;
        if fields.is_empty() {
            fields = short;
        } else {
            fields.append(&mut short);
        }
        Ok(Self { fields })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::{Change, OpRef};

    fn stamp(device: u128, seq: u64) -> Stamp {
        Stamp {
            at: Hlc(10 + seq),
            device: DeviceId(Uuid::from_u128(device)),
            seq,
        }
    }

    fn change(field: &str, value: Value, over: Vec<OpRef>) -> Change {
        let mut change = Change::new(
            "statement",
            Uuid::nil(),
            BTreeMap::from([(field.to_owned(), value)]),
        );
        if !over.is_empty() {
            change.over.insert(field.to_owned(), over);
        }
        change
    }

    /// Two fields of one operation, one of another, two heads in a third, and one whose write was
    /// replaced before it arrived.
    fn record() -> Record {
        let mut record = Record::default();
        let mut first = change("text", json!("câu"), vec![]);
        first.set.insert("rank".into(), json!(3));
        record.apply(stamp(1, 1), &first);
        record.apply(stamp(1, 2), &change("title", json!(null), vec![]));
        record.apply(stamp(1, 3), &change("due", json!("mai"), vec![]));
        record.apply(stamp(2, 1), &change("due", json!("mốt"), vec![]));
        let unknown = vec![OpRef(DeviceId(Uuid::from_u128(3)), 9)];
        record.apply(stamp(2, 2), &change("place", json!("đó"), unknown));
        record
    }

    fn winners(record: &Record) -> BTreeMap<String, Value> {
        let winner = |(name, register): (&String, &Register)| {
            Some((name.clone(), register.winner()?.value.clone()))
        };
        record.fields.iter().filter_map(winner).collect()
    }

    #[test]
    fn what_stands_is_read_alike_with_and_without_who_wrote_it() {
        let mut record = Record::default();
        let mut first = change("text", json!("câu"), vec![]);
        first.set.insert(super::super::DELETED.into(), json!(true));
        record.apply(stamp(1, 1), &first);
        let text = serde_json::to_string(&record).unwrap();
        assert!(!text.contains("fields"));
        assert_eq!(winners(&record), standing(&text).unwrap());
        assert!(standing("{\"is\":{\"text\":\"câu\"}}").is_err());
    }

    #[test]
    fn each_stamp_stands_once_and_what_is_read_is_what_was_written() {
        let record = record();
        let text = serde_json::to_string(&record).unwrap();
        let read: Record = serde_json::from_str(&text).unwrap();
        assert_eq!(read, record);
        assert_eq!(read.fields["place"].ahead, record.fields["place"].ahead);
        assert_eq!(winners(&record), standing(&text).unwrap());
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["by"].as_array().unwrap().len(), 2);
        assert_eq!(value["is"]["text"], json!([0, "câu"]));
        assert_eq!(value["is"]["title"], json!([1, null]));
        let whole: Vec<&String> = value["fields"].as_object().unwrap().keys().collect();
        assert_eq!(whole, ["due", "place"]);
    }

    #[test]
    fn a_field_with_several_heads_is_found_by_the_index_of_conflicts() {
        // The condition of `record_in_conflict`.
        let marker = "},{\"stamp\":";
        assert!(serde_json::to_string(&record()).unwrap().contains(marker));
        let mut settled = record();
        let settling = settled.settle("statement", Uuid::nil(), "due", json!("mai"));
        settled.apply(stamp(1, 4), &settling);
        assert!(!serde_json::to_string(&settled).unwrap().contains(marker));
    }

    #[test]
    fn what_a_book_kept_before_is_read() {
        let device = Uuid::from_u128(1);
        let old = json!({"fields": {
            "text": {"heads": [{"stamp": {"at": 11, "device": device, "seq": 1}, "value": "câu"}]},
            "rank": {"heads": [{"stamp": {"at": 11, "device": device, "seq": 1}, "value": 3}]},
        }});
        let text = old.to_string();
        let read: Record = serde_json::from_value(old).unwrap();
        assert_eq!(winners(&read), standing(&text).unwrap());
        let mut wanted = Record::default();
        let mut first = change("text", json!("câu"), vec![]);
        first.set.insert("rank".into(), json!(3));
        wanted.apply(stamp(1, 1), &first);
        assert_eq!(read, wanted);
    }

    #[test]
    fn a_value_of_nobody_is_refused() {
        let torn = json!({"by": [], "is": {"text": [0, "câu"]}});
        assert!(serde_json::from_value::<Record>(torn).is_err());
    }
}
