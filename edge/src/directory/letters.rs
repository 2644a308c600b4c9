//! Letters to operators, with links by which they sign in, from the deployment's own mail.

use config::MailSettings;
use shared::id::SignInLinkId;
use shared::locale::Language;

use crate::access::token::operator_sign_in_path;
use crate::error::{Result, VenueError};
use crate::localization::Localizer;
use crate::mail::templates::{Restaurant, SignInLetter, sign_in};
use crate::mail::{Mailbox, OutgoingEmail};
use crate::venue::access::{LINK_SECONDS, SignInComposer};

/// The region by whose custom days and times are written to operators whose own is not known.
const REGION: &str = "GB";

/// Composes letters to operators. They name the deployment by its host.
pub struct OperatorComposer<'a> {
    /// The deployment's mail.
    pub mail: &'a MailSettings,
}

impl OperatorComposer<'_> {
    fn host(&self) -> &str {
        let site = self.mail.site.as_str();
        site.split_once("://").map_or(site, |(_, host)| host)
    }
}

impl SignInComposer for OperatorComposer<'_> {
    fn invitation(&self) -> (SignInLetter, i64) {
        let minutes = LINK_SECONDS / 60;
        (SignInLetter::Link { minutes }, LINK_SECONDS)
    }

    fn compose(
        &self,
        letter: SignInLetter,
        to: Mailbox,
        reader: Option<&Language>,
        (link, token): (&SignInLinkId, &str),
    ) -> Result<OutgoingEmail> {
        let english = Language::parse("en").ok();
        let wanted: Vec<&Language> = reader.into_iter().chain(&english).collect();
        let localizer = Localizer::of(wanted.iter().copied(), REGION)
            .ok_or_else(|| VenueError::Broken("there is no language with texts".to_owned()))?;
        let deployment = Restaurant {
            name: self.host(),
            address: None,
            phone: None,
        };
        let (site, path) = (self.mail.site.as_str(), operator_sign_in_path(token));
        let name = to.name.clone().unwrap_or_default();
        let message = sign_in(letter, &deployment, &localizer, (&name, format!("{site}{path}")));
        let sender = |address: &String| Mailbox {
            name: Some(self.host().to_owned()),
            address: address.clone(),
        };
        Ok(OutgoingEmail {
            id: format!("operator-sign-in-{link}"),
            from: sender(&self.mail.from),
            to,
            reply_to: self.mail.reply_to.as_ref().map(sender),
            subject: message.subject,
            text: message.text,
            html: message.html,
            attachments: Vec::new(),
            is_limited: false,
        })
    }
}
