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

/// The number of consecutive failed refunds after which the restaurant gets a second letter. Refunds are tried once a
/// day without end; more letters would say nothing new.
const SECOND_LETTER_AT: usize = 3;

/// The payer of a payment, and what it pays.
#[derive(Clone, Copy)]
pub struct Payer<'a> {
    /// The payer's name.
    pub name: &'a str,
    /// The payer's e-mail address.
    pub email: Option<&'a str>,
    /// The payer's telephone number.
    pub phone: Option<&'a str>,
    /// The language of letters to the payer.
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

/// Statements that queue the letters about news of a payment; none for news that other letters report.
pub fn letters_about(
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
    if *news == News::RefundFailed && *refusals > 1 && *refusals != SECOND_LETTER_AT {
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
    // The outcome of one dispute is about its own amount.
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
        // A failed refund has no id: the total that it would reach is sent back once, so it stands in the name.
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

/// Statements that queue a letter to the payer; none where the payer has no address. `about` names the payment,
/// refund or reservation; one letter of each kind is written for each name.
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
        PayerNews::NotBooked => "not-booked",
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
