//! How long the parts of a run took, as a table.

use std::fmt;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// The parts that were begun, in their order, each with its time and whether it passed.
#[derive(Default)]
pub(crate) struct Times(Vec<(String, Duration, bool)>);

impl Times {
    /// Runs a part, under its name as a heading.
    #[expect(
        clippy::disallowed_methods,
        reason = "how long a part takes is measured here and only shown"
    )]
    pub(crate) fn measure(&mut self, part: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
        println!("\n== {part}");
        let started = Instant::now();
        let outcome = work();
        self.0.push((part.to_owned(), started.elapsed(), outcome.is_ok()));
        outcome.with_context(|| format!("the part '{part}' failed"))
    }
}

/// One line per part with its whole seconds, and the sum.
impl fmt::Display for Times {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{:<10}{:>8}", "part", "seconds")?;
        for (part, time, passed) in &self.0 {
            let note = if *passed { "" } else { "  failed" };
            writeln!(formatter, "{part:<10}{:>8}{note}", time.as_secs())?;
        }
        let whole: Duration = self.0.iter().map(|(_, time, _)| *time).sum();
        writeln!(formatter, "{:<10}{:>8}", "whole", whole.as_secs())
    }
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    #[test]
    fn every_part_that_was_begun_has_its_line_and_one_that_failed_is_marked() {
        let mut times = Times(vec![("fmt".to_owned(), Duration::from_millis(2_900), true)]);
        times.0.push(("unit".to_owned(), Duration::from_secs(140), false));
        assert_eq!(
            times.to_string(),
            "part       seconds\nfmt              2\nunit           140  failed\nwhole          142\n"
        );
    }

    #[test]
    fn a_part_that_fails_is_named_with_the_cause() {
        let mut times = Times::default();
        let error = times
            .measure("doc", || bail!("a link leads nowhere"))
            .unwrap_err();
        assert_eq!(
            format!("{error:#}"),
            "the part 'doc' failed: a link leads nowhere"
        );
        assert!(times.to_string().contains("doc              0  failed"));
    }
}
