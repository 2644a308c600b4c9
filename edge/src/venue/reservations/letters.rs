//! Letters that follow from a reservation's change of status, as statements for the same transaction.

use base64ct::{Base64, Encoding as _};
use config::{MailSettings, VenueSettings};
use shared::choices::GivenAnswer;
use shared::locale::Language;
use shared::payment::{PaymentKind, PaymentTerms};
use shared::reservation::{Guest, Reservation, Status};
use shared::time::{Day, Instant, Minutes};
use shared::validation::{Message, Notes};

use super::actor::Actor;
use super::reminder::{reminder, take_back_reminder};
use crate::calendar_file::{calendar_file, web_calendar};
use crate::error::Result;
use crate::mail::templates::{
    CalendarFacts, Payment, PaymentState, ReservationFacts, ToGuest, ToRestaurant, to_guest, to_restaurant,
    whole_name,
};
use crate::mail::{Attachment, Mailbox, OutgoingEmail};
use crate::storage::database::Statement;
use crate::storage::secret::Secret;
use crate::venue::composer::Composer;
use crate::venue::jobs::outbox;
use crate::venue::payments::letters::finish_paying;

/// The time of a reminder on the day before, in minutes: ten in the morning.
const REMINDED_AT: i64 = 10 * 60;

/// Composes a venue's letters.
pub(in crate::venue) struct Letters {
    pub(super) venue: VenueSettings,
    pub(super) mail: MailSettings,
}

/// A reservation in its new status, with the data that letters about it need.
#[derive(Clone, Copy)]
pub(in crate::venue) struct LetterFacts<'a> {
    pub(in crate::venue) reservation: &'a Reservation,
    /// The number of writes of the reservation up to this status. A letter's name consists of its occasion, the
    /// reservation and this number: each write has letters of its own, and none has two of one kind.
    pub(in crate::venue) revision: u32,
    /// The state of its money; none where the letter does not mention it.
    pub(in crate::venue) money: Option<PaymentState>,
    pub(in crate::venue) guest: &'a Guest,
    pub(in crate::venue) notes: Option<&'a Notes>,
    /// The guest's answers. Those of `reservation` are left out where it is stored as the response to its creation.
    pub(in crate::venue) answers: &'a [GivenAnswer],
    /// The restaurant's message to the guest.
    pub(in crate::venue) message: Option<&'a Message>,
    pub(in crate::venue) locale: &'a Language,
}

/// The letters that follow when an actor moves a reservation from one status to another; `from` is none for a new
/// reservation. While a guest is paying no letter but the one that asks to finish is sent, unless the restaurant ends the
/// reservation. `is_refunded` is whether money goes back by the step.
pub(super) fn occasions(
    from: Option<(Status, Actor)>,
    to: Status,
    is_refunded: bool,
) -> (Option<ToGuest>, Option<ToRestaurant>) {
    use Status as S;
    let actor = from.map(|(_, actor)| actor);
    match (from.map(|(from, _)| from), to) {
        (None | Some(S::PaymentPending), S::Booked) => (Some(ToGuest::Confirmed), Some(ToRestaurant::Booked)),
        // The restaurant itself has accepted it.
        (Some(S::Requested | S::Unconfirmed), S::Booked | S::Reconfirmed) => (Some(ToGuest::Confirmed), None),
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
    /// The composer of a venue; none where the venue sends no mail.
    pub(in crate::venue) fn of(venue: &VenueSettings) -> Option<Self> {
        Some(Self {
            mail: venue.mail.clone()?,
            venue: venue.clone(),
        })
    }

    /// Statements that queue the letters of a step by this actor; `from` is none for a new reservation. A guest's own steps
    /// alone are limited by the letters of a day.
    pub(super) fn follow(
        &self,
        secret: &Secret,
        facts: LetterFacts<'_>,
        (from, actor): (Option<Status>, Actor),
        now: Instant,
    ) -> Result<Vec<Statement>> {
        let Reservation {
            id, day, status: to, ..
        } = facts.reservation;
        let is_refunded = facts.money == Some(PaymentState::Refunded);
        let step = from.map(|from| (from, actor));
        let (for_guest, for_restaurant) = occasions(step, *to, is_refunded);
        let mut statements = Vec::new();
        if !matches!(to, Status::Booked | Status::Reconfirmed) {
            statements.extend(outbox::take_back(&reminder(id, *day)));
        }
        if from == Some(Status::PaymentPending) {
            statements.extend(outbox::take_back(&finish_paying(id)));
        }
        if let Some(what) = for_guest
            && let Some(mut letter) = self.to_guest(secret, facts, what, now)?
        {
            letter.is_limited &= actor == Actor::Guest;
            statements.extend(outbox::post(&letter, now)?);
        }
        // Guests whom staff had marked as arrived by mistake are reminded as before.
        let is_step_back = *to == Status::Booked && from == Some(Status::Arrived);
        if for_guest == Some(ToGuest::Confirmed) || is_step_back {
            statements.extend(self.remind(secret, facts, now)?);
        }
        if let Some(what) = for_restaurant
            && let Some(letter) = self.to_restaurant(secret, facts, what, now)?
        {
            statements.extend(outbox::post(&letter, now)?);
        }
        Ok(statements)
    }

    /// Statements that queue the letters of a reservation that was on the day `before` and has been changed by this actor.
    /// While a guest is paying no letter is sent.
    pub(super) fn follow_change(
        &self,
        secret: &Secret,
        facts: LetterFacts<'_>,
        (before, actor): (Day, Actor),
        now: Instant,
    ) -> Result<Vec<Statement>> {
        let (for_guest, for_restaurant) = match facts.reservation.status {
            Status::PaymentPending => return Ok(Vec::new()),
            Status::Requested => (ToGuest::Requested, ToRestaurant::Requested),
            _ => (ToGuest::Changed, ToRestaurant::Changed),
        };
        let is_same_day = facts.reservation.day == before && facts.reservation.status != Status::Requested;
        let mut statements = if is_same_day && !self.is_early_enough(facts.reservation, now) {
            self.rewrite_reminder(secret, facts, now)?
        } else {
            outbox::take_back(&reminder(&facts.reservation.id, before))
        };
        let mut to_guest = self.to_guest(secret, facts, for_guest, now)?;
        if let Some(letter) = &mut to_guest {
            letter.is_limited &= actor == Actor::Guest;
        }
        let to_restaurant = self.to_restaurant(secret, facts, for_restaurant, now)?;
        for letter in to_guest.into_iter().chain(to_restaurant) {
            statements.extend(outbox::post(&letter, now)?);
        }
        if facts.reservation.status != Status::Requested {
            statements.extend(self.remind(secret, facts, now)?);
        }
        Ok(statements)
    }

    /// Statements that queue the reminder, if there is time for one.
    fn remind(&self, secret: &Secret, facts: LetterFacts<'_>, now: Instant) -> Result<Vec<Statement>> {
        let Some(at) = self.day_before(facts.reservation).filter(|at| *at > now) else {
            return Ok(Vec::new());
        };
        let letter = self.to_remind(secret, facts, now)?;
        Ok(letter.map_or_else(|| Ok(Vec::new()), |letter| outbox::post(&letter, at))?)
    }

    /// Statements that rewrite a reminder that is due, and not sent yet, to the reservation as it is now.
    fn rewrite_reminder(
        &self,
        secret: &Secret,
        facts: LetterFacts<'_>,
        now: Instant,
    ) -> Result<Vec<Statement>> {
        let letter = self.to_remind(secret, facts, now)?;
        // Without an address no guest can be reminded.
        Ok(letter.map_or_else(
            || Ok(take_back_reminder(&facts.reservation.id, facts.reservation.day)),
            |letter| outbox::rewrite(&letter).map(|one| vec![one]),
        )?)
    }

    fn to_remind(
        &self,
        secret: &Secret,
        facts: LetterFacts<'_>,
        now: Instant,
    ) -> Result<Option<OutgoingEmail>> {
        let letter = self.to_guest(secret, facts, ToGuest::Reminder, now)?;
        let id = reminder(&facts.reservation.id, facts.reservation.day);
        Ok(letter.map(|letter| OutgoingEmail { id, ..letter }))
    }

    /// Whether the time of the reminder is still to come.
    fn is_early_enough(&self, reservation: &Reservation, now: Instant) -> bool {
        self.day_before(reservation).is_some_and(|at| at > now)
    }

    /// Statements that queue one letter to the guest of a reservation that another system keeps.
    pub(in crate::venue) fn post_to_guest(
        &self,
        secret: &Secret,
        facts: LetterFacts<'_>,
        what: ToGuest,
        now: Instant,
    ) -> Result<Vec<Statement>> {
        let letter = self.to_guest(secret, facts, what, now)?;
        Ok(letter.map_or_else(|| Ok(Vec::new()), |letter| outbox::post(&letter, now))?)
    }

    fn to_guest(
        &self,
        secret: &Secret,
        facts: LetterFacts<'_>,
        what: ToGuest,
        now: Instant,
    ) -> Result<Option<OutgoingEmail>> {
        let Some(email) = &facts.guest.email else {
            return Ok(None);
        };
        let LetterFacts { reservation, .. } = facts;
        let composer = self.composer();
        let localizer = composer.localizer(Some(facts.locale))?;
        let token = secret.manage_token(&reservation.id);
        let id = &reservation.id;
        let link = composer.link(&format!("?view=manage#manage={id}.{token}"));
        let web = web_calendar(&self.venue, reservation, localizer.texts());
        let picture = composer.picture(&reservation.experience.id);
        let letter_facts = ReservationFacts {
            calendar: web.as_ref().map(|web| CalendarFacts {
                start: &web.start,
                web_calendar: &web.address,
            }),
            picture: picture.as_deref(),
            ..self.facts(facts, Some(&link), now)
        };
        let message = to_guest(what, &composer.restaurant(), &localizer, &letter_facts);
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
        let to = mailbox(facts.guest, email.as_str());
        Ok(Some(OutgoingEmail {
            attachments: attachment.into_iter().collect(),
            is_limited: reservation.payment.is_none() || matches!(what, ToGuest::Changed),
            ..composer.letter(format!("{name}-{id}-{}", facts.revision), to, message)
        }))
    }

    /// The restaurant's own mailbox; none where it receives no letters.
    pub(super) fn restaurant(&self) -> Option<Mailbox> {
        self.composer().restaurant_mailbox()
    }

    fn to_restaurant(
        &self,
        secret: &Secret,
        facts: LetterFacts<'_>,
        what: ToRestaurant,
        now: Instant,
    ) -> Result<Option<OutgoingEmail>> {
        let Some(to) = self.restaurant() else {
            return Ok(None);
        };
        let composer = self.composer();
        let link = match what {
            ToRestaurant::Requested => Some(self.request_link(secret, facts)),
            // Where staff waive the payment no card is stored.
            _ => facts
                .money
                .and_then(|_| self.no_show_link(secret, facts.reservation)),
        };
        let message = to_restaurant(
            what,
            &composer.restaurant(),
            &composer.localizer(None)?,
            &self.facts(facts, link.as_deref(), now),
        );
        let name = match what {
            ToRestaurant::Booked => "booked",
            ToRestaurant::Requested => "asked",
            ToRestaurant::Changed => "moved",
            ToRestaurant::Cancelled => "called-off",
            ToRestaurant::Unanswered => "unanswered",
        };
        let guest = facts.guest;
        let id = format!("restaurant-{name}-{}-{}", facts.reservation.id, facts.revision);
        Ok(Some(OutgoingEmail {
            reply_to: guest.email.as_ref().map(|email| mailbox(guest, email.as_str())),
            ..composer.letter(id, to, message)
        }))
    }

    /// A link to the restaurant's no-show page; none where no card is stored for a no-show.
    fn no_show_link(&self, secret: &Secret, reservation: &Reservation) -> Option<String> {
        let terms = reservation.payment.as_ref()?;
        let is_kept = self.venue.payments.is_some() && terms.kind == PaymentKind::CardGuarantee;
        is_kept.then(|| {
            let (id, token) = (&reservation.id, secret.no_show_token(&reservation.id));
            self.composer().staff_link(&format!("#noshow={id}.{token}"))
        })
    }

    /// A link to the restaurant's page that answers the request as it is after the write of this letter.
    fn request_link(&self, secret: &Secret, facts: LetterFacts<'_>) -> String {
        let (id, revision) = (&facts.reservation.id, facts.revision);
        let token = secret.request_token(id, revision);
        self.composer()
            .staff_link(&format!("#request={id}.{revision}.{token}"))
    }

    pub(super) fn composer(&self) -> Composer<'_> {
        Composer::new(&self.venue, &self.mail)
    }

    pub(super) fn facts<'a>(
        &self,
        facts: LetterFacts<'a>,
        link: Option<&'a str>,
        now: Instant,
    ) -> ReservationFacts<'a> {
        let LetterFacts { reservation, .. } = facts;
        ReservationFacts {
            number: &reservation.number,
            day: reservation.day,
            minutes: reservation.minutes,
            attendees: reservation.attendees,
            experience: &reservation.experience.name,
            area: reservation.area.as_ref(),
            guest: facts.guest,
            people: &reservation.people,
            add_ons: &reservation.add_ons,
            total: reservation.total,
            answers: facts.answers,
            notes: facts.notes.map(Notes::as_str),
            message: facts.message.map(Message::as_str),
            payment: reservation
                .payment
                .as_ref()
                .zip(facts.money)
                .map(|(terms, state)| self.payment(reservation, terms, state, now)),
            free_until: self.composer().free_until(reservation),
            link,
            calendar: None,
            picture: None,
        }
    }

    /// The payment as a letter written now describes it.
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

    /// The instant of the reminder, on the day before.
    fn day_before(&self, reservation: &Reservation) -> Option<Instant> {
        let minutes = Minutes::parse(REMINDED_AT).ok()?;
        let day = reservation.day.minus(1)?;
        self.venue.time_zone.resolve(day, minutes).instant()
    }
}

pub(super) fn mailbox(guest: &Guest, address: &str) -> Mailbox {
    Mailbox {
        name: Some(whole_name(guest)),
        address: address.to_owned(),
    }
}
