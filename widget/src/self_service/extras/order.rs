//! The order of the booking as it stands: how much of it there can be, what it costs, and what is sent.

use shared::availability::{Slot, Slots};
use shared::gift_card::GiftCardCode;
use shared::id::{AddOnId, ExperienceId};
use shared::offer::AddOn;
use shared::quote::{Quote, QuoteRequest};
use shared::reservation::ReservationRequest;
use shared::time::Day;

use super::BookingWithExtras;
use super::choices::limit;
use crate::flow::{Booking, SlotsQuestion, Submission};

impl BookingWithExtras {
    /// The most units of an add-on that the booking can have.
    #[must_use]
    pub fn limit(&self, add_on: &AddOn, booking: &Booking) -> u8 {
        limit(add_on, booking.attendees, self.left(&add_on.id, booking))
    }

    /// The units of an add-on that are left on the chosen day; none where there is no stock of it, or nothing is known of it.
    #[must_use]
    pub fn left(&self, add_on: &AddOnId, booking: &Booking) -> Option<u16> {
        let mut stock = self.stock.iter();
        let known = stock.find(|(experience, day, id, _)| {
            *experience == booking.experience.id && Some(*day) == booking.day && id == add_on
        });
        known.map(|(_, _, _, left)| *left)
    }

    /// Whether anything of the booking has a price that is stated.
    #[must_use]
    pub fn is_priced(&self, booking: &Booking) -> bool {
        let experience = &booking.experience;
        experience.has_extras
            && (experience.price.is_some()
                || experience.people.iter().any(|category| category.price.is_some())
                || !self.extras.add_ons(experience).is_empty()
                || booking.slot().is_some_and(|slot| slot.price.is_some()))
    }

    /// Whether the booking can be sent: its price is known, if it has one, and nothing is on its way.
    #[must_use]
    pub fn can_confirm(&self, booking: &Booking) -> bool {
        match booking.submission {
            Submission::Idle => !self.is_priced(booking) || self.quoting.quote().is_some(),
            Submission::Sending(..) => false,
            Submission::Unsure(..) => true,
        }
    }

    /// The question for the price of what is chosen now, if there is one.
    pub(super) fn question(&self, booking: &Booking) -> Option<QuoteRequest> {
        let slot = booking.slot().filter(|_| self.is_priced(booking))?;
        // A card that cannot pay is left out, until its code is changed.
        let card = booking.gift_card.as_ref();
        let card = card.filter(|card| booking.takes_gift_card() && card.fault.is_none());
        Some(QuoteRequest {
            experience_id: booking.experience.id.clone(),
            day: booking.day?,
            minutes: slot.minutes,
            attendees: booking.attendees,
            people: self.extras.people(&booking.experience, booking.attendees),
            add_ons: self.extras.add_ons(&booking.experience),
            gift_card_code: card.and_then(|card| GiftCardCode::parse(&card.text).ok()),
            reservation_id: None,
        })
    }

    /// The request with what was chosen beside it, and the price that the guest agrees to.
    pub(super) fn filled(&self, mut request: Box<ReservationRequest>) -> Box<ReservationRequest> {
        if let Some(booking) = self.booking.booking() {
            let experience = &booking.experience;
            request.people = self.extras.people(experience, booking.attendees);
            request.add_ons = self.extras.add_ons(experience);
            request.answers = self.extras.answers(experience).unwrap_or_default();
            request.quoted = self.quoting.quote().map(Quote::quoted);
        }
        request
    }

    /// Keeps what is sold out on a day; the slots of the answer.
    pub(super) fn keep_sold_out(&mut self, question: &SlotsQuestion, answer: Slots) -> Vec<Slot> {
        let is_known = |of: &ExperienceId, on: Day| *of == question.experience && on == question.day;
        self.stock
            .retain(|(of, on, _, left)| *left > 0 || !is_known(of, *on));
        for add_on in answer.sold_out {
            self.keep_stock(question.experience.clone(), question.day, add_on, 0);
        }
        answer.slots
    }

    /// Keeps what the quote says of what is left.
    pub(super) fn keep_left(&mut self) {
        let (Some(quote), Some(booking)) = (self.quoting.quote(), self.booking.booking()) else {
            return;
        };
        let Some(day) = booking.day else { return };
        let experience = booking.experience.id.clone();
        for left in quote.left.clone() {
            self.keep_stock(experience.clone(), day, left.id, left.left);
        }
    }

    fn keep_stock(&mut self, experience: ExperienceId, day: Day, add_on: AddOnId, left: u16) {
        self.stock
            .retain(|(of, on, id, _)| (of, *on, id) != (&experience, day, &add_on));
        self.stock.push((experience, day, add_on, left));
    }
}
