//! Requests of callers; the promises are in `tests/src/fuzz/request.rs`.

#![no_main]

use couvert_tests::fuzz::request;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    request::check(data);
});
