//! Which shapes of small made trees are findings, and which are none.

use super::*;

/// The rules that a tree breaks.
fn broken(files: &[(&str, &str)], list: &str) -> Vec<String> {
    let findings = check(files, &Accepted::read(list).unwrap()).unwrap();
    findings
        .into_iter()
        .map(|Finding { path, line, rule }| format!("{path}:{line}: {rule}"))
        .collect()
}

fn is_fine(files: &[(&str, &str)], list: &str) {
    assert_eq!(broken(files, list), Vec::<String>::new());
}

/// The one rule that a tree breaks holds these words.
fn breaks(files: &[(&str, &str)], list: &str, words: &[&str]) {
    let found = broken(files, list);
    assert!(
        found.len() == 1 && words.iter().all(|word| found[0].contains(word)),
        "{found:#?}"
    );
}

const TWO_ROWS: [(&str, &str); 3] = [
    ("edge/src/lib.rs", "mod one;\nmod other;"),
    ("edge/src/one.rs", "pub struct Row;"),
    ("edge/src/other.rs", "use std::fmt;\npub(crate) enum Row {}"),
];

#[test]
fn a_type_name_for_two_things_is_found_once() {
    breaks(&TWO_ROWS, "", &["edge/src/one.rs:1:", "`Row`", "one, other"]);
}

#[test]
fn a_type_name_of_two_crates_or_of_a_private_type_is_fine() {
    let crates = [
        ("edge/src/lib.rs", "pub struct Row;"),
        ("widget/src/lib.rs", "pub struct Row;"),
    ];
    is_fine(&crates, "");
    let private = [
        ("edge/src/lib.rs", "mod a;\nmod b;"),
        ("edge/src/a.rs", "pub struct Row;"),
        ("edge/src/b.rs", "pub(super) struct Row;\nmod c { struct Row; }"),
    ];
    is_fine(&private, "");
}

#[test]
fn types_of_tests_and_of_other_programs_are_not_counted() {
    let root = "pub struct Row;
        #[cfg(test)] mod tests { pub struct Row; }
        #[cfg(test)] mod fixture;
        #[cfg(any(test, feature = \"test-support\"))] pub mod test_support;
        #[cfg(all(test, unix))] #[path = \"far.rs\"] mod named;";
    let files = [
        ("edge/src/lib.rs", root),
        ("edge/src/fixture.rs", "pub struct Row;"),
        ("edge/src/test_support.rs", "pub struct Row;"),
        ("edge/src/far.rs", "pub struct Row;"),
        ("edge/src/bin/program.rs", "pub struct Row;"),
    ];
    is_fine(&files, "");
    let product = [(
        "edge/src/lib.rs",
        "pub struct Row;\n#[cfg(not(test))]\nmod x { pub struct Row; }",
    )];
    breaks(&product, "", &["lib, x"]);
}

#[test]
fn a_module_is_found_where_the_compiler_finds_it() {
    let files = [
        (
            "edge/src/lib.rs",
            "pub mod a;\n#[path = \"far/b.rs\"]\npub mod b;\npub struct Row;",
        ),
        ("edge/src/a/mod.rs", "pub mod inner;"),
        ("edge/src/a/inner.rs", "pub struct Row;"),
        ("edge/src/far/b.rs", "pub struct Row;"),
    ];
    breaks(&files, "", &["a::inner, b, lib"]);
    let list = Accepted::default();
    assert!(check(&files[..3], &list).is_err(), "a module without a file");
}

const ROWS: &str = "[[type]]
    crate = \"edge\"
    name = \"Row\"
    in = [\"one\", \"other\"]
    reason = \"Written `one::Row`.\"";

#[test]
fn a_listed_type_name_is_fine_until_it_has_another_meaning_or_none() {
    is_fine(&TWO_ROWS, ROWS);
    let [_, one, other] = TWO_ROWS;
    let more = [
        ("edge/src/lib.rs", "mod one;\nmod other;\npub trait Row {}"),
        one,
        other,
    ];
    assert_eq!(broken(&more, ROWS).len(), 2);
    breaks(&[("edge/src/lib.rs", "mod one;"), one], ROWS, &[LIST, "Row"]);
}

#[test]
fn an_entry_needs_a_reason_and_a_crate_that_there_is() {
    let silent = ROWS.replace("Written `one::Row`.", " ");
    breaks(&TWO_ROWS, &silent, &[LIST, "without a reason"]);
    let elsewhere = ROWS.replace("\"edge\"", "\"egde\"");
    assert_eq!(broken(&TWO_ROWS, &elsewhere).len(), 2);
    assert!(Accepted::read("[[types]]").is_err());
}

const CIRCLE: [(&str, &str); 4] = [
    ("edge/src/lib.rs", "mod a;\nmod b;\nmod c;"),
    ("edge/src/a.rs", "use crate::b::B;\npub fn a(_: B) {}"),
    (
        "edge/src/b.rs",
        "pub struct B;\nfn b() { let _ = super::c::ok(); }",
    ),
    (
        "edge/src/c.rs",
        "pub fn ok() { assert!(1 == 1, \"{}\", { crate::a::a() }); }",
    ),
];

#[test]
fn files_that_use_each_other_are_a_circle() {
    breaks(&CIRCLE, "", &["a -> b (B)", "b -> c (ok)", "c -> a (a)"]);
    let [root, a, b, _] = CIRCLE;
    let open = [root, a, b, ("edge/src/c.rs", "pub fn ok() {}")];
    is_fine(&open, "");
    let listed = "[[circle]]\ncrate = \"edge\"\nof = [\"a\", \"b\", \"c\"]\nreason = \"One protocol.\"";
    is_fine(&CIRCLE, listed);
    breaks(&open, listed, &[LIST, "no circle of a, b, c"]);
}

#[test]
fn what_only_a_test_uses_closes_no_circle() {
    let [root, a, b, _] = CIRCLE;
    let tested = "pub fn ok() {}\n#[cfg(test)]\nmod tests { use crate::a::a; }";
    is_fine(&[root, a, b, ("edge/src/c.rs", tested)], "");
}

#[test]
fn a_name_handed_on_is_that_of_the_file_that_defines_it() {
    let files = [
        ("edge/src/lib.rs", "mod m;"),
        (
            "edge/src/m/mod.rs",
            "mod a;\nmod b;\npub use a::A;\npub use b::*;",
        ),
        ("edge/src/m/a.rs", "use super::B as Other;\npub struct A(Other);"),
        ("edge/src/m/b.rs", "use crate::m;\npub struct B(Option<m::A>);"),
    ];
    breaks(&files, "", &["m::a -> m::b (B)", "m::b -> m::a (A)"]);
}

#[test]
fn a_folder_and_its_inside_are_one_thing() {
    let files = [
        ("edge/src/lib.rs", "mod m;"),
        (
            "edge/src/m/mod.rs",
            "mod a;\npub struct Port;\nfn m() { a::a(); }",
        ),
        ("edge/src/m/a.rs", "use super::Port;\npub fn a(_: Port) {}"),
    ];
    is_fine(&files, "");
}

#[test]
fn folders_whose_files_use_each_others_are_a_circle() {
    let files = [
        ("edge/src/http/a.rs", "use crate::platform::p::P;"),
        ("edge/src/http/b.rs", "pub struct B;"),
        ("edge/src/http/mod.rs", "pub mod a;\npub mod b;"),
        ("edge/src/lib.rs", "mod http;\nmod platform;"),
        ("edge/src/platform/mod.rs", "pub mod p;\npub mod q;"),
        ("edge/src/platform/p.rs", "pub struct P;"),
        ("edge/src/platform/q.rs", "use crate::http::b::B;"),
    ];
    breaks(
        &files,
        "",
        &["http::a -> platform::p (P)", "platform::q -> http::b (B)"],
    );
}

const FLOORS: &str = "floors.edge = [[\"lib\", \"http\"], [\"venue\"], [\"storage\", \"venue::rows\"]]\n";

/// A tree of three floors, with this in `venue/rows.rs`.
fn storeys(rows: &str) -> [(&str, &str); 5] {
    [
        ("edge/src/lib.rs", "mod http;\nmod venue;\nmod storage;"),
        (
            "edge/src/http.rs",
            "use crate::venue::rows::Row;\nuse crate::storage::Db;",
        ),
        ("edge/src/venue/mod.rs", "pub mod rows;\npub struct Venue;"),
        ("edge/src/venue/rows.rs", rows),
        ("edge/src/storage.rs", "pub struct Db;"),
    ]
}

#[test]
fn an_import_leads_down_or_stays_on_its_floor() {
    is_fine(&storeys("use crate::storage::Db;\npub struct Row;"), FLOORS);
    let upward = storeys("use super::Venue;\npub struct Row;");
    breaks(
        &upward,
        FLOORS,
        &[
            "edge/src/venue/rows.rs:1:",
            "leads up, from venue::rows to venue (Venue)",
        ],
    );
    let listed =
        "[[arrow]]\ncrate = \"edge\"\nfrom = \"venue::rows\"\nto = \"venue\"\nreason = \"Goes soon.\"";
    let listed = format!("{FLOORS}{listed}");
    is_fine(&upward, &listed);
    breaks(
        &storeys("pub struct Row;"),
        &listed,
        &[LIST, "no import leads up"],
    );
}

#[test]
fn every_file_stands_on_a_floor_and_every_floor_has_its_modules() {
    let floors = FLOORS.replace("\"storage\"", "\"database\"");
    let found = broken(&storeys(""), &floors);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].contains("no module database"), "{found:#?}");
    assert!(
        found[1].contains("edge/src/storage.rs:1:") && found[1].contains("stands on no floor"),
        "{found:#?}"
    );
}
