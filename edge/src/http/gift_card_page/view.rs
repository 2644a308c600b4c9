//! The page of gift cards without scripts: the form of an order, its review, the order as it stands, and balances.

use askama::Template;
use shared::gift_card::{AmountRange, Balance, GiftCardOrder, GiftCards, OrderStatus};
use shared::money::Money;
use shared::payment::Handover;
use shared::time::Day;

use crate::http::plain_page::Frame;
use crate::localization::{Localizer, Texts};

/// The amount in a card's value where it is none of those proposed.
pub(super) const OWN: &str = "own";

/// The texts of the order's fields, as they were sent.
#[derive(Clone, Default)]
pub(super) struct CardFields {
    /// The design and the amount, `ID:MINOR_UNITS`, or `ID:own` for an amount of the purchaser's own.
    pub card: String,
    /// That amount, as it was typed.
    pub own_amount: String,
    /// The purchaser.
    pub name: String,
    /// The purchaser's e-mail address.
    pub email: String,
    /// The recipient, as the card shows it; empty for none.
    pub recipient_name: String,
    /// Where the card is sent; empty for the purchaser.
    pub recipient_email: String,
    /// The message on the card.
    pub message: String,
    /// The day on which it is sent, as `YYYY-MM-DD`; empty for at once.
    pub deliver_on: String,
}

impl CardFields {
    /// The fields, of which `read` gives the text of each by its name.
    pub(super) fn of(read: impl Fn(&str) -> String) -> Self {
        Self {
            card: read("card"),
            own_amount: read("ownAmount"),
            name: read("name"),
            email: read("email"),
            recipient_name: read("recipientName"),
            recipient_email: read("recipientEmail"),
            message: read("message"),
            deliver_on: read("deliverOn"),
        }
    }
}

/// A field of the order's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CardField {
    /// Design and amount.
    Card,
    /// An amount of the purchaser's own.
    OwnAmount,
    /// The purchaser's name.
    Name,
    /// The purchaser's e-mail address.
    Email,
    /// The recipient's name.
    RecipientName,
    /// The recipient's e-mail address.
    RecipientEmail,
    /// The message.
    Message,
    /// The day on which it is sent.
    DeliverOn,
}

impl CardField {
    /// The field of a fault in the order's JSON.
    pub(super) fn of_pointer(pointer: &str) -> Self {
        match pointer {
            "/purchaser/name" => Self::Name,
            "/purchaser/email" => Self::Email,
            "/recipient" | "/recipient/name" => Self::RecipientName,
            "/recipient/email" => Self::RecipientEmail,
            "/message" => Self::Message,
            "/deliverOn" => Self::DeliverOn,
            _ => Self::Card,
        }
    }
}

/// The part of the page that answers a form.
pub(super) enum CardPart {
    /// The form, with its faulty fields, and why nothing was ordered.
    Form {
        /// The faulty fields.
        faults: Vec<CardField>,
        /// Why nothing was ordered.
        refusal: Option<&'static str>,
    },
    /// The order once more, before it counts.
    Review {
        /// Its price.
        amount: Money,
        /// The key to order under.
        key: String,
    },
    /// An order as it stands.
    Order {
        /// The order.
        order: Box<GiftCardOrder>,
        /// Its token.
        token: String,
    },
    /// The worth of a card, or why it is not known.
    Balance(Result<Balance, &'static str>),
}

impl Default for CardPart {
    fn default() -> Self {
        Self::Form {
            faults: Vec::new(),
            refusal: None,
        }
    }
}

/// The page.
#[derive(Template)]
#[template(path = "gift_card.html")]
pub(super) struct GiftCardPage<'a> {
    frame: Frame<'a>,
    fields: &'a CardFields,
    /// Each with its value, its text and the attribute of the chosen one.
    cards: Vec<(String, String, &'static str)>,
    /// Each of the text fields.
    inputs: Vec<Input<'a>>,
    /// Why nothing was ordered.
    refusal: Option<&'static str>,
    /// Whether the form of an order is shown.
    has_form: bool,
    review: Option<Review>,
    order: Option<OrderView>,
    /// The worth of a card, or why it is not known.
    balance: Option<String>,
}

/// A text field of the form.
struct Input<'a> {
    name: &'static str,
    label: &'static str,
    kind: &'static str,
    autocomplete: &'static str,
    value: &'a str,
    /// The attributes of a field that is required, or faulty.
    attributes: &'static str,
}

/// The order once more.
struct Review {
    facts: Vec<(&'static str, String)>,
    key: String,
}

/// An order as it stands.
struct OrderView {
    status: &'static str,
    amount: String,
    /// The address of the page on which it is paid.
    payment: Option<String>,
    code: Option<String>,
    /// Its id and token, `ID.TOKEN`, while it can change.
    link: Option<String>,
}

impl<'a> GiftCardPage<'a> {
    /// The page with this part.
    pub(super) fn new(
        frame: Frame<'a>,
        localizer: &Localizer,
        (offered, fields): (&GiftCards, &'a CardFields),
        part: CardPart,
    ) -> Self {
        let cards = cards(localizer, offered, &fields.card);
        let mut page = Self {
            inputs: inputs(frame.texts, offered, fields, &[]),
            frame,
            fields,
            cards,
            refusal: None,
            has_form: false,
            review: None,
            order: None,
            balance: None,
        };
        match part {
            CardPart::Form { faults, refusal } => {
                page.inputs = inputs(frame.texts, offered, fields, &faults);
                page.refusal = refusal;
                page.has_form = true;
            }
            CardPart::Review { amount, key } => {
                let facts = page.facts(localizer, amount);
                page.review = Some(Review { facts, key });
            }
            CardPart::Order { order, token } => page.order = Some(order_view(localizer, &order, &token)),
            CardPart::Balance(balance) => {
                page.balance = Some(balance.map_or_else(str::to_owned, |balance| worth(localizer, balance)));
                page.has_form = true;
            }
        }
        page
    }

    /// The facts of the order that is reviewed.
    fn facts(&self, localizer: &Localizer, amount: Money) -> Vec<(&'static str, String)> {
        let texts = self.frame.texts;
        let chosen = self.cards.iter().find(|(value, ..)| *value == self.fields.card);
        let design = chosen.map(|(_, text, _)| text.clone());
        let mut facts = vec![(texts.card_page_card, design.unwrap_or_default())];
        let day = Day::parse(&self.fields.deliver_on).map(|day| localizer.day(day));
        // The amount stands below, as it is understood.
        let given = self
            .inputs
            .iter()
            .filter(|input| input.name != "ownAmount" && !input.value.is_empty());
        facts.extend(given.map(|input| match (input.name, &day) {
            ("deliverOn", Ok(day)) => (input.label, day.clone()),
            _ => (input.label, input.value.to_owned()),
        }));
        facts.push((texts.fact_amount, localizer.money(amount)));
        facts
    }
}

/// The cards on offer.
fn cards(localizer: &Localizer, offered: &GiftCards, chosen: &str) -> Vec<(String, String, &'static str)> {
    let mut cards = Vec::new();
    for template in &offered.templates {
        let name = template.name.get(localizer.language());
        let mut offer = |amount: String, text: String| {
            let value = format!("{}:{amount}", template.id);
            let checked = if value == chosen { " checked" } else { "" };
            cards.push((value, format!("{name}, {text}"), checked));
        };
        for amount in &template.amounts {
            offer(amount.amount().to_string(), localizer.money(*amount));
        }
        if let Some(AmountRange { min, max }) = template.custom {
            let [least, most] = [min, max].map(|limit| localizer.money(limit));
            offer(
                OWN.to_owned(),
                localizer.texts().card_page_own_amount(&least, &most),
            );
        }
    }
    cards
}

/// The text fields, of which these are faulty.
fn inputs<'a>(
    texts: &Texts,
    offered: &GiftCards,
    fields: &'a CardFields,
    faults: &[CardField],
) -> Vec<Input<'a>> {
    let takes_own = offered.templates.iter().any(|template| template.custom.is_some());
    let input =
        |field, (name, label): (&'static str, &'static str), kind, autocomplete, value: &'a String| {
            let is_required = matches!(field, CardField::Name | CardField::Email);
            Input {
                name,
                label,
                kind,
                autocomplete,
                value,
                attributes: match (is_required, faults.contains(&field)) {
                    (true, true) => " required aria-invalid=true",
                    (true, false) => " required",
                    (false, true) => " aria-invalid=true",
                    (false, false) => "",
                },
            }
        };
    let own = takes_own.then(|| {
        input(
            CardField::OwnAmount,
            ("ownAmount", texts.card_page_amount),
            "text",
            "off",
            &fields.own_amount,
        )
    });
    let others = [
        input(
            CardField::Name,
            ("name", texts.card_page_name),
            "text",
            "name",
            &fields.name,
        ),
        input(
            CardField::Email,
            ("email", texts.card_page_email),
            "email",
            "email",
            &fields.email,
        ),
        input(
            CardField::RecipientName,
            ("recipientName", texts.card_page_recipient_name),
            "text",
            "off",
            &fields.recipient_name,
        ),
        input(
            CardField::RecipientEmail,
            ("recipientEmail", texts.card_page_recipient_email),
            "email",
            "off",
            &fields.recipient_email,
        ),
        input(
            CardField::Message,
            ("message", texts.card_page_message),
            "text",
            "off",
            &fields.message,
        ),
        input(
            CardField::DeliverOn,
            ("deliverOn", texts.card_page_deliver_on),
            "date",
            "off",
            &fields.deliver_on,
        ),
    ];
    own.into_iter().chain(others).collect()
}

/// The worth of a card, in a sentence.
fn worth(localizer: &Localizer, balance: Balance) -> String {
    let texts = localizer.texts();
    let amount = texts.card_page_worth(&localizer.money(balance.remaining));
    let until = match balance.expires_on {
        Some(day) => texts.card_valid_until(&localizer.day(day)),
        None => texts.card_never_expires.to_owned(),
    };
    format!("{amount} {until}")
}

fn order_view(localizer: &Localizer, order: &GiftCardOrder, token: &str) -> OrderView {
    let texts = localizer.texts();
    let handover = order
        .payment
        .as_ref()
        .and_then(|payment| payment.handover.as_ref());
    let is_changing = matches!(order.status, OrderStatus::PaymentPending | OrderStatus::Issuing);
    OrderView {
        status: match (order.status, handover) {
            (OrderStatus::PaymentPending, Some(Handover::Stripe { .. })) => texts.card_page_pay_by_phone,
            (OrderStatus::PaymentPending, _) => texts.card_page_pending,
            (OrderStatus::Issuing, _) => texts.card_page_issuing,
            (OrderStatus::Issued, _) => texts.card_page_issued,
            (OrderStatus::Refunding | OrderStatus::Refunded, _) => texts.card_page_refunded,
            (OrderStatus::Lapsed, _) => texts.card_page_lapsed,
        },
        amount: localizer.money(order.amount),
        payment: match handover {
            Some(Handover::Demo { url }) => Some(url.clone()),
            Some(Handover::Stripe { .. }) | None => None,
        },
        code: order.card.as_ref().map(|card| card.code.text()),
        // A form that was sent twice is answered without the token.
        link: (is_changing && !token.is_empty()).then(|| format!("{}.{token}", order.order_id)),
    }
}
