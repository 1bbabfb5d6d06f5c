//! Chữ của một kỳ: everything that people wrote of it, so that letters of an old encoding can be
//! found, shown beside what they mean, and put right all at once.

use sochibo_domain::{
    AgendaItem, Assignment, Guest, Meeting, Petition, Statement, Vote,
    id::{AgendaItemId, AssignmentId, GuestId, MeetingId, PetitionId, StatementId, VoteId},
    text::mended,
};

use crate::{Book, BookError, facts::Facts, pen::writable, view::FlawLine};

/// One text, what it is, and where it lies.
pub(crate) struct Written {
    pub(crate) what: String,
    pub(crate) text: String,
    home: Home,
}

/// The field that a text lies in.
#[derive(Clone, Copy)]
enum Home {
    Place,
    Topic,
    ShortBecause,
    Title(AgendaItemId),
    Presenter(AgendaItemId),
    Conclusion(AgendaItemId),
    Statement(StatementId),
    StatementGuest(StatementId),
    Subject(VoteId),
    Reserved(VoteId),
    Task(AssignmentId),
    Petition(PetitionId),
    GuestName(GuestId),
    GuestOffice(GuestId),
}

impl Book {
    /// Every text of a meeting.
    pub(crate) fn written(&self, facts: &Facts) -> Result<Vec<Written>, BookError> {
        let mut all = Pile::default();
        let meeting = &facts.meeting;
        all.add("địa điểm", Some(&meeting.place), Home::Place);
        all.add("chuyên đề", meeting.topic.as_ref(), Home::Topic);
        all.add(
            "lý do họp ngắn",
            meeting.short_because.as_ref(),
            Home::ShortBecause,
        );
        for (no, item) in (1..).zip(&facts.items) {
            let of = |what: &str| format!("{what} mục {no}");
            let (id, item) = (item.id, &item.entity);
            all.add(&of("tên"), Some(&item.title), Home::Title(id));
            all.add(
                &of("người trình bày"),
                Some(&item.presenter),
                Home::Presenter(id),
            );
            all.add(
                &of("kết luận"),
                item.conclusion.as_ref(),
                Home::Conclusion(id),
            );
        }
        for row in &facts.statements {
            let no = facts.no(Some(row.entity.item)).unwrap_or(0);
            let what = format!("ý kiến của {}, mục {no}", facts.speaker(&row.entity));
            all.add(&what, Some(&row.entity.text), Home::Statement(row.id));
            all.add(
                &format!("tên người phát biểu, mục {no}"),
                row.entity.guest.as_ref(),
                Home::StatementGuest(row.id),
            );
        }
        for row in &facts.votes {
            let no = facts.no(Some(row.entity.item)).unwrap_or(0);
            let of = |what: &str| format!("{what}, mục {no}");
            all.add(
                &of("nội dung biểu quyết"),
                row.entity.subject.as_ref(),
                Home::Subject(row.id),
            );
            all.add(
                &of("ý kiến bảo lưu"),
                row.entity.reserved.as_ref(),
                Home::Reserved(row.id),
            );
        }
        for row in &facts.assignments {
            all.add("phân công", Some(&row.entity.title), Home::Task(row.id));
        }
        for row in &facts.petitions {
            all.add("kiến nghị", Some(&row.entity.text), Home::Petition(row.id));
        }
        for row in self.read().list_under::<Guest>(facts.id.0)? {
            all.add(
                "tên khách mời",
                Some(&row.entity.name),
                Home::GuestName(row.id),
            );
            all.add(
                "chức vụ khách mời",
                Some(&row.entity.office),
                Home::GuestOffice(row.id),
            );
        }
        Ok(all.0)
    }

    /// The texts whose letters are wrong, each beside what it should be.
    ///
    /// # Errors
    /// [`BookError`]: no such meeting.
    pub fn flaws(&self, meeting: MeetingId) -> Result<Vec<FlawLine>, BookError> {
        let facts = Facts::gather(self, meeting)?;
        Ok(self
            .written(&facts)?
            .into_iter()
            .filter_map(|one| {
                let put_right = mended(&one.text)?;
                Some(FlawLine {
                    what: one.what,
                    from: one.text,
                    to: put_right.text,
                    why: put_right.why.words(),
                })
            })
            .collect())
    }

    /// Puts right every text that [`Book::flaws`] shows; answers how many there were.
    ///
    /// # Errors
    /// [`BookError`]: no such meeting, adopted, the disk.
    pub fn mend_words(&mut self, meeting: MeetingId) -> Result<usize, BookError> {
        let facts = Facts::gather(self, meeting)?;
        let wrong: Vec<_> = self
            .written(&facts)?
            .into_iter()
            .filter_map(|one| Some((one.home, mended(&one.text)?.text)))
            .collect();
        let count = wrong.len();
        self.transact(|gate, _| {
            writable(gate, meeting)?;
            for (home, text) in wrong {
                put(gate, meeting, home, text)?;
            }
            Ok(())
        })?;
        Ok(count)
    }
}

#[derive(Default)]
struct Pile(Vec<Written>);

impl Pile {
    fn add(&mut self, what: &str, text: Option<&String>, home: Home) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            self.0.push(Written {
                what: what.to_owned(),
                text: text.clone(),
                home,
            });
        }
    }
}

fn put(
    gate: &mut sochibo_store::Gate<'_>,
    meeting: MeetingId,
    home: Home,
    text: String,
) -> Result<(), BookError> {
    match home {
        Home::Place => edit::<Meeting>(gate, meeting, |it| it.place = text),
        Home::Topic => edit::<Meeting>(gate, meeting, |it| it.topic = Some(text)),
        Home::ShortBecause => edit::<Meeting>(gate, meeting, |it| it.short_because = Some(text)),
        Home::Title(id) => edit::<AgendaItem>(gate, id, |it| it.title = text),
        Home::Presenter(id) => edit::<AgendaItem>(gate, id, |it| it.presenter = text),
        Home::Conclusion(id) => edit::<AgendaItem>(gate, id, |it| it.conclusion = Some(text)),
        Home::Statement(id) => edit::<Statement>(gate, id, |it| it.text = text),
        Home::StatementGuest(id) => edit::<Statement>(gate, id, |it| it.guest = Some(text)),
        Home::Subject(id) => edit::<Vote>(gate, id, |it| it.subject = Some(text)),
        Home::Reserved(id) => edit::<Vote>(gate, id, |it| it.reserved = Some(text)),
        Home::Task(id) => edit::<Assignment>(gate, id, |it| it.title = text),
        Home::Petition(id) => edit::<Petition>(gate, id, |it| it.text = text),
        Home::GuestName(id) => edit::<Guest>(gate, id, |it| it.name = text),
        Home::GuestOffice(id) => edit::<Guest>(gate, id, |it| it.office = text),
    }
}

fn edit<E: sochibo_domain::Entity>(
    gate: &mut sochibo_store::Gate<'_>,
    id: E::Id,
    change: impl FnOnce(&mut E),
) -> Result<(), BookError> {
    let mut entity = gate.get::<E>(id)?;
    change(&mut entity);
    gate.put::<E>(id, &entity)?;
    Ok(())
}
