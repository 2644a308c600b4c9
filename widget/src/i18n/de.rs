//! German: formal, warm, plain.

use shared::availability::DayStatus;
use shared::check::FieldCode;
use shared::problem::Code;

use super::{Phrase, Plural, Texts};
use crate::flow::Field;

pub(super) static TEXTS: Texts = Texts {
    language: "de",
    direction: "ltr",

    loading: "Wird geladen …",
    retry: "Noch einmal versuchen",
    back: "Zurück",
    go_on: "Weiter",
    change: Phrase("Ändern: {}"),
    optional: "optional",
    opens_elsewhere: "öffnet einen neuen Tab",
    progress: Phrase("Schritt {} von {}"),
    steps: ["Tisch", "Angaben", "Bestätigen"],

    find_title: "Tisch reservieren",
    experience_legend: "Was möchten Sie reservieren?",
    more_about: Phrase("Mehr über {}"),
    on_request: "auf Anfrage",
    party_legend: "Wie viele Personen?",
    party_more: "Mehr",
    guests: Plural {
        one: "1 Person",
        other: "{} Personen",
    },
    larger_party: Phrase("Mehr als {}? Bitte rufen Sie uns an:"),
    day_legend: "An welchem Tag?",
    earlier_month: "Voriger Monat",
    later_month: "Nächster Monat",
    today: "heute",
    chosen: "gewählt",
    day_status: |status| match status {
        DayStatus::Open => "Tische frei",
        DayStatus::Full => "ausgebucht",
        DayStatus::Closed => "geschlossen",
    },
    calendar_failed: "Dieser Monat konnte nicht geladen werden.",

    choose_day_first: "Um welche Zeit?",
    choose_day_hint: "Wählen Sie einen Tag; hier erscheinen dann seine freien Zeiten.",
    no_times: "An diesem Tag ist nichts mehr frei.",
    no_times_hint: "Vielleicht passt ein anderer Tag oder eine andere Personenzahl.",
    times_failed: "Die Zeiten konnten nicht geladen werden.",
    parts_of_day: ["Vormittag", "Mittag", "Nachmittag", "Abend", "Spätabend"],
    full: "ausgebucht",
    few_left: "letzte Tische",
    next_day: "am Folgetag",
    until: Phrase("bis {}"),
    lasts: Phrase("für {}"),
    minutes: Plural {
        one: "1 Minute",
        other: "{} Minuten",
    },
    hours: Plural {
        one: "1 Stunde",
        other: "{} Stunden",
    },
    days: Plural {
        one: "1 Tag",
        other: "{} Tage",
    },
    times_found: Plural {
        one: "1 Zeit ist frei.",
        other: "{} Zeiten sind frei.",
    },
    reason: |reason| match reason.text() {
        "party_too_small" => "für größere Gruppen",
        "party_too_large" => "für kleinere Gruppen",
        "in_the_past" => "schon vorbei",
        "lead_time_too_short" => "online zu kurzfristig",
        "beyond_horizon" => "noch nicht buchbar",
        "closed" => "geschlossen",
        "time_does_not_exist" => "Zeitumstellung",
        _ => "ausgebucht",
    },

    details_title: "Ihre Angaben",
    field: |field| match field {
        Field::FirstName => "Vorname",
        Field::LastName => "Nachname",
        Field::Email => "E-Mail",
        Field::Phone => "Telefon",
        Field::Notes => "Wünsche",
    },
    field_hint: |field| match field {
        Field::Email => Some("Hierhin schreiben wir Ihnen zu Ihrer Reservierung."),
        Field::Phone => Some("Falls wir Sie am Tag selbst erreichen müssen."),
        Field::Notes => Some("Allergien, Kinderstuhl, etwas zu feiern …"),
        Field::FirstName | Field::LastName => None,
    },
    characters_left: Phrase("noch {} Zeichen"),
    characters_over: Phrase("{} Zeichen zu viel"),
    area_legend: "Wo möchten Sie sitzen?",
    any_area: "Keine Vorliebe",
    consent: Phrase("{} darf mir Neuigkeiten per E-Mail senden. Das kann ich jederzeit widerrufen."),
    privacy_lead: "Ihre Angaben dienen dieser Reservierung.",
    privacy_link: "Datenschutzerklärung",
    faults_title: Plural {
        one: "Bitte sehen Sie ein Feld noch einmal an",
        other: "Bitte sehen Sie {} Felder noch einmal an",
    },
    fault,
    to_review: "Weiter",

    review_title: "Stimmt alles?",
    your_booking: "Ihre Reservierung",
    experience: "Angebot",
    party: "Personen",
    day: "Tag",
    time: "Uhrzeit",
    area: "Bereich",
    name: "Name",
    cancellation: "Wenn etwas dazwischenkommt",
    payment: "Zahlung",
    prepayment: Phrase("{} werden im Voraus bezahlt."),
    deposit: Phrase("Wir bitten um eine Anzahlung von {}. Sie wird auf Ihrer Rechnung abgezogen."),
    card_guarantee: Phrase("Eine Karte sichert den Tisch. {} werden nur berechnet, wenn niemand kommt."),
    pay_within: Phrase("Sie haben {} Zeit zu zahlen; danach wird der Tisch wieder frei."),
    refund_until: Phrase("Sie erhalten den Betrag zurück, wenn Sie mindestens {} vor Ihrem Besuch absagen."),
    no_refund: "Bei einer Absage wird der Betrag nicht erstattet.",
    pay_later: "Jetzt wird nichts abgebucht: Das Restaurant teilt Ihnen mit, wie Sie zahlen.",
    request_explained: "Dies ist eine Anfrage. Ihr Tisch ist sicher, sobald das Restaurant ihn bestätigt hat.",
    terms_link: "Geschäftsbedingungen",
    confirm: "Jetzt reservieren",
    confirm_request: "Anfrage senden",
    confirm_payment: "Zahlungspflichtig reservieren",
    sending: "Einen Moment …",
    unsure_title: "Wir wissen nicht, ob Ihre Reservierung angekommen ist",
    unsure: "Es kam keine Antwort zurück. Bitte versuchen Sie es noch einmal: Sie werden nicht doppelt gebucht.",
    send_again: "Noch einmal versuchen",

    booked_title: "Ihr Tisch ist reserviert",
    booked: Phrase("{} freut sich auf Ihren Besuch."),
    requested_title: "Ihre Anfrage ist unterwegs",
    requested: Phrase("{} meldet sich bei Ihnen. Bis dahin ist Ihr Tisch noch nicht sicher."),
    pending_title: "Ihr Tisch ist vorgemerkt",
    pending: Phrase("{} teilt Ihnen mit, wie Sie zahlen. Danach ist Ihr Tisch sicher."),
    number: "Reservierungsnummer",
    book_another: "Weitere Reservierung",

    slot_lost_title: "Jemand war einen Augenblick schneller",
    slot_lost: Phrase(
        "{} ist soeben vergeben worden. Es wurde nichts gebucht; Ihre Angaben bleiben erhalten.",
    ),
    still_open: "Noch frei, das Nächste zuerst:",
    nothing_else_open: "An diesem Tag ist nichts anderes mehr frei. Bitte wählen Sie einen anderen.",
    time_not_open: Phrase("{} ist für diese Auswahl nicht frei. Bitte wählen Sie eine andere Zeit."),
    day_not_open: Phrase("{} ist für diese Auswahl nicht frei. Bitte wählen Sie einen anderen Tag."),
    not_booked: "Es wurde nichts gebucht",
    problem,
    offline: "Es besteht keine Verbindung. Bitte prüfen Sie sie und versuchen Sie es noch einmal.",
    unreadable: "Die Antwort war nicht zu verstehen. Bitte versuchen Sie es noch einmal.",
    unavailable_title: "Die Reservierung lässt sich gerade nicht laden",
    hosted_link: "Zur Reservierungsseite",
    call: "Rufen Sie das Restaurant an:",
    nothing_offered: "Hier werden zurzeit keine Reservierungen angenommen.",
};

fn fault(field: Field, code: FieldCode) -> &'static str {
    match (field, code) {
        (Field::FirstName, FieldCode::Required) => "Bitte geben Sie Ihren Vornamen ein.",
        (Field::LastName, FieldCode::Required) => "Bitte geben Sie Ihren Nachnamen ein.",
        (Field::Email, FieldCode::Required) => "Bitte geben Sie Ihre E-Mail-Adresse ein.",
        (Field::Phone, FieldCode::Required) => "Bitte geben Sie Ihre Telefonnummer ein.",
        (_, FieldCode::Required) => "Bitte füllen Sie dieses Feld aus.",
        (Field::Notes, FieldCode::TooLong) => "Bitte höchstens 1000 Zeichen.",
        (Field::Email, FieldCode::TooLong) => "Diese Adresse ist zu lang.",
        (_, FieldCode::TooLong) => "Bitte höchstens 100 Zeichen.",
        (_, FieldCode::ControlCharacters) => {
            "Hier stehen unsichtbare Zeichen. Bitte tippen Sie es noch einmal ein."
        }
        (_, FieldCode::InvalidEmail) => "Bitte prüfen Sie die Adresse, zum Beispiel anna@example.com.",
        (_, FieldCode::InvalidPhone) => {
            "Bitte prüfen Sie die Nummer, zum Beispiel +43 660 1234567. Nur Ziffern, mit Vorwahl."
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
        ) => "Das kann das Restaurant nicht annehmen. Bitte ändern Sie es.",
    }
}

fn problem(code: Code) -> &'static str {
    match code {
        Code::SlotTaken => "Diese Zeit ist soeben vergeben worden.",
        Code::ValidationFailed => "Das Restaurant konnte diese Auswahl nicht annehmen. Bitte prüfen Sie sie.",
        Code::VenueNotFound | Code::NotFound => "Dieses Restaurant nimmt hier keine Reservierungen an.",
        Code::RateLimited => {
            "Gerade fragen sehr viele gleichzeitig. Bitte warten Sie eine Minute und versuchen Sie es noch einmal."
        }
        Code::UpstreamFailed | Code::UpstreamUnavailable | Code::UpstreamTimeout => {
            "Das Reservierungssystem des Restaurants antwortet nicht. Bitte versuchen Sie es in einigen Minuten noch einmal."
        }
        Code::OutcomeUnknown => {
            "Das Reservierungssystem des Restaurants hat uns noch nicht gesagt, ob Sie Ihren Tisch haben. Bitte fragen Sie noch einmal: Sie werden nicht doppelt gebucht."
        }
        Code::IdempotencyInFlight => {
            "Ihre Reservierung wird noch bearbeitet. Bitte versuchen Sie es gleich noch einmal."
        }
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
        | Code::Internal => "Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal.",
    }
}
