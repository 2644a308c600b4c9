//! The payment page of demonstrations, `/pay/{venue}/{paymentId}`, on which the visitor chooses whether a payment
//! succeeds. Its token is in the URL's fragment, which no server sees, and then in a field of a form.

use askama::Template;
use http::Method;
use shared::id::PaymentId;
use shared::payment::PaymentStatus;
use shared::problem::ProblemCode;

use super::Reply;
use super::endpoint::{Access, AdmittedRequest, Body, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
use super::form::Form;
use super::language;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Tag};
use super::plain_page::{self, Frame, TokenForm};
use super::venue_color;
use crate::error::VenueError;
use crate::localization::{Localizer, Texts};
use crate::venue::message::payment::{Choice, DemoPayment};
use config::PaymentSettings;

/// The endpoints of the page.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        #[cfg(test)]
        docs: Docs {
            id: "getPaymentPage",
            summary: "The payment page of a demonstration",
            description: "Asks for the payment's token, which is in the fragment of the page's URL.",
            ..DOCS
        },
        ..PAGE
    },
    Endpoint {
        verb: Verb::Post,
        rate_limit: RateLimit::VenueObject,
        body: Body::Form,
        #[cfg(test)]
        docs: Docs {
            id: "submitPaymentPage",
            summary: "Choose how a demonstration's payment goes",
            description: "With the payment's token and one of `pay`, `decline`, `authenticate` and `abandon`; without \
                a choice it shows the payment as it is.",
            request: Some(Content::form(
                r#"{ "type": "object", "properties": { "token": { "type": "string" }, "choice": { "type": "string" } } }"#,
            )),
            ..DOCS
        },
        ..PAGE
    },
];

const PAGE: Endpoint = Endpoint {
    path: "/pay/{venue}/{paymentId}",
    route: "page.pay",
    access: Access::Page,
    handler: Handler::Api(|call| Box::pin(answer(call))),
    ..Endpoint::DEFAULT
};

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::Pages,
    ..Docs::UNDESCRIBED
};

/// The script that puts the fragment into the form and sends it. Without scripts the visitor pastes the token.
const SCRIPT: &str = "const token = location.hash.slice(1); if (token) { \
    history.replaceState(null, '', location.pathname); \
    const form = document.forms[0]; form.elements.token.value = token; form.submit(); }";

/// The payment's status, and the choices.
#[derive(Template)]
#[template(path = "pay.html")]
struct StatusPage<'a> {
    frame: Frame<'a>,
    /// The style sheet of the venue's colour.
    sheet: &'a str,
    status: &'static str,
    /// The name of the amount, and the amount.
    amount_name: &'static str,
    amount: String,
    /// The experience, and the day, the time and the party, where it is for a reservation.
    reservation: Option<(&'a str, String)>,
    /// The text of the button that pays, and of each other choice its value in the form and its text; none once the
    /// payment is over.
    choices: Option<(String, [(&'static str, &'static str); 3])>,
    token: &'a str,
}

async fn answer(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let (request, context, venue) = (call.request, call.context, call.venue()?);
    let id = call.parameter("paymentId", PaymentId::parse)?;
    if venue.payments != Some(PaymentSettings::Demo) || context.demo.is_none() {
        return Err(ProblemCode::NotFound.into());
    }
    let localizer = language::localizer(request, venue)?;
    let texts = localizer.texts();
    let frame = Frame {
        texts,
        title: texts.pay_page_title,
        venue: Some(venue),
        assets: context.assets,
        script: None,
    };
    let token_form = TokenForm {
        frame,
        fault: None,
        label: texts.pay_page_token,
        open: texts.pay_page_open,
    };
    if *request.method() != Method::POST {
        return token_form.answer(None, Some(SCRIPT));
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
    match call.venue_client()?.demo_payment(&id, token, choice).await {
        Ok(shown) => {
            let sheet = venue_color::sheet(venue);
            let has_left = matches!(choice, Some(Choice::Abandon));
            let page = status_page((frame, sheet.as_str()), &localizer, &shown, (token, has_left));
            plain_page::answer_with_sheet(&page, None, Some(&sheet))
        }
        Err(VenueError::NotFound) => token_form.answer(Some(texts.pay_page_unknown), None),
        Err(error) => Err(error.into()),
    }
}

fn status_page<'a>(
    (frame, sheet): (Frame<'a>, &'a str),
    localizer: &Localizer,
    shown: &'a DemoPayment,
    (token, has_left): (&'a str, bool),
) -> StatusPage<'a> {
    let (texts, payment) = (frame.texts, &shown.payment);
    let amount = localizer.money(payment.amount);
    let reservation = shown.reservation.as_ref().map(|one| {
        let moment = localizer.moment(one.day, one.minutes);
        let facts = [moment, localizer.party(one.attendees)].join(" · ");
        (one.experience.get(localizer.language()), facts)
    });
    let (amount_name, pay, abandon) = if shown.is_guarantee {
        let pay = texts.pay_page_keep_card.to_owned();
        (texts.pay_page_guarantee_amount, pay, texts.pay_page_abandon_card)
    } else {
        let pay = format!("{} · {amount}", texts.pay_page_pay);
        (texts.pay_page_amount, pay, texts.pay_page_abandon)
    };
    let is_open = matches!(
        payment.status,
        PaymentStatus::Open | PaymentStatus::Authenticating | PaymentStatus::Failed
    );
    let others = [
        ("decline", texts.pay_page_decline),
        ("authenticate", texts.pay_page_authenticate),
        ("abandon", abandon),
    ];
    StatusPage {
        frame,
        sheet,
        // Leaving changes nothing, which is to be said.
        status: if has_left && is_open {
            texts.pay_page_abandoned
        } else {
            status(texts, payment.status, shown.is_guarantee)
        },
        amount_name,
        amount,
        reservation,
        choices: is_open.then_some((pay, others)),
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
