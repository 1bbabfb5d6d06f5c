//! Minutes as lines that can be compared, place by place.

use crate::{
    Minutes, VoteForm,
    date::short_day,
    minutes::{
        InnerMinutes, MinutesAssignment, MinutesItem, MinutesPetition, MinutesScore,
        MinutesStatement, MinutesVote, OpenMinutes,
    },
    number::{count, percent, tenths},
};

/// A part of the minutes: lines that are compared with those of the same key.
pub(super) struct Part {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) lines: Vec<Line>,
}

#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Line {
    pub(super) what: String,
    pub(super) text: String,
}

/// Every part with its lines. All fields are named, so that a new one can't be forgotten.
pub(super) fn parts(minutes: &Minutes) -> Vec<Part> {
    let OpenMinutes {
        layout: _,
        meeting: _,
        cell,
        cell_type: _,
        ward,
        kind,
        month,
        topic,
        rules: _,
        version: _,
        amended_because: _,
        place,
        started_at,
        ended_at,
        short_because,
        breaks,
        chair,
        scribe,
        counts,
        absences,
        guests,
        items,
        assignments,
        petitions,
        criticism,
        score,
    } = &minutes.open;
    let InnerMinutes { absence_reasons } = &minutes.inner;
    let mut head = Lines::default();
    head.say("Chi bộ", cell);
    head.say("Đảng bộ", ward);
    head.say(
        "Loại kỳ",
        &format!("{} tháng {}", kind.title(), month.spoken()),
    );
    head.say("Chuyên đề", topic.as_deref().unwrap_or_default());
    head.say("Địa điểm", place);
    head.say("Bắt đầu", &started_at.format("%H:%M, %d/%m/%Y").to_string());
    head.say("Kết thúc", &ended_at.format("%H:%M, %d/%m/%Y").to_string());
    head.say(
        "Lý do họp ngắn",
        short_because.as_deref().unwrap_or_default(),
    );
    for pause in breaks {
        let (from, to) = (pause.from.format("%H:%M"), pause.to.format("%H:%M"));
        head.say("Giải lao", &format!("{from}–{to}"));
    }
    head.say("Chủ trì", chair.as_deref().unwrap_or_default());
    head.say("Thư ký", scribe.as_deref().unwrap_or_default());

    let mut room = Lines::default();
    room.say(
        "Số đảng viên",
        &format!(
            "tổng số {}, triệu tập {}, có mặt {}, vắng có lý do {}, vắng không lý do {}",
            count(counts.total),
            count(counts.summoned),
            count(counts.present),
            count(counts.excused),
            count(counts.unexcused)
        ),
    );
    for absence in absences {
        room.say(&absence.name, &absence.words());
    }
    for reason in absence_reasons {
        room.say(&format!("Lý do vắng của {}", reason.name), &reason.reason);
    }
    for guest in guests {
        room.say("Khách mời", guest);
    }

    let mut parts = vec![
        head.part("đầu", "Phần đầu"),
        room.part("dự", "Thành phần tham dự"),
    ];
    parts.extend(items.iter().map(item));
    let mut tail = Lines::default();
    for MinutesAssignment {
        name,
        title,
        due,
        state,
    } in assignments
    {
        let due = due.map_or_else(String::new, |due| format!(", hạn {}", short_day(due)));
        let words = format!("{title}{due} ({})", state.words());
        tail.say(&format!("Việc của {name}"), &words);
    }
    parts.push(std::mem::take(&mut tail).part("phân công", "Phân công nhiệm vụ"));
    for MinutesPetition {
        name,
        text,
        wants_reply,
    } in petitions
    {
        let who = name.as_deref().unwrap_or("chi bộ");
        let reply = if *wants_reply {
            " (cần trả lời)"
        } else {
            ""
        };
        tail.say(&format!("Kiến nghị của {who}"), &format!("{text}{reply}"));
    }
    parts.push(std::mem::take(&mut tail).part("kiến nghị", "Kiến nghị"));
    for line in criticism {
        tail.say(line.kind.words(), &count(line.count));
    }
    parts.push(std::mem::take(&mut tail).part("phê bình", "Tự phê bình và phê bình"));
    if let Some(score) = score {
        score_lines(score, &mut tail);
    }
    parts.push(tail.part("điểm", "Chấm điểm"));
    parts
}

fn score_lines(score: &MinutesScore, tail: &mut Lines) {
    tail.say(
        "Điểm tự chấm",
        &format!(
            "{}/{}, {}",
            tenths(score.total),
            tenths(score.max),
            score.band
        ),
    );
    for note in &score.notes {
        tail.say("Ghi chú về điểm", note);
    }
    for line in &score.deductions {
        let points = format!(
            "{}/{}: {}",
            tenths(line.points),
            tenths(line.max),
            line.reason
        );
        tail.say(&format!("Mục {} {}", line.id, line.title), &points);
    }
}

fn item(
    MinutesItem {
        no,
        item,
        section,
        title,
        presenter,
        minutes,
        statements,
        votes,
        conclusion,
    }: &MinutesItem,
) -> Part {
    let mut lines = Lines::default();
    lines.say("Tên mục", title);
    lines.say("Phần", section);
    lines.say("Người trình bày", presenter);
    lines.say("Thời lượng dự kiến", &format!("{minutes} phút"));
    for MinutesStatement {
        name,
        guest: _,
        text,
        at: _,
    } in statements
    {
        lines.say(&format!("Ý kiến của {name}"), text);
    }
    for MinutesVote {
        kind,
        subject,
        form,
        tally,
        outcome,
        reserved,
    } in votes
    {
        let form = match form {
            VoteForm::Hand => "giơ tay",
            VoteForm::Secret => "phiếu kín",
        };
        let words = format!(
            "{} ({}, {form}): tán thành {}/{} ({}), không tán thành {}, không có ý kiến {}; {}",
            subject,
            kind.words(),
            count(tally.r#for),
            count(outcome.base),
            percent(tally.r#for, outcome.base),
            count(tally.against),
            count(tally.abstain),
            if outcome.passed {
                "đạt"
            } else {
                "không đạt"
            }
        );
        lines.say("Biểu quyết", &words);
        lines.say("Ý kiến bảo lưu", reserved.as_deref().unwrap_or_default());
    }
    lines.say("Kết luận", conclusion.as_deref().unwrap_or_default());
    // Items of one's own all bear one id; they are told apart by their titles.
    let key = if item == "khac" { title } else { item };
    lines.part(&format!("mục {key}"), &format!("Mục {no}. {title}"))
}

#[derive(Default)]
struct Lines(Vec<Line>);

impl Lines {
    /// A line; one without words is none.
    fn say(&mut self, what: &str, text: &str) {
        if !text.trim().is_empty() {
            self.0.push(Line {
                what: what.to_owned(),
                text: text.trim().to_owned(),
            });
        }
    }

    fn part(self, key: &str, title: &str) -> Part {
        Part {
            key: key.to_owned(),
            title: title.to_owned(),
            lines: self.0,
        }
    }
}
