//! Delivery of letters with links to sign in, for the venue's object and the directory's.

use crate::error::Result;
use crate::mail::{MailError, Mailer};
use crate::storage::job_queue::Job;
use crate::venue::access::{self, DueLink, LinkLetter, SignInComposer};
use crate::venue::context::Ctx;

/// The number of tries after which a link that was asked for is given up: with growing waits some eight minutes, after
/// which its person has asked again.
pub const MOST_LINK_TRIES: u32 = 4;

/// The outcome of a job for a letter with a link.
pub enum LinkDelivery {
    /// No letter: no person has the job's id.
    NoPerson,
    /// No letter: the person has been sent enough.
    Enough,
    /// The answer of the mail service.
    Tried(std::result::Result<(), MailError>),
}

/// Composes the letter of a job, and hands it to the mail service. The link of a letter that was not taken is deleted.
pub async fn send_link(
    ctx: Ctx<'_>,
    composer: &dyn SignInComposer,
    mailer: &dyn Mailer,
    job: &Job,
) -> Result<LinkDelivery> {
    let LinkLetter { letter, link } = match access::due_link(ctx, composer, job)? {
        DueLink::Letter(letter) => *letter,
        DueLink::NoPerson => return Ok(LinkDelivery::NoPerson),
        DueLink::Enough => return Ok(LinkDelivery::Enough),
    };
    let sent = mailer.send(&letter).await;
    if sent.is_err() {
        ctx.database.write(vec![access::drop_link(&link)])?;
    }
    Ok(LinkDelivery::Tried(sent))
}
