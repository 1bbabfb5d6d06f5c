//! What docx-rs writes, in the order of Word's schema.
//!
//! docx-rs puts the properties of a paragraph, run, table or section in an order of its own.
//! Word forgives that; validators and stricter readers don't. It also can't mark a table's header
//! row, and numbers paragraphs from a counter of the thread, so that bytes would depend on what
//! was printed before. This pass mends all three.

use crate::PaperError;

/// The children of each property element in the order of ECMA-376 (those that we use).
const ORDER: &[(&str, &[&str])] = &[
    (
        "w:pPr",
        &[
            "w:pStyle",
            "w:keepNext",
            "w:keepLines",
            "w:pageBreakBefore",
            "w:widowControl",
            "w:pBdr",
            "w:shd",
            "w:tabs",
            "w:snapToGrid",
            "w:spacing",
            "w:ind",
            "w:jc",
            "w:textAlignment",
            "w:outlineLvl",
            "w:rPr",
            "w:sectPr",
        ],
    ),
    (
        "w:rPr",
        &[
            "w:rStyle",
            "w:rFonts",
            "w:b",
            "w:bCs",
            "w:i",
            "w:iCs",
            "w:caps",
            "w:strike",
            "w:vanish",
            "w:color",
            "w:spacing",
            "w:sz",
            "w:szCs",
            "w:highlight",
            "w:u",
            "w:shd",
            "w:vertAlign",
            "w:lang",
        ],
    ),
    (
        "w:tblPr",
        &[
            "w:tblStyle",
            "w:tblpPr",
            "w:tblW",
            "w:jc",
            "w:tblInd",
            "w:tblBorders",
            "w:tblLayout",
            "w:tblCellMar",
        ],
    ),
    (
        "w:tblBorders",
        &[
            "w:top",
            "w:left",
            "w:bottom",
            "w:right",
            "w:insideH",
            "w:insideV",
        ],
    ),
    ("w:tblCellMar", &["w:top", "w:left", "w:bottom", "w:right"]),
    (
        "w:tcPr",
        &[
            "w:tcW",
            "w:gridSpan",
            "w:vMerge",
            "w:tcBorders",
            "w:shd",
            "w:tcMar",
            "w:textDirection",
            "w:vAlign",
        ],
    ),
    (
        "w:sectPr",
        &[
            "w:headerReference",
            "w:footerReference",
            "w:type",
            "w:pgSz",
            "w:pgMar",
            "w:pgNumType",
            "w:cols",
            "w:titlePg",
            "w:textDirection",
            "w:docGrid",
        ],
    ),
    (
        "w:style",
        &[
            "w:name",
            "w:basedOn",
            "w:next",
            "w:link",
            "w:qFormat",
            "w:pPr",
            "w:rPr",
            "w:tblPr",
            "w:tcPr",
        ],
    ),
    ("w:settings", &["w:zoom", "w:defaultTabStop", "w:compat"]),
];

/// Elements that say nothing while they are empty.
const IDLE: [&str; 3] = ["w:rPr", "w:pPr", "w:trPr"];

/// One element, or text where `name` is empty.
struct Node<'a> {
    name: &'a str,
    /// The tag without brackets, or the text itself.
    head: &'a str,
    children: Vec<Node<'a>>,
    closed: bool,
}

pub(super) fn tidy(part: &[u8]) -> Result<Vec<u8>, PaperError> {
    let xml = std::str::from_utf8(part).map_err(super::fault)?;
    let mut stack = vec![Node {
        name: "",
        head: "",
        children: Vec::new(),
        closed: false,
    }];
    let broken = || PaperError::Docx("XML không khép kín".to_owned());
    let mut rest = xml;
    while !rest.is_empty() {
        let Some(tag) = rest.strip_prefix('<') else {
            let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
            let node = Node {
                name: "",
                head: text,
                children: Vec::new(),
                closed: true,
            };
            stack.last_mut().ok_or_else(broken)?.children.push(node);
            rest = after;
            continue;
        };
        let (tag, after) = tag.split_once('>').ok_or_else(broken)?;
        rest = after;
        if tag.starts_with('/') {
            let mut node = stack.pop().ok_or_else(broken)?;
            sort(&mut node);
            stack.last_mut().ok_or_else(broken)?.children.push(node);
            continue;
        }
        let closed = tag.ends_with('/') || tag.starts_with('?');
        let head = tag.trim_end_matches('/').trim_end();
        let name = head.split_ascii_whitespace().next().unwrap_or_default();
        let node = Node {
            name,
            head,
            children: Vec::new(),
            closed,
        };
        if closed {
            stack.last_mut().ok_or_else(broken)?.children.push(node);
        } else {
            stack.push(node);
        }
    }
    let root = stack
        .pop()
        .filter(|_| stack.is_empty())
        .ok_or_else(broken)?;
    let mut tidied = String::with_capacity(xml.len());
    root.children
        .iter()
        .for_each(|node| write(node, &mut tidied));
    Ok(tidied.into_bytes())
}

fn sort(node: &mut Node<'_>) {
    node.children
        .retain(|child| !(IDLE.contains(&child.name) && child.children.is_empty()));
    if let Some((_, order)) = ORDER.iter().find(|(name, _)| *name == node.name) {
        // What the table doesn't know goes last, in the order it came.
        node.children.sort_by_key(|child| {
            order
                .iter()
                .position(|name| *name == child.name)
                .unwrap_or(order.len())
        });
    }
}

fn write(node: &Node<'_>, to: &mut String) {
    if node.name.is_empty() {
        to.push_str(node.head);
        return;
    }
    // See `Press::table`: a row of no height is the header row.
    if node.name == "w:trHeight" {
        to.push_str("<w:tblHeader/>");
        return;
    }
    to.push('<');
    match node.name {
        "w:p" => to.push_str(&without(node.head, " w14:paraId=\"")),
        // The schema gives a column of the grid no unit: it is always twentieths of a point.
        "w:gridCol" => to.push_str(&without(node.head, " w:type=\"")),
        _ => to.push_str(node.head),
    }
    if node.name == "w:style" && node.head.contains(r#"w:styleId="Normal""#) {
        to.push_str(r#" w:default="1""#);
    }
    if node.name.starts_with('?') {
        to.push('>');
    } else if node.children.is_empty() && (node.closed || node.name != "w:t") {
        to.push_str("/>");
    } else {
        to.push('>');
        // The default language, else Word underlines every Vietnamese word in red.
        if node.name == "w:rPrDefault" {
            node.children
                .iter()
                .for_each(|child| write_default(child, to));
        } else {
            node.children.iter().for_each(|child| write(child, to));
        }
        to.push_str("</");
        to.push_str(node.name);
        to.push('>');
    }
}

/// The tag without one attribute, given as far as its opening quote.
fn without(head: &str, attribute: &str) -> String {
    match head.split_once(attribute) {
        Some((before, after)) => format!(
            "{before}{}",
            after.split_once('"').map_or("", |(_, after)| after)
        ),
        None => head.to_owned(),
    }
}

/// The default run properties with the language at their end.
fn write_default(node: &Node<'_>, to: &mut String) {
    to.push_str("<w:rPr>");
    node.children.iter().for_each(|child| write(child, to));
    to.push_str(r#"<w:lang w:val="vi-VN"/></w:rPr>"#);
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn tidied(xml: &str) -> String {
        String::from_utf8(tidy(xml.as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn properties_stand_in_the_order_of_the_schema() {
        let xml = r#"<w:p w14:paraId="0000002a"><w:pPr><w:rPr /><w:jc w:val="both" /><w:keepNext /></w:pPr><w:r><w:rPr><w:sz w:val="28" /><w:b /></w:rPr><w:t xml:space="preserve">a &lt; b > c</w:t></w:r></w:p>"#;
        assert_eq!(
            tidied(xml),
            r#"<w:p><w:pPr><w:keepNext/><w:jc w:val="both"/></w:pPr><w:r><w:rPr><w:b/><w:sz w:val="28"/></w:rPr><w:t xml:space="preserve">a &lt; b > c</w:t></w:r></w:p>"#
        );
    }

    #[test]
    fn a_row_without_height_becomes_the_header_row() {
        assert_eq!(
            tidied(r#"<w:trPr><w:cantSplit /><w:trHeight w:val="0" w:hRule="atLeast" /></w:trPr>"#),
            "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
        );
    }

    #[test]
    fn broken_xml_is_an_error() {
        for xml in ["<a>", "</a>", "<a", "<a></a></b>"] {
            assert!(tidy(xml.as_bytes()).is_err(), "{xml}");
        }
    }
}
