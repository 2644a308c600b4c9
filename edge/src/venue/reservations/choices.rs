//! Orders of parties beside their tables, and answers of guests: checked and priced in the turn that stores it.

use config::plan::{Experience, Offer};
use serde::Deserialize;
use shared::choices::GivenAnswer;
use shared::gift_card::GiftCardCode;
use shared::id::{AddOnId, ExperienceId, ReservationId};
use shared::money::MoneyError;
use shared::offer::Question;
use shared::party::Attendees;
use shared::payment::PaymentTerms;
use shared::quote::{Quote, QuoteRequest};
use shared::reservation::{ReservationChange, ReservationRequest, Status};
use shared::time::Day;
use shared::validation::{FieldCode, FieldError};

use super::Reservations;
use super::row::ReservationRow;
use crate::error::{Result, VenueError};
use crate::localization::questions;
use crate::provider::answers;
use crate::provider::engine::adapter;
use crate::provider::engine::order::{self, BookedUnits, StoredOrder};
use crate::provider::pricing::{self, PartyOrder};
use crate::provider::status::counts_as_guests;
use crate::storage::database::select;
use crate::storage::row as columns;
use crate::venue::context::Ctx;

/// The choices of a guest beside a table, checked.
#[derive(Default)]
pub(super) struct CheckedChoices {
    /// The price of the booking without a gift card; none where it was not computed.
    pub(super) quote: Option<Quote>,
    /// The order as it is stored.
    pub(super) ordered: Option<StoredOrder>,
    /// The answers.
    pub(super) answers: Vec<GivenAnswer>,
}

/// A reservation's choices after a change.
pub(super) struct ChangedChoices {
    pub(super) ordered: Option<StoredOrder>,
    pub(super) answers: Option<Vec<GivenAnswer>>,
    /// The terms of payment that the order has.
    pub(super) terms: Option<PaymentTerms>,
}

/// An order of a day.
#[derive(Deserialize)]
struct StoredOrderRow {
    id: ReservationId,
    status: Status,
    #[serde(with = "columns::optional_json")]
    ordered: Option<StoredOrder>,
}

impl Reservations {
    /// The price of a booking, or of a reservation after a change, with what is left on the day of the add-ons of which
    /// there is a stock.
    pub fn quote(&self, ctx: Ctx<'_>, request: &QuoteRequest) -> Result<Quote> {
        let Some(experience) = self.experience(&request.experience_id) else {
            return Err(fault("/experienceId", FieldCode::Unknown));
        };
        let party = experience.party();
        if request.attendees < party.min {
            return Err(fault("/attendees", FieldCode::PartyTooSmall));
        }
        if request.attendees > party.max {
            return Err(fault("/attendees", FieldCode::PartyTooLarge));
        }
        let order = PartyOrder {
            attendees: request.attendees,
            people: &request.people,
            add_ons: &request.add_ons,
        };
        let own = request.reservation_id.as_ref();
        let quote = self.checked_quote(ctx, experience, order, (request.day, own))?;
        self.with_card(ctx, request.gift_card_code.as_ref(), quote)
    }

    /// The add-ons of an experience of which nothing is left on a day.
    pub fn sold_out(&self, ctx: Ctx<'_>, id: &ExperienceId, day: Day) -> Result<Vec<AddOnId>> {
        let Some(experience) = self.experience(id) else {
            return Ok(Vec::new());
        };
        let offer = experience.offer();
        let left = order::left(offer, &booked_units(ctx, offer, day, None)?);
        let sold_out = left.into_iter().filter(|one| one.left == 0);
        Ok(sold_out.map(|one| one.id).collect())
    }

    /// The choices of a guest's request, checked and priced. An experience that is not there is a fault of the placement.
    pub(super) fn check_choices(&self, ctx: Ctx<'_>, request: &ReservationRequest) -> Result<CheckedChoices> {
        let Some(experience) = self.experience(&request.experience_id) else {
            return Ok(CheckedChoices::default());
        };
        let questions = adapter::questions(experience.offer(), questions::words);
        self.checked(ctx, experience, request, &questions)
    }

    /// The choices of a request by staff: questions to the guest may stay unanswered.
    pub(super) fn check_staff_choices(
        &self,
        ctx: Ctx<'_>,
        request: &ReservationRequest,
    ) -> Result<CheckedChoices> {
        let Some(experience) = self.experience(&request.experience_id) else {
            return Ok(CheckedChoices::default());
        };
        if request.people.is_empty() && request.add_ons.is_empty() && request.answers.is_empty() {
            return self.unasked(&request.experience_id, request.attendees);
        }
        let mut questions = adapter::questions(experience.offer(), questions::words);
        for question in &mut questions {
            question.is_required = false;
        }
        self.checked(ctx, experience, request, &questions)
    }

    /// The choices of a party that was not asked: all of the default category, at the price that is stated.
    pub(super) fn unasked(&self, id: &ExperienceId, attendees: Attendees) -> Result<CheckedChoices> {
        let Some(experience) = self.experience(id) else {
            return Ok(CheckedChoices::default());
        };
        let order = PartyOrder {
            attendees,
            people: &[],
            add_ons: &[],
        };
        let quote = pricing::quote(experience, order, self.plan.currency()).map_err(broken)?;
        Ok(CheckedChoices {
            ordered: order::ordered(experience, order, &quote),
            ..CheckedChoices::default()
        })
    }

    fn checked(
        &self,
        ctx: Ctx<'_>,
        experience: &Experience,
        request: &ReservationRequest,
        questions: &[Question],
    ) -> Result<CheckedChoices> {
        let order = PartyOrder {
            attendees: request.attendees,
            people: &request.people,
            add_ons: &request.add_ons,
        };
        let quote = self.checked_quote(ctx, experience, order, (request.day, None));
        match (quote, answers::checked(questions, &request.answers)) {
            (Ok(quote), Ok(answers)) => Ok(CheckedChoices {
                ordered: order::ordered(experience, order, &quote),
                quote: Some(quote),
                answers,
            }),
            (Err(VenueError::Fields(mut faults)), Err(more)) => {
                faults.extend(more);
                Err(VenueError::Fields(faults))
            }
            (Err(error), _) => Err(error),
            (Ok(_), Err(faults)) => Err(VenueError::Fields(faults)),
        }
    }

    /// Refuses a booking whose price is another one than its guest was shown.
    pub(super) fn agree(&self, ctx: Ctx<'_>, request: &ReservationRequest, quote: &Quote) -> Result<()> {
        let Some(quoted) = request.quoted else {
            return Ok(());
        };
        let quote = self.with_card(ctx, request.gift_card_code.as_ref(), quote.clone())?;
        if quote.quoted() == quoted {
            Ok(())
        } else {
            Err(VenueError::PriceChanged {
                quote: Box::new(quote),
            })
        }
    }

    /// The choices of a reservation after a change by its guest. As long as nothing else is ordered, its prices are
    /// those of the time of booking.
    pub(super) fn changed_choices(
        &self,
        ctx: Ctx<'_>,
        record: &ReservationRow,
        change: &ReservationChange,
    ) -> Result<ChangedChoices> {
        let Some(experience) = self.experience(&record.experience_id) else {
            return Ok(ChangedChoices {
                ordered: record.ordered.clone(),
                answers: record.answers.clone(),
                terms: record.payment.clone(),
            });
        };
        let stored = record.ordered.clone().unwrap_or_default();
        let attendees = change.attendees.unwrap_or(record.attendees);
        let (people_before, add_ons_before) = (stored.people_counts(), stored.chosen_add_ons());
        let people = change
            .people
            .clone()
            .unwrap_or_else(|| order::resized(experience.offer(), &people_before, attendees));
        let add_ons = match &change.add_ons {
            Some(add_ons) => add_ons.clone(),
            None if attendees == record.attendees => add_ons_before.clone(),
            None => order::fitted(experience.offer(), &add_ons_before, attendees),
        };
        let order = PartyOrder {
            attendees,
            people: &people,
            add_ons: &add_ons,
        };
        let day = change.day.unwrap_or(record.day);
        let is_same = (attendees, &people, &add_ons) == (record.attendees, &people_before, &add_ons_before);
        let (ordered, terms) = if is_same {
            Self::check_stock(ctx, experience, order, (record, day))?;
            let terms = match &record.ordered {
                Some(_) => record.payment.clone(),
                None => experience.payment_terms(attendees),
            };
            (record.ordered.clone(), terms)
        } else {
            let quote = self.checked_quote(ctx, experience, order, (day, Some(&record.id)))?;
            (order::ordered(experience, order, &quote), quote.terms)
        };
        let answers = match &change.answers {
            Some(given) => {
                let questions = adapter::questions(experience.offer(), questions::words);
                let given = answers::checked(&questions, given).map_err(VenueError::Fields)?;
                Some(given).filter(|given| !given.is_empty())
            }
            None => record.answers.clone(),
        };
        Ok(ChangedChoices {
            ordered,
            answers,
            terms,
        })
    }

    /// The order of a reservation once staff have changed the size of its party, with the terms of its payment: the
    /// default category takes the difference, or all of it where it is too small for that.
    pub(super) fn reordered(
        &self,
        record: &ReservationRow,
        attendees: Attendees,
    ) -> Result<(Option<StoredOrder>, Option<PaymentTerms>)> {
        let (Some(stored), Some(experience)) = (&record.ordered, self.experience(&record.experience_id))
        else {
            return Ok((record.ordered.clone(), record.payment.clone()));
        };
        if attendees == record.attendees {
            return Ok((record.ordered.clone(), record.payment.clone()));
        }
        let mut people = order::resized(experience.offer(), &stored.people_counts(), attendees);
        let counted: u32 = people.iter().map(|one| u32::from(one.count)).sum();
        if counted != u32::from(attendees.get()) {
            people.clear();
        }
        let add_ons = order::fitted(experience.offer(), &stored.chosen_add_ons(), attendees);
        let order = PartyOrder {
            attendees,
            people: &people,
            add_ons: &add_ons,
        };
        let quote = pricing::quote(experience, order, self.plan.currency()).map_err(broken)?;
        Ok((order::ordered(experience, order, &quote), quote.terms))
    }

    fn experience(&self, id: &ExperienceId) -> Option<&Experience> {
        let index = self.plan.find_experience(id)?;
        self.plan.experience(index)
    }

    /// The price of an order of which everything is offered and left on its day.
    fn checked_quote(
        &self,
        ctx: Ctx<'_>,
        experience: &Experience,
        order: PartyOrder<'_>,
        (day, except): (Day, Option<&ReservationId>),
    ) -> Result<Quote> {
        let offer = experience.offer();
        let booked = booked_units(ctx, offer, day, except)?;
        let mut faults = order::faults(experience, order);
        faults.extend(order::stock_faults(offer, order.add_ons, &booked));
        if !faults.is_empty() {
            return Err(VenueError::Fields(faults));
        }
        let quote = pricing::quote(experience, order, self.plan.currency()).map_err(broken)?;
        Ok(Quote {
            left: order::left(offer, &booked),
            ..quote
        })
    }

    /// Refuses to move an order to a day on which too little is left of it.
    fn check_stock(
        ctx: Ctx<'_>,
        experience: &Experience,
        order: PartyOrder<'_>,
        (record, day): (&ReservationRow, Day),
    ) -> Result<()> {
        if day == record.day {
            return Ok(());
        }
        let offer = experience.offer();
        let booked = booked_units(ctx, offer, day, Some(&record.id))?;
        if order::stock_faults(offer, order.add_ons, &booked).is_empty() {
            Ok(())
        } else {
            Err(fault("/day", FieldCode::SoldOut))
        }
    }

    /// The quote with what the gift card of this code gives.
    fn with_card(&self, ctx: Ctx<'_>, code: Option<&GiftCardCode>, quote: Quote) -> Result<Quote> {
        match self.gift(ctx, code, quote.terms.as_ref())? {
            Some(gift) => pricing::with_gift_card(quote, gift.amount).map_err(broken),
            None => Ok(quote),
        }
    }
}

/// The units of an experience's add-ons that are booked for a day, one reservation aside. Nothing is read where no add-on
/// has a stock.
fn booked_units(
    ctx: Ctx<'_>,
    offer: &Offer,
    day: Day,
    except: Option<&ReservationId>,
) -> Result<BookedUnits> {
    let mut booked = BookedUnits::new();
    if offer.add_ons.iter().all(|one| one.stock_per_day.is_none()) {
        return Ok(booked);
    }
    let rows: Vec<StoredOrderRow> = select(
        ctx.database,
        "SELECT id, status, ordered FROM reservations WHERE day = ? AND ordered IS NOT NULL",
        vec![day.to_string().into()],
    )?;
    let rows = rows
        .into_iter()
        .filter(|row| counts_as_guests(row.status) && Some(&row.id) != except);
    for add_on in rows
        .filter_map(|row| row.ordered)
        .flat_map(|ordered| ordered.add_ons)
    {
        *booked.entry(add_on.id).or_default() += u32::from(add_on.quantity);
    }
    Ok(booked)
}

fn fault(pointer: &str, code: FieldCode) -> VenueError {
    VenueError::Fields(vec![FieldError::new(pointer, code)])
}

fn broken(error: MoneyError) -> VenueError {
    VenueError::Broken(error.to_string())
}
