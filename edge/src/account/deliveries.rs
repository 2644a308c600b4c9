//! Deliveries for restaurants that are no venue yet. They are kept for some days, since a restaurant may be assigned soon after
//! its first delivery, and 200 at most. Their bodies may hold guests' data: they are shown nowhere.

use serde::Deserialize;
use shared::account::{UnassignedDelivery, UnassignedDeliveryList};
use shared::id::AccountRestaurantId;
use shared::problem::ProblemCode;

use super::message::{KeptDelivery, NewUnassignedDelivery};
use super::rows::UnassignedDeliveryRow;
use crate::error::{Result, VenueError};
use crate::storage::database::{Database, Statement, first, select};
use crate::storage::row::insert_if_absent;
use crate::venue::context::Ctx;

/// The most deliveries that are kept. The oldest is deleted for a new one.
const MOST: i64 = 200;

/// How long a delivery is kept, in seconds: seven days.
const KEPT_SECONDS: i64 = 7 * 24 * 60 * 60;

/// The largest delivery that is kept, in bytes of its JSON, where its body is in base64.
const MAX_BYTES: usize = 400 * 1024;

/// Keeps a delivery. The same one is kept once.
pub(super) fn keep(ctx: Ctx<'_>, new: NewUnassignedDelivery) -> Result<()> {
    if new.delivery.to_string().len() > MAX_BYTES {
        return Err(VenueError::Refused(ProblemCode::BodyTooLarge));
    }
    let row = UnassignedDeliveryRow {
        id: None,
        digest: new.digest,
        restaurant: new.restaurant,
        received_at: ctx.now,
        ends_at: ctx.now.plus_seconds(KEPT_SECONDS),
        delivery: new.delivery,
    };
    let oldest = Statement::new(
        "DELETE FROM unassigned_deliveries
         WHERE id NOT IN (SELECT id FROM unassigned_deliveries ORDER BY id DESC LIMIT ?)",
        vec![MOST.into()],
    );
    Ok(ctx.database.write(vec![insert_if_absent(&row)?, oldest])?)
}

/// The deliveries of a restaurant, the oldest first: 20 at most.
pub(super) fn of(database: &dyn Database, restaurant: &AccountRestaurantId) -> Result<Vec<KeptDelivery>> {
    let rows: Vec<UnassignedDeliveryRow> = select(
        database,
        "SELECT * FROM unassigned_deliveries WHERE restaurant = ? ORDER BY id LIMIT 20",
        vec![restaurant.as_str().into()],
    )?;
    let kept = rows.into_iter().map(|row| KeptDelivery {
        id: row.id.unwrap_or_default(),
        delivery: row.delivery,
    });
    Ok(kept.collect())
}

/// Every delivery without its body, the oldest first.
pub(super) fn list(database: &dyn Database) -> Result<UnassignedDeliveryList> {
    let rows: Vec<UnassignedDeliveryRow> = select(
        database,
        "SELECT id, digest, restaurant, received_at, ends_at, 'null' AS delivery FROM unassigned_deliveries ORDER BY id",
        vec![],
    )?;
    let deliveries = rows.into_iter().map(|row| UnassignedDelivery {
        number: row.id.unwrap_or_default(),
        restaurant: row.restaurant,
        received_at: row.received_at,
        ends_at: row.ends_at,
    });
    Ok(UnassignedDeliveryList {
        deliveries: deliveries.collect(),
    })
}

/// The number of deliveries that belong to no venue.
pub(super) fn count(database: &dyn Database) -> Result<u32> {
    #[derive(Deserialize)]
    struct Row {
        deliveries: u32,
    }
    let sql = "SELECT COUNT(*) AS deliveries FROM unassigned_deliveries";
    let row: Option<Row> = first(database, sql, vec![])?;
    Ok(row.map_or(0, |row| row.deliveries))
}

/// Deletes a delivery that was handed to its venue.
pub(super) fn forget(ctx: Ctx<'_>, id: u64) -> Result<()> {
    Ok(ctx.database.write(vec![delete(id)])?)
}

/// Deletes a delivery as an operator wants it.
pub(super) fn discard(ctx: Ctx<'_>, id: u64) -> Result<()> {
    let sql = "SELECT * FROM unassigned_deliveries WHERE id = ?";
    let row: Option<UnassignedDeliveryRow> = first(ctx.database, sql, vec![number(id).into()])?;
    row.ok_or(VenueError::NotFound)?;
    let mut statements = vec![delete(id)];
    statements.extend(ctx.audit("delivery.discard", &id.to_string(), None, None)?);
    Ok(ctx.database.write(statements)?)
}

fn number(id: u64) -> i64 {
    i64::try_from(id).unwrap_or(i64::MAX)
}

fn delete(id: u64) -> Statement {
    let sql = "DELETE FROM unassigned_deliveries WHERE id = ?";
    Statement::new(sql, vec![number(id).into()])
}

/// The statement that deletes deliveries whose time is over.
pub(super) fn delete_ended(now: i64) -> Statement {
    let sql = "DELETE FROM unassigned_deliveries WHERE ends_at <= ?";
    Statement::new(sql, vec![now.into()])
}
