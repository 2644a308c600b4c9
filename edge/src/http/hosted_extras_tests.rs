//! Facts about people, add-ons and questions on the page of forms.

use super::*;

fn serving() -> ScriptedVenue {
    ScriptedVenue {
        has_extras: true,
        ..super::serving()
    }
}

fn page(script: &ScriptedVenue, more: &str) -> String {
    text(send(script, "/book/demo", Some(&format!("{CHOICE}&{more}"))))
}

const EXTRAS: &str = "people.children=1&addOns.wine=1&answers.allergies=Nuts";

#[test]
fn people_add_ons_and_questions_are_fields_of_a_step_of_their_own() {
    let html = text(send(&serving(), &format!("/book/demo?{CHOICE}"), None));
    assert!(html.contains(r#"data-step="extras""#), "{html}");
    for name in ["people.children", "addOns.wine", "answers.allergies"] {
        assert!(html.contains(&format!(r#"name="{name}""#)), "{name}: {html}");
    }
    // The hosted page of an experience without any begins at the details.
    let html = text(send(&super::serving(), &format!("/book/demo?{CHOICE}"), None));
    assert!(html.contains(r#"data-step="details""#));
}

#[test]
fn a_required_answer_that_is_left_out_is_named() {
    let html = page(&serving(), "step=extras&people.children=1");
    assert!(html.contains(r#"data-step="extras""#));
    assert!(html.contains("Allergies: Please fill this in."), "{html}");
    assert!(
        html.contains(r#"name="people.children" min="0" max="1""#),
        "{html}"
    );
}

#[test]
fn more_children_than_may_come_are_put_right_and_it_is_said() {
    let html = page(&serving(), "step=extras&people.children=7&answers.allergies=None");
    assert!(html.contains(r#"data-step="extras""#));
    assert!(html.contains(r#"id="notice""#), "{html}");
}

#[test]
fn the_choices_are_carried_to_the_details_and_booked_at_the_price_that_they_have_shown() {
    let script = serving();
    let details = page(&script, &format!("step=extras&{EXTRAS}"));
    assert!(details.contains(r#"data-step="details""#), "{details}");
    assert!(details.contains(r#"name="answers.allergies" value="Nuts""#));
    assert!(details.contains(r#"name="total" value="7800""#), "{details}");
    assert!(details.contains(r#"value="confirm""#), "{details}");
    // Another price is agreed to first.
    for price in ["", "&total=7000&dueNow=0"] {
        let asked = page(&script, &format!("{GUEST}&{EXTRAS}&{KEY}&act=confirm{price}"));
        assert!(asked.contains("The price has changed"), "{asked}");
        assert!(script.taken.borrow().is_none());
    }
    let done = page(
        &script,
        &format!("{GUEST}&{EXTRAS}&{KEY}&act=confirm&total=7800&dueNow=0"),
    );
    assert!(done.contains("R-000123"), "{done}");
}

#[test]
fn a_guest_goes_back_to_the_extras_from_the_review() {
    let html = page(&serving(), &format!("{GUEST}&{EXTRAS}&{KEY}&act=extras"));
    assert!(html.contains(r#"data-step="extras""#));
    assert!(
        html.contains("Nuts") && html.contains(r#"value="Muster""#),
        "{html}"
    );
    let html = page(&serving(), &format!("step=extras&{EXTRAS}&act=find"));
    assert!(html.contains(r#"data-step="find""#));
}
