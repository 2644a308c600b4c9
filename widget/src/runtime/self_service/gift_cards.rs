//! Carries out the effects of gift cards.

use shared::gift_card::WithdrawalRequest;

use super::{Browser, Perform};
use crate::api::{Request, gift_card_order_path, gift_cards_path, write};
use crate::self_service::gift_cards::{Effect, Event, GiftCards, OrderKey};
use crate::ui::gift_card_focus;

/// The name of the card's file.
const FILE: &str = "gift-card.pdf";

impl Perform for GiftCards {
    async fn perform(effect: Effect, browser: Browser) -> Option<Event> {
        let Browser { http, venue, .. } = &browser;
        Some(match effect {
            Effect::AskVenue(number, venue) => Event::VenueAnswered(number, http.venue(&venue).await),
            Effect::Order(number, key, request) => {
                let path = gift_cards_path(venue);
                let request = Request {
                    key: key.as_str(),
                    body: &write(&*request),
                    ..Request::new("POST", &path)
                };
                Event::Ordered(number, http.read(request).await)
            }
            Effect::AskOrder(number, key) => {
                browser.keep(&link_of(&key));
                let path = gift_card_order_path(venue, &key.id, "");
                Event::OrderAnswered(number, http.read(with_key("GET", &path, &key)).await)
            }
            Effect::AskBalance(number, code) => {
                Event::BalanceAnswered(number, http.balance(venue, code).await)
            }
            Effect::Download(number, key) => {
                let path = gift_card_order_path(venue, &key.id, "/card.pdf");
                Event::Downloaded(number, http.download(&path, key.token.as_str(), FILE).await)
            }
            Effect::Withdraw(number, key, confirm) => {
                let path = gift_card_order_path(venue, &key.id, "/withdrawal");
                let request = Request {
                    body: &write(&WithdrawalRequest { confirm }),
                    ..with_key("POST", &path, &key)
                };
                Event::WithdrawalAnswered(number, http.read(request).await)
            }
            Effect::Payment(key, effect) => {
                let link = link_of(&key);
                browser.keep(&link);
                Event::Payment(browser.perform_payment(effect, &link).await?)
            }
            Effect::Wait(number, seconds) => {
                browser.wait(seconds).await;
                Event::Waited(number)
            }
            Effect::Copy(code) => Event::Copied(browser.copy(&code.text()).await),
            Effect::Focus(focus) => {
                browser.focus(gift_card_focus(focus)).await;
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

fn with_key<'a>(method: &'a str, path: &'a str, key: &'a OrderKey) -> Request<'a> {
    Request {
        bearer: key.token.as_str(),
        ..Request::new(method, path)
    }
}

/// The link that opens an order, as its letters write it.
fn link_of(key: &OrderKey) -> String {
    ["order=", key.id.as_str(), ".", key.token.as_str()].concat()
}
