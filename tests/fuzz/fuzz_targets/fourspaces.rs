//! Answers of 4spaces; the promises are in `tests/src/fuzz/fourspaces.rs`.

#![no_main]

use couvert_tests::fuzz::fourspaces;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    fourspaces::check(data);
});
