//! GET `/v1/venues/{venue}/metrics`, for the operator: what has been counted of calls to the venue's
//! remote system. It must not know what is counted, nor let a guest see it.

use config::VenueSettings;
use http::header::{CONTENT_TYPE, HeaderValue};
use shared::problem::ProblemCode;

use super::admission::is_staff;
use super::{Context, Reply, Request, Stop};

/// `OpenMetrics` text, to whoever has the venue's staff key.
pub async fn get<'a>(
    request: &Request,
    venue: &'a VenueSettings,
    context: &Context<'a>,
) -> Result<Reply, Stop> {
    if !is_staff(request, venue, context)? {
        return Err(ProblemCode::Unauthorized.into());
    }
    let text = (context.staff)(venue).metrics().await?;
    let mut reply = Reply::new(text.into_bytes());
    let media_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    reply
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    Ok(reply)
}
