//! The composition root: the only place that names adapters and wires them to ports.

use std::rc::Rc;
use std::sync::LazyLock;

use data_encoding::HEXLOWER;
use worker::{Env, Error, HttpRequest, HttpResponse, Result};

use crate::config::{System, VenueSettings};
use crate::http::{self, Context};
use crate::platform::memory::Memory;
use crate::platform::object::VenueLine;
use crate::platform::{clock, incoming, limiter, log, random, venues};
use crate::provider::engine::adapter as engine;
use crate::provider::marks::Marks;
use crate::provider::remote::Background;
use crate::provider::{Abilities, ProviderError};
use crate::venue::database::Database;
use crate::venue::desk::{AtHand, Desk, Known};
use crate::venue::token::Secret;
use crate::venue::writer::Reached;

/// Where hashed files are. `cargo xtask build` says it; a worker built without has none to show.
static ASSETS: LazyLock<String> =
    LazyLock::new(|| format!("/{}", option_env!("COUVERT_ASSETS").unwrap_or("assets/unbuilt")));

thread_local! {
    /// What this isolate remembers of remote systems.
    static MEMORY: Rc<Memory> = Rc::default();
}

/// Answers a request from the internet.
pub async fn answer(request: HttpRequest, env: &Env) -> Result<HttpResponse> {
    let request = incoming::request(request).await?;
    let id = random::bytes::<8>().map_err(|error| Error::RustError(error.to_string()))?;
    let limiter = limiter::of_isolate().map_err(|error| Error::RustError(error.to_string()))?;
    let (memory, now, marks) = (MEMORY.with(Rc::clone), clock::now(), Marks::default());
    let at_hand = AtHand { memory: &memory, now };
    let desk = |venue: &VenueSettings| {
        let line = VenueLine::new(env, venue.id.clone());
        Desk::new(venue.id.clone(), known(venue), line, at_hand, marks.clone())
    };
    let context = Context {
        venues: venues::all()?,
        provider: &|venue| Box::new(desk(venue)),
        marks: &marks,
        limiter: &limiter,
        now,
        request_id: HEXLOWER.encode(&id),
        assets: &ASSETS,
    };
    let (reply, record) = http::handle(request, &context).await;
    log::write(&record);
    incoming::response(reply)
}

/// What is known of a venue's system without asking its object.
fn known(venue: &VenueSettings) -> Known {
    match venue.system() {
        Some(System::Engine(settings)) => Known {
            abilities: engine::ABILITIES,
            experiences: Some(engine::experiences(settings)),
        },
        Some(System::Molzait(_)) | None => Known {
            abilities: Abilities {
                areas: false,
                notes: true,
                moving: true,
                listing: true,
                status: true,
            },
            experiences: None,
        },
    }
}

/// Reaches the remote system of a venue, for its object.
pub fn reach(
    _: &Env,
    venue: &VenueSettings,
    _: Secret,
    _: Rc<dyn Database>,
    _: Rc<dyn Background>,
) -> std::result::Result<Reached, ProviderError> {
    Err(ProviderError::Away {
        retry_after: None,
        cause: format!("{} has no system that can be reached yet", venue.id),
    })
}
