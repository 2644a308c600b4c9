//! The price of a reservation after a change, asked for before the change is confirmed.

use shared::choices::{BookedAddOn, ChosenAddOn, PeopleCount};
use shared::offer::AddOn;
use shared::party::Attendees;
use shared::quote::{Quote, QuoteRequest};
use shared::venue::Experience;

use super::{Effect, ManagedReservation, Step};
use crate::flow::{Answer, Failure};
use crate::self_service::StepContext;

impl ManagedReservation {
    /// Asks what the reservation costs after the change at its review, where it has a price.
    pub(super) fn ask_price(&mut self, context: &mut StepContext<'_>) -> Option<Effect> {
        self.quote = Answer::NotRequested;
        let question = self.price_question()?;
        let number = context.next_number();
        self.quote = Answer::Requested(number);
        Some(Effect::AskQuote(number, self.link.clone(), Box::new(question)))
    }

    /// Takes the price. Without one the change can be confirmed all the same: the API decides.
    pub(super) fn priced(&mut self, number: u32, answer: Result<Box<Quote>, Failure>) {
        if self.quote != Answer::Requested(number) {
            return;
        }
        if let Err(Failure::Problem(problem)) = &answer {
            self.not_priced(problem);
        }
        self.quote = answer.map_or_else(Answer::Failed, Answer::Known);
        if let (Answer::Known(quote), Step::Extras(changed)) = (&self.quote, &mut self.step) {
            changed.left.clone_from(&quote.left);
        }
    }

    fn price_question(&self) -> Option<QuoteRequest> {
        let (find, minutes) = match &self.step {
            Step::Review(find, minutes) => (find, minutes),
            Step::Extras(changed) => return self.question_of_choices(changed),
            _ => return None,
        };
        self.reservation.total?;
        let booking = find.booking()?;
        let (ordered, offered) = (&self.reservation.add_ons, &booking.experience.add_ons);
        Some(QuoteRequest {
            experience_id: booking.experience.id.clone(),
            day: booking.day?,
            minutes: *minutes,
            attendees: booking.attendees,
            people: self.people_of(&booking.experience, booking.attendees),
            add_ons: fitted(ordered, offered, booking.attendees),
            gift_card_code: None,
            reservation_id: Some(self.reservation.id.clone()),
        })
    }

    /// The party by age category, of which the default category takes the difference.
    fn people_of(&self, experience: &Experience, attendees: Attendees) -> Vec<PeopleCount> {
        let counted = self.reservation.people.iter().map(|one| PeopleCount {
            category: one.category.clone(),
            count: one.count,
        });
        let mut categories = experience.people.iter();
        let Some(default) = categories.find(|category| category.is_default) else {
            return counted.collect();
        };
        let others: Vec<_> = counted.filter(|one| one.category != default.id).collect();
        let sum = others
            .iter()
            .fold(0, |sum: u8, one| sum.saturating_add(one.count));
        let rest = PeopleCount {
            category: default.id.clone(),
            count: attendees.get().saturating_sub(sum),
        };
        let all = std::iter::once(rest).chain(others);
        all.filter(|one| one.count > 0).collect()
    }
}

/// The add-ons after a change of the party's size: of what is for each guest, no more than come.
fn fitted(ordered: &[BookedAddOn], offered: &[AddOn], attendees: Attendees) -> Vec<ChosenAddOn> {
    let chosen = ordered.iter().map(|one| ChosenAddOn {
        id: one.id.clone(),
        quantity: one.quantity,
    });
    chosen
        .map(|one| one.fitted_to(offered.iter(), attendees))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::flow;
    use crate::self_service::manage::Event;
    use crate::test_support::booking::{day, minutes, party, read};
    use crate::test_support::manage::Session;

    fn money(amount: i64) -> Value {
        json!({ "amount": amount, "currency": "EUR" })
    }

    fn at_review() -> Session {
        let mut session = Session::open(&json!({
            "total": money(7_800),
            "people": [{ "category": "adults", "name": { "en": "Adults" }, "count": 2 }],
            "addOns": [{ "id": "wine", "name": { "en": "Wine" }, "quantity": 2, "total": money(3_800) }],
        }));
        session.take(Event::MoveWanted).answer();
        session
            .take(Event::Find(flow::Event::PartyChosen(party(3))))
            .answer();
        session
            .take(Event::Find(flow::Event::DayChosen(day("2026-11-28"))))
            .answer();
        session.take(Event::Find(flow::Event::TimeChosen(minutes(1200))));
        session
    }

    fn asked(session: &Session) -> (u32, QuoteRequest) {
        let mut effects = session.effects.iter();
        let asked = effects.find_map(|effect| match effect {
            Effect::AskQuote(number, _, question) => Some((*number, (**question).clone())),
            _ => None,
        });
        asked.expect("the price was asked for")
    }

    #[test]
    fn a_change_is_priced_with_what_was_ordered_before_it_can_be_confirmed() {
        let mut session = at_review();
        let (number, question) = asked(&session);
        assert_eq!((question.attendees, question.minutes), (party(3), minutes(1200)));
        assert_eq!(question.add_ons.len(), 1);
        session.take(Event::MoveConfirmed);
        assert_eq!(session.managed().sending, None);

        let quote: Quote = read(json!({
            "lines": [], "taxes": [], "total": money(9_800), "dueNow": money(0), "dueAtVenue": money(9_800),
        }));
        session.take(Event::QuoteAnswered(number + 1, Ok(Box::new(quote.clone()))));
        assert!(session.managed().quote.known().is_none());
        session.take(Event::QuoteAnswered(number, Ok(Box::new(quote.clone()))));
        assert_eq!(
            session.managed().quote.known().map(|quote| quote.total),
            Some(quote.total)
        );
        session.take(Event::MoveConfirmed);
        assert!(session.managed().sending.is_some());
    }

    #[test]
    fn without_a_price_a_change_is_confirmed_at_once() {
        let mut session = at_review();
        let (number, _) = asked(&session);
        session.take(Event::QuoteAnswered(number, Err(Failure::Offline)));
        session.take(Event::MoveConfirmed);
        assert!(session.managed().sending.is_some());
    }

    #[test]
    fn a_smaller_party_is_priced_with_no_more_of_what_is_for_each_guest_than_it_has_guests() {
        let ordered = |id: &str| json!({ "id": id, "name": {}, "quantity": 3, "total": money(1) });
        let offered =
            |id: &str, per: &str| json!({ "id": id, "name": {}, "price": money(1), "per": per, "max": 9 });
        let all: Vec<BookedAddOn> = read(json!([ordered("wine"), ordered("flowers"), ordered("gone")]));
        let offers: Vec<AddOn> = read(json!([offered("wine", "guest"), offered("flowers", "unit")]));
        let quantities = |attendees: i64| -> Vec<u8> {
            let fitted = fitted(&all, &offers, party(attendees));
            fitted.iter().map(|one| one.quantity).collect()
        };
        assert_eq!(quantities(2), [2, 3, 3]);
        assert_eq!(quantities(4), [3, 3, 3]);
    }
}
