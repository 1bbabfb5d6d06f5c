#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sochibo_readers::read("header", bytes));
