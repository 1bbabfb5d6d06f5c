//! The embedded face: Liberation Serif 2, as wide as Times New Roman letter by letter.

use std::sync::OnceLock;

use typst::{
    foundations::Bytes,
    layout::Abs,
    text::{Font, FontBook, FontInstance, FontVariant, FontVariations},
    utils::LazyHash,
};

use crate::{Length, PaperError};

/// Its family, as `paper.typ` names it.
pub(crate) const FAMILY: &str = "Liberation Serif";

static FILES: [&[u8]; 4] = [
    include_bytes!("../../../assets/fonts/LiberationSerif-Regular.ttf"),
    include_bytes!("../../../assets/fonts/LiberationSerif-Bold.ttf"),
    include_bytes!("../../../assets/fonts/LiberationSerif-Italic.ttf"),
    include_bytes!("../../../assets/fonts/LiberationSerif-BoldItalic.ttf"),
];

/// Regular or bold, upright.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// The four faces, read once.
pub(crate) struct Fonts {
    pub(crate) faces: Vec<Font>,
    pub(crate) book: LazyHash<FontBook>,
    regular: FontInstance,
    bold: FontInstance,
}

impl Fonts {
    /// The fonts of this process.
    pub(crate) fn get() -> Result<&'static Self, PaperError> {
        static FONTS: OnceLock<Option<Fonts>> = OnceLock::new();
        FONTS
            .get_or_init(Self::read)
            .as_ref()
            .ok_or(PaperError::Font)
    }

    fn read() -> Option<Self> {
        let faces: Vec<Font> = FILES
            .iter()
            .map(|file| Font::new(Bytes::new(*file), 0))
            .collect::<Option<_>>()?;
        let book = LazyHash::new(FontBook::from_fonts(&faces));
        let upright = |face: &Font| {
            // The face is not variable: neither the variant nor the size changes its letters.
            face.clone().instantiate(
                FontVariant::default(),
                Abs::pt(14.0),
                &FontVariations::default(),
            )
        };
        let (regular, bold) = (upright(faces.first()?), upright(faces.get(1)?));
        Some(Self {
            faces,
            book,
            regular,
            bold,
        })
    }

    /// How wide `text` is in one line, without kerning, as Word sets it.
    pub(crate) fn width(&self, text: &str, weight: Weight, size: Length) -> Length {
        let face = match weight {
            Weight::Regular => self.regular.ttf(),
            Weight::Bold => self.bold.ttf(),
        };
        let units: i32 = text
            .chars()
            .filter_map(|letter| face.glyph_hor_advance(face.glyph_index(letter)?))
            .map(i32::from)
            .sum();
        // A line of ten thousand letters at 100 pt still fits in 64 bits.
        let twips = i64::from(units) * i64::from(size.get()) / i64::from(face.units_per_em());
        Length::twips(i32::try_from(twips).unwrap_or(i32::MAX))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_face_has_every_vietnamese_letter() {
        let fonts = Fonts::get().unwrap();
        let lower = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ";
        let other = "0123456789.,;:!?()/-–“”…*%₫§°×²";
        for letter in lower
            .chars()
            .chain(lower.to_uppercase().chars())
            .chain(other.chars())
        {
            for (face, name) in fonts
                .faces
                .iter()
                .zip(["regular", "bold", "italic", "bold italic"])
            {
                assert!(
                    face.info().coverage.contains(u32::from(letter)),
                    "{letter} {name}"
                );
            }
        }
    }

    #[test]
    fn the_party_line_fits_its_column() {
        let fonts = Fonts::get().unwrap();
        let width = fonts.width("ĐẢNG CỘNG SẢN VIỆT NAM", Weight::Bold, Length::pt(15));
        assert!(
            width > Length::mm(60) && width < Length::mm(90),
            "{width:?}"
        );
    }
}
