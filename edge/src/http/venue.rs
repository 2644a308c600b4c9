//! GET `/v1/venues/{venue}`. It must not know how a provider finds its experiences.

use http::StatusCode;
use http::header::{CACHE_CONTROL, HOST, HeaderValue};

use super::{Context, Reply, Request, Stop, json};
use crate::booking;
use crate::config::VenueSettings;
use crate::provider::Provider;

/// The venue, as guests may see it.
pub async fn get(
    request: &Request,
    venue: &VenueSettings,
    provider: &dyn Provider,
    context: &Context<'_>,
) -> Result<Reply, Stop> {
    let addresses = booking::Addresses {
        origin: &origin(request),
        assets: context.assets,
    };
    let view = booking::venue(venue, provider, addresses, context.now).await?;
    let mut reply = json(StatusCode::OK, &view);
    // Names and pictures change rarely; `today` changes at midnight, hence the short time.
    reply
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=60"));
    Ok(reply)
}

/// The origin this worker was asked at, for addresses that must be absolute since the page that
/// shows them is another site's.
fn origin(request: &Request) -> String {
    let uri = request.uri();
    let scheme = uri.scheme_str().unwrap_or("https");
    let host = uri
        .authority()
        .map(http::uri::Authority::as_str)
        .or_else(|| request.headers().get(HOST).and_then(|host| host.to_str().ok()))
        .unwrap_or_default();
    format!("{scheme}://{host}")
}
