//! DOCX, which wards edit: named styles are few, sizes stand on the runs, lines are exact.

mod tidy;

use std::io::{Cursor, Read, Write};

use docx_rs::{
    AlignmentType, BorderType, BreakType, Docx, FieldCharType, Header, HeightRule, InstrPAGE,
    InstrText, LineSpacing, LineSpacingType, PageMargin, Paragraph, ParagraphBorder,
    ParagraphBorderPosition, ParagraphBorders, Run, RunFonts, SpecialIndentType, Tab, TabValueType,
    Table as WordTable, TableBorder, TableBorderPosition, TableBorders, TableCell,
    TableCellMargins, TableLayoutType, TableRow, VAlignType, WidthType,
};

use crate::{
    Align, Block, Length, PaperError, Table,
    document::{self, Row, Text},
    frame::{Frame, Signature},
};

pub(crate) fn docx(frame: &Frame<'_>) -> Result<Vec<u8>, PaperError> {
    let mut xml = Press { frame }.document().build();
    for part in [&mut xml.document, &mut xml.styles, &mut xml.settings]
        .into_iter()
        .chain(&mut xml.headers)
    {
        *part = tidy::tidy(part)?;
    }
    xml.doc_props.core = core_properties(frame.document).into_bytes();
    let mut packed = Cursor::new(Vec::new());
    xml.pack(&mut packed).map_err(fault)?;
    repack(packed)
}

fn fault(error: impl std::fmt::Display) -> PaperError {
    PaperError::Docx(error.to_string())
}

/// Packs the same parts again, without the time of day and compressed.
fn repack(packed: Cursor<Vec<u8>>) -> Result<Vec<u8>, PaperError> {
    let mut from = zip::ZipArchive::new(packed).map_err(fault)?;
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    for index in 0..from.len() {
        let mut part = from.by_index(index).map_err(fault)?;
        if part.is_file() {
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).map_err(fault)?;
            to.start_file(part.name(), options).map_err(fault)?;
            to.write_all(&bytes).map_err(fault)?;
        }
    }
    Ok(to.finish().map_err(fault)?.into_inner())
}

/// Title, maker and date; docx-rs lets no one set the first two.
fn core_properties(document: &document::Document) -> String {
    let about = &document.about;
    let title = about
        .title
        .as_str()
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let dates = about.dated.map_or_else(String::new, |at| {
        let at = at.naive_utc().format("%Y-%m-%dT%H:%M:%SZ");
        format!(
            r#"<dcterms:created xsi:type="dcterms:W3CDTF">{at}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{at}</dcterms:modified>"#
        )
    });
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:creator>Sổ Chi bộ</dc:creator><dc:language>vi-VN</dc:language>{dates}</cp:coreProperties>"#
    )
}

/// Size and exact line distance of some words.
#[derive(Clone, Copy)]
struct Face {
    size: Length,
    line: Length,
    bold: bool,
    italic: bool,
}

impl Face {
    fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    fn italic(self) -> Self {
        Self {
            italic: true,
            ..self
        }
    }

    fn sized(self, size: Length) -> Self {
        Self { size, ..self }
    }
}

/// Makes one document.
struct Press<'a> {
    frame: &'a Frame<'a>,
}

impl Press<'_> {
    fn document(&self) -> Docx {
        let layout = self.frame.layout;
        let page = &layout.page;
        let font = layout.body.font.as_str();
        let mut docx = Docx::new()
            .page_size(page.width.unsigned(), page.height.unsigned())
            .page_margin(PageMargin {
                top: page.margin_top.get(),
                bottom: page.margin_bottom.get(),
                left: page.margin_left.get(),
                right: page.margin_right.get(),
                header: page.number_edge.get(),
                footer: page.number_edge.get(),
                gutter: 0,
            })
            .default_fonts(
                RunFonts::new()
                    .ascii(font)
                    .hi_ansi(font)
                    .east_asia(font)
                    .cs(font),
            )
            .default_size(layout.body.size.half_points())
            .first_header(Header::new().add_paragraph(self.page_head(false)))
            .header(Header::new().add_paragraph(self.page_head(true)))
            .add_table(self.head())
            .add_paragraph(self.centred(
                self.kind(),
                layout.title.before,
                &self.frame.document.title.kind,
            ))
            .add_paragraph(self.centred(
                self.summary(),
                Length::ZERO,
                &self.frame.document.title.summary,
            ))
            .add_paragraph(self.rule());
        let last = self.frame.document.blocks.len().saturating_sub(1);
        for (at, block) in self.frame.document.blocks.iter().enumerate() {
            // The last lines go with the signatures: no one signs an empty page.
            docx = match block {
                Block::Table(table) => docx
                    .add_table(self.table(
                        table,
                        self.frame.whole_rows.get(at).map_or(&[], Vec::as_slice),
                    ))
                    .add_paragraph(self.gap(layout.body.after, at == last)),
                text => docx.add_paragraph(self.text(text, at == last)),
            };
        }
        docx.add_paragraph(self.gap(layout.body.after, true))
            .add_table(self.closing())
            .add_paragraph(self.note())
    }

    fn body(&self) -> Face {
        let body = &self.frame.layout.body;
        Face {
            size: body.size,
            line: body.line,
            bold: false,
            italic: false,
        }
    }

    fn kind(&self) -> Face {
        let title = &self.frame.layout.title;
        Face {
            line: title.kind_line,
            ..self.body().sized(title.kind_size).bold()
        }
    }

    fn summary(&self) -> Face {
        self.body()
            .sized(self.frame.layout.title.summary_size)
            .bold()
    }

    /// Number in the middle from page 2, the mark on the right of every page.
    fn page_head(&self, numbered: bool) -> Paragraph {
        let page = &self.frame.layout.page;
        let face = self.body().sized(page.number_size);
        let width = page.text_width();
        let mut head = paragraph(face.line, Length::ZERO, Length::ZERO)
            .add_tab(Tab::new().val(TabValueType::Center).pos(width.wide() / 2))
            .add_tab(Tab::new().val(TabValueType::Right).pos(width.wide()))
            .add_run(run("", face).add_tab());
        if numbered {
            head = head.add_run(
                run("", face)
                    .add_field_char(FieldCharType::Begin, false)
                    .add_instr_text(InstrText::PAGE(InstrPAGE::new()))
                    .add_field_char(FieldCharType::Separate, false)
                    .add_text("2")
                    .add_field_char(FieldCharType::End, false),
            );
        }
        match &self.frame.document.mark {
            Some(mark) => head
                .add_run(run("", face).add_tab())
                .add_run(run(mark.as_str(), face.bold())),
            None => head,
        }
    }

    /// The header table without borders.
    fn head(&self) -> WordTable {
        let header = &self.frame.layout.header;
        let document = &self.frame.document.header;
        let face = self.body();
        let mut left = TableCell::new();
        for line in &self.frame.superior {
            left = left.add_paragraph(centre(face, &face.sized(header.superior_size), line));
        }
        for line in &self.frame.issuer {
            left = left.add_paragraph(centre(face, &face.sized(header.issuer_size).bold(), line));
        }
        left = left.add_paragraph(centre(face, &face, "*"));
        if let Some(number) = &document.number {
            left = left.add_paragraph(centre(
                face,
                &face.sized(header.number_size),
                number.as_str(),
            ));
        }
        let mut right = TableCell::new().add_paragraph(self.party());
        if let Some(place_date) = &document.place_date {
            let face = face.sized(header.place_date_size).italic();
            right = right.add_paragraph(
                paragraph(face.line, self.frame.layout.body.after, Length::ZERO)
                    .align(AlignmentType::Center)
                    .add_run(run(place_date.as_str(), face)),
            );
        }
        two_columns(left, header.left_width, right, header.right_width)
    }

    /// The party's name over a border that is exactly as long.
    fn party(&self) -> Paragraph {
        let header = &self.frame.layout.header;
        let face = self.body().sized(header.party_size).bold();
        // A hair more than the words need, so that rounding never breaks the line.
        let side = (header.right_width - self.frame.party_width).get() / 2 - 6;
        let mut party = paragraph(face.line, Length::ZERO, Length::ZERO)
            .align(AlignmentType::Center)
            .indent(Some(side.max(0)), None, Some(side.max(0)), None)
            .add_run(run(self.frame.party, face));
        let border = ParagraphBorder::new(ParagraphBorderPosition::Bottom)
            .val(BorderType::Single)
            .size(6)
            .space(0)
            .color("000000");
        party.property = party
            .property
            .set_borders(ParagraphBorders::with_empty().set(border));
        party
    }

    fn centred(&self, face: Face, before: Length, text: &Text) -> Paragraph {
        paragraph(face.line, before, Length::ZERO)
            .align(AlignmentType::Center)
            .keep_next(true)
            .add_run(run(text.as_str(), face))
    }

    fn rule(&self) -> Paragraph {
        let face = self.summary();
        paragraph(face.line, Length::ZERO, self.frame.layout.body.after)
            .align(AlignmentType::Center)
            .keep_next(true)
            .add_run(run(&self.frame.layout.title.rule, face))
    }

    fn text(&self, block: &Block, last: bool) -> Paragraph {
        let body = &self.frame.layout.body;
        let face = self.body();
        let set = paragraph(face.line, Length::ZERO, body.after)
            .align(AlignmentType::Both)
            .indent(
                Some(0),
                Some(SpecialIndentType::FirstLine(body.first_line.get())),
                Some(0),
                None,
            );
        let runs = |set: Paragraph, runs: &[document::Run]| {
            runs.iter().fold(set, |set, words| {
                let face = Face {
                    bold: words.bold,
                    italic: words.italic,
                    ..face
                };
                set.add_run(run(words.text.as_str(), face))
            })
        };
        let set = match block {
            Block::Heading { text } => set
                .align(AlignmentType::Left)
                .outline_lvl(0)
                .add_run(run(text.as_str(), face.bold())),
            Block::Subheading { text } => set
                .align(AlignmentType::Left)
                .outline_lvl(1)
                .add_run(run(text.as_str(), face.bold())),
            Block::Paragraph { runs: words } => runs(set, words),
            Block::Dash { runs: words } => runs(set.add_run(run("- ", face)), words),
            // Tables are set by `table`.
            Block::Table(_) => set,
        };
        match block {
            Block::Heading { .. } | Block::Subheading { .. } => set.keep_next(true),
            _ if last => set.keep_next(true),
            _ => set,
        }
    }

    fn table(&self, table: &Table, whole: &[bool]) -> WordTable {
        let layout = &self.frame.layout.table;
        let face = Face {
            size: layout.size,
            line: layout.line,
            bold: false,
            italic: false,
        };
        let cell = |text: &str, width: Length, align: AlignmentType, face: Face| {
            TableCell::new()
                .width(width.wide(), WidthType::Dxa)
                .vertical_align(VAlignType::Center)
                .add_paragraph(
                    paragraph(face.line, Length::ZERO, Length::ZERO)
                        .align(align)
                        .add_run(run(text, face)),
                )
        };
        let align = |align: Align| match align {
            Align::Left => AlignmentType::Left,
            Align::Centre => AlignmentType::Center,
        };
        let titles = table
            .columns
            .iter()
            .map(|column| {
                cell(
                    column.title.as_str(),
                    column.width,
                    AlignmentType::Center,
                    face.bold(),
                )
            })
            .collect();
        // docx-rs can't say "repeat this row on every page"; `tidy` reads the empty height so.
        let mut rows = vec![
            TableRow::new(titles)
                .cant_split()
                .row_height(0.0)
                .height_rule(HeightRule::AtLeast),
        ];
        let full = table
            .columns
            .iter()
            .fold(Length::ZERO, |sum, column| sum + column.width);
        for (at, row) in table.rows.iter().enumerate() {
            let cells = |cells: &[Text], face: Face| {
                table
                    .columns
                    .iter()
                    .enumerate()
                    .map(|(at, column)| {
                        cell(
                            cells.get(at).map_or("", Text::as_str),
                            column.width,
                            align(column.align),
                            face,
                        )
                    })
                    .collect()
            };
            let row = TableRow::new(match row {
                Row::Cells { cells: words } => cells(words, face),
                Row::Total { cells: words } => cells(words, face.bold()),
                Row::Band { text } => {
                    vec![
                        cell(text.as_str(), full, AlignmentType::Left, face.bold())
                            .grid_span(table.columns.len()),
                    ]
                }
            });
            rows.push(if whole.get(at).copied().unwrap_or(false) {
                row.cant_split()
            } else {
                row
            });
        }
        let side = layout.padding.wide();
        let sides = [
            TableBorderPosition::Top,
            TableBorderPosition::Left,
            TableBorderPosition::Bottom,
            TableBorderPosition::Right,
            TableBorderPosition::InsideH,
            TableBorderPosition::InsideV,
        ];
        let borders = sides
            .into_iter()
            .fold(TableBorders::with_empty(), |borders, side| {
                borders.set(TableBorder::new(side).size(4))
            });
        WordTable::new(rows)
            .set_grid(
                table
                    .columns
                    .iter()
                    .map(|column| column.width.wide())
                    .collect(),
            )
            .width(full.wide(), WidthType::Dxa)
            .layout(TableLayoutType::Fixed)
            .margins(TableCellMargins::new().margin(20, side, 20, side))
            .set_borders(borders)
    }

    /// An empty line of this height: tables can't have space around them.
    fn gap(&self, height: Length, keep: bool) -> Paragraph {
        let gap = paragraph(height, Length::ZERO, Length::ZERO);
        if keep { gap.keep_next(true) } else { gap }
    }

    /// Signatures and recipients: one row that no page may cut, held to the note by `keepNext`.
    fn closing(&self) -> WordTable {
        let width = self.frame.layout.page.text_width().get() / 2;
        let left = match &self.frame.left {
            Some(signer) => self.signature(signer),
            None => self.recipients(),
        };
        let right = match &self.frame.right {
            Some(signer) => self.signature(signer),
            None => TableCell::new().add_paragraph(self.gap(self.body().line, true)),
        };
        two_columns(left, Length::twips(width), right, Length::twips(width))
    }

    fn signature(&self, signer: &Signature<'_>) -> TableCell {
        let closing = &self.frame.layout.closing;
        let face = self.body().sized(closing.size);
        let line = |text: &str, own: Face| centre(face, &own, text).keep_next(true);
        let mut cell = TableCell::new().add_paragraph(line(signer.first, face.bold()));
        if let Some(second) = signer.second {
            cell = cell.add_paragraph(line(second, face));
        }
        for _ in 0..signer.blank_lines {
            cell = cell.add_paragraph(line("", face));
        }
        cell.add_paragraph(line(signer.name.as_str(), face.bold()))
    }

    fn recipients(&self) -> TableCell {
        let closing = &self.frame.layout.closing;
        let names = &self.frame.document.closing.recipients;
        let face = self.body().sized(closing.size);
        let title = paragraph(face.line, Length::ZERO, Length::ZERO).keep_next(true);
        if names.is_empty() {
            return TableCell::new().add_paragraph(title);
        }
        let title = title.add_run(run(self.frame.recipients_title, face).underline("single"));
        let face = Face {
            size: closing.recipients_size,
            line: closing.recipients_line,
            ..face
        };
        names
            .iter()
            .fold(TableCell::new().add_paragraph(title), |cell, name| {
                cell.add_paragraph(
                    paragraph(face.line, Length::ZERO, Length::ZERO)
                        .keep_next(true)
                        .add_run(run(name.as_str(), face)),
                )
            })
    }

    /// The note, or the empty line that Word wants after a table.
    fn note(&self) -> Paragraph {
        let closing = &self.frame.layout.closing;
        match &self.frame.document.note {
            Some(note) => {
                let face = Face {
                    line: closing.recipients_line,
                    ..self.body().sized(closing.note_size).italic()
                };
                paragraph(face.line, self.frame.layout.title.before, Length::ZERO)
                    .add_run(run(note.as_str(), face))
            }
            None => self.gap(Length::pt(1), false),
        }
    }
}

/// A paragraph of lines exactly `line` high.
fn paragraph(line: Length, before: Length, after: Length) -> Paragraph {
    Paragraph::new().line_spacing(
        LineSpacing::new()
            .line_rule(LineSpacingType::Exact)
            .line(line.get())
            .before(before.unsigned())
            .after(after.unsigned()),
    )
}

/// Words in the middle of a column of lines that are all as high as `column`'s.
fn centre(column: Face, face: &Face, text: &str) -> Paragraph {
    paragraph(column.line, Length::ZERO, Length::ZERO)
        .align(AlignmentType::Center)
        .add_run(run(text, *face))
}

fn run(text: &str, face: Face) -> Run {
    let mut run = Run::new().size(face.size.half_points());
    if face.bold {
        run = run.bold();
    }
    if face.italic {
        run = run.italic();
    }
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        if !line.is_empty() {
            run = run.add_text(line);
        }
    }
    run
}

/// Two cells side by side without borders, exactly as wide as said.
fn two_columns(
    left: TableCell,
    left_width: Length,
    right: TableCell,
    right_width: Length,
) -> WordTable {
    let row = TableRow::new(vec![
        left.width(left_width.wide(), WidthType::Dxa),
        right.width(right_width.wide(), WidthType::Dxa),
    ]);
    WordTable::without_borders(vec![row.cant_split()])
        .set_grid(vec![left_width.wide(), right_width.wide()])
        .width((left_width + right_width).wide(), WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(0, 0, 0, 0))
}
