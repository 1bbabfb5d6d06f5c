//! Whether a pack that could be read also makes sense. Extended templates are put together here.

use std::collections::HashSet;

use crate::{
    MeetingKind,
    rules::{Confidence, Line, Measure, Pack, Points, ScoreRules, Sourced, Template, TemplateItem},
};

/// What is wrong, and at which place of the file.
pub(super) struct Fault {
    /// `templates.2.items.0.vote`: keys and positions.
    pub(super) path: String,
    /// A Vietnamese clause without a full stop.
    pub(super) why: String,
}

type Check = Result<(), Fault>;

fn fault(path: impl Into<String>, why: impl Into<String>) -> Fault {
    Fault {
        path: path.into(),
        why: why.into(),
    }
}

fn ensure(holds: bool, path: &str, why: impl FnOnce() -> String) -> Check {
    if holds {
        Ok(())
    } else {
        Err(fault(path, why()))
    }
}

/// Puts extended templates together and checks everything.
pub(super) fn settle(pack: &mut Pack) -> Check {
    for (key, text) in [
        ("id", &pack.id),
        ("number", &pack.number),
        ("title", &pack.title),
    ] {
        ensure(!text.trim().is_empty(), key, || "để trống".into())?;
    }
    once(
        "sources",
        "id",
        pack.sources.iter().map(|source| source.id.as_str()),
    )?;
    once(
        "checks",
        "rule",
        pack.checks.iter().map(|check| check.rule.code()),
    )?;
    origins(pack)?;
    amounts(pack)?;
    templates(&mut pack.templates)?;
    names(pack)?;
    score(&pack.score)
}

/// No id may stand twice in a list.
fn once<'a>(list: &str, key: &str, ids: impl Iterator<Item = &'a str>) -> Check {
    let mut seen = HashSet::new();
    for (at, id) in ids.enumerate() {
        let path = format!("{list}.{at}.{key}");
        ensure(!id.trim().is_empty(), &path, || "để trống".into())?;
        ensure(seen.insert(id), &path, || format!("đã có “{id}” ở trên"))?;
    }
    Ok(())
}

/// Every value names sources that the pack lists; what counts as found has one.
fn origins(pack: &Pack) -> Check {
    fn of<T>(value: &Sourced<T>) -> (&str, Confidence) {
        (&value.source, value.confidence)
    }
    let d = &pack.durations;
    let f = &pack.frequency;
    let fixed = [
        ("durations.regular", of(&d.regular)),
        ("durations.combined", of(&d.combined)),
        ("durations.small_may_differ", of(&d.small_may_differ)),
        ("durations.large", of(&d.large)),
        ("durations.ideology", of(&d.ideology)),
        (
            "deadlines.documents_before",
            of(&pack.deadlines.documents_before),
        ),
        ("deadlines.submit_after", of(&pack.deadlines.submit_after)),
        ("frequency.regular_per_month", of(&f.regular_per_month)),
        ("frequency.committee_per_month", of(&f.committee_per_month)),
        (
            "frequency.thematic_per_quarter",
            of(&f.thematic_per_quarter),
        ),
        (
            "frequency.thematic_may_replace_regular",
            of(&f.thematic_may_replace_regular),
        ),
        ("frequency.mixing_allowed", of(&f.mixing_allowed)),
        ("limits.attendance_goal", of(&pack.limits.attendance_goal)),
        ("limits.speakers_hint", of(&pack.limits.speakers_hint)),
        ("limits.excused_run", of(&pack.limits.excused_run)),
        (
            "criticism",
            (pack.criticism.source.as_str(), pack.criticism.confidence),
        ),
        ("score", (pack.score.source.as_str(), pack.score.confidence)),
    ];
    let fixed = fixed.map(|(path, origin)| (path.to_owned(), origin));
    let steps = pack.checklist.iter().enumerate();
    let steps =
        steps.map(|(at, step)| (format!("checklist.{at}.days_before"), of(&step.days_before)));
    let templates = pack.templates.iter().enumerate();
    let templates =
        templates.map(|(at, t)| (format!("templates.{at}"), (t.source.as_str(), t.confidence)));
    let checks = pack.checks.iter().enumerate();
    let checks = checks.map(|(at, c)| (format!("checks.{at}"), (c.source.as_str(), c.confidence)));
    let prompts = pack.prompts.iter().enumerate();
    let prompts =
        prompts.map(|(at, p)| (format!("prompts.{at}"), (p.source.as_str(), p.confidence)));
    let known: HashSet<&str> = pack
        .sources
        .iter()
        .map(|source| source.id.as_str())
        .collect();
    for (path, (source, confidence)) in fixed
        .into_iter()
        .chain(steps)
        .chain(templates)
        .chain(checks)
        .chain(prompts)
    {
        let path = format!("{path}.source");
        let named: Vec<&str> = source
            .split(',')
            .map(str::trim)
            .filter(|id| !id.is_empty())
            .collect();
        ensure(
            confidence != Confidence::Found || !named.is_empty(),
            &path,
            || "ghi là đã thấy (found) mà không nêu nguồn".into(),
        )?;
        for id in named {
            ensure(known.contains(id), &path, || {
                format!("không có nguồn “{id}” trong danh sách")
            })?;
        }
    }
    Ok(())
}

fn amounts(pack: &Pack) -> Check {
    let d = &pack.durations;
    let zero = || "phải lớn hơn 0".to_owned();
    ensure(d.regular.value > 0, "durations.regular.value", zero)?;
    ensure(
        d.combined.value >= d.regular.value,
        "durations.combined.value",
        || "ngắn hơn một kỳ thường kỳ".into(),
    )?;
    ensure(
        d.large.value.minutes > 0,
        "durations.large.value.minutes",
        zero,
    )?;
    let span = d.ideology.value;
    ensure(
        span.least <= span.most,
        "durations.ideology.value.most",
        || "nhỏ hơn mức ít nhất".into(),
    )?;
    for (path, percent) in [
        (
            "limits.attendance_goal.value",
            pack.limits.attendance_goal.value,
        ),
        (
            "limits.speakers_hint.value",
            pack.limits.speakers_hint.value,
        ),
    ] {
        ensure(percent <= 100, path, || "lớn hơn 100 phần trăm".into())?;
    }
    ensure(
        pack.limits.excused_run.value > 0,
        "limits.excused_run.value",
        zero,
    )
}

fn templates(templates: &mut [Template]) -> Check {
    once(
        "templates",
        "id",
        templates.iter().map(|template| template.id.as_str()),
    )?;
    for at in 0..templates.len() {
        let (earlier, rest) = templates.split_at_mut(at);
        let Some(template) = rest.first_mut() else {
            break;
        };
        put_together(earlier, template, at)?;
        let sum: u32 = template
            .items
            .iter()
            .map(|item| u32::from(item.minutes))
            .sum();
        ensure(
            sum == u32::from(template.minutes),
            &format!("templates.{at}.minutes"),
            || {
                format!(
                    "các mục cộng lại {sum} phút, không phải {} phút",
                    template.minutes
                )
            },
        )?;
    }
    // Whatever the type of the cell, it finds an agenda.
    for kind in MeetingKind::ALL {
        ensure(
            templates.iter().any(|template| {
                template.kind == kind && template.cell_types.is_empty() && !template.model
            }),
            "templates",
            || format!("không có khung chương trình cho loại {}", kind.code()),
        )?;
    }
    Ok(())
}

/// Takes in the items of the template that this one extends, each of its own after the item that
/// it names.
fn put_together(earlier: &[Template], template: &mut Template, at: usize) -> Check {
    let base = match &template.extends {
        None => None,
        Some(id) => Some(
            earlier
                .iter()
                .find(|other| &other.id == id)
                .ok_or_else(|| {
                    fault(
                        format!("templates.{at}.extends"),
                        format!("không có khung “{id}” ở phía trên"),
                    )
                })?,
        ),
    };
    let mut items: Vec<TemplateItem> = base.map(|base| base.items.clone()).unwrap_or_default();
    for (n, item) in template.items.iter().enumerate() {
        let path = |key| format!("templates.{at}.items.{n}.{key}");
        ensure(!item.id.trim().is_empty(), &path("id"), || {
            "để trống".into()
        })?;
        ensure(!item.text.trim().is_empty(), &path("text"), || {
            "để trống".into()
        })?;
        ensure(item.minutes > 0, &path("minutes"), || {
            "phải lớn hơn 0".into()
        })?;
        ensure(
            items.iter().all(|other| other.id != item.id),
            &path("id"),
            || format!("đã có “{}” ở trên", item.id),
        )?;
        let place = match (&item.after, base) {
            (None, _) => items.len(),
            (Some(_), None) => {
                return Err(fault(
                    path("after"),
                    "chỉ dùng trong khung mở rộng khung khác (extends)",
                ));
            }
            (Some(after), Some(_)) => {
                let found = items.iter().position(|other| &other.id == after);
                found.ok_or_else(|| fault(path("after"), format!("không có mục “{after}”")))? + 1
            }
        };
        items.insert(place, item.clone());
    }
    ensure(!items.is_empty(), &format!("templates.{at}.items"), || {
        "để trống".into()
    })?;
    template.items = items;
    Ok(())
}

/// Whatever names an agenda item names one that exists.
fn names(pack: &Pack) -> Check {
    once(
        "insertable",
        "id",
        pack.insertable.iter().map(|item| item.id.as_str()),
    )?;
    once(
        "checklist",
        "id",
        pack.checklist.iter().map(|step| step.id.as_str()),
    )?;
    let known: HashSet<&str> = pack
        .templates
        .iter()
        .flat_map(|template| &template.items)
        .map(|item| item.id.as_str())
        .collect();
    let exists = |path: &str, id: &str| {
        ensure(known.contains(id), path, || {
            format!("không có mục “{id}” trong khung chương trình nào")
        })
    };
    for (at, item) in pack.insertable.iter().enumerate() {
        let path = |key| format!("insertable.{at}.{key}");
        ensure(!known.contains(item.id.as_str()), &path("id"), || {
            format!("“{}” đã có trong khung chương trình", item.id)
        })?;
        ensure(item.minutes > 0, &path("minutes"), || {
            "phải lớn hơn 0".into()
        })?;
        if let Some(after) = &item.after {
            exists(&path("after"), after)?;
        }
    }
    for (n, id) in pack.criticism.items.iter().enumerate() {
        exists(&format!("criticism.items.{n}"), id)?;
    }
    let mut types = Vec::new();
    for (at, prompts) in pack.prompts.iter().enumerate() {
        for (n, id) in prompts.items.iter().enumerate() {
            exists(&format!("prompts.{at}.items.{n}"), id)?;
        }
        for (n, cell_type) in prompts.cell_types.iter().enumerate() {
            let path = format!("prompts.{at}.cell_types.{n}");
            ensure(!types.contains(cell_type), &path, || {
                "loại hình này đã có gợi ý ở trên".into()
            })?;
            types.push(*cell_type);
        }
    }
    Ok(())
}

fn score(rules: &ScoreRules) -> Check {
    once(
        "score.groups",
        "id",
        rules.groups.iter().map(|group| group.id.as_str()),
    )?;
    once(
        "score.lines",
        "id",
        rules.lines.iter().map(|line| line.id.as_str()),
    )?;
    let sum = |points: &mut dyn Iterator<Item = Points>| {
        Points(points.fold(0, |sum, points| sum.saturating_add(points.0)))
    };
    for (at, line) in rules.lines.iter().enumerate() {
        let path = format!("score.lines.{at}");
        ensure(
            rules.groups.iter().any(|group| group.id == line.group),
            &format!("{path}.group"),
            || format!("không có nhóm “{}”", line.group),
        )?;
        if !line.parts.is_empty() {
            let parts = sum(&mut line.parts.iter().map(|part| part.max));
            ensure(parts == line.max, &format!("{path}.max"), || {
                format!("các ý cộng lại {parts} điểm, không phải {}", line.max)
            })?;
        }
        levels(line, &path)?;
    }
    for (at, group) in rules.groups.iter().enumerate() {
        let lines = sum(&mut rules
            .lines
            .iter()
            .filter(|line| line.group == group.id)
            .map(|line| line.max));
        ensure(
            lines == group.max,
            &format!("score.groups.{at}.max"),
            || {
                format!(
                    "các dòng của nhóm cộng lại {lines} điểm, không phải {}",
                    group.max
                )
            },
        )?;
    }
    let total = sum(&mut rules.groups.iter().map(|group| group.max));
    ensure(total == Points::whole(100), "score.total", || {
        format!("các nhóm cộng lại {total} điểm, không phải 100")
    })?;
    ensure(rules.total == total, "score.total", || {
        format!("ghi {} điểm, mà thang điểm là 100", rules.total)
    })?;
    for (at, id) in rules.gate.iter().enumerate() {
        ensure(
            rules.line(id).is_some(),
            &format!("score.gate.{at}"),
            || format!("không có dòng “{id}”"),
        )?;
    }
    bands(rules)
}

fn bands(rules: &ScoreRules) -> Check {
    for (at, pair) in rules.bands.windows(2).enumerate() {
        if let [higher, lower] = pair {
            ensure(
                lower.at_least < higher.at_least,
                &format!("score.bands.{}.at_least", at + 1),
                || format!("phải thấp hơn mức “{}”", higher.title),
            )?;
        }
    }
    let lowest = rules.bands.last().map(|band| band.at_least);
    ensure(lowest == Some(Points(0)), "score.bands", || {
        "mức cuối cùng phải từ 0 điểm".into()
    })
}

fn levels(line: &Line, path: &str) -> Check {
    let list = format!("{path}.levels");
    // A line of parts is judged part by part, each with all or nothing.
    for (at, part) in line.parts.iter().enumerate() {
        let plain = !part.measure.has_levels()
            && !matches!(part.measure, Measure::AbsenceRun | Measure::Ideology);
        ensure(plain, &format!("{path}.parts.{at}.measure"), || {
            "thước đo này chỉ dùng cho cả dòng".into()
        })?;
    }
    let measured = line.measure != Measure::Judgement;
    ensure(
        line.parts.is_empty() || !measured,
        &format!("{path}.measure"),
        || "dòng có nhiều ý thì mỗi ý có thước đo riêng".into(),
    )?;
    ensure(
        line.measure.has_levels() != line.levels.is_empty(),
        &list,
        || {
            if line.levels.is_empty() {
                "thiếu các mức điểm"
            } else {
                "thước đo này không có mức điểm"
            }
            .into()
        },
    )?;
    ensure(
        (line.measure == Measure::AbsenceRun) == line.most.is_some(),
        &format!("{path}.most"),
        || "chỉ dùng, và phải có, cho thước đo absence_run".into(),
    )?;
    ensure(
        (line.measure == Measure::Ideology) == line.least.is_some(),
        &format!("{path}.least"),
        || "chỉ dùng, và phải có, cho thước đo ideology".into(),
    )?;
    if let Some(points) = line.any_unexcused {
        ensure(
            line.measure == Measure::Attendance && points <= line.max,
            &format!("{path}.any_unexcused"),
            || "chỉ dùng cho thước đo attendance, không quá điểm tối đa".into(),
        )?;
    }
    let (Some(first), Some(last)) = (line.levels.first(), line.levels.last()) else {
        return Ok(());
    };
    ensure(
        first.points == line.max,
        &format!("{list}.0.points"),
        || format!("mức đầu phải là điểm tối đa {}", line.max),
    )?;
    let at_last = line.levels.len() - 1;
    ensure(
        last.at_least == Some(0),
        &format!("{list}.{at_last}.at_least"),
        || "mức cuối phải là at_least = 0".into(),
    )?;
    for (at, level) in line.levels.iter().enumerate() {
        let path = format!("{list}.{at}");
        ensure(
            level.at_least.is_some() != level.short_at_most.is_some(),
            &path,
            || "phải có đúng một trong hai: at_least, short_at_most".into(),
        )?;
        ensure(
            level.short_at_most.is_none() || line.measure == Measure::Duration,
            &format!("{path}.short_at_most"),
            || "chỉ dùng cho thước đo duration".into(),
        )?;
        ensure(
            level.at_least.is_none_or(|percent| percent <= 100),
            &format!("{path}.at_least"),
            || "lớn hơn 100 phần trăm".into(),
        )?;
    }
    for (at, pair) in line.levels.windows(2).enumerate() {
        let [higher, lower] = pair else { continue };
        let path = |key| format!("{list}.{}.{key}", at + 1);
        ensure(lower.points < higher.points, &path("points"), || {
            "điểm các mức phải giảm dần".into()
        })?;
        match (higher.at_least, lower.at_least) {
            (Some(higher), Some(lower)) => {
                ensure(lower < higher, &path("at_least"), || {
                    "các mức phải giảm dần".into()
                })?;
            }
            (Some(_), None) => {
                return Err(fault(
                    path("short_at_most"),
                    "phải đứng trước các mức phần trăm",
                ));
            }
            (None, _) => {}
        }
        if let (Some(higher), Some(lower)) = (higher.short_at_most, lower.short_at_most) {
            ensure(lower > higher, &path("short_at_most"), || {
                "số phút thiếu phải tăng dần".into()
            })?;
        }
    }
    Ok(())
}
