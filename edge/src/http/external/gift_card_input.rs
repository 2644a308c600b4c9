//! Requests about gift cards in Molzait's format.

use serde_json::Value;
use shared::id::TemplateId;
use shared::locale::Language;
use shared::time::Day;
use shared::validation::Email;

use super::fields::{Fields, whole};
use crate::gift_card::code::{CardCode, MAX_CUSTOM_BYTES};
use crate::http::external_error::ExternalError;
use crate::venue::message::staff_gift_card::{CardTransactionStatus, NewStaffCard};

/// The longest name of a payment or a transaction, in characters.
const MAX_REFERENCE: usize = 200;

/// The caller's name of a payment or a transaction, if there is one.
fn reference(fields: &mut Fields, name: &str) -> Option<String> {
    fields.optional(name, "at most 200 visible characters", |value| {
        let text = value.as_str()?;
        let is_name = text.chars().count() <= MAX_REFERENCE && !text.chars().any(char::is_control);
        is_name.then(|| text.to_owned())
    })
}

/// A gift card to create.
pub(super) fn card(body: Value) -> Result<NewStaffCard, ExternalError> {
    let mut fields = Fields::of(body)?;
    let parsed = |value: &Value| value.as_str().map(str::to_owned);
    let amount = fields.required("amount", "cents", whole);
    let template_id = fields.required("templateId", "a design's id", |value| {
        TemplateId::parse(&parsed(value)?).ok()
    });
    let expires_on = fields.required("expiresOnDay", "a day as YYYY-MM-DD", |value| {
        Day::parse(&parsed(value)?).ok()
    });
    let what = format!("a code of up to {MAX_CUSTOM_BYTES} letters, digits and punctuation marks");
    let code = fields.optional("id", &what, |value| CardCode::parse(&parsed(value)?).ok());
    let payment_reference = reference(&mut fields, "paymentReference");
    let email = fields.optional("email", "an e-mail address", |value| {
        Email::parse(&parsed(value)?).ok()
    });
    let locale = fields.optional("locale", "a language such as en", |value| {
        Language::parse(&parsed(value)?).ok()
    });
    let wanted = match (amount, template_id, expires_on) {
        (Some(amount), Some(template_id), Some(expires_on)) => Some(NewStaffCard {
            amount,
            template_id,
            expires_on,
            code,
            payment_reference,
            email,
            locale,
            key: None,
        }),
        _ => None,
    };
    fields.checked(wanted)
}

/// Money to move.
pub(super) struct Movement {
    /// Cents: above 0 tops up, below 0 redeems.
    pub(super) amount: i64,
    /// Whether it has to be settled by an update.
    pub(super) is_pending: bool,
    /// The caller's reference.
    pub(super) reference: Option<String>,
}

/// Reads money to move.
pub(super) fn movement(body: Value) -> Result<Movement, ExternalError> {
    let mut fields = Fields::of(body)?;
    let is_pending = fields.required("status", "pending or successful", |value| match value.as_str() {
        Some("pending") => Some(true),
        Some("successful") => Some(false),
        _ => None,
    });
    let what = "cents, above 0 to top up and below 0 to redeem";
    let amount = fields.required("amount", what, |value| whole(value).filter(|amount| *amount != 0));
    let reference = reference(&mut fields, "reference");
    let wanted = match (is_pending, amount) {
        (Some(is_pending), Some(amount)) => Some(Movement {
            amount,
            is_pending,
            reference,
        }),
        _ => None,
    };
    fields.checked(wanted)
}

/// A new status of a transaction.
pub(super) struct Settlement {
    /// The status.
    pub(super) status: CardTransactionStatus,
    /// The caller's reference from now on.
    pub(super) reference: Option<String>,
}

/// Reads a new status of a transaction. `cancelled` is not in Molzait's format, which has no word for it.
pub(super) fn settlement(body: Value) -> Result<Settlement, ExternalError> {
    let mut fields = Fields::of(body)?;
    let what = "pending, successful or cancelled";
    let status = fields.required("status", what, |value| serde_json::from_value(value.clone()).ok());
    if fields.field("amount").is_some() {
        fields
            .faults
            .push("amount: it cannot be changed, leave it out".to_owned());
    }
    let reference = reference(&mut fields, "reference");
    let wanted = status.map(|status| Settlement { status, reference });
    fields.checked(wanted)
}
