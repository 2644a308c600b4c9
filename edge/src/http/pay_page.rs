//! The page of a demonstration's payment, `/pay/{venue}/{id}`: one chooses how paying goes. What opens it is
//! behind the `#` of its address, which no server sees, and then a form's field. It must not know what follows
//! from a choice.

use base64ct::{Base64, Encoding as _};
use http::Method;
use http::header::{HeaderName, HeaderValue};
use sha2::{Digest, Sha256};
use shared::id::PaymentId;
use shared::money::Money;
use shared::payment::PaymentStatus;
use shared::problem::Code;

use super::form::Form;
use super::pages::{escape, page};
use super::{Context, Reply, Request, Stop, language, visitor};
use crate::config::VenueSettings;
use crate::payment::settings::Settings;
use crate::venue::payments::{Choice, PayPage};

const PAGE: &str = include_str!("../../pages/pay.html");

/// Puts the fragment into the form and sends it. Without scripts it is pasted.
const SCRIPT: &str = "const token = location.hash.slice(1); if (token) { \
    history.replaceState(null, '', location.pathname); \
    const form = document.forms[0]; form.elements.token.value = token; form.submit(); }";

/// What the page says in one language.
struct Words {
    language: &'static str,
    title: &'static str,
    demo: &'static str,
    token: &'static str,
    open: &'static str,
    unknown: &'static str,
    back: &'static str,
    amount: &'static str,
    choices: [(&'static str, &'static str); 4],
    /// Instead of the amount's name, the first choice's and the last's, where a card is kept.
    guarantee: [&'static str; 3],
    decimal: char,
}

const ENGLISH: Words = Words {
    language: "en",
    title: "Payment",
    demo: "This is a demonstration: no money moves. Choose how paying goes.",
    token: "Payment code: what stands behind # in the address you were given",
    open: "Open payment",
    unknown: "There is no such payment. Please open it from your reservation.",
    back: "Back to the restaurant",
    amount: "Amount",
    choices: [
        ("pay", "Pay"),
        ("decline", "Let the card be declined"),
        ("authenticate", "Let the bank ask first"),
        ("abandon", "Leave without paying"),
    ],
    guarantee: ["If nobody comes", "Keep the card", "Leave without a card"],
    decimal: '.',
};

const GERMAN: Words = Words {
    language: "de",
    title: "Zahlung",
    demo: "Das ist eine Vorführung: Es fließt kein Geld. Wählen Sie, wie die Zahlung ausgeht.",
    token: "Zahlungscode: was in der Adresse, die Sie erhalten haben, hinter # steht",
    open: "Zahlung öffnen",
    unknown: "Diese Zahlung gibt es nicht. Bitte öffnen Sie sie von Ihrer Reservierung aus.",
    back: "Zurück zum Restaurant",
    amount: "Betrag",
    choices: [
        ("pay", "Bezahlen"),
        ("decline", "Karte ablehnen lassen"),
        ("authenticate", "Bank zuerst nachfragen lassen"),
        ("abandon", "Ohne Zahlung gehen"),
    ],
    guarantee: ["Falls niemand kommt", "Karte hinterlegen", "Ohne Karte gehen"],
    decimal: ',',
};

impl Words {
    fn of(request: &Request) -> &'static Self {
        let wanted = language::wanted(request);
        let spoken = wanted
            .iter()
            .find_map(|language| match language.as_str().get(..2) {
                Some("de") => Some(&GERMAN),
                Some("en") => Some(&ENGLISH),
                _ => None,
            });
        spoken.unwrap_or(&ENGLISH)
    }

    fn status(&self, status: PaymentStatus, is_guarantee: bool) -> &'static str {
        let is_german = self.language == "de";
        match (status, is_german) {
            (PaymentStatus::Open, false) if is_guarantee => "Waiting for a card.",
            (PaymentStatus::Open, true) if is_guarantee => "Wartet auf eine Karte.",
            (PaymentStatus::Open, false) => "Waiting to be paid.",
            (PaymentStatus::Open, true) => "Wartet auf Zahlung.",
            (PaymentStatus::Authenticating, false) => "The bank asks whether it is you.",
            (PaymentStatus::Authenticating, true) => "Die Bank fragt nach, ob Sie es sind.",
            (PaymentStatus::Failed, false) => "The card was declined. You can try again.",
            (PaymentStatus::Failed, true) => {
                "Die Karte wurde abgelehnt. Sie können es noch einmal versuchen."
            }
            (PaymentStatus::Authorised, false) => "Done. Nothing has been charged yet.",
            (PaymentStatus::Authorised, true) => "Erledigt. Es wurde noch nichts abgebucht.",
            (PaymentStatus::Paid, false) => "Paid. Thank you.",
            (PaymentStatus::Paid, true) => "Bezahlt. Vielen Dank.",
            (PaymentStatus::Lapsed, false) => "The time to pay is over.",
            (PaymentStatus::Lapsed, true) => "Die Zeit zum Bezahlen ist um.",
            (PaymentStatus::Refunding, false) => "The money is on its way back.",
            (PaymentStatus::Refunding, true) => "Das Geld ist auf dem Weg zurück.",
            (PaymentStatus::Refunded, false) => "The money went back.",
            (PaymentStatus::Refunded, true) => "Das Geld ging zurück.",
        }
    }

    fn money(&self, money: Money) -> String {
        let currency = money.currency();
        let (decimals, code) = (currency.decimals(), currency.code());
        let unit = 10_i64.pow(decimals);
        let (whole, part) = (money.amount() / unit, money.amount() % unit);
        if decimals == 0 {
            return format!("{whole} {code}");
        }
        let width = usize::try_from(decimals).unwrap_or_default();
        format!("{whole}{}{part:0width$} {code}", self.decimal)
    }
}

/// The page.
pub async fn answer<'a>(
    request: &Request,
    venue: &'a VenueSettings,
    id: &PaymentId,
    context: &Context<'a>,
) -> Result<Reply, Stop> {
    if venue.payments != Some(Settings::Demo) || context.demo.is_none() {
        return Err(Code::NotFound.into());
    }
    let words = Words::of(request);
    if *request.method() != Method::POST {
        return Ok(draw(words, venue, &door(words), true, context));
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
    let body = match till.play(id, token, choice).await {
        Ok(shown) => standing(words, &shown, token),
        Err(crate::provider::ProviderError::NotFound) => {
            format!("<p role=\"alert\">{}</p>{}", words.unknown, door(words))
        }
        Err(error) => return Err(error.into()),
    };
    Ok(draw(words, venue, &body, false, context))
}

/// Asks for what opens the payment.
fn door(words: &Words) -> String {
    format!(
        "<form method=\"post\"><p><label for=\"token\">{}</label></p>\
         <p><input id=\"token\" name=\"token\" required autocomplete=\"off\" spellcheck=\"false\"></p>\
         <p><button>{}</button></p></form>",
        words.token, words.open
    )
}

/// Where the payment stands, and what can be chosen.
fn standing(words: &Words, shown: &PayPage, token: &str) -> String {
    let (payment, is_guarantee) = (&shown.payment, shown.is_guarantee);
    let (mut amount, mut choices) = (words.amount, words.choices);
    if is_guarantee {
        [amount, choices[0].1, choices[3].1] = words.guarantee;
    }
    let said = format!(
        "<p role=\"status\"><strong>{}</strong></p><p>{amount}: {}</p>",
        words.status(payment.status, is_guarantee),
        words.money(payment.amount)
    );
    let is_open = matches!(
        payment.status,
        PaymentStatus::Open | PaymentStatus::Authenticating | PaymentStatus::Failed
    );
    if !is_open {
        return said;
    }
    let buttons = choices
        .map(|(value, text)| format!("<p><button name=\"choice\" value=\"{value}\">{text}</button></p>"))
        .concat();
    format!(
        "{said}<p>{}</p><form method=\"post\"><input type=\"hidden\" name=\"token\" value=\"{}\">{buttons}</form>",
        words.demo,
        escape(token)
    )
}

fn draw(words: &Words, venue: &VenueSettings, body: &str, has_script: bool, context: &Context<'_>) -> Reply {
    let head = Head {
        language: words.language,
        title: words.title,
        back: words.back,
    };
    plain_page(&head, venue, body, has_script.then_some(SCRIPT), context)
}

/// What stands around a plain page's own text.
pub struct Head {
    /// The language it is in.
    pub language: &'static str,
    /// What it is.
    pub title: &'static str,
    /// The link to the restaurant's page.
    pub back: &'static str,
}

/// A page of ours with one script at most, which takes what opens it from behind the `#`. It is kept nowhere.
pub fn plain_page(
    head: &Head,
    venue: &VenueSettings,
    body: &str,
    script: Option<&'static str>,
    context: &Context<'_>,
) -> Reply {
    let element = script.map(|script| format!("<script>{script}</script>"));
    let html = PAGE
        .replace("{{language}}", head.language)
        .replace("{{title}}", head.title)
        .replace("{{assets}}", context.assets)
        .replace("{{venueName}}", &escape(&venue.name))
        .replace("{{venue}}", venue.id.as_str())
        .replace("{{back}}", head.back)
        .replace("{{script}}", &element.unwrap_or_default())
        // The last: it holds what was sent.
        .replace("{{body}}", body);
    let scripts = match script {
        Some(script) => format!(
            "script-src 'sha256-{}'",
            Base64::encode_string(&Sha256::digest(script))
        ),
        None => "script-src 'none'".to_owned(),
    };
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self'; {scripts}; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'"
    );
    let mut reply = page(html, &policy, true);
    let referrer = HeaderName::from_static("referrer-policy");
    reply
        .headers_mut()
        .insert(referrer, HeaderValue::from_static("no-referrer"));
    reply
}

#[cfg(test)]
#[path = "pay_page_tests.rs"]
mod tests;
