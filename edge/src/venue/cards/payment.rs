//! What payments mean for orders of gift cards, in the same write. It must not know any provider.

use config::{System, VenueSettings};
use shared::gift_card::{GiftCardOrder, WithdrawalRequest};
use shared::id::{OrderId, PaymentId};
use shared::money::Money;

use super::call::{self, CardAnswer, CardCall};
use super::order::last_day;
use super::{News, Ordered, account, issue, letter, news, rows, settle, withdraw};
use crate::gift_card::order::{Effect, Event, Issuer, PaymentReference};
use crate::payment::flow::{self, Mode};
use crate::provider::ProviderError;
use crate::venue::database::Statement;
use crate::venue::means::Means;
use crate::venue::payments::{self, Row, Subject, Wanted};
use crate::venue::writer::Writer;

type Answer<T> = Result<T, ProviderError>;

/// How long a purchaser can take to pay, in minutes. Nobody else waits for it.
const DUE_MINUTES: u32 = 60;

/// Puts down the payment that a new order waits for, where the venue takes payments.
pub(super) fn want(
    means: Means<'_>,
    venue: &VenueSettings,
    id: &OrderId,
    amount: Money,
) -> Answer<Vec<Statement>> {
    if venue.payments.is_none() {
        return Ok(Vec::new());
    }
    let wanted = Wanted {
        id: PaymentId::parse(means.new_id()?.as_str())
            .map_err(|code| ProviderError::Broken(code.to_string()))?,
        subject: Subject::GiftCardOrder(id.clone()),
        mode: Mode::Charge,
        amount,
        due_minutes: DUE_MINUTES,
        is_agreed: false,
    };
    Ok(payments::want(&wanted, means.now)?)
}

/// Takes in what happened to an order's payment, with `beside` in the same write.
pub fn payment_happened(
    means: Means<'_>,
    venue: &VenueSettings,
    order: &OrderId,
    before: &Row,
    events: &[flow::Event],
    beside: Vec<Statement>,
) -> Answer<Row> {
    let (mut row, told) = before.after(events);
    let reference = PaymentReference(before.id.as_str().to_owned());
    let mut written = beside;
    let may_be_out_of_step = told
        .iter()
        .any(|news| matches!(news, flow::News::SentBack | flow::News::RefundFailed));
    for news in &told {
        written.extend(letter::of_payment(means, venue, order, *news, &row)?);
    }
    let told: Vec<Event> = told
        .into_iter()
        .filter_map(|news| match news {
            flow::News::Secured => Some(Event::Paid(reference.clone())),
            flow::News::Lost => Some(Event::Lapsed),
            flow::News::SentBack => Some(Event::SentBack {
                payment: reference.clone(),
                is_all: row.flow.gone_or_due() >= row.flow.taken,
            }),
            // What was only sent back at the provider is not all that is owed.
            flow::News::Returned if is_all_back(&row.flow) => Some(Event::Refunded(reference.clone())),
            // No card is kept for a gift, and of the others letters tell.
            _ => None,
        })
        .collect();
    let News { statements, effects } = news(means, venue, order, &told)?;
    written.extend(statements);
    if may_be_out_of_step {
        written.extend(brought_in_step(means, venue, order, &row)?);
    }
    if effects
        .iter()
        .any(|effect| matches!(effect, Effect::IssueUpstream { .. }))
    {
        written.push(issue::soon(order, means.now));
    }
    // What is lost is closed by itself.
    if effects.contains(&Effect::Refund(reference)) {
        row = row.after(&[flow::Event::GiveBack(row.amount.amount())]).0;
    }
    written.extend(row.save(before, means.now)?);
    means.database.write(written)?;
    Ok(row)
}

/// Whether nothing is left that has to go back.
fn is_all_back(flow: &flow::Flow) -> bool {
    let back = flow.gone_back();
    back >= flow.taken || (flow.owed > 0 && back >= flow.owed)
}

/// What is to be written so that an order's card has nothing on it that was sent back at the provider.
fn brought_in_step(
    means: Means<'_>,
    venue: &VenueSettings,
    order: &OrderId,
    row: &Row,
) -> Answer<Vec<Statement>> {
    let purchase = rows::order(means.database, order)?.ok_or(ProviderError::NotFound)?;
    let account = match account::account(means.database, order)? {
        Some(account) => account,
        // It is made in this very write, of money that is partly gone already.
        None if purchase.order().issuer == Issuer::Here => account::fresh(
            order.clone(),
            purchase.amount()?,
            last_day(means, venue, &purchase)?,
        )?,
        None => return Ok(Vec::new()),
    };
    Ok(settle::in_step(means, &purchase, &account, &row.flow)?.0)
}

/// Takes in what happened to an order beside its payment, with `beside` in the same write: money that has to go
/// back goes back.
pub(super) fn order_happened(
    means: Means<'_>,
    venue: &VenueSettings,
    order: &OrderId,
    event: &Event,
    beside: Vec<Statement>,
) -> Answer<()> {
    let mut written = beside;
    let News { statements, effects } = news(means, venue, order, std::slice::from_ref(event))?;
    written.extend(statements);
    for effect in effects {
        let Effect::Refund(PaymentReference(payment)) = effect else {
            continue;
        };
        let id = PaymentId::parse(&payment).map_err(|code| ProviderError::Broken(code.to_string()))?;
        let Some(before) = payments::find(means.database, &id)? else {
            return Err(ProviderError::Broken("an order's payment is gone".to_owned()));
        };
        let (row, _) = before.after(&[flow::Event::GiveBack(before.amount.amount())]);
        written.extend(row.save(&before, means.now)?);
    }
    Ok(means.database.write(written)?)
}

impl Writer {
    /// Answers a call, an order with the payment that belongs to it.
    pub(in crate::venue) async fn of_cards(
        &self,
        settings: &VenueSettings,
        call: &CardCall,
    ) -> Answer<CardAnswer> {
        if let (CardCall::Balance(code), Some(System::Molzait(_))) = (call, settings.system()) {
            return self
                .balance_elsewhere(settings, code)
                .await
                .map(CardAnswer::Balance);
        }
        if let CardCall::Withdraw(id, WithdrawalRequest { confirm }) = call {
            let left = self.left_elsewhere(settings, id).await?;
            let done = withdraw(self.means(), settings, id, *confirm, left);
            return done.map(CardAnswer::Withdrawal);
        }
        Ok(match call::answer(self.means(), settings, call)? {
            CardAnswer::Ordered(ordered) => {
                let Ordered { order, replayed } = *ordered;
                let order = self.with_its_payment(settings, order).await;
                CardAnswer::Ordered(Box::new(Ordered { order, replayed }))
            }
            CardAnswer::Order(order) => {
                let order = self.with_its_balance(settings, *order).await?;
                CardAnswer::Order(Box::new(self.with_its_payment(settings, order).await))
            }
            other @ (CardAnswer::Balance(_) | CardAnswer::Sheet(_) | CardAnswer::Withdrawal(_)) => other,
        })
    }

    async fn with_its_payment(&self, settings: &VenueSettings, order: GiftCardOrder) -> GiftCardOrder {
        let subject = Subject::GiftCardOrder(order.order_id.clone());
        let payment = self.checkout_or_complain(settings, &subject).await;
        GiftCardOrder { payment, ..order }
    }
}
