//! Facts about the way from step to step on the hosted page, and about where the focus is.

use super::*;

#[test]
fn a_page_that_begins_at_a_later_step_gives_its_heading_the_focus() {
    let script = serving();
    let page = |query: &str| text(send(&script, &format!("/book/demo{query}"), None));
    let chosen = page(&format!("?{CHOICE}"));
    let heading = chosen.find(r#"id="step""#).unwrap();
    let end = heading + chosen[heading..].find('>').unwrap();
    assert!(
        chosen[heading..end].contains("autofocus"),
        "{}",
        &chosen[heading..end]
    );
    assert!(!page("").contains("autofocus"));
}

#[test]
fn a_guest_can_go_back_and_forth_and_to_a_faulty_field() {
    let script = serving();
    let step = |more: &str| {
        text(send(
            &script,
            "/book/demo",
            Some(&format!("{CHOICE}&{GUEST}&{more}")),
        ))
    };
    assert!(step("act=find").contains(r#"data-step="find""#));
    let details = step(&format!("{KEY}&act=details"));
    assert!(details.contains(r#"data-step="details""#));
    assert!(details.contains(r#"value="Muster""#));
    let mended = text(send(&script, "/book/demo", Some(&format!("{CHOICE}&act=email"))));
    let field = mended.find(r#"id="email""#).unwrap();
    let end = field + mended[field..].find('>').unwrap();
    assert!(
        mended[field..end].contains("autofocus"),
        "{}",
        &mended[field..end]
    );
}
