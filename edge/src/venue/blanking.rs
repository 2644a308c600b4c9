//! Statements that blank personal data in rows: the row stays, with what is counted.

use shared::id::ReservationId;
use shared::time::Instant;

use crate::storage::database::{DatabaseError, Statement};

/// Placeholder for the name and the address of a person whose data was blanked, in columns that may not be NULL.
/// Readers show it as a name, and no letter is written to it.
pub const BLANK: &str = "-";

/// The ids as a JSON array, which SQLite reads with `json_each`.
fn list(ids: &[String]) -> Result<String, DatabaseError> {
    serde_json::to_string(ids).map_err(|error| DatabaseError(error.to_string()))
}

/// Blanks one reservation.
#[must_use]
pub fn blank_reservation(id: &ReservationId, now: Instant) -> Statement {
    blank_listed(format!("[\"{id}\"]"), now)
}

fn blank_listed(ids: String, now: Instant) -> Statement {
    Statement::new(
        "UPDATE reservations SET first_name = NULL, last_name = ?1, email = NULL, phone = NULL, notes = NULL,
            marketing_consent = 0, label_ids = '[]', company = NULL, guest_notes = NULL, internal_notes = NULL,
            guest_id = NULL, answers = NULL, blanked_at = ?2
         WHERE blanked_at IS NULL AND id IN (SELECT value FROM json_each(?3))",
        vec![BLANK.into(), now.unix().into(), ids.into()],
    )
}

/// Blanks these reservations, with the letters about them that were not sent.
pub fn reservations(ids: &[String], now: Instant) -> Result<Vec<Statement>, DatabaseError> {
    let mut statements = vec![blank_listed(list(ids)?, now)];
    statements.extend(letters(ids, now)?);
    Ok(statements)
}

/// Blanks these bookings at a remote system, with the letters about them that were not sent. The system keeps data of its
/// own.
pub fn remote_bookings(ids: &[String], now: Instant) -> Result<Vec<Statement>, DatabaseError> {
    let mut statements = vec![Statement::new(
        "UPDATE remote_bookings SET first_name = NULL, last_name = ?1, email = NULL, phone = NULL, answers = NULL,
            blanked_at = ?2
         WHERE blanked_at IS NULL AND id IN (SELECT value FROM json_each(?3))",
        vec![BLANK.into(), now.unix().into(), list(ids)?.into()],
    )];
    statements.extend(letters(ids, now)?);
    Ok(statements)
}

/// Blanks the addresses of cards that staff made. The fingerprint of the request goes with the address, of which it is a
/// hash too.
pub fn cards(ids: &[String]) -> Result<Statement, DatabaseError> {
    Ok(Statement::new(
        "UPDATE gift_cards SET email = NULL, sealed_code = NULL, key = NULL, fingerprint = NULL
         WHERE id IN (SELECT value FROM json_each(?))",
        vec![list(ids)?.into()],
    ))
}

/// Blanks these orders of gift cards, with the letters about them that were not sent. The key and the fingerprint are
/// blanked too: neither is used any more two days after the order.
pub fn orders(ids: &[String], now: Instant) -> Result<Vec<Statement>, DatabaseError> {
    let mut statements = vec![Statement::new(
        "UPDATE gift_card_orders SET key = '', fingerprint = '', purchaser_name = ?1, purchaser_email = ?1,
            recipient_name = NULL, recipient_email = NULL, message = NULL, blanked_at = ?2
         WHERE blanked_at IS NULL AND id IN (SELECT value FROM json_each(?3))",
        vec![BLANK.into(), now.unix().into(), list(ids)?.into()],
    )];
    statements.extend(letters(ids, now)?);
    Ok(statements)
}

/// Blanks the recipients of these gift cards, and the messages to them. A card that was not sent yet goes to its
/// purchaser.
pub fn recipients(ids: &[String]) -> Result<Statement, DatabaseError> {
    Ok(Statement::new(
        "UPDATE gift_card_orders SET recipient_name = NULL, recipient_email = NULL, message = NULL
         WHERE id IN (SELECT value FROM json_each(?))",
        vec![list(ids)?.into()],
    ))
}

/// Withdraws letters about the reservations, orders and waitlist entries of these ids, and about their payments. A
/// letter's name contains the random id of its subject, so no other name contains it.
pub fn letters(ids: &[String], now: Instant) -> Result<Vec<Statement>, DatabaseError> {
    let ids = list(ids)?;
    Ok(vec![
        Statement::new(
            "DELETE FROM due WHERE kind = 'mail' AND EXISTS (
                SELECT 1 FROM json_each(?1) AS one
                LEFT JOIN payments ON payments.kind IN ('reservation', 'gift_card_order')
                    AND payments.subject = one.value
                WHERE instr(due.subject, one.value) > 0 OR instr(due.subject, payments.id) > 0
            )",
            vec![ids.as_str().into()],
        ),
        Statement::new(
            "UPDATE outbox SET letter = NULL, closed_at = ?2 WHERE letter IS NOT NULL AND EXISTS (
                SELECT 1 FROM json_each(?1) AS one
                LEFT JOIN payments ON payments.kind IN ('reservation', 'gift_card_order')
                    AND payments.subject = one.value
                WHERE instr(outbox.id, one.value) > 0 OR instr(outbox.id, payments.id) > 0
            )",
            vec![ids.as_str().into(), now.unix().into()],
        ),
        Statement::new(
            "DELETE FROM shown_letters WHERE EXISTS (
                SELECT 1 FROM json_each(?1) AS one
                LEFT JOIN payments ON payments.kind IN ('reservation', 'gift_card_order')
                    AND payments.subject = one.value
                WHERE instr(shown_letters.id, one.value) > 0 OR instr(shown_letters.id, payments.id) > 0
            )",
            vec![ids.into()],
        ),
    ])
}
