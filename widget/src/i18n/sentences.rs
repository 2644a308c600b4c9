//! The text for a value: a status, a reason, a field and its fault, a problem's code.

use shared::availability::{DayStatus, Reason};
use shared::problem::ProblemCode;
use shared::validation::FieldCode;

use super::Texts;
use crate::flow::{Field, GiftFault};

impl Texts {
    /// A day's status in words.
    #[must_use]
    pub fn day_status(&self, status: DayStatus) -> &'static str {
        match status {
            DayStatus::Open => self.day_status_open,
            DayStatus::Full => self.day_status_full,
            DayStatus::Closed => self.day_status_closed,
        }
    }

    /// Why a slot is not open, in words.
    #[must_use]
    pub fn reason(&self, reason: &Reason) -> &'static str {
        match reason.text() {
            "party_too_small" => self.reason_party_too_small,
            "party_too_large" => self.reason_party_too_large,
            "in_the_past" => self.reason_in_the_past,
            "lead_time_too_short" => self.reason_lead_time_too_short,
            "beyond_horizon" => self.reason_beyond_horizon,
            "closed" => self.reason_closed,
            "time_does_not_exist" => self.reason_time_does_not_exist,
            "payment_not_supported" => self.reason_payment_not_supported,
            _ => self.full,
        }
    }

    /// A field's name.
    #[must_use]
    pub fn field(&self, field: Field) -> &'static str {
        match field {
            Field::FirstName => self.field_first_name,
            Field::LastName => self.field_last_name,
            Field::Email => self.field_email,
            Field::Phone => self.field_phone,
            Field::Notes => self.field_notes,
        }
    }

    /// A field's hint, if it has one.
    #[must_use]
    pub fn field_hint(&self, field: Field) -> Option<&'static str> {
        match field {
            Field::Email => Some(self.field_hint_email),
            Field::Phone => Some(self.field_hint_phone),
            Field::Notes => Some(self.field_hint_notes),
            Field::FirstName | Field::LastName => None,
        }
    }

    /// A field's fault in words.
    #[must_use]
    pub fn fault(&self, field: Field, code: FieldCode) -> &'static str {
        match (field, code) {
            (Field::FirstName, FieldCode::Required) => self.fault_first_name_required,
            (Field::LastName, FieldCode::Required) => self.fault_last_name_required,
            (Field::Email, FieldCode::Required) => self.fault_email_required,
            (Field::Phone, FieldCode::Required) => self.fault_phone_required,
            (_, FieldCode::Required) => self.fault_required,
            (Field::Notes, FieldCode::TooLong) => self.fault_notes_too_long,
            (Field::Email, FieldCode::TooLong) => self.fault_email_too_long,
            (_, FieldCode::TooLong) => self.fault_too_long,
            (_, FieldCode::ControlCharacters) => self.fault_control_characters,
            (_, FieldCode::ContainsLink) => self.fault_contains_link,
            (_, FieldCode::InvalidEmail) => self.fault_invalid_email,
            (_, FieldCode::InvalidPhone) => self.fault_invalid_phone,
            (
                _,
                FieldCode::UnknownField
                | FieldCode::WrongType
                | FieldCode::OutOfRange
                | FieldCode::InvalidDay
                | FieldCode::InvalidLanguage
                | FieldCode::Invalid
                | FieldCode::Unknown
                | FieldCode::InThePast
                | FieldCode::LeadTimeTooShort
                | FieldCode::BeyondHorizon
                | FieldCode::EndsBeforeStart
                | FieldCode::RangeTooLong
                | FieldCode::PartyTooSmall
                | FieldCode::PartyTooLarge
                | FieldCode::NotASlot
                | FieldCode::NotOffered
                | FieldCode::LookAlike
                | FieldCode::Mistyped
                | FieldCode::Expired
                | FieldCode::UsedUp
                | FieldCode::NothingToPay
                | FieldCode::SoldOut
                | FieldCode::NeedsAdult,
            ) => self.fault_not_accepted,
        }
    }

    /// Why a gift card cannot pay, in words.
    #[must_use]
    pub fn gift_fault(&self, fault: GiftFault) -> &'static str {
        match fault {
            GiftFault::Limited => self.gift_fault_limited,
            GiftFault::Code(FieldCode::LookAlike) => self.gift_fault_look_alike,
            GiftFault::Code(FieldCode::Mistyped) => self.gift_fault_mistyped,
            GiftFault::Code(FieldCode::Unknown) => self.gift_fault_unknown,
            GiftFault::Code(FieldCode::Expired) => self.gift_fault_expired,
            GiftFault::Code(FieldCode::UsedUp) => self.gift_fault_used_up,
            GiftFault::Code(FieldCode::NotOffered | FieldCode::NothingToPay) => self.gift_fault_not_possible,
            GiftFault::Code(_) => self.gift_fault_invalid,
        }
    }

    /// A problem's code in words.
    #[must_use]
    pub fn problem(&self, code: ProblemCode) -> &'static str {
        match code {
            ProblemCode::SlotTaken => self.problem_slot_taken,
            ProblemCode::ValidationFailed => self.problem_validation_failed,
            ProblemCode::VenueNotFound | ProblemCode::NotFound | ProblemCode::GiftCardNotFound => {
                self.problem_not_found
            }
            ProblemCode::RateLimited => self.problem_rate_limited,
            ProblemCode::UpstreamFailed | ProblemCode::UpstreamUnavailable | ProblemCode::UpstreamTimeout => {
                self.problem_upstream
            }
            ProblemCode::OutcomeUnknown => self.problem_outcome_unknown,
            ProblemCode::IdempotencyInFlight => self.problem_in_flight,
            ProblemCode::ChangeInProgress => self.problem_change_in_progress,
            ProblemCode::ChallengeFailed => self.problem_challenge_failed,
            ProblemCode::VenueSuspended => self.nothing_offered,
            ProblemCode::Malformed
            | ProblemCode::IdempotencyKeyRequired
            | ProblemCode::Unauthorized
            | ProblemCode::Forbidden
            | ProblemCode::MethodNotAllowed
            | ProblemCode::IllegalTransition
            | ProblemCode::ReservationChanged
            | ProblemCode::TooEarly
            | ProblemCode::TooLate
            | ProblemCode::PaymentLost
            | ProblemCode::SlotOpen
            | ProblemCode::PriceChanged
            | ProblemCode::AccessCodeUnknown
            | ProblemCode::TooManyEntries
            | ProblemCode::WaitlistFull
            | ProblemCode::TooManyDayRules
            | ProblemCode::DayRuleOver
            | ProblemCode::NoMail
            | ProblemCode::OfferOver
            | ProblemCode::WithdrawalOver
            | ProblemCode::GiftCardUsedUp
            | ProblemCode::NotWithdrawable
            | ProblemCode::GiftCardExists
            | ProblemCode::SealingUnavailable
            | ProblemCode::VenueExists
            | ProblemCode::Resync
            | ProblemCode::AccountNotConnected
            | ProblemCode::VersionMismatch
            | ProblemCode::SettingsConflict
            | ProblemCode::SettingsInvalid
            | ProblemCode::PreconditionRequired
            | ProblemCode::UpgradeRequired
            | ProblemCode::BodyTooLarge
            | ProblemCode::UnsupportedMediaType
            | ProblemCode::UnknownSecret
            | ProblemCode::IdempotencyKeyReused
            | ProblemCode::Internal => self.problem_internal,
        }
    }

    /// A span in words: hours and minutes up to a day, whole days from two days on.
    #[must_use]
    pub fn duration(&self, minutes: u32) -> String {
        if minutes >= 2880 && minutes.is_multiple_of(1440) {
            return self.days.of(minutes / 1440);
        }
        match (minutes / 60, minutes % 60) {
            (0, rest) => self.minutes.of(rest),
            (hours, 0) => self.hours.of(hours),
            (hours, rest) => [self.hours.of(hours), self.minutes.of(rest)].join(" "),
        }
    }
}
