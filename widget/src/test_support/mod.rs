//! Test support: venues and answers, sessions that are led to a screen by the events that guests make, and the HTML
//! that is drawn of them.

pub(crate) mod booking;
pub(crate) mod drawing;
pub(crate) mod extras;
pub(crate) mod gift_cards;
pub(crate) mod manage;
pub(crate) mod waitlist;
