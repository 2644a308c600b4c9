//! GET `/v1/venues/{venue}`. It must not know how a provider finds its experiences.

use config::VenueSettings;
use http::StatusCode;
use http::header::{CACHE_CONTROL, HeaderValue};

use super::{Context, Reply, Request, Stop, json, own_origin};
use crate::booking;
use crate::provider::Provider;

/// The venue, as guests may see it.
pub async fn get(
    request: &Request,
    venue: &VenueSettings,
    provider: &dyn Provider,
    context: &Context<'_>,
) -> Result<Reply, Stop> {
    let origin = own_origin(request).unwrap_or_default();
    let view = booking::venue(venue, provider, context.addresses(&origin), context.now).await?;
    let mut reply = json(StatusCode::OK, &view);
    // Names and pictures change rarely; `today` changes at midnight, hence the short time. It holds
    // absolute addresses of the host it was asked at, so no cache may hand it to anybody else.
    reply
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("private, max-age=60"));
    Ok(reply)
}
