//! Onboardings: the vendor says that a restaurant wants to be connected, and takes one answer before its deadline.

use shared::id::AccountRestaurantId;

use super::message::NewOnboarding;
use super::rows::OnboardingRow;
use crate::error::{Result, VenueError};
use crate::storage::database::{Database, Statement, first, select};
use crate::storage::row::insert_if_absent;
use crate::venue::context::Ctx;

/// The most onboardings that are stored. The oldest is deleted for a new one.
const MOST: i64 = 100;

/// How long an onboarding is stored after its deadline, in seconds: 30 days.
const KEPT_SECONDS: i64 = 30 * 24 * 60 * 60;

/// The longest texts of an onboarding, in bytes.
const MAX_TEXT_BYTES: usize = 200;
/// The longest description of a business, in bytes of its JSON.
const MAX_BUSINESS_BYTES: usize = 4 * 1024;

/// Every onboarding, the latest first.
pub(super) fn all(database: &dyn Database) -> Result<Vec<OnboardingRow>> {
    let sql = "SELECT * FROM onboardings ORDER BY begun_at DESC, id";
    Ok(select(database, sql, vec![])?)
}

/// An onboarding, if there is one of this id.
pub(super) fn find(database: &dyn Database, id: &str) -> Result<Option<OnboardingRow>> {
    let sql = "SELECT * FROM onboardings WHERE id = ?";
    Ok(first(database, sql, vec![id.into()])?)
}

/// Stores an onboarding. One of the same id changes nothing.
pub(super) fn begin(ctx: Ctx<'_>, new: NewOnboarding) -> Result<()> {
    let texts = [Some(&new.id), new.reference.as_ref(), Some(&new.location)];
    let is_long = |text: &&String| text.len() > MAX_TEXT_BYTES;
    if texts.iter().flatten().any(is_long) || new.business.to_string().len() > MAX_BUSINESS_BYTES {
        return Err(VenueError::Failed(
            "an onboarding has longer texts than are stored".to_owned(),
        ));
    }
    let row = OnboardingRow {
        id: new.id,
        reference: new.reference,
        location: new.location,
        business: new.business,
        begun_at: ctx.now,
        ends_at: new.ends_at,
        restaurant: None,
        code: None,
    };
    let oldest = Statement::new(
        "DELETE FROM onboardings WHERE id NOT IN (SELECT id FROM onboardings ORDER BY begun_at DESC, id LIMIT ?)",
        vec![MOST.into()],
    );
    Ok(ctx.database.write(vec![insert_if_absent(&row)?, oldest])?)
}

/// Stores the answer to an onboarding, and the vendor's code.
pub(super) fn settle(ctx: Ctx<'_>, id: &str, restaurant: &AccountRestaurantId, code: &str) -> Result<()> {
    let update = Statement::new(
        "UPDATE onboardings SET restaurant = ?, code = ? WHERE id = ?",
        vec![restaurant.as_str().into(), code.into(), id.into()],
    );
    Ok(ctx.database.write(vec![update])?)
}

/// The statement that deletes onboardings whose deadline was long ago.
pub(super) fn delete_ended(now: i64) -> Statement {
    let sql = "DELETE FROM onboardings WHERE ends_at <= ?";
    Statement::new(sql, vec![(now - KEPT_SECONDS).into()])
}
