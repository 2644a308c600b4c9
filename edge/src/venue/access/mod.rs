//! Access to a venue: the sender of a staff request, access keys of machines, people who sign in by a link in an e-mail,
//! and their sessions. The directory keeps its operators by the same tables and the same code.

mod grants;
mod identify;
mod keys;
mod letters;
mod links;
mod people;
mod sessions;
mod sign_in;

pub use identify::{identify, identity};
pub use keys::{create_key, keys, revoke_key};
pub use letters::{DueLink, LinkLetter, SignInComposer, drop_link, due_link, request_link};
pub use links::LINK_SECONDS;
pub use people::{InvitationChannel, change, invite, invite_operator, list as people, remove};
pub use sessions::{end as end_session, list as sessions, sign_out, use_session};
pub use sign_in::sign_in;

use shared::time::Instant;

use crate::storage::database::Statement;

/// The statements that delete links and sessions which are over, and the names of people who were removed `before`.
#[must_use]
pub fn delete_ended(now: Instant, before: Instant) -> [Statement; 3] {
    [
        links::delete_expired(now),
        sessions::delete_ended(now),
        people::blank_removed(before),
    ]
}
