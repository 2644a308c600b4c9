//! Carries out what a guest's own reservation asks for. It must not decide anything.

use super::browser::Browser;
use super::{Carried, Carrying};
use crate::api::{Request, reservation_path};
use crate::guest::ToPage;
use crate::guest::manage::{Effect, Event, Manage};

impl Carried for Manage {
    fn carry(effect: Effect, browser: Browser) -> Carrying<Event> {
        Box::pin(async move {
            let courier = &browser.courier;
            Some(match effect {
                Effect::AskVenue(number, _) => Event::VenueAnswered(number, browser.venue().await),
                Effect::AskReservation(number, link) => {
                    let path = reservation_path(&browser.venue, &link.id);
                    let request = Request {
                        method: "GET",
                        path: &path,
                        bearer: link.token(),
                        ..Request::default()
                    };
                    Event::ReservationAnswered(number, courier.read(request).await)
                }
                Effect::ToPage(_) => return None,
            })
        })
    }

    fn to_page(effect: &Effect) -> Option<&ToPage> {
        match effect {
            Effect::ToPage(asked) => Some(asked),
            _ => None,
        }
    }
}
