//! The engine behind the provider's port: questions go to the venue's object, which holds the book.
//! It must not know how a call travels, nor what the object does with it.

use async_trait::async_trait;
use shared::availability::{CalendarDay, Slot};
use shared::id::ReservationId;
use shared::reservation::{Attendees, Reservation, Status};
use shared::venue::{Experience, Image, PartyRange};

use super::settings;
use crate::config::VenueSettings;
use crate::provider::{
    Abilities, CalendarQuestion, Order, Provider, ProviderError, ReservationsQuestion, Reserved,
    SlotsQuestion,
};
use crate::venue::call::{Call, Line, make};

/// The embedded engine of one venue.
pub struct Engine<'a, L> {
    venue: &'a VenueSettings,
    line: L,
}

impl<'a, L: Line> Engine<'a, L> {
    /// The engine of `venue`, reached over `line`.
    pub fn new(venue: &'a VenueSettings, line: L) -> Self {
        Self { venue, line }
    }
}

#[async_trait(?Send)]
impl<L: Line> Provider for Engine<'_, L> {
    fn abilities(&self) -> Abilities {
        Abilities {
            areas: true,
            notes: true,
            moving: true,
            listing: true,
            status: true,
        }
    }

    async fn experiences(&self) -> Result<Vec<Experience>, ProviderError> {
        let engine = self.venue.engine.iter();
        engine
            .flat_map(|engine| &engine.experiences)
            .map(public)
            .collect()
    }

    async fn calendar(&self, question: &CalendarQuestion) -> Result<Vec<CalendarDay>, ProviderError> {
        make(&self.line, &self.venue.id, Call::Calendar(question.clone())).await
    }

    async fn slots(&self, question: &SlotsQuestion) -> Result<Vec<Slot>, ProviderError> {
        make(&self.line, &self.venue.id, Call::Slots(question.clone())).await
    }

    async fn reserve(&self, order: &Order) -> Result<Reserved, ProviderError> {
        make(&self.line, &self.venue.id, Call::Reserve(Box::new(order.clone()))).await
    }

    async fn reservation(&self, _: &ReservationId) -> Result<Reservation, ProviderError> {
        Err(ProviderError::NotFound)
    }

    async fn reservations(&self, _: &ReservationsQuestion) -> Result<Vec<Reservation>, ProviderError> {
        Ok(vec![])
    }

    async fn set_status(&self, _: &ReservationId, _: Status) -> Result<Reservation, ProviderError> {
        Err(ProviderError::NotFound)
    }
}

/// An experience as guests see it. Its picture is named by its file alone: whoever answers a guest
/// knows where the files are.
fn public(experience: &settings::Experience) -> Result<Experience, ProviderError> {
    let party =
        |size: u8| Attendees::parse(size.into()).map_err(|code| ProviderError::Broken(code.to_string()));
    Ok(Experience {
        id: experience.id.clone(),
        name: experience.name.clone(),
        short_description: experience.short_description.clone(),
        description_html: experience.description_html.clone(),
        image: experience.image.clone().map(|url| Image { url }),
        is_default: experience.is_default,
        attendees: PartyRange {
            min: party(experience.attendees.min)?,
            max: party(experience.attendees.max)?,
        },
        confirmation: experience.confirmation,
    })
}
