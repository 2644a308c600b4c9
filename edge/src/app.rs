//! The composition root: the only place that names adapters and wires them to ports.

use std::sync::LazyLock;

use data_encoding::HEXLOWER;
use worker::{Env, Error, HttpRequest, HttpResponse, Result};

use crate::config::VenueSettings;
use crate::http::{self, Context};
use crate::platform::object::VenueLine;
use crate::platform::{clock, incoming, limiter, log, random, venues};
use crate::provider::Provider;
use crate::provider::engine::adapter::Engine;

/// Where hashed files are. `cargo xtask build` says it; a worker built without has none to show.
static ASSETS: LazyLock<String> =
    LazyLock::new(|| format!("/{}", option_env!("COUVERT_ASSETS").unwrap_or("assets/unbuilt")));

/// Answers a request from the internet.
pub async fn answer(request: HttpRequest, env: &Env) -> Result<HttpResponse> {
    let request = incoming::request(request).await?;
    let id = random::bytes::<8>().map_err(|error| Error::RustError(error.to_string()))?;
    let limiter = limiter::of_isolate().map_err(|error| Error::RustError(error.to_string()))?;
    let context = Context {
        venues: venues::all()?,
        provider: &|venue| provider(env, venue),
        limiter: &limiter,
        now: clock::now(),
        request_id: HEXLOWER.encode(&id),
        assets: &ASSETS,
    };
    let (reply, record) = http::handle(request, &context).await;
    log::write(&record);
    incoming::response(reply)
}

fn provider<'a>(env: &'a Env, venue: &'a VenueSettings) -> Box<dyn Provider + 'a> {
    Box::new(Engine::new(venue, VenueLine::new(env, venue.id.clone())))
}
