//! Carries out the effects of a guest's way through the steps: what the widget would ask the API is asked behind it.

use shared::availability::Slots;
use shared::fragment::{FragmentCalendar, FragmentSlots};
use widget::flow::{self, Answer, Failure, Flow};
use widget::self_service::extras::Effect;
use widget::ui::{extras_focus, focus_id};

use super::{Backend, Event, ExtrasEvent, Session};
use crate::booking;
use crate::error::VenueError;
use crate::provider::{BookingRequest, CalendarQuestion, SlotsQuestion};

impl Session<'_> {
    /// Carries out effects, and what follows from them. With `leaves_failures` what fails is left to the browser.
    pub(super) async fn perform(&mut self, effects: Vec<Effect>, leaves_failures: bool) {
        self.waiting.extend(effects);
        while let Some(effect) = self.next() {
            let Some(event) = self.carry_out_in_time(effect).await else {
                continue;
            };
            let is_failure = matches!(
                event,
                ExtrasEvent::Booking(Event::VenueAnswered(_, Err(_)) | Event::CalendarAnswered(_, Err(_)))
                    | ExtrasEvent::SlotsAnswered(_, _, Err(_))
            );
            if !(is_failure && leaves_failures) {
                let effects = self.state.take(event, self.backend.now);
                self.waiting.extend(effects);
            }
        }
    }

    /// The next thing to do. What is asked ahead waits until the screen does.
    fn next(&mut self) -> Option<Effect> {
        let is_shown = |effect: &flow::Effect| match (effect, self.state.booking.booking()) {
            (flow::Effect::AskCalendar(number, _), Some(booking)) => {
                booking.months.get(booking.month) == Some(&Answer::Requested(*number))
            }
            (flow::Effect::AskSlots(number, _), Some(booking)) => booking.slots == Answer::Requested(*number),
            _ => true,
        };
        let is_due = |effect: &Effect| match effect {
            Effect::Booking(effect) => is_shown(effect),
            // The module that takes the screen over knows no prices.
            Effect::AskQuote(..) => !self.is_fragment,
            _ => true,
        };
        let index = self.waiting.iter().position(is_due)?;
        Some(self.waiting.remove(index))
    }

    /// Carries out an effect and returns the event that follows, if one does.
    pub(super) async fn carry_out(&mut self, effect: Effect) -> Option<ExtrasEvent> {
        let Backend {
            settings,
            provider,
            to_problem,
            ..
        } = self.backend;
        match effect {
            Effect::Booking(effect) => self.book(*effect).await,
            Effect::AskQuote(number, question) => {
                let answer = booking::quote(settings, provider, &question, None).await;
                let failure = |error| Failure::Problem(Box::new(to_problem(error)));
                let answer = answer.map(Box::new).map_err(failure);
                Some(ExtrasEvent::QuoteAnswered(number, answer))
            }
            Effect::FocusField(focus) => {
                self.focus = Some(extras_focus(focus));
                None
            }
            // The venue was read for this very page, which asks for no code, and no page listens yet.
            Effect::AskVenue(..) | Effect::UseCode(_) | Effect::Emit(_) => None,
        }
    }

    /// Carries out an effect of the booking itself.
    async fn book(&mut self, effect: flow::Effect) -> Option<ExtrasEvent> {
        let Backend {
            settings,
            provider,
            addresses,
            now,
            is_suspended,
            to_problem,
            ..
        } = self.backend;
        let failure = |error| Failure::Problem(Box::new(to_problem(error)));
        Some(ExtrasEvent::Booking(match effect {
            flow::Effect::AskVenue(number, _) => {
                let answer = booking::venue(settings, provider, addresses, now, (is_suspended, None)).await;
                self.known.venue = answer.as_ref().ok().cloned();
                Event::VenueAnswered(number, answer.map(Box::new).map_err(failure))
            }
            flow::Effect::AskCalendar(number, asked) => {
                let question = CalendarQuestion {
                    experience_id: asked.experience,
                    attendees: asked.attendees,
                    from: asked.from,
                    to: asked.to,
                };
                let mut answer = provider.calendar(&question).await;
                if let Ok(days) = &mut answer {
                    self.assume_day(days);
                }
                if let Ok(days) = &answer {
                    self.known.calendars.push(FragmentCalendar {
                        experience_id: question.experience_id,
                        attendees: question.attendees,
                        from: question.from,
                        to: question.to,
                        days: days.clone(),
                    });
                }
                Event::CalendarAnswered(number, answer.map_err(failure))
            }
            flow::Effect::AskSlots(number, asked) => {
                let question = SlotsQuestion {
                    experience_id: asked.experience.clone(),
                    attendees: asked.attendees,
                    day: asked.day,
                    moving: None,
                };
                let mut answer = provider.slots(&question).await;
                if let Ok(slots) = &mut answer {
                    self.assume_slot(slots);
                    booking::state_deadlines(slots, settings, &question, now);
                }
                if let Ok(slots) = &answer {
                    self.known.slots = Some(FragmentSlots {
                        experience_id: question.experience_id,
                        attendees: question.attendees,
                        day: question.day,
                        slots: slots.clone(),
                    });
                }
                let answer = answer.map(|slots| Slots {
                    slots,
                    // What is sold out is said by the price.
                    sold_out: Vec::new(),
                });
                return Some(ExtrasEvent::SlotsAnswered(number, asked, answer.map_err(failure)));
            }
            flow::Effect::Reserve(number, key, request) => {
                let answer = match crate::storage::idempotency::IdempotencyKey::parse(key.as_str()) {
                    Some(key) => {
                        let order = BookingRequest {
                            request: *request,
                            key,
                        };
                        booking::reserve(settings, provider, &order, (None, now)).await
                    }
                    None => Err(VenueError::KeyReused),
                };
                let answer = answer.map(|reserved| Box::new(reserved.reservation));
                Event::ReservationAnswered(number, answer.map_err(failure))
            }
            flow::Effect::Focus(focus) => {
                self.focus = Some(focus_id(focus));
                return None;
            }
            // A form with a gift card's code books at once, and no page listens yet.
            flow::Effect::AskBalance(..) | flow::Effect::Emit(_) => return None,
        }))
    }
}
