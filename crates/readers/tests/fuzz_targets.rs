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

/// Name and version of everything in a lock.
fn locked(lock: &str) -> BTreeSet<(&str, &str)> {
    lock.split("[[package]]")
        .filter_map(|package| {
            let (name, rest) = package.split_once("name = \"")?.1.split_once('"')?;
            let (version, _) = rest.split_once("version = \"")?.1.split_once('"')?;
            Some((name, version))
        })
        .collect()
}

#[test]
fn what_is_fuzzed_is_of_the_versions_that_are_built() {
    let theirs = fs::read_to_string(fuzz().join("Cargo.lock")).unwrap();
    let ours = fs::read_to_string(fuzz().join("../Cargo.lock")).unwrap();
    let ours = locked(&ours);
    for (name, version) in locked(&theirs) {
        assert!(
            ours.contains(&(name, version)) || !ours.iter().any(|(other, _)| *other == name),
            "{name} {version}: cp Cargo.lock fuzz/Cargo.lock, then make fuzz, which puts back what is its own"
        );
    }
}
