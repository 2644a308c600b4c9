//! The experiences as a strip of cards, one of which is chosen.

use shared::availability::Confirmation;
use shared::image::Image;
use shared::venue::Experience;

use super::Context;
use super::node::{Element, Node, el};
use crate::flow::{Booking, Event, Part};

/// The cards; just a line about it where there is but one experience.
pub(super) fn experiences(booking: &Booking, context: &Context) -> Element {
    let chosen = &booking.experience;
    let is_single = booking.venue.experiences.len() == 1;
    let is_folded = booking.opened != Some(Part::Experience);
    let about = el("div")
        .class(if is_single && is_folded {
            "about folded"
        } else {
            "about"
        })
        .child(el("p").child(context.of(&chosen.short_description).to_owned()))
        .child(more(chosen, context));
    if is_single {
        return about;
    }
    let cards = booking
        .venue
        .experiences
        .iter()
        .map(|experience| card(experience, experience.id == chosen.id, context).into())
        .collect();
    el("fieldset")
        .class(if is_folded {
            "experiences folded"
        } else {
            "experiences"
        })
        .id("experience")
        .attr("tabindex", "-1")
        .child(el("legend").child(context.texts.experience_legend))
        .child(el("div").class("cards").children(cards))
        .child(about)
}

/// A decorative picture, without a text alternative. It is asked for once the times beside it are drawn.
pub(super) fn picture(image: Option<&Image>) -> Node {
    image
        .map(|image| {
            el("img")
                .attr("src", image.url.clone())
                .attr("alt", "")
                .attr("loading", "lazy")
                .attr("width", "320")
                .attr("height", "200")
        })
        .into()
}

fn card(experience: &Experience, is_chosen: bool, context: &Context) -> Element {
    let badge = (experience.confirmation == Confirmation::Request)
        .then(|| el("span").class("badge").child(context.texts.on_request));
    let choice = el("input")
        .attr("type", "radio")
        .class("sr")
        .attr("name", "experience")
        .attr("value", experience.id.as_str().to_owned())
        .flag("checked", is_chosen)
        .on(
            "change",
            context.sends(Event::ExperienceChosen(experience.id.clone())),
        );
    el("label")
        .class("card")
        .part("experience")
        .child(choice)
        .child(picture(experience.image.as_ref()))
        .child(
            el("span")
                .class("name")
                .child(context.of(&experience.name).to_owned())
                .child(badge),
        )
}

fn more(experience: &Experience, context: &Context) -> Option<Element> {
    let description = context.of(&experience.description_html);
    (!description.is_empty()).then(|| {
        let title = context.texts.more_about.with(context.of(&experience.name));
        // The edge has made this HTML safe.
        let description = el("div").class("description").inner_html(description.to_owned());
        el("details").child(el("summary").child(title)).child(description)
    })
}
