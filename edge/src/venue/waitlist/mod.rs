//! Waitlist entries as rows. When an entry ends, its personal data is deleted in the same write.

mod entry;

use serde::Deserialize;
use shared::id::{ReservationId, WaitlistEntryId};
use shared::time::{Day, Instant};
use shared::validation::{Email, Phone};
use shared::waitlist::{WaitlistEntryRequest, WaitlistEntryStatus};

use crate::storage::database::{Database, DatabaseError, Statement, Value, first, select};
use crate::storage::idempotency::{IdempotencyKey, RETENTION_SECONDS};

pub use entry::WaitlistRow;

type Result<T> = std::result::Result<T, DatabaseError>;

/// Stores an offer of an entry, and its deadline.
#[must_use]
pub fn offered(id: &WaitlistEntryId, reservation: &ReservationId, until: Instant) -> Statement {
    Statement::new(
        "UPDATE waitlist SET status = 'offered', reservation_id = ?, offered_until = ? WHERE id = ?",
        vec![
            reservation.as_str().into(),
            until.unix().into(),
            id.as_str().into(),
        ],
    )
}

/// Returns an entry with an offer to the list: the restaurant has taken the offered table away.
#[must_use]
pub fn waits_again(id: &WaitlistEntryId) -> Statement {
    Statement::new(
        "UPDATE waitlist SET status = 'waiting', reservation_id = NULL, offered_until = NULL WHERE id = ?",
        vec![id.as_str().into()],
    )
}

/// Stores how an entry ended, and deletes its personal data.
#[must_use]
pub fn over(id: &WaitlistEntryId, status: WaitlistEntryStatus) -> Statement {
    Statement::new(
        "UPDATE waitlist SET status = ?, first_name = NULL, last_name = NULL, email = NULL, phone = NULL,
            mailbox = NULL WHERE id = ?",
        vec![status.text().into(), id.as_str().into()],
    )
}

/// The entry of this id.
pub fn find(database: &dyn Database, id: &WaitlistEntryId) -> Result<Option<WaitlistRow>> {
    let sql = "SELECT waitlist.*, reservations.minutes AS offered_minutes
         FROM waitlist LEFT JOIN reservations ON reservations.id = reservation_id WHERE waitlist.id = ?";
    first(database, sql, vec![id.as_str().into()])
}

/// The entry to which this reservation is offered, if there is one.
pub fn offered_by(
    database: &dyn Database,
    (reservation, day): (&ReservationId, Day),
) -> Result<Option<WaitlistRow>> {
    let sql = "SELECT waitlist.*, reservations.minutes AS offered_minutes
         FROM waitlist LEFT JOIN reservations ON reservations.id = reservation_id
         WHERE waitlist.day = ? AND waitlist.status = 'offered' AND reservation_id = ?";
    first(
        database,
        sql,
        vec![day.to_string().into(), reservation.as_str().into()],
    )
}

/// The entries with an open offer.
pub fn with_offer(database: &dyn Database) -> Result<Vec<WaitlistRow>> {
    let sql = "SELECT * FROM waitlist WHERE status = 'offered' ORDER BY rowid";
    select(database, sql, vec![])
}

/// The entry that was created under a key, as long as keys are stored.
pub fn of_key(database: &dyn Database, key: &IdempotencyKey, now: Instant) -> Result<Option<WaitlistRow>> {
    let sql = "SELECT waitlist.*, reservations.minutes AS offered_minutes
         FROM waitlist LEFT JOIN reservations ON reservations.id = reservation_id
         WHERE waitlist.key = ? AND waitlist.created_at >= ?";
    let bindings = vec![key.as_str().into(), (now.unix() - RETENTION_SECONDS).into()];
    first(database, sql, bindings)
}

/// The entries of a day that wait for a table to be offered, the oldest first: at most `most`, with a `rowid` above `after`.
/// Parties at the door are seated by staff.
pub fn waiting(database: &dyn Database, day: Day, (after, most): (i64, usize)) -> Result<Vec<WaitlistRow>> {
    let sql = "SELECT *, rowid AS place FROM waitlist
         WHERE day = ? AND status = 'waiting' AND quoted_at IS NULL AND rowid > ? ORDER BY rowid LIMIT ?";
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    select(
        database,
        sql,
        vec![day.to_string().into(), after.into(), most.into()],
    )
}

/// The open entries of a day, the oldest first.
pub fn open_on(database: &dyn Database, day: Day) -> Result<Vec<WaitlistRow>> {
    let sql = "SELECT waitlist.*, reservations.minutes AS offered_minutes
         FROM waitlist LEFT JOIN reservations ON reservations.id = reservation_id
         WHERE waitlist.day = ? AND waitlist.status IN ('waiting', 'offered') ORDER BY waitlist.rowid";
    select(database, sql, vec![day.to_string().into()])
}

/// The days from `first` to `last` on which an entry waits for a table.
pub fn days_waiting(database: &dyn Database, first: Day, last: Day) -> Result<Vec<Day>> {
    #[derive(Deserialize)]
    struct Row {
        day: Day,
    }
    let sql = "SELECT DISTINCT day FROM waitlist
         WHERE day BETWEEN ? AND ? AND status = 'waiting' AND quoted_at IS NULL ORDER BY day";
    let days = vec![first.to_string().into(), last.to_string().into()];
    let rows: Vec<Row> = select(database, sql, days)?;
    Ok(rows.into_iter().map(|Row { day }| day).collect())
}

/// The open entry of this guest with the same request, if there is one.
pub fn same_of(database: &dyn Database, request: &WaitlistEntryRequest) -> Result<Option<WaitlistRow>> {
    let sql = "SELECT waitlist.*, reservations.minutes AS offered_minutes
         FROM waitlist LEFT JOIN reservations ON reservations.id = reservation_id
         WHERE mailbox = ? AND waitlist.status IN ('waiting', 'offered') AND waitlist.experience_id = ?
            AND waitlist.day = ? AND from_minutes = ? AND to_minutes = ? AND waitlist.attendees = ?";
    let bindings = vec![
        mailbox(request.guest.email.as_str()).into(),
        request.experience_id.as_str().into(),
        request.day.to_string().into(),
        i64::from(request.from).into(),
        i64::from(request.to).into(),
        i64::from(request.attendees).into(),
    ];
    first(database, sql, bindings)
}

/// The open entries under an e-mail address in small letters; entries that are over have no address.
pub fn of_address(database: &dyn Database, address: &str) -> Result<Vec<WaitlistRow>> {
    let sql = "SELECT * FROM waitlist WHERE LOWER(email) = ? ORDER BY rowid";
    select(database, sql, vec![address.into()])
}

/// The open entries under a telephone number without an address: those of parties at the door.
pub fn of_phone(database: &dyn Database, phone: &Phone) -> Result<Vec<WaitlistRow>> {
    let sql = "SELECT * FROM waitlist WHERE phone = ? AND email IS NULL ORDER BY rowid";
    select(database, sql, vec![phone.as_str().into()])
}

/// The number of this guest's open entries: a person is identified by the mailbox or by the telephone number.
pub fn open_of(database: &dyn Database, email: &Email, phone: Option<&Phone>) -> Result<u32> {
    count(
        database,
        "SELECT COUNT(*) AS number FROM waitlist
         WHERE (mailbox = ? OR phone = ?) AND status IN ('waiting', 'offered') AND quoted_at IS NULL",
        vec![mailbox(email.as_str()).into(), phone.map(Phone::as_str).into()],
    )
}

/// The number of entries of a day that wait for a table.
pub fn waiting_on(database: &dyn Database, day: Day) -> Result<u32> {
    count(
        database,
        "SELECT COUNT(*) AS number FROM waitlist WHERE day = ? AND status = 'waiting' AND quoted_at IS NULL",
        vec![day.to_string().into()],
    )
}

fn count(database: &dyn Database, sql: &'static str, bindings: Vec<Value>) -> Result<u32> {
    #[derive(Deserialize)]
    struct Row {
        number: u32,
    }
    Ok(first(database, sql, bindings)?.map_or(0, |Row { number }| number))
}

/// The mailbox that an address leads to, as most mail services see it: without its `+tag`, in small letters.
#[must_use]
pub fn mailbox(address: &str) -> String {
    let address = address.to_lowercase();
    match address.split_once('@') {
        Some((local, domain)) => match local.split_once('+') {
            Some((name, _)) if !name.is_empty() => format!("{name}@{domain}"),
            _ => address,
        },
        None => address,
    }
}

/// The subject of the job that looks at a day: the day, and the place (`rowid`) after which its entries are still to
/// be checked.
#[must_use]
pub fn freed(day: Day, after: i64) -> String {
    if after == 0 {
        day.to_string()
    } else {
        format!("{day}/{after}")
    }
}

/// The day and the place of such a subject.
#[must_use]
pub fn freed_of(subject: &str) -> Option<(Day, i64)> {
    let (day, after) = subject.split_once('/').unwrap_or((subject, "0"));
    Some((Day::parse(day).ok()?, after.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::storage::row::test_support::check;

    #[test]
    fn the_row_is_the_table() {
        check::<WaitlistRow>(&json!({
            "id": "w1", "key": "key-1", "fingerprint": "f", "status": "offered", "experience_id": "dinner",
            "day": "2026-11-27", "from_minutes": 1_080, "to_minutes": 1_200, "attendees": 2, "first_name": "Ben",
            "last_name": "Muster", "email": "Ben+1@example.com", "phone": "+436601234567", "locale": "en",
            "reservation_id": "r1", "offered_until": 1_795_802_400, "created_at": 1_795_258_800,
            "quoted_at": 1_795_260_000, "mailbox": "ben@example.com",
        }));
    }

    #[test]
    fn an_address_leads_to_its_mailbox_without_tag_and_case() {
        for (address, wanted) in [
            ("ben@example.com", "ben@example.com"),
            ("Ben+1@Example.com", "ben@example.com"),
            ("ben+1+2@example.com", "ben@example.com"),
            ("+1@example.com", "+1@example.com"),
            ("ben@ex+ample.com", "ben@ex+ample.com"),
        ] {
            if let Ok(email) = Email::parse(address) {
                assert_eq!(mailbox(email.as_str()), wanted);
            }
        }
    }

    #[test]
    fn a_place_in_a_day_is_read_as_it_was_written() {
        let day = Day::parse("2026-11-27").unwrap();
        for (after, subject) in [(0, "2026-11-27"), (40, "2026-11-27/40")] {
            assert_eq!(freed(day, after), subject);
            assert_eq!(freed_of(subject), Some((day, after)));
        }
        for unread in ["", "2026-11-27/", "2026-11-27/x", "tomorrow"] {
            assert_eq!(freed_of(unread), None);
        }
    }
}
