//! A waitlist entry as its row.

use serde::{Deserialize, Serialize};
use shared::id::{ExperienceId, ReservationId, WaitlistEntryId};
use shared::locale::Language;
use shared::party::Attendees;
use shared::reservation::{Guest, ReservationRequest};
use shared::staff_day::WaitingParty;
use shared::time::{Day, Instant, Minutes};
use shared::validation::{Email, Name, Phone};
use shared::waitlist::{Offer, WaitlistEntry, WaitlistEntryRequest, WaitlistEntryStatus};

use super::mailbox;
use crate::storage::idempotency::IdempotencyKey;
use crate::storage::row::{self, TableRow};
use crate::venue::message::waitlist::NewDoorEntry;

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
    /// When a table was promised to a party at the door; none for guests who joined the waitlist themselves.
    #[serde(with = "row::optional_unix")]
    pub quoted_at: Option<Instant>,
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
            quoted_at: None,
            offered_minutes: None,
            place: 0,
        }
    }

    /// An entry of a party at the door, which waits until `to` of the day.
    #[must_use]
    pub fn at_door(
        id: WaitlistEntryId,
        fingerprint: String,
        new: &NewDoorEntry,
        (day, from, to): (Day, Minutes, Minutes),
        created_at: Instant,
    ) -> Self {
        Self {
            id,
            key: new.key.clone(),
            mailbox: None,
            fingerprint,
            status: WaitlistEntryStatus::Waiting,
            experience_id: new.experience_id.clone(),
            day,
            from_minutes: from,
            to_minutes: to,
            attendees: new.attendees,
            first_name: new.first_name.clone(),
            last_name: Some(new.last_name.clone()),
            email: None,
            phone: new.phone.clone(),
            locale: new.locale.clone(),
            reservation_id: None,
            offered_until: None,
            created_at,
            quoted_at: Some(created_at.plus_minutes(new.quoted_minutes.into())),
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
            quoted_at: self.quoted_at,
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
