//! A guest: looks at two months for parties of several sizes, books, and comes back to the reservation.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use couvert_tests::mews::VOUCHER_CODE;
use edge::error::VenueError;
use edge::provider::choices::Choices;
use edge::provider::offer::Offers;
use edge::provider::remote::ForRequest;
use edge::provider::{BookingRequest, CalendarQuestion, Provider as _, ReservationsQuestion, SlotsQuestion};
use edge::storage::idempotency::IdempotencyKey;
use fastrand::Rng;
use serde_json::{Value, json};
use shared::availability::{Slot, SlotStatus};
use shared::choices::{AccessCode, ChosenAddOn, PeopleCount};
use shared::party::Attendees;
use shared::problem::ProblemCode;
use shared::reservation::{Reservation, Status};
use shared::time::Day;

use crate::load::{Action, Tally};
use crate::property::Property;

/// The parties that each guest looks at the calendar for.
const PARTIES: [u8; 4] = [1, 2, 4, 6];
/// How many days of the calendar are looked at.
const DAYS: u32 = 62;
/// How often a request is repeated whose outcome may be another later.
const TRIES: u32 = 20;
/// How long a guest waits before that.
const PAUSE: Duration = Duration::from_secs(15);
/// How often another time is chosen where one was taken.
const TURNS: u32 = 20;

/// A guest.
pub struct Guest {
    property: Rc<Property>,
    tally: Rc<RefCell<Tally>>,
    number: usize,
    rng: Rng,
}

/// A time that a guest has chosen.
struct Choice {
    day: Day,
    slot: Slot,
}

/// Whether the same request may have another outcome soon.
fn is_passing(error: &VenueError) -> bool {
    matches!(
        error,
        VenueError::OutcomeUnknown(_)
            | VenueError::Away { .. }
            | VenueError::Timeout
            | VenueError::Failed(_)
            | VenueError::InFlight
            | VenueError::Refused(ProblemCode::ChangeInProgress)
    )
}

impl Guest {
    /// The guest of this number, with chance of their own.
    pub fn new(property: Rc<Property>, tally: Rc<RefCell<Tally>>, number: usize, seed: u64) -> Self {
        Self {
            property,
            tally,
            number,
            rng: Rng::with_seed(seed),
        }
    }

    /// Begins after this time: looks around, and no more.
    pub async fn look_around(mut self, begins: Duration) {
        self.property.clock.pass(begins).await;
        self.look().await;
        let choices = Choices::default();
        drop(self.choose(&choices, None).await);
    }

    /// Begins after this time: looks around, books and comes back.
    pub async fn live(mut self, begins: Duration) {
        self.property.clock.pass(begins).await;
        self.look().await;
        let Some(booked) = self.book().await else {
            return self.note("has found no table");
        };
        self.tally.borrow_mut().booked += 1;
        let time = Duration::from_secs(self.rng.u64(20..240));
        self.property.clock.pass(time).await;
        if let Err(error) = self.come_back(&booked).await {
            self.note(&format!("is answered {error:?} on coming back"));
        }
    }

    fn note(&self, text: &str) {
        let text = format!("guest {}: {text}", self.number);
        self.tally.borrow_mut().wrong.push(text);
    }

    fn party(&self) -> Attendees {
        let number = PARTIES.get(self.number % PARTIES.len()).copied();
        Attendees::parse(number.unwrap_or(2).into()).unwrap_or(Attendees::MIN)
    }

    /// The answer to a question.
    async fn ask<T>(&self, ask: impl AsyncFn(ForRequest) -> Result<T, VenueError>) -> Result<T, VenueError> {
        let mut tries = 1;
        loop {
            match ask(self.property.request()).await {
                Err(error) if tries < TRIES && is_passing(&error) => {
                    self.property.clock.pass(PAUSE).await;
                }
                answer => return answer,
            }
            tries += 1;
        }
    }

    /// The answer to an act, each answer of which is counted.
    async fn act<T>(&self, act: impl AsyncFn(ForRequest) -> Result<T, VenueError>) -> Result<T, VenueError> {
        self.ask(async |request| {
            let answer = act(request).await;
            let mut tally = self.tally.borrow_mut();
            tally.writes += 1;
            tally.unknown += u64::from(matches!(answer, Err(VenueError::OutcomeUnknown(_))));
            answer
        })
        .await
    }

    async fn look(&mut self) {
        for party in PARTIES {
            let from = self.property.today();
            let question = CalendarQuestion {
                experience_id: self.property.experience.id.clone(),
                attendees: Attendees::parse(party.into()).unwrap_or(Attendees::MIN),
                from,
                to: from.plus(DAYS - 1).unwrap_or(Day::MAX),
            };
            match self.ask(async |request| request.calendar(&question).await).await {
                Ok(days) if days.len() == 62 => self.tally.borrow_mut().calendars += 1,
                Ok(days) => self.note(&format!("sees {} days", days.len())),
                Err(error) => self.note(&format!("is answered {error:?} of a calendar")),
            }
            let time = Duration::from_millis(self.rng.u64(500..8_000));
            self.property.clock.pass(time).await;
        }
    }

    /// An open time on some day; for a change, with the own reservation left out of the count.
    async fn choose(&mut self, choices: &Choices, moving: Option<&Reservation>) -> Option<Choice> {
        for _ in 0..TURNS {
            let day = self.property.today().plus(self.rng.u32(1..DAYS))?;
            let question = SlotsQuestion {
                experience_id: self.property.experience.id.clone(),
                attendees: self.party(),
                day,
                moving: moving.map(|reservation| reservation.id.clone()),
            };
            let slots = self.ask(async |request| request.slots_with(&question, choices).await);
            let slots = match slots.await {
                Ok(slots) => slots,
                Err(error) => {
                    self.note(&format!("is answered {error:?} of a day"));
                    return None;
                }
            };
            let open: Vec<Slot> = slots
                .into_iter()
                .filter(|slot| slot.status == SlotStatus::Open)
                .collect();
            if let Some(slot) = self.rng.choice(open) {
                return Some(Choice { day, slot });
            }
        }
        None
    }

    /// The guest's choices beside the time: three of five take an add-on, every third has a child, every fourth a code.
    fn choices(&self, offers: &Offers) -> Choices {
        let party = self.party().get();
        let mut choices = Choices::default();
        let default = offers.people.iter().find(|category| category.is_default);
        let other = offers.people.iter().find(|category| !category.is_default);
        if let (Some(default), Some(other)) = (default, other)
            && self.number.is_multiple_of(3)
            && party > 1
        {
            let count = |id: &shared::id::AgeCategoryId, count| PeopleCount {
                category: id.clone(),
                count,
            };
            choices.people = vec![count(&default.id, party - 1), count(&other.id, 1)];
        }
        if let Some(add_on) = offers.add_ons.first().filter(|_| self.number % 5 < 3) {
            choices.add_ons = vec![ChosenAddOn {
                id: add_on.id.clone(),
                quantity: 1,
            }];
        }
        if self.number % 4 == 3 {
            choices.access_code = AccessCode::parse(VOUCHER_CODE).ok();
        }
        choices
    }

    /// Books at a price that was quoted.
    async fn book(&mut self) -> Option<Reservation> {
        let id = self.property.experience.id.clone();
        let offers = self.ask(async |request| request.offers(&id).await).await.ok()?;
        let choices = self.choices(&offers);
        let code = choices
            .access_code
            .clone()
            .map(Choices::of_code)
            .unwrap_or_default();
        for turn in 0..TURNS {
            let choice = self.choose(&code, None).await?;
            let order = self.order(&choice, turn)?;
            let asked = order.request.quote_request();
            let quote = self
                .ask(async |request| request.quote(&asked, &choices).await)
                .await;
            let agreed = match quote {
                Ok(quote) => Choices {
                    quoted: quote.map(|quote| quote.quoted()),
                    ..choices.clone()
                },
                Err(error) => {
                    self.note(&format!("is answered {error:?} of a price"));
                    return None;
                }
            };
            let booked = self.act(async |request| request.reserve_with(&order, &agreed).await);
            match booked.await {
                Ok(booked) => {
                    self.count(&choices);
                    return Some(booked.reservation);
                }
                Err(VenueError::Taken { .. }) => {}
                Err(error) => {
                    self.note(&format!("is answered {error:?} of a booking"));
                    return None;
                }
            }
        }
        None
    }

    /// Counts the choices that a booking was made with.
    fn count(&self, choices: &Choices) {
        let mut tally = self.tally.borrow_mut();
        for (action, is_done) in [
            (Action::WithAddOns, !choices.add_ons.is_empty()),
            (Action::WithChildren, !choices.people.is_empty()),
            (Action::WithVoucher, choices.access_code.is_some()),
        ] {
            if is_done {
                tally.add(action);
            }
        }
    }

    fn order(&self, choice: &Choice, turn: u32) -> Option<BookingRequest> {
        let request = json!({
            "experienceId": self.property.experience.id, "day": choice.day, "minutes": choice.slot.minutes,
            "attendees": self.party(), "locale": "en", "notes": "By the window",
            "guest": {
                "firstName": "Ada", "lastName": format!("Guest{}", self.number),
                // Some are customers already when they come.
                "email": format!("guest{}@example.com", self.number % 40), "phone": "+436605512234",
            },
        });
        Some(BookingRequest {
            request: serde_json::from_value(request).ok()?,
            key: IdempotencyKey::parse(&format!("guest-{}-{turn}", self.number))?,
        })
    }

    /// Cancels, moves, changes the party or the notes, or looks at the reservation and orders more.
    async fn come_back(&mut self, booked: &Reservation) -> Result<(), VenueError> {
        let (action, change) = match self.number % 5 {
            0 => {
                let id = &booked.id;
                let cancel = async |request: ForRequest| request.set_status(id, Status::Cancelled).await;
                self.act(cancel).await?;
                self.tally.borrow_mut().add(Action::Cancellation);
                return Ok(());
            }
            1 => {
                let none = Choices::default();
                let choice = self.choose(&none, Some(booked)).await;
                let Some(Choice { day, slot }) = choice else {
                    return Err(VenueError::NotFound);
                };
                (Action::Move, json!({ "day": day, "minutes": slot.minutes }))
            }
            2 => {
                let party = self.party().get();
                let other = if party == 6 { 5 } else { party + 1 };
                (Action::PartyChange, json!({ "attendees": other }))
            }
            3 => (
                Action::NotesChange,
                json!({ "notes": "In the garden, after all" }),
            ),
            // They have ordered nothing beside the table yet.
            _ => {
                self.look_at(booked).await?;
                let add_ons = json!({ "addOns": [{ "id": "wine", "quantity": 1 }] });
                (Action::LaterAddOns, add_ons)
            }
        };
        self.change(booked, (action, change)).await
    }

    async fn change(
        &self,
        booked: &Reservation,
        (action, change): (Action, Value),
    ) -> Result<(), VenueError> {
        let broken = |error: serde_json::Error| VenueError::Broken(error.to_string());
        let change = serde_json::from_value(change).map_err(broken)?;
        let id = &booked.id;
        let changed = self.act(async |request| request.change(id, &change).await).await;
        match changed {
            Ok(_) => {
                self.tally.borrow_mut().add(action);
                Ok(())
            }
            // Another guest was faster.
            Err(VenueError::Taken { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn look_at(&self, booked: &Reservation) -> Result<(), VenueError> {
        let id = &booked.id;
        let seen = self.ask(async |request| request.reservation(id).await).await?;
        let question = ReservationsQuestion {
            from: seen.day,
            to: seen.day,
            statuses: Vec::new(),
            include_walk_ins: false,
        };
        let listed = self
            .ask(async |request| request.reservations(&question).await)
            .await?;
        if !listed.iter().any(|one| one.id == seen.id) {
            self.note("is not in the list of the day");
        }
        Ok(())
    }
}
