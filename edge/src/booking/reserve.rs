//! The use case of making a booking: checks of the guest's data by the venue's settings, then the booking system.

use config::{System, VenueSettings};
use shared::validation::{FieldCode, FieldError};
use shared::venue::FieldRequirement;

use crate::error::VenueError;
use crate::provider::{Booked, BookingRequest, Provider};

/// Books, after the checks that need the venue's settings. Their faults are [`VenueError::Fields`]; all other checks are
/// the booking system's.
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
