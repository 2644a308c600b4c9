//! `/house/{venue}`: the page that the restaurant's letters lead to, on which it says that nobody came. What opens
//! it is behind the `#` of its address, which no server sees, and then a form's field. It must not know what
//! follows from what is said.

use http::Method;
use shared::id::ReservationId;
use shared::locale::{Language, regional};
use shared::payment::{NoShow, NoShowCharge, NoShowChargeStatus, PaymentProblem, Refusal};
use shared::problem::Code;
use shared::reservation::Status;

use super::form::Form;
use super::pages::escape;
use super::pay_page::{Head, plain_page};
use super::{Context, Reply, Request, Stop, language};
use crate::booking::tongue::Tongue;
use crate::config::VenueSettings;
use crate::provider::ProviderError;
use crate::render::hand;

/// Puts the fragment into the form and sends it. Without scripts it is pasted.
const SCRIPT: &str = "const token = location.hash.replace(/^#noshow=/, ''); if (token) { \
    history.replaceState(null, '', location.pathname); \
    const form = document.forms[0]; form.elements.token.value = token; form.submit(); }";

/// The page. Opened anew it shows where things stand.
pub async fn answer<'a>(
    request: &Request,
    venue: &'a VenueSettings,
    context: &Context<'a>,
) -> Result<Reply, Stop> {
    let wanted = language::wanted(request);
    let tongue = Tongue::of(wanted.iter().chain(&venue.locales));
    let head = Head {
        language: tongue.tag(),
        title: tongue.pick("Nobody came?", "Niemand gekommen?"),
        back: tongue.pick("Back to the restaurant", "Zurück zum Restaurant"),
    };
    if *request.method() != Method::POST {
        return Ok(plain_page(&head, venue, &door(tongue), Some(SCRIPT), context));
    }
    let form = Form::of(request)?;
    let opens = form.last("token").trim().to_owned();
    let is_said = !form.last("said").is_empty();
    let seen = match opens.split_once('.') {
        Some((id, token)) => look(venue, (id, token), is_said, context).await,
        None => Err(ProviderError::NotFound),
    };
    let body = match seen {
        Ok((seen, refused)) => standing(tongue, (&wanted, venue), &seen, refused, (&opens, context)),
        Err(ProviderError::NotFound | ProviderError::Refused(Code::Unauthorized)) => {
            let unknown = tongue.pick(
                "There is no such reservation. Please open this page from the e-mail.",
                "Diese Reservierung gibt es nicht. Bitte öffnen Sie diese Seite aus der E-Mail.",
            );
            format!("<p role=\"alert\">{unknown}</p>{}", door(tongue))
        }
        Err(error) => return Err(error.into()),
    };
    Ok(plain_page(&head, venue, &body, None, context))
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
                ProviderError::IllegalTransition | ProviderError::Refused(Code::TooEarly | Code::TooLate),
            ) => {}
            answer => return answer.map(|seen| (seen, false)),
        }
    }
    ask(false).await.map(|seen| (seen, is_said))
}

/// Asks for what opens the page.
fn door(tongue: Tongue) -> String {
    format!(
        "<form method=\"post\"><p><label for=\"token\">{}</label></p>\
         <p><input id=\"token\" name=\"token\" required autocomplete=\"off\" spellcheck=\"false\"></p>\
         <p><button>{}</button></p></form>",
        tongue.pick(
            "Code: what stands behind #noshow= in the link of the e-mail",
            "Code: was im Link der E-Mail hinter #noshow= steht",
        ),
        tongue.pick("Open", "Öffnen")
    )
}

/// What is known, and what can be said.
fn standing(
    tongue: Tongue,
    (wanted, venue): (&[Language], &VenueSettings),
    seen: &NoShow,
    is_refused: bool,
    (opens, context): (&str, &Context<'_>),
) -> String {
    let language = regional(tongue.tag(), wanted.iter().chain(&venue.locales), venue.region());
    let Some(hand) = language.map(|language| hand(&language)) else {
        return String::new();
    };
    let day = if seen.minutes.is_next_day() {
        seen.day.plus(1)
    } else {
        Some(seen.day)
    };
    let facts = format!(
        "<p>{}: {}, {}, {}</p>",
        escape(&seen.number),
        hand.day(day.unwrap_or(seen.day)),
        hand.time(seen.minutes),
        tongue.pick(
            format!("party of {}", seen.attendees.get()),
            format!("{} Personen", seen.attendees.get())
        ),
    );
    let amount = seen
        .charge
        .map(|charge| hand.money(charge.amount))
        .unwrap_or_default();
    let has_begun = context.now >= seen.starts_at;
    let is_late = context.now > seen.until;
    let is_over = seen.status == Status::NoShow;
    let said = match (seen.charge, is_over, is_refused) {
        (_, false, _) if !has_begun => tongue
            .pick(
                "You can report this once the reservation has begun.",
                "Das können Sie melden, sobald die Reservierung begonnen hat.",
            )
            .to_owned(),
        (_, false, _) | (_, _, true) if is_late => tongue
            .pick(
                "The time to report this is over. A card that was kept for it has been deleted.",
                "Die Frist für diese Meldung ist vorbei. Eine dafür hinterlegte Karte wurde gelöscht.",
            )
            .to_owned(),
        (_, _, true) => tongue
            .pick(
                "This is no longer possible: the reservation has another status by now.",
                "Das geht nicht mehr: Die Reservierung hat inzwischen einen anderen Status.",
            )
            .to_owned(),
        (Some(charge), true, _) => outcome(tongue, charge, &amount),
        (None, true, _) => tongue
            .pick(
                "It is noted that nobody came. No card was kept.",
                "Es ist vermerkt, dass niemand kam. Es war keine Karte hinterlegt.",
            )
            .to_owned(),
        (_, false, _) => tongue
            .pick(
                "Did nobody come? This cannot be undone here.",
                "Ist niemand gekommen? Das lässt sich hier nicht rückgängig machen.",
            )
            .to_owned(),
    };
    let is_kept = seen
        .charge
        .is_some_and(|charge| charge.status == NoShowChargeStatus::Kept);
    let button = if !has_begun || is_late || is_refused || (is_over && !is_kept) {
        String::new()
    } else {
        let text = if is_kept {
            tongue.pick(
                format!("Nobody came: charge {amount}"),
                format!("Niemand kam: {amount} abbuchen"),
            )
        } else {
            tongue.pick("Nobody came", "Niemand kam").to_owned()
        };
        format!(
            "<form method=\"post\"><input type=\"hidden\" name=\"token\" value=\"{}\">\
             <p><button name=\"said\" value=\"yes\">{text}</button></p></form>",
            escape(opens)
        )
    };
    let problem = seen
        .payment_problem
        .map(|problem| format!("<p>{}</p>", problem_text(tongue, problem)))
        .unwrap_or_default();
    format!("<p role=\"status\"><strong>{said}</strong></p>{facts}{problem}{button}")
}

/// What is wrong with the payment.
fn problem_text(tongue: Tongue, problem: PaymentProblem) -> &'static str {
    match problem {
        PaymentProblem::AuthorisationLost => tongue.pick(
            "Payment: the bank no longer holds the amount. Nothing has been paid.",
            "Zahlung: Die Bank hält den Betrag nicht mehr bereit. Es wurde nichts bezahlt.",
        ),
        PaymentProblem::CaptureFailed => tongue.pick(
            "Payment: the amount could not be taken. Nothing has been paid.",
            "Zahlung: Der Betrag konnte nicht eingezogen werden. Es wurde nichts bezahlt.",
        ),
        PaymentProblem::RefundFailed => tongue.pick(
            "Payment: the guest's bank has turned the refund down.",
            "Zahlung: Die Bank des Gastes hat die Rückzahlung abgelehnt.",
        ),
        PaymentProblem::RefundStuck => tongue.pick(
            "Payment: the refund has not succeeded for days.",
            "Zahlung: Die Rückzahlung gelingt seit Tagen nicht.",
        ),
        PaymentProblem::Disputed => tongue.pick(
            "Payment: the guest disputes it.",
            "Zahlung: Der Gast ficht sie an.",
        ),
        PaymentProblem::DisputeLost => tongue.pick(
            "Payment: the guest's bank has taken the money back.",
            "Zahlung: Die Bank des Gastes hat das Geld zurückgeholt.",
        ),
    }
}

/// What came of the charge.
fn outcome(tongue: Tongue, charge: NoShowCharge, amount: &str) -> String {
    let (english, german) = match (charge.status, charge.reason) {
        (NoShowChargeStatus::Kept, _) => (
            "Nobody came. The card is not charged.",
            "Niemand kam. Die Karte ist nicht belastet.",
        ),
        (NoShowChargeStatus::Pending, _) => (
            "The card is being charged. Open this page again in a few minutes.",
            "Die Karte wird gerade belastet. Öffnen Sie diese Seite in ein paar Minuten wieder.",
        ),
        (NoShowChargeStatus::Paid, _) => ("The card was charged.", "Die Karte wurde belastet."),
        (NoShowChargeStatus::Failed, Some(Refusal::AuthenticationRequired)) => (
            "The card was not charged: the bank wants the guest to confirm.",
            "Die Karte wurde nicht belastet: Die Bank verlangt eine Bestätigung durch den Gast.",
        ),
        (NoShowChargeStatus::Failed, Some(Refusal::Unreachable)) => (
            "Your payment provider gave no usable answer. Please look there.",
            "Ihr Zahlungsdienst hat keine brauchbare Antwort gegeben. Bitte sehen Sie dort nach.",
        ),
        (NoShowChargeStatus::Failed, _) => (
            "The card was not charged: the bank has declined.",
            "Die Karte wurde nicht belastet: Die Bank hat abgelehnt.",
        ),
        (NoShowChargeStatus::Refunding | NoShowChargeStatus::Refunded, _) => {
            ("The money goes back.", "Das Geld geht zurück.")
        }
    };
    format!("{} ({amount})", tongue.pick(english, german))
}
