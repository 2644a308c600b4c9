//! Sets of tables, as one bit per table number.

use std::fmt;

/// A set of tables, each by its number in the plan, 0 to [`TableSet::CAPACITY`] − 1.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct TableSet([u64; 4]);

impl TableSet {
    /// The most tables a venue may have.
    pub const CAPACITY: usize = 256;
    /// No table.
    pub const EMPTY: Self = Self([0; 4]);
    /// Every table there can be.
    pub const ALL: Self = Self([u64::MAX; 4]);

    /// The set of one table; empty if there can be no table of this number.
    #[must_use]
    pub fn of(table: usize) -> Self {
        let mut set = Self::EMPTY;
        if let Some(word) = set.0.get_mut(table / 64) {
            *word = 1 << (table % 64);
        }
        set
    }

    /// The tables of either set.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        self.zip(other, |one, other| one | other)
    }

    /// The tables of both sets.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        self.zip(other, |one, other| one & other)
    }

    /// The tables of this set that are not in the other.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        self.zip(other, |one, other| one & !other)
    }

    /// Whether every table of this set is in the other.
    #[must_use]
    pub fn is_within(self, other: Self) -> bool {
        self.without(other) == Self::EMPTY
    }

    /// Whether the sets share a table.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.intersection(other) != Self::EMPTY
    }

    /// How many tables it holds.
    #[must_use]
    pub fn count(self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// The numbers of its tables, rising.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0usize..).zip(self.0).flat_map(|(index, word)| {
            std::iter::successors(Some(word), |rest| Some(rest & rest.wrapping_sub(1)))
                .take_while(|rest| *rest != 0)
                .map(move |rest| index * 64 + rest.trailing_zeros() as usize)
        })
    }

    fn zip(mut self, other: Self, join: impl Fn(u64, u64) -> u64) -> Self {
        for (word, with) in self.0.iter_mut().zip(other.0) {
            *word = join(*word, with);
        }
        self
    }
}

impl FromIterator<usize> for TableSet {
    fn from_iter<I: IntoIterator<Item = usize>>(tables: I) -> Self {
        tables
            .into_iter()
            .fold(Self::EMPTY, |set, table| set.union(Self::of(table)))
    }
}

impl fmt::Debug for TableSet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn tables() -> impl Strategy<Value = BTreeSet<usize>> {
        prop::collection::btree_set(0..TableSet::CAPACITY, 0..40)
    }

    proptest! {
        #[test]
        fn it_is_a_set_of_numbers(one in tables(), other in tables()) {
            let (a, b): (TableSet, TableSet) = (one.iter().copied().collect(), other.iter().copied().collect());
            let set = |numbers: TableSet| numbers.iter().collect::<BTreeSet<_>>();
            prop_assert_eq!(a.iter().collect::<Vec<_>>(), one.iter().copied().collect::<Vec<_>>());
            prop_assert_eq!(set(a.union(b)), &one | &other);
            prop_assert_eq!(set(a.intersection(b)), &one & &other);
            prop_assert_eq!(set(a.without(b)), &one - &other);
            prop_assert_eq!(a.is_within(b), one.is_subset(&other));
            prop_assert_eq!(a.meets(b), !one.is_disjoint(&other));
            prop_assert_eq!(a.count() as usize, one.len());
        }
    }

    #[test]
    fn a_number_no_table_can_have_adds_nothing() {
        assert_eq!(TableSet::of(TableSet::CAPACITY), TableSet::EMPTY);
    }
}
