//! The use cases of making a booking and of asking for its price: checks by the venue's settings, then the booking
//! system.

use config::{System, VenueSettings};
use shared::choices::AccessCode;
use shared::quote::{Quote, QuoteRequest};
use shared::time::Instant;
use shared::validation::{FieldCode, FieldError};
use shared::venue::FieldRequirement;

use super::deadline::state_deadlines;
use crate::error::VenueError;
use crate::provider::choices::Choices;
use crate::provider::{Booked, BookingRequest, Provider, SlotsQuestion};

/// Books, after the checks that need the venue's settings. Their faults are [`VenueError::Fields`]; all other checks are
/// the booking system's. Slots that are open in place of one that is taken state their deadlines as those of a day do.
pub async fn reserve(
    settings: &VenueSettings,
    provider: &dyn Provider,
    order: &BookingRequest,
    (access_code, now): (Option<AccessCode>, Instant),
) -> Result<Booked, VenueError> {
    let faults = missing_contact(settings, order);
    if !faults.is_empty() {
        return Err(VenueError::Fields(faults));
    }
    let choices = Choices::of(&order.request, access_code);
    let booked = if choices.is_empty() {
        provider.reserve(order).await
    } else {
        provider.reserve_with(order, &choices).await
    };
    booked.map_err(|mut error| {
        if let VenueError::Taken { alternatives } = &mut error {
            let request = &order.request;
            let question = SlotsQuestion {
                experience_id: request.experience_id.clone(),
                attendees: request.attendees,
                day: request.day,
                moving: None,
            };
            state_deadlines(alternatives, settings, &question, now);
        }
        error
    })
}

/// The price of a booking; [`VenueError::NotFound`] where the booking system states no prices.
pub async fn quote(
    settings: &VenueSettings,
    provider: &dyn Provider,
    request: &QuoteRequest,
    access_code: Option<AccessCode>,
) -> Result<Quote, VenueError> {
    if request.gift_card_code.is_some() && !takes_gift_cards(settings) {
        let fault = FieldError::new("/giftCardCode", FieldCode::NotOffered);
        return Err(VenueError::Fields(vec![fault]));
    }
    let choices = Choices::of_quote(request, access_code);
    let quote = provider.quote(request, &choices).await?;
    quote.ok_or(VenueError::NotFound)
}

/// Whether the venue's bookings can be paid with gift cards: those that the venue's own object takes the payment of, with
/// cards that it keeps.
pub(super) fn takes_gift_cards(settings: &VenueSettings) -> bool {
    let is_paid_here = match settings.system() {
        Some(System::Engine(_)) => true,
        Some(System::Remote(remote)) => remote.is_paid_here() && !remote.keeps_gift_cards(),
        None => false,
    };
    is_paid_here && settings.payments.is_some()
}

/// The faults of an order by this venue's settings: required contact fields that are missing, and a gift card where none
/// is accepted.
fn missing_contact(settings: &VenueSettings, order: &BookingRequest) -> Vec<FieldError> {
    let guest = &order.request.guest;
    let asked = &settings.guest_fields;
    let missing = |field: FieldRequirement, is_there: bool| field == FieldRequirement::Required && !is_there;
    let mut faults = Vec::new();
    if missing(asked.email, guest.email.is_some()) {
        faults.push(FieldError::new("/guest/email", FieldCode::Required));
    }
    if missing(asked.phone, guest.phone.is_some()) {
        faults.push(FieldError::new("/guest/phone", FieldCode::Required));
    }
    if order.request.gift_card_code.is_some() && !takes_gift_cards(settings) {
        faults.push(FieldError::new("/giftCardCode", FieldCode::NotOffered));
    }
    faults
}
