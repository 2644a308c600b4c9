//! The choices for a booking and its price, asked before it is made.

use std::rc::Rc;

use shared::id::ExperienceId;
use shared::quote::{Quote, QuoteRequest, Quoted};

use super::booked_choices::BookedChoices;
use super::booking::Job;
use super::{Decline, Inner, reading_failed};
use crate::error::{Result, VenueError};
use crate::provider::choices::Choices;
use crate::provider::offer::Offers;
use crate::upstream::Scope;

/// The price of a booking with these choices; none where the system does not say. Its price is not cached.
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
    check_offered(inner, scope, &request.experience_id, choices).await?;
    match inner.system.quote(scope, request, choices).await {
        Ok(quote) => Ok(quote),
        Err(error) => Err(inner.reading_failed(scope, &request.experience_id, error).await),
    }
}

/// Refuses people and add-ons that are not offered at an experience. The offers; none are read where nothing is chosen.
async fn check_offered(
    inner: &Rc<Inner>,
    scope: &Scope,
    experience_id: &ExperienceId,
    choices: &Choices,
) -> Result<Rc<Offers>> {
    if choices.people.is_empty() && choices.add_ons.is_empty() {
        return Ok(Rc::default());
    }
    let offers = match inner.offers(scope, experience_id).await {
        Ok(read) => read.value,
        Err(error) => return Err(inner.reading_failed(scope, experience_id, error).await),
    };
    let faults = choices.faults_among(&offers);
    if faults.is_empty() {
        Ok(offers)
    } else {
        Err(VenueError::Fields(faults))
    }
}

impl Job<'_> {
    /// Refuses a booking with choices that are not offered; the offers.
    pub(super) async fn check_choices(&self) -> Result<Rc<Offers>> {
        let id = &self.order.request.experience_id;
        check_offered(self.inner, self.scope, id, self.choices).await
    }

    /// Refuses a booking whose price is another one by now than its guest agreed to: nothing is sent, and the guest is
    /// asked again. What is chosen of these offers is noted with its price.
    pub(super) async fn check_price(&self, offers: &Offers) -> Result<()> {
        let agreed = match self.choices.quoted {
            Some(quoted) => Some(self.agreed(quoted).await?),
            None => None,
        };
        self.booked
            .replace(BookedChoices::of(self.choices, offers, agreed.as_ref()));
        Ok(())
    }

    async fn agreed(&self, quoted: Quoted) -> Result<Quote> {
        let request = self.order.request.quote_request();
        let quote = self.inner.system.quote(self.scope, &request, self.choices).await;
        let quote = match (quote.map_err(reading_failed)?, self.payments) {
            (Some(quote), Some(payments)) => Some(payments.quoted(&request, quote)?),
            (quote, _) => quote,
        };
        match quote {
            Some(quote) if quote.quoted() == quoted => Ok(quote),
            Some(quote) => Err(VenueError::PriceChanged {
                quote: Box::new(quote),
            }),
            None => Err(VenueError::Fields(vec![Decline::PriceChanged.fault()])),
        }
    }
}
