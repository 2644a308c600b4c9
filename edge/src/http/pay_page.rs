//! The page of a demonstration's payment, `/pay/{venue}/{id}`: one chooses how paying goes. What opens it is
//! behind the `#` of its address, which no server sees, and then a form's field. It must not know what follows
//! from a choice.

use askama::Template;
use config::{PaymentSettings, VenueSettings};
use http::Method;
use shared::id::PaymentId;
use shared::payment::PaymentStatus;
use shared::problem::ProblemCode;

use super::form::Form;
use super::plain_page::{self, Frame, TokenForm};
use super::{Context, Reply, Request, Stop, language, visitor};
use crate::localization::{Localizer, Texts};
use crate::provider::ProviderError;
use crate::venue::payments::{Choice, PayPage};

/// Puts the fragment into the form and sends it. Without scripts it is pasted.
const SCRIPT: &str = "const token = location.hash.slice(1); if (token) { \
    history.replaceState(null, '', location.pathname); \
    const form = document.forms[0]; form.elements.token.value = token; form.submit(); }";

/// Where a payment stands, and what can be chosen.
#[derive(Template)]
#[template(path = "pay.html")]
struct Standing<'a> {
    frame: Frame<'a>,
    status: &'static str,
    amount: String,
    /// Each choice's value in the form, and what its button says.
    choices: Vec<(&'static str, &'static str)>,
    token: &'a str,
}

/// The page.
pub async fn answer<'a>(
    request: &Request,
    venue: &'a VenueSettings,
    id: &PaymentId,
    context: &Context<'a>,
) -> Result<Reply, Stop> {
    if venue.payments != Some(PaymentSettings::Demo) || context.demo.is_none() {
        return Err(ProblemCode::NotFound.into());
    }
    let localizer = language::localizer(request, venue)?;
    let texts = localizer.texts();
    let frame = Frame {
        texts,
        title: texts.pay_page_title,
        venue,
        assets: context.assets,
        script: None,
    };
    let ask = |fault, script| {
        let form = TokenForm {
            frame: Frame { script, ..frame },
            fault,
            label: texts.pay_page_token,
            open: texts.pay_page_open,
        };
        plain_page::answer(&form, script)
    };
    if *request.method() != Method::POST {
        return ask(None, Some(SCRIPT));
    }
    let form = Form::of(request)?;
    let choice = match form.last("choice") {
        "pay" => Some(Choice::Pay),
        "decline" => Some(Choice::Decline),
        "authenticate" => Some(Choice::Authenticate),
        "abandon" => Some(Choice::Abandon),
        _ => None,
    };
    let token = form.last("token").trim();
    let till = (context.till)(venue, visitor(request));
    match till.play(id, token, choice).await {
        Ok(shown) => plain_page::answer(&standing(frame, &localizer, &shown, token), None),
        Err(ProviderError::NotFound) => ask(Some(texts.pay_page_unknown), None),
        Err(error) => Err(error.into()),
    }
}

fn standing<'a>(frame: Frame<'a>, localizer: &Localizer, shown: &PayPage, token: &'a str) -> Standing<'a> {
    let (texts, payment) = (frame.texts, &shown.payment);
    let [name, pay, abandon] = if shown.is_guarantee {
        [
            texts.pay_page_guarantee_amount,
            texts.pay_page_keep_card,
            texts.pay_page_abandon_card,
        ]
    } else {
        [texts.pay_page_amount, texts.pay_page_pay, texts.pay_page_abandon]
    };
    let is_open = matches!(
        payment.status,
        PaymentStatus::Open | PaymentStatus::Authenticating | PaymentStatus::Failed
    );
    let choices = [
        ("pay", pay),
        ("decline", texts.pay_page_decline),
        ("authenticate", texts.pay_page_authenticate),
        ("abandon", abandon),
    ];
    Standing {
        frame,
        status: status(texts, payment.status, shown.is_guarantee),
        amount: texts.named(name, &localizer.money(payment.amount)),
        choices: choices.into_iter().filter(|_| is_open).collect(),
        token,
    }
}

fn status(texts: &Texts, status: PaymentStatus, is_guarantee: bool) -> &'static str {
    match status {
        PaymentStatus::Open if is_guarantee => texts.pay_page_waiting_card,
        PaymentStatus::Open => texts.pay_page_waiting,
        PaymentStatus::Authenticating => texts.pay_page_authenticating,
        PaymentStatus::Failed => texts.pay_page_failed,
        PaymentStatus::Authorised => texts.pay_page_authorised,
        PaymentStatus::Paid => texts.pay_page_paid,
        PaymentStatus::Lapsed => texts.pay_page_lapsed,
        PaymentStatus::Refunding => texts.pay_page_refunding,
        PaymentStatus::Refunded => texts.pay_page_refunded,
    }
}

#[cfg(test)]
#[path = "pay_page_tests.rs"]
mod tests;
