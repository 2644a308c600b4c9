//! Carries out what the purchase of a gift card asks for. It must not decide anything.

use super::browser::Browser;
use super::{Carried, Carrying};
use crate::api::{Request, gift_card_order_path, gift_cards_path, write_gift_card};
use crate::self_service::gift_cards::{Effect, Event, HostEvent, OrderKey, State};
use crate::self_service::{ToPage, Told};
use crate::ui::gift_card_focus;

/// What the card's file is called.
const FILE: &str = "gift-card.pdf";

impl Carried for State {
    fn carry(effect: Effect, browser: Browser) -> Carrying<Event> {
        Box::pin(async move {
            let (courier, venue) = (&browser.courier, &browser.venue);
            Some(match effect {
                Effect::AskVenue(number, _) => Event::VenueAnswered(number, browser.venue().await),
                Effect::Order(number, key, request) => {
                    let request = Request {
                        method: "POST",
                        path: &gift_cards_path(venue),
                        key: key.as_str(),
                        body: &write_gift_card(&request),
                        ..Request::default()
                    };
                    Event::Ordered(number, courier.read(request).await)
                }
                Effect::AskOrder(number, key) => {
                    browser.keep(&link_of(&key));
                    let request = Request {
                        method: "GET",
                        path: &gift_card_order_path(venue, &key.id, ""),
                        bearer: key.token.as_str(),
                        ..Request::default()
                    };
                    Event::OrderAnswered(number, courier.read(request).await)
                }
                Effect::AskBalance(number, code) => {
                    let request = Request {
                        method: "POST",
                        path: &[&gift_cards_path(venue), "/balance"].concat(),
                        // Codes hold nothing that JSON would escape.
                        body: &[r#"{"code":""#, &code.text(), r#""}"#].concat(),
                        ..Request::default()
                    };
                    Event::BalanceAnswered(number, courier.read(request).await)
                }
                Effect::Download(number, key) => {
                    let path = gift_card_order_path(venue, &key.id, "/card.pdf");
                    Event::Downloaded(number, courier.keep(&path, key.token.as_str(), FILE).await)
                }
                Effect::Withdraw(number, key, confirm) => {
                    let request = Request {
                        method: "POST",
                        path: &gift_card_order_path(venue, &key.id, "/withdrawal"),
                        bearer: key.token.as_str(),
                        body: if confirm { r#"{"confirm":true}"# } else { "{}" },
                        ..Request::default()
                    };
                    Event::WithdrawalAnswered(number, courier.read(request).await)
                }
                Effect::Payment(key, asked) => {
                    let link = link_of(&key);
                    browser.keep(&link);
                    Event::Payment(browser.carry_payment(asked, &link).await?)
                }
                Effect::Wait(number, seconds) => {
                    browser.wait(seconds).await;
                    Event::Waited(number)
                }
                Effect::Copy(code) => Event::Copied(browser.copy(&code.text()).await),
                Effect::Book | Effect::Focus(_) | Effect::Tell(_) => return None,
            })
        })
    }

    fn to_page(effect: &Effect) -> Option<ToPage> {
        Some(match effect {
            Effect::Focus(focus) => ToPage::Focus(gift_card_focus(*focus)),
            Effect::Book => ToPage::Go("reservation"),
            Effect::Tell(HostEvent::Ready) => ToPage::Tell(Told::Ready),
            Effect::Tell(HostEvent::Step(step)) => ToPage::Tell(Told::Step(step)),
            Effect::Tell(HostEvent::Error(code)) => ToPage::Tell(Told::Error(code)),
            Effect::Tell(HostEvent::Ordered { template, amount }) => ToPage::Tell(Told::GiftCardOrdered {
                template: template.clone(),
                amount: *amount,
            }),
            _ => return None,
        })
    }
}

/// What opens an order, as its letters write it.
fn link_of(key: &OrderKey) -> String {
    ["order=", key.id.as_str(), ".", key.token.as_str()].concat()
}
