//! Requests in Molzait's format. As at Molzait, unknown fields are ignored, and empty ones count as absent.

use shared::availability::SlotsQuery;
use shared::validation::read_query;

use crate::http::external_error::ExternalError;
use crate::provider::SlotsQuestion;

/// The query for slots.
pub(super) fn slots(parameters: &[(String, String)]) -> Result<SlotsQuestion, ExternalError> {
    let known = ["attendees", "day", "experienceId", "reservationId"];
    let wanted = parameters.iter().filter(|(name, _)| known.contains(&&**name));
    let SlotsQuery {
        experience_id,
        attendees,
        day,
        reservation_id,
    } = read_query(wanted.cloned())?;
    Ok(SlotsQuestion {
        experience_id,
        attendees,
        day,
        moving: reservation_id,
    })
}
