//! Carries out what whoever waits for a table asks for. It must not decide anything.

use shared::availability::Slots;

use super::browser::Browser;
use super::{Carried, Carrying};
use crate::api::{Request, slots_path, waitlist_path, write_wish};
use crate::self_service::waitlist::{Effect, Event, Waitlist};
use crate::self_service::{Link, ToPage};

impl Carried for Waitlist {
    fn carry(effect: Effect, browser: Browser) -> Carrying<Event> {
        Box::pin(async move {
            let (courier, venue) = (&browser.courier, &browser.venue);
            Some(match effect {
                Effect::AskVenue(number, _) => Event::VenueAnswered(number, browser.venue().await),
                Effect::AskSlots(number, question) => {
                    let path = slots_path(venue, &question);
                    let request = Request {
                        method: "GET",
                        path: &path,
                        ..Request::default()
                    };
                    let answer = courier.read::<Slots>(request).await;
                    Event::SlotsAnswered(number, answer.map(|slots| slots.slots))
                }
                Effect::Submit(number, key, request) => {
                    let request = Request {
                        method: "POST",
                        path: &waitlist_path(venue),
                        key: key.as_str(),
                        body: &write_wish(&request),
                        ..Request::default()
                    };
                    Event::Submitted(number, courier.read(request).await)
                }
                Effect::AskEntry(number, link) => {
                    let path = path(&browser, &link, "");
                    Event::EntryAnswered(number, courier.read(of(&link, "GET", &path)).await)
                }
                Effect::Accept(number, link) => {
                    let path = path(&browser, &link, "/acceptance");
                    Event::Accepted(number, courier.read(of(&link, "POST", &path)).await)
                }
                Effect::Withdraw(number, link) => {
                    let path = path(&browser, &link, "");
                    Event::Withdrawn(number, courier.read(of(&link, "DELETE", &path)).await)
                }
                Effect::Wait => {
                    browser.wait(1).await;
                    Event::Ticked
                }
                Effect::ReadClock(zone, instant) => {
                    Event::ClockRead(instant, browser.read_clock(&zone, instant))
                }
                Effect::ToPage(_) => return None,
            })
        })
    }

    fn to_page(effect: &Effect) -> Option<ToPage> {
        match effect {
            Effect::ToPage(asked) => Some(asked.clone()),
            _ => None,
        }
    }
}

fn path(browser: &Browser, link: &Link, below: &str) -> String {
    [&waitlist_path(&browser.venue), "/", link.id.as_str(), below].concat()
}

fn of<'a>(link: &'a Link, method: &'a str, path: &'a str) -> Request<'a> {
    Request {
        method,
        path,
        bearer: link.token(),
        ..Request::default()
    }
}
