//! The tables of a venue's till, with their personal columns and how each kind of row ends.

use super::tables::Table;

/// All of them, by name.
pub const TILL_TABLES: &[Table] = &[
    Table {
        name: "pos_dead_letters",
        personal: &[],
        other: &["kind", "subject", "at", "cause", "reservation_id"],
        end: "deleted when staff replay it, or after 35 days: it holds ids and codes",
    },
    Table {
        name: "pos_deliveries",
        personal: &["delivery"],
        other: &["id", "source", "received_at", "reservation_id"],
        end: "the delivery is blanked once it is worked off; deleted after 35 days, or `retainDays` if those are fewer, and \
              with the data of its reservation's guest",
    },
    Table {
        name: "pos_notices",
        personal: &[],
        other: &["id", "reservation_id", "received_at", "notice"],
        end: "deleted after 35 days: what a till said of a reservation, without its guest's data",
    },
    Table {
        name: "pos_pushes",
        personal: &[],
        other: &[
            "reservation_id",
            "version",
            "changed_at",
            "sent_version",
            "sent_at",
            "settles_at",
            "failures",
        ],
        end: "stays: numbers and times; the version must never go back",
    },
    Table {
        name: "pos_states",
        personal: &[],
        other: &[
            "reservation_id",
            "base_status",
            "status",
            "tables",
            "covers",
            "in_service",
            "receipts",
        ],
        end: "stays: what was spent at the reservation, whose guest is blanked",
    },
];
