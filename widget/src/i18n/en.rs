//! English.

use shared::availability::DayStatus;
use shared::check::FieldCode;
use shared::problem::Code;

use super::{Phrase, Plural, Texts};
use crate::flow::Field;

pub(super) static TEXTS: Texts = Texts {
    language: "en",
    direction: "ltr",

    loading: "Loading …",
    retry: "Try again",
    back: "Back",
    go_on: "Continue",
    change: Phrase("Change: {}"),
    optional: "optional",
    opens_elsewhere: "opens in a new tab",
    progress: Phrase("Step {} of {}"),
    steps: ["Table", "Details", "Confirm"],

    find_title: "Reserve a table",
    experience_legend: "What would you like to book?",
    more_about: Phrase("More about {}"),
    on_request: "on request",
    party_legend: "How many guests?",
    party_more: "More",
    guests: Plural {
        one: "1 guest",
        other: "{} guests",
    },
    larger_party: Phrase("More than {}? Please call us:"),
    day_legend: "Which day?",
    earlier_month: "Previous month",
    later_month: "Next month",
    today: "today",
    chosen: "chosen",
    day_status: |status| match status {
        DayStatus::Open => "tables free",
        DayStatus::Full => "fully booked",
        DayStatus::Closed => "closed",
    },
    calendar_failed: "We could not load this month.",

    choose_day_first: "Which time?",
    choose_day_hint: "Choose a day, and its free times appear here.",
    no_times: "Nothing is free on this day.",
    no_times_hint: "Another day or a different number of guests may work.",
    times_failed: "We could not load the times.",
    parts_of_day: ["Morning", "Midday", "Afternoon", "Evening", "Late"],
    full: "fully booked",
    few_left: "last tables",
    next_day: "next day",
    until: Phrase("until {}"),
    lasts: Phrase("for {}"),
    minutes: Plural {
        one: "1 minute",
        other: "{} minutes",
    },
    hours: Plural {
        one: "1 hour",
        other: "{} hours",
    },
    days: Plural {
        one: "1 day",
        other: "{} days",
    },
    times_found: Plural {
        one: "1 time is free.",
        other: "{} times are free.",
    },
    reason: |reason| match reason.text() {
        "party_too_small" => "for larger parties",
        "party_too_large" => "for smaller parties",
        "in_the_past" => "already over",
        "lead_time_too_short" => "too soon to book online",
        "beyond_horizon" => "not bookable yet",
        "closed" => "closed",
        "time_does_not_exist" => "the clocks change",
        _ => "fully booked",
    },

    details_title: "Your details",
    field: |field| match field {
        Field::FirstName => "First name",
        Field::LastName => "Last name",
        Field::Email => "E-mail",
        Field::Phone => "Phone",
        Field::Notes => "Wishes",
    },
    field_hint: |field| match field {
        Field::Email => Some("We write here about your reservation."),
        Field::Phone => Some("In case we need to reach you on the day."),
        Field::Notes => Some("Allergies, a high chair, something to celebrate …"),
        Field::FirstName | Field::LastName => None,
    },
    characters_left: Phrase("{} characters left"),
    characters_over: Phrase("{} characters too many"),
    area_legend: "Where would you like to sit?",
    any_area: "No preference",
    consent: Phrase("{} may send me news by e-mail. I can stop this at any time."),
    privacy_lead: "Your details are used for this reservation.",
    privacy_link: "Privacy notice",
    faults_title: Plural {
        one: "One field needs another look",
        other: "{} fields need another look",
    },
    fault,
    to_review: "Continue",

    review_title: "Is everything right?",
    your_booking: "Your reservation",
    experience: "Experience",
    party: "Guests",
    day: "Day",
    time: "Time",
    area: "Area",
    name: "Name",
    cancellation: "If your plans change",
    payment: "Payment",
    prepayment: Phrase("{} is paid in advance."),
    deposit: Phrase("A deposit of {} is due. It is deducted from your bill."),
    card_guarantee: Phrase("A card secures the table. {} is charged only if nobody comes."),
    pay_within: Phrase("Please pay within {}; after that the table is given up."),
    refund_until: Phrase("You get it back if you cancel at least {} before your visit."),
    no_refund: "It is not refunded if you cancel.",
    pay_later: "Nothing is charged now: the restaurant will tell you how to pay.",
    request_explained: "This is a request. Your table is certain once the restaurant has confirmed it.",
    terms_link: "Terms",
    confirm: "Reserve now",
    confirm_request: "Send request",
    confirm_payment: "Reserve with obligation to pay",
    sending: "One moment …",
    unsure_title: "We are not sure your reservation arrived",
    unsure: "No answer came back. Please try again: you will not be booked twice.",
    send_again: "Try again",

    booked_title: "Your table is reserved",
    booked: Phrase("{} is looking forward to your visit."),
    requested_title: "Your request has been sent",
    requested: Phrase("{} will let you know. Until then your table is not certain."),
    pending_title: "Your table is being held",
    pending: Phrase("{} will tell you how to pay. Your table is certain once it is paid."),
    number: "Reservation number",
    book_another: "Make another reservation",

    slot_lost_title: "Someone was a moment faster",
    slot_lost: Phrase("{} has just been taken. Nothing has been booked; your details are kept."),
    still_open: "Still free, nearest first:",
    nothing_else_open: "Nothing else is free on this day. Please choose another one.",
    time_not_open: Phrase("{} is not free for this choice. Please choose another time."),
    day_not_open: Phrase("{} is not free for this choice. Please choose another day."),
    not_booked: "Nothing has been booked",
    problem,
    offline: "There is no connection. Please check it and try again.",
    unreadable: "The answer could not be understood. Please try again.",
    unavailable_title: "Reservations cannot be loaded right now",
    hosted_link: "Open the reservation page",
    call: "Call the restaurant:",
    nothing_offered: "No reservations are taken here at the moment.",
};

fn fault(field: Field, code: FieldCode) -> &'static str {
    match (field, code) {
        (Field::FirstName, FieldCode::Required) => "Please enter your first name.",
        (Field::LastName, FieldCode::Required) => "Please enter your last name.",
        (Field::Email, FieldCode::Required) => "Please enter your e-mail address.",
        (Field::Phone, FieldCode::Required) => "Please enter your phone number.",
        (_, FieldCode::Required) => "Please fill this in.",
        (Field::Notes, FieldCode::TooLong) => "Please keep this to 1000 characters.",
        (Field::Email, FieldCode::TooLong) => "This address is too long.",
        (_, FieldCode::TooLong) => "Please keep this to 100 characters.",
        (_, FieldCode::ControlCharacters) => "This has invisible characters in it. Please type it again.",
        (_, FieldCode::InvalidEmail) => "Please check the address, for example anna@example.com.",
        (_, FieldCode::InvalidPhone) => {
            "Please check the number, for example +43 660 1234567. Only digits, with the area code."
        }
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
            | FieldCode::NotOffered,
        ) => "The restaurant cannot accept this. Please change it.",
    }
}

fn problem(code: Code) -> &'static str {
    match code {
        Code::SlotTaken => "This time has just been taken.",
        Code::ValidationFailed => "The restaurant could not accept this choice. Please check it.",
        Code::VenueNotFound | Code::NotFound => "This restaurant does not take reservations here.",
        Code::RateLimited => "Too many people are asking at once. Please wait a minute and try again.",
        Code::UpstreamFailed | Code::UpstreamUnavailable | Code::UpstreamTimeout => {
            "The restaurant's booking system is not answering. Please try again in a few minutes."
        }
        Code::OutcomeUnknown => {
            "The restaurant's booking system has not told us yet whether you have your table. Please ask once more: you will not be booked twice."
        }
        Code::IdempotencyInFlight => "Your reservation is still being made. Please try again in a moment.",
        Code::Malformed
        | Code::IdempotencyKeyRequired
        | Code::Unauthorized
        | Code::Forbidden
        | Code::ChallengeFailed
        | Code::MethodNotAllowed
        | Code::IllegalTransition
        | Code::BodyTooLarge
        | Code::UnsupportedMediaType
        | Code::IdempotencyKeyReused
        | Code::Internal => "Something went wrong on our side. Please try again.",
    }
}
