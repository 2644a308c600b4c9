//! Letters about payments that go wrong, as statements for the transaction in which that is stored.

use shared::id::PaymentId;
use shared::locale::Language;
use shared::money::Money;
use shared::payment::PaymentProblem;

use super::{Row, RowNews};
use crate::error::{Result, VenueError};
use crate::mail::templates::{PaidReservation, PayerNews, PaymentLetter, PaymentNews};
use crate::mail::{Mailbox, unlinked};
use crate::payment::flow::News;
use crate::storage::database::Statement;
use crate::venue::composer::Composer;
use crate::venue::context::Ctx;
use crate::venue::jobs::outbox;

/// After how many refunds in a row that were turned down the restaurant is told a second time. They are tried once a
/// day without end; more letters would say nothing new.
const TOLD_AGAIN: usize = 3;

/// Whose payment it is, and what it pays.
#[derive(Clone, Copy)]
pub struct Payer<'a> {
    /// Their name.
    pub name: &'a str,
    /// Their address.
    pub email: Option<&'a str>,
    /// Their number.
    pub phone: Option<&'a str>,
    /// The language to write to them in.
    pub locale: &'a Language,
    /// The reservation that is paid, if it is one.
    pub reservation: Option<PaidReservation<'a>>,
    /// The order that is paid, if it is one.
    pub order: Option<&'a str>,
}

impl Payer<'_> {
    fn letter<'b>(&'b self, (payment, amount): (&'b PaymentId, Money)) -> PaymentLetter<'b> {
        PaymentLetter {
            name: self.name,
            email: self.email,
            phone: self.phone,
            amount,
            payment: payment.as_str(),
            reservation: self.reservation,
            order: self.order,
        }
    }
}

/// What is to be written for the letters that follow from news of a payment; nothing for news that are told
/// otherwise.
pub fn told(
    ctx: Ctx<'_>,
    composer: Composer<'_>,
    payer: &Payer<'_>,
    RowNews {
        news,
        reversal,
        refusals,
    }: &RowNews,
    row: &Row,
) -> Result<Vec<Statement>> {
    if *news == News::RefundFailed && *refusals > 1 && *refusals != TOLD_AGAIN {
        return Ok(Vec::new());
    }
    if *news == News::Late {
        // About an order there is a letter once its money is back.
        let about = payer.reservation.map(|_| (row.id.as_str(), &row.id, row.amount));
        return about.map_or_else(
            || Ok(Vec::new()),
            |about| to_payer(ctx, composer, payer, PayerNews::Late, about),
        );
    }
    let (flow, reversals) = (&row.flow, &row.flow.reversals);
    let missing = flow.due_back() - flow.gone_back();
    // What is decided of one dispute is about its own amount.
    let disputed = reversal.as_deref().and_then(|id| reversals.amount_of_dispute(id));
    let disputed = disputed.unwrap_or(row.amount.amount());
    let (word, what, amount) = match *news {
        News::Lost => ("lost", flow.problem(), row.amount.amount()),
        News::RefundFailed => (
            "refund-failed",
            Some(PaymentProblem::RefundFailed),
            if missing > 0 { missing } else { row.amount.amount() },
        ),
        News::Stuck if missing > 0 => ("refund-stuck", Some(PaymentProblem::RefundStuck), missing),
        News::Stuck => ("capture-stuck", flow.problem(), row.amount.amount()),
        News::Disputed => ("disputed", Some(PaymentProblem::Disputed), disputed),
        News::DisputeLost => ("dispute-lost", Some(PaymentProblem::DisputeLost), disputed),
        News::DisputeWon => ("dispute-won", None, disputed),
        News::Secured | News::Late | News::Returned | News::SentBack | News::Charged | News::Uncharged => {
            return Ok(Vec::new());
        }
    };
    let what = match (what, news) {
        (Some(problem), _) => PaymentNews::Problem(problem),
        (None, News::DisputeWon) => PaymentNews::DisputeWon,
        (None, _) => return Ok(Vec::new()),
    };
    let amount =
        Money::new(amount, row.amount.currency()).map_err(|error| VenueError::Broken(error.to_string()))?;
    let mut statements = Vec::new();
    let about = match (reversal, *news) {
        // Provider's ids differ between payments.
        (Some(reversal), _) => reversal.clone(),
        // A refund that does not come about has no id. What it makes the total is sent back once.
        (None, News::Stuck) if missing > 0 => {
            format!("{}-{}-{}", row.id, flow.due_back(), reversals.failures())
        }
        (None, _) => row.id.to_string(),
    };
    if let Some(to) = composer.restaurant_mailbox() {
        let letter = payer.letter((&row.id, amount));
        let message = letter.to_restaurant(what, &composer.restaurant(), &composer.localizer(None)?);
        let id = format!("payment-{word}-{about}");
        statements.extend(outbox::post(&composer.letter(id, to, message), ctx.now)?);
    }
    if *news == News::RefundFailed && *refusals <= 1 {
        statements.extend(to_payer(
            ctx,
            composer,
            payer,
            PayerNews::RefundFailed,
            (&about, &row.id, amount),
        )?);
    }
    Ok(statements)
}

/// What is to be written for a letter to who has paid, or is to pay; nothing where they have no address. One of each
/// kind is written about a thing of this name: a payment, a refund or a reservation.
pub fn to_payer(
    ctx: Ctx<'_>,
    composer: Composer<'_>,
    payer: &Payer<'_>,
    news: PayerNews<'_>,
    (about, payment, amount): (&str, &PaymentId, Money),
) -> Result<Vec<Statement>> {
    let Some(email) = payer.email else {
        return Ok(Vec::new());
    };
    let localizer = composer.localizer(Some(payer.locale))?;
    let message = payer
        .letter((payment, amount))
        .to_payer(news, &composer.restaurant(), &localizer);
    let word = match news {
        PayerNews::Late => "late",
        PayerNews::RefundFailed => "refund-failed",
        PayerNews::PayAnew { .. } => "pay-anew",
        PayerNews::ShareToPurchaser => "share",
    };
    let to = Mailbox {
        name: Some(unlinked(payer.name)),
        address: email.to_owned(),
    };
    let id = format!("payer-{word}-{about}");
    Ok(outbox::post(&composer.letter(id, to, message), ctx.now)?)
}
