//! The screen of a flow that begins with the venue's data alone: the booking and the gift-card shop.

use std::sync::Arc;

use shared::id::VenueId;
use shared::venue::Venue;

use super::{CommonEffect, Failure, HostEvent, RequestNumbers};

/// The screen that is shown. `T` is the part that is open once the venue is known.
#[derive(Clone, Debug, PartialEq)]
pub enum VenueScreen<T> {
    /// The venue is being requested, by this number.
    Loading(u32),
    /// The venue's data could not be had.
    Unavailable(Failure),
    /// The venue has nothing on offer.
    NothingOffered(Arc<Venue>),
    /// The venue's offer.
    Open(Box<T>),
}

impl<T> VenueScreen<T> {
    /// The screen while the venue is requested, and the request.
    pub(crate) fn request<E: CommonEffect>(venue: &VenueId, numbers: &mut RequestNumbers) -> (Self, Vec<E>) {
        let number = numbers.issue();
        (Self::Loading(number), vec![E::ask_venue(number, venue.clone())])
    }

    /// Handles the answer to the venue's request: the venue; or what a failure leads to, which is nothing where the
    /// answer is late.
    pub(crate) fn answered<E: CommonEffect>(
        &mut self,
        number: u32,
        answer: Result<Box<Venue>, Failure>,
    ) -> Result<Arc<Venue>, Vec<E>> {
        if !matches!(self, Self::Loading(awaited) if *awaited == number) {
            return Err(Vec::new());
        }
        answer.map(Arc::from).map_err(|failure| {
            let effect = E::emit(HostEvent::Error(failure.name()));
            *self = Self::Unavailable(failure);
            vec![effect]
        })
    }

    /// The offer, if it is open.
    pub(crate) fn opened(&self) -> Option<&T> {
        match self {
            Self::Open(opened) => Some(opened),
            _ => None,
        }
    }

    /// The venue, once it is known; `of` finds it in an open offer.
    pub(crate) fn venue(&self, of: impl Fn(&T) -> &Arc<Venue>) -> Option<&Venue> {
        match self {
            Self::Loading(_) | Self::Unavailable(_) => None,
            Self::NothingOffered(venue) => Some(venue),
            Self::Open(opened) => Some(of(opened)),
        }
    }
}
