//! Văn bản: minutes and other papers as DOCX and PDF. Data in, bytes out; no clock, no files.
//!
//! 1. A paper is written as a [`Document`]: [`minutes`], [`agenda`], [`invitation`],
//!    [`score_sheet`], [`resolution`]. It says what each part is, not how it looks.
//! 2. A [`Layout`] says how it looks; it is read from a dated pack in `assets/rules`.
//! 3. [`render`] makes bytes of both: DOCX (wards edit it) or PDF (with its fonts inside).
//!
//! The same document and layout always make the same bytes.

mod agenda;
mod document;
mod docx;
mod error;
mod extract;
mod fonts;
mod frame;
mod layout;
mod length;
mod minutes;
mod pdf;
mod resolution;
mod score;
mod wording;

pub use agenda::{AgendaLine, AgendaPaper, agenda, invitation};
pub use document::{
    About, Align, Block, Capacity, Closing, Column, Document, Header, Row, Run, Signer, Table,
    Text, Title,
};
pub use error::PaperError;
pub use extract::{ExtractPaper, extract};
pub use layout::{Body, ClosingLayout, HeaderLayout, Layout, Page, TableLayout, TitleLayout};
pub use length::Length;
pub use minutes::{MinutesMarks, minutes};
pub use resolution::{Adoption, ResolutionKind, ResolutionPaper, Section, resolution};
pub use score::{ScoreLine, ScorePaper, score_sheet};

/// As what a document leaves the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Word; it names Times New Roman and wards edit it.
    Docx,
    /// PDF; it embeds a face as wide as Times New Roman.
    Pdf,
}

/// The pages as pictures (SVG), set by the same typesetter from the same template as the PDF: what
/// the window shows is what the PDF prints.
///
/// # Errors
/// [`PaperError`] where the pages could not be set.
pub fn pages(document: &Document, layout: &Layout) -> Result<Vec<String>, PaperError> {
    pdf::pages(&frame::Frame::new(document, layout)?)
}

/// The bytes of a file.
///
/// # Errors
/// [`PaperError`] where the file could not be put together.
pub fn render(document: &Document, layout: &Layout, format: Format) -> Result<Vec<u8>, PaperError> {
    let frame = frame::Frame::new(document, layout)?;
    match format {
        Format::Docx => docx::docx(&frame),
        Format::Pdf => pdf::pdf(&frame),
    }
}
