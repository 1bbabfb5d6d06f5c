//! The list of readers is one: what `cargo fuzz` knows has to be the same.
#![allow(clippy::unwrap_used)]

use std::{collections::BTreeSet, fs, path::Path};

use sochibo_readers::{READERS, Reader};

fn readers() -> BTreeSet<String> {
    READERS.iter().map(Reader::file_name).collect()
}

fn fuzz() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz")
}

#[test]
fn every_reader_has_a_fuzz_target_that_drives_it() {
    let mut files = BTreeSet::new();
    for entry in fs::read_dir(fuzz().join("fuzz_targets")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let says = fs::read_to_string(&path).unwrap();
        assert!(says.contains(&format!("read(\"{name}\", bytes)")), "{says}");
        files.insert(name);
    }
    assert_eq!(files, readers());
}

#[test]
fn every_fuzz_target_is_built() {
    let manifest = fs::read_to_string(fuzz().join("Cargo.toml")).unwrap();
    let (_, bins) = manifest.split_once("[[bin]]").unwrap();
    let named: BTreeSet<_> = bins
        .lines()
        .filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'))
        .map(str::to_owned)
        .collect();
    assert_eq!(named, readers());
}
