//! Gift cards that staff, tills and other systems create, read and redeem. They have no order: the money was taken
//! elsewhere.

use config::VenueSettings;
use serde::Deserialize;
use serde_json::json;
use shared::gift_card::GiftCardCode;
use shared::id::{OrderId, TemplateId};
use shared::money::Money;
use shared::problem::ProblemCode;
use shared::time::Instant;
use shared::validation::{FieldCode, FieldError};

use super::account::CardRefusal;
use super::rows::CardRow;
use super::{code, rows};
use crate::error::{Result, VenueError};
use crate::gift_card::ledger::{Ledger, Refusal};
use crate::storage::database::first;
use crate::storage::row::insert;
use crate::venue::context::Ctx;
use crate::venue::message::staff::{NewStaffCard, Redeemed, Redemption, StaffCard};

/// Creates a card. [`ProblemCode::GiftCardExists`] where a card with its code or for its payment exists already.
pub fn made_by_staff(ctx: Ctx<'_>, venue: &VenueSettings, new: &NewStaffCard) -> Result<StaffCard> {
    let settings = venue.gift_cards.as_ref().ok_or(VenueError::NotFound)?;
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
    let change = match Ledger::default().add("issue", new.amount, false) {
        Ok(change) if new.amount > 0 => Some(change),
        Ok(_) | Err(_) => None,
    };
    if change.is_none() {
        faults.push(FieldError::new("/amount", FieldCode::OutOfRange));
    }
    let Some(change) = change.filter(|_| faults.is_empty()) else {
        return Err(VenueError::Fields(faults));
    };
    let secret = ctx.secret()?;
    let id = OrderId::parse(ctx.new_id()?.as_str()).map_err(|code| VenueError::Broken(code.to_string()))?;
    let code = match new.code {
        Some(code) => code,
        None => code::of_card(&secret, id.as_str())?,
    };
    let code_hash = code::hash(&secret, &code);
    let is_known = rows::card_of_code_hash(ctx.database, &code_hash)?.is_some()
        || rows::is_paid_with(ctx.database, new.payment_reference.as_deref())?;
    if is_known {
        return Err(VenueError::Refused(ProblemCode::GiftCardExists));
    }
    let card = CardRow {
        id: id.clone(),
        code_hash,
        currency: venue.currency,
        expires_on: Some(new.expires_on),
        created_at: ctx.now,
        template_id: Some(new.template_id.clone()),
        payment_reference: new.payment_reference.clone(),
    };
    let mut statements = vec![insert(&card)?];
    statements.extend(rows::change(&id, &change, ctx.now));
    let after = json!({ "amount": new.amount, "currency": venue.currency, "expiresOn": new.expires_on });
    statements.extend(ctx.audit("gift_card.create", id.as_str(), None, Some(after))?);
    ctx.database.write(statements)?;
    seen_by_staff(ctx, &code)
}

/// The card of this code.
pub fn seen_by_staff(ctx: Ctx<'_>, code: &GiftCardCode) -> Result<StaffCard> {
    #[derive(Deserialize)]
    struct Row {
        template_id: Option<TemplateId>,
        amount: i64,
        #[serde(with = "crate::storage::row::unix")]
        created_at: Instant,
    }
    let account = super::by_code(ctx, code)?.ok_or(VenueError::NotFound)?;
    let row: Option<Row> = first(
        ctx.database,
        "SELECT COALESCE(gift_cards.template_id, gift_card_orders.template_id) AS template_id,
            gift_card_transactions.amount AS amount, gift_cards.created_at AS created_at
         FROM gift_cards
         JOIN gift_card_transactions ON card_id = gift_cards.id AND gift_card_transactions.id = 'issue'
         LEFT JOIN gift_card_orders ON gift_card_orders.id = gift_cards.id
         WHERE gift_cards.id = ?",
        vec![account.id.as_str().into()],
    )?;
    let row = row.ok_or(VenueError::NotFound)?;
    let balance = account.balance()?;
    Ok(StaffCard {
        code: *code,
        amount: row.amount,
        remaining: balance.remaining.amount(),
        template_id: row.template_id,
        expires_on: balance.expires_on,
        made_at: row.created_at,
    })
}

/// Debits the card of this code. A repeated reference with the same amount debits nothing and gets the same response;
/// with another amount it is [`VenueError::KeyReused`].
pub fn redeemed_by_staff(
    ctx: Ctx<'_>,
    venue: &VenueSettings,
    code: &GiftCardCode,
    wanted: &Redemption,
) -> Result<Redeemed> {
    #[derive(Deserialize)]
    struct Row {
        #[serde(with = "crate::storage::row::unix")]
        created_at: Instant,
    }
    let account = super::by_code(ctx, code)?.ok_or(VenueError::NotFound)?;
    let wrong = |pointer, code| VenueError::Fields(vec![FieldError::new(pointer, code)]);
    let amount = Money::new(wanted.amount, account.balance()?.remaining.currency())
        .map_err(|_| wrong("/amount", FieldCode::OutOfRange))?;
    let name = match &wanted.reference {
        Some(reference) => reference.clone(),
        None => ctx.new_id()?.as_str().to_owned(),
    };
    let id = format!("external-{name}");
    let spent = account.spend(&id, amount, ctx.today(&venue.time_zone)?, ctx.now);
    let mut statements = spent.map_err(|refusal| match refusal {
        CardRefusal::Expired => wrong("/id", FieldCode::Expired),
        CardRefusal::Ledger(Refusal::Reused | Refusal::Settled) => VenueError::KeyReused,
        CardRefusal::Currency | CardRefusal::Ledger(_) => wrong("/amount", FieldCode::OutOfRange),
    })?;
    // A repeated reference changes nothing.
    if !statements.is_empty() {
        let after = json!({ "amount": amount });
        statements.extend(ctx.audit("gift_card.redeem", account.id.as_str(), None, Some(after))?);
    }
    ctx.database.write(statements)?;
    let row: Option<Row> = first(
        ctx.database,
        "SELECT created_at FROM gift_card_transactions WHERE card_id = ? AND id = ?",
        vec![account.id.as_str().into(), id.as_str().into()],
    )?;
    Ok(Redeemed {
        id,
        amount: wanted.amount,
        reference: wanted.reference.clone(),
        at: row.ok_or(VenueError::NotFound)?.created_at,
    })
}

#[cfg(test)]
mod tests {
    use shared::time::Day;

    use super::super::test_support::*;
    use super::*;

    fn new(code: Option<GiftCardCode>, payment: Option<&str>) -> NewStaffCard {
        serde_json::from_value(json!({
            "amount": 7_500, "template_id": "austria", "expires_on": "2029-12-31", "code": code,
            "payment_reference": payment,
        }))
        .unwrap()
    }

    fn make(disk: &Disk, new: &NewStaffCard) -> Result<StaffCard> {
        disk.with(|ctx| made_by_staff(ctx, &venue(), new))
    }

    #[test]
    fn a_card_is_made_once_for_its_code_and_for_its_payment() {
        let disk = Disk::new(None);
        crate::storage::schema::migrate(&disk).unwrap();
        let chosen = GiftCardCode::of_random(0..40).unwrap();
        let made = make(&disk, &new(Some(chosen), Some("p1"))).unwrap();
        assert_eq!((made.code, made.amount, made.remaining), (chosen, 7_500, 7_500));
        assert_eq!(made.expires_on, Day::parse("2029-12-31").ok());
        let again = Err(VenueError::Refused(ProblemCode::GiftCardExists));
        for (code, payment) in [
            (Some(chosen), None),
            (None, Some("p1")),
            (Some(chosen), Some("p2")),
        ] {
            assert_eq!(make(&disk, &new(code, payment)).map(|_| ()), again);
        }
        make(&disk, &new(None, None)).unwrap();
        make(&disk, &new(None, None)).unwrap();
        assert_eq!(disk.count("SELECT COUNT(*) AS count FROM gift_cards"), 3);
        let seen = disk.with(|ctx| seen_by_staff(ctx, &chosen)).unwrap();
        assert_eq!(
            (seen.remaining, seen.template_id),
            (7_500, TemplateId::parse("austria").ok())
        );
    }

    #[test]
    fn money_is_taken_off_once_under_its_reference_and_never_more_than_there_is() {
        let disk = Disk::new(None);
        crate::storage::schema::migrate(&disk).unwrap();
        let code = make(&disk, &new(None, None)).unwrap().code;
        let take = |amount, reference: Option<&str>| {
            let wanted = Redemption {
                amount,
                reference: reference.map(str::to_owned),
            };
            disk.with(|ctx| redeemed_by_staff(ctx, &venue(), &code, &wanted))
        };
        let taken = take(5_000, Some("r1")).unwrap();
        assert_eq!((taken.id.as_str(), taken.amount), ("external-r1", 5_000));
        disk.now.set(NOW + 60);
        assert_eq!(take(5_000, Some("r1")), Ok(taken));
        assert_eq!(take(2_000, Some("r1")), Err(VenueError::KeyReused));
        for amount in [2_501, 0, -1, i64::MAX, i64::MIN] {
            let out_of_range = FieldError::new("/amount", FieldCode::OutOfRange);
            assert_eq!(take(amount, None), Err(VenueError::Fields(vec![out_of_range])));
        }
        take(1_250, None).unwrap();
        take(1_250, None).unwrap();
        let seen = disk.with(|ctx| seen_by_staff(ctx, &code)).unwrap();
        assert_eq!(seen.remaining, 0);
    }

    #[test]
    fn what_cannot_be_a_card_is_refused_field_by_field() {
        let disk = Disk::new(None);
        crate::storage::schema::migrate(&disk).unwrap();
        for amount in [0, -1, i64::MIN, i64::MAX] {
            let wrong = NewStaffCard {
                amount,
                template_id: TemplateId::parse("none").unwrap(),
                expires_on: Day::parse("2026-11-21").unwrap(),
                ..new(None, None)
            };
            let Err(VenueError::Fields(faults)) = make(&disk, &wrong) else {
                panic!("a card of {amount}");
            };
            let pointers: Vec<_> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
            assert_eq!(pointers, ["/templateId", "/expiresOnDay", "/amount"]);
        }
    }
}
