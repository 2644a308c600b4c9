//! A reservation's facts and status, with the buttons for what can be done with it.

use shared::payment::PaymentStatus;
use shared::time::{Day, Minutes};
use shared::venue::Feature;

use super::super::button::Look;
use super::super::node::{Element, Node, el};
use super::super::terms::{cancellation, refund_line};
use super::super::{ViewContext, done, notice, ordered, payment};
use crate::self_service::manage::{Event, File, ManagedReservation, Notice, Phase};

/// The heading: where the reservation stands, or what has just become of it.
pub(super) fn title(managed: &ManagedReservation, view: &ViewContext<Event>) -> &'static str {
    let words = view.words;
    match (&managed.notice, managed.phase()) {
        (Some(Notice::Paid), Phase::Booked) => view.context.texts.booked_title,
        (Some(Notice::Changed), _) => words.manage_changed_title,
        (Some(Notice::Noted), _) => words.manage_noted_title,
        (_, Phase::ToPay) if managed.checkout.is_some() => {
            if managed.is_guaranteed() {
                words.manage_card_title
            } else {
                words.manage_pay_title
            }
        }
        (_, Phase::NoShow) => words.manage_no_show_title,
        (_, Phase::Cancelled) => words.manage_cancelled_title,
        (_, Phase::Declined) => words.manage_declined_title,
        (_, Phase::Gone) => words.manage_gone_title,
        _ => words.manage_title,
    }
}

/// The reservation.
pub(super) fn view(managed: &ManagedReservation, view: &ViewContext<Event>) -> Element {
    let to_pay = (managed.phase() == Phase::ToPay)
        .then(|| {
            let terms = managed.terms();
            let cause = payment::Cause {
                terms: terms.as_ref(),
                until: managed.deadline(),
                gift: managed.reservation.gift_card,
                held: view.words.pay_table_held,
            };
            managed
                .checkout
                .as_ref()
                .map(|checkout| payment::payment(checkout, cause, view, Event::Payment))
        })
        .flatten();
    let class = match managed.phase() {
        Phase::Booked if is_new(managed) => "stay certain",
        Phase::Cancelled | Phase::Declined | Phase::Gone | Phase::NoShow => "stay ended",
        _ => "stay",
    };
    el("div")
        .class(class)
        .child(to_pay)
        .child(phase(managed, view))
        .child(ticket(managed, view))
        .child(actions(managed, view))
}

/// Whether the table has just become certain by a payment.
fn is_new(managed: &ManagedReservation) -> bool {
    managed.notice == Some(Notice::Paid)
}

/// The sentence about its status.
fn phase(managed: &ManagedReservation, view: &ViewContext<Event>) -> Option<Element> {
    let (words, context) = (view.words, &view.context);
    let venue = &managed.venue.name;
    let text = match managed.phase() {
        Phase::ToPay if managed.checkout.is_some() => return None,
        Phase::ToPay if managed.is_guaranteed() => context.texts.pending_card.to_owned(),
        Phase::ToPay => context.texts.pending.with(venue),
        Phase::Requested => context.texts.requested.with(venue),
        Phase::Booked => context.texts.booked.with(venue),
        Phase::Declined => words.manage_declined.with(venue),
        Phase::Cancelled => words.manage_cancelled.to_owned(),
        Phase::Gone => words.manage_gone.to_owned(),
        Phase::NoShow => words.manage_no_show.to_owned(),
        Phase::Past => words.manage_past.to_owned(),
    };
    let write = |money| context.formats.money(money);
    let (money, gift) = match managed.retained() {
        Some(retained) => (Some(words.manage_refund_kept.with(&write(retained))), None),
        None => (money(managed, view), gift(managed, view)),
    };
    let is_sent = is_new(managed) && managed.venue.features.contains(&Feature::Letters);
    Some(
        el("div")
            .class("phase")
            .child(el("p").child(text))
            .child(is_sent.then(|| el("p").child(words.manage_sent)))
            .child(money.map(|money| el("p").child(money)))
            .child(gift.map(|gift| el("p").child(gift)))
            .child(rule(managed, view).map(|rule| el("p").child(rule))),
    )
}

/// Until when cancelling gives back what was paid, or costs nothing: what guests come back to look up.
fn rule(managed: &ManagedReservation, view: &ViewContext<Event>) -> Option<String> {
    if !managed.can_change() {
        return None;
    }
    let Some(terms) = managed.terms() else {
        let until = managed.reservation.free_until?;
        return cancellation(&managed.venue, None, Some(until), &view.context);
    };
    let until = managed.deadline()?;
    let checkout = managed.checkout.as_ref();
    let is_agreed = match checkout.map(|checkout| checkout.payment.status) {
        None => managed.reservation.gift_card.is_some(),
        Some(PaymentStatus::Paid) => true,
        // What is only set aside is released at any time.
        Some(PaymentStatus::Authorised) => managed.is_guaranteed(),
        Some(_) => false,
    };
    is_agreed
        .then(|| refund_line(&terms, Some(until), &view.context))
        .flatten()
}

/// The text about the payment; none while it is open.
fn money(managed: &ManagedReservation, view: &ViewContext<Event>) -> Option<String> {
    let words = view.words;
    let payment = &managed.checkout.as_ref()?.payment;
    let amount = || view.context.formats.money(payment.amount);
    let is_called_off = matches!(managed.phase(), Phase::Cancelled | Phase::Declined | Phase::Gone);
    match payment.status {
        // A card on file is charged for one reason alone.
        PaymentStatus::Paid if managed.is_guaranteed() => Some(words.manage_no_show_charged.with(&amount())),
        PaymentStatus::Paid => Some(words.manage_paid.with(&amount())),
        // Whether it will be charged for that is not known yet.
        PaymentStatus::Authorised if managed.phase() == Phase::NoShow => None,
        // What is only authorised ends with the table, and lapses then as it does when the time to pay is over.
        PaymentStatus::Authorised | PaymentStatus::Lapsed if is_called_off => {
            let text = if managed.is_guaranteed() {
                words.manage_card_released
            } else {
                words.manage_refund_unpaid
            };
            Some(text.to_owned())
        }
        PaymentStatus::Authorised if managed.is_guaranteed() => Some(words.manage_guaranteed.to_owned()),
        PaymentStatus::Authorised => Some(words.manage_set_aside.with(&amount())),
        PaymentStatus::Refunding => Some(words.pay_refunding.to_owned()),
        PaymentStatus::Refunded => Some(words.pay_refunded.to_owned()),
        // The restaurant does without it, or asks for another.
        PaymentStatus::Lapsed if managed.phase() != Phase::ToPay => None,
        PaymentStatus::Lapsed if managed.is_guaranteed() => Some(words.pay_card_lapsed.to_owned()),
        PaymentStatus::Lapsed => Some(words.pay_lapsed.to_owned()),
        PaymentStatus::Open | PaymentStatus::Authenticating | PaymentStatus::Failed => None,
    }
}

/// The text about the amount of a gift card.
fn gift(managed: &ManagedReservation, view: &ViewContext<Event>) -> Option<String> {
    let context = &view.context;
    let back = |amount| view.words.manage_gift_back.with(&context.formats.money(amount));
    let pays = |amount| context.texts.gift_card_pays.with(&context.formats.money(amount));
    let given = managed.reservation.gift_card;
    managed.gift_back.map(back).or_else(|| given.map(pays))
}

/// The reservation's facts.
fn ticket(managed: &ManagedReservation, view: &ViewContext<Event>) -> Element {
    let booked = &managed.reservation;
    let notes = booked.notes.as_ref().map(|notes| {
        el("p")
            .class("notes")
            .child(el("span").class("hint").child(view.context.texts.field_notes))
            .child(" ")
            .child(el("span").child(notes.as_str().to_owned()))
    });
    let mut offered = managed.venue.experiences.iter();
    let experience = offered.find(|offered| offered.id == booked.experience.id);
    let more = vec![
        ordered::ordered(booked, &view.context, view.words).into(),
        notes.into(),
    ];
    done::ticket(
        booked,
        &managed.venue,
        experience.and_then(|experience| experience.image.as_ref()),
        more,
        &view.context,
    )
}

/// A day and a time.
pub(super) fn when(day: Day, minutes: Minutes, view: &ViewContext<Event>) -> [String; 2] {
    [view.context.formats.day(day), view.context.time(minutes)]
}

/// The actions.
fn actions(managed: &ManagedReservation, view: &ViewContext<Event>) -> Element {
    let words = view.words;
    let act = |look, label: &'static str, event| view.button(look, label, event);
    let is_ahead = managed.can_change();
    let again = matches!(
        managed.phase(),
        Phase::Cancelled | Phase::Declined | Phase::Gone | Phase::NoShow | Phase::Past
    );
    let texts = view.context.texts;
    // A table that was just paid for goes into the calendar first, and few guests change it then; else the guest has come
    // to change something.
    let looks = if is_new(managed) {
        [Look::Primary, Look::Quiet, Look::Quiet]
    } else {
        [Look::Plain, Look::Primary, Look::Plain]
    };
    let file: Node = is_ahead
        .then(|| {
            let is_asked = managed.file == File::Requested;
            act(looks[0], texts.add_to_calendar, Event::FileWanted).aria("aria-busy", is_asked)
        })
        .into();
    let way: Node = is_ahead
        .then(|| done::directions(&managed.venue, &view.context))
        .flatten()
        .into();
    let change: Node = managed
        .offers_move()
        .then(|| act(looks[1], words.manage_move, Event::MoveWanted))
        .into();
    let choices: Node = managed
        .offers_choices()
        .then(|| act(looks[2], words.manage_extras, Event::ChoicesWanted))
        .into();
    let mut buttons: Vec<Node> = if is_new(managed) {
        vec![file, way, change, choices]
    } else {
        vec![change, choices, file, way]
    };
    let rest: [Node; 3] = [
        managed
            .can_write()
            .then(|| act(looks[2], words.manage_notes, Event::NotesWanted))
            .into(),
        managed
            .can_cancel()
            .then(|| act(looks[2], words.manage_cancel, Event::CancelWanted))
            .into(),
        again
            .then(|| act(Look::Plain, words.manage_book, Event::BookingWanted))
            .into(),
    ];
    buttons.extend(rest);
    let file = match &managed.file {
        File::Idle | File::Requested => None,
        File::Saved => Some(words.manage_file_saved),
        File::Failed(failure) => Some(notice::sentence(failure, &view.context)),
    };
    // A live region must exist before its text.
    let file = el("p").class("hint").attr("role", "status").child(file);
    el("div")
        .class("acts")
        .child(el("div").class("actions").children(buttons))
        .child(file)
}
