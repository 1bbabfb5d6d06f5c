//! Các bản của một biên bản: every adopted version stays, can be read, printed, compared with
//! another word by word, and noted as signed on paper.

use chrono::NaiveDate;
use sochibo_domain::{
    Minutes, MinutesVersion,
    id::MeetingId,
    minutes::{Difference, compare},
};

use crate::{
    Book, BookError,
    adoption::fingerprint_of,
    facts::Facts,
    view::{Comparison, VersionLine},
};

impl Book {
    /// Every adopted version of the minutes of a meeting, the oldest first.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn versions(&self, meeting: MeetingId) -> Result<Vec<VersionLine>, BookError> {
        let mut versions: Vec<MinutesVersion> = self
            .read()
            .list_under::<MinutesVersion>(meeting.0)?
            .into_iter()
            .map(|row| row.entity)
            .collect();
        versions.sort_by_key(|version| version.version);
        Ok(versions
            .iter()
            .map(|version| VersionLine {
                version: version.version,
                adopted_at: version.adopted_at.to_rfc3339(),
                fingerprint: fingerprint_of(version).unwrap_or_default(),
                reason: version.reason.clone(),
                signed_on: version.signed_on.map(|day| day.to_string()),
            })
            .collect())
    }

    /// What differs between two versions. `to` may be 0: what the book says now, which is what an
    /// amendment would freeze.
    ///
    /// # Errors
    /// [`BookError`]: no such version.
    pub fn compare_versions(
        &self,
        meeting: MeetingId,
        from: u32,
        to: u32,
    ) -> Result<Comparison, BookError> {
        let old = self.version_of(meeting, from)?;
        let new = if to == 0 {
            let facts = Facts::gather(self, meeting)?;
            let next = facts.meeting.adopted_version + 1;
            self.minutes_of(&facts, next, facts.meeting.amending.clone())?
        } else {
            self.version_of(meeting, to)?
        };
        let differences: Vec<Difference> = compare(&old, &new);
        Ok(Comparison {
            from,
            to,
            reason: new.open.amended_because,
            differences,
        })
    }

    /// Đã ký bản giấy ngày: noted beside a version after its adoption. The frozen text, and with it
    /// the fingerprint, stays as it is. `version` is the newest where none is named.
    ///
    /// # Errors
    /// [`BookError`]: not adopted, signed before it was adopted or in the future, the disk.
    pub fn sign_paper(
        &mut self,
        meeting: MeetingId,
        version: Option<u32>,
        day: Option<NaiveDate>,
    ) -> Result<(), BookError> {
        let newest = self.meeting_of(meeting)?.adopted_version;
        if newest == 0 {
            return Err(BookError::NotNow(
                "Biên bản kỳ này chưa thông qua nên chưa có bản giấy để ký.",
            ));
        }
        let id = MinutesVersion::id(meeting, version.unwrap_or(newest));
        let held = self
            .meeting_of(meeting)?
            .started_at
            .map(|at| at.date_naive());
        let today = self.today_date();
        if day.is_some_and(|day| held.is_some_and(|held| day < held) || day > today) {
            return Err(BookError::NotNow(
                "Ngày ký không thể trước ngày họp hoặc sau hôm nay. Ngày ký chưa được ghi.",
            ));
        }
        self.transact(|gate, _| {
            let frozen = gate.get::<MinutesVersion>(id)?;
            gate.put::<MinutesVersion>(
                id,
                &MinutesVersion {
                    signed_on: day,
                    ..frozen
                },
            )?;
            Ok(())
        })
    }

    /// The minutes of an adopted version.
    fn version_of(&self, meeting: MeetingId, version: u32) -> Result<Minutes, BookError> {
        self.adopted_minutes(meeting, version)?
            .map(|(minutes, _)| minutes)
            .ok_or_else(|| BookError::Unreadable(version.to_string(), "một bản đã thông qua"))
    }
}
