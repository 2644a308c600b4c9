//! Carries out what a guest's own reservation asks for. It must not decide anything.

use shared::availability::{Calendar, Slots};

use super::browser::Browser;
use super::{Carried, Carrying};
use crate::api::{Request, calendar_path, reservation_path, slots_path, write_change};
use crate::flow;
use crate::self_service::manage::{Effect, Event, Manage};
use crate::self_service::{Link, ToPage};

impl Carried for Manage {
    fn carry(effect: Effect, browser: Browser) -> Carrying<Event> {
        Box::pin(async move {
            Some(match effect {
                Effect::AskVenue(number, _) => Event::VenueAnswered(number, browser.venue().await),
                Effect::AskReservation(number, link) => {
                    let path = path(&browser, &link, "");
                    Event::ReservationAnswered(
                        number,
                        browser.courier.read(of(&link, "GET", &path, "")).await,
                    )
                }
                Effect::Change(number, link, change) => {
                    let (path, body) = (path(&browser, &link, ""), write_change(&change));
                    Event::Changed(
                        number,
                        browser.courier.read(of(&link, "PATCH", &path, &body)).await,
                    )
                }
                Effect::Cancel(number, link) => {
                    let path = path(&browser, &link, "/cancel");
                    Event::Cancelled(number, browser.courier.read(of(&link, "POST", &path, "")).await)
                }
                Effect::Extend(number, link) => {
                    let path = path(&browser, &link, "/payment/extension");
                    Event::Extended(number, browser.courier.read(of(&link, "POST", &path, "")).await)
                }
                Effect::SaveFile(link) => {
                    let path = path(&browser, &link, "/calendar.ics");
                    let file = browser.courier.text(of(&link, "GET", &path, "")).await;
                    Event::FileSaved(file.map(|text| browser.save("reservation.ics", "text/calendar", &text)))
                }
                Effect::Locate(zone, day, minutes) => {
                    Event::StartLocated(browser.locate(&zone, day, minutes))
                }
                Effect::Find(effect, link) => find(*effect, &link, &browser).await?,
                Effect::Payment(effect) => {
                    let link = ["manage=", &browser.host.get("link")].concat();
                    Event::Payment(browser.carry_payment(effect, &link).await?)
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
    [&reservation_path(&browser.venue, &link.id), below].concat()
}

fn of<'a>(link: &'a Link, method: &'a str, path: &'a str, body: &'a str) -> Request<'a> {
    Request {
        method,
        path,
        bearer: link.token(),
        key: "",
        body,
    }
}

/// What is open, where the reservation's own table counts as free.
async fn find(effect: flow::Effect, link: &Link, browser: &Browser) -> Option<Event> {
    let courier = &browser.courier;
    Some(Event::Find(match effect {
        flow::Effect::AskCalendar(number, question) => {
            let path = calendar_path(&browser.venue, &question);
            let request = Request {
                method: "GET",
                path: &path,
                ..Request::default()
            };
            let answer = courier.read::<Calendar>(request).await;
            flow::Event::CalendarAnswered(number, answer.map(|calendar| calendar.days))
        }
        flow::Effect::AskSlots(number, question) => {
            let path = slots_path(&browser.venue, &question);
            let path = [&path, "&reservationId=", link.id.as_str()].concat();
            let answer = courier.read::<Slots>(of(link, "GET", &path, "")).await;
            flow::Event::SlotsAnswered(number, answer.map(|slots| slots.slots))
        }
        _ => return None,
    }))
}
