//! `/house/{venue}`: the page that the restaurant's letters lead to, on which it says that nobody came. What opens
//! it is behind the `#` of its address, which no server sees, and then a form's field. It must not know what
//! follows from what is said.

use askama::Template;
use config::VenueSettings;
use http::Method;
use shared::id::ReservationId;
use shared::no_show::{ChargeRefusal, NoShow, NoShowCharge, NoShowChargeStatus};
use shared::payment::PaymentProblem;
use shared::problem::ProblemCode;
use shared::reservation::Status;
use shared::time::Instant;

use super::form::Form;
use super::plain_page::{self, Frame, TokenForm};
use super::{Context, Reply, Request, Stop, language};
use crate::localization::{Localizer, Texts};
use crate::provider::ProviderError;

/// Puts the fragment into the form and sends it. Without scripts it is pasted.
const SCRIPT: &str = "const token = location.hash.replace(/^#noshow=/, ''); if (token) { \
    history.replaceState(null, '', location.pathname); \
    const form = document.forms[0]; form.elements.token.value = token; form.submit(); }";

/// What is known of a reservation, and what can be said.
#[derive(Template)]
#[template(path = "no_show.html")]
struct Standing<'a> {
    frame: Frame<'a>,
    status: String,
    reservation: String,
    problem: Option<&'static str>,
    button: Option<String>,
    token: &'a str,
}

/// The page. Opened anew it shows where things stand.
pub async fn answer<'a>(
    request: &Request,
    venue: &'a VenueSettings,
    context: &Context<'a>,
) -> Result<Reply, Stop> {
    let localizer = language::localizer(request, venue)?;
    let texts = localizer.texts();
    let frame = Frame {
        texts,
        title: texts.no_show_page_title,
        venue,
        assets: context.assets,
        script: None,
    };
    let ask = |fault, script| {
        let form = TokenForm {
            frame: Frame { script, ..frame },
            fault,
            label: texts.no_show_page_token,
            open: texts.no_show_page_open,
        };
        plain_page::answer(&form, script)
    };
    if *request.method() != Method::POST {
        return ask(None, Some(SCRIPT));
    }
    let form = Form::of(request)?;
    let opens = form.last("token").trim();
    let is_said = !form.last("said").is_empty();
    let seen = match opens.split_once('.') {
        Some((id, token)) => look(venue, (id, token), is_said, context).await,
        None => Err(ProviderError::NotFound),
    };
    match seen {
        Ok((seen, is_refused)) => {
            let standing = standing(frame, &localizer, (&seen, is_refused), opens, context.now);
            plain_page::answer(&standing, None)
        }
        Err(ProviderError::NotFound | ProviderError::Refused(ProblemCode::Unauthorized)) => {
            ask(Some(texts.no_show_page_unknown), None)
        }
        Err(error) => Err(error.into()),
    }
}

/// Where the reservation stands, and whether what was said of it was not taken.
async fn look<'a>(
    venue: &'a VenueSettings,
    (id, token): (&str, &str),
    is_said: bool,
    context: &Context<'a>,
) -> Result<(NoShow, bool), ProviderError> {
    let id = ReservationId::parse(id).map_err(|_| ProviderError::NotFound)?;
    let staff = (context.staff)(venue);
    let ask = async |is_said| staff.no_show(&id, Some(token.to_owned()), is_said).await;
    if is_said {
        context.kept.forget(&venue.id);
        match ask(true).await {
            Err(
                ProviderError::IllegalTransition
                | ProviderError::Refused(ProblemCode::TooEarly | ProblemCode::TooLate),
            ) => {}
            answer => return answer.map(|seen| (seen, false)),
        }
    }
    ask(false).await.map(|seen| (seen, is_said))
}

fn standing<'a>(
    frame: Frame<'a>,
    localizer: &Localizer,
    (seen, is_refused): (&NoShow, bool),
    token: &'a str,
    now: Instant,
) -> Standing<'a> {
    let texts = frame.texts;
    let when = localizer.moment(seen.day, seen.minutes);
    let charge = seen.charge.map(|charge| (charge, localizer.money(charge.amount)));
    let has_begun = now >= seen.starts_at;
    let is_late = now > seen.until;
    let is_over = seen.status == Status::NoShow;
    let status = match (&charge, is_over, is_refused) {
        (_, false, _) if !has_begun => texts.no_show_page_too_early.to_owned(),
        (_, false, _) | (_, _, true) if is_late => texts.no_show_page_too_late.to_owned(),
        (_, _, true) => texts.no_show_page_refused.to_owned(),
        (Some((charge, amount)), true, _) => outcome(texts, *charge, amount),
        (None, true, _) => texts.no_show_page_noted.to_owned(),
        (_, false, _) => texts.no_show_page_ask.to_owned(),
    };
    let kept = charge.filter(|(charge, _)| charge.status == NoShowChargeStatus::Kept);
    let is_possible = has_begun && !is_late && !is_refused && (!is_over || kept.is_some());
    let button = is_possible.then(|| match kept {
        Some((_, amount)) => texts.no_show_page_report_and_charge(&amount),
        None => texts.no_show_page_report.to_owned(),
    });
    Standing {
        frame,
        status,
        reservation: texts.no_show_page_reservation(&seen.number, &localizer.party(seen.attendees), &when),
        problem: seen.payment_problem.map(|problem| of_problem(texts, problem)),
        button,
        token,
    }
}

/// What is wrong with the payment.
fn of_problem(texts: &Texts, problem: PaymentProblem) -> &'static str {
    match problem {
        PaymentProblem::AuthorisationLost => texts.no_show_page_authorisation_lost,
        PaymentProblem::CaptureFailed => texts.no_show_page_capture_failed,
        PaymentProblem::RefundFailed => texts.no_show_page_refund_failed,
        PaymentProblem::RefundStuck => texts.no_show_page_refund_stuck,
        PaymentProblem::Disputed => texts.no_show_page_disputed,
        PaymentProblem::DisputeLost => texts.no_show_page_dispute_lost,
    }
}

/// What came of the charge.
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
