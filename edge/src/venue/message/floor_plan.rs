//! Requests about a venue's floor plans, which are the rooms of its settings, and their responses.

use config::engine::{Combination, Element, Room, Table};
use serde::{Deserialize, Serialize};
use shared::id::AreaId;

use crate::venue::message::policy::Policy;

/// A request of staff about floor plans.
#[derive(Debug, Serialize, Deserialize)]
pub enum FloorPlansRequest {
    /// Answered with every plan, in the order to show.
    List,
    /// Answered with the plan that was created from these parts, all of which are there.
    Create(Box<FloorPlanParts>),
    /// Answered with the plan after these parts were replaced.
    Replace(AreaId, Box<FloorPlanParts>),
    /// Answered with nothing once there is no plan of this id.
    Delete(AreaId),
}

impl FloorPlansRequest {
    /// Its policy.
    #[must_use]
    pub fn policy(&self) -> Policy<'static> {
        match self {
            Self::List => Policy::READ_BY_STAFF,
            Self::Create(_) | Self::Replace(..) | Self::Delete(_) => Policy::WRITE_BY_STAFF,
        }
    }
}

/// The parts of a plan to store. What is left out stays as it is, and is empty in a new plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FloorPlanParts {
    /// Its name, in the first language of the venue.
    pub name: Option<String>,
    /// Its place among the plans.
    pub sort_index: Option<u16>,
    /// Its tables. Kinds of tables that the venue does not have yet are added to its settings.
    pub tables: Option<Vec<Table>>,
    /// Tables that may be put together.
    pub combinations: Option<Vec<Combination>>,
    /// The drawings beside the tables.
    pub elements: Option<Vec<Element>>,
}

/// A floor plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FloorPlan {
    /// Its name in the first language of the venue.
    pub name: String,
    /// The room that it is stored as.
    pub room: Room,
}
