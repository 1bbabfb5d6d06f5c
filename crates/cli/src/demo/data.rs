//! The texts of the demo: `assets/demo/*.toml`.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Deserializer, de::Error};
use sochibo_domain::{
    AssignmentState, AttendanceStatus, CellType, CriticismKind, Member, Month, Visibility, VoteKind,
};

use super::months;
use crate::fault::Fault;

const CELL: &str = include_str!("../../../../assets/demo/cell.toml");
const MEETINGS: [&str; 2] = [
    include_str!("../../../../assets/demo/first.toml"),
    include_str!("../../../../assets/demo/second.toml"),
];

/// The cell, its members, and what is made for it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CellData {
    pub(super) name: String,
    pub(super) cell_type: CellType,
    pub(super) ward: String,
    /// The same on the ward's pages.
    pub(super) ward_org: String,
    pub(super) place: String,
    pub(super) passphrase: String,
    /// Which papers are printed of each meeting.
    pub(super) papers: Vec<String>,
    pub(super) ward_user: UserData,
    /// What the ward sends down after the second meeting.
    pub(super) documents: Vec<DocumentData>,
    pub(super) members: Vec<Member>,
}

/// A document of the ward.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DocumentData {
    pub(super) number: String,
    pub(super) kind: String,
    pub(super) title: String,
    pub(super) text: String,
}

/// The user of the ward's pages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UserData {
    pub(super) name: String,
    pub(super) password: String,
}

/// One meeting, from its preparation to its minutes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Script {
    #[serde(skip)]
    pub(super) month: Option<Month>,
    #[serde(skip)]
    pub(super) day: NaiveDate,
    #[serde(deserialize_with = "time")]
    pub(super) planned: NaiveTime,
    #[serde(deserialize_with = "time")]
    pub(super) start: NaiveTime,
    #[serde(deserialize_with = "time")]
    pub(super) end: NaiveTime,
    /// How many days before the meeting each step of its preparation was done.
    pub(super) prepared: Vec<Prepared>,
    /// Tasks given before the book began.
    #[serde(default)]
    pub(super) earlier: Vec<Task>,
    /// What became of earlier tasks.
    #[serde(default)]
    pub(super) reports: Vec<TaskReport>,
    /// What became of earlier petitions.
    #[serde(default)]
    pub(super) answers: Vec<PetitionAnswer>,
    pub(super) guests: Vec<GuestData>,
    /// Whoever is not simply present.
    pub(super) attendance: Vec<Call>,
    pub(super) steps: Vec<Step>,
    pub(super) criticism: Vec<Entry>,
    pub(super) tasks: Vec<Task>,
    pub(super) petitions: Vec<Asked>,
    pub(super) marks: Vec<Mark>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Prepared {
    pub(super) step: String,
    pub(super) days_before: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Task {
    pub(super) who: String,
    pub(super) what: String,
    /// Days after the meeting; negative before it.
    pub(super) due: i64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TaskReport {
    /// How the task's own words begin.
    pub(super) of: String,
    pub(super) state: AssignmentState,
    pub(super) result: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PetitionAnswer {
    /// How the petition's own words begin.
    pub(super) of: String,
    pub(super) state: sochibo_domain::PetitionState,
    pub(super) text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GuestData {
    pub(super) name: String,
    pub(super) office: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Call {
    pub(super) who: String,
    pub(super) status: AttendanceStatus,
    #[serde(default)]
    pub(super) reason: Option<String>,
}

/// The meeting comes to an item.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    /// The id of the item in the rule pack.
    pub(super) item: String,
    #[serde(deserialize_with = "time")]
    pub(super) at: NaiveTime,
    #[serde(default)]
    pub(super) presenter: Option<String>,
    #[serde(default)]
    pub(super) say: Vec<Said>,
    #[serde(default)]
    pub(super) votes: Vec<Counted>,
    #[serde(default)]
    pub(super) conclusion: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    /// A member, or one of the guests.
    pub(super) who: String,
    pub(super) text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Counted {
    pub(super) kind: VoteKind,
    #[serde(default)]
    pub(super) subject: Option<String>,
    pub(super) r#for: u32,
    #[serde(default)]
    pub(super) against: u32,
    #[serde(default)]
    pub(super) abstain: u32,
    #[serde(default)]
    pub(super) secret: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) who: String,
    pub(super) kind: CriticismKind,
    pub(super) text: String,
    #[serde(default)]
    pub(super) by: Option<String>,
    #[serde(default)]
    pub(super) visibility: Visibility,
    #[serde(default)]
    pub(super) accepted: Option<bool>,
    #[serde(default)]
    pub(super) remedy: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    #[serde(default)]
    pub(super) who: Option<String>,
    pub(super) text: String,
    #[serde(default)]
    pub(super) wants_reply: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mark {
    pub(super) line: String,
    pub(super) points: f64,
    pub(super) reason: String,
}

/// The cell and its meetings, for a demo made on `today`.
pub(super) fn read(today: NaiveDate) -> Result<(CellData, Vec<Script>), Fault> {
    let cell: CellData = toml::from_str(CELL).map_err(bad)?;
    let last = months::last(today);
    let scripts = [last.previous(), last]
        .into_iter()
        .zip(MEETINGS)
        .map(|(month, text)| script(month, text));
    Ok((cell, scripts.collect::<Result<_, _>>()?))
}

fn script(month: Month, text: &str) -> Result<Script, Fault> {
    let text = text
        .replace("{tháng này}", &month.month().to_string())
        .replace("{tháng trước}", &month.previous().month().to_string())
        .replace("{tháng sau}", &month.next().month().to_string());
    let script: Script = toml::from_str(&text).map_err(bad)?;
    let day = months::meeting_day(month).ok_or_else(|| Fault::DemoData(month.to_string()))?;
    Ok(Script {
        month: Some(month),
        day,
        ..script
    })
}

fn bad(error: toml::de::Error) -> Fault {
    Fault::DemoData(error.to_string())
}

/// `"19:05"`
fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveTime, D::Error> {
    let text = String::deserialize(deserializer)?;
    NaiveTime::parse_from_str(&text, "%H:%M").map_err(D::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sochibo_domain::MemberStatus;

    #[test]
    fn the_texts_are_read_and_name_only_people_they_know() {
        let today = NaiveDate::from_ymd_opt(2026, 10, 20).unwrap();
        let (cell, scripts) = read(today).unwrap();
        let count = |status| {
            cell.members
                .iter()
                .filter(|member| member.status == status)
                .count()
        };
        assert_eq!(count(MemberStatus::Official), 20);
        assert_eq!(count(MemberStatus::Probationary), 2);
        assert_eq!(count(MemberStatus::Exempt), 2);
        assert_eq!(scripts.len(), 2);
        for script in &scripts {
            let known = |who: &str| {
                cell.members.iter().any(|member| member.name == who)
                    || script.guests.iter().any(|guest| guest.name == who)
            };
            let statements = script.steps.iter().flat_map(|step| &step.say);
            let speakers = statements.clone().map(|said| said.who.as_str());
            assert!(statements.count() >= 11);
            let others = script.attendance.iter().map(|call| call.who.as_str());
            let owners = script
                .tasks
                .iter()
                .chain(&script.earlier)
                .map(|task| task.who.as_str());
            let subjects = script.criticism.iter().map(|entry| entry.who.as_str());
            for who in speakers.chain(others).chain(owners).chain(subjects) {
                assert!(known(who), "{who}");
            }
        }
    }
}
