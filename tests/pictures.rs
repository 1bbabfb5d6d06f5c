//! `make pictures` as a whole: every picture that it keeps is one that a test takes, in a test that
//! it runs; each lies in `docs/screens`, and the README shows them. Taking them anew is
//! `make nightly`'s.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{collections::BTreeSet, fs, path::Path};

fn text(file: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
}

#[test]
fn every_picture_of_the_readme_is_one_that_make_pictures_takes() {
    let script = text("scripts/pictures.sh");
    let run: String = script
        .split("--test ")
        .skip(1)
        .map(|rest| rest.split_whitespace().next().unwrap())
        .map(|test| text(&format!("tests/{test}.rs")))
        .collect();
    let kept: Vec<Vec<&str>> = script
        .lines()
        .filter_map(|line| line.strip_prefix("keep "))
        .map(|names| names.split(' ').collect())
        .collect();
    assert!(kept.len() > 8, "{kept:?}");
    let mut lie = BTreeSet::new();
    for names in &kept {
        let [taken, file] = names[..] else {
            unreachable!("keep has two names: {names:?}");
        };
        assert!(
            run.contains(&format!("picture(\"{taken}\")")),
            "no test takes {taken}"
        );
        let file = format!("docs/screens/{file}.png");
        let bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(&file)).unwrap();
        assert!(bytes.starts_with(b"\x89PNG"), "{file}");
        // Width and height stand at a fixed place: the whole window at 1366×768.
        let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
        assert_eq!((number(16), number(20)), (1366, 768), "{file}");
        lie.insert(file);
    }
    let readme = text("README.md");
    let shown: BTreeSet<String> = readme
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter(|link| link.starts_with("docs/screens/"))
        .map(str::to_owned)
        .collect();
    assert_eq!(shown, lie, "the README shows what is taken, and all of it");
}
