//! Chooses tables for a party among the free ones.

use config::plan::{Assignment, Cost, Plan, TableSet};
use shared::party::Attendees;

/// The assignments whose tables are all in `usable` and none in `taken`, the best first. The order is total: of two
/// that cost the same, the one that is first in the floor plan.
pub(super) fn free(
    plan: &Plan,
    party: Attendees,
    usable: TableSet,
    taken: TableSet,
) -> Vec<(Cost, &Assignment)> {
    let mut free: Vec<_> = candidates(plan, party, usable.without(taken))
        .map(|(cost, one)| (cost.breaking(broken(plan, one, taken)), one))
        .collect();
    // Stable, so that equals keep the order of the floor plan.
    free.sort_by_key(|(cost, _)| *cost);
    free
}

/// The first of [`free`], without finding the others.
pub(super) fn best(
    plan: &Plan,
    party: Attendees,
    usable: TableSet,
    taken: TableSet,
) -> Option<(Cost, &Assignment)> {
    let mut candidates = candidates(plan, party, usable.without(taken)).peekable();
    let (least, _) = *candidates.peek()?;
    candidates
        .take_while(|(cost, _)| *cost == least)
        .map(|(cost, one)| (cost.breaking(broken(plan, one, taken)), one))
        .min_by_key(|(cost, _)| *cost)
}

fn candidates(plan: &Plan, party: Attendees, free: TableSet) -> impl Iterator<Item = (Cost, &Assignment)> {
    plan.assignments(party)
        .filter(move |(_, one)| one.tables().is_within(free))
}

/// The guests that the largest combination takes which is free now and no longer would be.
fn broken(plan: &Plan, assignment: &Assignment, taken: TableSet) -> u8 {
    let free = plan
        .combinations_touching(assignment)
        .filter(|other| !other.tables().meets(taken));
    free.map(|other| other.party().1).max().unwrap_or_default()
}

#[cfg(test)]
#[path = "assign_tests.rs"]
mod tests;
