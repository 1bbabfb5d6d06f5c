#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sochibo_readers::read("answer_of_a_ward", bytes));
