//! GET `/v1/venues/{venue}/slots`. It must not know how a slot is found to be open.

use http::StatusCode;
use shared::availability::{Slots, SlotsQuery};

use super::{Reply, Request, Stop, json, query};
use crate::provider::{Provider, SlotsQuestion};

/// The day's slots by time.
pub async fn get(request: &Request, provider: &dyn Provider) -> Result<Reply, Stop> {
    let SlotsQuery {
        experience_id,
        attendees,
        day,
    } = query(request)?;
    let slots = provider
        .slots(&SlotsQuestion {
            experience_id,
            attendees,
            day,
            moving: None,
        })
        .await?;
    Ok(json(StatusCode::OK, &Slots { slots }))
}
