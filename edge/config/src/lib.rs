//! The settings of this deployment's venues, read from `edge/venues/*.toml`, and of vendors' accounts, read from
//! `edge/accounts/*.toml`: one type per section, each with a
//! `faults` function that returns one line per fault, beginning with the key at fault. Below the worker, which serves
//! by them, and its build script, which refuses a release with a fault. Pure: no clock, no I/O.
//!
//! A secret is never held here. Settings state its name, and `edge/src/platform` reads it by that name.

pub mod account;
pub mod change;
pub mod diff;
pub mod engine;
pub mod fault;
pub mod fourspaces;
pub mod label;
pub mod limits;
pub mod mail;
pub mod mews;
pub mod molzait;
pub mod offer;
pub mod ownership;
pub mod payment;
pub mod plan;
pub mod read;
pub mod secret;
#[cfg(any(test, feature = "test-support"))]
pub mod test_support;
pub mod till;
pub mod upstream;

mod address;
mod bounds;
mod challenge;
mod charges;
mod experience_questions;
mod gift_card;
mod hosted_page;
mod location;
mod named_secrets;
mod origin;
mod pictures;
mod pointer;
mod policies;
mod publication;
mod remote;
mod reserved_id;
#[cfg(test)]
mod settings_guide_tests;
mod venue;
mod venues;
mod waitlist;

pub use account::{AccountSettings, Accounts};
pub use bounds::MAX_BYTES;
pub use challenge::ChallengeSettings;
pub use engine::EngineSettings;
pub use fourspaces::FourspacesSettings;
pub use gift_card::{CustomSettings, GiftCardSettings, TemplateSettings};
pub use hosted_page::HostedPageSettings;
pub use limits::LimitSettings;
pub use location::LocationSettings;
pub use mail::MailSettings;
pub use mews::MewsSettings;
pub use molzait::MolzaitSettings;
pub use named_secrets::NamedSecret;
pub use origin::Origin;
pub use payment::PaymentSettings;
pub use pictures::{NamedPicture, raster_name};
pub use publication::PublicationSettings;
pub use remote::{RemoteAccount, RemoteSettings};
pub use reserved_id::{RESERVED_ID, is_demonstration};
pub use till::{
    IkentooAuthentication, IkentooConfiguration, IkentooPaths, IkentooSettings, LightspeedSettings, Till,
    TillSettings,
};
pub use upstream::UpstreamSettings;
pub use venue::{DEFAULT_RETAIN_DAYS, System, VenueSettings};
pub use venues::Venues;
pub use waitlist::WaitlistSettings;
