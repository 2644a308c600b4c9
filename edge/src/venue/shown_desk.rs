//! A venue's shown letters as the worker holds them: every question goes to the venue's object. It must not
//! know who may ask.

use async_trait::async_trait;

use super::call::{Call, Line};
use super::desk::Desk;
use crate::mail::preview::{ShownLetter, ShownMail};
use crate::provider::ProviderError;

/// A venue's object, asked for its letters.
pub struct ShownDesk<L>(pub Desk<L>);

#[async_trait(?Send)]
impl<L: Line> ShownMail for ShownDesk<L> {
    async fn letters(&self, number: Option<u32>) -> Result<Vec<ShownLetter>, ProviderError> {
        self.0.make(Call::ShownMail(number)).await
    }
}
