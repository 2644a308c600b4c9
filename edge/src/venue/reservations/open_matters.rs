//! The reservations, payments, cards and entries that a change of the settings could harm, read for its check.

use config::change::Facts;
use config::change::impact::UpcomingReservation;
use config::change::locks::OpenMatters;
use serde::Deserialize;
use shared::gift_card::WITHDRAWAL_DAYS;
use shared::id::{AreaId, ExperienceId, TableId};
use shared::party::Attendees;
use shared::payment::PaymentTerms;
use shared::reservation::Status;
use shared::time::TimeZone;

use crate::error::Result;
use crate::provider::engine::number::reservation_number;
use crate::provider::engine::order::StoredOrder;
use crate::provider::status::holds_tables;
use crate::storage::database::{first, select};
use crate::storage::row;
use crate::venue::context::Ctx;
use crate::venue::payments::unsettled::{is_open, is_refunding};

const DAY_SECONDS: i64 = 24 * 60 * 60;

/// The facts for the check of a change of the settings of a venue in this time zone. They hold until the next write.
pub fn facts(ctx: Ctx<'_>, zone: &TimeZone) -> Result<Facts> {
    Ok(Facts {
        reservations: upcoming(ctx)?,
        open: open_matters(ctx, zone)?,
    })
}

/// The reservations in the venue's own database that are not over and not final.
fn upcoming(ctx: Ctx<'_>) -> Result<Vec<UpcomingReservation>> {
    #[derive(Deserialize)]
    struct Row {
        number: u32,
        experience_id: ExperienceId,
        attendees: Attendees,
        status: Status,
        #[serde(with = "row::json")]
        table_ids: Vec<TableId>,
        area_id: Option<AreaId>,
        #[serde(with = "row::optional_json")]
        payment: Option<PaymentTerms>,
        #[serde(with = "row::optional_json")]
        ordered: Option<StoredOrder>,
        #[serde(with = "row::flag")]
        has_payment: bool,
    }
    let rows: Vec<Row> = select(
        ctx.database,
        concat!(
            "SELECT number, experience_id, attendees, status, table_ids, area_id, payment, ordered,
                EXISTS (SELECT 1 FROM payments
                    WHERE payments.kind = 'reservation' AND payments.subject = reservations.id
                        AND (json_extract(payments.flow, '$.state') = 'paid' OR ",
            is_open!(),
            " OR ",
            is_refunding!(),
            ")) AS has_payment
             FROM reservations WHERE ends_at > ? ORDER BY number"
        ),
        vec![ctx.now.unix().into()],
    )?;
    let ahead = rows.into_iter().filter(|row| holds_tables(row.status));
    let upcoming = ahead.map(|row| {
        let ordered = row.ordered.unwrap_or_default();
        UpcomingReservation {
            number: reservation_number(row.number.into()),
            experience_id: row.experience_id,
            attendees: row.attendees,
            people: ordered.people_counts(),
            add_ons: ordered.chosen_add_ons(),
            table_ids: row.table_ids,
            area_id: row.area_id,
            terms: row.payment,
            has_payment: row.has_payment,
        }
    });
    Ok(upcoming.collect())
}

/// The counts of everything else that is open. A payment that has come can be given back until its reservation is over,
/// or until the purchase of its gift card cannot be withdrawn from any more.
fn open_matters(ctx: Ctx<'_>, zone: &TimeZone) -> Result<OpenMatters> {
    #[derive(Deserialize)]
    struct Counts {
        payments: u32,
        refunds: u32,
        gift_cards: u32,
        remote_gift_cards: u32,
        remote_reservations: u32,
        gift_card_orders: u32,
        waitlist_entries: u32,
    }
    // The rest of the day of purchase comes on top of the days of withdrawal.
    let withdrawable_since = ctx.now.unix() - (i64::from(WITHDRAWAL_DAYS) + 1) * DAY_SECONDS;
    let counts: Option<Counts> = first(
        ctx.database,
        concat!(
            "SELECT
                (SELECT COUNT(*) FROM payments WHERE NOT ",
            is_refunding!(),
            " AND (",
            is_open!(),
            " OR json_extract(payments.flow, '$.state') = 'paid' AND payments.kind = 'reservation'
                    AND (EXISTS (SELECT 1 FROM reservations WHERE reservations.id = payments.subject
                            AND ends_at > ?1
                            AND status NOT IN ('declined', 'finished', 'cancelled', 'no_show', 'voided'))
                        OR EXISTS (SELECT 1 FROM remote_bookings WHERE remote_bookings.id = payments.subject
                            AND starts_at > ?1 AND stage <> 'over'))))
                    AS payments,
                (SELECT COUNT(*) FROM payments WHERE ",
            is_refunding!(),
            ") AS refunds,
                (SELECT COUNT(*) FROM gift_cards
                    WHERE (expires_on IS NULL OR expires_on >= ?2) AND (
                        SELECT SUM(CASE progress WHEN 'successful' THEN amount WHEN 'pending' THEN MAX(amount, 0) ELSE 0 END)
                        FROM gift_card_transactions WHERE card_id = gift_cards.id) > 0) AS gift_cards,
                (SELECT COUNT(*) FROM gift_cards JOIN gift_card_orders ON gift_card_orders.id = gift_cards.id
                    WHERE issuer = 'upstream' AND (expires_on IS NULL OR expires_on >= ?2)) AS remote_gift_cards,
                (SELECT COUNT(*) FROM remote_reservations WHERE day >= ?2)
                    + (SELECT COUNT(*) FROM remote_orders WHERE phase = 'sent')
                    + (SELECT COUNT(*) FROM remote_moves) AS remote_reservations,
                (SELECT COUNT(*) FROM gift_card_orders WHERE stage NOT IN ('issued', 'refunded', 'lapsed')
                    OR stage = 'issued' AND EXISTS (SELECT 1 FROM gift_cards
                        WHERE gift_cards.id = gift_card_orders.id AND gift_cards.created_at >= ?3))
                    AS gift_card_orders,
                (SELECT COUNT(*) FROM waitlist WHERE status IN ('waiting', 'offered')) AS waitlist_entries"
        ),
        vec![
            ctx.now.unix().into(),
            ctx.today(zone)?.to_string().into(),
            withdrawable_since.into(),
        ],
    )?;
    Ok(counts.map_or_else(OpenMatters::default, |counts| OpenMatters {
        payments: counts.payments,
        refunds: counts.refunds,
        gift_cards: counts.gift_cards,
        remote_gift_cards: counts.remote_gift_cards,
        remote_reservations: counts.remote_reservations,
        gift_card_orders: counts.gift_card_orders,
        waitlist_entries: counts.waitlist_entries,
    }))
}

#[cfg(test)]
#[path = "open_matters_tests.rs"]
mod tests;
