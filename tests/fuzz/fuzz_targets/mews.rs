//! Answers of Mews; the promises are in `tests/src/fuzz/mews.rs`.

#![no_main]

use couvert_tests::fuzz::mews;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    mews::check(data);
});
