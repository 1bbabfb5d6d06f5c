//! PDF, set by typst. What people wrote reaches the template as JSON, never as markup.

use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Bytes, Datetime, Duration, Smart},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;
use typst_svg::SvgOptions;

use crate::{PaperError, fonts::Fonts, frame::Frame};

/// How a paper looks, beside the values of its layout.
const TEMPLATE: &str = include_str!("paper.typ");

/// How many prints a cached piece of typesetting outlives.
const CACHED_PRINTS: usize = 4;

pub(crate) fn pdf(frame: &Frame<'_>) -> Result<Vec<u8>, PaperError> {
    let ident = frame.document.about.title.as_str().to_owned();
    let bytes = set(frame).and_then(|document| {
        let options = PdfOptions {
            ident: Smart::Custom(ident),
            creator: Smart::Custom(Some("Sổ Chi bộ".to_owned())),
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&document, &options).map_err(|faults| fault(&faults))
    });
    typst::comemo::evict(CACHED_PRINTS);
    bytes
}

pub(crate) fn pages(frame: &Frame<'_>) -> Result<Vec<String>, PaperError> {
    let pictures = set(frame).map(|document| {
        let options = SvgOptions::default();
        let pages = document.pages().iter();
        pages.map(|page| typst_svg::svg(page, &options)).collect()
    });
    typst::comemo::evict(CACHED_PRINTS);
    pictures
}

/// The document set on pages.
fn set(frame: &Frame<'_>) -> Result<PagedDocument, PaperError> {
    let data = serde_json::to_vec(frame).map_err(|error| PaperError::Pdf(error.to_string()))?;
    typst::compile::<PagedDocument>(&Desk::new(data)?)
        .output
        .map_err(|faults| fault(&faults))
}

fn fault(faults: &[SourceDiagnostic]) -> PaperError {
    PaperError::Pdf(
        faults
            .first()
            .map_or_else(String::new, |fault| fault.message.to_string()),
    )
}

/// All that typst can see: the template, the data, four fonts. No disk, no network, no clock.
struct Desk {
    library: LazyHash<Library>,
    fonts: &'static Fonts,
    template: Source,
    data: (FileId, Bytes),
}

impl Desk {
    fn new(data: Vec<u8>) -> Result<Self, PaperError> {
        Ok(Self {
            library: LazyHash::new(Library::default()),
            fonts: Fonts::get()?,
            template: Source::new(file("paper.typ")?, TEMPLATE.to_owned()),
            data: (file("paper.json")?, Bytes::new(data)),
        })
    }
}

fn file(name: &str) -> Result<FileId, PaperError> {
    let path = VirtualPath::new(name).map_err(|error| PaperError::Pdf(format!("{error:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() {
            Ok(self.template.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 {
            Ok(self.data.1.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.faces.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
