//! Sets of tables, as one bit per table number.

use std::fmt;
use std::hash::{Hash, Hasher};

/// A set of tables, each by its number in the plan, 0 to [`TableSet::CAPACITY`] − 1. An operation looks only at the words in
/// which a set may have tables, so that sets of a small venue, or of one party, cost one word and not all.
#[derive(Clone, Copy)]
pub struct TableSet {
    words: [u64; WORDS],
    /// The first word that may have tables; all before it are 0.
    from: u8,
    /// The word behind the last one that may have tables; it and all after it are 0. Not above `from` where there are none.
    until: u8,
}

/// The number of words of a set, and the bound behind the last of them.
const WORDS: usize = 8;
const END: u8 = 8;
const _: () = assert!(END as usize == WORDS, "the bound is behind the last word");

impl TableSet {
    /// The most tables a venue may have.
    pub const CAPACITY: usize = 64 * WORDS;
    /// No table.
    pub const EMPTY: Self = Self {
        words: [0; WORDS],
        from: END,
        until: 0,
    };
    /// Every table there can be.
    pub const ALL: Self = Self {
        words: [u64::MAX; WORDS],
        from: 0,
        until: END,
    };

    /// The set of one table; empty if there can be no table of this number.
    #[must_use]
    pub fn of(table: usize) -> Self {
        let mut set = Self::EMPTY;
        if let (Some(word), Ok(from)) = (set.words.get_mut(table / 64), u8::try_from(table / 64)) {
            *word = 1 << (table % 64);
            (set.from, set.until) = (from, from + 1);
        }
        set
    }

    /// The tables of either set.
    #[must_use]
    pub fn union(mut self, other: Self) -> Self {
        for (word, with) in self.pairs_mut(&other, (other.from, other.until)) {
            *word |= with;
        }
        self.from = self.from.min(other.from);
        self.until = self.until.max(other.until);
        self
    }

    /// The tables of both sets.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        let shared = self.shared(&other);
        let mut both = Self {
            from: shared.0,
            until: shared.1,
            ..Self::EMPTY
        };
        let pairs = self.pairs(&other, shared);
        for ((word, _), (one, with)) in both.pairs_mut(&Self::EMPTY, shared).zip(pairs) {
            *word = one & with;
        }
        both
    }

    /// The tables of this set that are not in the other.
    #[must_use]
    pub fn without(mut self, other: Self) -> Self {
        let shared = self.shared(&other);
        for (word, with) in self.pairs_mut(&other, shared) {
            *word &= !with;
        }
        self
    }

    /// Whether every table of this set is in the other.
    #[must_use]
    pub fn is_within(&self, other: Self) -> bool {
        self.pairs(&other, (self.from, self.until))
            .all(|(one, with)| one & !with == 0)
    }

    /// Whether the sets share a table.
    #[must_use]
    pub fn meets(&self, other: Self) -> bool {
        self.pairs(&other, self.shared(&other))
            .any(|(one, with)| one & with != 0)
    }

    /// How many tables it holds.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// The numbers of its tables, rising.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0usize..).zip(self.words).flat_map(|(index, word)| {
            std::iter::successors(Some(word), |rest| Some(rest & rest.wrapping_sub(1)))
                .take_while(|rest| *rest != 0)
                .map(move |rest| index * 64 + rest.trailing_zeros() as usize)
        })
    }

    /// The words in which both sets may have tables.
    fn shared(&self, other: &Self) -> (u8, u8) {
        (self.from.max(other.from), self.until.min(other.until))
    }

    /// The words of both sets between these bounds.
    fn pairs(&self, other: &Self, bounds: (u8, u8)) -> impl Iterator<Item = (u64, u64)> {
        let range = usize::from(bounds.0)..usize::from(bounds.1);
        let ours = self.words.get(range.clone()).unwrap_or_default();
        let theirs = other.words.get(range).unwrap_or_default();
        ours.iter().copied().zip(theirs.iter().copied())
    }

    /// The same, to change this set's.
    fn pairs_mut(&mut self, other: &Self, bounds: (u8, u8)) -> impl Iterator<Item = (&mut u64, u64)> {
        let range = usize::from(bounds.0)..usize::from(bounds.1);
        let ours = self.words.get_mut(range.clone()).unwrap_or_default();
        let theirs = other.words.get(range).unwrap_or_default();
        ours.iter_mut().zip(theirs.iter().copied())
    }
}

impl Default for TableSet {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl PartialEq for TableSet {
    fn eq(&self, other: &Self) -> bool {
        // Words without tables may be within the bounds or not.
        self.words == other.words
    }
}

impl Eq for TableSet {}

impl Hash for TableSet {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.words.hash(state);
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
            // Sets are equal by their tables, not by the operations that made them.
            prop_assert_eq!(a.union(b).without(b), a.without(b));
            prop_assert_eq!(a.union(b).intersection(a), a);
            prop_assert_eq!(TableSet::ALL.without(a).union(a), TableSet::ALL);
            prop_assert_eq!(a.without(a), TableSet::EMPTY);
        }
    }

    #[test]
    fn a_number_no_table_can_have_adds_nothing() {
        assert_eq!(TableSet::of(TableSet::CAPACITY), TableSet::EMPTY);
    }
}
