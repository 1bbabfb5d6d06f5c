//! Bút: whether the record of a meeting may still be written.

use sochibo_domain::{Meeting, id::MeetingId};
use sochibo_store::Reader;

use crate::BookError;

/// The meeting, where its record may still be written: adopted minutes are changed only by an
/// amendment.
pub(crate) fn writable(reader: &Reader<'_>, id: MeetingId) -> Result<Meeting, BookError> {
    let meeting = reader.get::<Meeting>(id)?;
    if meeting.adopted_version > 0 && meeting.amending.is_none() {
        return Err(BookError::Adopted);
    }
    Ok(meeting)
}
