//! The steps that are offered for a status: the one that comes next by one tap, the others, and the way back.

use std::collections::VecDeque;

use shared::reservation::Status;

/// The step that a tap on the row's button takes: the next one of an evening.
#[must_use]
pub fn main_step(status: Status) -> Option<Status> {
    use Status as S;
    let next = match status {
        S::Requested | S::PaymentPending => S::Booked,
        S::Unconfirmed | S::Booked | S::Reconfirmed => S::Arrived,
        S::Arrived => S::Seated,
        S::Seated => S::Ordered,
        S::Ordered => S::Paid,
        S::Paid => S::Finished,
        S::Declined | S::Finished | S::Cancelled | S::NoShow | S::Voided => return None,
    };
    // The payment books what is not paid yet, and no person does.
    (status != S::PaymentPending && status.successors().contains(&next)).then_some(next)
}

/// The other steps, in the order to show. What only the booking itself does is left out: waiting for a payment, and
/// confirming once more for the guest.
#[must_use]
pub fn other_steps(status: Status) -> Vec<Status> {
    use Status as S;
    let order = [
        S::Seated,
        S::Ordered,
        S::Paid,
        S::Finished,
        S::Arrived,
        S::Booked,
        S::Declined,
        S::NoShow,
        S::Cancelled,
        S::Voided,
    ];
    let main = main_step(status);
    let is_offered = |step: &S| Some(*step) != main && status.successors().contains(step);
    order.into_iter().filter(is_offered).collect()
}

/// The steps that a row offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedSteps {
    /// The one that comes next.
    pub main: Option<Status>,
    /// Whether declining a request stands beside it.
    pub can_decline: bool,
    /// The others.
    pub others: Vec<Status>,
}

/// The steps that are offered for a status, on a day to come those that can be taken ahead.
#[must_use]
pub fn offered_steps(status: Status, is_ahead: bool) -> OfferedSteps {
    let is_offered = |step: &Status| !is_ahead || is_taken_ahead(*step);
    // The two answers to a request stand side by side.
    let can_decline = status == Status::Requested;
    let others = other_steps(status).into_iter().filter(is_offered);
    OfferedSteps {
        main: main_step(status).filter(is_offered),
        can_decline,
        others: others
            .filter(|to| !can_decline || *to != Status::Declined)
            .collect(),
    }
}

/// Whether a step can be taken on a day before that of the reservation: the guests cannot have come or stayed away yet.
#[must_use]
pub fn is_taken_ahead(step: Status) -> bool {
    use Status as S;
    matches!(step, S::Booked | S::Declined | S::Cancelled | S::Voided)
}

/// The steps that lead from `to` back to `from`, the fewest there are; none where no way leads back, as from a final status.
#[must_use]
pub fn way_back(from: Status, to: Status) -> Option<Vec<Status>> {
    let mut ways = VecDeque::from([vec![to]]);
    let mut seen = vec![to];
    while let Some(way) = ways.pop_front() {
        let last = *way.last()?;
        if last == from {
            return Some(way.into_iter().skip(1).collect());
        }
        for next in last.successors() {
            if !next.is_final() && !seen.contains(next) {
                seen.push(*next);
                ways.push_back(way.iter().copied().chain([*next]).collect());
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_visit_is_six_taps_from_arrival_to_departure() {
        let evening = std::iter::successors(Some(Status::Booked), |status| main_step(*status));
        let names: Vec<_> = evening.map(Status::text).collect();
        assert_eq!(
            names,
            ["booked", "arrived", "seated", "ordered", "paid", "finished"]
        );
    }

    #[test]
    fn a_request_is_accepted_by_one_tap_and_declined_by_another() {
        assert_eq!(main_step(Status::Requested), Some(Status::Booked));
        assert!(other_steps(Status::Requested).contains(&Status::Declined));
    }

    #[test]
    fn what_waits_for_a_payment_is_not_booked_by_hand() {
        assert_eq!(main_step(Status::PaymentPending), None);
    }

    #[test]
    fn a_guest_of_another_day_can_neither_have_come_nor_have_stayed_away() {
        for status in Status::ALL {
            let is_of_the_evening = status.has_come() || matches!(status, Status::Finished | Status::NoShow);
            assert!(!(is_taken_ahead(*status) && is_of_the_evening), "{status:?}");
        }
        let offered: Vec<_> = other_steps(Status::Booked)
            .into_iter()
            .filter(|step| is_taken_ahead(*step))
            .collect();
        assert!(offered.contains(&Status::Cancelled), "{offered:?}");
        assert!(main_step(Status::Requested).is_some_and(is_taken_ahead));
    }

    #[test]
    fn a_skipped_step_is_undone_by_two_and_a_final_one_by_none() {
        let back = way_back(Status::Booked, Status::Seated);
        assert_eq!(back, Some(vec![Status::Arrived, Status::Booked]));
        assert_eq!(
            way_back(Status::Seated, Status::Ordered),
            Some(vec![Status::Seated])
        );
        assert_eq!(way_back(Status::Booked, Status::NoShow), None);
        assert_eq!(way_back(Status::Requested, Status::Booked), None);
    }

    proptest! {
        #[test]
        fn every_step_on_offer_and_on_the_way_back_is_legal(
            from in prop::sample::select(Status::ALL), to in prop::sample::select(Status::ALL),
        ) {
            for step in main_step(from).into_iter().chain(other_steps(from)) {
                prop_assert!(from.successors().contains(&step), "{:?} {:?}", from, step);
            }
            if let Some(way) = way_back(from, to) {
                let mut at = to;
                for step in way {
                    prop_assert!(at.successors().contains(&step));
                    at = step;
                }
                prop_assert_eq!(at, from);
            }
        }
    }
}
