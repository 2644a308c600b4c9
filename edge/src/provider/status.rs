//! The transitions between a reservation's statuses. The table itself is [`Status::successors`], which the restaurant's page has too.

use std::fmt;

use shared::reservation::Status;
use shared::time::Instant;

/// A step that the table does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IllegalTransition {
    /// Where the reservation stands.
    pub from: Status,
    /// Where it cannot go from there.
    pub to: Status,
}

impl fmt::Display for IllegalTransition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, to } = self;
        write!(
            formatter,
            "a reservation that is `{}` cannot become `{}`",
            from.text(),
            to.text()
        )
    }
}

impl std::error::Error for IllegalTransition {}

/// Allows or refuses a step.
pub fn step(from: Status, to: Status) -> Result<Status, IllegalTransition> {
    if from.successors().contains(&to) {
        Ok(to)
    } else {
        Err(IllegalTransition { from, to })
    }
}

/// Whether nothing may follow.
#[must_use]
pub fn is_final(status: Status) -> bool {
    status.is_final()
}

/// Whether a reservation of this status keeps its tables and counts against the limits: every one
/// that is not over.
#[must_use]
pub fn holds_tables(status: Status) -> bool {
    !is_final(status)
}

/// Whether a reservation of this status counts among the guests of its day: it holds its tables, or its party came and
/// has left.
#[must_use]
pub fn counts_as_guests(status: Status) -> bool {
    holds_tables(status) || status == Status::Finished
}

/// Whether the guests of a reservation of this status are there.
#[must_use]
pub fn has_come(status: Status) -> bool {
    status.has_come()
}

/// Whether its guest can still change or cancel a reservation of this status that starts then: it holds its tables,
/// its guests have not arrived, and it has not begun.
#[must_use]
pub fn is_ahead(status: Status, start: Option<Instant>, now: Instant) -> bool {
    holds_tables(status) && !has_come(status) && start.is_none_or(|start| now < start)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_final_statuses_are_those_that_hold_no_table() {
        let over: Vec<&str> = Status::ALL
            .iter()
            .filter(|status| !holds_tables(**status))
            .map(|status| status.text())
            .collect();
        assert_eq!(over, ["declined", "finished", "cancelled", "no_show", "voided"]);
    }

    #[test]
    fn an_illegal_step_is_refused_by_name() {
        let refusal = step(Status::Cancelled, Status::Booked).unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "a reservation that is `cancelled` cannot become `booked`"
        );
        for (from, to) in [
            (Status::Booked, Status::Requested),
            (Status::Booked, Status::Declined),
            (Status::Booked, Status::Paid),
            (Status::PaymentPending, Status::Seated),
            (Status::Seated, Status::NoShow),
            (Status::Booked, Status::Booked),
        ] {
            assert_eq!(step(from, to), Err(IllegalTransition { from, to }));
        }
    }

    #[test]
    fn an_evening_runs_from_the_request_to_the_door() {
        use Status as S;
        let evening = [
            S::Requested,
            S::Unconfirmed,
            S::PaymentPending,
            S::Booked,
            S::Reconfirmed,
            S::Arrived,
            S::Seated,
            S::Ordered,
            S::Paid,
            S::Finished,
        ];
        for pair in evening.windows(2) {
            assert_eq!(step(pair[0], pair[1]), Ok(pair[1]));
        }
    }

    #[test]
    fn every_status_can_be_reached_and_every_open_one_can_end() {
        let mut reached = vec![Status::Requested];
        let mut next = 0;
        while let Some(status) = reached.get(next).copied() {
            for successor in status.successors() {
                if !reached.contains(successor) {
                    reached.push(*successor);
                }
            }
            next += 1;
        }
        assert_eq!(reached.len(), Status::ALL.len());
        for status in Status::ALL.iter().filter(|status| !is_final(**status)) {
            assert!(status.successors().iter().any(|to| is_final(*to)), "{status:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_leaves_a_final_status(steps in prop::collection::vec(prop::sample::select(Status::ALL), 1..40)) {
            let mut status = Status::Requested;
            let mut ended = None;
            for to in steps {
                if let Ok(reached) = step(status, to) {
                    prop_assert_eq!(ended, None, "left {:?}", status);
                    status = reached;
                    ended = is_final(status).then_some(status);
                }
            }
        }
    }
}
