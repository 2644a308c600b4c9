//! Folds a till's notices about a reservation into the progress of its party. Pure, and a function of the set of notices:
//! their order of arrival and repetitions change nothing.
//!
//! - A check that is closed implies the party was seated, ordered and paid, also where its opening comes later or never.
//! - A cancelled check takes back what it said. What staff set by hand stays, and so do the booking and its money.
//! - A party that is there was neither cancelled nor a no-show.
//! - A failed push is about the push alone.

use std::collections::BTreeMap;

use shared::reservation::Status;
use shared::time::Instant;

use super::fact::{CheckPhase, Fact, Notice, NoticeId};
use super::receipt::Receipt;
use crate::provider::status::{is_final, step};

/// The notices of a reservation, taken together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// Whether the till has the reservation.
    pub is_accepted: bool,
    /// How far the party has come at least, from `arrived` to `finished`; none where no notice says that it came.
    pub progress: Option<Status>,
    /// `cancelled` or `no_show`, where staff set that at the till and the party did not come.
    pub ended: Option<Status>,
    /// The tables that the till named last.
    pub tables: Option<Vec<String>>,
    /// The number of guests that the till counted last.
    pub covers: Option<u16>,
    /// The status of the table in service that the till named last.
    pub in_service: Option<String>,
    /// The receipts of the checks that were closed, by the till's ids of the checks.
    pub receipts: BTreeMap<String, Receipt>,
}

/// The consequence for a reservation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// It has this status, now or after some steps.
    Is(Status),
    /// Its party came although it had ended, and its table may be another party's: staff have to look at it.
    Over,
    /// Its party came although the restaurant has not accepted it, or it waits for its payment: staff have to decide.
    NotCertain,
}

/// Folds the notices of one reservation.
#[must_use]
pub fn fold<'a>(notices: impl IntoIterator<Item = &'a Notice>) -> Folded {
    let once: BTreeMap<&NoticeId, &Notice> = notices.into_iter().map(|notice| (&notice.id, notice)).collect();
    let mut notices: Vec<&Notice> = once.into_values().collect();
    notices.sort_by_key(|notice| place(notice));
    let mut folded = Folded::default();
    let mut checks: BTreeMap<&str, Vec<&Notice>> = BTreeMap::new();
    for notice in &notices {
        for fact in &notice.facts {
            folded.note(fact);
        }
        if phases(notice).next().is_some() {
            checks.entry(check_of(notice)).or_default().push(notice);
        }
    }
    let live: BTreeMap<&str, CheckPhase> = checks
        .iter()
        .filter(|(_, notices)| !is_cancelled(notices))
        .filter_map(|(check, notices)| Some((*check, furthest(notices)?)))
        .collect();
    for (check, notices) in &checks {
        if live.contains_key(check)
            && let Some(receipt) = notices.iter().rev().find_map(|notice| receipt(notice))
        {
            folded.receipts.insert((*check).to_owned(), receipt.clone());
        }
    }
    folded.progress = later(folded.progress, of_checks(&live));
    if folded.progress.is_some() {
        folded.ended = None;
    }
    folded
}

/// Whether the newest notice about a push of the reservation is that it failed.
#[must_use]
pub fn has_push_failed<'a>(notices: impl IntoIterator<Item = &'a Notice>) -> bool {
    let about_pushes = notices
        .into_iter()
        .filter(|notice| notice.facts.iter().any(is_about_push));
    let newest = about_pushes.max_by_key(|notice| place(notice));
    newest.is_some_and(|notice| notice.facts.iter().any(is_failure))
}

/// The place of a notice among those of its reservation: by the clock, then by the till's count, which is that of one check; the
/// id decides between notices that cannot be told apart.
fn place(notice: &Notice) -> (Option<Instant>, Option<u64>, &NoticeId) {
    (notice.at, notice.order, &notice.id)
}

/// Whether a fact is that a push failed.
fn is_failure(fact: &Fact) -> bool {
    matches!(fact, Fact::PushFailed { .. })
}

/// Whether a fact shows what became of a push.
fn is_about_push(fact: &Fact) -> bool {
    is_failure(fact) || matches!(fact, Fact::Accepted | Fact::Check(_) | Fact::Receipt(_))
}

impl Folded {
    /// Adds a fact that is not about a check.
    fn note(&mut self, fact: &Fact) {
        match fact {
            Fact::Accepted => self.is_accepted = true,
            Fact::Step(status) if rank(*status).is_some() => {
                self.progress = later(self.progress, Some(*status));
            }
            // A party that was cancelled at the till cannot fail to come any more.
            Fact::Step(status @ (Status::Cancelled | Status::NoShow))
                if self.ended != Some(Status::Cancelled) =>
            {
                self.ended = Some(*status);
            }
            Fact::Tables { names, covers } => {
                if !names.is_empty() {
                    self.tables = Some(names.clone());
                }
                self.covers = covers.or(self.covers);
            }
            Fact::InService(status) => self.in_service = Some(status.clone()),
            Fact::Step(_)
            | Fact::Check(_)
            | Fact::Receipt(_)
            | Fact::PushFailed { .. }
            | Fact::Onboarding(_)
            | Fact::Integration(_) => {}
        }
    }

    /// The consequence for a reservation of this status, as others than the till have set it last.
    #[must_use]
    pub fn target(&self, base: Status) -> Target {
        let has_come = self.progress.is_some();
        match base {
            Status::Finished => Target::Is(base),
            _ if is_final(base) && has_come => Target::Over,
            _ if is_final(base) => Target::Is(base),
            Status::Requested | Status::PaymentPending if has_come || self.ended.is_some() => {
                Target::NotCertain
            }
            _ => match (self.progress, self.ended) {
                (Some(progress), _) if rank(base) < rank(progress) => Target::Is(progress),
                (None, Some(ended)) if step(base, ended).is_ok() => Target::Is(ended),
                _ => Target::Is(base),
            },
        }
    }
}

/// The steps from one status to another, each of which is allowed; none if there is no way. What ended a reservation is
/// never passed through. A way back to `reconfirmed` ends at `booked`, which holds the same tables.
#[must_use]
pub fn steps(from: Status, to: Status) -> Option<Vec<Status>> {
    let to = if to == Status::Reconfirmed && rank(from).is_some() {
        Status::Booked
    } else {
        to
    };
    let mut ways: Vec<Vec<Status>> = vec![Vec::new()];
    let mut seen = vec![from];
    let mut next = 0;
    while let Some(way) = ways.get(next).cloned() {
        let here = way.last().copied().unwrap_or(from);
        if here == to {
            return Some(way);
        }
        for status in here.successors() {
            if !seen.contains(status) && (*status == to || !is_final(*status)) {
                seen.push(*status);
                ways.push([way.as_slice(), &[*status]].concat());
            }
        }
        next += 1;
    }
    None
}

/// The rank of a status in the course of a visit, from arrival to departure; none for one whose party has not come.
fn rank(status: Status) -> Option<u8> {
    match status {
        Status::Arrived => Some(0),
        Status::Seated => Some(1),
        Status::Ordered => Some(2),
        Status::Paid => Some(3),
        Status::Finished => Some(4),
        Status::Requested
        | Status::Unconfirmed
        | Status::PaymentPending
        | Status::Booked
        | Status::Reconfirmed
        | Status::Declined
        | Status::Cancelled
        | Status::NoShow
        | Status::Voided => None,
    }
}

/// The later of two statuses of a party.
fn later(one: Option<Status>, other: Option<Status>) -> Option<Status> {
    [one, other]
        .into_iter()
        .flatten()
        .max_by_key(|status| rank(*status))
}

/// The check that a notice is about. A till that names none has one check per reservation.
fn check_of(notice: &Notice) -> &str {
    notice.check.as_deref().unwrap_or_default()
}

/// The phases that a notice states of its check.
fn phases(notice: &Notice) -> impl Iterator<Item = CheckPhase> + '_ {
    notice.facts.iter().filter_map(|fact| match fact {
        Fact::Check(phase) => Some(*phase),
        Fact::Receipt(_) => Some(CheckPhase::Closed),
        _ => None,
    })
}

/// The furthest phase of a check, unless it was only ever cancelled.
fn furthest(notices: &[&Notice]) -> Option<CheckPhase> {
    let all = notices.iter().flat_map(|notice| phases(notice));
    all.filter(|phase| *phase != CheckPhase::Cancelled).max()
}

/// Whether a check is cancelled: it was, and nothing that the till places later says that it went on.
fn is_cancelled(notices: &[&Notice]) -> bool {
    let (cancelling, others): (Vec<&Notice>, Vec<&Notice>) =
        notices.iter().copied().partition(|notice| is_cancelling(notice));
    cancelling
        .into_iter()
        .any(|cancelled| !others.iter().any(|other| is_after(other, cancelled)))
}

fn is_cancelling(notice: &Notice) -> bool {
    phases(notice).any(|phase| phase == CheckPhase::Cancelled)
}

/// Whether the till places a notice after another: by its count where both have one, else by its clock.
fn is_after(notice: &Notice, other: &Notice) -> bool {
    match (notice.order, other.order) {
        (Some(order), Some(of_other)) => order > of_other,
        _ => matches!((notice.at, other.at), (Some(at), Some(of_other)) if at > of_other),
    }
}

fn receipt(notice: &Notice) -> Option<&Receipt> {
    notice.facts.iter().find_map(|fact| match fact {
        Fact::Receipt(receipt) => Some(&**receipt),
        _ => None,
    })
}

/// How far a party has come by its checks: it has paid once all of them are closed.
fn of_checks(live: &BTreeMap<&str, CheckPhase>) -> Option<Status> {
    let furthest = live.values().max()?;
    let are_closed = live.values().all(|phase| *phase == CheckPhase::Closed);
    Some(match furthest {
        CheckPhase::Opened => Status::Seated,
        CheckPhase::Closed if are_closed => Status::Paid,
        CheckPhase::Ordered | CheckPhase::Closed | CheckPhase::Cancelled => Status::Ordered,
    })
}

#[cfg(test)]
#[path = "fold_tests.rs"]
mod tests;
