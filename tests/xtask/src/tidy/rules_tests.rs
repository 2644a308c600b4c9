//! Facts about the rules: texts that break them, and texts that pass.

use super::*;

/// The lines of a file that break a rule.
fn broken(path: &str, text: &str) -> Vec<usize> {
    check(path, text, |named| named == "edge/src/app.rs")
        .into_iter()
        .map(|finding| finding.line)
        .collect()
}

#[test]
fn a_file_opens_with_its_purpose() {
    assert_eq!(broken("shared/src/money.rs", "//! Money.\n"), [0; 0]);
    assert_eq!(broken("shared/src/money.rs", "use std::fmt;\n"), [1]);
    assert_eq!(broken("widget/loader/embed.js", "let a;\n"), [0; 0]);
}

#[test]
fn the_loader_reads_the_document_past_the_names_of_elements() {
    let text = "const body = document.body;\nobserver.observe(document, {});\n// document.body\nconst { head } = doc;\n";
    assert_eq!(broken("widget/loader/page.js", text), [1]);
    assert_eq!(broken("widget/loader/unclobbered.js", text), [0; 0]);
    assert_eq!(broken("tests/e2e/host.ts", text), [0; 0]);
}

#[test]
fn a_source_file_has_at_most_400_lines() {
    let long = format!("//! Long.\n{}", "\n".repeat(400));
    assert_eq!(broken("shared/src/money.rs", &long), [401]);
    assert_eq!(broken("widget/src/style/couvert.css", &long), [401]);
    assert_eq!(broken("Cargo.lock", &long), [0; 0]);
    assert_eq!(broken("shared/src/money.rs", &long[..long.len() - 1]), [0; 0]);
}

#[test]
fn the_runtime_stays_at_the_rim() {
    let text = "//! A file.\nuse worker::Env;\n";
    assert_eq!(broken("edge/src/booking/reserve.rs", text), [2]);
    assert_eq!(broken("edge/src/venue/reservations/mod.rs", text), [2]);
    assert_eq!(broken("edge/src/provider/engine/mod.rs", text), [2, 2]);
    for path in [
        "edge/src/lib.rs",
        "edge/src/app.rs",
        "edge/src/venue_object.rs",
        "edge/src/platform/clock.rs",
    ] {
        assert_eq!(broken(path, text), [0; 0], "{path}");
    }
    assert_eq!(
        broken("edge/src/http/mod.rs", "//! A file.\nlet a = my_worker::b();\n"),
        [0; 0]
    );
}

#[test]
fn comments_may_name_what_code_may_not() {
    assert_eq!(
        broken(
            "edge/src/provider/engine/mod.rs",
            "//! Knows no worker, no http:: and no storage.\n"
        ),
        [0; 0]
    );
    assert_eq!(
        broken(
            "edge/src/provider/engine/mod.rs",
            "//! A.\nlet a = 1; // kept in storage\n"
        ),
        [0; 0]
    );
    assert_eq!(
        broken("edge/src/provider/engine/mod.rs", "//! A.\nlet storage = 1;\n"),
        [2]
    );
}

#[test]
fn adapters_are_named_by_the_composition_root_alone() {
    let text = "//! A.\nuse crate::provider::engine::Engine;\n";
    assert_eq!(broken("edge/src/http/mod.rs", text), [2]);
    assert_eq!(broken("edge/src/app.rs", text), [0; 0]);
    assert_eq!(
        broken("edge/src/http/mod.rs", "//! A.\nuse crate::provider::Provider;\n"),
        [0; 0]
    );
}

#[test]
fn tests_neither_wait_nor_hide() {
    assert_eq!(
        broken("tests/live/main.rs", "//! A.\nthread::sleep(second);\n"),
        [2]
    );
    assert_eq!(
        broken("shared/src/time_tests.rs", "//! A.\n#[ignore]\nfn a() {}\n"),
        [2]
    );
    assert_eq!(
        broken(
            "tests/e2e/book.spec.ts",
            "test.skip('a');\nawait page.waitForTimeout(5);\n"
        ),
        [2, 1]
    );
    assert_eq!(
        broken("shared/src/time.rs", "//! A.\nlet a = list.iter().skip(1);\n"),
        [0; 0]
    );
    assert_eq!(broken("shared/src/time.rs", "//! A.\nfn a() { todo!() }\n"), [2]);
}

#[test]
fn the_widget_asks_the_network_in_one_place() {
    for line in [
        "let answer = window().fetch_with_str(path);",
        "fn fetch(address: &str) -> Promise;",
        "pub type HttpClient;",
        "let socket = WebSocket::new(address);",
    ] {
        let text = format!("//! A.\n{line}\n");
        assert_eq!(broken("widget/src/ui/party/mod.rs", &text), [2], "{line}");
        assert_eq!(broken("widget/src/api/http_client.rs", &text), [0; 0], "{line}");
    }
    let script = "const answer = await fetch(address);\n";
    assert_eq!(broken("widget/loader/dialog.js", script), [1]);
    assert_eq!(broken("widget/loader/api.js", script), [0; 0]);
    assert_eq!(broken("widget/loader/page.js", "prefetch(address);\n"), [0; 0]);
    assert_eq!(
        broken("widget/src/flow/step.rs", "//! A.\nuse leptos::prelude::*;\n"),
        [2]
    );
}

#[test]
fn paths_that_the_readme_and_its_guides_name_exist() {
    assert_eq!(
        broken(
            "README.md",
            "`edge/src/app.rs` wires\n`edge/src/gone.rs` does not\n"
        ),
        [2]
    );
    assert_eq!(
        broken(
            ".github/DEVELOPING.md",
            "[a](../edge/src/gone.rs), [b](../edge/src/app.rs)\n"
        ),
        [1]
    );
    assert_eq!(broken("edge/README.md", "`edge/src/gone.rs`\n"), [0; 0]);
}

#[test]
fn findings_say_where_and_what() {
    let found = check("edge/src/http/mod.rs", "//! A.\nuse worker::Env;\n", |_| true);
    assert_eq!(
        found,
        [Finding {
            path: "edge/src/http/mod.rs".to_owned(),
            line: 2,
            rule: "`worker::`: types of the runtime stay in edge/src/{lib,app,directory_object,venue_object}.rs, app/ and platform/"
                .to_owned(),
        }]
    );
}
