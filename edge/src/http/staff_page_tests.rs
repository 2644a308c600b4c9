//! Facts about the restaurant's own page.

use super::super::tests::get;

fn text(path: &str) -> String {
    String::from_utf8(get(path).0.into_body()).unwrap()
}

#[test]
fn the_page_is_the_same_for_all_and_runs_nothing_but_its_own_program() {
    let (reply, _) = get("/staff/demo");
    assert_eq!(reply.status(), 200);
    let policy = reply.headers()["content-security-policy"].to_str().unwrap();
    for directive in [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    ] {
        assert!(policy.split("; ").any(|part| part == directive), "{policy}");
    }
    assert!(
        !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
        "{policy}"
    );
    let html = String::from_utf8(reply.into_body()).unwrap();
    assert!(html.contains("data-venue=\"demo\""), "{html}");
    assert!(html.contains("/staff.js\"") && !html.contains("style="), "{html}");
}

#[test]
fn the_page_speaks_the_readers_language_or_the_venues() {
    assert!(text("/staff/demo?language=de").contains("<html lang=\"de\">"));
    assert!(text("/staff/demo?language=en-GB").contains("<html lang=\"en\">"));
    assert!(text("/staff/demo?language=de-AT").contains("<html lang=\"de\">"));
    assert!(text("/staff/demo?language=it").contains("<html lang=\"it\">"));
    assert!(text("/staff/demo?language=fi").contains("<html lang=\"en\">"));
}

#[test]
fn the_page_is_served_in_each_language_of_its_program() {
    let words = concat!(env!("CARGO_MANIFEST_DIR"), "/../widget/staff/src/i18n/words");
    let files = std::fs::read_dir(words).unwrap();
    let mut tags: Vec<String> = files
        .map(|file| file.unwrap().file_name().to_string_lossy().replace(".txt", ""))
        .collect();
    tags.sort_unstable();
    let mut served = super::LANGUAGES;
    served.sort_unstable();
    assert_eq!(tags, served);
}

#[test]
fn each_screen_is_the_same_program() {
    for path in ["/staff/demo/tables", "/staff/demo/plan"] {
        assert_eq!(text(path), text("/staff/demo"), "{path}");
    }
}

#[test]
fn an_unknown_venue_has_no_page() {
    assert_eq!(get("/staff/nobody").0.status(), 404);
}
