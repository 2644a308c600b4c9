//! Making a booking. It must not know how a table is found, nor how a booking is kept.

use config::{System, VenueSettings};
use shared::validation::{FieldCode, FieldError};
use shared::venue::Asked;

use crate::error::VenueError;
use crate::provider::{Booked, BookingRequest, Provider};

/// Checks what only the venue's settings can tell, then hands the order to the booking system.
pub async fn reserve(
    settings: &VenueSettings,
    provider: &dyn Provider,
    order: &BookingRequest,
) -> Result<Booked, VenueError> {
    let faults = missing_contact(settings, order);
    if faults.is_empty() {
        provider.reserve(order).await
    } else {
        Err(VenueError::Fields(faults))
    }
}

/// Whether gift cards can pay here: those that the venue's own object keeps.
pub(super) fn takes_gift_cards(settings: &VenueSettings) -> bool {
    matches!(settings.system(), Some(System::Engine(_))) && settings.payments.is_some()
}

/// What this venue needs to know of a guest and was not told, and what cannot be used here.
fn missing_contact(settings: &VenueSettings, order: &BookingRequest) -> Vec<FieldError> {
    let guest = &order.request.guest;
    let asked = &settings.guest_fields;
    let missing = |field: Asked, is_there: bool| field == Asked::Required && !is_there;
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
