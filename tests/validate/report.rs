//! The lines that a run ends with, however it ended: its counts in one line, then operation by operation, the complaints of
//! the proxy, and everything else that is not as it has to be.

use std::fmt;

use crate::document::Document;
use crate::proxy::Traffic;

/// How many complaints are shown, and how many other faults.
const SHOWN: usize = 20;

/// The result of a run.
pub struct Report<'a> {
    /// The vendor, and the counts that only its run has.
    pub counts: String,
    /// The document that was validated against.
    pub document: &'a Document,
    /// The calls, and the complaints of them.
    pub traffic: &'a Traffic,
    /// Everything else that went otherwise than it has to.
    pub wrong: &'a [String],
}

impl Report<'_> {
    /// Whether all is as it has to be.
    pub fn is_clean(&self) -> bool {
        self.wrong.is_empty() && self.traffic.of_requests == 0 && self.traffic.of_answers == 0
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let traffic = self.traffic;
        writeln!(
            formatter,
            "{}; violations: {} of requests, {} of answers; calls through the proxy: {} of {} operations",
            self.counts,
            traffic.of_requests,
            traffic.of_answers,
            traffic.calls.values().sum::<u64>(),
            traffic.calls.len(),
        )?;
        for (path, calls) in &traffic.calls {
            writeln!(formatter, "{calls:>6} × {path}")?;
        }
        for (path, calls) in &traffic.undescribed {
            writeln!(
                formatter,
                "not validated and not counted: {calls} × {path}, which the document does not describe"
            )?;
        }
        for correction in &self.document.corrections {
            writeln!(formatter, "the document was corrected: {correction}")?;
        }
        for (text, times) in traffic.complaints.iter().take(SHOWN) {
            writeln!(formatter, "violation, {times} times: {text}")?;
        }
        for text in self.wrong.iter().take(SHOWN) {
            writeln!(formatter, "wrong: {text}")?;
        }
        let shown = |all: usize| all.saturating_sub(SHOWN);
        match shown(traffic.complaints.len()) + shown(self.wrong.len()) {
            0 => Ok(()),
            more => writeln!(formatter, "and {more} more"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;

    fn lines(traffic: &Traffic, wrong: &[String]) -> (bool, Vec<String>) {
        let document = Document::of(json!({
            "paths": {},
            "components": { "schemas": { "ReservationUpdateParameters": { "required": ["Client"] } } },
        }))
        .unwrap();
        let report = Report {
            counts: "mews, seed 1: 0 bookings".to_owned(),
            document: &document,
            traffic,
            wrong,
        };
        (
            report.is_clean(),
            report.to_string().lines().map(str::to_owned).collect(),
        )
    }

    #[test]
    fn a_run_that_ended_early_shows_its_counts_and_the_complaints() {
        let traffic = Traffic {
            calls: BTreeMap::from([("/rates".to_owned(), 40), ("/services".to_owned(), 2)]),
            undescribed: BTreeMap::from([("/departments".to_owned(), 3)]),
            of_requests: 0,
            of_answers: 40,
            complaints: BTreeMap::from([("/rates, answer, body: no groups".to_owned(), 40)]),
        };
        let (is_clean, shown) = lines(&traffic, &["the run ended early: status 500".to_owned()]);
        assert!(!is_clean);
        assert_eq!(
            shown[..4],
            [
                "mews, seed 1: 0 bookings; violations: 0 of requests, 40 of answers; calls through the proxy: 42 of 2 \
                 operations",
                "    40 × /rates",
                "     2 × /services",
                "not validated and not counted: 3 × /departments, which the document does not describe",
            ]
        );
        assert!(
            shown[4].starts_with("the document was corrected: AccessToken"),
            "{}",
            shown[4]
        );
        assert_eq!(
            shown[5..],
            [
                "violation, 40 times: /rates, answer, body: no groups",
                "wrong: the run ended early: status 500",
            ]
        );
    }

    #[test]
    fn a_run_is_clean_without_violations_and_other_faults() {
        assert!(lines(&Traffic::default(), &[]).0);
        let many: Vec<String> = (0..25).map(|number| format!("guest {number}")).collect();
        let (is_clean, shown) = lines(&Traffic::default(), &many);
        assert!(!is_clean);
        assert_eq!(shown.last().map(String::as_str), Some("and 5 more"));
        let of_request = Traffic {
            of_requests: 1,
            ..Traffic::default()
        };
        assert!(!lines(&of_request, &[]).0);
    }
}
