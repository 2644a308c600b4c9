//! Facts about the way from step to step on the hosted page, and about where the focus is.

use super::*;

/// The opening tag of the element of this id, from the id on.
fn opening_tag<'a>(page: &'a str, id: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!(r#"id="{id}""#)).unwrap();
    rest.split_once('>').unwrap().0
}

#[test]
fn a_page_that_begins_at_a_later_step_gives_its_heading_the_focus() {
    let script = serving();
    let page = |query: &str| text(send(&script, &format!("/book/demo{query}"), None));
    let chosen = page(&format!("?{CHOICE}"));
    let heading = opening_tag(&chosen, "step");
    assert!(heading.contains("autofocus"), "{heading}");
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
    let field = opening_tag(&mended, "email");
    assert!(field.contains("autofocus"), "{field}");
}
