//! Export and erasure of everything stored under one e-mail address, at the request of staff.

use config::VenueSettings;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use shared::guest_data::{
    ErasedCounts, GuestCall, GuestCard, GuestErasure, GuestExport, GuestLetter, GuestOrder, GuestPayment,
    GuestReservation, GuestWaitlistEntry, OrderRole, RecordKind, WaitingRecord,
};
use shared::id::WaitlistEntryId;
use shared::validation::Email;

use super::blank::{self, Found};
use super::limits_of;
use crate::error::Result;
use crate::mail::OutgoingEmail;
use crate::provider::engine::number::reservation_number;
use crate::storage::database::{Statement, select};
use crate::venue::context::Ctx;
use crate::venue::gift_cards::rows::{CardRow, OrderRow};
use crate::venue::gift_cards::{self, status_of};
use crate::venue::payments::{self, Subject};
use crate::venue::phone_calls::{self, PhoneCallRow};
use crate::venue::reservations::row::ReservationRow;
use crate::venue::tills::state::PosStateRow;
use crate::venue::waitlist::WaitlistRow;
use crate::venue::{blanking, reservations, tills, waitlist};

/// The address in small letters, in which addresses are compared; they are ASCII.
fn folded(email: &Email) -> String {
    email.as_str().to_ascii_lowercase()
}

fn rows<T: DeserializeOwned>(ctx: Ctx<'_>, sql: &'static str, email: &str) -> Result<Vec<T>> {
    Ok(select(ctx.database, sql, vec![email.into()])?)
}

/// Everything that is stored about an address. Nothing is changed.
pub fn export(ctx: Ctx<'_>, settings: &VenueSettings, email: &Email) -> Result<GuestExport> {
    let address = folded(email);
    let reservations = reservations::row::of_address(ctx.database, &address)?;
    let entries = waitlist::of_address(ctx.database, &address)?;
    Ok(GuestExport {
        email: email.clone(),
        reservations: reservations
            .into_iter()
            .map(|row| exported_reservation(ctx, row))
            .collect::<Result<_>>()?,
        gift_card_orders: orders(ctx, &address)?,
        gift_cards: cards(ctx, &address)?,
        waitlist: entries.into_iter().map(exported_entry).collect(),
        calls: calls(ctx, email)?.into_iter().map(exported_call).collect(),
        letters: letters(ctx, &address)?,
        remote_system: settings.remote_system().map(str::to_owned),
    })
}

/// The waitlist entries of an address that are open: they are withdrawn before [`erase`].
pub fn open_entries(ctx: Ctx<'_>, email: &Email) -> Result<Vec<WaitlistEntryId>> {
    let rows = waitlist::of_address(ctx.database, &folded(email))?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The calls from the telephone numbers that are stored under an address.
pub fn calls(ctx: Ctx<'_>, email: &Email) -> Result<Vec<PhoneCallRow>> {
    phone_calls::of_address(ctx.database, &folded(email))
}

/// Blanks the data of an address, and marks the rows that cannot be blanked yet, so that the daily run blanks them as
/// soon as it can. `withdrawn` are the address's waitlist entries, which were just withdrawn, and `calls` its calls as
/// they were found before that, since a withdrawn entry has no number any more. Repeating the call changes nothing that
/// was erased.
pub fn erase(
    ctx: Ctx<'_>,
    settings: &VenueSettings,
    email: &Email,
    withdrawn: &[WaitlistEntryId],
    calls: &[PhoneCallRow],
) -> Result<GuestErasure> {
    let address = folded(email);
    let limits = limits_of(ctx, settings)?;
    let ended: Vec<String> = withdrawn.iter().map(WaitlistEntryId::to_string).collect();
    let (reservations, held) = split(blank::reservations_of(ctx, &address, limits)?);
    let (orders, in_use) = split(blank::orders_of(ctx, &address, limits)?);
    let received: Vec<Id> = rows(
        ctx,
        "SELECT id FROM gift_card_orders WHERE blanked_at IS NULL AND LOWER(recipient_email) = ?",
        &address,
    )?;
    let received: Vec<String> = received.into_iter().map(|row| row.id).collect();
    let cards: Vec<Id> = rows(ctx, "SELECT id FROM gift_cards WHERE LOWER(email) = ?", &address)?;
    let cards: Vec<String> = cards.into_iter().map(|row| row.id).collect();
    let retained: Vec<String> = held.iter().chain(&in_use).map(|found| found.id.clone()).collect();
    let unsent = unsent(ctx, &address, &retained)?;
    let erased = ErasedCounts {
        reservations: count(&reservations),
        gift_card_orders: count(&orders),
        gift_card_recipients: count(&received),
        gift_cards: count(&cards),
        waitlist: count(&ended),
        calls: u32::try_from(calls.len()).unwrap_or(u32::MAX),
        letters: count(&unsent),
    };

    let mut written = blanking::reservations(&reservations, ctx.now)?;
    written.extend(blanking::orders(&orders, ctx.now)?);
    written.push(blanking::recipients(&received)?);
    written.push(blanking::cards(&cards)?);
    written.push(phone_calls::delete(calls));
    written.extend(blanking::letters(&[ended, unsent].concat(), ctx.now)?);
    let marked = serde_json::json!(retained).to_string();
    for sql in [
        "UPDATE reservations SET erase_asked_at = ?1
         WHERE erase_asked_at IS NULL AND id IN (SELECT value FROM json_each(?2))",
        "UPDATE gift_card_orders SET erase_asked_at = ?1
         WHERE erase_asked_at IS NULL AND id IN (SELECT value FROM json_each(?2))",
    ] {
        let bindings = vec![ctx.now.unix().into(), marked.as_str().into()];
        written.push(Statement::new(sql, bindings));
    }
    written.push(Statement::new(
        "DELETE FROM shown_letters WHERE LOWER(json_extract(letter, '$.to.address')) = ?",
        vec![address.as_str().into()],
    ));
    // Without the address, which the log would keep.
    written.extend(ctx.audit("guest.erase", "", None, Some(serde_json::json!(erased)))?);
    ctx.database.write(written)?;
    let waiting = |kind, found: Vec<Found>| {
        found
            .into_iter()
            .filter_map(move |Found { id, waits }| waits.map(|reason| WaitingRecord { kind, id, reason }))
    };
    Ok(GuestErasure {
        erased,
        waiting: waiting(RecordKind::Reservation, held)
            .chain(waiting(RecordKind::GiftCardOrder, in_use))
            .collect(),
        remote_system: settings.remote_system().map(str::to_owned),
    })
}

/// The ids that can be blanked now, and the rows that cannot be blanked yet.
fn split(found: Vec<Found>) -> (Vec<String>, Vec<Found>) {
    let (held, free): (Vec<_>, Vec<_>) = found.into_iter().partition(|one| one.waits.is_some());
    (free.into_iter().map(|one| one.id).collect(), held)
}

fn count(rows: &[String]) -> u32 {
    u32::try_from(rows.len()).unwrap_or(u32::MAX)
}

/// The names of the unsent letters to this address, except those about the subjects of these ids, which stay.
fn unsent(ctx: Ctx<'_>, address: &str, retained: &[String]) -> Result<Vec<String>> {
    let rows: Vec<Id> = select(
        ctx.database,
        "SELECT id FROM outbox WHERE letter IS NOT NULL AND LOWER(json_extract(letter, '$.to.address')) = ?1
            AND NOT EXISTS (
                SELECT 1 FROM json_each(?2) AS one
                LEFT JOIN payments ON payments.kind IN ('reservation', 'gift_card_order')
                    AND payments.subject = one.value
                WHERE instr(outbox.id, one.value) > 0 OR instr(outbox.id, payments.id) > 0
            )",
        vec![address.into(), serde_json::json!(retained).to_string().into()],
    )?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

fn exported_reservation(ctx: Ctx<'_>, row: ReservationRow) -> Result<GuestReservation> {
    let of_till = tills::state::find(ctx.database, &row.id)?;
    Ok(GuestReservation {
        payments: exported_payments(ctx, &Subject::Reservation(row.id.clone()))?,
        receipts: of_till.as_ref().map(PosStateRow::receipts).unwrap_or_default(),
        id: row.id,
        number: reservation_number(row.number.into()),
        status: row.status,
        experience_id: row.experience_id,
        day: row.day,
        minutes: row.minutes,
        attendees: row.attendees,
        first_name: row.first_name,
        last_name: row.last_name,
        phone: row.phone,
        notes: row.notes,
        company: row.company,
        guest_notes: row.guest_notes,
        internal_notes: row.internal_notes,
        label_ids: row.label_ids,
        locale: row.locale,
        marketing_consent: row.marketing_consent,
        created_at: row.created_at,
    })
}

/// The orders under an address: as purchaser and as recipient. An order with the address in both roles is listed
/// twice.
fn orders(ctx: Ctx<'_>, address: &str) -> Result<Vec<GuestOrder>> {
    let mut found = Vec::new();
    for row in gift_cards::rows::orders_of_address(ctx.database, address)? {
        let is_theirs = |email: &Email| folded(email) == address;
        if is_theirs(&row.purchaser_email) {
            found.push(GuestOrder {
                payments: exported_payments(ctx, &Subject::GiftCardOrder(row.id.clone()))?,
                name: Some(row.purchaser_name.clone()),
                ..exported_order(&row, OrderRole::Purchaser)
            });
        }
        if row.recipient_email.as_ref().is_some_and(is_theirs) {
            found.push(GuestOrder {
                name: row.recipient_name.clone(),
                ..exported_order(&row, OrderRole::Recipient)
            });
        }
    }
    Ok(found)
}

fn exported_call(row: PhoneCallRow) -> GuestCall {
    GuestCall {
        id: row.id,
        phone: row.phone,
        status: row.status,
        at: row.at,
    }
}

/// The cards that staff made for an address.
fn cards(ctx: Ctx<'_>, address: &str) -> Result<Vec<GuestCard>> {
    let found = gift_cards::rows::cards_of_address(ctx.database, address)?;
    let card = |row: CardRow| GuestCard {
        template_id: row.template_id,
        expires_on: row.expires_on,
        locale: row.locale,
        created_at: row.created_at,
    };
    Ok(found.into_iter().map(card).collect())
}

/// The part of an order that both purchaser and recipient may read.
fn exported_order(row: &OrderRow, role: OrderRole) -> GuestOrder {
    GuestOrder {
        id: row.id.clone(),
        role,
        status: status_of(row.order().stage),
        template_id: row.template_id.clone(),
        amount: row.amount,
        name: None,
        message: row.message.clone(),
        deliver_on: row.deliver_on,
        locale: row.locale.clone(),
        created_at: row.created_at,
        payments: Vec::new(),
    }
}

fn exported_payments(ctx: Ctx<'_>, subject: &Subject) -> Result<Vec<GuestPayment>> {
    let rows = payments::all_of_subject(ctx.database, subject)?;
    let payment = |row: payments::Row| GuestPayment {
        status: row.public().status,
        reference: row.at_provider().map(|(_, reference)| reference.0.clone()),
        amount: row.amount,
        id: row.id,
    };
    Ok(rows.into_iter().map(payment).collect())
}

fn exported_entry(row: WaitlistRow) -> GuestWaitlistEntry {
    GuestWaitlistEntry {
        id: row.id,
        status: row.status,
        experience_id: row.experience_id,
        day: row.day,
        from: row.from_minutes,
        to: row.to_minutes,
        attendees: row.attendees,
        first_name: row.first_name,
        last_name: row.last_name,
        phone: row.phone,
        locale: row.locale,
        created_at: row.created_at,
    }
}

fn letters(ctx: Ctx<'_>, address: &str) -> Result<Vec<GuestLetter>> {
    #[derive(Deserialize)]
    struct Row {
        #[serde(with = "crate::storage::row::json")]
        letter: OutgoingEmail,
    }
    let rows: Vec<Row> = rows(
        ctx,
        "SELECT letter FROM outbox WHERE letter IS NOT NULL AND LOWER(json_extract(letter, '$.to.address')) = ?1
         UNION ALL
         SELECT letter FROM shown_letters WHERE LOWER(json_extract(letter, '$.to.address')) = ?1",
        address,
    )?;
    let letter = |Row { letter }| GuestLetter {
        subject: letter.subject,
        text: letter.text,
    };
    Ok(rows.into_iter().map(letter).collect())
}

#[derive(Deserialize)]
struct Id {
    id: String,
}
