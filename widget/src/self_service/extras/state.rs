//! The state of a booking with extras and its events. The booking itself is the first module's flow, whole; this one adds
//! the step between its find step and its details, and writes what was chosen there into what is sent.

use shared::id::{AddOnId, ExperienceId};
use shared::money::Money;
use shared::offer::AddOn;
use shared::time::{Day, Instant};
use shared::venue::{Experience, Venue};

use super::{CodeField, Effect, Event, Extras, ExtrasField, ExtrasFocus, Quoting};
use crate::flow::{
    self, Booking, EXTRAS, Failure, Flow, Focus, HostEvent, Part, RequestNumbers, Screen, Setup, State, Step,
};
use crate::self_service::Opening;

/// The flow's state.
#[derive(Clone, Debug, PartialEq)]
pub struct BookingWithExtras {
    /// The booking.
    pub booking: State,
    /// The choices beside it.
    pub extras: Extras,
    /// Whether the step of the extras is shown, in place of the booking's own.
    pub is_at_extras: bool,
    /// Whether the choice that the guest came with is still being looked up.
    pub is_arriving: bool,
    /// The guest's access code.
    pub code: CodeField,
    /// Its price.
    pub quoting: Quoting,
    /// The notice above the step.
    pub notice: Option<ExtrasNotice>,
    /// The units that are left of add-ons, as far as they are known.
    pub(super) stock: Vec<(ExperienceId, Day, AddOnId, u16)>,
    /// The number of the request for the venue in flight.
    pub(super) venue_asked: Option<u32>,
    pub(super) numbers: RequestNumbers,
}

/// A notice above a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExtrasNotice {
    /// Fewer guests come than were counted by age: the counts were lowered.
    PeopleLowered,
    /// There are fewer of these add-ons than were chosen.
    AddOnsLowered(Vec<AddOnId>),
    /// The price has changed since it was shown; the total of back then.
    PriceChanged(Option<Money>),
}

impl Flow for BookingWithExtras {
    type Setup = Opening;
    type Event = Event;
    type Effect = Effect;

    fn start(opening: Opening) -> (Self, Vec<Effect>) {
        let is_arriving = opening.choice.is_complete();
        let (booking, effects) = State::start(Setup {
            venue: opening.venue,
            language: opening.language,
            prefill: opening.choice,
        });
        let mut state = Self {
            booking,
            extras: Extras::default(),
            is_at_extras: false,
            is_arriving,
            code: CodeField::default(),
            quoting: Quoting::default(),
            notice: None,
            stock: Vec::new(),
            venue_asked: None,
            numbers: RequestNumbers::default(),
        };
        let effects = state.outside(effects);
        (state, effects)
    }

    fn take(&mut self, event: Event, now: Instant) -> Vec<Effect> {
        let mut effects = match event {
            Event::Booking(flow::Event::CalendarAnswered(_, answer)) if self.is_code_refused(&answer) => {
                self.refuse_code()
            }
            Event::Booking(event) => self.take_booking(event, now),
            Event::SlotsAnswered(_, _, answer) if self.is_code_refused(&answer) => self.refuse_code(),
            Event::SlotsAnswered(number, question, answer) => {
                let answer = answer.map(|slots| self.keep_sold_out(&question, slots));
                self.pass(flow::Event::SlotsAnswered(number, answer), now)
            }
            Event::VenueAnswered(number, answer) if self.code.asked == Some(number) => {
                self.code_answered(answer, now)
            }
            Event::VenueAnswered(number, answer) => {
                if self.venue_asked == Some(number) {
                    self.venue_asked = None;
                    // What is on its way is sent again as it was made.
                    if !self.is_sent() {
                        self.renew(answer.ok());
                    }
                }
                Vec::new()
            }
            Event::QuoteAnswered(number, answer) => {
                if let Some(failure) = self.quoting.answered(number, answer) {
                    self.not_quoted(failure)
                } else {
                    self.keep_left();
                    Vec::new()
                }
            }
            // While a reservation is on its way nothing may change what it was made of.
            _ if self.is_sent() => Vec::new(),
            Event::CodeTyped(text) => {
                self.type_code(text);
                Vec::new()
            }
            Event::CodeConfirmed => self.confirm_code(),
            event => self.take_extras(event),
        };
        effects.extend(self.settle());
        self.settle_review();
        // Before anything that is asked with it.
        if let Some(effect) = self.switch_code() {
            effects.insert(0, effect);
        }
        effects
    }

    fn venue(&self) -> Option<&Venue> {
        self.booking.venue()
    }

    fn refreshed() -> Event {
        Event::Booking(flow::Event::Refreshed)
    }
}

impl BookingWithExtras {
    pub(super) fn open(&mut self) -> Option<&mut Booking> {
        match &mut self.booking.screen {
            Screen::Open(booking) => Some(booking),
            _ => None,
        }
    }

    fn is_sent(&self) -> bool {
        let booking = self.booking.booking();
        booking.is_some_and(|booking| booking.submission.is_open())
    }

    fn take_booking(&mut self, event: flow::Event, now: Instant) -> Vec<Effect> {
        let Some(booking) = self.booking.booking() else {
            return self.pass(event, now);
        };
        if booking.submission.is_open() {
            return self.pass(event, now);
        }
        match event {
            flow::Event::Continued if self.is_at_extras => self.go_on(),
            flow::Event::WentBack if self.is_at_extras => {
                self.pass(flow::Event::ChangeWanted(Part::Time), now)
            }
            flow::Event::WentBack if booking.step == Step::Details && booking.experience.has_choices() => {
                self.show_extras()
            }
            flow::Event::Confirmed(_) if self.is_at_extras || !self.can_confirm(booking) => Vec::new(),
            flow::Event::Confirmed(_) if has_faulty_card(booking) => vec![focus(Focus::GiftCard)],
            flow::Event::Confirmed(_) if matches!(booking.step, Step::Details | Step::Review) => {
                match self.extras.answers(&booking.experience) {
                    Ok(_) => self.pass(event, now),
                    Err(faults) => self.show_faults(faults),
                }
            }
            event => self.pass(event, now),
        }
    }

    /// Has the booking take an event.
    pub(super) fn pass(&mut self, event: flow::Event, now: Instant) -> Vec<Effect> {
        let refusal = match &event {
            flow::Event::ReservationAnswered(_, Err(Failure::Problem(problem))) => Some(problem.clone()),
            _ => None,
        };
        let is_about_slots = matches!(event, flow::Event::SlotsAnswered(..));
        let effects = self.booking.take(event, now);
        let mut effects = self.outside(effects);
        let Some(booking) = self.booking.booking() else {
            return effects;
        };
        match &booking.step {
            Step::Find => self.is_at_extras = false,
            // The next person at this screen must not see them.
            Step::Done(_) => self.extras = Extras::default(),
            Step::Details | Step::Review => {}
        }
        let is_looked_up = is_about_slots || booking.step != Step::Find || booking.day.is_none();
        self.is_arriving &= !is_looked_up;
        if let Some(problem) = refusal.filter(|_| !self.is_sent()) {
            self.refused(&problem, &mut effects);
        }
        effects
    }

    /// The booking's effects as this flow's. Where it hands the choice over, the extras are shown.
    fn outside(&mut self, effects: Vec<flow::Effect>) -> Vec<Effect> {
        let mut all = Vec::new();
        for effect in effects {
            match effect {
                flow::Effect::Emit(HostEvent::Step(EXTRAS)) => all.extend(self.arrive()),
                flow::Effect::Emit(event) => {
                    if matches!(event, HostEvent::Step(_)) {
                        self.notice = None;
                    }
                    all.push(Effect::Emit(event));
                }
                flow::Effect::Reserve(number, key, request) => {
                    let effect = flow::Effect::Reserve(number, key, self.filled(request));
                    all.push(Effect::Booking(Box::new(effect)));
                }
                // The price says what the card pays.
                flow::Effect::AskBalance(..) if self.states_price() => {}
                effect => all.push(Effect::Booking(Box::new(effect))),
            }
        }
        all
    }

    fn states_price(&self) -> bool {
        self.booking
            .booking()
            .is_some_and(|booking| self.is_priced(booking))
    }

    /// Goes on from the find step.
    fn arrive(&mut self) -> Vec<Effect> {
        match self.booking.booking() {
            Some(booking) if booking.experience.has_choices() => self.show_extras(),
            Some(_) => self.show_booking(),
            None => Vec::new(),
        }
    }

    pub(super) fn show_extras(&mut self) -> Vec<Effect> {
        self.is_at_extras = true;
        self.notice = None;
        vec![focus(Focus::Step), Effect::Emit(HostEvent::Step(EXTRAS))]
    }

    /// Shows the booking's own step.
    fn show_booking(&mut self) -> Vec<Effect> {
        self.is_at_extras = false;
        self.notice = None;
        let name = self.booking.booking().map(|booking| booking.step.name());
        let told = name.map(|name| Effect::Emit(HostEvent::Step(name)));
        std::iter::once(focus(Focus::Step)).chain(told).collect()
    }

    pub(super) fn show_faults(&mut self, faults: Vec<super::ExtrasFault>) -> Vec<Effect> {
        let mut effects = self.show_extras();
        self.extras.sum_up(faults);
        if let Some(first) = effects.first_mut() {
            *first = focus(Focus::Faults);
        }
        effects
    }

    /// Goes on from the extras, if every answer is right.
    fn go_on(&mut self) -> Vec<Effect> {
        let Some(booking) = self.booking.booking() else {
            return Vec::new();
        };
        let faults = self.extras.answers(&booking.experience).err().unwrap_or_default();
        self.extras.sum_up(faults);
        if self.extras.is_summed_up {
            vec![focus(Focus::Faults)]
        } else {
            self.show_booking()
        }
    }

    fn take_extras(&mut self, event: Event) -> Vec<Effect> {
        let Some(booking) = self.booking.booking() else {
            return Vec::new();
        };
        match event {
            Event::ExtrasWanted if matches!(booking.step, Step::Details | Step::Review) => {
                return self.show_extras();
            }
            Event::QuoteRetried if matches!(self.quoting.answer, flow::Answer::Failed(_)) => {
                return self.quoting.ask(&mut self.numbers).into_iter().collect();
            }
            _ if !self.is_at_extras => return Vec::new(),
            Event::PeopleCounted(category, count) => {
                let (experience, attendees) = (&booking.experience, booking.attendees);
                let lowered = self.extras.count_people((category, count), experience, attendees);
                self.notice = lowered.then_some(ExtrasNotice::PeopleLowered);
            }
            Event::AddOnChosen(id, quantity) => {
                let add_on = booking.experience.add_ons.iter().find(|add_on| add_on.id == id);
                let limit = add_on.map_or(0, |add_on| self.limit(add_on, booking));
                self.notice = (quantity > limit).then(|| ExtrasNotice::AddOnsLowered(vec![id.clone()]));
                self.extras.take_units(id, quantity.min(limit));
            }
            Event::Answered(question, text) => {
                self.extras.type_answer(&question, text, &booking.experience);
            }
            Event::FieldWanted(field) => {
                let place = place(&field, &booking.experience);
                return place.map(Effect::FocusField).into_iter().collect();
            }
            _ => {}
        }
        Vec::new()
    }

    /// Puts right what does not fit any more, and asks for the price of what is chosen now.
    pub(super) fn settle(&mut self) -> Option<Effect> {
        if self.is_sent() {
            return None;
        }
        let booking = self.booking.booking()?;
        let wanted = if matches!(booking.step, Step::Details | Step::Review) {
            let left = |add_on: &AddOn| self.limit(add_on, booking);
            let mut extras = self.extras.clone();
            let adjusted = extras.fit(&booking.experience, booking.attendees, left);
            self.extras = extras;
            if adjusted.people {
                self.notice = Some(ExtrasNotice::PeopleLowered);
            } else if !adjusted.add_ons.is_empty() {
                self.notice = Some(ExtrasNotice::AddOnsLowered(adjusted.add_ons));
            }
            self.question(booking)
        } else {
            None
        };
        self.quoting.follow(wanted, &mut self.numbers)
    }

    /// Keeps a review ahead only where something is paid before the visit, by the price that is known or was known last. A
    /// review that is shown stays.
    fn settle_review(&mut self) {
        let Some(quote) = self.quoting.quote() else {
            return;
        };
        let is_prepaid = quote.due_now.amount() > 0 || quote.terms.is_some();
        if let Some(booking) = self.open()
            && booking.step == Step::Details
        {
            booking.has_prepaid_extras = is_prepaid;
        }
    }
}

/// Whether a gift card is to pay that cannot.
fn has_faulty_card(booking: &Booking) -> bool {
    let card = booking.gift_card.as_ref();
    booking.step == Step::Review && card.is_some_and(|card| card.fault.is_some())
}

/// Moves the focus to a field of the booking.
pub(super) fn focus(focus: Focus) -> Effect {
    Effect::Booking(Box::new(flow::Effect::Focus(focus)))
}

/// The place of a field of the extras, if the experience has it.
pub(in crate::self_service) fn place(field: &ExtrasField, experience: &Experience) -> Option<ExtrasFocus> {
    Some(match field {
        ExtrasField::People => ExtrasFocus::People,
        ExtrasField::AddOn(id) => {
            ExtrasFocus::AddOn(experience.add_ons.iter().position(|add_on| add_on.id == *id)?)
        }
        ExtrasField::Question(id) => {
            let mut asked = experience.questions.iter();
            ExtrasFocus::Question(asked.position(|question| question.id == *id)?)
        }
    })
}
