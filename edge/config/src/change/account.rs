//! The identity of the systems outside that a venue's data refers to.

use crate::payment::PaymentSettings;
use crate::remote::RemoteAccount;
use crate::venue::{System, VenueSettings};

/// The account that payments are made to, as far as settings name it. The name of its secret stands for it: its keys
/// can be changed under the same name.
#[derive(PartialEq, Eq)]
pub(super) enum PaymentAccount<'a> {
    Demo,
    Stripe {
        secret_key: &'a str,
        api: (&'a str, Option<&'a str>),
    },
}

/// The payment account of these settings; none at a venue that takes no payments.
pub(super) fn payment_account(settings: &VenueSettings) -> Option<PaymentAccount<'_>> {
    settings.payments.as_ref().map(|payments| match payments {
        PaymentSettings::Demo => PaymentAccount::Demo,
        PaymentSettings::Stripe(stripe) => PaymentAccount::Stripe {
            secret_key: &stripe.secret_key,
            api: (&stripe.api_base, stripe.api_base_variable.as_deref()),
        },
    })
}

/// The system that keeps the reservations, as far as settings name it.
#[derive(PartialEq, Eq)]
pub(super) enum BookingSystem<'a> {
    Engine,
    Remote(RemoteAccount<'a>),
}

/// The system of these settings; none where they name none or several.
pub(super) fn booking_system(settings: &VenueSettings) -> Option<BookingSystem<'_>> {
    settings.system().map(|system| match system {
        System::Engine(_) => BookingSystem::Engine,
        System::Remote(remote) => BookingSystem::Remote(remote.account()),
    })
}
