//! Waitlist entries as rows. When an entry ends, its personal data is deleted in the same write.

use serde::{Deserialize, Serialize};
use shared::id::{ExperienceId, ReservationId, WaitlistEntryId};
use shared::locale::Language;
use shared::party::Attendees;
use shared::reservation::{Guest, ReservationRequest};
use shared::staff_day::WaitingParty;
use shared::time::{Day, Instant, Minutes};
use shared::validation::{Email, Name, Phone};
use shared::waitlist::{Offer, WaitlistEntry, WaitlistEntryRequest, WaitlistEntryStatus};

use crate::storage::database::{Database, DatabaseError, Statement, Value, first, select};
use crate::storage::idempotency::{IdempotencyKey, RETENTION_SECONDS};
use crate::storage::row::{self, TableRow};

type Result<T> = std::result::Result<T, DatabaseError>;

/// A stored waitlist entry. It cannot be printed: it contains a guest's data, until it is over.
#[derive(Clone, Serialize, Deserialize)]
pub struct WaitlistRow {
    /// Its id.
    pub id: WaitlistEntryId,
    /// The `Idempotency-Key` of the request that created it.
    key: IdempotencyKey,
    /// The hash of the request, which shows whether another request has the same key.
    pub fingerprint: String,
    /// Its status.
    pub status: WaitlistEntryStatus,
    /// The experience to book.
    pub experience_id: ExperienceId,
    /// The day.
    pub day: Day,
    /// The earliest time.
    pub from_minutes: Minutes,
    /// The latest time.
    pub to_minutes: Minutes,
    /// The party's size.
    pub attendees: Attendees,
    /// The guest's first name; this and the contacts are none once the entry is over.
    pub first_name: Option<Name>,
    /// The guest's last name.
    pub last_name: Option<Name>,
    email: Option<Email>,
    /// The guest's telephone number.
    pub phone: Option<Phone>,
    /// The language of letters to the guest.
    pub locale: Language,
    /// The reservation that holds the offered table.
    pub reservation_id: Option<ReservationId>,
    /// The deadline of the offer.
    #[serde(with = "row::optional_unix")]
    pub offered_until: Option<Instant>,
    /// When it was created.
    #[serde(with = "row::unix")]
    pub created_at: Instant,
    /// The guest's mailbox, by which one person's entries are counted: see [`mailbox`].
    mailbox: Option<String>,
    /// The time of the offered reservation: a column of that table.
    #[serde(default, skip_serializing)]
    offered_minutes: Option<Minutes>,
    /// Its `rowid`, where the query selects it: later entries have larger ones.
    #[serde(default, skip_serializing)]
    pub place: i64,
}

impl TableRow for WaitlistRow {
    const TABLE: &'static str = "waitlist";
}

impl WaitlistRow {
    /// A new entry, which waits.
    #[must_use]
    pub fn new(
        id: WaitlistEntryId,
        (key, fingerprint): (&IdempotencyKey, String),
        request: &WaitlistEntryRequest,
        created_at: Instant,
    ) -> Self {
        let guest = request.guest.clone();
        Self {
            id,
            key: key.clone(),
            mailbox: Some(mailbox(guest.email.as_str())),
            fingerprint,
            status: WaitlistEntryStatus::Waiting,
            experience_id: request.experience_id.clone(),
            day: request.day,
            from_minutes: request.from,
            to_minutes: request.to,
            attendees: request.attendees,
            first_name: guest.first_name,
            last_name: Some(guest.last_name),
            email: Some(guest.email),
            phone: guest.phone,
            locale: request.locale.clone(),
            reservation_id: None,
            offered_until: None,
            created_at,
            offered_minutes: None,
            place: 0,
        }
    }

    /// The guest who waits, until the entry is over.
    #[must_use]
    pub fn guest(&self) -> Option<Guest> {
        Some(Guest {
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone()?,
            email: self.email.clone(),
            phone: self.phone.clone(),
        })
    }

    /// The booking request for this entry at this time.
    #[must_use]
    pub fn request(&self, minutes: Minutes) -> Option<ReservationRequest> {
        Some(ReservationRequest::new(
            self.experience_id.clone(),
            (self.day, minutes),
            self.attendees,
            self.guest()?,
            self.locale.clone(),
        ))
    }

    /// The entry as staff see it; none once it is over.
    #[must_use]
    pub fn for_staff(&self) -> Option<WaitingParty> {
        let WaitlistEntry {
            id,
            experience_id,
            from,
            to,
            attendees,
            offer,
            ..
        } = self.public();
        Some(WaitingParty {
            id,
            experience_id,
            from,
            to,
            attendees,
            guest: self.guest()?,
            since: self.created_at,
            offer,
        })
    }

    /// The entry as its guest sees it.
    #[must_use]
    pub fn public(&self) -> WaitlistEntry {
        let offer = self.offered_minutes.zip(self.offered_until);
        let offer = offer.filter(|_| self.status == WaitlistEntryStatus::Offered);
        WaitlistEntry {
            id: self.id.clone(),
            status: self.status,
            experience_id: self.experience_id.clone(),
            day: self.day,
            from: self.from_minutes,
            to: self.to_minutes,
            attendees: self.attendees,
            offer: offer.map(|(minutes, until)| Offer { minutes, until }),
            entry_token: None,
        }
    }
}

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

/// The entries of a day that wait for a table, the oldest first: at most `most`, with a `rowid` above `after`.
pub fn waiting(database: &dyn Database, day: Day, (after, most): (i64, usize)) -> Result<Vec<WaitlistRow>> {
    let sql = "SELECT *, rowid AS place FROM waitlist
         WHERE day = ? AND status = 'waiting' AND rowid > ? ORDER BY rowid LIMIT ?";
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
    let sql =
        "SELECT DISTINCT day FROM waitlist WHERE day BETWEEN ? AND ? AND status = 'waiting' ORDER BY day";
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

/// The number of this guest's open entries: a person is identified by the mailbox or by the telephone number.
pub fn open_of(database: &dyn Database, email: &Email, phone: Option<&Phone>) -> Result<u32> {
    count(
        database,
        "SELECT COUNT(*) AS number FROM waitlist
         WHERE (mailbox = ? OR phone = ?) AND status IN ('waiting', 'offered')",
        vec![mailbox(email.as_str()).into(), phone.map(Phone::as_str).into()],
    )
}

/// The number of entries of a day that wait for a table.
pub fn waiting_on(database: &dyn Database, day: Day) -> Result<u32> {
    count(
        database,
        "SELECT COUNT(*) AS number FROM waitlist WHERE day = ? AND status = 'waiting'",
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
            "mailbox": "ben@example.com",
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
