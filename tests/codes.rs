//! The code of an error is read out on the phone: it means one thing, whoever says it.

#![allow(clippy::unwrap_used, reason = "a test says where it fails by failing")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Every source file of the programs, below `folder`.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The code that a line gives to an error: `… => "SO-31",`, `code: "SO-31"…`, or it alone.
fn given(line: &str) -> Option<&str> {
    let (before, rest) = line.split_once('"')?;
    let (code, after) = rest.split_once('"')?;
    let (letters, number) = code.split_once('-')?;
    let formed = letters.len() == 2
        && letters.bytes().all(|byte| byte.is_ascii_uppercase())
        && number.len() == 2
        && number.bytes().all(|byte| byte.is_ascii_digit());
    let before = before.trim();
    let gives = before.ends_with("=>") || before == "code:" || before.is_empty() && after == ",";
    (formed && gives).then_some(code)
}

#[test]
fn no_code_is_given_to_errors_of_two_places() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    sources(&root.join("src-tauri"), &mut files);
    for entry in fs::read_dir(root.join("crates")).unwrap() {
        sources(&entry.unwrap().path().join("src"), &mut files);
    }
    let mut places: BTreeMap<String, BTreeSet<PathBuf>> = BTreeMap::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        // What stands in tests gives nothing.
        let program = text.split("#[cfg(test)]").next().unwrap_or_default();
        for code in program.lines().filter_map(given) {
            let of = places.entry(code.to_owned()).or_default();
            of.insert(file.strip_prefix(root).unwrap().to_owned());
        }
    }
    assert!(places.len() > 100, "{} codes", places.len());
    let twice: Vec<_> = places.iter().filter(|(_, of)| of.len() > 1).collect();
    assert!(twice.is_empty(), "{twice:#?}");
}
