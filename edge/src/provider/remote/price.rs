//! The prices of a day's times, the choices for a booking and its price, asked before it is made.

use std::rc::Rc;
use std::time::Duration;

use futures_util::future::join;
use shared::availability::Slot;
use shared::id::ExperienceId;
use shared::offer::Price;
use shared::party::Attendees;
use shared::quote::{Quote, QuoteRequest, Quoted};
use shared::time::{Day, Minutes};

use super::booked_choices::BookedChoices;
use super::booking::BookingAttempt;
use super::calendar::taken;
use super::reads::{Fetch, Read};
use super::{Decline, Inner, RemoteError, reading_failed};
use crate::error::{Result, VenueError};
use crate::provider::SlotsQuestion;
use crate::provider::choices::Choices;
use crate::provider::offer::Offers;
use crate::upstream::Scope;

/// For how long times that are known wait for their prices.
pub const PRICES_WITHIN: Duration = Duration::from_secs(3);

/// The prices of a day's times.
pub(super) type DayPrices = Vec<(Minutes, Price)>;

/// The cache key of a day's prices: no party is part of it, and no access code.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct PricedDay {
    experience_id: ExperienceId,
    day: Day,
}

impl Inner {
    /// The slots of a day with their prices.
    pub(super) async fn priced_day(
        self: &Rc<Self>,
        scope: &Scope,
        (experience_id, attendees): (&ExperienceId, Attendees),
        day: Day,
    ) -> Result<Read<Rc<Vec<Slot>>>, RemoteError> {
        let (read, prices) = join(
            self.day(scope, (experience_id, attendees), day),
            self.prices(scope, experience_id, day),
        )
        .await;
        let mut read = read?;
        if !prices.is_empty() {
            read.value = Rc::new(priced(&read.value, &prices));
        }
        Ok(read)
    }

    /// The slots of a day as the party of a reservation sees them that wants to move, with their prices.
    pub(super) async fn priced_for_move(
        self: &Rc<Self>,
        scope: &Scope,
        question: &SlotsQuestion,
    ) -> Result<Vec<Slot>, RemoteError> {
        let (slots, prices) = join(
            self.system.slots(scope, question),
            self.prices(scope, &question.experience_id, question.day),
        )
        .await;
        Ok(priced(&slots?, &prices))
    }

    /// The error for a time of a day that was refused just now, with the day's other open slots at their prices.
    pub(super) async fn taken(
        self: &Rc<Self>,
        scope: &Scope,
        (experience_id, day): (&ExperienceId, Day),
        slots: &[Slot],
        refused: Minutes,
    ) -> VenueError {
        let prices = self.prices(scope, experience_id, day).await;
        taken(priced(slots, &prices), refused)
    }

    /// The prices of a day's times, where they are asked for apart; none of them where they cannot be read in time, which keeps
    /// no guest from booking: a quote says what a booking costs.
    async fn prices(self: &Rc<Self>, scope: &Scope, experience_id: &ExperienceId, day: Day) -> Rc<DayPrices> {
        if !self.system.prices_apart() {
            return Rc::default();
        }
        let mut scope = scope.clone();
        scope.until = scope.until.min(self.elapsed() + PRICES_WITHIN);
        let key = PricedDay {
            experience_id: experience_id.clone(),
            day,
        };
        let fetch: Fetch<PricedDay, Rc<DayPrices>> = |inner, scope, of| {
            Box::pin(async move {
                let prices = inner.system.prices(&scope, &of.experience_id, of.day).await;
                prices.map(Rc::new)
            })
        };
        // A failure is the upstream's to log and count.
        let read = self.read(&self.prices, key, &scope, fetch).await;
        read.map(|read| read.value).unwrap_or_default()
    }
}

/// The slots with the prices of their times; one that has a price already keeps it.
fn priced(slots: &[Slot], prices: &[(Minutes, Price)]) -> Vec<Slot> {
    let of = |slot: &Slot| prices.iter().find(|(minutes, _)| *minutes == slot.minutes);
    let with_price = |slot: &Slot| Slot {
        price: slot.price.or_else(|| of(slot).map(|(_, price)| *price)),
        ..slot.clone()
    };
    slots.iter().map(with_price).collect()
}

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
    check_offered(inner, scope, (&request.experience_id, request.attendees), choices).await?;
    match inner.system.quote(scope, request, choices).await {
        Ok(quote) => Ok(quote),
        Err(error) => Err(inner.reading_failed(scope, &request.experience_id, error).await),
    }
}

/// The choices that guests have at an experience.
pub(super) async fn offers_of(
    inner: &Rc<Inner>,
    scope: &Scope,
    experience_id: &ExperienceId,
) -> Result<Rc<Offers>> {
    match inner.offers(scope, experience_id).await {
        Ok(read) => Ok(read.value),
        Err(error) => Err(inner.reading_failed(scope, experience_id, error).await),
    }
}

/// Refuses people and add-ons that are not offered to a party at an experience. The offers; none are read where nothing is
/// chosen.
async fn check_offered(
    inner: &Rc<Inner>,
    scope: &Scope,
    (experience_id, attendees): (&ExperienceId, Attendees),
    choices: &Choices,
) -> Result<Rc<Offers>> {
    if choices.people.is_empty() && choices.add_ons.is_empty() {
        return Ok(Rc::default());
    }
    let offers = offers_of(inner, scope, experience_id).await?;
    let faults = choices.faults_among(&offers, attendees);
    if faults.is_empty() {
        Ok(offers)
    } else {
        Err(VenueError::Fields(faults))
    }
}

impl BookingAttempt<'_> {
    /// The error for a time that was refused just now, with the others as this guest sees them. What a code opens has its
    /// prices already.
    pub(super) async fn taken(&self, slots: Vec<Slot>) -> VenueError {
        let request = &self.order.request;
        if self.choices.access_code.is_some() {
            return taken(slots, request.minutes);
        }
        let of = (&request.experience_id, request.day);
        self.inner.taken(self.scope, of, &slots, request.minutes).await
    }

    /// Refuses a booking with choices that are not offered; the offers.
    pub(super) async fn check_choices(&self) -> Result<Rc<Offers>> {
        let request = &self.order.request;
        let of = (&request.experience_id, request.attendees);
        check_offered(self.inner, self.scope, of, self.choices).await
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
