//! The reasons for which a slot cannot be booked.

use shared::availability::Reason;

/// Why a slot cannot be booked, in the order of reporting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exclusion {
    PartyTooSmall,
    PartyTooLarge,
    InThePast,
    LeadTimeTooShort,
    BeyondHorizon,
    Closed,
    TimeDoesNotExist,
    SeatedLimitReached,
    StartingLimitReached,
    CoversLimitReached,
    NoTablesFound,
}

impl Exclusion {
    const ALL: [Self; 11] = [
        Self::PartyTooSmall,
        Self::PartyTooLarge,
        Self::InThePast,
        Self::LeadTimeTooShort,
        Self::BeyondHorizon,
        Self::Closed,
        Self::TimeDoesNotExist,
        Self::SeatedLimitReached,
        Self::StartingLimitReached,
        Self::CoversLimitReached,
        Self::NoTablesFound,
    ];

    fn reason(self) -> Reason {
        match self {
            Self::PartyTooSmall => Reason::PARTY_TOO_SMALL,
            Self::PartyTooLarge => Reason::PARTY_TOO_LARGE,
            Self::InThePast => Reason::IN_THE_PAST,
            Self::LeadTimeTooShort => Reason::LEAD_TIME_TOO_SHORT,
            Self::BeyondHorizon => Reason::BEYOND_HORIZON,
            Self::Closed => Reason::CLOSED,
            Self::TimeDoesNotExist => Reason::TIME_DOES_NOT_EXIST,
            Self::SeatedLimitReached => Reason::SEATED_LIMIT_REACHED,
            Self::StartingLimitReached => Reason::STARTING_LIMIT_REACHED,
            Self::CoversLimitReached => Reason::COVERS_LIMIT_REACHED,
            Self::NoTablesFound => Reason::NO_TABLES_FOUND,
        }
    }
}

/// Every reason why a slot cannot be booked; none if it can.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Exclusions(u16);

impl FromIterator<Exclusion> for Exclusions {
    fn from_iter<I: IntoIterator<Item = Exclusion>>(exclusions: I) -> Self {
        let bits = exclusions.into_iter().map(|exclusion| 1 << exclusion as u16);
        Self(bits.fold(0, |all, bit| all | bit))
    }
}

impl Exclusions {
    /// Adds the reason if it applies.
    pub(super) fn add_if(&mut self, applies: bool, exclusion: Exclusion) {
        if applies {
            self.0 |= 1 << exclusion as u16;
        }
    }

    pub(super) fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The reasons of `self` that are not in `other`.
    pub(super) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The reasons of both.
    pub(super) fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) fn has(self, exclusion: Exclusion) -> bool {
        self.0 & 1 << exclusion as u16 != 0
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The reasons as they are named on the wire.
    pub(super) fn reasons(self) -> Vec<Reason> {
        let applying = Exclusion::ALL
            .into_iter()
            .filter(|exclusion| self.has(*exclusion));
        applying.map(Exclusion::reason).collect()
    }
}
