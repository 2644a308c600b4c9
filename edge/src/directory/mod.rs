//! The directory of the deployment's venues: a Durable Object of its own, for operators alone. It lists venues, has
//! the operators who sign in with their sessions, and is asked by no guest's request: the settings of a venue, and whether it is suspended, are in the venue's own object.

pub mod client;
mod letters;
pub mod message;
pub mod rows;
pub mod service;
mod venues;
