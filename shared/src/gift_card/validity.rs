//! The period for which a gift card is valid. Which rule holds is a setting of the venue.

use serde::{Deserialize, Serialize};

use crate::time::Day;

/// The longest validity in years that a venue can state.
pub const MAX_YEARS: u8 = 100;

/// How long a card is valid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Validity {
    /// It never expires, as is usual in Austria.
    #[default]
    Never,
    /// To the end of the year that lies so many years after that of issue. Three are Germany's term
    /// (§§ 195 and 199 BGB).
    YearsFromYearEnd {
        /// Whole years, 1 to [`MAX_YEARS`].
        years: u8,
    },
    /// So many years from the day of issue.
    YearsFromDay {
        /// Whole years, 1 to [`MAX_YEARS`].
        years: u8,
    },
}

impl Validity {
    /// The last day on which a card issued on `day` is valid; none if it never expires. Years are counted
    /// as § 188 BGB does: to the day of the same date, and where there is none to the last of its month.
    /// A date beyond [`Day::MAX`] becomes that day.
    ///
    /// ```
    /// use shared::gift_card::Validity;
    /// use shared::time::Day;
    ///
    /// let issued = Day::parse("2026-11-22").unwrap();
    /// let german = Validity::YearsFromYearEnd { years: 3 };
    /// assert_eq!(german.last_day(issued), Day::from_ymd(2029, 12, 31));
    /// assert_eq!(Validity::Never.last_day(issued), None);
    /// ```
    #[must_use]
    pub fn last_day(self, day: Day) -> Option<Day> {
        let (year, month, date) = day.ymd();
        match self {
            Self::Never => None,
            Self::YearsFromYearEnd { years } => {
                Some(Day::from_ymd(year + i32::from(years), 12, 31).unwrap_or(Day::MAX))
            }
            Self::YearsFromDay { years } => {
                let first = Day::from_ymd(year + i32::from(years), month, 1);
                let same = Day::from_ymd(year + i32::from(years), month, date);
                Some(same.or(first.map(Day::last_of_month)).unwrap_or(Day::MAX))
            }
        }
    }

    /// Whether the number of years can be meant.
    #[must_use]
    pub fn is_sound(self) -> bool {
        match self {
            Self::Never => true,
            Self::YearsFromYearEnd { years } | Self::YearsFromDay { years } => {
                (1..=MAX_YEARS).contains(&years)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn last(validity: Validity, day: &str) -> Option<String> {
        let last = validity.last_day(Day::parse(day).unwrap());
        last.map(|day| day.to_string())
    }

    #[test]
    fn a_card_without_a_term_never_expires() {
        assert_eq!(last(Validity::default(), "2026-11-22"), None);
    }

    #[test]
    fn three_years_in_germany_run_to_the_end_of_the_third_year_after() {
        let german = Validity::YearsFromYearEnd { years: 3 };
        for day in ["2026-01-01", "2026-11-22", "2026-12-31"] {
            assert_eq!(last(german, day).as_deref(), Some("2029-12-31"), "{day}");
        }
        assert_eq!(last(german, "2027-01-01").as_deref(), Some("2030-12-31"));
    }

    #[test]
    fn years_from_a_day_end_on_its_date_or_on_the_last_of_its_month() {
        let years = |years| Validity::YearsFromDay { years };
        assert_eq!(last(years(1), "2026-11-22").as_deref(), Some("2027-11-22"));
        assert_eq!(last(years(1), "2028-02-29").as_deref(), Some("2029-02-28"));
        assert_eq!(last(years(4), "2028-02-29").as_deref(), Some("2032-02-29"));
        assert_eq!(last(years(30), "2199-12-31").as_deref(), Some("2199-12-31"));
    }

    #[test]
    fn the_rule_is_named_by_its_type() {
        assert_eq!(
            serde_json::to_value([Validity::Never, Validity::YearsFromYearEnd { years: 3 }]).unwrap(),
            serde_json::json!([{ "type": "never" }, { "type": "years_from_year_end", "years": 3 }])
        );
    }

    proptest! {
        #[test]
        fn no_card_expires_before_its_years_are_over(offset in 0u32..70_000, years in 1..=MAX_YEARS) {
            let issued = Day::MIN.plus(offset).unwrap();
            let from_day = Validity::YearsFromDay { years }.last_day(issued).unwrap();
            let from_end = Validity::YearsFromYearEnd { years }.last_day(issued).unwrap();
            prop_assert!(from_day <= from_end);
            if from_day < Day::MAX {
                prop_assert!(from_day.since(issued) >= i64::from(years) * 365);
            }
        }
    }
}
