//! Gift cards that staff, tills and other systems create and read. They have no order: the money was taken elsewhere.

use config::VenueSettings;
use serde::Deserialize;
use serde_json::json;
use shared::id::{OrderId, TemplateId};
use shared::locale::Language;
use shared::problem::ProblemCode;
use shared::time::Instant;
use shared::validation::{Email, FieldCode, FieldError};

use super::occasion::made_subject;
use super::rows::CardRow;
use super::{account, code, rows};
use crate::error::{Result, VenueError};
use crate::gift_card::code::CardCode;
use crate::gift_card::ledger::{Change, Ledger};
use crate::storage::database::first;
use crate::storage::idempotency::fingerprint;
use crate::storage::job_queue::{self, JobKind};
use crate::storage::row::insert;
use crate::storage::secret::Secret;
use crate::venue::context::Ctx;
use crate::venue::message::staff_gift_card::{NewStaffCard, StaffCard};

/// Creates a card. [`ProblemCode::GiftCardExists`] where a card with its code or for its payment exists already. An
/// earlier request with the same key is answered with its card as it is now.
pub fn made_by_staff(ctx: Ctx<'_>, venue: &VenueSettings, new: &NewStaffCard) -> Result<StaffCard> {
    let settings = venue.gift_cards.as_ref().ok_or(VenueError::NotFound)?;
    let secret = ctx.secret()?;
    let fingerprint = fingerprint(&NewStaffCard {
        key: None,
        ..new.clone()
    });
    if let Some(key) = &new.key
        && let Some(made) = rows::card_of_key(ctx.database, key, ctx.now)?
    {
        if made.fingerprint.as_deref() != Some(&fingerprint) {
            return Err(VenueError::KeyReused);
        }
        let code = code_of(&secret, new, &made.id)?;
        return Ok(StaffCard {
            replayed: true,
            ..seen_by_staff(ctx, &code)?
        });
    }
    let mut faults = Vec::new();
    if !settings
        .templates
        .iter()
        .any(|template| template.id == new.template_id)
    {
        faults.push(FieldError::new("/templateId", FieldCode::NotOffered));
    }
    if new.expires_on < ctx.today(&venue.time_zone)? {
        faults.push(FieldError::new("/expiresOnDay", FieldCode::InThePast));
    }
    if new.code.as_ref().is_some_and(CardCode::is_pattern) {
        faults.push(FieldError::new("/id", FieldCode::Invalid));
    }
    let change = match Ledger::default().add("issue", new.amount, false) {
        Ok(change) if new.amount > 0 => Some(change),
        // A card that is topped up later.
        Err(_) if new.amount == 0 => Some(Change::Nothing),
        Ok(_) | Err(_) => None,
    };
    if change.is_none() {
        faults.push(FieldError::new("/amount", FieldCode::OutOfRange));
    }
    let Some(change) = change.filter(|_| faults.is_empty()) else {
        return Err(VenueError::Fields(faults));
    };
    let id = OrderId::parse(ctx.new_id()?.as_str()).map_err(|code| VenueError::Broken(code.to_string()))?;
    let code = code_of(&secret, new, &id)?;
    let code_hash = code::hash_of(&secret, &code);
    let is_known = rows::card_of_code_hash(ctx.database, &code_hash)?.is_some()
        || rows::is_paid_with(ctx.database, new.payment_reference.as_deref())?;
    if is_known {
        return Err(VenueError::Refused(ProblemCode::GiftCardExists));
    }
    let is_chosen_and_sent = new.code.is_some() && new.email.is_some();
    let sealed_code = is_chosen_and_sent
        .then(|| code::seal(&secret, id.as_str(), &code))
        .transpose()?;
    let card = CardRow {
        id: id.clone(),
        code_hash,
        currency: venue.currency,
        expires_on: Some(new.expires_on),
        created_at: ctx.now,
        template_id: Some(new.template_id.clone()),
        payment_reference: new.payment_reference.clone(),
        email: new.email.clone(),
        locale: new.locale.clone(),
        sealed_code,
        key: new.key.as_ref().map(|key| key.as_str().to_owned()),
        fingerprint: new.key.as_ref().map(|_| fingerprint),
    };
    let mut statements = vec![insert(&card)?];
    statements.extend(rows::change(&id, &change, ctx.now));
    if new.email.is_some() {
        let subject = made_subject(&id);
        statements.push(job_queue::schedule(JobKind::GiftCardLetter, &subject, ctx.now));
    }
    let after = json!({ "amount": new.amount, "currency": venue.currency, "expiresOn": new.expires_on });
    statements.extend(ctx.audit("gift_card.create", id.as_str(), None, Some(after))?);
    ctx.database.write(statements)?;
    seen_by_staff(ctx, &code)
}

/// The code of a card: the one that its caller has chosen, else the one that is computed.
fn code_of(secret: &Secret, new: &NewStaffCard, id: &OrderId) -> Result<CardCode> {
    match &new.code {
        Some(code) => Ok(code.clone()),
        None => Ok(code::of_card(secret, id.as_str())?.into()),
    }
}

/// The card of this code.
pub fn seen_by_staff(ctx: Ctx<'_>, code: &CardCode) -> Result<StaffCard> {
    #[derive(Deserialize)]
    struct Row {
        template_id: Option<TemplateId>,
        amount: i64,
        email: Option<Email>,
        locale: Option<Language>,
        #[serde(with = "crate::storage::row::unix")]
        created_at: Instant,
    }
    let account = account::by_card_code(ctx, code)?.ok_or(VenueError::NotFound)?;
    // A card with an order is sent to its recipient, or else to its purchaser.
    let row: Option<Row> = first(
        ctx.database,
        "SELECT COALESCE(gift_cards.template_id, gift_card_orders.template_id) AS template_id,
            COALESCE(gift_card_transactions.amount, 0) AS amount, gift_cards.created_at AS created_at,
            COALESCE(gift_cards.email, gift_card_orders.recipient_email,
                CASE WHEN gift_card_orders.blanked_at IS NULL THEN gift_card_orders.purchaser_email END) AS email,
            COALESCE(gift_cards.locale, gift_card_orders.locale) AS locale
         FROM gift_cards
         LEFT JOIN gift_card_transactions ON card_id = gift_cards.id AND gift_card_transactions.id = 'issue'
         LEFT JOIN gift_card_orders ON gift_card_orders.id = gift_cards.id
         WHERE gift_cards.id = ?",
        vec![account.id.as_str().into()],
    )?;
    let row = row.ok_or(VenueError::NotFound)?;
    let balance = account.balance()?;
    Ok(StaffCard {
        code: code.clone(),
        amount: row.amount,
        remaining: balance.remaining.amount(),
        template_id: row.template_id,
        expires_on: balance.expires_on,
        email: row.email,
        locale: row.locale,
        made_at: row.created_at,
        replayed: false,
    })
}

#[cfg(test)]
#[path = "staff_tests.rs"]
mod tests;
