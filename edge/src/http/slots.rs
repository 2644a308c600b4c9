//! GET `/v1/venues/{venue}/slots`. It must not know how a slot is found to be open.

use http::StatusCode;
use shared::availability::{Slots, SlotsQuery};
use shared::problem::ProblemCode;

use super::reservation::manage_token;
use super::{Reply, Request, Stop, json, query};
use crate::provider::{Provider, SlotsQuestion};

/// The day's slots by time. To whoever shows a reservation's token, its own table is free.
pub async fn get(request: &Request, provider: &dyn Provider) -> Result<Reply, Stop> {
    let SlotsQuery {
        experience_id,
        attendees,
        day,
        reservation_id,
    } = query(request)?;
    if reservation_id.is_some() && manage_token(request).is_none() {
        return Err(ProblemCode::Unauthorized.into());
    }
    let slots = provider
        .slots(&SlotsQuestion {
            experience_id,
            attendees,
            day,
            moving: reservation_id,
        })
        .await?;
    Ok(json(StatusCode::OK, &Slots { slots }))
}
