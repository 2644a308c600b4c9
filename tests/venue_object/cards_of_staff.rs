//! Facts about gift cards that staff make for a customer: the letter, and how long the address is kept.

use edge::error::VenueError;
use edge::venue::message::Request;
use edge::venue::message::gift_card::GiftCardsRequest;
use edge::venue::message::staff::StaffRequest;
use edge::venue::message::staff_gift_card::{CardTransactionOutcome, StaffCard};
use serde_json::json;
use shared::gift_card::{Balance, GiftCardCode};

use super::card_transactions::move_money;
use super::guest_data::{erase, export, stored};
use super::venue::{NOON, Venue};

/// A card of 75 euros for Ada, with this code if one is given.
async fn made(venue: &Venue, code: Option<&str>, locale: &str) -> StaffCard {
    let new = json!({
        "amount": 7_500, "template_id": "plain", "expires_on": "2027-12-31", "code": code, "payment_reference": null,
        "email": "Ada.Z@example.com", "locale": locale,
    });
    let request = StaffRequest::CreateCard(Box::new(serde_json::from_value(new).unwrap()));
    venue.send(Request::Staff(request), None).await.unwrap()
}

#[tokio::test]
async fn the_card_goes_to_its_address_in_its_language() {
    let own = GiftCardCode::of_random(0..40).unwrap().text();
    for (chosen, has_sheet) in [(None, true), (Some(&*own), true), (Some("Gut 2019/7"), false)] {
        let venue = Venue::with_mail();
        let card = made(&venue, chosen, "de").await;
        assert_eq!(card.email.as_ref().unwrap().as_str(), "Ada.Z@example.com");
        // Until the letter is sent, the code is stored nowhere as it is read.
        let rows = stored(|sql| venue.rows(sql));
        assert!(!rows.contains(&card.code.text()), "{rows}");
        venue.run_until(NOON.plus_minutes(1)).await;
        let letters = venue.office.taken.borrow();
        let [letter] = &letters[..] else {
            panic!("{:?}", venue.letters());
        };
        assert_eq!(letter.to.address, "Ada.Z@example.com");
        assert_eq!(letter.subject, "Ihr Gutschein von Linde");
        assert!(letter.text.contains(&card.code.text()), "{}", letter.text);
        assert!(letter.text.contains("75"), "{}", letter.text);
        assert_eq!(!letter.attachments.is_empty(), has_sheet, "{chosen:?}");
        assert_eq!(
            venue.count("SELECT id FROM gift_cards WHERE sealed_code IS NOT NULL"),
            0
        );
        assert_eq!(venue.complaints.borrow().len(), 0);
    }
}

#[tokio::test]
async fn guests_redeem_no_code_of_another_form() {
    let venue = Venue::new("instant");
    made(&venue, Some("Gut 2019/7"), "en").await;
    // A guest's code can only be an own one.
    assert!(serde_json::from_value::<GiftCardsRequest>(json!({ "Balance": "Gut 2019/7" })).is_err());
    let other = GiftCardCode::of_random(3..40).unwrap();
    let found: Result<Balance, _> = venue
        .send(Request::GiftCards(GiftCardsRequest::Balance(other)), None)
        .await;
    assert_eq!(found, Err(VenueError::NotFound));
}

#[tokio::test]
async fn the_address_is_handed_out_and_erased_and_the_card_stays() {
    let venue = Venue::with_mail();
    let card = made(&venue, Some("Gut 2019/7"), "de").await;
    let handed = serde_json::to_value(export(&venue, "ada.z@example.com").await).unwrap();
    assert_eq!(
        handed["giftCards"],
        json!([{ "templateId": "plain", "expiresOn": "2027-12-31", "locale": "de", "createdAt": NOON }])
    );
    let erased = erase(&venue, "ADA.Z@example.com").await;
    assert_eq!((erased.erased.gift_cards, erased.waiting), (1, vec![]));
    assert!(!stored(|sql| venue.rows(sql)).to_lowercase().contains("ada.z"));
    // The letter was not sent yet, and is not any more.
    venue.run_until(NOON.plus_minutes(1)).await;
    assert!(venue.letters().is_empty());
    let moved = move_money(card.code.clone(), -7_500, None);
    let outcome: CardTransactionOutcome = venue.send(moved, None).await.unwrap();
    assert!(matches!(outcome, CardTransactionOutcome::Recorded { .. }));
    let seen: StaffCard = venue
        .send(Request::Staff(StaffRequest::Card(card.code)), None)
        .await
        .unwrap();
    assert_eq!((seen.remaining, seen.email), (0, None));
}

#[tokio::test]
async fn the_address_is_blanked_two_years_after_the_card_once_that_is_spent_or_expired() {
    let days = |count: i64| NOON.plus_minutes(count * 24 * 60);
    let addresses = "SELECT id FROM gift_cards WHERE email IS NOT NULL";
    // It expires 405 days after it was made.
    let venue = Venue::new("instant");
    made(&venue, None, "de").await;
    venue.run_until(days(729)).await;
    assert_eq!(venue.count(addresses), 1);
    venue.run_until(days(732)).await;
    assert_eq!(venue.count(addresses), 0);
    assert_eq!(venue.count("SELECT id FROM gift_cards WHERE locale = 'de'"), 1);
}
