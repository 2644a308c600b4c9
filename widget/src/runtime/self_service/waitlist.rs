//! Carries out the effects of the waitlist.

use super::{Browser, Perform, with_link};
use crate::api::{Request, waitlist_path, write};
use crate::self_service::Link;
use crate::self_service::waitlist::{Effect, Event, Waitlist};
use crate::ui::focus_id;

impl Perform for Waitlist {
    async fn perform(effect: Effect, browser: Browser) -> Option<Event> {
        let Browser { http, venue, .. } = &browser;
        let path = |link: &Link, below: &str| [&waitlist_path(venue), "/", link.id.as_str(), below].concat();
        Some(match effect {
            Effect::AskVenue(number, venue) => Event::VenueAnswered(number, http.venue(&venue).await),
            Effect::AskSlots(number, question) => {
                Event::SlotsAnswered(number, http.slots(venue, &question).await)
            }
            Effect::Submit(number, key, request) => {
                let path = waitlist_path(venue);
                let request = Request {
                    key: key.as_str(),
                    body: &write(&*request),
                    ..Request::new("POST", &path)
                };
                Event::Submitted(number, http.read(request).await)
            }
            Effect::AskEntry(number, link) => {
                let path = path(&link, "");
                Event::EntryAnswered(number, http.read(with_link("GET", &path, &link)).await)
            }
            Effect::Accept(number, link) => {
                let path = path(&link, "/acceptance");
                Event::Accepted(number, http.read(with_link("POST", &path, &link)).await)
            }
            Effect::Withdraw(number, link) => {
                let path = path(&link, "");
                Event::Withdrawn(number, http.read(with_link("DELETE", &path, &link)).await)
            }
            Effect::Wait => {
                browser.wait(1).await;
                Event::Ticked
            }
            Effect::ReadClock(zone, instant) => Event::ClockRead(instant, browser.read_clock(&zone, instant)),
            Effect::Focus(focus) => {
                browser.focus(&focus_id(focus)).await;
                return None;
            }
            Effect::OpenView(view) => {
                browser.open_view(view);
                return None;
            }
            Effect::OpenReservation(link) => {
                browser.open_reservation(&link);
                return None;
            }
            Effect::Emit(_) => return None,
        })
    }
}
