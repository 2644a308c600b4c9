//! The choice of an area: a filter of a day's times, and a question among the guest's details.

use shared::availability::{Area, Slot};
use shared::venue::Feature;

use super::Context;
use super::choice::{choice, choices};
use super::node::Element;
use super::slot_buttons::open;
use crate::flow::{Booking, Event};

/// The areas as a filter of the day's times, where not every open time has a table in each.
pub(super) fn filter(slots: &[Slot], booking: &Booking, context: &Context) -> Option<Element> {
    let mut offered: Vec<Area> = Vec::new();
    for area in open(slots).flat_map(|slot| &slot.areas) {
        if offered.iter().all(|known| known.id != area.id) {
            offered.push(area.clone());
        }
    }
    open(slots)
        .any(|slot| slot.areas.len() < offered.len())
        .then(|| areas(&offered, booking, context))
        .flatten()
}

/// The choice of one of these areas or of any, where guests have a choice.
pub(super) fn areas(offered: &[Area], booking: &Booking, context: &Context) -> Option<Element> {
    if offered.len() < 2 || !booking.venue.features.contains(&Feature::Areas) {
        return None;
    }
    let offers = std::iter::once(None)
        .chain(offered.iter().map(Some))
        .map(|area| area_choice(area, booking, context).into())
        .collect();
    Some(choices(context.texts.area_legend, offers))
}

fn area_choice(area: Option<&Area>, booking: &Booking, context: &Context) -> Element {
    let id = area.map(|area| area.id.clone());
    let name = area.map_or(context.texts.any_area, |area| context.of(&area.name));
    let value = id.as_ref().map_or_else(String::new, |id| id.as_str().to_owned());
    let is_chosen = booking.area == id;
    let chosen = context.sends(Event::AreaChosen(id));
    choice("area", value, name.to_owned(), is_chosen, chosen)
}
