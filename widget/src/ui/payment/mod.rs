//! The payment step: what is charged, until when, and the payment form.

use shared::availability::ClockTime;
use shared::money::Money;
use shared::payment::{Handover, PaymentKind, PaymentStatus, PaymentTerms};

use super::ViewContext;
use super::button::Look;
use super::node::{Element, Node, el};
use super::terms::refund_line;
use crate::i18n::{Phrase, SelfServiceTexts};
use crate::self_service::payment::{Checkout, CheckoutError, Event, PaymentForm};

/// The id of the notice above a payment.
pub(super) const NOTICE: &str = "payment-notice";

/// The subject of a payment, as far as its step shows it.
#[derive(Clone, Copy)]
pub(super) struct Cause<'a> {
    /// The agreed terms, if there are any.
    pub(super) terms: Option<&'a PaymentTerms>,
    /// Until when it comes back if the guest cancels, where that is known.
    pub(super) until: Option<ClockTime>,
    /// The part that a gift card pays.
    pub(super) gift: Option<Money>,
    /// The text about what is held until the deadline.
    pub(super) held: &'static str,
}

impl Cause<'_> {
    /// Whether a card is stored and nothing is paid.
    fn is_guarantee(&self) -> bool {
        self.terms
            .is_some_and(|terms| terms.kind == PaymentKind::CardGuarantee)
    }
}

/// The sentences that differ between keeping a card on file and paying.
struct PaymentTexts {
    pay: String,
    time_left: Phrase,
    elsewhere: &'static str,
    unpaid: &'static str,
    soon: &'static str,
    abandoned_title: &'static str,
    offline: &'static str,
    no_more_time: &'static str,
    authorised: &'static str,
    lapsed: &'static str,
}

impl PaymentTexts {
    fn of(cause: Cause<'_>, amount: &str, words: &SelfServiceTexts) -> Self {
        if cause.is_guarantee() {
            Self {
                pay: words.pay_card.to_owned(),
                time_left: words.pay_card_time_left,
                elsewhere: words.pay_card_elsewhere,
                unpaid: words.pay_card_unpaid,
                soon: words.pay_card_soon,
                abandoned_title: words.pay_card_abandoned_title,
                offline: words.pay_card_offline,
                no_more_time: words.pay_card_no_more_time,
                authorised: words.pay_card_kept,
                lapsed: words.pay_card_lapsed,
            }
        } else {
            Self {
                pay: words.pay.with(amount),
                time_left: words.pay_time_left,
                elsewhere: words.pay_elsewhere,
                unpaid: words.pay_unpaid,
                soon: words.pay_soon,
                abandoned_title: words.pay_abandoned_title,
                offline: words.pay_offline,
                no_more_time: words.pay_no_more_time,
                authorised: words.pay_authorised,
                lapsed: words.pay_lapsed,
            }
        }
    }
}

/// The step, whose events are wrapped by `wrap`.
pub(super) fn payment<E: Clone + Send + Sync + 'static>(
    checkout: &Checkout,
    cause: Cause<'_>,
    view: &ViewContext<E>,
    wrap: fn(Event) -> E,
) -> Element {
    let amount = view.context.formats.money(checkout.payment.amount);
    let texts = PaymentTexts::of(cause, &amount, view.words);
    let body: Node = if checkout.is_pending() {
        el("div")
            .key("pending")
            .class("pending")
            .child(clock(checkout, cause.held, &texts, view, wrap))
            .child(way(checkout, &texts, view, wrap))
            .into()
    } else {
        el("p")
            .key("settled")
            .class("strong")
            .child(settled(checkout, &texts, view.words))
            .into()
    };
    el("div")
        .class("payment")
        .part("payment")
        .child(notice(checkout, &texts, view))
        .child(charges(cause, &amount, view))
        .child(body)
}

/// The charges: now, later, the deadline of a refund, and the price of a no-show.
fn charges<E>(cause: Cause<'_>, amount: &str, view: &ViewContext<E>) -> Element {
    let (words, context) = (view.words, &view.context);
    let mut lines = Vec::new();
    let now = match cause.terms.map(|terms| terms.kind) {
        Some(PaymentKind::CardGuarantee) => {
            lines.push(words.pay_no_show.with(amount));
            words.pay_nothing_now.to_owned()
        }
        Some(PaymentKind::Deposit) => {
            lines.push(words.pay_deposit_later.to_owned());
            words.pay_now.with(amount)
        }
        Some(PaymentKind::Prepayment) => {
            lines.push(words.pay_rest_later.to_owned());
            words.pay_now.with(amount)
        }
        None => words.pay_now.with(amount),
    };
    lines.extend(
        cause
            .terms
            .and_then(|terms| refund_line(terms, cause.until, context)),
    );
    // The last: the others are about what is charged.
    let gift = cause.gift.map(|gift| context.formats.money(gift));
    lines.extend(gift.map(|gift| context.texts.gift_card_pays.with(&gift)));
    let lines: Vec<Node> = lines
        .into_iter()
        .map(|line| el("li").child(line).into())
        .collect();
    el("div")
        .class("charges")
        .child(el("p").class("strong").child(now))
        .child((!lines.is_empty()).then(|| el("ul").children(lines)))
}

fn notice<E>(checkout: &Checkout, texts: &PaymentTexts, view: &ViewContext<E>) -> Option<Element> {
    let words = view.words;
    let (title, text) = match checkout.error.as_ref()? {
        CheckoutError::Declined => (words.pay_declined_title, words.pay_declined),
        CheckoutError::Abandoned => (texts.abandoned_title, words.pay_abandoned),
        CheckoutError::Offline => (words.pay_offline_title, texts.offline),
        CheckoutError::NoMoreTime => (words.pay_no_more_time_title, texts.no_more_time),
        CheckoutError::MoreTimeFailed(failure) => (
            words.manage_unanswered,
            super::notice::sentence(failure, &view.context),
        ),
    };
    Some(super::notice::panel(
        NOTICE,
        Some(title),
        text.to_owned(),
        Node::Nothing,
    ))
}

/// The time that is left. It is seen each second and read out now and then.
fn clock<E: Clone + Send + Sync + 'static>(
    checkout: &Checkout,
    held: &'static str,
    texts: &PaymentTexts,
    view: &ViewContext<E>,
    wrap: fn(Event) -> E,
) -> Element {
    let words = view.words;
    let left = match checkout.left() {
        Some(left) => format!("{}:{:02}", left / 60, left % 60),
        None => words.pay_time_is_up.to_owned(),
    };
    let shown = el("p")
        .class("clock")
        .child(el("span").child(held))
        .child(" ")
        .child(
            el("strong")
                .attr("role", "timer")
                .attr("aria-live", "off")
                .child(left),
        );
    // A live region must exist before its text.
    let spoken = checkout.spoken.map(|seconds| {
        let span = if seconds < 60 {
            words.seconds.of(u32::try_from(seconds).unwrap_or_default())
        } else {
            view.context
                .texts
                .minutes
                .of(u32::try_from(seconds / 60).unwrap_or_default())
        };
        texts.time_left.with(&span)
    });
    let more = checkout.payment.extendable.then(|| {
        view.button(Look::Quiet, words.pay_more_time, wrap(Event::MoreTimeWanted))
            .aria("aria-busy", checkout.is_extending)
            .aria("aria-disabled", checkout.is_extending)
    });
    el("div")
        .class("time-left")
        .child(shown)
        .child(more)
        .child(el("div").class("sr").attr("role", "status").child(spoken))
}

/// The way to pay.
fn way<E: Clone + Send + Sync + 'static>(
    checkout: &Checkout,
    texts: &PaymentTexts,
    view: &ViewContext<E>,
    wrap: fn(Event) -> E,
) -> Element {
    let (words, context) = (view.words, &view.context);
    let pay = texts.pay.clone();
    match &checkout.payment.handover {
        Some(Handover::Demo { url }) => {
            let hint = [" (", context.texts.opens_elsewhere, ")"].concat();
            let link = el("a")
                .id("pay")
                .class("button primary")
                .part("button primary")
                .attr("href", at_origin(url, context.hosted.as_deref()))
                .attr("target", "_blank")
                .attr("rel", "noopener")
                .on("click", view.reads(move |_| Some(wrap(Event::PageOpened))))
                .child(pay)
                .child(el("span").class("sr").child(hint));
            let is_asking = checkout.payment.status == PaymentStatus::Authenticating;
            let hint = if is_asking {
                words.pay_authenticating
            } else if checkout.has_returned_unpaid() {
                texts.unpaid
            } else {
                texts.elsewhere
            };
            el("div")
                .key("away")
                .class("way")
                .child(el("div").class("actions").child(link))
                .child(el("p").class("hint").attr("role", "status").child(hint))
        }
        Some(Handover::Stripe { .. }) => {
            let (label, is_busy) = match checkout.form {
                PaymentForm::Failed => (context.texts.retry.to_owned(), false),
                PaymentForm::Preparing => (context.texts.loading.to_owned(), true),
                PaymentForm::Paying | PaymentForm::Returned => (context.texts.sending.to_owned(), true),
                PaymentForm::Ready | PaymentForm::Away => (pay, false),
            };
            let failed = (checkout.form == PaymentForm::Failed)
                .then(|| el("p").attr("role", "status").child(words.pay_form_failed));
            let button = view
                .button(Look::Primary, label, wrap(Event::PayPressed))
                .id("pay")
                .aria("aria-busy", is_busy)
                .aria("aria-disabled", is_busy);
            // The card's fields are their taker's and stand in the page's own tree.
            el("div")
                .key("card")
                .class("way")
                .child(el("slot").attr("name", "couvert-payment"))
                .child(failed)
                .child(el("div").class("actions").child(button))
        }
        None => el("p")
            .key("soon")
            .class("hint")
            .attr("role", "status")
            .child(texts.soon),
    }
}

/// An address of the widget's own host, from wherever it is shown.
fn at_origin(url: &str, hosted: Option<&str>) -> String {
    let origin = hosted.and_then(|hosted| hosted.split_once("/book/"));
    match origin {
        Some((origin, _)) if url.starts_with('/') => [origin, url].concat(),
        _ => url.to_owned(),
    }
}

/// The outcome of a payment that is over.
fn settled(checkout: &Checkout, texts: &PaymentTexts, words: &SelfServiceTexts) -> &'static str {
    match checkout.payment.status {
        PaymentStatus::Open | PaymentStatus::Authenticating | PaymentStatus::Failed => texts.soon,
        PaymentStatus::Authorised => texts.authorised,
        PaymentStatus::Paid => words.pay_paid,
        PaymentStatus::Lapsed => texts.lapsed,
        PaymentStatus::Refunding => words.pay_refunding,
        PaymentStatus::Refunded => words.pay_refunded,
    }
}
