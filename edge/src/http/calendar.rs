//! GET `/v1/venues/{venue}/calendar`. It must not know how a day is found to be open.

use http::StatusCode;
use shared::availability::{Calendar, CalendarQuery, MAX_CALENDAR_DAYS};
use shared::check::{FieldCode, FieldError};
use shared::problem::Problem;

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
    let days = to.since(from) + 1;
    if days < 1 {
        return Err(Problem::fields(vec![FieldError::new("/to", FieldCode::EndsBeforeStart)]).into());
    }
    if days > i64::from(MAX_CALENDAR_DAYS) {
        return Err(Problem::fields(vec![FieldError::new("/to", FieldCode::RangeTooLong)]).into());
    }
    let question = CalendarQuestion {
        experience_id,
        attendees,
        from,
        to,
    };
    let days = provider.calendar(&question).await?;
    Ok(json(StatusCode::OK, &Calendar { days }))
}
