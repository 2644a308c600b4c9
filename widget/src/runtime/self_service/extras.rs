//! Carries out the effects of a booking with extras.

use shared::availability::Slots;

use super::{Browser, Perform};
use crate::api::{Request, quote_path, reservations_path, slots_path, write};
use crate::flow;
use crate::self_service::extras::{BookingWithExtras, Effect, Event};
use crate::ui::{extras_focus, focus_id};

impl Perform for BookingWithExtras {
    async fn perform(effect: Effect, browser: Browser) -> Option<Event> {
        let Browser { http, venue, .. } = &browser;
        Some(match effect {
            Effect::AskVenue(number, venue) => Event::VenueAnswered(number, http.venue(&venue).await),
            Effect::Booking(effect) => book(*effect, &browser).await?,
            Effect::AskQuote(number, question) => {
                let path = quote_path(venue);
                let request = Request {
                    body: &write(&*question),
                    ..Request::new("POST", &path)
                };
                Event::QuoteAnswered(number, http.read(request).await)
            }
            Effect::UseCode(code) => {
                browser.use_code(code.as_ref());
                return None;
            }
            Effect::FocusField(focus) => {
                browser.focus(&extras_focus(focus)).await;
                return None;
            }
            Effect::Emit(_) => return None,
        })
    }
}

/// Carries out an effect of the booking itself.
async fn book(effect: flow::Effect, browser: &Browser) -> Option<Event> {
    let Browser { http, venue, .. } = browser;
    Some(Event::Booking(match effect {
        flow::Effect::AskVenue(number, venue) => flow::Event::VenueAnswered(number, http.venue(&venue).await),
        flow::Effect::AskCalendar(number, question) => {
            flow::Event::CalendarAnswered(number, http.calendar(venue, &question).await)
        }
        flow::Effect::AskSlots(number, question) => {
            let path = slots_path(venue, &question);
            let answer = http.read::<Slots>(Request::new("GET", &path)).await;
            return Some(Event::SlotsAnswered(number, question, answer));
        }
        flow::Effect::AskBalance(number, code) => {
            flow::Event::BalanceAnswered(number, http.balance(venue, code).await)
        }
        flow::Effect::Reserve(number, key, request) => {
            let path = reservations_path(venue);
            let request = Request {
                key: key.as_str(),
                body: &write(&*request),
                ..Request::new("POST", &path)
            };
            flow::Event::ReservationAnswered(number, http.read(request).await)
        }
        flow::Effect::Focus(focus) => {
            browser.focus(&focus_id(focus)).await;
            return None;
        }
        flow::Effect::Emit(_) => return None,
    }))
}
