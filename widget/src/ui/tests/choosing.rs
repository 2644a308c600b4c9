//! Facts about the choices of a reservation as they are drawn while they are changed, and about the code before them.

use serde_json::json;
use shared::problem::Problem;
use shared::validation::FieldError;
use shared::venue::{Feature, Venue};

use super::*;
use crate::self_service::extras;
use crate::self_service::manage::{Effect, Event as Managed, Manage};
use crate::test_support::extras::{add_on, extras as offered, money, venue_with};
use crate::test_support::manage::Session as Guest;
use crate::ui::root;

fn shown(state: &Manage) -> String {
    let view = view_context("en");
    html(|| root(state, &view))
}

/// A guest with two glasses of wine at a venue whose dinner has extras that can be changed.
fn at(venue: Venue) -> Guest {
    let booked = json!({
        "total": money(10_600),
        "addOns": [{ "id": "wine", "name": { "en": "Wine pairing" }, "quantity": 2, "total": money(3_800) }],
        "answers": [{ "question": "allergies", "label": { "en": "Allergies" }, "value": "Nuts" }],
    });
    Guest::open_at(venue, &booked)
}

fn venue_that_takes_changes() -> Venue {
    let mut venue = venue_with(&offered());
    venue
        .features
        .extend([Feature::ChoiceChanges, Feature::AccessCodes]);
    venue
}

#[test]
fn the_choices_stand_in_the_form_of_a_booking_with_what_is_booked() {
    let mut guest = at(venue_that_takes_changes());
    assert_has(&shown(&guest.state), &["Change extras and answers"]);
    guest.take(Managed::ChoicesWanted);
    let html = shown(&guest.state);
    assert_has(
        &html,
        &[
            "What should be different?</h2>",
            "One more: Children",
            "One more: Wine pairing",
            "Nuts</textarea>",
            "Change reservation",
            "Change the number of guests",
        ],
    );
    assert_lacks(&html, &[" style=", "The new total"]);
    assert_references_resolve(&html);
}

#[test]
fn another_price_is_said_before_it_is_confirmed_and_a_refusal_above_the_form() {
    let mut guest = at(venue_that_takes_changes());
    guest
        .take(Managed::ChoicesWanted)
        .take(Managed::Extras(extras::Event::AddOnChosen(add_on("wine"), 1)));
    assert_has(&shown(&guest.state), &["Loading…"]);
    let quote = read(json!({
        "lines": [], "taxes": [], "total": money(8_700), "dueNow": money(0), "dueAtVenue": money(8_700),
    }));
    let [Effect::AskQuote(number, ..)] = guest.effects[..] else {
        panic!("{:?}", guest.effects)
    };
    guest.take(Managed::QuoteAnswered(number, Ok(Box::new(quote))));
    assert_has(
        &shown(&guest.state),
        &["The new total is €87. Until now it was €106."],
    );
    guest.take(Managed::ChoicesConfirmed);
    let number = guest.sent();
    let sold_out = FieldError::new("/addOns/0/quantity", FieldCode::SoldOut);
    let refusal = Failure::Problem(Box::new(Problem::fields(vec![sold_out])));
    guest.take(Managed::Changed(number, Err(refusal)));
    let html = shown(&guest.state);
    assert_has(
        &html,
        &[
            "id=\"faults\"",
            "Wine pairing: Sorry, not enough of this is left on this day.",
        ],
    );
    assert_references_resolve(&html);
}

#[test]
fn a_private_experience_asks_for_its_code() {
    let mut venue = venue_that_takes_changes();
    venue.experiences.retain(|one| one.id.as_str() != "dinner");
    let mut guest = at(venue);
    assert_has(
        &shown(&guest.state),
        &["Change day, time or guests", "Change extras and answers"],
    );
    guest.take(Managed::MoveWanted).take(Managed::CodeConfirmed);
    let html = shown(&guest.state);
    assert_has(
        &html,
        &[
            "Your code is needed</h2>",
            "id=\"access-code\"",
            "aria-invalid=\"true\"",
            "Please fill this in.",
        ],
    );
    assert_references_resolve(&html);
}
