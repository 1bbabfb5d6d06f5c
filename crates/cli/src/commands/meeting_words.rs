//! A meeting as a person reads it.

use sochibo_book::view::{
    AgendaLine, AttendanceLine, Comparison, InsertLine, MeetingLine, MeetingView, StatementLine,
    VoteLine,
};
use sochibo_domain::{AttendanceStatus, MeetingState, minutes::Piece, number};

/// A meeting in a list.
pub(super) fn line(meeting: &MeetingLine) -> String {
    let score = match (&meeting.score, &meeting.band) {
        (Some(score), Some(band)) => format!(" · {score} điểm, {band}"),
        _ => String::new(),
    };
    format!(
        "{}  {} · {}{score}",
        meeting.id,
        meeting.title,
        state(meeting.state)
    )
}

const fn state(state: MeetingState) -> &'static str {
    match state {
        MeetingState::Preparing => "đang chuẩn bị",
        MeetingState::Running => "đang họp",
        MeetingState::Ended => "đã kết thúc, chưa thông qua biên bản",
        MeetingState::Adopted => "đã thông qua biên bản",
    }
}

/// The agenda with its numbers.
pub(super) fn agenda(items: &[AgendaLine]) -> String {
    let lines: Vec<String> = items
        .iter()
        .map(|item| format!("{:>3}. {} ({} phút)", item.no, item.title, item.minutes))
        .collect();
    lines.join("\n")
}

/// What may be put into an agenda, and where it would go.
pub(super) fn insertables(items: &[InsertLine]) -> String {
    let lines: Vec<String> = items
        .iter()
        .map(|item| {
            let vote = item
                .vote
                .map(|kind| format!(", biểu quyết: {}", kind.words()))
                .unwrap_or_default();
            format!(
                "{:<22} {} ({} phút{vote}; sau mục {})",
                item.id, item.title, item.minutes, item.after
            )
        })
        .collect();
    lines.join("\n")
}

/// A whole meeting.
pub(super) fn whole(meeting: &MeetingView) -> String {
    let mut out = vec![
        format!(
            "{} · {} · {}",
            meeting.title,
            state(meeting.state),
            meeting.id
        ),
        format!("Địa điểm: {}", meeting.place),
    ];
    for (what, at) in [
        ("Dự kiến", &meeting.planned_at),
        ("Bắt đầu", &meeting.started_at),
        ("Kết thúc", &meeting.ended_at),
    ] {
        out.extend(at.as_ref().map(|at| format!("{what}: {at}")));
    }
    out.push(agenda(&meeting.agenda));
    section(
        &mut out,
        "Điểm danh",
        meeting.attendance.iter().filter_map(attendance),
    );
    section(&mut out, "Ý kiến", meeting.statements.iter().map(statement));
    section(
        &mut out,
        "Kết luận",
        meeting
            .conclusions
            .iter()
            .map(|line| format!("mục {}: {}", line.no, line.text)),
    );
    section(&mut out, "Biểu quyết", meeting.votes.iter().map(vote));
    section(
        &mut out,
        "Phân công",
        meeting.assignments.iter().map(|task| {
            let due = task
                .due
                .as_ref()
                .map(|due| format!(", hạn {due}"))
                .unwrap_or_default();
            format!("{}: {}{due} ({})", task.name, task.title, task.state_words)
        }),
    );
    section(
        &mut out,
        "Kiến nghị",
        meeting
            .petitions
            .iter()
            .map(|petition| petition.text.clone()),
    );
    if let Some(score) = &meeting.score {
        out.push(format!("Tự chấm: {} điểm, {}", score.total, score.band));
    }
    section(
        &mut out,
        "Cần xem",
        meeting.checks.iter().map(|check| check.text.clone()),
    );
    if let Some(fingerprint) = &meeting.fingerprint {
        out.push(format!(
            "Biên bản bản {}, dấu kiểm {fingerprint}",
            meeting.version
        ));
    }
    out.join("\n")
}

fn section(out: &mut Vec<String>, title: &str, lines: impl Iterator<Item = String>) {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        out.push(format!("{title}:"));
        out.extend(lines.map(|line| format!("  {line}")));
    }
}

/// Whoever is not simply present.
fn attendance(line: &AttendanceLine) -> Option<String> {
    let status = line
        .status
        .filter(|status| *status != AttendanceStatus::Present)?;
    let reason = line
        .reason
        .as_ref()
        .map(|reason| format!(": {reason}"))
        .unwrap_or_default();
    Some(format!("{} {}{reason}", line.name, status.words()))
}

fn statement(line: &StatementLine) -> String {
    format!("mục {}, {}: {}", line.no, line.name, line.text)
}

fn vote(line: &VoteLine) -> String {
    format!("mục {}, {}: {}", line.no, line.subject, outcome(line))
}

/// `18/20 tán thành (90%), cần 11: đạt`.
pub(super) fn outcome(line: &VoteLine) -> String {
    let percent = number::percent(line.r#for, line.base);
    let passed = if line.passed {
        "đạt"
    } else {
        "không đạt"
    };
    format!(
        "{}/{} tán thành ({percent}), cần {}: {passed}",
        line.r#for, line.base, line.needed
    )
}

/// What differs, place by place: `-` stood in the old version, `+` stands in the new one.
pub(super) fn compared(comparison: &Comparison) -> String {
    let side = |sign: char, pieces: &[Piece]| {
        let text: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        (!text.is_empty()).then(|| format!("  {sign} {}", text.replace('\n', "\n    ")))
    };
    let mut out: Vec<String> = Vec::new();
    for one in &comparison.differences {
        out.push(format!("{} · {}", one.part, one.what));
        out.extend(side('-', &one.before));
        out.extend(side('+', &one.after));
    }
    if out.is_empty() {
        out.push("Hai bản giống nhau.".to_owned());
    }
    out.join("\n")
}
