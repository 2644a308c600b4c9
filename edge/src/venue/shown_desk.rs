//! Letters that a demonstration shows, on the worker's side: each call is one request to the venue's object.

use async_trait::async_trait;

use crate::error::VenueError;
use crate::mail::preview::{ShownLetter, ShownMail};
use crate::venue::client::VenueClient;
use crate::venue::message::{Request, Transport};

/// A venue's object, asked for its letters.
pub struct ShownDesk<L>(pub VenueClient<L>);

#[async_trait(?Send)]
impl<L: Transport> ShownMail for ShownDesk<L> {
    async fn letters(&self, number: Option<u32>) -> Result<Vec<ShownLetter>, VenueError> {
        self.0.make(Request::PreviewMail(number)).await
    }
}
