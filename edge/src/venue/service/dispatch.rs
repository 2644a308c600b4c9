//! Dispatches a request to the area of the venue that it is about.

use base64ct::{Base64, Encoding as _};
use config::{System, VenueSettings};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use shared::gift_card::{Balance, GiftCardCode, GiftCardOrder, WithdrawalRequest};

use crate::error::{Result, VenueError};
use crate::venue::gift_cards::{self, sheet};
use crate::venue::message::gift_card::{GiftCardsRequest, Ordered};
use crate::venue::message::waitlist::WaitlistRequest;
use crate::venue::payments::Subject;
use crate::venue::service::VenueService;

/// The response to a request, serialised.
type Json = Box<RawValue>;

impl VenueService {
    /// Gift cards, whichever system takes the venue's bookings.
    pub(super) async fn answer_gift_cards(
        &self,
        settings: &VenueSettings,
        request: &GiftCardsRequest,
    ) -> Result<Json> {
        let ctx = self.ctx();
        match request {
            GiftCardsRequest::Create(wanted) => {
                let Ordered { order, replayed } = gift_cards::create(ctx, settings, wanted)?;
                let order = self.with_order_payment(settings, order).await;
                json(&Ordered { order, replayed })
            }
            GiftCardsRequest::Order(id) => {
                let order = gift_cards::order(ctx, id)?;
                let order = self.with_its_balance(settings, order).await?;
                json(&self.with_order_payment(settings, order).await)
            }
            GiftCardsRequest::Balance(code) => json(&self.gift_card_balance(settings, code).await?),
            GiftCardsRequest::Sheet(id) => {
                let enclosed = gift_cards::enclosed(ctx, settings, id)?;
                json(&Base64::encode_string(&sheet::written(settings, &enclosed)?))
            }
            GiftCardsRequest::Withdraw(id, WithdrawalRequest { confirm }) => {
                let left = self.left_elsewhere(settings, id).await?;
                json(&gift_cards::withdraw(self.ctx(), settings, id, *confirm, left)?)
            }
        }
    }

    async fn gift_card_balance(&self, settings: &VenueSettings, code: &GiftCardCode) -> Result<Balance> {
        if let Some(System::Molzait(_)) = settings.system() {
            return self.balance_elsewhere(settings, code).await;
        }
        let account = gift_cards::by_code(self.ctx(), code)?;
        account.ok_or(VenueError::NotFound)?.balance()
    }

    async fn with_order_payment(&self, settings: &VenueSettings, order: GiftCardOrder) -> GiftCardOrder {
        let subject = Subject::GiftCardOrder(order.order_id.clone());
        let payment = self.checkout_or_log(settings, &subject).await;
        GiftCardOrder { payment, ..order }
    }

    /// The waitlist, which only venues of the embedded engine have.
    pub(super) async fn answer_waitlist(
        &self,
        settings: &VenueSettings,
        request: &WaitlistRequest,
    ) -> Result<Json> {
        if !matches!(settings.system(), Some(System::Engine(_))) || settings.waitlist.is_none() {
            return Err(VenueError::NotFound);
        }
        match request {
            WaitlistRequest::Leave(new) => json(
                &self.with_reservations(settings, |reservations, ctx| reservations.leave_wish(ctx, new))?,
            ),
            WaitlistRequest::Look(id) => {
                json(&self.with_reservations(settings, |reservations, ctx| reservations.wish(ctx, id))?)
            }
            WaitlistRequest::Withdraw(id) => json(
                &self.with_reservations(settings, |reservations, ctx| reservations.withdraw_wish(ctx, id))?,
            ),
            WaitlistRequest::Accept(id) => {
                let reservation =
                    self.with_reservations(settings, |reservations, ctx| reservations.accept_offer(ctx, id))?;
                if settings.payments.is_none() {
                    return json(&reservation);
                }
                json(&self.with_checkout(settings, reservation).await)
            }
        }
    }
}

fn json<T: Serialize>(value: &T) -> Result<Json> {
    to_raw_value(value).map_err(|error| VenueError::Broken(error.to_string()))
}
