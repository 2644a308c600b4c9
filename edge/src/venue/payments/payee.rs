//! The thing that a payment pays for, as far as payments know it.

use super::Row;
use crate::error::Result;
use crate::payment::flow::Event;
use crate::storage::database::Statement;
use crate::venue::context::Ctx;

/// The thing that a payment pays for: a reservation here, one at a remote system, or the order of a gift card.
pub trait Payee {
    /// Applies events of the payment, with `beside` in the same write, and returns the payment after them.
    fn apply(&mut self, ctx: Ctx<'_>, before: &Row, events: &[Event], beside: Vec<Statement>) -> Result<Row>;
}
