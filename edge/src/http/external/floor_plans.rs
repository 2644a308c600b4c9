//! Floor plans in Molzait's wire format: tables, combinations and elements are maps by their ids.

use std::collections::BTreeMap;

use config::engine::Combination;
use http::StatusCode;
use serde::Serialize;
use shared::access::Permission;
use shared::id::{AreaId, TableId, VenueId};

use super::{EXTERNAL, floor_plan_input};
use crate::error::VenueError;
use crate::http::endpoint::{Access, AdmittedRequest, Body, Endpoint, Handler, Verb};
use crate::http::external_error::ExternalError;
use crate::http::{Reply, json};
use crate::venue::message::floor_plan::FloorPlan;

const PLANS: &str = "/external/floorplans";
const PLAN: &str = "/external/floorplans/{floorPlanId}";

/// Every plan.
pub(super) const LIST: Endpoint = Endpoint {
    path: PLANS,
    route: "external.floor_plans",
    handler: Handler::External(|call| Box::pin(list(call))),
    #[cfg(test)]
    docs: super::docs::LIST_FLOOR_PLANS,
    ..EXTERNAL
};

/// A new plan.
pub(super) const CREATE: Endpoint = Endpoint {
    verb: Verb::Post,
    path: PLANS,
    route: "external.create_floor_plan",
    handler: Handler::External(|call| Box::pin(create(call))),
    #[cfg(test)]
    docs: super::docs::CREATE_FLOOR_PLAN,
    ..CHANGE
};

/// A plan in place of another.
pub(super) const REPLACE: Endpoint = Endpoint {
    verb: Verb::Put,
    path: PLAN,
    route: "external.replace_floor_plan",
    handler: Handler::External(|call| Box::pin(replace(call))),
    #[cfg(test)]
    docs: super::docs::REPLACE_FLOOR_PLAN,
    ..CHANGE
};

/// The end of a plan.
pub(super) const DELETE: Endpoint = Endpoint {
    verb: Verb::Delete,
    path: PLAN,
    route: "external.delete_floor_plan",
    body: Body::Unread,
    handler: Handler::External(|call| Box::pin(delete(call))),
    #[cfg(test)]
    docs: super::docs::DELETE_FLOOR_PLAN,
    ..CHANGE
};

/// Plans are settings of the venue: cached responses are dropped with the version that they were made of.
const CHANGE: Endpoint = Endpoint {
    access: Access::Staff(Permission::WriteSettings),
    body: Body::LargeJson,
    ..EXTERNAL
};

async fn list(call: AdmittedRequest<'_, '_>) -> Result<Reply, ExternalError> {
    let plans = call.staff_client()?.floor_plans().await;
    let plans = plans.map_err(ExternalError::of_floor_plan)?;
    let venue = &call.venue()?.id;
    let plans: Vec<_> = plans.iter().map(|plan| Written::of(venue, plan)).collect();
    Ok(json(StatusCode::OK, &plans))
}

async fn create(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ExternalError> {
    let parts = floor_plan_input::new(call.json.take())?;
    let plan = call.staff_client()?.create_floor_plan(parts).await;
    let plan = plan.map_err(ExternalError::of_floor_plan)?;
    Ok(json(StatusCode::CREATED, &Written::of(&call.venue()?.id, &plan)))
}

/// Replaces the members that the body has.
async fn replace(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ExternalError> {
    let parts = floor_plan_input::parts(call.json.take())?;
    let plan = call
        .staff_client()?
        .replace_floor_plan(plan_id(&call)?, parts)
        .await;
    let plan = plan.map_err(ExternalError::of_floor_plan)?;
    Ok(json(StatusCode::OK, &Written::of(&call.venue()?.id, &plan)))
}

async fn delete(call: AdmittedRequest<'_, '_>) -> Result<Reply, ExternalError> {
    let deleted = call.staff_client()?.delete_floor_plan(plan_id(&call)?).await;
    deleted.map_err(ExternalError::of_floor_plan)?;
    let mut reply = Reply::new(Vec::new());
    *reply.status_mut() = StatusCode::NO_CONTENT;
    Ok(reply)
}

fn plan_id(call: &AdmittedRequest<'_, '_>) -> Result<AreaId, ExternalError> {
    let id = call.parameter("floorPlanId", AreaId::parse);
    id.map_err(|_| ExternalError::of_floor_plan(VenueError::NotFound))
}

/// A plan as Molzait writes it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    id: &'a AreaId,
    name: &'a str,
    restaurant_id: &'a VenueId,
    sort_index: u16,
    tables: BTreeMap<&'a str, WrittenTable<'a>>,
    combinations: BTreeMap<&'a str, &'a Combination>,
    elements: BTreeMap<&'a str, WrittenElement<'a>>,
}

/// A table as Molzait writes it in a plan.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WrittenTable<'a> {
    id: &'a TableId,
    name: &'a str,
    min_party_size: u8,
    max_party_size: u8,
    priority_index: u16,
    reservable: bool,
    rotation: i16,
    table_category_ids: &'a [String],
    #[serde(rename = "type")]
    shape: &'a str,
    x: i32,
    y: i32,
}

/// An element as Molzait writes it: without its id, which is its key.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WrittenElement<'a> {
    #[serde(rename = "type")]
    shape: Option<&'a str>,
    x: i32,
    y: i32,
    width: i32,
    height: i32,
    rotation: i16,
    background_color: Option<&'a str>,
}

impl<'a> Written<'a> {
    fn of(venue: &'a VenueId, plan: &'a FloorPlan) -> Self {
        let room = &plan.room;
        let tables = room.tables.iter().map(|table| {
            let written = WrittenTable {
                id: &table.id,
                name: &table.name,
                min_party_size: table.min_party_size,
                max_party_size: table.max_party_size,
                priority_index: table.priority_index,
                reservable: table.reservable,
                rotation: table.rotation,
                table_category_ids: &table.categories,
                shape: &table.shape,
                x: table.x,
                y: table.y,
            };
            (table.id.as_str(), written)
        });
        let elements = room.elements.iter().map(|element| {
            let written = WrittenElement {
                shape: element.shape.as_deref(),
                x: element.x,
                y: element.y,
                width: element.width,
                height: element.height,
                rotation: element.rotation,
                background_color: element.background_color.as_deref(),
            };
            (element.id.as_str(), written)
        });
        let combinations = room.combinations.iter();
        Self {
            id: &room.id,
            name: &plan.name,
            restaurant_id: venue,
            sort_index: room.sort_index,
            tables: tables.collect(),
            combinations: combinations.map(|one| (one.id.as_str(), one)).collect(),
            elements: elements.collect(),
        }
    }
}

#[cfg(test)]
#[path = "floor_plans_tests.rs"]
mod tests;
