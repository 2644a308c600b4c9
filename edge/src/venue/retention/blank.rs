//! The reservations and orders that are over, and the reasons why others cannot be blanked yet.
//!
//! The query itself leaves out rows that cannot be blanked yet, so they do not fill a batch and every run goes on
//! where the last one ended.

use serde::Deserialize;
use shared::guest_data::WaitReason;
use shared::id::ReservationId;

use super::{Batch, Limits, MOST_AT_ONCE};
use crate::error::Result;
use crate::storage::database::select;
use crate::venue::blanking;
use crate::venue::context::Ctx;
use crate::venue::gift_cards::contribution_prefix;
use crate::venue::payments::unsettled::{is_open, is_refunding};

/// Whether money of a payment of this subject is still moving: it is open, kept on a card, on its way back, or
/// disputed; or a job about it is queued.
macro_rules! is_paying {
    ($kind:literal, $id:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM payments WHERE payments.kind = '",
            $kind,
            "' AND payments.subject = ",
            $id,
            " AND (",
            is_open!(),
            " OR ",
            is_refunding!(),
            "))"
        )
    };
}

/// The reason why a reservation cannot be blanked yet, as SQL; NULL if it can. `?1` is now.
macro_rules! reservation_waits {
    () => {
        concat!(
            "CASE WHEN ends_at >= ?1
                    AND status NOT IN ('declined', 'finished', 'cancelled', 'no_show', 'voided') THEN 'upcoming'
                WHEN ",
            is_paying!("reservation", "reservations.id"),
            " OR EXISTS (SELECT 1 FROM gift_card_transactions WHERE progress = 'pending'
                    AND gift_card_transactions.id = '",
            contribution_prefix!(),
            "' || reservations.id)
                THEN 'money_moving' END"
        )
    };
}

/// The reason why a booking at a remote system cannot be blanked yet, as SQL; NULL if it can. `?1` is now.
macro_rules! remote_booking_waits {
    () => {
        concat!(
            "CASE WHEN stage = 'booked' AND starts_at >= ?1 THEN 'upcoming'
                WHEN stage NOT IN ('booked', 'over') OR (stage = 'booked' AND posting IN ('wanted', 'sent')) OR ",
            is_paying!("reservation", "remote_bookings.id"),
            " OR EXISTS (SELECT 1 FROM due WHERE due.kind = 'remote_booking' AND due.subject = remote_bookings.id)
                OR EXISTS (SELECT 1 FROM gift_card_transactions WHERE progress = 'pending'
                    AND gift_card_transactions.id = '",
            contribution_prefix!(),
            "' || remote_bookings.id)
                THEN 'money_moving' END"
        )
    };
}

/// The reason why an order cannot be blanked yet, as SQL; NULL if it can. `?1` is now, `?2` today. The balance of a
/// card at a remote system is not known here: its order waits only for the end of the withdrawal period, 14 days and
/// the rest of a day.
macro_rules! order_waits {
    () => {
        concat!(
            "CASE WHEN stage NOT IN ('issued', 'refunded', 'lapsed') OR ",
            is_paying!("gift_card_order", "gift_card_orders.id"),
            " OR EXISTS (SELECT 1 FROM due WHERE due.kind = 'gift_card' AND due.subject = gift_card_orders.id)
                OR EXISTS (SELECT 1 FROM gift_card_transactions
                    WHERE card_id = gift_card_orders.id AND progress = 'pending') THEN 'money_moving'
                WHEN EXISTS (SELECT 1 FROM due WHERE due.kind = 'gift_card_letter'
                    AND due.subject LIKE '%/' || gift_card_orders.id) THEN 'letter_waiting'
                WHEN stage = 'issued' AND EXISTS (SELECT 1 FROM gift_cards WHERE gift_cards.id = gift_card_orders.id
                    AND CASE issuer WHEN 'upstream' THEN gift_cards.created_at >= ?1 - 15 * 86400
                        ELSE (expires_on IS NULL OR expires_on >= ?2) AND (
                            SELECT SUM(CASE progress WHEN 'dropped' THEN 0 ELSE gift_card_transactions.amount END)
                            FROM gift_card_transactions WHERE card_id = gift_cards.id
                        ) > 0 END) THEN 'card_in_use' END"
        )
    };
}

/// The id of a row, and the reason why it cannot be blanked yet.
#[derive(Deserialize)]
pub(super) struct Found {
    pub(super) id: String,
    pub(super) waits: Option<WaitReason>,
}

/// The reservations of these ids that were not blanked, with the reasons why they cannot be blanked yet.
pub(super) fn reservations_of(ctx: Ctx<'_>, ids: &[&ReservationId], limits: Limits) -> Result<Vec<Found>> {
    let sql = concat!(
        "SELECT id, ",
        reservation_waits!(),
        " AS waits FROM reservations
         WHERE blanked_at IS NULL AND id IN (SELECT value FROM json_each(?2)) ORDER BY number"
    );
    let ids = serde_json::json!(ids).to_string();
    let bindings = vec![limits.now.unix().into(), ids.into()];
    Ok(select(ctx.database, sql, bindings)?)
}

/// The bookings at a remote system of these ids that were not blanked, with the reasons why they cannot be blanked yet.
pub(super) fn remote_bookings_of(ctx: Ctx<'_>, ids: &[&ReservationId], limits: Limits) -> Result<Vec<Found>> {
    let sql = concat!(
        "SELECT id, ",
        remote_booking_waits!(),
        " AS waits FROM remote_bookings
         WHERE blanked_at IS NULL AND id IN (SELECT value FROM json_each(?2)) ORDER BY created_at, id"
    );
    let ids = serde_json::json!(ids).to_string();
    let bindings = vec![limits.now.unix().into(), ids.into()];
    Ok(select(ctx.database, sql, bindings)?)
}

/// The orders whose purchaser has this address, with the reasons why they cannot be blanked yet.
pub(super) fn orders_of(ctx: Ctx<'_>, email: &str, limits: Limits) -> Result<Vec<Found>> {
    let sql = concat!(
        "SELECT id, ",
        order_waits!(),
        " AS waits FROM gift_card_orders
         WHERE blanked_at IS NULL AND LOWER(purchaser_email) = ?3 ORDER BY created_at, id"
    );
    let bindings = vec![
        limits.now.unix().into(),
        limits.today.to_string().into(),
        email.into(),
    ];
    Ok(select(ctx.database, sql, bindings)?)
}

/// The rows that one run blanks: those that were over long ago, and those whose erasure was requested before they
/// were over.
pub(super) fn batch(ctx: Ctx<'_>, limits: Limits) -> Result<Batch> {
    let Limits { now, today, before } = limits;
    let of_time = |sql| -> Result<Vec<String>> {
        let bindings = vec![now.unix().into(), before.unix().into(), MOST_AT_ONCE.into()];
        Ok(ids(select(ctx.database, sql, bindings)?))
    };
    let orders = |sql| -> Result<Vec<String>> {
        let bindings = vec![
            now.unix().into(),
            today.to_string().into(),
            before.unix().into(),
            MOST_AT_ONCE.into(),
        ];
        Ok(ids(select(ctx.database, sql, bindings)?))
    };
    let reservations = [
        of_time(concat!(
            "SELECT id FROM reservations WHERE blanked_at IS NULL AND ends_at < ?2 AND ",
            reservation_waits!(),
            " IS NULL ORDER BY ends_at LIMIT ?3"
        ))?,
        of_time(concat!(
            "SELECT id FROM reservations WHERE blanked_at IS NULL AND erase_asked_at IS NOT NULL AND ends_at >= ?2 AND ",
            reservation_waits!(),
            " IS NULL ORDER BY erase_asked_at LIMIT ?3"
        ))?,
    ];
    let elsewhere = [
        of_time(concat!(
            "SELECT id FROM remote_bookings WHERE blanked_at IS NULL AND starts_at < ?2 AND ",
            remote_booking_waits!(),
            " IS NULL ORDER BY starts_at LIMIT ?3"
        ))?,
        of_time(concat!(
            "SELECT id FROM remote_bookings WHERE blanked_at IS NULL AND erase_asked_at IS NOT NULL AND starts_at >= ?2
                AND ",
            remote_booking_waits!(),
            " IS NULL ORDER BY erase_asked_at LIMIT ?3"
        ))?,
    ];
    let orders = [
        orders(concat!(
            "SELECT id FROM gift_card_orders WHERE blanked_at IS NULL AND created_at < ?3 AND ",
            order_waits!(),
            " IS NULL ORDER BY created_at LIMIT ?4"
        ))?,
        orders(concat!(
            "SELECT id FROM gift_card_orders WHERE blanked_at IS NULL AND erase_asked_at IS NOT NULL AND created_at >= ?3
                AND ",
            order_waits!(),
            " IS NULL ORDER BY erase_asked_at LIMIT ?4"
        ))?,
    ];
    let cards = ids(select(
        ctx.database,
        "SELECT id FROM gift_cards WHERE email IS NOT NULL AND created_at < ?1 AND (expires_on < ?2 OR (
                SELECT COALESCE(SUM(CASE progress WHEN 'dropped' THEN 0 ELSE amount END), 0)
                FROM gift_card_transactions WHERE card_id = gift_cards.id
            ) <= 0) ORDER BY created_at LIMIT ?3",
        vec![
            before.unix().into(),
            today.to_string().into(),
            MOST_AT_ONCE.into(),
        ],
    )?);
    let is_full = |found: &Vec<String>| i64::try_from(found.len()).is_ok_and(|count| count >= MOST_AT_ONCE);
    let mut found = reservations
        .iter()
        .chain(&elsewhere)
        .chain(&orders)
        .chain([&cards]);
    let is_full = found.any(is_full);
    let (reservations, orders) = (reservations.concat(), orders.concat());
    let elsewhere = elsewhere.concat();
    let mut written = Vec::new();
    if !reservations.is_empty() {
        written.extend(blanking::reservations(&reservations, now)?);
    }
    if !elsewhere.is_empty() {
        written.extend(blanking::remote_bookings(&elsewhere, now)?);
    }
    if !orders.is_empty() {
        written.extend(blanking::orders(&orders, now)?);
    }
    if !cards.is_empty() {
        written.push(blanking::cards(&cards)?);
    }
    Ok(Batch {
        statements: written,
        is_full,
    })
}

fn ids(rows: Vec<Id>) -> Vec<String> {
    rows.into_iter().map(|row| row.id).collect()
}

#[derive(Deserialize)]
struct Id {
    id: String,
}
