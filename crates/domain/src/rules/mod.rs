//! Bộ quy định: what regulations prescribe, as dated packs of data.
//!
//! Regulations change yearly, code must not. A [`Pack`] holds the numbers of one guidance with
//! where each was found; a meeting keeps the pack that was in force on its date.
//!
//! - [`Pack::load`] reads one from TOML and names file, line and key of anything wrong in it;
//! - [`PackSet`] holds several and knows which is in force on a day;
//! - [`shipped`] are those compiled into the program.

mod durations;
mod load;
mod pack;
mod points;
mod prepare;
mod set;
mod sheet;
mod sound;
mod template;

pub use durations::{Deadlines, Durations, Frequency, LargeCell, Limits, Span};
pub use load::PackError;
pub use pack::{CheckOrigin, Confidence, Pack, Source, Sourced};
pub use points::Points;
pub use prepare::{ChecklistStep, CriticismPrompts, Prompts};
pub use set::{PackSet, shipped};
pub use sheet::{Band, Group, Level, Line, Measure, Missing4c, Part, ScoreRules};
pub use template::{DataHint, Insertable, Template, TemplateItem};
