//! Several packs, and which is in force when.

use chrono::NaiveDate;

use crate::rules::{Pack, PackError};

/// Các bộ quy định, at least one, in the order in which they came into force.
#[derive(Clone, Debug)]
pub struct PackSet {
    first: Pack,
    later: Vec<Pack>,
}

impl PackSet {
    /// Puts packs in order.
    ///
    /// # Errors
    /// [`PackError::Empty`] without any, [`PackError::Twice`] where two have one id or come into
    /// force on one day.
    pub fn new(packs: impl IntoIterator<Item = Pack>) -> Result<Self, PackError> {
        let mut packs: Vec<Pack> = packs.into_iter().collect();
        packs.sort_by_key(|pack| pack.effective);
        for (at, pack) in packs.iter().enumerate() {
            let clash = |other: &&Pack| other.id == pack.id || other.effective == pack.effective;
            if let Some(other) = packs.iter().skip(at + 1).find(clash) {
                return Err(PackError::Twice {
                    one: pack.id.clone(),
                    other: other.id.clone(),
                });
            }
        }
        let mut packs = packs.into_iter();
        let first = packs.next().ok_or(PackError::Empty)?;
        Ok(Self {
            first,
            later: packs.collect(),
        })
    }

    /// The pack with this id, such as a meeting keeps.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Pack> {
        self.iter().find(|pack| pack.id == id)
    }

    /// The pack in force on a day; `None` before the first.
    #[must_use]
    pub fn in_force(&self, day: NaiveDate) -> Option<&Pack> {
        self.iter().filter(|pack| pack.effective <= day).last()
    }

    /// The pack for a new meeting on a day: the one in force, or the first before that. A laptop
    /// whose clock fell back to 1970 still gets an agenda.
    #[must_use]
    pub fn for_day(&self, day: NaiveDate) -> &Pack {
        self.in_force(day).unwrap_or(&self.first)
    }

    /// Every pack, the oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Pack> {
        std::iter::once(&self.first).chain(&self.later)
    }
}

/// The packs compiled into the program: the only place that names their files.
///
/// # Errors
/// [`PackError`] if one of them were bad; a test proves that none is.
pub fn shipped() -> Result<PackSet, PackError> {
    let files = [(
        "hd42-2025.toml",
        include_str!("../../../../assets/rules/hd42-2025.toml"),
    )];
    let packs = files.into_iter().map(|(name, text)| Pack::load(name, text));
    PackSet::new(packs.collect::<Result<Vec<_>, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AgendaItem, CellType, MeetingKind, id::MeetingId};

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    fn pack(id: &str, effective: NaiveDate) -> Pack {
        let shipped = shipped().unwrap();
        Pack {
            id: id.into(),
            effective,
            ..shipped.first
        }
    }

    #[test]
    fn the_shipped_packs_load() {
        let packs = shipped().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(
            packs
                .iter()
                .map(|pack| pack.id.as_str())
                .collect::<Vec<_>>(),
            ["HD42-2025"]
        );
    }

    #[test]
    fn every_kind_of_meeting_has_an_agenda_of_the_right_length() {
        let packs = shipped().unwrap();
        let pack = packs.get("HD42-2025").unwrap();
        let lengths = MeetingKind::ALL.map(|kind| {
            let template = pack.template(kind, CellType::KhuPho).unwrap();
            (
                template.items.len(),
                template.items.iter().map(|item| item.minutes).sum::<u16>(),
            )
        });
        assert_eq!(
            lengths,
            [(17, 90), (9, 90), (20, 120), (7, 60), (6, 30), (11, 150)]
        );
    }

    #[test]
    fn a_model_meeting_is_the_usual_one_with_the_visiting_team_and_is_only_ever_chosen() {
        let packs = shipped().unwrap();
        let pack = &packs.first;
        for (kind, usual) in [
            (MeetingKind::Regular, "thuong_ky_90"),
            (MeetingKind::Thematic, "chuyen_de_90"),
        ] {
            let cell = CellType::TruongHoc;
            assert_eq!(pack.template(kind, cell).unwrap().id, usual);
            let model = pack
                .templates_for(kind, cell)
                .find(|one| one.model)
                .unwrap();
            let ids: Vec<&str> = model.items.iter().map(|item| item.id.as_str()).collect();
            for id in ["gioi_thieu_doan", "nhan_xet_doan"] {
                assert!(ids.contains(&id), "{ids:?}");
            }
            let own = model
                .items
                .iter()
                .filter(|item| !item.id.ends_with("_doan"));
            assert!(own.eq(&pack.template(kind, cell).unwrap().items));
        }
    }

    #[test]
    fn a_template_for_a_type_of_cell_goes_before_the_one_for_all() {
        let mut pack = shipped().unwrap().first;
        let mut own = pack
            .template(MeetingKind::Regular, CellType::SinhVien)
            .unwrap()
            .clone();
        own.id = "thuong_ky_sinh_vien".into();
        own.cell_types = vec![CellType::SinhVien];
        pack.templates.push(own);
        let id = |cell| {
            pack.template(MeetingKind::Regular, cell)
                .unwrap()
                .id
                .as_str()
        };
        assert_eq!(id(CellType::SinhVien), "thuong_ky_sinh_vien");
        assert_eq!(id(CellType::KhuPho), "thuong_ky_90");
    }

    #[test]
    fn a_combined_meeting_puts_the_thematic_part_after_the_regular_one() {
        let packs = shipped().unwrap();
        let template = packs
            .first
            .template(MeetingKind::Combined, CellType::KhuPho)
            .unwrap();
        let ids: Vec<&str> = template.items.iter().map(|item| item.id.as_str()).collect();
        let at = ids.iter().position(|id| *id == "cap_tren").unwrap();
        assert_eq!(
            &ids[at..at + 5],
            [
                "cap_tren",
                "trinh_bay_chuyen_de",
                "thao_luan_chuyen_de",
                "ket_luan_chuyen_de",
                "tiep_thu"
            ]
        );
    }

    #[test]
    fn an_agenda_carries_the_prompts_of_its_type_of_cell() {
        let packs = shipped().unwrap();
        let pack = &packs.first;
        let template = pack
            .template(MeetingKind::Regular, CellType::KhuPho)
            .unwrap();
        let agenda = pack.agenda(template, MeetingId(uuid::Uuid::nil()), CellType::KhuPho);
        let prompt = |id: &str| {
            agenda
                .iter()
                .find(|item| item.item == id)
                .unwrap()
                .prompt
                .clone()
        };
        assert!(prompt("thao_luan").contains("hương ước"));
        assert!(prompt("tu_tuong").contains("nêu gương"));
        assert_eq!(prompt("ly_do"), "");
        assert!(agenda.is_sorted_by_key(|item: &AgendaItem| item.rank));
        for cell_type in [
            CellType::TruongHoc,
            CellType::SinhVien,
            CellType::LucLuongVuTrang,
        ] {
            assert!(pack.prompts_for(cell_type).is_some());
        }
    }

    #[test]
    fn the_newest_pack_that_has_begun_is_in_force() {
        let set =
            PackSet::new([pack("mới", day(2027, 1, 1)), pack("cũ", day(2025, 10, 28))]).unwrap();
        let id = |d| set.in_force(d).map(|pack| pack.id.as_str());
        assert_eq!(id(day(2025, 10, 27)), None);
        assert_eq!(id(day(2025, 10, 28)), Some("cũ"));
        assert_eq!(id(day(2026, 12, 31)), Some("cũ"));
        assert_eq!(id(day(2027, 1, 1)), Some("mới"));
        assert_eq!(set.for_day(day(1970, 1, 1)).id, "cũ");
    }

    #[test]
    fn a_set_is_never_empty_and_never_ambiguous() {
        assert!(matches!(PackSet::new([]), Err(PackError::Empty)));
        let a = pack("A", day(2025, 1, 1));
        let b = pack("B", day(2025, 1, 1));
        assert!(matches!(PackSet::new([a, b]), Err(PackError::Twice { .. })));
    }

    #[test]
    fn preparation_is_due_before_the_meeting() {
        let packs = shipped().unwrap();
        let due: Vec<NaiveDate> = packs
            .first
            .checklist
            .iter()
            .map(|step| step.due(day(2026, 10, 5)))
            .collect();
        let expected = [(9, 25), (9, 30), (10, 2), (10, 4), (10, 4)];
        assert_eq!(due, expected.map(|(m, d)| day(2026, m, d)));
    }
}
