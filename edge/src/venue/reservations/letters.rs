//! Letters that follow from a reservation's change of status, as statements for the same transaction.

use base64ct::{Base64, Encoding as _};
use config::{MailSettings, VenueSettings};
use shared::id::ReservationId;
use shared::locale::Language;
use shared::payment::{PaymentKind, PaymentTerms};
use shared::reservation::{Guest, Reservation, Status};
use shared::time::{Day, Instant, Minutes};
use shared::validation::Notes;

use super::actor::Actor;
use crate::booking::calendar_file;
use crate::error::Result;
use crate::mail::templates::{
    Payment, PaymentState, ReservationFacts, ToGuest, ToRestaurant, to_guest, to_restaurant, whole_name,
};
use crate::mail::{Attachment, Mailbox, OutgoingEmail};
use crate::storage::database::Statement;
use crate::storage::secret::Secret;
use crate::venue::composer::Composer;
use crate::venue::jobs::outbox;

/// When guests are reminded on the day before: at ten in the morning.
const REMINDED_AT: i64 = 10 * 60;

/// Who writes a venue's letters.
pub(super) struct Letters {
    pub(super) venue: VenueSettings,
    pub(super) mail: MailSettings,
}

/// A reservation in its new status, with who is told of it.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    pub(super) reservation: &'a Reservation,
    /// How often it had been written by then. A letter's name is its occasion, the reservation and this: each write
    /// has letters of its own, and none has two of one kind.
    pub(super) revision: u32,
    /// Where its money stands, if anything is to be said of it.
    pub(super) money: Option<PaymentState>,
    pub(super) guest: &'a Guest,
    pub(super) notes: Option<&'a Notes>,
    pub(super) locale: &'a Language,
}

/// What is written when somebody takes a reservation from one status to another; none is before it was made. While a
/// guest is paying nobody is told anything, unless the restaurant ends it. `is_refunded` is whether money goes back by
/// the step.
fn occasions(
    from: Option<(Status, Actor)>,
    to: Status,
    is_refunded: bool,
) -> (Option<ToGuest>, Option<ToRestaurant>) {
    use Status as S;
    let actor = from.map(|(_, actor)| actor);
    match (from.map(|(from, _)| from), to) {
        (None | Some(S::PaymentPending), S::Booked) => (Some(ToGuest::Confirmed), Some(ToRestaurant::Booked)),
        // The restaurant itself said so.
        (Some(S::Requested | S::Unconfirmed), S::Booked) => (Some(ToGuest::Confirmed), None),
        (None | Some(S::PaymentPending), S::Requested) => {
            (Some(ToGuest::Requested), Some(ToRestaurant::Requested))
        }
        (Some(S::Requested), S::Declined) if actor == Some(Actor::Start) => {
            (Some(ToGuest::Declined), Some(ToRestaurant::Unanswered))
        }
        (Some(S::Requested), S::Declined) => (Some(ToGuest::Declined), None),
        (Some(S::PaymentPending), S::Cancelled | S::Voided) if actor != Some(Actor::Restaurant) => {
            (None, None)
        }
        // Guests who were there know of it; both read what goes back.
        (Some(S::Arrived | S::Seated), S::Cancelled | S::Voided) if !is_refunded => (None, None),
        (Some(_), S::Cancelled | S::Voided) => (Some(ToGuest::Cancelled), Some(ToRestaurant::Cancelled)),
        _ => (None, None),
    }
}

impl Letters {
    /// None where the venue sends no mail.
    pub(super) fn of(venue: &VenueSettings) -> Option<Self> {
        Some(Self {
            mail: venue.mail.clone()?,
            venue: venue.clone(),
        })
    }

    /// What is to be written for the letters of a step.
    pub(super) fn follow(
        &self,
        secret: &Secret,
        told: Told<'_>,
        from: Option<(Status, Actor)>,
        now: Instant,
    ) -> Result<Vec<Statement>> {
        let Reservation {
            id, day, status: to, ..
        } = told.reservation;
        let is_refunded = told.money == Some(PaymentState::Refunded);
        let (for_guest, for_restaurant) = occasions(from, *to, is_refunded);
        let mut statements = Vec::new();
        if !matches!(to, Status::Booked | Status::Reconfirmed) {
            statements.extend(outbox::take_back(&reminder(id, *day)));
        }
        if let Some(what) = for_guest
            && let Some(mut letter) = self.to_guest(secret, told, what, now)?
        {
            letter.is_limited &= from.is_none_or(|(_, actor)| actor == Actor::Guest);
            statements.extend(outbox::post(&letter, now)?);
        }
        if for_guest == Some(ToGuest::Confirmed) {
            statements.extend(self.remind(secret, told, now)?);
        }
        if let Some(what) = for_restaurant
            && let Some(letter) = self.to_restaurant(secret, told, what, now)?
        {
            statements.extend(outbox::post(&letter, now)?);
        }
        Ok(statements)
    }

    /// What is to be written for the letters of a reservation that was on the day `before` and has been
    /// changed. While a guest is paying nobody is told anything.
    pub(super) fn follow_change(
        &self,
        secret: &Secret,
        told: Told<'_>,
        before: Day,
        now: Instant,
    ) -> Result<Vec<Statement>> {
        let (for_guest, for_restaurant) = match told.reservation.status {
            Status::PaymentPending => return Ok(Vec::new()),
            Status::Requested => (ToGuest::Requested, ToRestaurant::Requested),
            _ => (ToGuest::Changed, ToRestaurant::Changed),
        };
        let is_same_day = told.reservation.day == before && told.reservation.status != Status::Requested;
        let mut statements = if is_same_day && !self.is_early_enough(told.reservation, now) {
            self.rewrite_reminder(secret, told, now)?
        } else {
            outbox::take_back(&reminder(&told.reservation.id, before))
        };
        let letters = [
            self.to_guest(secret, told, for_guest, now)?,
            self.to_restaurant(secret, told, for_restaurant, now)?,
        ];
        for letter in letters.into_iter().flatten() {
            statements.extend(outbox::post(&letter, now)?);
        }
        if told.reservation.status != Status::Requested {
            statements.extend(self.remind(secret, told, now)?);
        }
        Ok(statements)
    }

    /// What is to be written for the reminder, if there is time for one.
    fn remind(&self, secret: &Secret, told: Told<'_>, now: Instant) -> Result<Vec<Statement>> {
        let Some(at) = self.day_before(told.reservation).filter(|at| *at > now) else {
            return Ok(Vec::new());
        };
        let letter = self.to_remind(secret, told, now)?;
        Ok(letter.map_or_else(|| Ok(Vec::new()), |letter| outbox::post(&letter, at))?)
    }

    /// What is to be written so that a reminder that is due, and not sent yet, says how the reservation stands now.
    fn rewrite_reminder(&self, secret: &Secret, told: Told<'_>, now: Instant) -> Result<Vec<Statement>> {
        let letter = self.to_remind(secret, told, now)?;
        Ok(letter.map_or_else(
            || Ok(Vec::new()),
            |letter| outbox::rewrite(&letter).map(|one| vec![one]),
        )?)
    }

    fn to_remind(&self, secret: &Secret, told: Told<'_>, now: Instant) -> Result<Option<OutgoingEmail>> {
        let letter = self.to_guest(secret, told, ToGuest::Reminder, now)?;
        let id = reminder(&told.reservation.id, told.reservation.day);
        Ok(letter.map(|letter| OutgoingEmail { id, ..letter }))
    }

    /// Whether the time of the reminder is still to come.
    fn is_early_enough(&self, reservation: &Reservation, now: Instant) -> bool {
        self.day_before(reservation).is_some_and(|at| at > now)
    }

    fn to_guest(
        &self,
        secret: &Secret,
        told: Told<'_>,
        what: ToGuest,
        now: Instant,
    ) -> Result<Option<OutgoingEmail>> {
        let Some(email) = &told.guest.email else {
            return Ok(None);
        };
        let Told { reservation, .. } = told;
        let composer = self.composer();
        let localizer = composer.localizer(Some(told.locale))?;
        let token = secret.manage_token(&reservation.id);
        let id = &reservation.id;
        let link = composer.link(&format!("?view=manage#manage={id}.{token}"));
        let message = to_guest(
            what,
            &composer.restaurant(),
            &localizer,
            &self.facts(told, Some(&link), now),
        );
        let file = calendar_file(&self.venue, reservation, Some(email), localizer.texts(), now)
            .filter(|_| what != ToGuest::Reminder);
        let attachment = file.map(|file| Attachment {
            name: "reservation.ics".to_owned(),
            media_type: file.media_type(),
            content: Base64::encode_string(file.text.as_bytes()),
        });
        let name = match what {
            ToGuest::Confirmed => "confirmed",
            ToGuest::Requested => "requested",
            ToGuest::Declined => "declined",
            ToGuest::Changed => "changed",
            ToGuest::Cancelled => "cancelled",
            ToGuest::Reminder => "reminder",
        };
        let to = mailbox(told.guest, email.as_str());
        Ok(Some(OutgoingEmail {
            attachments: attachment.into_iter().collect(),
            is_limited: reservation.payment.is_none() || matches!(what, ToGuest::Changed),
            ..composer.letter(format!("{name}-{id}-{}", told.revision), to, message)
        }))
    }

    /// The restaurant's own address, if it gets letters.
    pub(super) fn restaurant(&self) -> Option<Mailbox> {
        self.composer().restaurant_mailbox()
    }

    fn to_restaurant(
        &self,
        secret: &Secret,
        told: Told<'_>,
        what: ToRestaurant,
        now: Instant,
    ) -> Result<Option<OutgoingEmail>> {
        let Some(to) = self.restaurant() else {
            return Ok(None);
        };
        let composer = self.composer();
        // Where staff do without the payment no card is kept.
        let link = told
            .money
            .and_then(|_| self.no_show_link(secret, told.reservation));
        let message = to_restaurant(
            what,
            &composer.restaurant(),
            &composer.localizer(None)?,
            &self.facts(told, link.as_deref(), now),
        );
        let name = match what {
            ToRestaurant::Booked => "booked",
            ToRestaurant::Requested => "asked",
            ToRestaurant::Changed => "moved",
            ToRestaurant::Cancelled => "called-off",
            ToRestaurant::Unanswered => "unanswered",
        };
        let guest = told.guest;
        let id = format!("restaurant-{name}-{}-{}", told.reservation.id, told.revision);
        Ok(Some(OutgoingEmail {
            reply_to: guest.email.as_ref().map(|email| mailbox(guest, email.as_str())),
            ..composer.letter(id, to, message)
        }))
    }

    /// The page on which the restaurant says that nobody came; none where no card is kept for that.
    fn no_show_link(&self, secret: &Secret, reservation: &Reservation) -> Option<String> {
        let terms = reservation.payment.as_ref()?;
        let is_kept = self.venue.payments.is_some() && terms.kind == PaymentKind::CardGuarantee;
        is_kept.then(|| {
            let (id, token) = (&reservation.id, secret.no_show_token(&reservation.id));
            self.composer().staff_link(&format!("#noshow={id}.{token}"))
        })
    }

    pub(super) fn composer(&self) -> Composer<'_> {
        Composer::new(&self.venue, &self.mail)
    }

    fn facts<'a>(&self, told: Told<'a>, link: Option<&'a str>, now: Instant) -> ReservationFacts<'a> {
        let Told { reservation, .. } = told;
        ReservationFacts {
            number: &reservation.number,
            day: reservation.day,
            minutes: reservation.minutes,
            attendees: reservation.attendees,
            experience: &reservation.experience.name,
            guest: told.guest,
            notes: told.notes.map(Notes::as_str),
            payment: reservation
                .payment
                .as_ref()
                .zip(told.money)
                .map(|(terms, state)| self.payment(reservation, terms, state, now)),
            link,
        }
    }

    /// What is said of the money in a letter that is written now.
    fn payment(
        &self,
        reservation: &Reservation,
        terms: &PaymentTerms,
        state: PaymentState,
        now: Instant,
    ) -> Payment {
        let until = reservation.refund_until.filter(|until| now <= *until);
        Payment {
            kind: terms.kind,
            amount: terms.amount,
            back_until: until.and_then(|until| self.venue.time_zone.local(until)),
            state,
        }
    }

    /// When the guest is reminded.
    fn day_before(&self, reservation: &Reservation) -> Option<Instant> {
        let minutes = Minutes::parse(REMINDED_AT).ok()?;
        let day = reservation.day.minus(1)?;
        self.venue.time_zone.resolve(day, minutes).instant()
    }
}

/// The reminder's name: another day is another reminder, and a day is reminded of once. It is written anew with each
/// change until it is sent.
fn reminder(id: &ReservationId, day: Day) -> String {
    format!("reminder-{id}-{day}")
}

/// The reservation's day, where a message of this name is a reminder. It says "tomorrow", so it is sent before that day.
pub(in crate::venue) fn day_of_reminder(name: &str) -> Option<Day> {
    let mut parts = name.strip_prefix("reminder-")?.rsplitn(4, '-');
    let (date, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    parts.next()?;
    Day::parse(&format!("{year}-{month}-{date}")).ok()
}

pub(super) fn mailbox(guest: &Guest, address: &str) -> Mailbox {
    Mailbox {
        name: Some(whole_name(guest)),
        address: address.to_owned(),
    }
}
