//! A loaded waitlist entry: its offer with the countdown, accepting it, withdrawing.

use std::sync::Arc;

use shared::locale::LocalizedText;
use shared::problem::ProblemCode;
use shared::reservation::Reservation;
use shared::time::{Day, Instant, Minutes};
use shared::venue::Venue;
use shared::waitlist::{WaitlistEntry, WaitlistEntryStatus};

use super::{Effect, Event};
use crate::flow::{Failure, Focus, HostEvent};
use crate::self_service::countdown::to_read_out;
use crate::self_service::{Link, StepContext, is_link_refused};

/// Seconds between two requests after an offer's deadline, until its outcome is known.
const PAUSE: i64 = 2;
/// Seconds until the next request after a failed one.
const LONG_PAUSE: i64 = 10;

/// A waitlist entry.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryView {
    /// The venue.
    pub venue: Arc<Venue>,
    /// The right to the entry.
    link: Link,
    /// The entry as last answered.
    pub known: Box<WaitlistEntry>,
    /// Whether it was made just now.
    pub is_new: bool,
    /// The time of the last event.
    pub now: Instant,
    /// Until when the table is held, as the restaurant's clock shows it; none until that is known.
    pub until: Option<(Day, Minutes)>,
    /// The seconds left that were last read out.
    pub spoken: Option<i64>,
    /// The step that is shown.
    pub step: Step,
    /// The notice above it.
    pub notice: Option<Notice>,
    /// The number of the write in flight.
    pub sending: Option<u32>,
    /// The number of the request in flight.
    asked: Option<u32>,
    /// The earliest time of the next request.
    next: Instant,
    is_ticking: bool,
}

/// A step of the entry's view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The entry.
    View,
    /// The consequences of withdrawing, before it is sent.
    Withdraw,
}

impl Step {
    fn name(self) -> &'static str {
        match self {
            Self::View => "waitlist",
            Self::Withdraw => "waitlist-withdraw",
        }
    }
}

/// A notice above a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The offer has lapsed.
    Over,
    /// A request failed.
    Failed(Failure),
}

type StepResult = Result<Vec<Effect>, Failure>;

impl EntryView {
    /// An entry that was just loaded or made.
    pub(super) fn open(
        venue: Arc<Venue>,
        link: Link,
        known: Box<WaitlistEntry>,
        is_new: bool,
        now: Instant,
    ) -> (Self, Vec<Effect>) {
        let mut entry = Self {
            venue,
            link,
            known,
            is_new,
            now,
            until: None,
            spoken: None,
            step: Step::View,
            notice: None,
            sending: None,
            asked: None,
            next: now,
            is_ticking: false,
        };
        let mut effects = entry.follow_offer();
        effects.push(Effect::Focus(Focus::Step));
        effects.push(Effect::Emit(HostEvent::Step(entry.step.name())));
        (entry, effects)
    }

    /// Seconds for which the table is still held; none where none is, or where the next answer decides.
    #[must_use]
    pub fn left(&self) -> Option<i64> {
        let offer = self.known.offer.as_ref().filter(|_| self.is_offered())?;
        let left = offer.until.unix() - self.now.unix();
        (left > 0).then_some(left)
    }

    /// The wanted experience's name; none where it is not offered any more.
    #[must_use]
    pub fn experience(&self) -> Option<&LocalizedText> {
        let mut offered = self.venue.experiences.iter();
        let wanted = offered.find(|offered| offered.id == self.known.experience_id)?;
        Some(&wanted.name)
    }

    fn is_offered(&self) -> bool {
        self.known.status == WaitlistEntryStatus::Offered
    }

    /// Handles one event. Fails where the link is no longer valid.
    pub(super) fn take(&mut self, event: Event, context: &mut StepContext<'_>) -> StepResult {
        let before = self.left();
        self.now = context.now;
        Ok(match event {
            Event::EntryAnswered(number, answer) if self.asked == Some(number) => {
                self.asked = None;
                return self.entry_answered(answer);
            }
            Event::Accepted(number, answer) if self.sending == Some(number) => {
                self.sending = None;
                return self.accepted(answer, context);
            }
            Event::Withdrawn(number, answer) if self.sending == Some(number) => {
                self.sending = None;
                return match answer {
                    Ok(entry) => {
                        let mut effects = self.settle(entry);
                        if self.step == Step::Withdraw {
                            effects.extend(self.go(Step::View));
                        }
                        Ok(effects)
                    }
                    Err(failure) => self.refused(failure, context),
                };
            }
            Event::ClockRead(instant, shown) => {
                if self
                    .known
                    .offer
                    .as_ref()
                    .is_some_and(|offer| offer.until == instant)
                {
                    self.until = shown;
                }
                Vec::new()
            }
            Event::Ticked => {
                self.is_ticking = false;
                self.spoken = to_read_out(before, self.left()).or(self.spoken);
                let mut effects = self.ask_if_due(context);
                effects.extend(self.tick());
                effects
            }
            // What is on its way may change what these are about.
            _ if self.sending.is_some() => Vec::new(),
            Event::Refreshed if self.asked.is_none() => self.ask(context),
            Event::TakeWanted
                if self.step == Step::View
                    && matches!(
                        self.known.status,
                        WaitlistEntryStatus::Offered | WaitlistEntryStatus::Accepted
                    ) =>
            {
                let number = self.send(context);
                vec![Effect::Accept(number, self.link.clone())]
            }
            Event::WithdrawWanted if self.known.status.is_open() => self.go(Step::Withdraw),
            Event::WithdrawConfirmed if self.step == Step::Withdraw && self.known.status.is_open() => {
                let number = self.send(context);
                vec![Effect::Withdraw(number, self.link.clone())]
            }
            Event::WentBack if self.step == Step::Withdraw => self.go(Step::View),
            _ => Vec::new(),
        })
    }

    fn send(&mut self, context: &mut StepContext<'_>) -> u32 {
        let number = context.next_number();
        self.sending = Some(number);
        self.notice = None;
        number
    }

    fn go(&mut self, step: Step) -> Vec<Effect> {
        self.step = step;
        self.notice = None;
        vec![
            Effect::Focus(Focus::Step),
            Effect::Emit(HostEvent::Step(step.name())),
        ]
    }

    fn say(&mut self, notice: Notice) -> Vec<Effect> {
        self.notice = Some(notice);
        vec![Effect::Focus(Focus::Notice)]
    }

    fn ask(&mut self, context: &mut StepContext<'_>) -> Vec<Effect> {
        let number = context.next_number();
        self.asked = Some(number);
        vec![Effect::AskEntry(number, self.link.clone())]
    }

    /// Takes the entry's present state.
    fn settle(&mut self, entry: Box<WaitlistEntry>) -> Vec<Effect> {
        self.next = self.now.plus_seconds(PAUSE);
        let is_other = entry.status != self.known.status;
        let is_held_anew = entry.offer != self.known.offer;
        self.known = entry;
        let mut effects = Vec::new();
        if is_held_anew {
            self.until = None;
            self.spoken = None;
            effects.extend(self.follow_offer());
        }
        if is_other {
            // What is shown has another heading now.
            self.is_new = false;
            effects.extend(self.go(Step::View));
        }
        effects
    }

    /// Starts the countdown while a table is held.
    fn follow_offer(&mut self) -> Vec<Effect> {
        let Some(offer) = self.known.offer.as_ref().filter(|_| self.is_offered()) else {
            return Vec::new();
        };
        let clock = Effect::ReadClock(self.venue.time_zone.clone(), offer.until);
        std::iter::once(clock).chain(self.tick()).collect()
    }

    fn entry_answered(&mut self, answer: Result<Box<WaitlistEntry>, Failure>) -> StepResult {
        match answer {
            Ok(entry) => {
                let had_failed = matches!(self.notice, Some(Notice::Failed(_)));
                let mut effects = self.settle(entry);
                if had_failed {
                    // The button to ask again goes with it.
                    self.notice = None;
                    effects.push(Effect::Focus(Focus::Step));
                }
                effects.extend(self.tick());
                Ok(effects)
            }
            Err(failure) if is_link_refused(&failure) => Err(failure),
            Err(failure) => {
                self.next = self.now.plus_seconds(LONG_PAUSE);
                // The focus stays where it is: the clock has requested this, not the guest.
                self.notice = Some(Notice::Failed(failure));
                Ok(self.tick().into_iter().collect())
            }
        }
    }

    /// Opens the reservation that the offer became.
    fn accepted(
        &mut self,
        answer: Result<Box<Reservation>, Failure>,
        context: &mut StepContext<'_>,
    ) -> StepResult {
        let reservation = match answer {
            Ok(reservation) => reservation,
            Err(failure) => return self.refused(failure, context),
        };
        let token = reservation.manage_token.as_deref().unwrap_or_default();
        let Some(link) = Link::of(reservation.id.as_str(), token) else {
            // A reservation without a right to it is no answer of ours. To ask once more takes nothing twice.
            return Ok(self.say(Notice::Failed(Failure::Unreadable(200))));
        };
        let is_first = self.is_offered();
        self.known.status = WaitlistEntryStatus::Accepted;
        self.known.offer = None;
        let event = is_first.then(|| {
            Effect::Emit(HostEvent::Reserved {
                experience: reservation.experience.id.clone(),
                day: reservation.day,
                minutes: reservation.minutes,
                attendees: reservation.attendees,
                status: reservation.status,
            })
        });
        let lead = Effect::OpenReservation(link);
        Ok(event.into_iter().chain([lead]).collect())
    }

    fn refused(&mut self, failure: Failure, context: &mut StepContext<'_>) -> StepResult {
        if is_link_refused(&failure) {
            return Err(failure);
        }
        let is_over = matches!(&failure, Failure::Problem(problem) if problem.code == ProblemCode::OfferOver);
        if !is_over {
            return Ok(self.say(Notice::Failed(failure)));
        }
        self.step = Step::View;
        let mut effects = self.say(Notice::Over);
        effects.extend(self.ask(context));
        Ok(effects)
    }

    /// Schedules the next tick, unless one is scheduled or nothing is held.
    fn tick(&mut self) -> Option<Effect> {
        let waits = self.is_offered() && !self.is_ticking;
        self.is_ticking |= waits;
        waits.then_some(Effect::Wait)
    }

    /// Requests the entry after the offer's deadline, if the last answer is old enough.
    fn ask_if_due(&mut self, context: &mut StepContext<'_>) -> Vec<Effect> {
        let is_up = self.is_offered() && self.left().is_none();
        if is_up && self.asked.is_none() && self.sending.is_none() && self.next <= self.now {
            self.ask(context)
        } else {
            Vec::new()
        }
    }
}
