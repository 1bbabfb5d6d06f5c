#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sochibo_readers::read("load_of_an_exchange_file", bytes));
