//! Contributions of gift cards that were set aside for a reservation and never spent: a day after the reservation's
//! end they go back to their card, since the reservation can no longer be accepted.

use serde::Deserialize;
use shared::id::ReservationId;

use super::{DAY_SECONDS, Limits, MOST_AT_ONCE};
use crate::error::Result;
use crate::storage::database::select;
use crate::venue::context::Ctx;
use crate::venue::gift_cards::{contribution, contribution_prefix};

/// Gives back up to [`MOST_AT_ONCE`] contributions, each in a write of its own, because two may be on one card. A
/// contribution that cannot be given back does not stop the others; its error is returned after them.
pub(super) fn release(ctx: Ctx<'_>, limits: Limits) -> Result<()> {
    #[derive(Deserialize)]
    struct Row {
        id: ReservationId,
    }
    let rows: Vec<Row> = select(
        ctx.database,
        concat!(
            "SELECT reservations.id AS id FROM gift_card_transactions
             JOIN reservations ON gift_card_transactions.id = '",
            contribution_prefix!(),
            "' || reservations.id
             WHERE progress = 'pending' AND (ends_at < ?1 OR blanked_at IS NOT NULL) ORDER BY ends_at LIMIT ?2"
        ),
        vec![(limits.now.unix() - DAY_SECONDS).into(), MOST_AT_ONCE.into()],
    )?;
    let mut outcome = Ok(());
    for Row { id } in rows {
        outcome = outcome.and(give_back(ctx, &id));
    }
    outcome
}

fn give_back(ctx: Ctx<'_>, id: &ReservationId) -> Result<()> {
    let Some(share) = contribution(ctx.database, id)? else {
        return Ok(());
    };
    let (statements, _) = share.give_back(ctx)?;
    Ok(ctx.database.write(statements)?)
}
