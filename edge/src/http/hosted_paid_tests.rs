//! Facts about a payment on the page of forms.

use super::*;

fn serving() -> ScriptedVenue {
    ScriptedVenue {
        is_paid: true,
        ..super::serving()
    }
}

#[test]
fn a_booking_that_is_paid_is_reviewed_before_it_is_made() {
    let script = serving();
    let review = text(send(&script, "/book/demo", Some(&format!("{CHOICE}&{GUEST}"))));
    assert!(review.contains(r#"data-step="review""#));
    assert!(review.contains(r#"name="key" value="07070707070707070707070707070707""#));
    assert!(script.taken.borrow().is_none());
}

#[test]
fn a_mistyped_gift_card_code_is_shown_without_scripts_and_books_nothing() {
    let script = serving();
    let confirm = format!("{CHOICE}&{GUEST}&{KEY}&act=confirm&giftCardCode=222222-222222-222223");
    let page = text(send(&script, "/book/demo", Some(&confirm)));
    assert!(page.contains(r#"data-step="review""#));
    assert!(
        page.contains(r#"id="gift-code-fault""#) && page.contains("autofocus"),
        "{page}"
    );
    assert!(page.contains(r#"value="222222-222222-222223""#));
    assert!(script.taken.borrow().is_none());
}
