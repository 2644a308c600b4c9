//! Letters with a link to sign in. A letter is composed when it is sent, and stored nowhere: its link is stored as a hash
//! alone.
//!
//! The answer to a question for a link is the same, after the same work, whether a person has the address or not: one
//! look-up and one job, of the person's id or of an id of no person. What follows happens after the answer.

use secrecy::ExposeSecret;
use shared::id::{PersonId, SignInLinkId};
use shared::locale::Language;
use shared::validation::Email;

use crate::access::token::short_id;
use crate::error::{Result, VenueError};
use crate::mail::templates::{SignInLetter, sign_in};
use crate::mail::{Mailbox, OutgoingEmail};
use crate::storage::database::Statement;
use crate::storage::job_queue::{self, Job, JobKind};
use crate::venue::access::links::{self, INVITATION_SECONDS, LINK_SECONDS};
use crate::venue::access::people;
use crate::venue::composer::Composer;
use crate::venue::context::Ctx;

/// The number of valid links in a person's mailbox beyond which no other is sent: links can be asked for without a right. One
/// that was sent still signs in then, so that no person is kept out.
const MOST_LINKS: usize = 3;

/// Queues a letter with a link, if a person has this address.
pub fn request_link(ctx: Ctx<'_>, email: &Email) -> Result<()> {
    let broken = || VenueError::Broken("an id could not be made".to_owned());
    let unknown: PersonId = short_id(ctx.random()?).ok_or_else(broken)?;
    let subject = people::by_email(ctx, email)?.map_or(unknown, |person| person.id);
    ctx.database.write(vec![job_queue::schedule(
        JobKind::SignInLink,
        subject.as_str(),
        ctx.now,
    )])?;
    Ok(())
}

/// A letter with a link.
pub struct LinkLetter {
    /// The letter.
    pub letter: OutgoingEmail,
    /// Its link.
    pub link: SignInLinkId,
}

/// The outcome of a job for a letter with a link.
pub enum DueLink {
    /// This letter, whose link is stored.
    Letter(Box<LinkLetter>),
    /// No letter: no person has this id.
    NoPerson,
    /// No letter: the person has been sent enough.
    Enough,
}

/// Composes letters with links of a place in which people sign in: a venue, or the deployment of its operators.
pub trait SignInComposer {
    /// The letter with an invitation, and for how many seconds its link is valid.
    fn invitation(&self) -> (SignInLetter, i64);

    /// Composes a letter to a mailbox, for a reader of this language, with the token of a link.
    fn compose(
        &self,
        letter: SignInLetter,
        to: Mailbox,
        reader: Option<&Language>,
        link: (&SignInLinkId, &str),
    ) -> Result<OutgoingEmail>;
}

impl SignInComposer for Composer<'_> {
    fn invitation(&self) -> (SignInLetter, i64) {
        let days = INVITATION_SECONDS / (24 * 60 * 60);
        (SignInLetter::Invitation { days }, INVITATION_SECONDS)
    }

    fn compose(
        &self,
        letter: SignInLetter,
        to: Mailbox,
        reader: Option<&Language>,
        (link, token): (&SignInLinkId, &str),
    ) -> Result<OutgoingEmail> {
        let localizer = self.localizer(reader)?;
        let name = to.name.clone().unwrap_or_default();
        let message = sign_in(
            letter,
            &self.restaurant(),
            &localizer,
            (&name, self.sign_in_link(token)),
        );
        Ok(self.letter(format!("sign-in-{link}"), to, message))
    }
}

/// Composes the letter of a job, and stores the hash of its link.
pub fn due_link(ctx: Ctx<'_>, composer: &dyn SignInComposer, job: &Job) -> Result<DueLink> {
    let Ok(id) = PersonId::parse(&job.subject) else {
        return Ok(DueLink::NoPerson);
    };
    let Some(person) = people::current(ctx, &id)? else {
        return Ok(DueLink::NoPerson);
    };
    let Some(email) = person.email else {
        return Ok(DueLink::NoPerson);
    };
    let (letter, seconds) = if job.kind == JobKind::Invitation {
        composer.invitation()
    } else {
        if links::count_valid(ctx, &id)? >= MOST_LINKS {
            return Ok(DueLink::Enough);
        }
        let minutes = LINK_SECONDS / 60;
        (SignInLetter::Link { minutes }, LINK_SECONDS)
    };
    let (link, token, statement) = links::new_link(ctx, &id, seconds)?;
    let to = Mailbox {
        name: Some(person.name),
        address: email.as_str().to_owned(),
    };
    let letter = composer.compose(letter, to, person.locale.as_ref(), (&link, token.expose_secret()))?;
    ctx.database.write(vec![statement])?;
    Ok(DueLink::Letter(Box::new(LinkLetter { letter, link })))
}

/// The statement that deletes a link whose letter was not taken: the next try makes another.
#[must_use]
pub fn drop_link(link: &SignInLinkId) -> Statement {
    links::delete(link)
}
