//! What a booking costs, asked before it is made.

use std::rc::Rc;

use shared::quote::{Quote, QuoteRequest};

use super::booking::Job;
use super::{Decline, Inner, reading_failed};
use crate::error::{Result, VenueError};
use crate::provider::choices::Choices;
use crate::upstream::Scope;

/// What a booking with these choices would cost; none where the system does not say. Its price is not cached.
pub(super) async fn quote(
    inner: &Rc<Inner>,
    scope: &Scope,
    request: &QuoteRequest,
    choices: &Choices,
) -> Result<Option<Quote>> {
    let abilities = inner.system.abilities();
    let mut faults: Vec<_> = inner.party_fault(request.attendees).into_iter().collect();
    faults.extend(inner.day_fault(request.day)?);
    faults.extend(choices.faults(request.attendees, abilities));
    if !faults.is_empty() {
        return Err(VenueError::Fields(faults));
    }
    if !abilities.quote {
        return Ok(None);
    }
    match inner.system.quote(scope, request, choices).await {
        Ok(quote) => Ok(quote),
        Err(error) => Err(inner.reading_failed(scope, &request.experience_id, error).await),
    }
}

impl Job<'_> {
    /// Refuses a booking whose price is another one by now than its guest agreed to: nothing is sent, and the guest is
    /// asked again.
    pub(super) async fn check_price(&self) -> Result<()> {
        let Some(quoted) = self.choices.quoted else {
            return Ok(());
        };
        let request = self.order.request.quote_request();
        let quote = self.inner.system.quote(self.scope, &request, self.choices).await;
        match quote.map_err(reading_failed)? {
            Some(quote) if quote.quoted() == quoted => Ok(()),
            Some(quote) => Err(VenueError::PriceChanged {
                quote: Box::new(quote),
            }),
            None => Err(VenueError::Fields(vec![Decline::PriceChanged.fault()])),
        }
    }
}
