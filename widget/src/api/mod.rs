//! Client of the public API: paths, JSON and HTTP.

#[cfg(feature = "browser")]
mod http_client;
#[cfg(any(feature = "browser", test))]
mod json;

#[cfg(feature = "browser")]
pub use http_client::{HttpClient, Request};
#[cfg(feature = "browser")]
pub use json::write;

/// The first screen as the edge has drawn it; none where the text is something else.
#[cfg(feature = "browser")]
#[must_use]
pub fn read_fragment(text: &str) -> Option<shared::fragment::Fragment> {
    json::read(text).ok()
}

use shared::id::{OrderId, ReservationId, VenueId};

use crate::flow::{CalendarQuestion, SlotsQuestion};

/// The path of a venue. Ids hold nothing that needs escaping.
#[must_use]
pub fn venue_path(venue: &VenueId) -> String {
    ["/v1/venues/", venue.as_str()].concat()
}

/// The path and query of a calendar request. The loader sends the first one with the same text.
#[must_use]
pub fn calendar_path(venue: &VenueId, question: &CalendarQuestion) -> String {
    [
        &venue_path(venue),
        "/calendar?experienceId=",
        question.experience.as_str(),
        "&attendees=",
        &question.attendees.to_string(),
        "&from=",
        &question.from.to_string(),
        "&to=",
        &question.to.to_string(),
    ]
    .concat()
}

/// The path and query of a request for a day's slots.
#[must_use]
pub fn slots_path(venue: &VenueId, question: &SlotsQuestion) -> String {
    [
        &venue_path(venue),
        "/slots?experienceId=",
        question.experience.as_str(),
        "&day=",
        &question.day.to_string(),
        "&attendees=",
        &question.attendees.to_string(),
    ]
    .concat()
}

/// The path of a reservation.
#[must_use]
pub fn reservation_path(venue: &VenueId, id: &ReservationId) -> String {
    [&reservations_path(venue), "/", id.as_str()].concat()
}

/// The path of the reservations.
#[must_use]
pub fn reservations_path(venue: &VenueId) -> String {
    [&venue_path(venue), "/reservations"].concat()
}

/// The path of the question for a price.
#[must_use]
pub fn quote_path(venue: &VenueId) -> String {
    [&venue_path(venue), "/quote"].concat()
}

/// The path of the gift cards.
#[must_use]
pub fn gift_cards_path(venue: &VenueId) -> String {
    [&venue_path(venue), "/gift-cards"].concat()
}

/// The path of a gift-card order, followed by `beneath`.
#[must_use]
pub fn gift_card_order_path(venue: &VenueId, order: &OrderId, beneath: &str) -> String {
    [&gift_cards_path(venue), "/orders/", order.as_str(), beneath].concat()
}

/// The path of the waitlist.
#[must_use]
pub fn waitlist_path(venue: &VenueId) -> String {
    [&venue_path(venue), "/waitlist"].concat()
}

#[cfg(test)]
mod tests {
    use shared::id::ExperienceId;
    use shared::party::Attendees;
    use shared::time::Day;

    use super::*;

    #[test]
    fn questions_are_paths_with_their_parameters_in_a_fixed_order() {
        let venue = VenueId::parse("demo").unwrap();
        let experience = ExperienceId::parse("dinner").unwrap();
        let attendees = Attendees::parse(2).unwrap();
        let calendar = CalendarQuestion {
            experience: experience.clone(),
            attendees,
            from: Day::parse("2026-11-21").unwrap(),
            to: Day::parse("2026-11-30").unwrap(),
        };
        let slots = SlotsQuestion {
            experience,
            attendees,
            day: Day::parse("2026-11-27").unwrap(),
        };
        assert_eq!(
            calendar_path(&venue, &calendar),
            "/v1/venues/demo/calendar?experienceId=dinner&attendees=2&from=2026-11-21&to=2026-11-30"
        );
        assert_eq!(
            slots_path(&venue, &slots),
            "/v1/venues/demo/slots?experienceId=dinner&day=2026-11-27&attendees=2"
        );
        assert_eq!(reservations_path(&venue), "/v1/venues/demo/reservations");
        assert_eq!(quote_path(&venue), "/v1/venues/demo/quote");
        assert_eq!(waitlist_path(&venue), "/v1/venues/demo/waitlist");
        let order = OrderId::parse("o1").unwrap();
        assert_eq!(
            gift_card_order_path(&venue, &order, "/card.pdf"),
            "/v1/venues/demo/gift-cards/orders/o1/card.pdf"
        );
    }
}
