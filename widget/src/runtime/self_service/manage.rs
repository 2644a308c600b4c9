//! Carries out the effects of a guest's own reservation.

use shared::availability::Slots;

use super::{Browser, Perform, with_link};
use crate::api::{Request, quote_path, reservation_path, slots_path, write};
use crate::flow;
use crate::self_service::Link;
use crate::self_service::manage::{Effect, Event, Manage};
use crate::ui::{extras_focus, focus_id};

impl Perform for Manage {
    async fn perform(effect: Effect, browser: Browser) -> Option<Event> {
        let http = &browser.http;
        let path = |link: &Link, below: &str| [&reservation_path(&browser.venue, &link.id), below].concat();
        Some(match effect {
            Effect::AskVenue(number, venue) => Event::VenueAnswered(number, http.venue(&venue).await),
            Effect::AskReservation(number, link) => {
                let path = path(&link, "");
                Event::ReservationAnswered(number, http.read(with_link("GET", &path, &link)).await)
            }
            Effect::Change(number, link, change) => {
                let path = path(&link, "");
                let request = Request {
                    body: &write(&*change),
                    ..with_link("PATCH", &path, &link)
                };
                Event::Changed(number, http.read(request).await)
            }
            Effect::AskQuote(number, link, question) => {
                let path = quote_path(&browser.venue);
                let request = Request {
                    body: &write(&*question),
                    ..with_link("POST", &path, &link)
                };
                Event::QuoteAnswered(number, http.read(request).await)
            }
            Effect::Cancel(number, link) => {
                let path = path(&link, "/cancel");
                Event::Cancelled(number, http.read(with_link("POST", &path, &link)).await)
            }
            Effect::Extend(number, link) => {
                let path = path(&link, "/payment/extension");
                Event::Extended(number, http.read(with_link("POST", &path, &link)).await)
            }
            Effect::SaveFile(link) => {
                let path = path(&link, "/calendar.ics");
                let file = http.text(with_link("GET", &path, &link)).await;
                Event::FileSaved(file.map(|text| browser.save("reservation.ics", "text/calendar", &text)))
            }
            Effect::Locate(zone, day, minutes) => Event::StartLocated(browser.locate(&zone, day, minutes)),
            Effect::ReadClock(zone, instant) => Event::ClockRead(instant, browser.read_clock(&zone, instant)),
            Effect::Find(effect, link) => find(*effect, &link, &browser).await?,
            Effect::Payment(effect) => {
                let link = ["manage=", &browser.host.get("link")].concat();
                Event::Payment(browser.perform_payment(effect, &link).await?)
            }
            Effect::Focus(focus) => {
                browser.focus(&focus_id(focus)).await;
                return None;
            }
            Effect::FocusField(focus) => {
                browser.focus(&extras_focus(focus)).await;
                return None;
            }
            Effect::UseCode(code) => {
                browser.use_code(code.as_ref());
                return None;
            }
            Effect::OpenView(view) => {
                browser.open_view(view);
                return None;
            }
            Effect::Emit(_) => return None,
        })
    }
}

/// Asks for availability, where the reservation's own table counts as free.
async fn find(effect: flow::Effect, link: &Link, browser: &Browser) -> Option<Event> {
    let Browser { http, venue, .. } = browser;
    Some(Event::Find(match effect {
        flow::Effect::AskCalendar(number, question) => {
            flow::Event::CalendarAnswered(number, http.calendar(venue, &question).await)
        }
        flow::Effect::AskSlots(number, question) => {
            let path = slots_path(venue, &question);
            let path = [&path, "&reservationId=", link.id.as_str()].concat();
            let answer = http.read::<Slots>(with_link("GET", &path, link)).await;
            flow::Event::SlotsAnswered(number, answer.map(|slots| slots.slots))
        }
        _ => return None,
    }))
}
