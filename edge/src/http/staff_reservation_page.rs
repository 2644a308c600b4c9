//! The staff reservation page, `/staff/{venue}/reservation`, to which the restaurant's e-mails link: it answers a request or
//! reports a no-show. The link's code is in the URL's fragment, which no server sees, and then in a field of a form. E-mails
//! sent earlier link to `/house/{venue}`, which redirects here; browsers keep the fragment.

use askama::Template;
use http::header::{HeaderValue, LOCATION};
use http::{Method, StatusCode};
use shared::id::ReservationId;
use shared::no_show::{ChargeRefusal, NoShow, NoShowCharge, NoShowChargeStatus};
use shared::problem::ProblemCode;
use shared::reservation::Status;
use shared::time::Instant;

use super::endpoint::{Access, AdmittedRequest, Body, Caching, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
use super::form::Form;
use super::language;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Tag};
use super::plain_page::{self, Frame, TokenForm};
use super::request_page::{self, RequestPage};
use super::{Context, Reply};
use crate::error::VenueError;
use crate::limits::Class;
use crate::localization::{Localizer, Texts};
use crate::provider::status::step;
use crate::venue::message::request_answer::RequestLink;
use config::VenueSettings;

/// The endpoints of the page.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        #[cfg(test)]
        docs: Docs {
            id: "getStaffReservationPage",
            summary: "The restaurant's page of a reservation",
            description: "Asks for the code that is in the fragment of the link in the restaurant's e-mail. It changes nothing.",
            ..DOCS
        },
        ..PAGE
    },
    Endpoint {
        verb: Verb::Post,
        rate_limit: RateLimit::Isolate(Class::LookUp),
        // The reservation's table becomes free after a no-show.
        caching: Caching::Invalidates,
        body: Body::Form,
        #[cfg(test)]
        docs: Docs {
            id: "submitStaffReservationPage",
            summary: "Look at a reservation, answer a request, or report a no-show",
            description: "With the link's code alone it shows the reservation. With the code of a request, `answer` accepts \
                (`accept`) or declines it (`decline`, with a `message` of up to 400 characters to the guest; a longer one \
                shows the form again); `ask` shows what declining does. With the code of a no-show, a value in `said` \
                reports that nobody came.",
            request: Some(Content::form(
                r#"{ "type": "object", "properties": {
                    "token": { "type": "string" }, "said": { "type": "string" },
                    "answer": { "type": "string" }, "message": { "type": "string" }
                } }"#,
            )),
            ..DOCS
        },
        ..PAGE
    },
    FORMER_PAGE,
    // A page that was opened before the address changed sends its form to the former one.
    Endpoint {
        verb: Verb::Post,
        ..FORMER_PAGE
    },
];

const PAGE: Endpoint = Endpoint {
    path: "/staff/{venue}/reservation",
    route: "page.staff_reservation",
    access: Access::Page,
    handler: Handler::Api(|call| Box::pin(answer(call))),
    ..Endpoint::DEFAULT
};

/// The address in e-mails of earlier versions.
const FORMER_PAGE: Endpoint = Endpoint {
    path: "/house/{venue}",
    route: "page.staff_reservation_redirect",
    access: Access::Page,
    handler: Handler::Api(|call| Box::pin(async move { redirect(&call) })),
    ..Endpoint::DEFAULT
};

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::Pages,
    ..Docs::UNDESCRIBED
};

/// 308, which preserves the method and the form, to the page's present address.
fn redirect(call: &AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let query = call.request.uri().query().map(|query| format!("?{query}"));
    let address = format!(
        "/staff/{}/reservation{}",
        call.venue()?.id,
        query.unwrap_or_default()
    );
    let mut reply = Reply::new(Vec::new());
    *reply.status_mut() = StatusCode::PERMANENT_REDIRECT;
    let address = HeaderValue::from_str(&address).map_err(|_| ProblemCode::Internal)?;
    reply.headers_mut().insert(LOCATION, address);
    Ok(reply)
}

/// The script that puts the fragment into the form and sends it. Without scripts the visitor pastes it.
const SCRIPT: &str = "const token = location.hash.slice(1); if (token) { \
    history.replaceState(null, '', location.pathname); \
    const form = document.forms[0]; form.elements.token.value = token; form.submit(); }";

/// A link of the restaurant's e-mails, by the fragment of its address.
#[derive(Debug, PartialEq, Eq)]
enum Link<'a> {
    /// `noshow=`, then the reservation's id and its token.
    NoShow(&'a str, &'a str),
    /// `request=`, then the reservation's id, its revision and the token of both.
    Request(RequestLink),
}

impl<'a> Link<'a> {
    /// Reads a fragment, which a visitor may have pasted with the address before it, or without the name of a no-show.
    fn read(text: &'a str) -> Option<Self> {
        let (_, fragment) = text.rsplit_once('#').unwrap_or(("", text));
        let Some(request) = fragment.strip_prefix("request=") else {
            let no_show = fragment.strip_prefix("noshow=").unwrap_or(fragment);
            return no_show.split_once('.').map(|(id, token)| Self::NoShow(id, token));
        };
        // An id may have dots.
        let mut parts = request.rsplitn(3, '.');
        let (token, revision, id) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Self::Request(RequestLink {
            id: ReservationId::parse(id).ok()?,
            revision: revision.parse().ok()?,
            token: token.to_owned(),
        }))
    }
}

/// The reservation's status, and the button.
#[derive(Template)]
#[template(path = "no_show.html")]
struct StatusPage<'a> {
    frame: Frame<'a>,
    status: String,
    reservation: String,
    problem: Option<&'static str>,
    button: Option<String>,
    token: &'a str,
}

/// The page. A form that is sent again shows the reservation as it is by then.
async fn answer(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let (request, context, venue) = (call.request, call.context, call.venue()?);
    let localizer = language::localizer(request, venue)?;
    let texts = localizer.texts();
    let frame = |title| Frame {
        texts,
        title,
        venue: Some(venue),
        assets: context.assets,
        script: None,
    };
    let token_form = TokenForm {
        frame: frame(texts.staff_page_title),
        fault: None,
        label: texts.staff_page_token,
        open: texts.no_show_page_open,
    };
    if *request.method() != Method::POST {
        return token_form.answer(None, Some(SCRIPT));
    }
    let form = Form::of(request)?;
    let opens = form.last("token").trim();
    let shown = match Link::read(opens) {
        Some(Link::NoShow(id, token)) => {
            let is_reported = !form.last("said").is_empty();
            let seen = read_or_report(venue, (id, token), is_reported, context).await;
            seen.map(|(seen, is_refused)| {
                let frame = frame(texts.no_show_page_title);
                let page = status_page(frame, &localizer, (&seen, is_refused), opens, context.now);
                plain_page::answer(&page, None)
            })
        }
        Some(Link::Request(link)) => {
            let client = (context.venue_client)(venue);
            let seen = request_page::read_or_answer(&client, &link, &form).await;
            seen.map(|seen| {
                let page = RequestPage::new(frame(texts.request_page_title), &localizer, seen, opens);
                plain_page::answer(&page, None)
            })
        }
        None => Err(VenueError::NotFound),
    };
    match shown {
        Ok(reply) => reply,
        Err(VenueError::NotFound | VenueError::Refused(ProblemCode::Unauthorized)) => {
            token_form.answer(Some(texts.no_show_page_unknown), None)
        }
        Err(error) => Err(error.into()),
    }
}

/// Reads the reservation, after reporting a no-show if `is_reported`. The flag of the result is whether the venue refused
/// the report.
async fn read_or_report(
    venue: &VenueSettings,
    (id, token): (&str, &str),
    is_reported: bool,
    context: &Context<'_>,
) -> Result<(NoShow, bool), VenueError> {
    let id = ReservationId::parse(id).map_err(|_| VenueError::NotFound)?;
    let client = (context.venue_client)(venue);
    let ask = async |is_reported| client.no_show(&id, Some(token.to_owned()), is_reported).await;
    if is_reported {
        match ask(true).await {
            Err(
                VenueError::IllegalTransition
                | VenueError::Refused(ProblemCode::TooEarly | ProblemCode::TooLate),
            ) => {}
            answer => return answer.map(|seen| (seen, false)),
        }
    }
    ask(false).await.map(|seen| (seen, is_reported))
}

fn status_page<'a>(
    frame: Frame<'a>,
    localizer: &Localizer,
    (seen, is_refused): (&NoShow, bool),
    token: &'a str,
    now: Instant,
) -> StatusPage<'a> {
    let texts = frame.texts;
    let when = localizer.moment(seen.day, seen.minutes);
    let charge = seen.charge.map(|charge| (charge, localizer.money(charge.amount)));
    let has_begun = now >= seen.starts_at;
    let is_late = now > seen.until;
    let is_over = seen.status == Status::NoShow;
    let is_cancelled = matches!(seen.status, Status::Cancelled | Status::Voided);
    // In every other status the guest was there, or never had a confirmed table.
    let can_be_reported = is_over || step(seen.status, Status::NoShow).is_ok();
    let status = match (&charge, is_over, is_refused) {
        _ if is_cancelled => texts.no_show_page_cancelled.to_owned(),
        _ if !can_be_reported => texts.no_show_page_refused.to_owned(),
        (_, false, _) if !has_begun => texts.no_show_page_too_early.to_owned(),
        (_, false, _) | (_, _, true) if is_late => texts.no_show_page_too_late.to_owned(),
        (_, _, true) => texts.no_show_page_refused.to_owned(),
        (Some((charge, amount)), true, _) => outcome(texts, *charge, amount),
        (None, true, _) => texts.no_show_page_noted.to_owned(),
        (_, false, _) => texts.no_show_page_ask.to_owned(),
    };
    let stored_card = charge.filter(|(charge, _)| charge.status == NoShowChargeStatus::Kept);
    let is_possible =
        can_be_reported && has_begun && !is_late && !is_refused && (!is_over || stored_card.is_some());
    let button = is_possible.then(|| match stored_card {
        Some((_, amount)) => texts.no_show_page_report_and_charge(&amount),
        None => texts.no_show_page_report.to_owned(),
    });
    StatusPage {
        frame,
        status,
        reservation: texts.no_show_page_reservation(&seen.number, &localizer.party(seen.attendees), &when),
        problem: seen.payment_problem.map(|problem| texts.payment_problem(problem)),
        button,
        token,
    }
}

/// The text of the charge's outcome.
fn outcome(texts: &Texts, charge: NoShowCharge, amount: &str) -> String {
    match (charge.status, charge.reason) {
        (NoShowChargeStatus::Kept, _) => texts.no_show_page_kept(amount),
        (NoShowChargeStatus::Pending, _) => texts.no_show_page_pending(amount),
        (NoShowChargeStatus::Paid, _) => texts.no_show_page_paid(amount),
        (NoShowChargeStatus::Failed, Some(ChargeRefusal::AuthenticationRequired)) => {
            texts.no_show_page_authentication(amount)
        }
        (NoShowChargeStatus::Failed, Some(ChargeRefusal::Unreachable)) => {
            texts.no_show_page_unreachable(amount)
        }
        (NoShowChargeStatus::Failed, _) => texts.no_show_page_declined(amount),
        (NoShowChargeStatus::Refunding | NoShowChargeStatus::Refunded, _) => {
            texts.no_show_page_refunded(amount)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_read_with_what_stands_before_it_and_as_earlier_versions_wrote_it() {
        for text in [
            "r1.t",
            "noshow=r1.t",
            "https://book.example/staff/demo/reservation#noshow=r1.t",
        ] {
            assert_eq!(Link::read(text), Some(Link::NoShow("r1", "t")), "{text}");
        }
        let request = |id: &str| RequestLink {
            id: ReservationId::parse(id).unwrap(),
            revision: 7,
            token: "t".to_owned(),
        };
        for (text, id) in [
            ("request=r1.7.t", "r1"),
            ("request=a.b.7.t", "a.b"),
            ("https://book.example/staff/demo/reservation#request=r1.7.t", "r1"),
        ] {
            assert_eq!(Link::read(text), Some(Link::Request(request(id))), "{text}");
        }
        for text in [
            "",
            "r1",
            "request=r1.t",
            "request=r1.x.t",
            "request=r1.-1.t",
            "request=/.1.t",
            "request=..1.t",
        ] {
            assert_eq!(Link::read(text), None, "{text}");
        }
    }
}
