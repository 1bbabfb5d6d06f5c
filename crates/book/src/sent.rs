//! Những gì phường đọc được, và những gì ở lại: shown before it leaves, field by field.

use sochibo_domain::{
    CellType, Minutes,
    date::short_day,
    minutes::{
        Absence, Counts, MinutesAssignment, MinutesItem, MinutesPetition, MinutesScore,
        MinutesVote, OpenMinutes,
    },
    number,
};

use crate::{facts::Facts, view::PreviewLine};

/// What the ward reads, line by line. Every part of [`OpenMinutes`] is named here, so that a new
/// one can't leave without standing on the screen: the compiler asks for it, and the test below
/// that it shows.
pub(crate) fn sent(open: &OpenMinutes) -> Vec<PreviewLine> {
    let OpenMinutes {
        layout,
        meeting,
        cell,
        cell_type,
        ward,
        kind,
        month,
        topic,
        rules,
        version,
        amended_because,
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
    } = open;
    let mut lines = Lines::default();
    lines.say(
        "Chi bộ",
        format!("{cell} ({}) · Đảng bộ {ward}", type_words(*cell_type)),
    );
    lines.say(
        "Kỳ sinh hoạt",
        format!("{} tháng {}", kind.title(), month.spoken()),
    );
    lines.maybe("Chuyên đề", topic.as_ref());
    lines.say(
        "Thời gian, địa điểm",
        format!(
            "{}–{}, {} · {} phút · {}",
            started_at.format("%H:%M"),
            ended_at.format("%H:%M"),
            started_at.format("%d/%m/%Y"),
            (*ended_at - *started_at).num_minutes(),
            if place.is_empty() {
                "chưa ghi địa điểm"
            } else {
                place
            }
        ),
    );
    lines.maybe("Lý do họp ngắn", short_because.as_ref());
    lines.list(
        "Giải lao",
        breaks
            .iter()
            .map(|one| format!("{}–{}", one.from.format("%H:%M"), one.to.format("%H:%M"))),
    );
    lines.list(
        "Chủ trì, thư ký",
        [("chủ trì", chair), ("thư ký", scribe)]
            .into_iter()
            .filter_map(|(role, name)| Some(format!("{role} {}", name.as_ref()?))),
    );
    room(counts, absences, &mut lines);
    lines.list("Khách mời", guests.iter().cloned());
    agenda(items, &mut lines);
    lines.list("Phân công", assignments.iter().map(assignment));
    lines.list("Kiến nghị", petitions.iter().map(petition));
    lines.list(
        "Tự phê bình, phê bình",
        criticism
            .iter()
            .map(|line| format!("chỉ số lượng: {} {}", line.count, line.kind.words())),
    );
    lines.say(
        "Chấm điểm",
        score.as_ref().map_or_else(|| NONE.to_owned(), score_words),
    );
    lines.maybe("Lý do sửa đổi", amended_because.as_ref());
    lines.say(
        "Phiên bản",
        format!("bản {version} · mẫu {layout} · bộ quy định {rules} · mã kỳ {meeting}"),
    );
    lines.0
}

/// What stays, and why.
pub(crate) fn kept(minutes: &Minutes, facts: &Facts) -> Vec<PreviewLine> {
    let mut lines = Lines::default();
    lines.say(
        "Nội dung phê bình",
        format!(
            "{} mục. Sao lưu dạng niêm phong, chỉ máy của chi bộ mở được.",
            facts.criticism.len()
        ),
    );
    lines.say("Bản nháp", "Các lần sửa trước khi thông qua".to_owned());
    lines.say(
        "Hồ sơ đảng viên",
        "Ngày sinh, ngày vào Đảng, điện thoại".to_owned(),
    );
    lines.say(
        "Lý do vắng",
        format!(
            "{} lý do — chỉ gửi “có lý do”",
            minutes.inner.absence_reasons.len()
        ),
    );
    lines.say(
        "Việc riêng của sổ",
        "Dự thảo nghị quyết, các bước chuẩn bị, ngày ký bản giấy, điểm gợi ý trước khi sửa"
            .to_owned(),
    );
    lines.0
}

fn room(counts: &Counts, absences: &[Absence], lines: &mut Lines) {
    let Counts {
        total,
        official,
        probationary,
        visiting_in,
        visiting_out,
        exempt,
        summoned,
        present,
        present_official,
        present_probationary,
        present_exempt,
        late,
        excused,
        unexcused,
        vote_base,
    } = counts;
    lines.say(
        "Có mặt",
        format!(
            "{present}/{} (chính thức {present_official}/{official}, dự bị {present_probationary}/{probationary}) · triệu tập {summoned} · đến muộn {late} · miễn sinh hoạt vẫn dự {present_exempt}",
            total + visiting_in
        ),
    );
    lines.say(
        "Vắng",
        format!(
            "{excused} có lý do · {unexcused} không lý do · {exempt} miễn sinh hoạt · tạm đi {visiting_out}, tạm đến {visiting_in}"
        ),
    );
    lines.say(
        "Số để tính tỉ lệ",
        format!("{vote_base} đảng viên chính thức khi kết thúc"),
    );
    lines.list(
        "Tên vắng, đến muộn, về sớm",
        absences
            .iter()
            .map(|absence| format!("{}: {}", absence.name, absence.words())),
    );
}

fn agenda(items: &[MinutesItem], lines: &mut Lines) {
    let count = |of: fn(&MinutesItem) -> usize| items.iter().map(of).sum::<usize>();
    let concluded = count(|item| usize::from(item.conclusion.is_some()));
    let minutes: u32 = items.iter().map(|item| u32::from(item.minutes)).sum();
    lines.say(
        "Chương trình",
        format!(
            "{} mục, dự kiến {minutes} phút, có tên mục và người trình bày; {concluded} kết luận của chủ trì, toàn văn",
            items.len()
        ),
    );
    let mut speakers: Vec<&str> = items
        .iter()
        .flat_map(|item| &item.statements)
        .map(|said| said.name.as_str())
        .collect();
    speakers.sort_unstable();
    speakers.dedup();
    lines.say(
        "Ý kiến",
        format!(
            "{} ý kiến của {} đồng chí, có tên, giờ nói, toàn văn",
            count(|item| item.statements.len()),
            speakers.len()
        ),
    );
    lines.list(
        "Biểu quyết",
        items.iter().flat_map(|item| &item.votes).map(vote),
    );
}

fn vote(vote: &MinutesVote) -> String {
    let percent = number::percent(vote.tally.r#for, vote.outcome.base);
    let reserved = vote
        .reserved
        .as_ref()
        .map_or_else(String::new, |text| format!(", bảo lưu: {text}"));
    format!(
        "{}: {}/{} tán thành ({percent}), {} không tán thành, {} không có ý kiến{reserved}",
        vote.subject, vote.tally.r#for, vote.outcome.base, vote.tally.against, vote.tally.abstain
    )
}

fn assignment(task: &MinutesAssignment) -> String {
    let due = task
        .due
        .map_or_else(String::new, |due| format!(", hạn {}", short_day(due)));
    format!(
        "{}: {}{due} ({})",
        task.name,
        task.title,
        task.state.words()
    )
}

fn petition(petition: &MinutesPetition) -> String {
    let who = petition
        .name
        .as_ref()
        .map_or_else(String::new, |name| format!("{name}: "));
    let reply = if petition.wants_reply {
        " (cần trả lời)"
    } else {
        ""
    };
    format!("{who}{}{reply}", petition.text)
}

fn score_words(score: &MinutesScore) -> String {
    let MinutesScore {
        total,
        max,
        band,
        deductions,
        notes,
    } = score;
    let mut words = format!(
        "{}/{} — {band}, kèm thuyết minh {} dòng điểm trừ",
        number::tenths(*total),
        number::tenths(*max),
        deductions.len()
    );
    for note in notes {
        words.push_str(". ");
        words.push_str(note);
    }
    words
}

const fn type_words(cell_type: CellType) -> &'static str {
    match cell_type {
        CellType::KhuPho => "khu phố, thôn",
        CellType::CoQuanSuNghiep => "cơ quan, sự nghiệp",
        CellType::TruongHoc => "trường học",
        CellType::DnNhaNuoc => "doanh nghiệp nhà nước",
        CellType::DnTuNhanFdi => "doanh nghiệp tư nhân, vốn nước ngoài",
        CellType::SinhVien => "sinh viên",
        CellType::LucLuongVuTrang => "lực lượng vũ trang",
    }
}

const NONE: &str = "không có";

#[derive(Default)]
struct Lines(Vec<PreviewLine>);

impl Lines {
    fn say(&mut self, label: &str, value: String) {
        self.0.push(PreviewLine {
            label: label.to_owned(),
            value,
        });
    }

    fn maybe(&mut self, label: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.say(label, value.clone());
        }
    }

    fn list(&mut self, label: &str, parts: impl Iterator<Item = String>) {
        let parts: Vec<String> = parts.collect();
        let value = if parts.is_empty() {
            NONE.to_owned()
        } else {
            parts.join("; ")
        };
        self.say(label, value);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::*;

    /// Minutes with something in every part.
    fn full() -> Map<String, Value> {
        let text = json!({
            "layout": 3, "meeting": "018f0000-0000-7000-8000-000000000001", "cell": "Khu phố 12",
            "cell_type": "khu_pho", "ward": "Phường Tân Thới Hòa", "kind": "ket_hop",
            "month": "2026-10", "topic": "Học Bác", "rules": "HD42-2025", "version": 2,
            "amended_because": "ghi sai", "place": "Nhà văn hóa",
            "started_at": "2026-10-05T19:00:00+07:00", "ended_at": "2026-10-05T20:10:00+07:00",
            "short_because": "mưa bão",
            "breaks": [{ "from": "2026-10-05T19:30:00+07:00", "to": "2026-10-05T19:40:00+07:00" }],
            "chair": "Trần Thị Bình", "scribe": "Nguyễn Văn An",
            "counts": {
                "total": 9, "official": 7, "probationary": 2, "visiting_in": 1, "visiting_out": 1,
                "exempt": 1, "summoned": 8, "present": 7, "present_official": 5,
                "present_probationary": 1, "present_exempt": 1, "late": 1, "excused": 1,
                "unexcused": 1, "vote_base": 6
            },
            "absences": [{ "name": "Lê Thị Cúc", "standing": "chinh_thuc", "status": "excused" }],
            "guests": ["Lý Thị Kim"],
            "items": [{
                "no": 1, "item": "thao_luan", "section": "B", "title": "Thảo luận",
                "presenter": "Bí thư", "minutes": 20,
                "statements": [{ "name": "Phạm Văn Dũng", "guest": false, "text": "nhất trí",
                    "at": "2026-10-05T19:10:00+07:00" }],
                "votes": [{ "kind": "thuong", "subject": "Nghị quyết", "form": "gio_tay",
                    "tally": { "for": 5, "against": 0, "abstain": 0 },
                    "outcome": { "base": 6, "needed": 4, "passed": true }, "reserved": "chưa rõ" }],
                "conclusion": "Thống nhất"
            }],
            "assignments": [{ "name": "Đặng Quốc Bảo", "title": "Dọn rác", "due": "2026-10-28",
                "state": "moi" }],
            "petitions": [{ "name": "Lê Thị Cúc", "text": "Lắp camera", "wants_reply": true }],
            "criticism": [{ "kind": "tu_phe_binh", "count": 2 }],
            "score": { "total": 915, "max": 1000, "band": "Tốt", "deductions": [],
                "notes": ["ghi chú"] },
        });
        let Value::Object(map) = text else {
            panic!("an object")
        };
        map
    }

    fn shown(map: &Map<String, Value>) -> String {
        let open: OpenMinutes = serde_json::from_value(Value::Object(map.clone())).unwrap();
        sent(&open)
            .into_iter()
            .map(|line| format!("{}: {}\n", line.label, line.value))
            .collect()
    }

    /// Another value of the same kind, in the deepest part that has one.
    fn other(name: &str, value: &Value) -> Value {
        match (name, value) {
            ("meeting", _) => json!("018f0000-0000-7000-8000-000000000002"),
            ("cell_type", _) => json!("truong_hoc"),
            ("kind", _) => json!("thuong_ky"),
            ("month", _) => json!("2026-11"),
            ("started_at", _) => json!("2026-10-05T19:05:00+07:00"),
            ("ended_at", _) => json!("2026-10-05T20:15:00+07:00"),
            (_, Value::String(text)) => json!(format!("{text} khác")),
            (_, Value::Number(number)) => json!(number.as_u64().unwrap() + 1),
            (_, Value::Array(list)) => json!(list[1..].to_vec()),
            (_, Value::Object(map)) => Value::Object(
                map.iter()
                    .map(|(key, value)| {
                        let changed = match value {
                            Value::Number(_) => other(key, value),
                            kept => kept.clone(),
                        };
                        (key.clone(), changed)
                    })
                    .collect(),
            ),
            (name, value) => panic!("no other value for {name}: {value}"),
        }
    }

    #[test]
    fn every_part_of_the_minutes_that_the_ward_reads_stands_on_the_screen() {
        let full = full();
        let open: OpenMinutes = serde_json::from_value(Value::Object(full.clone())).unwrap();
        let Value::Object(written) = serde_json::to_value(&open).unwrap() else {
            panic!("an object")
        };
        let before = shown(&full);
        for name in written.keys() {
            assert!(
                full.contains_key(name),
                "{name} is new: put it into this test"
            );
            let mut changed = full.clone();
            changed.insert(name.clone(), other(name, &full[name]));
            assert_ne!(shown(&changed), before, "{name} leaves and is not shown");
        }
    }

    #[test]
    fn a_place_that_nobody_wrote_is_said_to_be_missing() {
        let mut nowhere = full();
        nowhere.insert("place".to_owned(), json!(""));
        assert!(shown(&nowhere).contains("70 phút · chưa ghi địa điểm\n"));
    }

    #[test]
    fn every_count_stands_on_the_screen() {
        let full = full();
        let before = shown(&full);
        for name in full["counts"].as_object().unwrap().keys() {
            let mut changed = full.clone();
            changed["counts"][name] = json!(77);
            assert_ne!(shown(&changed), before, "{name} leaves and is not shown");
        }
    }
}
