//! A reservation as it stands, and what can be done with it. It must not know what follows.

use shared::payment::PaymentStatus;
use shared::time::{Day, Minutes};

use super::super::button::Look;
use super::super::node::{Element, Node, el};
use super::super::{Scene, notice, payment};
use crate::self_service::manage::{Event, File, Notice, Standing, Stay};

/// The heading: where the reservation stands, or what has just become of it.
pub(super) fn title(stay: &Stay, scene: &Scene<Event>) -> &'static str {
    let words = scene.words;
    match (&stay.notice, stay.standing()) {
        (Some(Notice::Paid), Standing::Booked) => scene.context.texts.booked_title,
        (Some(Notice::Changed), _) => words.manage_changed_title,
        (Some(Notice::Noted), _) => words.manage_noted_title,
        (_, Standing::ToPay) if stay.checkout.is_some() => {
            if stay.is_guaranteed() {
                words.manage_card_title
            } else {
                words.manage_pay_title
            }
        }
        (_, Standing::NoShow) => words.manage_no_show_title,
        (_, Standing::Cancelled) => words.manage_cancelled_title,
        (_, Standing::Declined) => words.manage_declined_title,
        (_, Standing::Gone) => words.manage_gone_title,
        _ => words.manage_title,
    }
}

/// The reservation.
pub(super) fn view(stay: &Stay, scene: &Scene<Event>) -> Element {
    let to_pay = (stay.standing() == Standing::ToPay)
        .then(|| {
            let terms = stay.terms();
            let cause = payment::Cause {
                terms: terms.as_ref(),
                gift: stay.reservation.gift_card,
                held: scene.words.pay_table_held,
            };
            stay.checkout
                .as_ref()
                .map(|checkout| payment::payment(checkout, cause, scene, Event::Payment))
        })
        .flatten();
    el("div")
        .class("stay")
        .child(to_pay)
        .child(standing(stay, scene))
        .child(ticket(stay, scene))
        .child(actions(stay, scene))
}

/// What there is to say of where it stands.
fn standing(stay: &Stay, scene: &Scene<Event>) -> Option<Element> {
    let (words, context) = (scene.words, &scene.context);
    let venue = &stay.venue.name;
    let text = match stay.standing() {
        Standing::ToPay if stay.checkout.is_some() => return None,
        Standing::ToPay if stay.is_guaranteed() => context.texts.pending_card.to_owned(),
        Standing::ToPay => context.texts.pending.with(venue),
        Standing::Requested => context.texts.requested.with(venue),
        Standing::Booked => context.texts.booked.with(venue),
        Standing::Declined => words.manage_declined.with(venue),
        Standing::Cancelled => words.manage_cancelled.to_owned(),
        Standing::Gone => words.manage_gone.to_owned(),
        Standing::NoShow => words.manage_no_show.to_owned(),
        Standing::Past => words.manage_past.to_owned(),
    };
    let money = stay.checkout.as_ref().and_then(|checkout| {
        let amount = || context.formats.money(checkout.payment.amount);
        match checkout.payment.status {
            // What was kept for the worst is charged for one reason alone.
            PaymentStatus::Paid if stay.is_guaranteed() => Some(words.manage_no_show_charged.with(&amount())),
            PaymentStatus::Paid => Some(words.manage_paid.with(&amount())),
            // Whether it will be charged for that is not known yet.
            PaymentStatus::Authorised if stay.standing() == Standing::NoShow => None,
            PaymentStatus::Authorised if stay.is_guaranteed() => Some(words.manage_guaranteed.to_owned()),
            PaymentStatus::Authorised => Some(words.manage_set_aside.with(&amount())),
            PaymentStatus::Refunding => Some(words.pay_refunding.to_owned()),
            PaymentStatus::Refunded => Some(words.pay_refunded.to_owned()),
            PaymentStatus::Lapsed if stay.is_guaranteed() => Some(words.pay_card_lapsed.to_owned()),
            PaymentStatus::Lapsed => Some(words.pay_lapsed.to_owned()),
            PaymentStatus::Open | PaymentStatus::Authenticating | PaymentStatus::Failed => None,
        }
    });
    let write = |money| context.formats.money(money);
    let gift = match (stay.gift_back, stay.reservation.gift_card) {
        (Some(back), _) => Some(words.manage_gift_back.with(&write(back))),
        (None, Some(gift)) => Some(context.texts.gift_card_pays.with(&write(gift))),
        (None, None) => None,
    };
    Some(
        el("div")
            .class("standing")
            .child(el("p").child(text))
            .child(money.map(|money| el("p").child(money)))
            .child(gift.map(|gift| el("p").child(gift))),
    )
}

/// The reservation's facts.
fn ticket(stay: &Stay, scene: &Scene<Event>) -> Element {
    let (texts, context) = (scene.context.texts, &scene.context);
    let booked = &stay.reservation;
    let facts = when(booked.day, booked.minutes, scene)
        .into_iter()
        .chain([
            texts.guests.of(booked.attendees.get().into()),
            context.of(&booked.experience.name).to_owned(),
        ])
        .map(|fact| el("li").child(fact).into());
    let number = el("p")
        .class("number")
        .child(el("span").child(texts.number))
        .child(" ")
        .child(el("strong").child(booked.number.clone()));
    let notes = booked.notes.as_ref().map(|notes| {
        el("p")
            .class("wishes")
            .child(el("span").class("hint").child(texts.field_notes))
            .child(" ")
            .child(el("span").child(notes.as_str().to_owned()))
    });
    el("div")
        .class("ticket")
        .part("ticket")
        .child(el("strong").child(stay.venue.name.clone()))
        .child(el("ul").children(facts.collect()))
        .child(notes)
        .child(number)
}

/// A day and a time.
pub(super) fn when(day: Day, minutes: Minutes, scene: &Scene<Event>) -> [String; 2] {
    let context = &scene.context;
    let time = context.formats.time(minutes);
    let time = if minutes.is_next_day() {
        format!("{time} ({})", context.texts.next_day)
    } else {
        time
    };
    [context.formats.day(day), time]
}

/// What can be done.
fn actions(stay: &Stay, scene: &Scene<Event>) -> Element {
    let words = scene.words;
    let act = |look, label: &'static str, event| scene.button(look, label, event);
    let is_ahead = stay.can_change();
    let again = matches!(
        stay.standing(),
        Standing::Cancelled | Standing::Declined | Standing::Gone | Standing::NoShow | Standing::Past
    );
    let can_write = is_ahead && stay.venue.features.contains(&shared::venue::Feature::Notes);
    let buttons: Vec<Node> = vec![
        stay.can_move()
            .then(|| act(Look::Primary, words.manage_move, Event::MoveWanted))
            .into(),
        is_ahead
            .then(|| {
                let is_asked = stay.file == File::Asked;
                act(Look::Plain, words.manage_file, Event::FileWanted).aria("aria-busy", is_asked)
            })
            .into(),
        can_write
            .then(|| act(Look::Plain, words.manage_notes, Event::NotesWanted))
            .into(),
        stay.can_cancel()
            .then(|| act(Look::Plain, words.manage_cancel, Event::CancelWanted))
            .into(),
        again
            .then(|| act(Look::Plain, words.manage_book, Event::BookingWanted))
            .into(),
    ];
    let file = match &stay.file {
        File::Idle | File::Asked => None,
        File::Saved => Some(words.manage_file_saved),
        File::Failed(failure) => Some(notice::sentence(failure, &scene.context)),
    };
    // It must be there before it has something to say.
    let file = el("p").class("hint").attr("role", "status").child(file);
    el("div")
        .class("acts")
        .child(el("div").class("actions").children(buttons))
        .child(file)
}
