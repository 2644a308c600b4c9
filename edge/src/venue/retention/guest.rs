//! Export and erasure of everything stored under one e-mail address, at the request of staff, with what is stored under the
//! same guest's telephone number alone; or by the number and name of a guest who has left no address.

use config::VenueSettings;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use shared::guest_data::{
    ErasedCounts, GuestCall, GuestCard, GuestErasure, GuestExport, GuestLetter, GuestOrder,
    GuestWaitlistEntry, OrderRole, RecordKind, WaitingRecord,
};
use shared::id::{ReservationId, WaitlistEntryId};
use shared::validation::{Email, Phone};

use super::blank::{self, Found};
use super::exported::{exported_booking, exported_payments, exported_reservation};
use super::limits_of;
use crate::error::Result;
use crate::mail::OutgoingEmail;
use crate::storage::database::{Statement, select};
use crate::venue::context::Ctx;
use crate::venue::gift_cards::rows::{CardRow, OrderRow};
use crate::venue::gift_cards::{self, status_of};
use crate::venue::message::staff::GuestContact;
use crate::venue::payments::Subject;
use crate::venue::phone_calls::{self, PhoneCallRow};
use crate::venue::remote_bookings::RemoteBookingRow;
use crate::venue::reservations::guest_records;
use crate::venue::reservations::row::ReservationRow;
use crate::venue::waitlist::WaitlistRow;
use crate::venue::{blanking, remote_bookings, waitlist};

/// The address of a contact in small letters; without one an empty text, which no record has for an address.
fn address_of(contact: &GuestContact) -> String {
    match contact {
        GuestContact::Email(email) => folded(email),
        GuestContact::Phone { .. } => String::new(),
    }
}

/// The address in small letters, in which addresses are compared; they are ASCII.
fn folded(email: &Email) -> String {
    email.as_str().to_ascii_lowercase()
}

fn rows<T: DeserializeOwned>(ctx: Ctx<'_>, sql: &'static str, email: &str) -> Result<Vec<T>> {
    Ok(select(ctx.database, sql, vec![email.into()])?)
}

/// The records of a guest.
pub struct GuestRecords {
    /// The reservations, those included that are under the guest's telephone number and name alone.
    reservations: Vec<ReservationRow>,
    /// The bookings at a remote system that are paid for here, found by the same.
    elsewhere: Vec<RemoteBookingRow>,
    /// The open waitlist entries.
    entries: Vec<WaitlistRow>,
    /// The calls from the guest's telephone numbers.
    calls: Vec<PhoneCallRow>,
}

impl GuestRecords {
    /// The open waitlist entries, which are withdrawn before [`erase`].
    #[must_use]
    pub fn open_entries(&self) -> Vec<WaitlistEntryId> {
        self.entries.iter().map(|row| row.id.clone()).collect()
    }
}

/// Reads the records of a guest.
pub fn records(ctx: Ctx<'_>, contact: &GuestContact) -> Result<GuestRecords> {
    let address = address_of(contact);
    let (reservations, elsewhere, own) = match contact {
        GuestContact::Email(_) => (
            guest_records::of_guest(ctx.database, &address)?,
            remote_bookings::rows::of_address(ctx.database, &address)?,
            None,
        ),
        GuestContact::Phone {
            phone,
            first_name,
            last_name,
        } => {
            let name = (first_name.as_ref(), last_name);
            (
                guest_records::of_caller(ctx.database, phone, name)?,
                remote_bookings::rows::of_caller(ctx.database, phone, name)?,
                Some(phone),
            )
        }
    };
    let entries = match contact {
        GuestContact::Email(_) => waitlist::of_address(ctx.database, &address)?,
        GuestContact::Phone {
            phone,
            first_name,
            last_name,
        } => {
            let name = (first_name.as_ref(), last_name);
            let mut at_door = waitlist::of_phone(ctx.database, phone)?;
            at_door.retain(|row| {
                let last = row.last_name.as_ref();
                last.is_some_and(|last| guest_records::is_same_name((row.first_name.as_ref(), last), name))
            });
            at_door
        }
    };
    let of_reservations = reservations.iter().filter_map(|row| row.phone.as_ref());
    let of_entries = entries.iter().filter_map(|row| row.phone.as_ref());
    let there = elsewhere.iter().filter_map(RemoteBookingRow::phone);
    let phones: Vec<&Phone> = of_reservations
        .chain(of_entries)
        .chain(there)
        .chain(own)
        .collect();
    let calls = phone_calls::of_phones(ctx.database, &phones)?;
    Ok(GuestRecords {
        reservations,
        elsewhere,
        entries,
        calls,
    })
}

/// Everything that is stored about a guest. Nothing is changed.
pub fn export(ctx: Ctx<'_>, settings: &VenueSettings, contact: &GuestContact) -> Result<GuestExport> {
    let address = address_of(contact);
    let GuestRecords {
        reservations,
        elsewhere,
        entries,
        calls,
    } = records(ctx, contact)?;
    Ok(GuestExport {
        email: match contact {
            GuestContact::Email(email) => Some(email.clone()),
            GuestContact::Phone { .. } => None,
        },
        reservations: reservations
            .into_iter()
            .map(|row| exported_reservation(ctx, row))
            .chain(elsewhere.iter().map(|row| exported_booking(ctx, row)))
            .collect::<Result<_>>()?,
        gift_card_orders: orders(ctx, &address)?,
        gift_cards: cards(ctx, &address)?,
        waitlist: entries.into_iter().map(exported_entry).collect(),
        calls: calls.into_iter().map(exported_call).collect(),
        letters: letters(ctx, &address)?,
        remote_system: settings.remote_system().map(str::to_owned),
    })
}

/// Blanks the data of a guest, and marks the rows that cannot be blanked yet, so that the daily run blanks them as
/// soon as it can. `records` were read before the guest's waitlist entries were withdrawn, since a withdrawn entry has no
/// number any more. Repeating the call changes nothing that was erased.
pub fn erase(
    ctx: Ctx<'_>,
    settings: &VenueSettings,
    contact: &GuestContact,
    records: &GuestRecords,
) -> Result<GuestErasure> {
    let address = address_of(contact);
    let limits = limits_of(ctx, settings)?;
    let ended: Vec<String> = records.entries.iter().map(|row| row.id.to_string()).collect();
    let calls = &records.calls;
    let ids: Vec<&ReservationId> = records.reservations.iter().map(|row| &row.id).collect();
    let (reservations, held) = split(blank::reservations_of(ctx, &ids, limits)?);
    let ids: Vec<&ReservationId> = records.elsewhere.iter().map(|row| &row.id).collect();
    let (elsewhere, held_there) = split(blank::remote_bookings_of(ctx, &ids, limits)?);
    let (orders, in_use) = split(blank::orders_of(ctx, &address, limits)?);
    let received: Vec<Id> = rows(
        ctx,
        "SELECT id FROM gift_card_orders WHERE blanked_at IS NULL AND LOWER(recipient_email) = ?",
        &address,
    )?;
    let received: Vec<String> = received.into_iter().map(|row| row.id).collect();
    let cards: Vec<Id> = rows(ctx, "SELECT id FROM gift_cards WHERE LOWER(email) = ?", &address)?;
    let cards: Vec<String> = cards.into_iter().map(|row| row.id).collect();
    let kept = held.iter().chain(&held_there).chain(&in_use);
    let retained: Vec<String> = kept.map(|found| found.id.clone()).collect();
    let unsent = unsent(ctx, &address, &retained)?;
    let erased = ErasedCounts {
        reservations: count(&reservations).saturating_add(count(&elsewhere)),
        gift_card_orders: count(&orders),
        gift_card_recipients: count(&received),
        gift_cards: count(&cards),
        waitlist: count(&ended),
        calls: u32::try_from(calls.len()).unwrap_or(u32::MAX),
        letters: count(&unsent),
    };

    let mut written = blanking::reservations(&reservations, ctx.now)?;
    written.extend(blanking::remote_bookings(&elsewhere, ctx.now)?);
    written.extend(blanking::orders(&orders, ctx.now)?);
    written.push(blanking::recipients(&received)?);
    written.push(blanking::cards(&cards)?);
    written.push(phone_calls::delete(calls));
    written.extend(blanking::letters(&[ended, unsent].concat(), ctx.now)?);
    let marked = serde_json::json!(retained).to_string();
    for sql in [
        "UPDATE reservations SET erase_asked_at = ?1
         WHERE erase_asked_at IS NULL AND id IN (SELECT value FROM json_each(?2))",
        "UPDATE remote_bookings SET erase_asked_at = ?1
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
            .chain(waiting(RecordKind::Reservation, held_there))
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
