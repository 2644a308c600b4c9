//! `/book/{venue}/gift-card`: gift cards for browsers without scripts. A card is ordered in two forms, and what a card is worth
//! is asked in another; names and codes are in no address.

mod view;

use http::Method;
use serde_json::{Value, json};
use shared::gift_card::{GiftCardCode, GiftCardRequest, GiftCards};
use shared::id::{OrderId, TemplateId};
use shared::problem::ProblemCode;
use shared::validation::{FieldError, read_json};

use super::endpoint::{Access, AdmittedRequest, Body, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
use super::form::Form;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Tag};
use super::plain_page::{self, Frame};
use super::{Context, Reply, Request, client, language};
use crate::error::VenueError;
use crate::localization::Localizer;
use crate::render::read_amount;
use crate::storage::idempotency::IdempotencyKey;
use crate::venue::message::gift_card::WantedCard;
use config::VenueSettings;
use view::{CardField, CardFields, CardPart, GiftCardPage, OWN};

/// The endpoints of the page.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        #[cfg(test)]
        docs: Docs {
            id: "getGiftCardPage",
            summary: "Gift cards, without scripts",
            description: "Forms to order a gift card and to ask what one is worth. Not found where none are sold.",
            problems: &[ProblemCode::NotFound],
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
            id: "submitGiftCardPage",
            summary: "Order a gift card, or ask what one is worth",
            description: "`act` is `review`, `edit`, `order`, `status` or `balance`. Errors are shown on the page.",
            request: Some(Content::form(
                r#"{ "type": "object", "additionalProperties": { "type": "string" } }"#,
            )),
            problems: &[ProblemCode::NotFound],
            ..DOCS
        },
        ..PAGE
    },
];

const PAGE: Endpoint = Endpoint {
    path: "/book/{venue}/gift-card",
    route: "page.gift_card",
    access: Access::Page,
    handler: Handler::Api(|call| Box::pin(answer(call))),
    ..Endpoint::DEFAULT
};

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::Pages,
    ..Docs::UNDESCRIBED
};

/// The request and the venue that a form of the page is answered for.
struct FormContext<'c, 'a> {
    request: &'c Request,
    context: &'c Context<'a>,
    venue: &'c VenueSettings,
    localizer: &'c Localizer,
    offered: &'c GiftCards,
}

async fn answer(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let (request, context, venue) = (call.request, call.context, call.venue()?);
    let sold = venue.gift_cards.as_ref().ok_or(ProblemCode::NotFound)?;
    if call.is_suspended {
        return Err(ProblemCode::NotFound.into());
    }
    let offered = sold.offered(venue.currency).map_err(|_| ProblemCode::Internal)?;
    let localizer = language::localizer(request, venue)?;
    let form = Form::of(request)?;
    let form_context = FormContext {
        request,
        context,
        venue,
        localizer: &localizer,
        offered: &offered,
    };
    // What an address says is left aside: it may not hold a name.
    let is_form = *request.method() == Method::POST;
    let fields = if is_form {
        CardFields::of(|name| form.last(name).trim().to_owned())
    } else {
        CardFields::default()
    };
    let part = if is_form {
        form_context.part(&form, &fields).await?
    } else {
        CardPart::default()
    };
    let frame = Frame {
        texts: localizer.texts(),
        title: localizer.texts().card_page_title,
        venue: Some(venue),
        assets: context.assets,
        script: None,
    };
    plain_page::answer(
        &GiftCardPage::new(frame, &localizer, (&offered, &fields), part),
        None,
    )
}

impl FormContext<'_, '_> {
    /// The part of the page that answers a form.
    async fn part(&self, form: &Form, fields: &CardFields) -> Result<CardPart, ApiError> {
        let texts = self.localizer.texts();
        match form.last("act") {
            "balance" => self.balance(form.last("code")).await,
            "status" => self.order(form.last("order")).await,
            act @ ("review" | "order") => match self.read(fields) {
                Err(faults) => Ok(CardPart::Form {
                    faults,
                    refusal: Some(texts.card_page_check),
                }),
                Ok(wanted) if act == "order" => self.create(wanted, form.last("key")).await,
                Ok(wanted) => Ok(CardPart::Review {
                    amount: wanted.amount,
                    key: format!("{:032x}", u128::from_ne_bytes(self.context.random)),
                }),
            },
            _ => Ok(CardPart::default()),
        }
    }

    /// The order of a form, or its faulty fields.
    fn read(&self, fields: &CardFields) -> Result<GiftCardRequest, Vec<CardField>> {
        let (template, amount) = fields.card.split_once(':').unwrap_or_default();
        let amount = if amount == OWN {
            self.own_amount(template, &fields.own_amount)?
        } else {
            amount.parse().unwrap_or_default()
        };
        let mut body = json!({
            "templateId": template,
            "amount": { "amount": amount, "currency": self.venue.currency },
            "purchaser": { "name": fields.name, "email": fields.email },
            "locale": self.localizer.language(),
        });
        let mut recipient = json!({});
        for (name, text) in [
            ("name", &fields.recipient_name),
            ("email", &fields.recipient_email),
        ] {
            if !text.is_empty() {
                recipient[name] = Value::String(text.clone());
            }
        }
        if recipient
            .as_object()
            .is_some_and(|recipient| !recipient.is_empty())
        {
            body["recipient"] = recipient;
        }
        if !fields.message.is_empty() {
            body["message"] = Value::String(fields.message.clone());
        }
        if !fields.deliver_on.is_empty() {
            body["deliverOn"] = Value::String(fields.deliver_on.clone());
        }
        let wanted: GiftCardRequest = match read_json(body) {
            Ok(wanted) => wanted,
            Err(faults) => return Err(fields_of(&faults.into_vec())),
        };
        let local = self.venue.time_zone.local(self.context.now);
        let faults = local.map_or_else(Vec::new, |(today, _)| wanted.faults(self.offered, today));
        if faults.is_empty() {
            Ok(wanted)
        } else {
            Err(fields_of(&faults))
        }
    }

    /// An amount of the purchaser's own for a design, in minor units.
    fn own_amount(&self, template: &str, typed: &str) -> Result<i64, Vec<CardField>> {
        let id = TemplateId::parse(template).map_err(|_| vec![CardField::Card])?;
        let template = self.offered.template(&id).and_then(|template| template.custom);
        let range = template.ok_or_else(|| vec![CardField::Card])?;
        let amount = read_amount(typed, range).map_err(|_| vec![CardField::OwnAmount])?;
        Ok(amount.amount())
    }

    /// Orders a card, once per key of a page.
    async fn create(&self, wanted: GiftCardRequest, key: &str) -> Result<CardPart, ApiError> {
        let key = IdempotencyKey::parse(key).ok_or(ProblemCode::Malformed)?;
        let client = (self.context.venue_client)(self.venue).with_visitor(client::visitor(self.request));
        let wanted = WantedCard { request: wanted, key };
        match client.order_gift_card(&wanted).await {
            Ok(ordered) => Ok(CardPart::Order {
                token: ordered.order.order_token.clone().unwrap_or_default(),
                order: Box::new(ordered.order),
            }),
            // The check against robots takes scripts.
            Err(VenueError::ChallengeFailed | VenueError::Refused(_) | VenueError::Fields(_)) => {
                Ok(CardPart::Form {
                    faults: Vec::new(),
                    refusal: Some(self.localizer.texts().card_page_refused),
                })
            }
            Err(error) => Err(error.into()),
        }
    }

    /// An order as it stands, by `ID.TOKEN`.
    async fn order(&self, link: &str) -> Result<CardPart, ApiError> {
        let (id, token) = link.trim().rsplit_once('.').ok_or(ProblemCode::NotFound)?;
        let id = OrderId::parse(id).map_err(|_| ProblemCode::NotFound)?;
        let visitor = client::visitor_with_token(self.request, token);
        let client = (self.context.venue_client)(self.venue).with_visitor(visitor);
        match client.gift_card_order(&id).await {
            Ok(order) => Ok(CardPart::Order {
                token: token.to_owned(),
                order: Box::new(order),
            }),
            Err(VenueError::Unauthorized | VenueError::Refused(ProblemCode::Unauthorized)) => {
                Err(ProblemCode::NotFound.into())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The worth of a card.
    async fn balance(&self, code: &str) -> Result<CardPart, ApiError> {
        let texts = self.localizer.texts();
        let Ok(code) = GiftCardCode::parse(code) else {
            return Ok(CardPart::Balance(Err(texts.card_page_mistyped)));
        };
        let client = (self.context.venue_client)(self.venue).with_visitor(client::visitor(self.request));
        match client.gift_card_balance(&code).await {
            Ok(balance) => Ok(CardPart::Balance(Ok(balance))),
            Err(VenueError::NotFound) => Ok(CardPart::Balance(Err(texts.card_page_unknown))),
            Err(error) => Err(error.into()),
        }
    }
}

/// The form's fields of these faults.
fn fields_of(faults: &[FieldError]) -> Vec<CardField> {
    let pointers = faults.iter().map(|fault| fault.pointer.as_str());
    pointers.map(CardField::of_pointer).collect()
}

#[cfg(test)]
#[path = "gift_card_page_tests.rs"]
mod tests;
