//! Sends e-mails through Cloudflare's binding for mail.

use async_trait::async_trait;
use shared::time::Instant;
use worker::{EmailMessage, Env, SendEmail};

use crate::mail::{MailError, Mailer, OutgoingEmail, mime};

/// The binding.
pub struct Binding {
    binding: SendEmail,
    now: Box<dyn Fn() -> Instant>,
}

impl Binding {
    /// The binding of this name; none where `wrangler.toml` has none. `now` dates the letters.
    #[must_use]
    pub fn of(env: &Env, name: &str, now: Box<dyn Fn() -> Instant>) -> Option<Self> {
        let binding = env.get_binding::<SendEmail>(name).ok()?;
        Some(Self { binding, now })
    }
}

#[async_trait(?Send)]
impl Mailer for Binding {
    async fn send(&self, letter: &OutgoingEmail) -> Result<(), MailError> {
        let raw = mime::message(letter, (self.now)())?;
        // The runtime's words may hold the address, so they are not repeated.
        let message = EmailMessage::new(&letter.from.address, &letter.to.address, &raw)
            .map_err(|_| MailError::Never("mail: the binding does not accept this message".to_owned()))?;
        self.binding
            .send(&message)
            .await
            .map_err(|_| MailError::Later("mail: the binding did not send it".to_owned()))?;
        Ok(())
    }
}
