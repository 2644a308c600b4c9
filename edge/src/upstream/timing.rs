//! Writes metrics of `Server-Timing` (W3C Server Timing, 3).

use std::fmt::Write;
use std::time::Duration;

/// One metric.
pub struct Metric(String);

impl Metric {
    /// A metric of this name, which is a token (RFC 9110, 5.6.2) of ours.
    #[must_use]
    pub fn new(name: &'static str) -> Self {
        Self(name.to_owned())
    }

    /// How long it took, in whole milliseconds.
    #[must_use]
    pub fn dur(mut self, time: Duration) -> Self {
        // Writing to a String does not fail.
        let _ = write!(self.0, ";dur={}", time.as_millis());
        self
    }

    /// The description. Characters that the header cannot hold are left out.
    #[must_use]
    pub fn desc(mut self, text: &str) -> Self {
        self.0.push_str(";desc=\"");
        for character in text.chars().filter(|c| matches!(c, ' '..='~')) {
            if matches!(character, '"' | '\\') {
                self.0.push('\\');
            }
            self.0.push(character);
        }
        self.0.push('"');
        self
    }
}

impl From<Metric> for String {
    fn from(metric: Metric) -> Self {
        metric.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metric_has_a_name_a_time_and_a_description() {
        let text: String = Metric::new("upstream")
            .dur(Duration::from_micros(83_900))
            .desc("slots")
            .into();
        assert_eq!(text, r#"upstream;dur=83;desc="slots""#);
    }

    #[test]
    fn a_description_cannot_leave_its_quotes() {
        let text: String = Metric::new("x").desc("a\"b\\c\r\nü").into();
        assert_eq!(text, r#"x;desc="a\"b\\c""#);
    }
}
