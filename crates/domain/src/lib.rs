//! What a party cell does, as types and rules: no I/O, no clock, no SQL.
//!
//! - The nouns that a book keeps, each an [`Entity`]: [`Cell`], [`Member`], [`Meeting`],
//!   [`AgendaItem`], [`Attendance`], [`Statement`], [`Vote`], [`Assignment`], [`Criticism`],
//!   [`Petition`], [`ScoreEntry`], [`MinutesVersion`], [`OwnTemplate`], [`LeftOut`], [`Rota`],
//!   [`ResolutionDraft`], [`Theme`], [`Observance`], [`RaisedHand`], [`Break`], [`Snippet`];
//!   of the ward, [`WardDocument`], with what the cell did with it, [`DocumentHandling`].
//! - The rules that speak about them: [`rules`] (dated packs), [`vote`], [`score`], [`check`],
//!   [`reminder`].
//! - What freezes when minutes are adopted: [`Minutes`].
//! - Vietnamese text, names and dates: [`text`], [`name`], [`date`], [`lunar`], [`calendar`],
//!   [`number`].
//!
//! Regulations change yearly, so their numbers live in `assets/rules`, never here.

// A test that can't go on should stop where it stands.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod agenda;
pub mod assignment;
pub mod attendance;
pub mod audit;
pub mod calendar;
pub mod cell;
pub mod check;
pub mod criticism;
pub mod date;
pub mod device;
pub mod entity;
pub mod explain;
pub mod hand;
pub mod id;
pub mod left_out;
pub mod lunar;
pub mod meeting;
pub mod member;
pub mod minutes;
pub mod name;
mod not_secret;
pub mod number;
pub mod office;
pub mod own_template;
pub mod pause;
pub mod petition;
pub mod preparation;
pub mod reminder;
pub mod resolution;
pub mod roster;
pub mod rota;
pub mod rules;
pub mod score;
pub mod secret;
pub mod snippet;
pub mod statement;
pub mod text;
pub mod theme;
pub mod timing;
pub mod vote;
pub mod ward_document;

pub use agenda::AgendaItem;
pub use assignment::{Assignment, AssignmentState};
pub use attendance::{Attendance, AttendanceStatus, Guest, GuestKind};
pub use audit::{AuditAct, AuditEntry};
pub use calendar::Observance;
pub use cell::{Cell, CellType};
pub use criticism::{Criticism, CriticismKind, Visibility};
pub use date::Month;
pub use device::{Device, DeviceRole};
pub use entity::{Entity, Reach, SearchText};
pub use explain::{Explain, FaultClass, says_full, system_says};
pub use hand::RaisedHand;
pub use left_out::LeftOut;
pub use meeting::{Meeting, MeetingKind, MeetingState};
pub use member::{Member, MemberKind, MemberStatus, Standing};
pub use minutes::{Minutes, MinutesVersion, Report};
pub use not_secret::NotSecret;
pub use office::Office;
pub use own_template::{OwnItem, OwnTemplate};
pub use pause::Break;
pub use petition::{Petition, PetitionState};
pub use preparation::Preparation;
pub use resolution::{ResolutionDraft, ResolutionPart};
pub use rota::{Rota, RotaRole};
pub use score::ScoreEntry;
pub use snippet::Snippet;
pub use statement::Statement;
pub use theme::Theme;
pub use timing::Timing;
pub use vote::{Vote, VoteForm, VoteKind};
pub use ward_document::{DocumentHandling, WardDocument};
