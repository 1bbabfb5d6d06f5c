//! Writes the sound inputs of every reader for the fuzzer to begin with: `seeds <folder>`, a folder
//! for each reader in it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{env, fs, path::PathBuf};

use sochibo_readers::READERS;

fn main() {
    let into = env::args_os().nth(1).map(PathBuf::from);
    let into = into.expect("the folder that they go into");
    for reader in READERS {
        let folder = into.join(reader.file_name());
        fs::create_dir_all(&folder).unwrap();
        for (n, seed) in sochibo_soak::seeds(reader).iter().enumerate() {
            fs::write(folder.join(format!("sound-{n}")), seed).unwrap();
        }
    }
}
