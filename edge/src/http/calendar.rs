//! GET `/v1/venues/{venue}/calendar`. It must not know how a day is found to be open.

use http::StatusCode;
use shared::availability::{Calendar, CalendarQuery};

use super::{Reply, Request, Stop, json, query};
use crate::provider::{CalendarQuestion, Provider};

/// The days from `from` to `to`, both included.
pub async fn get(request: &Request, provider: &dyn Provider) -> Result<Reply, Stop> {
    let CalendarQuery {
        experience_id,
        attendees,
        from,
        to,
    } = query(request)?;
    let question = CalendarQuestion {
        experience_id,
        attendees,
        from,
        to,
    };
    let days = provider.calendar(&question).await?;
    Ok(json(StatusCode::OK, &Calendar { days }))
}
