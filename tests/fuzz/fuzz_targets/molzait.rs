//! Answers of Molzait; the promises are in `tests/src/fuzz/molzait.rs`.

#![no_main]

use couvert_tests::fuzz::molzait;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    molzait::check(data);
});
