//! The report of a run: counted outcomes, and violations.

use std::collections::BTreeMap;
use std::fmt;

/// How many violations are shown.
const SHOWN: usize = 20;

/// The report of a run.
#[derive(Debug, Default)]
pub struct Report {
    counts: BTreeMap<String, BTreeMap<String, u64>>,
    violations: Vec<String>,
}

impl Report {
    /// Counts one thing of a group.
    pub fn count(&mut self, group: &str, what: &str) {
        self.add(group, what, 1);
    }

    /// Counts many things of a group.
    pub fn add(&mut self, group: &str, what: &str, number: u64) {
        let group = self.counts.entry(group.to_owned()).or_default();
        *group.entry(what.to_owned()).or_default() += number;
    }

    /// Something that must not happen.
    pub fn violation(&mut self, text: String) {
        self.violations.push(text);
    }

    /// Whether nothing happened that must not.
    pub fn is_clean(&self) -> bool {
        self.violations.is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (group, counts) in &self.counts {
            let sum: u64 = counts.values().sum();
            write!(formatter, "  {group} ({sum}):")?;
            for (what, number) in counts {
                write!(formatter, " {what} {number}")?;
            }
            writeln!(formatter)?;
        }
        writeln!(formatter, "  violations: {}", self.violations.len())?;
        for violation in self.violations.iter().take(SHOWN) {
            writeln!(formatter, "    {violation}")?;
        }
        Ok(())
    }
}
