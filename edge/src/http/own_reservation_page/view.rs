//! The page of a guest's own reservation: its status and facts, and the forms for what can be done with it.

use askama::Template;
use shared::party::Attendees;
use shared::payment::Handover;
use shared::reservation::{Reservation, Status};
use shared::time::{Day, Instant, Minutes};

use super::extras::{self, ChoiceForm, Choosing, Control};
use crate::booking::own_deadline;
use crate::http::plain_page::Frame;
use crate::localization::{Localizer, Texts};
use config::{System, VenueSettings};

/// A reservation as the page shows it.
pub(super) struct OwnReservation {
    /// The reservation.
    pub reservation: Reservation,
    /// The part of the page below its facts.
    pub part: OwnReservationPart,
    /// Why what was asked for was not done.
    pub refusal: Option<RefusedAct>,
}

/// The part of the page below the reservation's facts.
pub(super) enum OwnReservationPart {
    /// The buttons for what can be done.
    Acts,
    /// The question whether it shall be cancelled.
    AskCancel,
    /// The form for another day or party, with the times that are open, once they were asked for.
    Choose {
        /// The day.
        day: Day,
        /// The party's size.
        attendees: Attendees,
        /// The open times; none before they were asked for.
        times: Option<Vec<Minutes>>,
    },
    /// The form of what was chosen beside the table.
    Extras(Box<Choosing>),
}

/// Why an act was refused.
#[derive(Clone, Copy)]
pub(super) enum RefusedAct {
    /// The time is not free.
    Taken,
    /// It cannot be done any more.
    NotPossible,
    /// It is not offered here.
    NotOffered,
}

/// The changes of a reservation that can be made here.
#[derive(Clone, Copy)]
pub(super) struct OfferedChanges {
    /// Whether its day, time and party size can be changed.
    pub slot: bool,
    /// Whether what was chosen beside the table can be changed.
    pub extras: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "own_reservation.html")]
pub(super) struct OwnReservationPage<'a> {
    frame: Frame<'a>,
    fault: Option<&'static str>,
    status: &'static str,
    /// The reservation's facts with their names.
    facts: Vec<(&'static str, String)>,
    /// A sentence below them.
    sentence: Option<String>,
    /// The address of the page on which it is paid.
    payment: Option<&'a str>,
    choice: Option<ChangeForm>,
    extras: Option<ChoiceForm>,
    /// Each button's act, and its text.
    buttons: Vec<(&'static str, &'static str)>,
    /// The restaurant's telephone number, and the same as people write it.
    phone: Option<(&'a str, String)>,
    token: &'a str,
}

/// The form for another day or party.
struct ChangeForm {
    day: String,
    /// The first and the last day that can be chosen.
    first_day: String,
    last_day: String,
    attendees: u8,
    /// The open times, in minutes and as they are written; none before they were asked for.
    times: Option<Vec<(u16, String)>>,
}

impl<'a> OwnReservationPage<'a> {
    /// The page at this instant. `token` is what opened it.
    pub(super) fn new(
        frame: Frame<'a>,
        localizer: &Localizer,
        (venue, now): (&'a VenueSettings, Instant),
        (own, token): (&'a OwnReservation, &'a str),
        offered: OfferedChanges,
    ) -> Self {
        let texts = frame.texts;
        let OwnReservation {
            reservation,
            part,
            refusal,
        } = own;
        let (zone, day) = (&venue.time_zone, reservation.day);
        let start = zone.resolve(day, reservation.minutes).instant();
        let is_open = is_open(reservation.status) && start.is_some_and(|start| now < start);
        let today = zone.local(now).map_or(day, |(today, _)| today);
        let payment = payment(reservation);
        let is_asked = matches!(part, OwnReservationPart::AskCancel) && is_open;
        let buttons = match part {
            _ if !is_open => Vec::new(),
            OwnReservationPart::AskCancel => vec![
                ("", texts.own_page_keep),
                ("confirm-cancel", texts.own_page_confirm_cancel),
            ],
            OwnReservationPart::Choose { .. } | OwnReservationPart::Extras(_) => {
                vec![("", texts.own_page_keep)]
            }
            OwnReservationPart::Acts => {
                let all = [
                    offered.slot.then_some(("change", texts.own_page_change)),
                    offered.extras.then_some((extras::OPEN, texts.own_page_extras)),
                    Some(("cancel", texts.own_page_cancel)),
                ];
                all.into_iter().flatten().collect()
            }
        };
        let choosing = match part {
            OwnReservationPart::Extras(choosing) if is_open => Some(choosing),
            _ => None,
        };
        let choice = match part {
            OwnReservationPart::Choose {
                day,
                attendees,
                times,
            } if is_open => Some(ChangeForm {
                day: day.to_string(),
                first_day: today.to_string(),
                last_day: last_day(venue, today).to_string(),
                attendees: attendees.get(),
                times: times.as_ref().map(|times| written(localizer, times)),
            }),
            _ => None,
        };
        Self {
            fault: match refusal {
                Some(RefusedAct::Taken) => Some(texts.own_page_taken),
                Some(RefusedAct::NotPossible) => Some(texts.own_page_refused),
                Some(RefusedAct::NotOffered) => Some(texts.own_page_not_offered),
                None => choosing.and_then(|choosing| choosing.refusal(texts)),
            },
            status: if is_asked {
                texts.own_page_ask_cancel
            } else {
                status(texts, reservation.status)
            },
            facts: facts(localizer, reservation),
            sentence: sentence(
                localizer,
                reservation,
                (is_asked, payment.is_some()),
                (venue, now),
            ),
            payment,
            choice,
            extras: choosing.map(|choosing| choosing.form(localizer)),
            buttons,
            phone: venue.policies.phone.as_deref().zip(venue.shown_phone()),
            token,
            frame,
        }
    }
}

/// Whether a reservation of this status can be changed or cancelled before it begins.
fn is_open(status: Status) -> bool {
    matches!(
        status,
        Status::Requested
            | Status::Unconfirmed
            | Status::PaymentPending
            | Status::Booked
            | Status::Reconfirmed
    )
}

/// The last day that bookings are taken for.
fn last_day(venue: &VenueSettings, today: Day) -> Day {
    let ahead = venue.system().map_or(0, System::horizon_days);
    today.plus(ahead.into()).unwrap_or(Day::MAX)
}

fn written(localizer: &Localizer, times: &[Minutes]) -> Vec<(u16, String)> {
    let times = times.iter().copied();
    times
        .map(|minutes| (minutes.get(), localizer.time(minutes)))
        .collect()
}

fn status(texts: &Texts, status: Status) -> &'static str {
    match status {
        Status::Requested | Status::Unconfirmed => texts.own_page_requested,
        Status::PaymentPending => texts.own_page_pending,
        Status::Booked | Status::Reconfirmed => texts.own_page_booked,
        Status::Cancelled | Status::Declined | Status::Voided => texts.own_page_cancelled,
        _ => texts.own_page_over,
    }
}

fn facts(localizer: &Localizer, reservation: &Reservation) -> Vec<(&'static str, String)> {
    let texts = localizer.texts();
    let experience = reservation.experience.name.get(localizer.language());
    let mut facts = vec![
        (
            texts.fact_when,
            localizer.moment(reservation.day, reservation.minutes),
        ),
        (texts.fact_party, localizer.party(reservation.attendees)),
    ];
    if !experience.is_empty() {
        facts.push((texts.fact_experience, experience.to_owned()));
    }
    if let Some(area) = &reservation.area {
        facts.push((texts.fact_area, area.get(localizer.language()).to_owned()));
    }
    facts.push((texts.fact_number, reservation.number.clone()));
    facts
}

/// The address of the page on which the reservation is paid; none where that takes scripts.
fn payment(reservation: &Reservation) -> Option<&str> {
    match reservation.checkout.as_ref()?.handover.as_ref()? {
        Handover::Demo { url } => Some(url.as_str()),
        Handover::Stripe { .. } => None,
    }
}

/// The sentence about the refund of a cancellation, where that is asked; else that paying takes scripts, where it does, or until
/// when cancelling is free of charge.
fn sentence(
    localizer: &Localizer,
    reservation: &Reservation,
    (is_asked, is_payable): (bool, bool),
    (venue, now): (&VenueSettings, Instant),
) -> Option<String> {
    let texts = localizer.texts();
    if is_asked {
        let until = reservation.refund_until?;
        let is_refunded = now.unix() <= until.unix();
        let text = if is_refunded {
            texts.own_page_refunded
        } else {
            texts.own_page_not_refunded
        };
        return Some(text.to_owned());
    }
    if reservation.status == Status::PaymentPending {
        return (!is_payable).then(|| texts.own_page_pay_by_phone.to_owned());
    }
    let until = own_deadline(venue, reservation, now).filter(|_| is_open(reservation.status))?;
    Some(texts.free_until(&localizer.moment(until.day, until.minutes)))
}
