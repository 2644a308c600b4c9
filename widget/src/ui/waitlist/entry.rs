//! A waitlist entry: its status and its offer, with the buttons for what can be done about it.

use shared::waitlist::WaitlistEntryStatus;

use crate::self_service::waitlist::{EntryView, Event, Notice, Step};
use crate::ui::button::Look;
use crate::ui::node::{Element, Node, el};
use crate::ui::{ViewContext, notice};

/// The screen.
pub(super) fn entry(entry: &EntryView, view: &ViewContext<Event>) -> Element {
    let words = view.words;
    let is_offered = entry.known.status == WaitlistEntryStatus::Offered;
    let (key, title, main) = match entry.step {
        Step::View => (entry.known.status.text(), title(entry, view), facts(entry, view)),
        Step::Withdraw if is_offered => ("decline", words.wait_decline_title, withdraw(entry, view)),
        Step::Withdraw => ("withdraw", words.wait_withdraw_title, withdraw(entry, view)),
    };
    el("div")
        .key(key)
        .class("step waitlist")
        .attr("data-step", key)
        .child(el("div").class("head").child(view.heading(title)))
        .child(step_notice(entry, view))
        .child(main)
}

fn title(entry: &EntryView, view: &ViewContext<Event>) -> &'static str {
    let words = view.words;
    match entry.known.status {
        WaitlistEntryStatus::Waiting => words.wait_waiting_title,
        WaitlistEntryStatus::Offered => words.wait_offered_title,
        WaitlistEntryStatus::Accepted => words.wait_accepted_title,
        WaitlistEntryStatus::Lapsed => words.wait_lapsed_title,
        WaitlistEntryStatus::Withdrawn => words.wait_withdrawn_title,
        WaitlistEntryStatus::Ended => words.wait_ended_title,
    }
}

/// A notice above a step.
fn step_notice(entry: &EntryView, view: &ViewContext<Event>) -> Option<Element> {
    let (words, context) = (view.words, &view.context);
    Some(match entry.notice.as_ref()? {
        Notice::Over => {
            let text = words.wait_over.to_owned();
            notice::titled(words.wait_over_title, text, Node::Nothing)
        }
        Notice::Failed(failure) => {
            let again = view.button(Look::Plain, context.texts.retry, Event::Refreshed);
            let text = notice::sentence(failure, context).to_owned();
            let more = el("div").class("actions").child(again);
            notice::titled(words.manage_unanswered, text, more)
        }
    })
}

fn facts(entry: &EntryView, view: &ViewContext<Event>) -> Element {
    let words = view.words;
    let text = match entry.known.status {
        WaitlistEntryStatus::Waiting => words.wait_waiting,
        WaitlistEntryStatus::Offered => words.wait_offered,
        WaitlistEntryStatus::Accepted => words.wait_accepted,
        WaitlistEntryStatus::Lapsed => words.wait_lapsed,
        WaitlistEntryStatus::Withdrawn => words.wait_withdrawn,
        WaitlistEntryStatus::Ended => words.wait_ended,
    };
    let is_offered = entry.known.status == WaitlistEntryStatus::Offered;
    el("div")
        .class("entry")
        .child(el("p").child(text))
        .child(entry.is_new.then(|| el("p").child(words.wait_noted)))
        .child(ticket(entry, view))
        .child(is_offered.then(|| clock(entry, view)))
        .child(actions(entry, view))
}

/// The wanted day and times; of a table that is held, its time.
fn ticket(entry: &EntryView, view: &ViewContext<Event>) -> Element {
    let context = &view.context;
    let known = &entry.known;
    let when = match &known.offer {
        Some(offer) => view.context.time(offer.minutes),
        None if known.from == known.to => view.context.time(known.from),
        None => view
            .words
            .wait_between
            .with_both(&view.context.time(known.from), &view.context.time(known.to)),
    };
    let experience = entry.experience().map(|name| context.of(name).to_owned());
    let facts = [
        Some(context.formats.day(known.day)),
        Some(when),
        Some(context.texts.guests.of(known.attendees.get().into())),
        experience,
    ]
    .into_iter()
    .flatten()
    .map(|fact| el("li").child(fact).into());
    el("div")
        .class("ticket")
        .part("ticket")
        .child(el("strong").child(entry.venue.name.clone()))
        .child(el("ul").children(facts.collect()))
}

/// The time that is left. It is seen each second and read out now and then.
fn clock(entry: &EntryView, view: &ViewContext<Event>) -> Element {
    let (words, context) = (view.words, &view.context);
    let left = match entry.left() {
        Some(left) if left >= 3_600 => format!("{}:{:02}:{:02}", left / 3_600, left / 60 % 60, left % 60),
        Some(left) => format!("{}:{:02}", left / 60, left % 60),
        None => words.pay_time_is_up.to_owned(),
    };
    let shown = el("p")
        .class("clock")
        .child(el("span").child(words.pay_table_held))
        .child(" ")
        .child(
            el("strong")
                .attr("role", "timer")
                .attr("aria-live", "off")
                .child(left),
        );
    let until = entry.until.map(|(day, minutes)| {
        let time = context.formats.time(minutes);
        // A table may be held into the next day.
        let until = if day == entry.venue.today {
            time
        } else {
            [context.formats.short_day(day), time].join(", ")
        };
        el("p").class("hint").child(words.wait_until.with(&until))
    });
    // A live region must exist before its text.
    let spoken = entry.spoken.map(|seconds| {
        let number = |number: i64| u32::try_from(number).unwrap_or_default();
        let span = if seconds < 60 {
            words.seconds.of(number(seconds))
        } else {
            context.texts.duration(number(seconds / 60))
        };
        words.wait_left.with(&span)
    });
    el("div")
        .class("time-left")
        .child(shown)
        .child(until)
        .child(el("div").class("sr").attr("role", "status").child(spoken))
}

/// The actions.
fn actions(entry: &EntryView, view: &ViewContext<Event>) -> Element {
    let words = view.words;
    let act = |look, label: &'static str, event| view.button(look, label, event).into();
    let book = || act(Look::Plain, words.manage_book, Event::BookingWanted);
    let buttons: Vec<Node> = match entry.known.status {
        WaitlistEntryStatus::Waiting => vec![act(Look::Plain, words.wait_withdraw, Event::WithdrawWanted)],
        // While the clock runs the table comes first, also where the buttons stand below each other.
        WaitlistEntryStatus::Offered => vec![
            sending(entry, Look::Primary, words.wait_take, Event::TakeWanted, view).into(),
            act(Look::Plain, words.wait_decline, Event::WithdrawWanted),
        ],
        WaitlistEntryStatus::Accepted => {
            vec![sending(entry, Look::Primary, words.wait_see, Event::TakeWanted, view).into()]
        }
        WaitlistEntryStatus::Lapsed | WaitlistEntryStatus::Withdrawn | WaitlistEntryStatus::Ended => {
            vec![book()]
        }
    };
    el("div").class("actions").children(buttons)
}

/// The consequences of a withdrawal.
fn withdraw(entry: &EntryView, view: &ViewContext<Event>) -> Element {
    let words = view.words;
    let (hint, keep, confirm) = if entry.known.status == WaitlistEntryStatus::Offered {
        (
            words.wait_decline_hint,
            words.wait_decline_keep,
            words.wait_decline_confirm,
        )
    } else {
        (
            words.wait_withdraw_hint,
            words.wait_withdraw_keep,
            words.wait_withdraw_confirm,
        )
    };
    let actions = el("div")
        .class("actions")
        .child(view.button(Look::Plain, keep, Event::WentBack))
        .child(sending(
            entry,
            Look::Danger,
            confirm,
            Event::WithdrawConfirmed,
            view,
        ));
    el("div")
        .class("entry")
        .child(el("p").child(hint))
        .child(ticket(entry, view))
        .child(actions)
}

/// The button that sends, with another label while it does.
fn sending(
    entry: &EntryView,
    look: Look,
    label: &'static str,
    event: Event,
    view: &ViewContext<Event>,
) -> Element {
    let is_sending = entry.sending.is_some();
    let label = if is_sending {
        view.context.texts.sending
    } else {
        label
    };
    view.button(look, label, event)
        .aria("aria-busy", is_sending)
        .aria("aria-disabled", is_sending)
}
