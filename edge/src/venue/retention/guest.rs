//! Export and erasure of everything stored under one e-mail address, at the request of staff.

use config::{System, VenueSettings};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use shared::guest_data::{
    ErasedCounts, GuestErasure, GuestExport, GuestLetter, GuestOrder, GuestPayment, GuestReservation,
    GuestWaitlistEntry, OrderRole, RecordKind, WaitingRecord,
};
use shared::id::{ExperienceId, OrderId, PaymentId, ReservationId, TemplateId, WaitlistEntryId};
use shared::locale::Language;
use shared::money::{Currency, Money};
use shared::party::Attendees;
use shared::reservation::Status;
use shared::time::{Day, Instant, Minutes};
use shared::validation::{Email, Message, Name, Notes, Phone};
use shared::waitlist::WaitlistEntryStatus;

use super::blank::{self, Found};
use super::{limits_of, statements};
use crate::error::{Result, VenueError};
use crate::gift_card::order::Stage;
use crate::mail::OutgoingEmail;
use crate::provider::engine::number::reservation_number;
use crate::storage::database::{DatabaseError, Statement, select};
use crate::venue::context::Ctx;
use crate::venue::gift_cards::status_of;
use crate::venue::message::Request;
use crate::venue::message::staff::StaffRequest;
use crate::venue::payments;
use crate::venue::service::{VenueService, plain};

/// Addresses are compared in small letters; they are ASCII.
fn folded(email: &Email) -> String {
    email.as_str().to_ascii_lowercase()
}

fn remote_system(settings: &VenueSettings) -> Option<String> {
    matches!(settings.system(), Some(System::Molzait(_))).then(|| "molzait".to_owned())
}

fn rows<T: DeserializeOwned>(ctx: Ctx<'_>, sql: &'static str, email: &str) -> Result<Vec<T>> {
    Ok(select(ctx.database, sql, vec![email.into()])?)
}

impl VenueService {
    /// Answers a call about one guest's data, whichever system takes the bookings; none if it is no such call.
    pub(in crate::venue) fn of_guest_data(&self, settings: &VenueSettings, call: &Request) -> Option<String> {
        match call {
            Request::Staff(StaffRequest::ExportGuest(email)) => {
                Some(plain(self.export_guest(settings, email)))
            }
            Request::Staff(StaffRequest::EraseGuest(email)) => Some(plain(self.erase_guest(settings, email))),
            _ => None,
        }
    }

    /// Everything that is kept about an address. Nothing is changed.
    fn export_guest(&self, settings: &VenueSettings, email: &Email) -> Result<GuestExport> {
        let (ctx, address) = (self.ctx(), folded(email));
        Ok(GuestExport {
            email: email.clone(),
            reservations: reservations(ctx, &address)?,
            gift_card_orders: orders(ctx, &address)?,
            waitlist: wishes(ctx, &address)?.into_iter().map(EntryRow::public).collect(),
            letters: letters(ctx, &address)?,
            remote_system: remote_system(settings),
        })
    }

    /// Blanks what is kept about an address, and marks what has to wait, so that the daily run blanks it as soon as it
    /// can. Open wishes are withdrawn. Once more changes nothing that was erased.
    fn erase_guest(&self, settings: &VenueSettings, email: &Email) -> Result<GuestErasure> {
        let (ctx, address) = (self.ctx(), folded(email));
        let limits = limits_of(settings, ctx.now)?;
        let mut erased = ErasedCounts::default();
        let mut ended = Vec::new();
        for wish in wishes(ctx, &address)? {
            self.with_reservations(settings, |reservations, ctx| {
                reservations.withdraw_wish(ctx, &wish.id)
            })?;
            erased.waitlist += 1;
            ended.push(wish.id.to_string());
        }
        let (reservations, held) = split(blank::reservations_of(ctx, &address, limits)?);
        let (orders, in_use) = split(blank::orders_of(ctx, &address, limits)?);
        let received: Vec<Id> = rows(
            ctx,
            "SELECT id FROM gift_card_orders WHERE blanked_at IS NULL AND LOWER(recipient_email) = ?",
            &address,
        )?;
        let received: Vec<String> = received.into_iter().map(|row| row.id).collect();
        let kept: Vec<String> = held.iter().chain(&in_use).map(|found| found.id.clone()).collect();
        let unsent = unsent(ctx, &address, &kept)?;
        erased.reservations = count(&reservations);
        erased.gift_card_orders = count(&orders);
        erased.gift_card_recipients = count(&received);
        erased.letters = count(&unsent);

        let mut written = statements::reservations(&reservations, ctx.now)?;
        written.extend(statements::orders(&orders, ctx.now)?);
        written.push(statements::recipients(&received)?);
        written.extend(statements::letters(&[ended, unsent].concat(), ctx.now)?);
        let marked = serde_json::json!(kept).to_string();
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
            remote_system: remote_system(settings),
        })
    }
}

/// What can be blanked now, and what has to wait.
fn split(found: Vec<Found>) -> (Vec<String>, Vec<Found>) {
    let (held, free): (Vec<_>, Vec<_>) = found.into_iter().partition(|one| one.waits.is_some());
    (free.into_iter().map(|one| one.id).collect(), held)
}

fn count(rows: &[String]) -> u32 {
    u32::try_from(rows.len()).unwrap_or(u32::MAX)
}

/// The names of the letters to this address that were not sent, but for those about what is kept under these ids.
fn unsent(ctx: Ctx<'_>, address: &str, kept: &[String]) -> Result<Vec<String>> {
    let rows: Vec<Id> = select(
        ctx.database,
        "SELECT id FROM outbox WHERE letter IS NOT NULL AND LOWER(json_extract(letter, '$.to.address')) = ?1
            AND NOT EXISTS (
                SELECT 1 FROM json_each(?2) AS one
                LEFT JOIN payments ON payments.kind IN ('reservation', 'gift_card_order')
                    AND payments.subject = one.value
                WHERE instr(outbox.id, one.value) > 0 OR instr(outbox.id, payments.id) > 0
            )",
        vec![address.into(), serde_json::json!(kept).to_string().into()],
    )?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

fn reservations(ctx: Ctx<'_>, address: &str) -> Result<Vec<GuestReservation>> {
    #[derive(Deserialize)]
    struct Row {
        id: ReservationId,
        number: u32,
        status: Status,
        experience_id: ExperienceId,
        day: Day,
        minutes: Minutes,
        attendees: Attendees,
        first_name: Option<Name>,
        last_name: Name,
        phone: Option<Phone>,
        notes: Option<Notes>,
        locale: Language,
        marketing_consent: u8,
        created_at: i64,
    }
    let sql = "SELECT * FROM reservations WHERE LOWER(email) = ? ORDER BY number";
    let rows: Vec<Row> = rows(ctx, sql, address)?;
    rows.into_iter()
        .map(|row| {
            Ok(GuestReservation {
                payments: payments_of(ctx, row.id.as_str())?,
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
                locale: row.locale,
                marketing_consent: row.marketing_consent != 0,
                created_at: Instant::from_unix(row.created_at),
            })
        })
        .collect()
}

fn orders(ctx: Ctx<'_>, address: &str) -> Result<Vec<GuestOrder>> {
    #[derive(Deserialize)]
    struct Row {
        id: OrderId,
        is_purchaser: u8,
        stage: Stage,
        template_id: TemplateId,
        amount: i64,
        currency: Currency,
        name: Option<Name>,
        message: Option<Message>,
        deliver_on: Option<Day>,
        locale: Language,
        created_at: i64,
    }
    let rows: Vec<Row> = rows(
        ctx,
        "SELECT *, purchaser_name AS name, 1 AS is_purchaser FROM gift_card_orders WHERE LOWER(purchaser_email) = ?1
         UNION ALL
         SELECT *, recipient_name AS name, 0 AS is_purchaser FROM gift_card_orders WHERE LOWER(recipient_email) = ?1
         ORDER BY created_at, id",
        address,
    )?;
    rows.into_iter()
        .map(|row| {
            let is_purchaser = row.is_purchaser != 0;
            let amount = Money::new(row.amount, row.currency);
            Ok(GuestOrder {
                payments: if is_purchaser {
                    payments_of(ctx, row.id.as_str())?
                } else {
                    Vec::new()
                },
                id: row.id,
                role: if is_purchaser {
                    OrderRole::Purchaser
                } else {
                    OrderRole::Recipient
                },
                status: status_of(row.stage),
                template_id: row.template_id,
                amount: amount.map_err(|error| VenueError::Broken(error.to_string()))?,
                name: row.name,
                message: row.message,
                deliver_on: row.deliver_on,
                locale: row.locale,
                created_at: Instant::from_unix(row.created_at),
            })
        })
        .collect()
}

fn payments_of(ctx: Ctx<'_>, subject: &str) -> Result<Vec<GuestPayment>> {
    #[derive(Deserialize)]
    struct Row {
        id: PaymentId,
    }
    let sql = "SELECT id FROM payments WHERE kind IN ('reservation', 'gift_card_order') AND subject = ? ORDER BY rowid";
    let ids: Vec<Row> = rows(ctx, sql, subject)?;
    let mut found = Vec::new();
    for Row { id } in ids {
        if let Some(row) = payments::find(ctx.database, &id)? {
            found.push(GuestPayment {
                status: row.public().status,
                reference: row.at_provider().map(|(_, reference)| reference.0.clone()),
                amount: row.amount,
                id,
            });
        }
    }
    Ok(found)
}

#[derive(Deserialize)]
struct EntryRow {
    id: WaitlistEntryId,
    status: WaitlistEntryStatus,
    experience_id: ExperienceId,
    day: Day,
    from_minutes: Minutes,
    to_minutes: Minutes,
    attendees: Attendees,
    first_name: Option<Name>,
    last_name: Option<Name>,
    phone: Option<Phone>,
    locale: Language,
    created_at: i64,
}

impl EntryRow {
    fn public(self) -> GuestWaitlistEntry {
        GuestWaitlistEntry {
            id: self.id,
            status: self.status,
            experience_id: self.experience_id,
            day: self.day,
            from: self.from_minutes,
            to: self.to_minutes,
            attendees: self.attendees,
            first_name: self.first_name,
            last_name: self.last_name,
            phone: self.phone,
            locale: self.locale,
            created_at: Instant::from_unix(self.created_at),
        }
    }
}

/// The wishes under this address: those that are open, since what is over has none.
fn wishes(ctx: Ctx<'_>, address: &str) -> Result<Vec<EntryRow>> {
    let sql = "SELECT * FROM waitlist WHERE LOWER(email) = ? ORDER BY rowid";
    rows(ctx, sql, address)
}

fn letters(ctx: Ctx<'_>, address: &str) -> Result<Vec<GuestLetter>> {
    #[derive(Deserialize)]
    struct Row {
        letter: String,
    }
    let rows: Vec<Row> = rows(
        ctx,
        "SELECT letter FROM outbox WHERE letter IS NOT NULL AND LOWER(json_extract(letter, '$.to.address')) = ?1
         UNION ALL
         SELECT letter FROM shown_letters WHERE LOWER(json_extract(letter, '$.to.address')) = ?1",
        address,
    )?;
    rows.into_iter()
        .map(|row| {
            let letter: OutgoingEmail =
                serde_json::from_str(&row.letter).map_err(|error| DatabaseError(error.to_string()))?;
            Ok(GuestLetter {
                subject: letter.subject,
                text: letter.text,
            })
        })
        .collect()
}

#[derive(Deserialize)]
struct Id {
    id: String,
}
