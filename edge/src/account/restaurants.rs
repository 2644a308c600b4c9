//! The vendor's restaurants and their venues: a restaurant is one venue, and a venue is one restaurant.

use serde_json::json;
use shared::account::RestaurantAssignment;
use shared::id::{AccountRestaurantId, TokenName, VenueId};
use shared::validation::{FieldCode, FieldError};

use super::message::RestaurantState;
use super::rows::RestaurantRow;
use super::tokens;
use crate::error::{Result, VenueError};
use crate::oauth::refresh::TokenPhase;
use crate::storage::database::{Database, Statement, first, select};
use crate::storage::meta;
use crate::storage::row::insert_or_replace;
use crate::venue::context::Ctx;

/// The vendor's last word about a restaurant: it is connected, or it is not.
const ACTIVE: &str = "yes";
const INACTIVE: &str = "no";

/// The name of the vendor's last word about a restaurant in the table `meta`: it may be said before the restaurant is a venue.
fn activity_name(id: &AccountRestaurantId) -> String {
    format!("active/{}", id.as_str())
}

/// The longest id of a location, in bytes.
const MAX_LOCATION_BYTES: usize = 64;

/// Every restaurant that is a venue, by id.
pub(super) fn all(database: &dyn Database) -> Result<Vec<RestaurantRow>> {
    Ok(select(database, "SELECT * FROM restaurants ORDER BY id", vec![])?)
}

/// A restaurant, if it is a venue.
pub(super) fn find(database: &dyn Database, id: &AccountRestaurantId) -> Result<Option<RestaurantRow>> {
    let sql = "SELECT * FROM restaurants WHERE id = ?";
    Ok(first(database, sql, vec![id.as_str().into()])?)
}

/// How far a restaurant is connected.
pub(super) fn state(database: &dyn Database, id: &AccountRestaurantId) -> Result<RestaurantState> {
    let token = tokens::find(database, &token_name(id)?)?;
    let row = find(database, id)?;
    Ok(RestaurantState {
        is_authorized: token.is_some_and(|token| token.phase == TokenPhase::Ready),
        is_active: row.as_ref().is_some_and(|row| row.is_active),
        location: row.as_ref().and_then(|row| row.location.clone()),
        venue: row.map(|row| row.venue),
    })
}

/// The name of a restaurant's token; [`VenueError::NotFound`] for an id whose token would be the account's own.
pub(super) fn token_name(id: &AccountRestaurantId) -> Result<TokenName> {
    let name = Some(id.as_str()).filter(|id| *id != tokens::PLATFORM);
    let name = name.and_then(|id| TokenName::parse(id).ok());
    name.ok_or(VenueError::NotFound)
}

/// The venue of a restaurant, if it is one.
pub(super) fn venue(database: &dyn Database, id: &AccountRestaurantId) -> Result<Option<VenueId>> {
    Ok(find(database, id)?.map(|row| row.venue))
}

/// The check of an assignment: a venue is one restaurant, none of which has the account's own token.
pub(super) fn check(
    database: &dyn Database,
    id: &AccountRestaurantId,
    new: &RestaurantAssignment,
) -> Result<()> {
    let fault = |pointer: &str, code| Err(VenueError::Fields(vec![FieldError::new(pointer, code)]));
    if id.as_str() == tokens::PLATFORM {
        // Its token would be the account's own.
        return Err(VenueError::NotFound);
    }
    let is_location = |text: &String| {
        (1..=MAX_LOCATION_BYTES).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    if new.location.as_ref().is_some_and(|text| !is_location(text)) {
        return fault("/location", FieldCode::Invalid);
    }
    let of_venue: Option<RestaurantRow> = first(
        database,
        "SELECT * FROM restaurants WHERE venue = ? AND id <> ?",
        vec![new.venue.as_str().into(), id.as_str().into()],
    )?;
    if of_venue.is_some() {
        return fault("/venue", FieldCode::NotOffered);
    }
    Ok(())
}

/// Makes a restaurant this venue. The same assignment again changes nothing.
pub(super) fn assign(ctx: Ctx<'_>, id: AccountRestaurantId, new: RestaurantAssignment) -> Result<()> {
    check(ctx.database, &id, &new)?;
    let before = find(ctx.database, &id)?;
    let is_same = |row: &RestaurantRow| row.venue == new.venue && row.location == new.location;
    if before.as_ref().is_some_and(is_same) {
        return Ok(());
    }
    let described = |row: &RestaurantRow| json!({ "venue": row.venue, "location": row.location });
    let is_active = match &before {
        Some(row) => row.is_active && row.location == new.location,
        None => meta::get(ctx.database, &activity_name(&id))?.as_deref() == Some(ACTIVE),
    };
    let row = RestaurantRow {
        is_active,
        id,
        venue: new.venue,
        location: new.location,
        assigned_at: ctx.now,
        assigned_by: ctx.actor.name().unwrap_or_default(),
    };
    let mut statements = vec![insert_or_replace(&row)?];
    let before = before.as_ref().map(described);
    statements.extend(ctx.audit(
        "restaurant.assign",
        row.id.as_str(),
        before,
        Some(described(&row)),
    )?);
    Ok(ctx.database.write(statements)?)
}

/// The check of a venue's own settings, which name this restaurant: it is no other venue.
pub(super) fn check_venue(database: &dyn Database, id: &AccountRestaurantId, venue: &VenueId) -> Result<()> {
    let known = find(database, id)?;
    if known.is_some_and(|row| row.venue != *venue) {
        let taken = FieldError::new("/restaurant", FieldCode::NotOffered);
        return Err(VenueError::Fields(vec![taken]));
    }
    Ok(())
}

/// Makes a restaurant this venue at this location, because the venue's own settings say so. One that is another venue stays
/// that.
pub(super) fn join(ctx: Ctx<'_>, id: AccountRestaurantId, new: RestaurantAssignment) -> Result<()> {
    check_venue(ctx.database, &id, &new.venue)?;
    assign(ctx, id, new)
}

/// Stores whether the vendor has a restaurant connected, also of one that is no venue yet.
pub(super) fn set_active(ctx: Ctx<'_>, id: &AccountRestaurantId, is_active: bool) -> Result<()> {
    let sql = "UPDATE restaurants SET is_active = ? WHERE id = ?";
    let update = Statement::new(sql, vec![i64::from(is_active).into(), id.as_str().into()]);
    let said = meta::set(&activity_name(id), if is_active { ACTIVE } else { INACTIVE });
    Ok(ctx.database.write(vec![update, said])?)
}

/// Makes a restaurant no venue any more, and deletes its token.
pub(super) fn withdraw(ctx: Ctx<'_>, id: &AccountRestaurantId) -> Result<()> {
    let row = find(ctx.database, id)?.ok_or(VenueError::NotFound)?;
    let mut statements = vec![Statement::new(
        "DELETE FROM restaurants WHERE id = ?",
        vec![id.as_str().into()],
    )];
    if let Ok(name) = TokenName::parse(id.as_str()) {
        statements.extend(tokens::delete(&name));
    }
    let before = json!({ "venue": row.venue, "location": row.location });
    statements.extend(ctx.audit("restaurant.withdraw", id.as_str(), Some(before), None)?);
    Ok(ctx.database.write(statements)?)
}
