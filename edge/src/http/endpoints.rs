//! The table of endpoints. The endpoints of an area are beside its handlers.

use shared::picture::MAX_PICTURE_BYTES;

use super::body::{MAX_BYTES, MAX_LARGE_BYTES, MAX_RAW_BYTES};
use super::endpoint::{Body, Endpoint};
use super::path_match::PathMatch;
use super::{
    access, availability, change_stream, changes, day_rules, deliveries, dev_mail, embed_page, external,
    fragment, gift_card_page, gift_cards, hosted, oauth, operator, operator_accounts, operator_people,
    operator_vendors, operator_venues, operator_webhooks, ops, own_reservation_page, pages, pay_page,
    payments, people, phone_calls, pictures, publication, quote, reservations, secrets, settings,
    sign_in_page, staff, staff_bookings, staff_day, staff_page, staff_reservation_page, staff_waitlist,
    till_page, tills, waitlist, webhooks,
};

/// Every endpoint, by area. Endpoints of one path have exactly the same template.
const AREAS: &[&[Endpoint]] = &[
    ops::ENDPOINTS,
    pages::ENDPOINTS,
    hosted::ENDPOINTS,
    own_reservation_page::ENDPOINTS,
    gift_card_page::ENDPOINTS,
    embed_page::ENDPOINTS,
    availability::ENDPOINTS,
    quote::ENDPOINTS,
    fragment::ENDPOINTS,
    reservations::ENDPOINTS,
    gift_cards::ENDPOINTS,
    waitlist::ENDPOINTS,
    payments::ENDPOINTS,
    deliveries::ENDPOINTS,
    pay_page::ENDPOINTS,
    staff::ENDPOINTS,
    staff_bookings::ENDPOINTS,
    staff_day::ENDPOINTS,
    staff_waitlist::ENDPOINTS,
    access::ENDPOINTS,
    people::ENDPOINTS,
    secrets::ENDPOINTS,
    publication::ENDPOINTS,
    day_rules::ENDPOINTS,
    phone_calls::ENDPOINTS,
    changes::ENDPOINTS,
    change_stream::ENDPOINTS,
    webhooks::ENDPOINTS,
    tills::ENDPOINTS,
    settings::ENDPOINTS,
    pictures::ENDPOINTS,
    operator_venues::ENDPOINTS,
    operator::ENDPOINTS,
    operator_people::ENDPOINTS,
    operator_webhooks::ENDPOINTS,
    operator_accounts::ENDPOINTS,
    operator_vendors::ENDPOINTS,
    oauth::ENDPOINTS,
    staff_page::ENDPOINTS,
    staff_reservation_page::ENDPOINTS,
    sign_in_page::ENDPOINTS,
    till_page::ENDPOINTS,
    dev_mail::ENDPOINTS,
    external::ENDPOINTS,
    external::gift_cards::ENDPOINTS,
    external::phone_calls::ENDPOINTS,
    external::tables::ENDPOINTS,
];

/// Every endpoint.
pub fn all() -> impl Iterator<Item = &'static Endpoint> + Clone {
    AREAS.iter().copied().flatten()
}

/// Finds the endpoints of a path. The runtime has resolved `..` and `%2e%2e` in it by the URL Standard (section
/// 4.4), and nothing more is decoded here. So a path has one meaning, and `%2f` or `//` in it reaches no other endpoint.
pub fn at(path: &str) -> Option<PathMatch<'_>> {
    PathMatch::of(path, all())
}

/// The largest body accepted at a path, in bytes.
#[must_use]
pub fn max_body_bytes(path: &str) -> usize {
    match at(path) {
        Some(found) if found.takes(Body::LargeJson) => MAX_LARGE_BYTES,
        Some(found) if found.takes(Body::Raw) => MAX_RAW_BYTES,
        Some(found) if found.takes(Body::Picture) => MAX_PICTURE_BYTES,
        Some(_) | None => MAX_BYTES,
    }
}

#[cfg(test)]
#[path = "endpoints_tests.rs"]
pub(super) mod tests;
