//! Loading the venue beside what a view's link leads to: a reservation or a waitlist entry.

use std::sync::Arc;

use shared::venue::Venue;

use super::Opening;
use crate::flow::{CommonEffect, HostEvent, RequestNumbers};

/// The state that such a view has on all of its screens.
#[derive(Clone, Debug, PartialEq)]
pub struct Loader {
    /// The settings that the view started with.
    pub opening: Opening,
    /// The venue, once it is known.
    pub venue: Option<Arc<Venue>>,
    pub(super) numbers: RequestNumbers,
}

impl Loader {
    pub(super) fn new(opening: Opening) -> Self {
        Self {
            opening,
            venue: None,
            numbers: RequestNumbers::default(),
        }
    }

    /// The number of a round of requests, and the venue's among them.
    pub(super) fn request<E: CommonEffect>(&mut self) -> (u32, E) {
        let number = self.numbers.issue();
        (number, E::ask_venue(number, self.opening.venue.clone()))
    }

    /// The effects of a screen that has nothing to load: the view is ready. The venue is requested where it is not
    /// known, since the restaurant's telephone number is of use all the same.
    pub(super) fn closed<E: CommonEffect>(&mut self) -> Vec<E> {
        let mut effects = vec![E::emit(HostEvent::Ready)];
        if self.venue.is_none() {
            effects.push(self.request().1);
        }
        effects
    }
}
