//! Problem details (RFC 9457) with a closed list of codes, to which the edge's one table maps errors.

use serde::{Deserialize, Serialize};

use crate::availability::Slot;
use crate::quote::Quote;
use crate::validation::FieldError;

/// The media type of a problem answer.
pub const MEDIA_TYPE: &str = "application/problem+json";

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $status:literal, $title:literal;)+) => {
        /// The kind of a problem, by a name that never changes. Clients decide by this alone.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum ProblemCode {
            $($(#[$doc])* #[serde(rename = $text)] $name,)+
        }

        impl ProblemCode {
            /// Every code there is.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The code's stable text.
            #[must_use]
            pub fn text(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// The HTTP status it is answered with.
            #[must_use]
            pub fn status(self) -> u16 {
                match self { $(Self::$name => $status,)+ }
            }

            /// A short English summary, the same at every occurrence (RFC 9457, section 3.1.3).
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)+ }
            }
        }
    };
}

codes! {
    /// The body is not the JSON it should be, or the address cannot be read.
    Malformed = "malformed", 400, "The request cannot be read";
    /// A write came without its `Idempotency-Key`, or with one that is no key.
    IdempotencyKeyRequired = "idempotency_key_required", 400, "An Idempotency-Key header is required";
    /// The token is missing or wrong.
    Unauthorized = "unauthorized", 401, "A valid token is required";
    /// The token is right, the act is not allowed.
    Forbidden = "forbidden", 403, "This is not allowed";
    /// The check that keeps robots out was not passed; a new token is needed.
    ChallengeFailed = "challenge_failed", 403, "The check against robots was not passed";
    /// There is no such venue here.
    VenueNotFound = "venue_not_found", 404, "There is no such venue";
    /// There is nothing at this address.
    NotFound = "not_found", 404, "There is nothing here";
    /// No gift card has this code.
    GiftCardNotFound = "gift_card_not_found", 404, "There is no gift card of this code";
    /// The address exists, the method does not.
    MethodNotAllowed = "method_not_allowed", 405, "This method is not allowed here";
    /// The slot is no longer open; `alternatives` has the day's open slots.
    SlotTaken = "slot_taken", 409, "This time has just been taken";
    /// The price is another one than the guest was shown, and nothing was booked; `quote` has the one of now.
    PriceChanged = "price_changed", 409, "The price has changed";
    /// The same request is being carried out at this moment.
    IdempotencyInFlight = "idempotency_in_flight", 409, "The same request is still being carried out";
    /// Another change or cancellation of the reservation is being carried out; nothing was changed, and the same
    /// request can be sent again shortly.
    ChangeInProgress = "change_in_progress", 409, "Another change of this reservation is being carried out";
    /// The reservation's status does not allow this step.
    IllegalTransition = "illegal_transition", 409, "The reservation's status does not allow this";
    /// The reservation was written since the sender read it: read it again. Staff alone get it, so the widget does not read
    /// it.
    #[cfg_attr(not(feature = "requests"), serde(skip_deserializing))]
    ReservationChanged = "reservation_changed", 409, "The reservation was changed meanwhile";
    /// The reservation has not begun, so a no-show cannot be reported yet.
    TooEarly = "too_early", 409, "The reservation has not begun";
    /// The period in which a no-show can be reported is over.
    TooLate = "too_late", 409, "The time to report this is over";
    /// The authorised payment of the reservation has lapsed, and its guest cannot be asked to pay again.
    PaymentLost = "payment_lost", 409, "The payment is gone, and the guest cannot be asked to pay anew";
    /// A slot in the entry's window is open; `alternatives` has it.
    SlotOpen = "slot_open", 409, "A time within the wanted times is open: book it";
    /// As many guests wait for a table on this day as the venue allows.
    WaitlistFull = "waitlist_full", 409, "The waitlist of this day is full";
    /// The guest has as many open waitlist entries as the venue allows.
    TooManyEntries = "too_many_wishes", 409, "There are too many open waitlist entries already";
    /// As many rules of days are in force as a venue may have.
    TooManyDayRules = "too_many_day_rules", 409, "There are too many rules of days already";
    /// The rule of the day has ended or was removed, so it meets no reservation. Staff alone get it, so the widget does not
    /// read it.
    #[cfg_attr(not(feature = "requests"), serde(skip_deserializing))]
    DayRuleOver = "day_rule_over", 409, "This rule of the day is over";
    /// The venue's settings have no mail, so no guest can be written to. Staff alone get it.
    #[cfg_attr(not(feature = "requests"), serde(skip_deserializing))]
    NoMail = "no_mail", 409, "This venue sends no e-mails";
    /// The offered table is not held any more, or was never offered.
    OfferOver = "offer_over", 409, "This offer is over";
    /// The days in which the purchase of a gift card can be withdrawn from are over.
    WithdrawalOver = "withdrawal_over", 409, "The time to withdraw is over";
    /// Nothing is left on the gift card, so nothing could come back.
    GiftCardUsedUp = "gift_card_used_up", 409, "Nothing is left on this gift card";
    /// The order has no card that could be given back here: it is not paid, it is refunded, or its
    /// card is stored by the system that takes the bookings.
    NotWithdrawable = "not_withdrawable", 409, "This order cannot be given back here";
    /// There is a gift card of this code, or for this payment, already.
    GiftCardExists = "gift_card_exists", 409, "There is such a gift card already";
    /// The deployment has no key, or none that is right, to seal secrets with; its operator's log says which.
    SealingUnavailable = "sealing_unavailable", 409, "This deployment has no key to seal secrets with";
    /// There is a venue of this id already, or there was one: ids are never reused. Operators alone get it, so the widget
    /// does not read it: its name would be a part of the first module.
    #[cfg_attr(not(feature = "requests"), serde(skip_deserializing))]
    VenueExists = "venue_exists", 409, "There is a venue of this id already";
    /// The account has no valid token at its vendor: a person has to authorize it. Operators alone get it.
    #[cfg_attr(not(feature = "requests"), serde(skip_deserializing))]
    AccountNotConnected = "account_not_connected", 409, "The account has to be authorized at its vendor";
    /// Changes after the cursor are no longer kept: read again what you follow, and go on from `cursor`. Staff's systems
    /// alone get it, so the widget does not read it.
    #[cfg_attr(not(feature = "requests"), serde(skip_deserializing))]
    Resync = "resync", 410, "The changes after this cursor are no longer kept";
    /// The settings were changed since the version that `If-Match` names: read them again.
    VersionMismatch = "version_mismatch", 412, "The settings were changed meanwhile";
    /// A change of settings would harm reservations, payments or balances; `conflicts` and `locks` name them.
    SettingsConflict = "settings_conflict", 409, "The change would harm what exists already";
    /// The settings cannot be served, or the sender may not change some of them; `faults` names each.
    SettingsInvalid = "settings_invalid", 422, "Some settings are not right";
    /// The endpoint opens a WebSocket, and the request asks for none. Staff's systems alone get it, so the widget does not
    /// read it.
    #[cfg_attr(not(feature = "requests"), serde(skip_deserializing))]
    UpgradeRequired = "upgrade_required", 426, "The request must ask for a WebSocket";
    /// A change of settings came without `If-Match`.
    PreconditionRequired = "precondition_required", 428, "An If-Match header with the version is required";
    /// The body is larger than the limit.
    BodyTooLarge = "body_too_large", 413, "The body is too large";
    /// The body is of another type than `application/json`.
    UnsupportedMediaType = "unsupported_media_type", 415, "The body must be application/json";
    /// Fields are wrong; `errors` names each.
    ValidationFailed = "validation_failed", 422, "Some fields are not right";
    /// The header `Access-Code` has a code that opens nothing.
    AccessCodeUnknown = "access_code_unknown", 422, "This access code opens nothing";
    /// The venue's settings name no such secret; the list of its secrets has those that they name.
    UnknownSecret = "unknown_secret", 422, "The venue's settings name no such secret";
    /// The key was used before with another body.
    IdempotencyKeyReused = "idempotency_key_reused", 422, "This Idempotency-Key belongs to another request";
    /// Too many requests; `Retry-After` says when to try again.
    RateLimited = "rate_limited", 429, "Too many requests";
    /// Our fault.
    Internal = "internal", 500, "Something went wrong on our side";
    /// The restaurant's system gave no usable answer.
    UpstreamFailed = "upstream_failed", 502, "The restaurant's system gave no usable answer";
    /// The restaurant's system is away; asking again at once is of no use.
    UpstreamUnavailable = "upstream_unavailable", 503, "The restaurant's system is away";
    /// The deployment's operator has suspended the venue: it takes no bookings, sells no gift cards and takes no
    /// entries of its waitlist. What was booked before can be read and cancelled.
    VenueSuspended = "venue_suspended", 503, "This venue takes no bookings at present";
    /// The restaurant's system did not answer in time. Nothing was changed.
    UpstreamTimeout = "upstream_timeout", 504, "The restaurant's system did not answer in time";
    /// It is not known yet whether the booking was made: ask again with the same `Idempotency-Key`,
    /// which never books twice.
    OutcomeUnknown = "outcome_unknown", 504, "It is not known yet whether this was booked";
}

/// A problem answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Identifies the kind of problem: `urn:couvert:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// [`ProblemCode::title`].
    pub title: String,
    /// The HTTP status, again.
    pub status: u16,
    /// The stable code.
    pub code: ProblemCode,
    /// Details of this occurrence, in English, without personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The request's id in the operator's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// When to try again, in seconds; sent as the header `Retry-After` and not in the body.
    #[serde(skip)]
    pub retry_after: Option<u32>,
    /// Every faulty field, with [`ProblemCode::ValidationFailed`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The day's open slots as they are now, with [`ProblemCode::SlotTaken`]; those within the entry's window, with
    /// [`ProblemCode::SlotOpen`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternatives: Option<Vec<Slot>>,
    /// The price of the booking by now, with [`ProblemCode::PriceChanged`]. It is read with the feature `guest` alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(feature = "guest"), serde(skip_deserializing))]
    pub quote: Option<Box<Quote>>,
    /// The reasons against a change of settings, with [`ProblemCode::SettingsInvalid`] and
    /// [`ProblemCode::SettingsConflict`].
    #[cfg(feature = "requests")]
    #[serde(flatten, default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Box<crate::settings::SettingsRefusal>>,
    /// The cursor of now, with [`ProblemCode::Resync`].
    #[cfg(feature = "requests")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<crate::page::PagePosition>,
}

impl Problem {
    /// The problem of this code, with nothing particular.
    #[must_use]
    pub fn new(code: ProblemCode) -> Self {
        Self {
            kind: format!("urn:couvert:problem:{}", code.text()),
            title: code.title().to_owned(),
            status: code.status(),
            code,
            detail: None,
            request_id: None,
            retry_after: None,
            errors: Vec::new(),
            alternatives: None,
            quote: None,
            #[cfg(feature = "requests")]
            refusal: None,
            #[cfg(feature = "requests")]
            cursor: None,
        }
    }

    /// With details of this occurrence.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Faulty fields.
    #[must_use]
    pub fn fields(errors: Vec<FieldError>) -> Self {
        Self {
            errors,
            ..Self::new(ProblemCode::ValidationFailed)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validation::FieldCode;

    #[test]
    fn a_problem_is_rfc_9457_with_code_and_pointers() {
        let problem = Problem::fields(vec![FieldError::new("/guest/email", FieldCode::InvalidEmail)]);
        assert_eq!(
            serde_json::to_value(problem).unwrap(),
            serde_json::json!({
                "type": "urn:couvert:problem:validation_failed",
                "title": "Some fields are not right",
                "status": 422,
                "code": "validation_failed",
                "errors": [{ "pointer": "/guest/email", "code": "invalid_email" }],
            })
        );
    }

    #[test]
    fn every_code_has_a_text_of_its_own_and_an_error_status() {
        let mut texts: Vec<_> = ProblemCode::ALL.iter().map(|code| code.text()).collect();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), ProblemCode::ALL.len());
        for code in ProblemCode::ALL {
            assert!((400..600).contains(&code.status()));
            assert_eq!(serde_json::to_value(code).unwrap(), code.text());
        }
    }
}
