//! The tables of the journal of changes and of webhooks, as [`tables`] lists the others.
//!
//! [`tables`]: super::tables

use super::tables::Table;

/// All of them, by name.
pub const CHANGE_TABLES: &[Table] = &[
    Table {
        name: "changes",
        personal: &[],
        other: &[
            "sequence", "at", "kind", "action", "subject", "revision", "fields",
        ],
        end: "deleted after 7 days, and beyond the newest 50,000, except for the newest row: it holds ids and which fields \
            were changed, and no guest's data",
    },
    Table {
        name: "dead_letters",
        personal: &[],
        other: &[
            "number",
            "webhook_id",
            "sequence",
            "at",
            "status",
            "queued",
            "change",
        ],
        end: "deleted when it is delivered, after 30 days, beyond the newest 1,000 and with its webhook; the change holds \
            ids and which fields were changed",
    },
    Table {
        name: "webhook_hosts",
        personal: &[],
        other: &["host", "confirmed_at", "confirmed_by"],
        end: "deleted when an operator withdraws the host",
    },
    Table {
        name: "webhooks",
        personal: &[],
        other: &[
            "id",
            "url",
            "host",
            "kinds",
            "sealed_secret",
            "sealed_previous",
            "previous_until",
            "cursor",
            "created_at",
            "created_by",
            "disabled_at",
        ],
        end: "stays until staff delete it: the restaurant's own systems; the secrets are encrypted, under a key that is \
            not stored here, and one that was rotated is deleted once it signs no more",
    },
];
