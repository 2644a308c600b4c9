//! Gift cards at Molzait.
//!
//! The id of a card is its code, and reading a card takes it in the address: addresses are never logged. Molzait would
//! e-mail a card to an address in the request; none is sent, since the venue's own e-mails carry the card.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use shared::gift_card::{GiftCardCode, MAX_YEARS, Validity};
use shared::money::{Currency, Money};
use shared::time::Day;

use super::Molzait;
use crate::provider::lenient::{Lenient, Whole};
use crate::provider::remote::{NewCard, RemoteCard, RemoteCards, RemoteError};
use crate::upstream::Scope;

/// A card to make. It cannot be printed.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Creation<'a> {
    id: String,
    /// Cents.
    amount: i64,
    template_id: &'a str,
    expires_on_day: String,
    payment_reference: &'a str,
}

/// A card, as far as it is read.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Card {
    remaining_amount: Whole,
    #[serde(default)]
    expires_on_day: Lenient,
}

/// Money that is put on a card or taken off it.
#[derive(Serialize)]
pub(super) struct Movement<'a> {
    status: &'static str,
    /// Cents, negative where they are taken off.
    amount: i64,
    reference: &'a str,
}

/// The answer about such a transaction, as far as it is read.
#[derive(Deserialize)]
pub(super) struct Moved {
    #[serde(default)]
    status: Lenient,
}

impl<'a> Movement<'a> {
    fn off(amount: Money, reference: &'a str) -> Self {
        Self {
            status: "successful",
            amount: -amount.amount(),
            reference,
        }
    }
}

impl<'a> Creation<'a> {
    fn of(new: &NewCard<'a>) -> Option<Self> {
        // Molzait wants a last day: of a card that does not expire it is as far off as it can be.
        let far = || Validity::YearsFromDay { years: MAX_YEARS }.last_day(new.today);
        Some(Self {
            id: new.code.text(),
            amount: new.amount.amount(),
            template_id: new.template.as_str(),
            expires_on_day: new.expires_on.or_else(far)?.to_string(),
            payment_reference: new.payment,
        })
    }
}

impl Card {
    fn known(&self, currency: Currency) -> Result<RemoteCard, RemoteError> {
        let Whole(remaining) = self.remaining_amount;
        Ok(RemoteCard {
            remaining: Money::new(remaining, currency)
                .map_err(|_| RemoteError::Failed("a card's balance is not an amount".to_owned()))?,
            expires_on: self.expires_on_day.text().and_then(|day| Day::parse(day).ok()),
        })
    }
}

#[async_trait(?Send)]
impl RemoteCards for Molzait {
    async fn make(&self, scope: &Scope, new: NewCard<'_>) -> Result<RemoteCard, RemoteError> {
        let body = Creation::of(&new)
            .ok_or_else(|| RemoteError::Refused("a card's last day cannot be written".to_owned()))?;
        self.client.create_card(scope, &body).await?.known(self.currency)
    }

    async fn redeem(
        &self,
        scope: &Scope,
        code: &GiftCardCode,
        amount: Money,
        reference: &str,
    ) -> Result<(), RemoteError> {
        let movement = Movement::off(amount, reference);
        let moved = self.client.move_on_card(scope, &code.text(), &movement).await?;
        match moved.status.text() {
            None | Some("successful") => Ok(()),
            Some(_) => Err(RemoteError::Failed("a redemption is still pending".to_owned())),
        }
    }

    async fn find(&self, scope: &Scope, code: &GiftCardCode) -> Result<RemoteCard, RemoteError> {
        self.client.card(scope, &code.text()).await?.known(self.currency)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use shared::id::TemplateId;

    use super::*;

    fn body(expires_on: Option<&str>) -> Value {
        let code = GiftCardCode::of_random(0..40).unwrap();
        let new = NewCard {
            code: &code,
            amount: Money::new(10_000, Currency::EUR).unwrap(),
            template: &TemplateId::parse("evening").unwrap(),
            expires_on: expires_on.map(|day| Day::parse(day).unwrap()),
            today: Day::parse("2026-11-22").unwrap(),
            payment: "p1",
        };
        serde_json::to_value(Creation::of(&new).unwrap()).unwrap()
    }

    #[test]
    fn a_card_is_asked_for_with_its_code_and_its_payment() {
        let code = GiftCardCode::of_random(0..40).unwrap().text();
        let expected = |day: &str| {
            json!({
                "id": code, "amount": 10_000, "templateId": "evening", "expiresOnDay": day, "paymentReference": "p1",
            })
        };
        assert_eq!(body(Some("2029-12-31")), expected("2029-12-31"));
        assert_eq!(body(None), expected("2126-11-22"));
    }

    #[test]
    fn what_is_taken_off_a_card_is_below_zero_and_done_at_once() {
        let amount = Money::new(7_500, Currency::EUR).unwrap();
        assert_eq!(
            serde_json::to_value(Movement::off(amount, "withdrawal-o1")).unwrap(),
            json!({ "status": "successful", "amount": -7_500, "reference": "withdrawal-o1" })
        );
    }

    #[test]
    fn a_card_is_read_as_the_documents_write_it() {
        let card = json!({
            "id": "8a58c26c6a67", "amount": 10_000, "remainingAmount": 7_500, "templateId": "t",
            "image": { "path": "a", "url": "b" }, "email": null, "expiresOnDay": "2029-12-31", "locale": "de",
            "creationTimestamp": "2026-11-22T12:00:00.000Z",
        });
        let known = serde_json::from_value::<Card>(card)
            .unwrap()
            .known(Currency::EUR)
            .unwrap();
        assert_eq!(known.remaining.amount(), 7_500);
        assert_eq!(known.expires_on, Day::parse("2029-12-31").ok());
        let strange = json!({ "remainingAmount": 7_500.0, "expiresOnDay": 7 });
        let known = serde_json::from_value::<Card>(strange)
            .unwrap()
            .known(Currency::EUR)
            .unwrap();
        assert_eq!((known.remaining.amount(), known.expires_on), (7_500, None));
        assert!(serde_json::from_value::<Card>(json!({ "amount": 1 })).is_err());
    }
}
