//! The covers that count against a limit.

/// How much of a limit is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    /// The covers that count against the limit.
    pub covers: u32,
    /// The limit; none if there is none.
    pub limit: Option<u32>,
}

impl Load {
    /// The covers that may still be added; none if any number may.
    #[must_use]
    pub fn left(self) -> Option<u32> {
        self.limit.map(|limit| limit.saturating_sub(self.covers))
    }

    /// Whether a party of this many covers would pass the limit.
    pub(super) fn is_exceeded_by(self, party: u32) -> bool {
        self.left().is_some_and(|left| party > left)
    }

    /// No limit.
    pub(super) const UNLIMITED: Self = Self {
        covers: 0,
        limit: None,
    };

    /// Of several, the one that leaves the least; the first, if none has a limit.
    pub(super) fn tightest(loads: [Self; 3]) -> Self {
        let [first, second, third] = loads;
        first.tighter(second).tighter(third)
    }

    /// Of two, the one that leaves less; the first, if neither has a limit.
    pub(super) fn tighter(self, other: Self) -> Self {
        match (self.left(), other.left()) {
            (Some(left), Some(others)) if others < left => other,
            (None, Some(_)) => other,
            _ => self,
        }
    }
}

/// The covers that count against each limit during the stay of a seating: the experience's, its service's and the
/// venue's.
pub(super) struct Loads {
    pub(super) seated: [Load; 3],
    pub(super) starting: [Load; 3],
}
