//! A gift card as its recipient sees it.
//!
//! While it is put together it follows every key, so it is no live region: screen readers read it on demand.

use shared::gift_card::Template;
use shared::time::Day;
use shared::validation::lines;

use crate::self_service::gift_cards::{Draft, Event, Field, Shop};
use crate::ui::ViewContext;
use crate::ui::experience::picture;
use crate::ui::node::{Element, el};

/// The texts of a card.
pub(super) struct CardTexts<'a> {
    /// The venue's name.
    pub(super) venue: &'a str,
    /// Its design; none where that is not offered any more.
    pub(super) template: Option<&'a Template>,
    /// Its value, formatted.
    pub(super) amount: String,
    /// The recipient's name; may be empty.
    pub(super) recipient: &'a str,
    /// Its message; may be empty.
    pub(super) message: &'a str,
    /// The last day on which it is valid; none if it never expires.
    pub(super) last_day: Option<Day>,
}

/// The card that is being put together, beside its form.
pub(super) fn preview(draft: &Draft, shop: &Shop, view: &ViewContext<Event>) -> Element {
    let amount = match draft.money() {
        Ok(amount) => view.context.formats.money(amount),
        Err(_) => view.words.cards_no_amount.to_owned(),
    };
    let text = |field: Field| lines(draft.text(field));
    let shown = CardTexts {
        venue: &shop.venue.name,
        template: Some(&draft.template),
        amount,
        recipient: &text(Field::RecipientName),
        message: &text(Field::Message),
        last_day: shop.last_day(),
    };
    let title = el("h3")
        .id("preview")
        .class("hint")
        .child(view.words.cards_preview);
    el("aside")
        .class("preview")
        .attr("aria-labelledby", "preview")
        .child(title)
        .child(card(&shown, view))
}

/// A card.
pub(super) fn card(shown: &CardTexts<'_>, view: &ViewContext<Event>) -> Element {
    let recipient = (!shown.recipient.is_empty()).then(|| {
        el("p")
            .class("gift-for")
            .child(view.words.cards_for.with(shown.recipient))
    });
    let message =
        (!shown.message.is_empty()).then(|| el("p").class("gift-message").child(shown.message.to_owned()));
    // As on paper: the picture, below it the value on the venue's colour, and the rest on the back.
    let plate = el("div")
        .class("gift-plate")
        .child(el("p").class("gift-venue").child(shown.venue.to_owned()))
        .child(el("p").class("gift-amount").child(shown.amount.clone()));
    let text = el("div")
        .class("gift-text")
        .child(recipient)
        .child(message)
        .child(el("p").class("gift-until").child(validity(shown.last_day, view)));
    el("div")
        .class("gift")
        .part("gift-card")
        .child(picture(
            shown.template.and_then(|template| template.image.as_ref()),
        ))
        .child(plate)
        .child(text)
}

/// How long a card is valid, in words.
pub(super) fn validity(last_day: Option<Day>, view: &ViewContext<Event>) -> String {
    last_day.map_or_else(
        || view.words.cards_never_expires.to_owned(),
        |day| view.words.cards_valid_until.with(&view.context.formats.day(day)),
    )
}

/// The same in a sentence of its own, for where no card is around it.
pub(super) fn validity_sentence(last_day: Option<Day>, view: &ViewContext<Event>) -> Element {
    let sentence = last_day.map_or_else(
        || view.words.cards_card_never_expires.to_owned(),
        |day| {
            view.words
                .cards_card_valid_until
                .with(&view.context.formats.day(day))
        },
    );
    el("p").class("gift-validity").child(sentence)
}
