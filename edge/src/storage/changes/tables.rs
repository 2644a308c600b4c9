//! The list of journaled tables: the kind, the subject and the fields of each journaled table, and the reason
//! why each other table is not in it. A test compares the lists with the schema, so that no table and no column is
//! forgotten.

use shared::change::ChangeKind;

/// A journaled table.
pub struct Journaled {
    /// The table.
    pub table: &'static str,
    /// The kind of its changes, as SQL.
    pub kind: &'static str,
    /// The subject of a row, as SQL with `{row}` for `NEW` or `OLD`.
    pub subject: &'static str,
    /// The revision of the subject, as SQL with `{row}`.
    pub revision: &'static str,
    /// Whether a row is the subject itself, and not a part of it.
    pub is_subject: bool,
    /// The columns that are reported, each with the bit of its field: see `fields`.
    pub columns: &'static [(&'static str, u8)],
    /// The columns that are not reported, each with the reason.
    pub others: &'static [(&'static str, &'static str)],
}

/// The names of a kind's fields, in the order of their bits. New ones are added at the end: stored rows have the bits.
pub(super) const fn fields(kind: ChangeKind) -> &'static [&'static str] {
    match kind {
        ChangeKind::Reservation => &[
            "payment",
            "status",
            "day",
            "minutes",
            "duration",
            "attendees",
            "experienceId",
            "areaId",
            "tableIds",
            "guest",
            "notes",
            "internalNotes",
            "labelIds",
            "locale",
            "marketingConsent",
            "checkedInAt",
            "checkedOutAt",
            "refundUntil",
            "order",
            "answers",
        ],
        ChangeKind::GiftCardOrder => &[
            "payment",
            "status",
            "purchaser",
            "recipient",
            "message",
            "withdrawal",
        ],
        ChangeKind::WaitlistEntry => &["status", "offer", "guest"],
        ChangeKind::GiftCard => &["transactions", "customer", "expiresOn"],
        ChangeKind::Settings => &[],
        ChangeKind::DayRule => &["effect", "reason", "endsAt", "removedAt"],
        ChangeKind::PhoneCall => &["status", "phone", "pickedUpAt", "endedAt"],
    }
}

/// The names of the fields of these bits.
pub(super) fn field_names(kind: ChangeKind, bits: u64) -> Vec<String> {
    let names = fields(kind).iter().enumerate();
    names
        .filter(|(bit, _)| bits & (1_u64 << *bit) != 0)
        .map(|(_, name)| (*name).to_owned())
        .collect()
}

const NEVER: &str = "never changes";
const REPEATS: &str = "recognises a repeated request";
const INTERNAL: &str = "no answer has it";

/// All journaled tables.
pub const JOURNALED: &[Journaled] = &[
    Journaled {
        table: "reservations",
        kind: "'reservation'",
        subject: "{row}.id",
        revision: "{row}.revision",
        is_subject: true,
        columns: &[
            ("payment", 0),
            ("status", 1),
            ("day", 2),
            ("minutes", 3),
            ("starts_at", 3),
            ("ends_at", 4),
            ("attendees", 5),
            ("experience_id", 6),
            ("area_id", 7),
            ("table_ids", 8),
            ("is_pinned", 8),
            ("first_name", 9),
            ("last_name", 9),
            ("email", 9),
            ("phone", 9),
            ("company", 9),
            ("guest_notes", 9),
            ("guest_id", 9),
            ("notes", 10),
            ("internal_notes", 11),
            ("label_ids", 12),
            ("locale", 13),
            ("marketing_consent", 14),
            ("checked_in_at", 15),
            ("checked_out_at", 16),
            ("refund_until", 17),
            ("ordered", 18),
            ("answers", 19),
        ],
        others: &[
            ("id", NEVER),
            ("number", NEVER),
            ("created_at", NEVER),
            ("source", NEVER),
            ("revision", "stands beside the fields"),
            ("sequence_base", INTERNAL),
            ("blanked_at", "the guest's data changes with it"),
            ("erase_asked_at", INTERNAL),
        ],
    },
    Journaled {
        table: "payments",
        kind: "{row}.kind",
        subject: "{row}.subject",
        revision: "(SELECT revision FROM reservations WHERE id = {row}.subject)",
        is_subject: false,
        columns: &[
            ("flow", 0),
            ("amount", 0),
            ("currency", 0),
            ("deadline", 0),
            ("agreed", 0),
        ],
        others: &[
            ("id", NEVER),
            ("kind", NEVER),
            ("subject", NEVER),
            ("reference", "the state changes with it"),
            ("charge_reference", "the state changes with it"),
            ("handover", "opens the payment to a browser"),
            ("due_minutes", NEVER),
            ("extended", "the deadline changes with it"),
            ("created_at", NEVER),
        ],
    },
    Journaled {
        table: "waitlist",
        kind: "'waitlist_entry'",
        subject: "{row}.id",
        revision: "NULL",
        is_subject: true,
        columns: &[
            ("status", 0),
            ("reservation_id", 1),
            ("offered_until", 1),
            ("first_name", 2),
            ("last_name", 2),
            ("email", 2),
            ("phone", 2),
        ],
        others: &[
            ("id", NEVER),
            ("key", REPEATS),
            ("fingerprint", REPEATS),
            ("experience_id", NEVER),
            ("day", NEVER),
            ("from_minutes", NEVER),
            ("to_minutes", NEVER),
            ("attendees", NEVER),
            ("locale", NEVER),
            ("created_at", NEVER),
            ("mailbox", INTERNAL),
            ("quoted_at", NEVER),
        ],
    },
    Journaled {
        table: "gift_card_orders",
        kind: "'gift_card_order'",
        subject: "{row}.id",
        revision: "NULL",
        is_subject: true,
        columns: &[
            ("payment", 0),
            ("stage", 1),
            ("purchaser_name", 2),
            ("purchaser_email", 2),
            ("recipient_name", 3),
            ("recipient_email", 3),
            ("message", 4),
            ("refund_reason", 5),
            ("withdrawn_at", 5),
        ],
        others: &[
            ("id", NEVER),
            ("key", REPEATS),
            ("fingerprint", REPEATS),
            ("issuer", NEVER),
            ("template_id", NEVER),
            ("amount", NEVER),
            ("currency", NEVER),
            ("deliver_on", NEVER),
            ("locale", NEVER),
            ("created_at", NEVER),
            ("pending_debit", INTERNAL),
            ("blanked_at", "the purchaser's data changes with it"),
            ("erase_asked_at", INTERNAL),
        ],
    },
    Journaled {
        table: "gift_cards",
        kind: "'gift_card'",
        subject: "{row}.id",
        revision: "NULL",
        is_subject: true,
        columns: &[("email", 1), ("expires_on", 2)],
        others: &[
            ("id", NEVER),
            ("code_hash", NEVER),
            ("currency", NEVER),
            ("created_at", NEVER),
            ("template_id", NEVER),
            ("payment_reference", NEVER),
            ("locale", NEVER),
            ("sealed_code", INTERNAL),
            ("key", REPEATS),
            ("fingerprint", REPEATS),
        ],
    },
    Journaled {
        table: "gift_card_transactions",
        kind: "'gift_card'",
        subject: "{row}.card_id",
        revision: "NULL",
        is_subject: false,
        columns: &[("amount", 0), ("progress", 0), ("reference", 0)],
        others: &[
            ("card_id", NEVER),
            ("id", NEVER),
            ("created_at", NEVER),
            ("settled_at", "the progress changes with it"),
            ("key", REPEATS),
            ("fingerprint", REPEATS),
        ],
    },
    Journaled {
        table: "settings_versions",
        kind: "'settings'",
        subject: "{row}.version",
        revision: "{row}.version",
        is_subject: true,
        columns: &[],
        others: &[
            ("version", NEVER),
            ("at", NEVER),
            ("author", NEVER),
            ("reason", NEVER),
            ("settings", NEVER),
        ],
    },
    Journaled {
        table: "day_rules",
        kind: "'day_rule'",
        subject: "{row}.id",
        revision: "NULL",
        is_subject: true,
        columns: &[("effect", 0), ("reason", 1), ("ends_at", 2), ("removed_at", 3)],
        others: &[
            ("id", NEVER),
            ("key", REPEATS),
            ("fingerprint", REPEATS),
            ("created_at", NEVER),
            ("created_by", NEVER),
        ],
    },
    Journaled {
        table: "phone_calls",
        kind: "'phone_call'",
        subject: "{row}.number",
        revision: "NULL",
        is_subject: true,
        columns: &[("status", 0), ("phone", 1), ("picked_up_at", 2), ("ended_at", 3)],
        others: &[
            ("number", NEVER),
            ("id", NEVER),
            ("phone_number_id", NEVER),
            ("at", NEVER),
        ],
    },
];

/// The tables that are not journaled, each with the reason.
pub const NOT_JOURNALED: &[(&str, &str)] = &[
    (
        "access_keys",
        "who may ask is in the audit log, and concerns no listener",
    ),
    ("assigned_secrets", "the operator's: in the audit log"),
    (
        "audit",
        "says who made a change that is reported of its own table",
    ),
    ("changes", "is the journal"),
    ("dead_letters", "has changes that were reported and not delivered"),
    ("day_rule_letters", "letters concern their guests"),
    (
        "due",
        "work that the object does later: what it changes is reported then",
    ),
    ("idempotency", "repeats an answer"),
    ("letter_counts", "counts letters"),
    ("meta", "values of the object itself"),
    ("outbox", "letters concern their guests"),
    ("payment_notices", "recognises a repeated notice"),
    ("people", "personal data of staff: in the audit log"),
    ("picture_files", "has the bytes of a picture, which never change"),
    (
        "pictures",
        "is seen by a new version of the settings that uses it",
    ),
    ("pos_dead_letters", "work about the till that waits for staff"),
    (
        "pos_deliveries",
        "is worked off later: what it changes of a reservation is reported then",
    ),
    (
        "pos_notices",
        "what the till said: the steps that follow from it are reported of the reservation",
    ),
    (
        "pos_pushes",
        "the versions of reservations that were sent to the till",
    ),
    (
        "pos_states",
        "what the till said: the steps that follow from it are reported of the reservation",
    ),
    (
        "remote_bookings",
        "the reservation is another system's, which reports it itself, and its payment is journaled",
    ),
    (
        "remote_moves",
        "the reservation is another system's, which reports it itself",
    ),
    (
        "remote_orders",
        "the reservation is another system's, which reports it itself",
    ),
    (
        "remote_places",
        "the reservation is another system's, which reports it itself",
    ),
    (
        "remote_reservations",
        "the reservation is another system's, which reports it itself",
    ),
    ("sealed_secrets", "secrets: in the audit log"),
    ("sessions", "who is signed in concerns no listener"),
    ("shown_letters", "letters concern their guests"),
    ("sign_in_links", "who signs in concerns no listener"),
    ("webhook_hosts", "the operator's: in the audit log"),
    ("webhooks", "who listens is in the audit log"),
];
