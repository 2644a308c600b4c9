//! The state of a reservation's money, and the effect of the reservation's steps on it. Pure.

use shared::money::Money;
use shared::party::Attendees;
use shared::payment::{PaymentKind, PaymentTerms};
use shared::reservation::Status;
use shared::time::Minutes;
use shared::validation::{FieldCode, FieldError};

use super::actor::Actor;
use super::row::ReservationRow;
use crate::error::{Result, VenueError};
use crate::mail::templates::PaymentState;
use crate::payment::flow::{Flow, Mode, State};
use crate::venue::gift_cards::CardContribution;
use crate::venue::payments::{Agreement, Row};

/// A step of a reservation.
#[derive(Clone, Copy)]
pub(super) struct Step {
    /// Its status before.
    pub(super) from: Status,
    /// Its status after.
    pub(super) to: Status,
    /// The actor of the step.
    pub(super) actor: Actor,
    /// Whether a cancellation at this moment gives everything back, by the reservation's terms.
    pub(super) is_early: bool,
}

/// The effect of a step on a payment, or on the contribution of a gift card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// The money is given back, or the amount that was set aside is released.
    Returned,
    /// The amount that was set aside is taken.
    Taken,
    /// No effect.
    Unchanged,
}

impl Step {
    /// The effect on a payment.
    pub(super) fn of_payment(self, flow: &Flow) -> Fate {
        let is_guarantee = flow.mode == Mode::Guarantee;
        match self.to {
            // A stored card is forgotten when its guests came and left; it may be charged when they did not come.
            Status::Finished if is_guarantee => Fate::Returned,
            Status::NoShow if is_guarantee => Fate::Unchanged,
            _ => self.of_money(flow.is_taken()),
        }
    }

    /// The effect on a gift card's contribution.
    pub(super) fn of_share(self, share: &CardContribution) -> Fate {
        self.of_money(share.is_spent())
    }

    fn of_money(self, is_taken: bool) -> Fate {
        match self.to {
            Status::Declined | Status::Voided => Fate::Returned,
            // However late it is, the restaurant keeps nothing for a table that it takes away itself. Guests who
            // arrived and left before they were seated have used theirs.
            Status::Cancelled if self.actor != Actor::Guest && self.from != Status::Arrived => Fate::Returned,
            // Nothing is taken for a table that was never certain. That includes a no-show of a reservation that was
            // only stored as unconfirmed.
            Status::Cancelled if self.is_early || !is_taken || self.from == Status::PaymentPending => {
                Fate::Returned
            }
            Status::NoShow if !is_taken => Fate::Returned,
            Status::Cancelled | Status::NoShow | Status::Finished => Fate::Unchanged,
            // Staff waive the payment.
            _ if self.from == Status::PaymentPending => Fate::Returned,
            Status::Booked | Status::Reconfirmed | Status::Arrived | Status::Seated => Fate::Taken,
            _ => Fate::Unchanged,
        }
    }
}

/// The state of the money of a reservation with this status and these terms, as letters show it; none where there is
/// nothing to show.
pub(super) fn money(
    row: Option<&Row>,
    share: Option<&CardContribution>,
    status: Status,
    terms: Option<&PaymentTerms>,
) -> Option<PaymentState> {
    let is_over = matches!(status, Status::Declined | Status::Cancelled | Status::Voided);
    let is_given = share.is_some_and(|share| share.given().is_some());
    let is_back = row.is_some_and(|row| row.flow.due_back() > 0);
    let is_taken = row.is_some_and(|row| row.flow.taken > 0 || (is_over && row.flow.is_taken()))
        || (is_given && share.is_some_and(CardContribution::is_spent))
        // The amount that is set aside is spent when the table is certain.
        || (row.is_none() && share.is_some() && matches!(status, Status::Booked | Status::Reconfirmed));
    // Staff waive a payment that was cancelled and not lost; and for guests whom they book no card is stored.
    let is_waived = match row {
        Some(row) => row.flow.state == State::Lapsed && !row.flow.lost && !is_given,
        None => terms.is_some_and(|terms| terms.kind == PaymentKind::CardGuarantee),
    };
    match (is_back, is_taken) {
        (true, _) => Some(PaymentState::Refunded),
        (false, true) if is_over => Some(PaymentState::Kept),
        (false, true) => Some(PaymentState::Paid),
        // Money that was never taken need not come back.
        (false, false) => (!is_over && !is_waived).then_some(PaymentState::Agreed),
    }
}

/// The state of the money after a step with these effects. Only money that had come goes back.
pub(super) fn money_after(
    payment: Option<(&Row, Fate)>,
    share: Option<(&CardContribution, Fate)>,
    status: Status,
    terms: Option<&PaymentTerms>,
) -> Option<PaymentState> {
    let is_sent_back = payment.is_some_and(|(row, fate)| fate == Fate::Returned && row.flow.taken > 0)
        || share.is_some_and(|(share, fate)| {
            fate == Fate::Returned && share.is_spent() && share.given().is_some()
        });
    let fates = [payment.map(|(_, fate)| fate), share.map(|(_, fate)| fate)];
    let mut fates = fates.iter().flatten();
    if is_sent_back {
        Some(PaymentState::Refunded)
    } else if (payment.is_some() || share.is_some()) && fates.all(|fate| *fate == Fate::Returned) {
        None
    } else {
        let (row, share) = (payment.map(|(row, _)| row), share.map(|(share, _)| share));
        money(row, share, status, terms)
    }
}

/// The field of a change to this time and party that gives a booking another price.
pub(super) fn changed_place(
    before: &ReservationRow,
    (minutes, attendees): (Minutes, Attendees),
) -> &'static str {
    if attendees != before.attendees {
        "/attendees"
    } else if minutes != before.minutes {
        "/minutes"
    } else {
        "/day"
    }
}

/// Refuses a change of a reservation, by this field, that has another price: money that is paid, or on its way, is for the
/// booking as it was.
pub(super) fn check_price(
    before: &ReservationRow,
    terms: Option<&PaymentTerms>,
    field: &'static str,
) -> Result<()> {
    if price(before.payment.as_ref()) == price(terms) {
        return Ok(());
    }
    let fault = FieldError::new(field, FieldCode::NotOffered);
    Err(VenueError::Fields(vec![fault]))
}

fn price(terms: Option<&PaymentTerms>) -> Option<(PaymentKind, Money)> {
    terms.map(|terms| (terms.kind, terms.amount))
}

/// Whether there is money of a reservation, or some is on its way. A payment that staff have waived is none, and neither
/// is the contribution of a gift card that went back. Money that was lost is: its guest is asked for it again.
pub(super) fn has_money(row: Option<&Row>, share: Option<&CardContribution>) -> bool {
    let is_waived = |row: &Row| row.flow.state == State::Lapsed && !row.flow.lost;
    row.is_some_and(|row| !is_waived(row)) || share.is_some_and(|share| share.given().is_some())
}

/// The status from which letters describe a step. A reservation that waits for its payment after the restaurant has
/// accepted it was a request, as far as its guest and the restaurant know.
pub(super) fn announced_from(from: Status, to: Status, row: Option<&Row>) -> Status {
    let is_agreed = row.is_some_and(|row| matches!(row.agreement, Agreement::Given | Agreement::TakenBack));
    if from == Status::PaymentPending && to == Status::Cancelled && is_agreed {
        Status::Requested
    } else {
        from
    }
}
