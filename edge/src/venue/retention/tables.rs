//! Every table of a venue's database, with its personal columns and how each kind of row ends. A test compares the
//! list with the schema, so that no table and no column is forgotten.

/// A table.
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// The columns that hold personal data, or may: blanked or deleted with their row.
    pub personal: &'static [&'static str],
    /// All other columns.
    pub other: &'static [&'static str],
    /// The event that deletes or blanks its rows, or the reason why they stay.
    pub end: &'static str,
}

/// All of them, by name.
pub const TABLES: &[Table] = &[
    Table {
        name: "access_keys",
        personal: &[],
        other: &[
            "id",
            "name",
            "role",
            "permissions",
            "secret_hash",
            "created_at",
            "created_by",
            "last_used_at",
            "revoked_at",
        ],
        end: "stays, revoked keys too: the audit log names them; the name is of a device or a system",
    },
    Table {
        name: "assigned_secrets",
        personal: &[],
        other: &["name", "assigned_at", "assigned_by"],
        end: "deleted when the assignment is withdrawn",
    },
    Table {
        name: "audit",
        personal: &[],
        other: &["id", "at", "actor", "action", "subject", "before", "after"],
        end: "stays: it holds ids, statuses, days, party sizes, amounts, names of keys and what rules do, and no guest's data",
    },
    Table {
        name: "day_rule_letters",
        personal: &[],
        other: &["rule_id", "reservation_id", "at"],
        end: "deleted with the rule",
    },
    Table {
        name: "day_rules",
        personal: &["key", "fingerprint", "effect", "reason"],
        other: &["id", "ends_at", "created_at", "created_by", "removed_at"],
        end: "deleted 48 hours after the rule's end or its removal; staff may have written a name into a note",
    },
    Table {
        name: "due",
        personal: &[],
        other: &["kind", "subject", "at", "tries"],
        end: "deleted when the job is done or given up; `retention` stays, as one row",
    },
    Table {
        name: "gift_card_orders",
        personal: &[
            "key",
            "fingerprint",
            "purchaser_name",
            "purchaser_email",
            "recipient_name",
            "recipient_email",
            "message",
        ],
        other: &[
            "id",
            "stage",
            "issuer",
            "payment",
            "template_id",
            "amount",
            "currency",
            "deliver_on",
            "locale",
            "created_at",
            "refund_reason",
            "withdrawn_at",
            "pending_debit",
            "blanked_at",
            "erase_asked_at",
        ],
        end: "blanked `retainDays` after the order, once the card is spent or expired; the money stays",
    },
    Table {
        name: "gift_card_transactions",
        personal: &[],
        other: &[
            "card_id",
            "id",
            "amount",
            "progress",
            "created_at",
            "settled_at",
            "reference",
            "key",
            "fingerprint",
        ],
        end: "stays: the ledger; the reference is a till's own",
    },
    Table {
        name: "gift_cards",
        personal: &["email", "sealed_code", "key", "fingerprint"],
        other: &[
            "locale",
            "id",
            "code_hash",
            "currency",
            "expires_on",
            "created_at",
            "template_id",
            "payment_reference",
        ],
        end: "stays: the ledger's accounts; the code is kept as a keyed hash, and encrypted until the letter with it is sent; \
            the address is blanked `retainDays` after the card was made, once it is spent or expired",
    },
    Table {
        name: "idempotency",
        personal: &["fingerprint"],
        other: &["key", "answer", "created_at"],
        end: "deleted after 48 hours; the fingerprint is a hash of the request, the answer has no guest data",
    },
    Table {
        name: "letter_counts",
        personal: &["recipient"],
        other: &["day", "letters"],
        end: "deleted the day after; the recipient is a keyed hash",
    },
    Table {
        name: "meta",
        personal: &[],
        other: &["key", "value"],
        end: "stays: a fixed set of values of the venue",
    },
    Table {
        name: "outbox",
        personal: &["letter"],
        other: &["id", "closed_at", "counted"],
        end: "the letter is blanked when it is sent or given up, its name deleted 30 days later",
    },
    Table {
        name: "payment_notices",
        personal: &[],
        other: &["id", "at"],
        end: "deleted after 30 days",
    },
    Table {
        name: "payments",
        personal: &["handover"],
        other: &[
            "id",
            "kind",
            "subject",
            "amount",
            "currency",
            "flow",
            "reference",
            "deadline",
            "due_minutes",
            "extended",
            "created_at",
            "charge_reference",
            "agreed",
        ],
        end: "stays: money; what opens it to a browser is blanked when it can no longer be paid",
    },
    Table {
        name: "people",
        personal: &["name", "email", "mailbox"],
        other: &[
            "id",
            "locale",
            "role",
            "permissions",
            "invited_at",
            "invited_by",
            "last_seen_at",
            "removed_at",
        ],
        end: "the address is blanked when the person is removed, the name `retainDays` later; the audit log has the id",
    },
    Table {
        name: "phone_calls",
        personal: &["phone"],
        other: &[
            "number",
            "id",
            "phone_number_id",
            "status",
            "at",
            "picked_up_at",
            "ended_at",
        ],
        end: "deleted after 30 days, or `retainDays` if those are fewer; with the data of a guest who has the number",
    },
    Table {
        name: "picture_files",
        personal: &[],
        other: &["name", "base64"],
        end: "deleted with the picture: the restaurant's own, without places, devices and comments",
    },
    Table {
        name: "pictures",
        personal: &[],
        other: &["name", "width", "height", "bytes", "uploaded_at", "uploaded_by"],
        end: "stays until staff delete it: the restaurant's own pictures, and who uploaded them",
    },
    Table {
        name: "remote_moves",
        personal: &[],
        other: &[
            "old_id",
            "guest_id",
            "key",
            "phase",
            "day",
            "minutes",
            "attendees",
        ],
        end: "deleted when the move is done or given up",
    },
    Table {
        name: "remote_orders",
        personal: &["fingerprint", "answer"],
        other: &[
            "key",
            "reference",
            "phase",
            "sent_at",
            "terms",
            "reservation_id",
            "created_at",
            "likeness",
            "seen",
        ],
        end: "deleted after 48 hours",
    },
    Table {
        name: "remote_places",
        personal: &[],
        other: &["guest_id", "current_id", "day"],
        end: "deleted a week after its day",
    },
    Table {
        name: "remote_reservations",
        personal: &[],
        other: &["id", "day", "minutes", "terms"],
        end: "deleted a week after its day",
    },
    Table {
        name: "reservations",
        personal: &[
            "first_name",
            "last_name",
            "email",
            "phone",
            "notes",
            "marketing_consent",
            "label_ids",
            "company",
            "guest_notes",
            "internal_notes",
            "guest_id",
        ],
        other: &[
            "id",
            "number",
            "experience_id",
            "day",
            "minutes",
            "starts_at",
            "ends_at",
            "attendees",
            "status",
            "table_ids",
            "area_id",
            "locale",
            "payment",
            "created_at",
            "source",
            "checked_in_at",
            "checked_out_at",
            "refund_until",
            "revision",
            "sequence_base",
            "blanked_at",
            "erase_asked_at",
            "is_pinned",
        ],
        end: "blanked `retainDays` after its end; what is counted stays",
    },
    Table {
        name: "sealed_secrets",
        personal: &[],
        other: &["name", "sealed", "updated_at", "updated_by"],
        end: "stays until staff delete it: encrypted, under a key that is not stored here",
    },
    Table {
        name: "sessions",
        personal: &["devices"],
        other: &["id", "person_id", "secret_hash", "created_at", "last_used_at"],
        end: "deleted when the person signs out or is removed, when staff end it, or by the daily run once it is over; \
              devices are families of browsers and systems with their times, without addresses",
    },
    Table {
        name: "settings_versions",
        personal: &[],
        other: &["version", "at", "author", "reason", "settings"],
        end: "stays: the restaurant's own settings, and who changed them",
    },
    Table {
        name: "shown_letters",
        personal: &["letter"],
        other: &["number", "id", "at"],
        end: "demonstrations alone: the last hundred are kept, and none after `retainDays`",
    },
    Table {
        name: "sign_in_links",
        personal: &[],
        other: &[
            "id",
            "person_id",
            "secret_hash",
            "created_at",
            "expires_at",
            "used_at",
        ],
        end: "deleted 7 days after it has expired, or with its person's removal",
    },
    Table {
        name: "waitlist",
        personal: &[
            "key",
            "fingerprint",
            "first_name",
            "last_name",
            "email",
            "phone",
            "mailbox",
        ],
        other: &[
            "id",
            "status",
            "experience_id",
            "day",
            "from_minutes",
            "to_minutes",
            "attendees",
            "locale",
            "reservation_id",
            "offered_until",
            "created_at",
        ],
        end: "names and addresses are blanked when the entry is over, the row deleted 30 days after its day",
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::storage::database::{Database as _, Statement};
    use crate::test_support::database::Memory;

    #[test]
    fn every_table_and_every_column_of_the_schema_has_an_end() {
        let memory = Memory::new();
        let columns = memory
            .rows(Statement::new(
                "SELECT tables.name AS name, columns.name AS part FROM sqlite_master AS tables
                 JOIN pragma_table_info(tables.name) AS columns WHERE tables.type = 'table'",
                vec![],
            ))
            .unwrap();
        let stored: BTreeSet<(String, String)> = columns
            .iter()
            .map(|row| {
                let text = |key: &str| row[key].as_str().unwrap().to_owned();
                (text("name"), text("part"))
            })
            .filter(|(name, _)| !name.starts_with("sqlite_"))
            .collect();
        let listed: Vec<(String, String)> = TABLES
            .iter()
            .flat_map(|table| {
                let parts = table.personal.iter().chain(table.other);
                parts.map(|part| (table.name.to_owned(), (*part).to_owned()))
            })
            .collect();
        assert_eq!(stored, listed.iter().cloned().collect());
        assert_eq!(stored.len(), listed.len(), "a column stands in the list twice");
        assert!(TABLES.iter().all(|table| !table.end.is_empty()));
    }
}
