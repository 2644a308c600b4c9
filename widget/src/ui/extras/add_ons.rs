//! Add-ons as cards: picture, price and how many.

use leptos::prelude::event_target_checked;
use shared::offer::{AddOn, PricePer};

use super::super::ViewContext;
use super::super::experience::picture;
use super::super::node::{Element, Node, el};
use super::extras_form::ExtrasForm;
use super::faults;
use super::names::add_on_name;
use super::stepper::Stepper;
use crate::self_service::extras::{Event, ExtrasField};

/// The id of the add-on at a place.
pub(super) fn id(place: usize) -> String {
    format!("add-on-{place}")
}

/// The cards, where the experience offers any.
pub(super) fn add_ons(form: &ExtrasForm<'_>, view: &ViewContext<Event>) -> Option<Element> {
    let offered = &form.experience.add_ons;
    if offered.is_empty() {
        return None;
    }
    let cards = offered
        .iter()
        .enumerate()
        .map(|(place, add_on)| card(place, add_on, form, view).into())
        .collect();
    Some(
        el("fieldset")
            .class("add-ons")
            .child(el("legend").child(view.words.extras_add_ons))
            .child(el("ul").children(cards)),
    )
}

fn card(place: usize, add_on: &AddOn, form: &ExtrasForm<'_>, view: &ViewContext<Event>) -> Element {
    let (words, context) = (view.words, &view.context);
    let name = context.of(&add_on.name);
    let limit = form.limit(place);
    let chosen = form.extras.quantity(&add_on.id);
    let fault = faults::line(form, &ExtrasField::AddOn(add_on.id.clone()), &id(place), view);
    let amount = context.formats.money(add_on.price);
    let price = match add_on.per {
        _ if add_on.price.amount() == 0 => words.extras_free.to_owned(),
        PricePer::Booking => words.extras_per_booking.with(&amount),
        PricePer::Guest => context.texts.per_guest.with(&amount),
        PricePer::Unit => words.extras_per_unit.with(&amount),
    };
    let most = (limit > 1).then(|| words.extras_at_most.with(&limit.to_string()));
    let is_gone = limit == 0;
    let price: Vec<_> = std::iter::once(price).chain(most).collect();
    let price_id = id(place) + "-price";
    let mut described = vec![price_id.clone()];
    described.extend(fault.as_ref().map(|_| faults::id(&id(place))));
    let described = described.join(" ");
    let choice: Node = if is_gone {
        // The focus of a fault leads here too.
        el("p")
            .id(id(place))
            .attr("tabindex", "-1")
            .class("hint")
            .child(words.extras_sold_out)
            .into()
    } else if add_on.per == PricePer::Booking {
        tick(place, add_on, chosen > 0, described, view).into()
    } else {
        let of = add_on.id.clone();
        let stepper = Stepper {
            id: id(place),
            name: add_on_name(&add_on.id),
            label: name,
            number: Some(chosen.into()),
            min: 0,
            max: limit.into(),
            described_by: Some(described),
        };
        let set = move |number: u16| Event::AddOnChosen(of.clone(), u8::try_from(number).unwrap_or(u8::MAX));
        stepper.draw(view, set).into()
    };
    let description = add_on
        .description
        .as_ref()
        .map(|text| context.of(text).to_owned());
    let about = el("div")
        .class("words")
        .child(el("strong").child(name.to_owned()))
        .child(description.map(|text| el("span").child(text)))
        .child(el("span").class("hint").id(price_id).child(price.join(" · ")));
    el("li")
        .class(if chosen > 0 { "add-on chosen" } else { "add-on" })
        .child(picture(add_on.image.as_ref()))
        .child(about)
        .child(choice)
        .child(fault)
}

/// The choice of an add-on that there is once for the booking.
fn tick(
    place: usize,
    add_on: &AddOn,
    is_chosen: bool,
    described: String,
    view: &ViewContext<Event>,
) -> Element {
    let of = add_on.id.clone();
    let changed = view.reads(move |event| {
        let quantity = u8::from(event_target_checked(event));
        Some(Event::AddOnChosen(of.clone(), quantity))
    });
    let name = [": ", view.context.of(&add_on.name)].concat();
    let input = el("input")
        .attr("type", "checkbox")
        .attr("name", add_on_name(&add_on.id))
        .attr("value", "1")
        .id(id(place))
        .attr("aria-describedby", described)
        .flag("checked", is_chosen)
        .on("change", changed);
    let label = el("span")
        .child(view.words.extras_add)
        .child(el("span").class("sr").child(name));
    el("label").class("consent").child(input).child(label)
}
