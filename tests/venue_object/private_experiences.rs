//! Facts about experiences that an access code opens.

use edge::error::VenueError;
use edge::provider::{Booked, SlotsQuestion};
use edge::venue::message::Request;
use serde_json::{Value, json};
use shared::availability::Slot;
use shared::choices::AccessCode;
use shared::id::ExperienceId;
use shared::party::Attendees;
use shared::quote::Quote;
use shared::reservation::Reservation;
use shared::time::Day;
use shared::validation::{FieldCode, FieldError};

use super::orders::{self, DAY, book, family, order};
use super::venue::Venue;

/// The digest of `SPRING`.
const DIGEST: &str = "247249930a03e7d1febb5dcf38ce4b3dd1e2afb369e13380a1880f79711d478e";

/// A venue with a private club beside its dinner.
fn venue() -> Venue {
    let mut settings = serde_json::to_value(&orders::venue(&json!(null)).settings).unwrap();
    let experiences = settings["engine"]["experiences"].as_array_mut().unwrap();
    let mut club = experiences[0].clone();
    club["id"] = json!("club");
    club["isDefault"] = json!(false);
    club["isPrivate"] = json!(true);
    club["accessCodes"] = json!([DIGEST]);
    experiences.push(club);
    let settings = serde_json::from_value(settings).unwrap();
    Venue::of(settings, std::rc::Rc::new(|_, _| Err(VenueError::NotFound)))
}

/// The times of an experience, as the guest of a reservation asks for them who wants to move it.
async fn times_of(venue: &Venue, id: &str, moved: &Reservation) -> Result<Vec<Slot>, VenueError> {
    let question = SlotsQuestion {
        experience_id: ExperienceId::parse(id).unwrap(),
        attendees: Attendees::parse(3).unwrap(),
        day: Day::parse(DAY).unwrap(),
        moving: Some(moved.id.clone()),
    };
    venue
        .send(Request::Slots(question), moved.manage_token.clone())
        .await
}

#[tokio::test]
async fn the_token_of_a_reservation_shows_the_times_of_its_own_experience_alone() {
    let venue = venue();
    let dinner = book(&venue, "a", &family(), json!({})).await.unwrap();
    let order = order("b", &family(), &json!({ "experienceId": "club" }));
    let unknown = VenueError::Fields(vec![FieldError::new("/experienceId", FieldCode::Unknown)]);
    let refused = venue
        .send::<Booked>(Request::Reserve(Box::new(order.clone())), None)
        .await;
    assert_eq!(refused, Err(unknown.clone()));
    let code = AccessCode::parse("SPRING").unwrap();
    let call = Request::ReserveWith(Box::new(order), code);
    let Booked {
        reservation: club, ..
    } = venue.send(call, None).await.unwrap();
    assert!(!times_of(&venue, "club", &club).await.unwrap().is_empty());
    assert!(!times_of(&venue, "dinner", &club).await.unwrap().is_empty());
    assert!(!times_of(&venue, "dinner", &dinner).await.unwrap().is_empty());
    assert_eq!(times_of(&venue, "club", &dinner).await, Err(unknown));
}

/// The price of this, as the guest of a reservation asks for it who wants to change it.
async fn price_of(venue: &Venue, question: Value, changed: &Reservation) -> Result<Quote, VenueError> {
    let mut question = question;
    question["reservationId"] = json!(changed.id);
    let question = serde_json::from_value(question).unwrap();
    let call = Request::Quote(Box::new(question), None);
    let found: Option<Quote> = venue.send(call, changed.manage_token.clone()).await?;
    Ok(found.unwrap())
}

#[tokio::test]
async fn the_price_of_a_change_counts_what_the_reservation_has_ordered_itself_as_left() {
    let venue = venue();
    let mut all = family();
    all["addOns"] = json!([{ "id": "flowers", "quantity": 3 }]);
    let booked = book(&venue, "a", &all, json!({})).await.unwrap();
    let sold_out = VenueError::Fields(vec![FieldError::new("/addOns/0/quantity", FieldCode::SoldOut)]);
    assert_eq!(orders::quote(&venue, &all).await, Err(sold_out));
    let quote = price_of(&venue, all.clone(), &booked).await.unwrap();
    assert_eq!(Some(quote.total), booked.total);
    assert_eq!(quote.left[0].left, 3);
    // Nor does it need the code of its experience.
    let order = order("b", &family(), &json!({ "experienceId": "club", "addOns": [] }));
    let call = Request::ReserveWith(Box::new(order), AccessCode::parse("SPRING").unwrap());
    let Booked {
        reservation: club, ..
    } = venue.send(call, None).await.unwrap();
    let mut of_club = family();
    of_club["experienceId"] = json!("club");
    of_club["addOns"] = json!([]);
    assert!(price_of(&venue, of_club.clone(), &club).await.is_ok());
    let unknown = VenueError::Fields(vec![FieldError::new("/experienceId", FieldCode::Unknown)]);
    assert_eq!(price_of(&venue, of_club, &booked).await, Err(unknown));
}
