//! Facts about a booking with extras as it is drawn.

use shared::problem::{Problem, ProblemCode};
use shared::validation::{FieldCode, FieldError};

use crate::flow::{self, Failure};
use crate::self_service::extras::*;
use crate::test_support::booking::read;
use crate::test_support::drawing::*;
use crate::test_support::extras::*;
use crate::ui::root;

fn shown_in(language: &str, state: &BookingWithExtras) -> String {
    let view = view_context(language);
    html(|| root(state, &view))
}

fn shown(session: &Session) -> String {
    let html = shown_in("en", &session.state);
    assert_references_resolve(&html);
    html
}

#[test]
fn people_are_counted_by_age_with_their_prices() {
    let mut session = Session::at_extras();
    session.take_and_answer(Event::PeopleCounted(category("children"), 1));
    let html = shown(&session);
    assert_has(
        &html,
        &[
            "What may we prepare?</h2>",
            "Step 2 of 5",
            "4 guests",
            "Children</strong>",
            "6 to 12 years · €17",
            "up to 5 years · Free · With a high chair",
            "With a high chair",
            "aria-label=\"One more: Children\"",
            "aria-label=\"One fewer: Small children\"",
            "<output class=\"rest\">3</output>",
        ],
    );
    // No count is below none.
    assert!(tag(&html, "One fewer: Small children").contains("aria-disabled=\"true\""));
    assert!(!tag(&html, "One more: Children").contains("aria-disabled"));
}

#[test]
fn add_ons_say_what_their_price_is_for_and_how_many_there_can_be() {
    let mut session = Session::at_extras();
    session.take_and_answer(Event::AddOnChosen(add_on("cake"), 1));
    let html = shown(&session);
    assert_has(
        &html,
        &[
            "Wine pairing</strong>",
            "src=\"https://book.example.com/wine.svg\"",
            "€19 per guest · up to 4",
            "€25 each",
            "€40 for the table",
            "Add<span class=\"sr\">: Cake</span>",
        ],
    );
    assert!(tag(&html, "id=\"add-on-2\"").contains("checked"));
    assert_has(
        &shown_in("de", &session.state),
        &["pro Person · höchstens 4", "Blumen"],
    );
}

#[test]
fn what_is_sold_out_says_so_in_place_of_a_number() {
    let mut session = Session::start(
        flow::Prefill::read("dinner", "4", "2026-11-27", "19:00"),
        venue_with(&extras()),
    );
    session.sold_out = vec![add_on("cake")];
    session.answer();
    let html = shown(&session);
    assert_has(&html, &["Sold out on this day"]);
    assert_lacks(&html, &["Add<span class=\"sr\">: Cake</span>"]);
}

#[test]
fn questions_are_fields_of_their_kind_and_their_faults_lead_to_them() {
    let mut session = Session::at_extras();
    session.take(Event::Booking(flow::Event::Continued));
    let html = shown(&session);
    assert_has(
        &html,
        &[
            "One field needs another look",
            "Allergies: Please fill this in.",
            "<label for=\"question-0\">Allergies",
            "id=\"question-0-fault\"",
            "We cook around them.",
            "<option value=\"birthday\">Birthday</option>",
            "aria-label=\"One more: High chairs\"",
            "Does anyone use a wheelchair?",
            "value=\"yes\"",
        ],
    );
    assert!(tag(&html, "id=\"question-0\"").contains("aria-invalid=\"true\""));
}

#[test]
fn a_price_is_shown_with_its_taxes_and_what_is_due_when() {
    let session = Session::at_review();
    let html = shown(&session);
    assert_has(
        &html,
        &[
            "Adults</dt><dd>4 × €34 = €136",
            "Total</dt><dd>€146",
            "including 10% VAT: €13.27",
            "Due now</dt><dd>€10",
            "Due at the restaurant</dt><dd>€136",
            "2 × Adults\n2 × Children",
            "1 × Wine pairing",
            "Allergies</dt>",
            "Nuts",
            "The total is €146",
            "Reserve with obligation to pay",
        ],
    );
    assert!(!tag(&html, "button primary").contains("disabled"));
    assert_has(
        &shown_in("de", &session.state),
        &[
            "Jetzt zu zahlen",
            "Im Restaurant zu zahlen",
            "inkl. 10\u{a0}% USt.:",
        ],
    );
}

#[test]
fn details_that_book_end_with_the_price_and_the_total_stays_in_sight() {
    let mut session = Session::at_last_details();
    let html = shown(&session);
    assert_has(
        &html,
        &[
            "Step 3 of 3",
            "Adults</dt><dd>4 × €34 = €136",
            "Total</dt><dd>€146",
            "7:00 PM · 4 guests</span><span>€146</span></p>",
        ],
    );
    assert_lacks(&html, &["Due now", "Obligation", "Step 3 of 4"]);
    // Until a price is known nothing can be agreed to.
    session
        .take(Event::ExtrasWanted)
        .take(Event::AddOnChosen(add_on("wine"), 2));
    assert_has(
        &shown(&session),
        &["7:00 PM · 4 guests</span></p>", "aria-busy=\"true\""],
    );
    session.take(Event::Booking(flow::Event::Continued));
    let html = shown(&session);
    assert!(html.contains("disabled=\"\""), "{html}");
}

#[test]
fn no_amount_stands_there_while_it_is_asked_and_nothing_can_be_sent() {
    let mut session = Session::at_review();
    session
        .take(Event::ExtrasWanted)
        .take(Event::AddOnChosen(add_on("wine"), 2))
        .take(Event::Booking(flow::Event::Continued));
    let html = shown(&session);
    assert_has(
        &html,
        &["<section class=\"totals\" aria-label=\"Price\" aria-busy=\"true\">"],
    );
    assert_lacks(&html, &["Due now", "The total is"]);
    // The loader's own sheet, which stays, draws what has this class 640 px high.
    assert_lacks(&html, &["class=\"bones\""]);
    let asked = session.effects.clone();
    assert!(asked.iter().all(|effect| !matches!(effect, Effect::AskQuote(..))));
    assert!(html.contains("disabled=\"\""));
}

#[test]
fn another_price_is_said_above_the_review() {
    let mut session = Session::at_review();
    let (number, _) = session.send();
    let mut problem = Problem::new(ProblemCode::PriceChanged);
    problem.quote = Some(read(serde_json::json!({
        "lines": [], "taxes": [], "total": money(20_000), "dueNow": money(0), "dueAtVenue": money(20_000),
    })));
    session.reserved(number, Err(Failure::Problem(Box::new(problem))));
    assert_has(
        &shown(&session),
        &[
            "The price has changed",
            "It was €146 before. Nothing has been booked or charged.",
            "Total</dt><dd>€200",
        ],
    );
}

#[test]
fn an_add_on_that_was_sold_meanwhile_is_named() {
    let mut session = Session::at_review();
    let (number, _) = session.send();
    let sold = FieldError::new("/addOns/0/quantity", FieldCode::SoldOut);
    session.reserved(
        number,
        Err(Failure::Problem(Box::new(Problem::fields(vec![sold])))),
    );
    assert_has(
        &shown(&session),
        &["Wine pairing: Sorry, not enough of this is left on this day."],
    );
}

#[test]
fn the_confirmation_shows_what_was_ordered() {
    let mut session = Session::at_review();
    let (number, _) = session.send();
    let mut made = serde_json::to_value(crate::test_support::booking::reservation()).unwrap();
    made["people"] = serde_json::json!([{ "category": "adults", "name": { "en": "Adults" }, "count": 2 }]);
    made["addOns"] = serde_json::json!([
        { "id": "wine", "name": { "en": "Wine pairing" }, "quantity": 1, "total": money(1_900) },
    ]);
    made["total"] = money(14_600);
    let made = Event::Booking(flow::Event::ReservationAnswered(number, Ok(read(made))));
    session.take(made);
    assert_has(
        &shown(&session),
        &[
            "Your table is reserved",
            "2 × Adults",
            "Dinner</dt><dd><span>€127</span>",
            "1 × Wine pairing</dt><dd><span>€19</span>",
            "Total</dt><dd><span>€146</span>",
        ],
    );
}

#[test]
fn a_code_is_asked_for_where_the_venue_has_rates_for_it() {
    let at_find = |has_codes: bool| {
        let mut venue = venue_with(&extras());
        if has_codes {
            venue.features.push(shared::venue::Feature::AccessCodes);
        }
        let mut session = Session::start(flow::Prefill::default(), venue);
        session.answer();
        session
    };
    let html = shown(&at_find(true));
    assert_has(
        &html,
        &[
            "I have a code</summary>",
            "Your code",
            "Use code",
            "id=\"access-code\"",
        ],
    );
    assert_lacks(&shown(&at_find(false)), &["I have a code"]);
    let mut session = at_find(true);
    session.take(Event::CodeConfirmed);
    assert!(tag(&shown(&session), "id=\"access-code\"").contains("aria-invalid=\"true\""));
}
