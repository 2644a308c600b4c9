//! Facts about prices: of every order of every offer the parts add up, in currencies with 0, 2 and 3 decimals.

use config::EngineSettings;
use config::plan::Plan;
use config::test_support::engine_settings;
use proptest::prelude::*;
use serde_json::{Value, json};
use shared::time::TimeZone;

use super::*;

/// The plan of a dinner with these members too.
fn plan(members: &Value, currency: Currency) -> Plan {
    let mut settings = engine_settings();
    let dinner = settings["experiences"][0].as_object_mut().unwrap();
    dinner.extend(members.as_object().unwrap().clone());
    let settings: EngineSettings = serde_json::from_value(settings).unwrap();
    Plan::build(&settings, TimeZone::parse("Europe/Vienna").unwrap(), currency).unwrap()
}

fn people(counts: &[(&str, u8)]) -> Vec<PeopleCount> {
    let counts = counts.iter().filter(|(_, count)| *count > 0);
    counts
        .map(|(category, count)| PeopleCount {
            category: (*category).to_owned().try_into().unwrap(),
            count: *count,
        })
        .collect()
}

fn add_ons(quantities: &[(&str, u8)]) -> Vec<ChosenAddOn> {
    let quantities = quantities.iter().filter(|(_, quantity)| *quantity > 0);
    quantities
        .map(|(id, quantity)| ChosenAddOn {
            id: (*id).to_owned().try_into().unwrap(),
            quantity: *quantity,
        })
        .collect()
}

fn priced(plan: &Plan, people: &[PeopleCount], add_ons: &[ChosenAddOn], attendees: u8) -> Quote {
    let order = PartyOrder {
        attendees: Attendees::parse(attendees.into()).unwrap(),
        people,
        add_ons,
    };
    quote(&plan.experiences()[0], order, plan.currency()).unwrap()
}

fn brunch(payment: &Value) -> Value {
    json!({
        "pricePerGuest": 3_900, "vatBasisPoints": 1_000, "payment": payment,
        "people": [
            { "id": "adults", "name": { "en": "Adults" }, "isDefault": true },
            { "id": "children", "name": { "en": "Children" }, "price": 1_950 },
            { "id": "small", "name": { "en": "Small children" }, "price": 0 },
        ],
        "addOns": [
            { "id": "wine", "name": { "en": "Wine" }, "price": 2_900, "per": "guest", "vatBasisPoints": 2_000 },
            { "id": "flowers", "name": { "en": "Flowers" }, "price": 2_500, "per": "unit" },
            { "id": "cake", "name": { "en": "Cake" }, "price": 4_000, "per": "booking", "vatBasisPoints": 1_000 },
        ],
    })
}

fn amounts(quote: &Quote) -> (i64, i64, i64) {
    (
        quote.total.amount(),
        quote.due_now.amount(),
        quote.due_at_venue.amount(),
    )
}

#[test]
fn a_brunch_with_children_and_wine_has_a_line_for_each_and_taxes_by_rate() {
    let payment =
        json!({ "type": "prepayment", "pricePerGuest": 3_900, "dueMinutes": 15, "refundMinutes": 1_440 });
    let plan = plan(&brunch(&payment), Currency::EUR);
    let party = people(&[("adults", 2), ("children", 1), ("small", 1)]);
    let quote = priced(&plan, &party, &add_ons(&[("wine", 2), ("flowers", 1)]), 4);
    let lines: Vec<_> = quote
        .lines
        .iter()
        .map(|line| (line.id.as_deref().unwrap(), line.quantity, line.total.amount()))
        .collect();
    assert_eq!(
        lines,
        [
            ("adults", 2, 7_800),
            ("children", 1, 1_950),
            ("small", 1, 0),
            ("wine", 2, 5_800),
            ("flowers", 1, 2_500),
        ]
    );
    assert_eq!(amounts(&quote), (18_050, 18_050, 0));
    let taxes: Vec<_> = quote
        .taxes
        .iter()
        .map(|tax| (tax.basis_points, tax.net.amount(), tax.tax.amount()))
        .collect();
    // 9750 / 11 = 886.36; 5800 / 6 = 966.67. No rate is stated for flowers.
    assert_eq!(taxes, [(1_000, 8_864, 886), (2_000, 4_833, 967)]);
    assert_eq!(quote.terms.map(|terms| terms.amount.amount()), Some(18_050));
}

#[test]
fn a_deposit_is_left_by_those_who_pay_and_counts_add_ons_where_the_settings_say_so() {
    let deposit = |with_add_ons: bool| {
        let mut payment = json!({ "type": "deposit", "pricePerGuest": 1_000, "dueMinutes": 15 });
        payment["addOns"] = json!(with_add_ons);
        let plan = plan(&brunch(&payment), Currency::EUR);
        let party = people(&[("adults", 2), ("children", 1), ("small", 1)]);
        amounts(&priced(&plan, &party, &add_ons(&[("cake", 1)]), 4))
    };
    assert_eq!(deposit(false), (13_750, 3_000, 10_750));
    assert_eq!(deposit(true), (13_750, 7_000, 6_750));
}

#[test]
fn a_card_guarantee_charges_nothing_now_and_keeps_its_terms() {
    let payment = json!({ "type": "card_guarantee", "pricePerGuest": 2_000, "dueMinutes": 15 });
    let plan = plan(&brunch(&payment), Currency::EUR);
    let quote = priced(&plan, &[], &[], 3);
    assert_eq!(amounts(&quote), (11_700, 0, 11_700));
    assert_eq!(quote.terms.map(|terms| terms.amount.amount()), Some(6_000));
}

#[test]
fn where_no_price_is_stated_a_deposit_is_what_is_paid_at_least() {
    let payment = json!({ "payment": { "type": "deposit", "pricePerGuest": 1_000, "dueMinutes": 15 } });
    let plan = plan(&payment, Currency::EUR);
    let quote = priced(&plan, &[], &[], 3);
    assert_eq!(amounts(&quote), (3_000, 3_000, 0));
    assert_eq!(quote.lines[0].kind, QuoteLineKind::Experience);
    let free = priced(&self::plan(&json!({}), Currency::EUR), &[], &[], 3);
    assert_eq!((free.lines.len(), amounts(&free)), (0, (0, 0, 0)));
}

#[test]
fn the_terms_of_a_slot_are_those_of_a_party_that_is_not_counted_by_age() {
    for payment in [
        json!({ "type": "prepayment", "pricePerGuest": 3_900, "dueMinutes": 15 }),
        json!({ "type": "deposit", "pricePerGuest": 1_000, "dueMinutes": 15, "requiredFrom": 3 }),
        json!({ "type": "card_guarantee", "pricePerGuest": 1_000, "dueMinutes": 15 }),
    ] {
        let plan = plan(&brunch(&payment), Currency::EUR);
        for attendees in 1..=8 {
            let party = Attendees::parse(attendees.into()).unwrap();
            let slot = plan.experiences()[0].payment_terms(party);
            assert_eq!(
                priced(&plan, &[], &[], attendees).terms,
                slot,
                "{payment} {attendees}"
            );
        }
    }
}

#[test]
fn a_gift_card_lowers_what_is_due_now_and_not_the_total() {
    let payment = json!({ "type": "prepayment", "pricePerGuest": 3_900, "dueMinutes": 15 });
    let plan = plan(&brunch(&payment), Currency::EUR);
    let quote = priced(&plan, &[], &[], 2);
    let quote = with_gift_card(quote, Money::new(5_000, Currency::EUR).unwrap()).unwrap();
    assert_eq!(amounts(&quote), (7_800, 2_800, 0));
    assert_eq!(quote.terms.map(|terms| terms.amount.amount()), Some(7_800));
}

/// An offer of random prices: of the experience, of children, of add-ons, with rates and a payment.
fn offers() -> impl Strategy<Value = Value> {
    let price = 1_000_u32..100_000;
    let rate = prop_oneof![Just(0_u16), Just(700), Just(1_000), Just(2_000), 0_u16..=10_000];
    (
        (price.clone(), 0_u32..100_000, price.clone(), price),
        (rate.clone(), rate.clone(), rate),
        prop_oneof![Just("prepayment"), Just("deposit"), Just("card_guarantee")],
        any::<bool>(),
        1_u8..4,
    )
        .prop_map(|((adult, child, per_guest, per_unit), (first, second, third), kind, is_with_add_ons, from)| {
            let advance = if kind == "prepayment" { adult } else { adult.min(child.max(1)) };
            let mut payment = json!({
                "type": kind, "pricePerGuest": advance, "requiredFrom": from, "dueMinutes": 15,
            });
            if kind == "deposit" {
                payment["addOns"] = json!(is_with_add_ons);
            }
            json!({
                "pricePerGuest": adult, "vatBasisPoints": first, "payment": payment,
                "people": [
                    { "id": "adults", "name": { "en": "Adults" }, "isDefault": true },
                    { "id": "children", "name": { "en": "Children" }, "price": child },
                ],
                "addOns": [
                    { "id": "wine", "name": { "en": "Wine" }, "price": per_guest, "per": "guest", "vatBasisPoints": second },
                    { "id": "flowers", "name": { "en": "Flowers" }, "price": per_unit, "per": "unit", "vatBasisPoints": third },
                ],
            })
        })
}

proptest! {
    #[test]
    fn of_every_order_the_parts_add_up(
        offer in offers(),
        code in prop_oneof![Just("EUR"), Just("JPY"), Just("KWD")],
        (adults, children) in (0_u8..6, 0_u8..3),
        (wine, flowers) in (0_u8..6, 0_u8..6),
    ) {
        let adults = if adults + children == 0 { 1 } else { adults };
        let plan = plan(&offer, Currency::parse(code).unwrap());
        let party = people(&[("adults", adults), ("children", children)]);
        let chosen = add_ons(&[("wine", wine), ("flowers", flowers)]);
        let quote = priced(&plan, &party, &chosen, adults + children);
        let lines: i64 = quote.lines.iter().map(|line| line.total.amount()).sum();
        prop_assert_eq!(lines, quote.total.amount());
        prop_assert_eq!(quote.due_now.amount() + quote.due_at_venue.amount(), quote.total.amount());
        prop_assert!(quote.due_now.amount() >= 0 && quote.due_at_venue.amount() >= 0);
        // Every line has a rate here, so the taxes are of all of it.
        let gross: i64 = quote.taxes.iter().map(|tax| tax.net.amount() + tax.tax.amount()).sum();
        prop_assert_eq!(gross, quote.total.amount());
        for tax in &quote.taxes {
            let exact = i128::from(tax.net.amount()) * i128::from(tax.basis_points);
            let off = (i128::from(tax.tax.amount()) * 10_000 - exact).abs();
            // Half a minor unit, of the price with the tax.
            prop_assert!(off <= (10_000 + i128::from(tax.basis_points)).div_euclid(2), "{tax:?}");
        }
    }

    #[test]
    fn what_is_charged_is_what_is_due_now(offer in offers(), adults in 1_u8..6, wine in 0_u8..6, card in 0_i64..200_000) {
        let plan = plan(&offer, Currency::EUR);
        let party = people(&[("adults", adults)]);
        let quote = priced(&plan, &party, &add_ons(&[("wine", wine)]), adults);
        let charged = quote.terms.as_ref().filter(|terms| terms.kind != PaymentKind::CardGuarantee);
        let charged = charged.map_or(0, |terms| terms.amount.amount());
        prop_assert_eq!(charged, quote.due_now.amount());
        let given = card.min(charged);
        let with_card = with_gift_card(quote.clone(), Money::new(given, Currency::EUR).unwrap()).unwrap();
        prop_assert_eq!(with_card.due_now.amount(), charged - given);
        prop_assert_eq!(with_card.due_at_venue, quote.due_at_venue);
        prop_assert_eq!(with_card.total, quote.total);
    }
}
