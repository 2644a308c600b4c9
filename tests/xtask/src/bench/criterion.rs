//! The engine and the mapping as Criterion measures them, beside their goals. Knows their names alone.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::project::Project;
use crate::suite::{NATIVE, show};

/// A measurement with a goal: Criterion's name of it, and the most nanoseconds its median may take.
const GOALS: [(&str, f64); 3] = [
    ("calendar/month_3000_reservations", 2_000_000.0),
    ("reserve/one", 100_000.0),
    ("map/month", 5_000_000.0),
];

/// Two measurements, and the most that the second may take of the first. The time of a question does not grow with the
/// reservations of other days, and a month of another system's answers becomes a calendar in a few times what its JSON takes
/// alone: 4spaces answers little for a month, whose every start is then looked at.
const RATIOS: [(&str, &str, f64); 5] = [
    (
        "slots/hall_1000_reservations",
        "slots/hall_100000_reservations",
        1.5,
    ),
    (
        "reserve/hall_1000_reservations",
        "reserve/hall_100000_reservations",
        1.5,
    ),
    ("map/month_json", "map/month", 3.0),
    ("map_mews/month_json", "map_mews/month", 3.0),
    ("map_fourspaces/month_json", "map_fourspaces/month", 4.5),
];

/// Runs everything once. Criterion does so without `--bench`, as under `cargo test`.
pub(super) fn one_round(project: &Project) -> Result<()> {
    show(
        project
            .command("cargo")
            .arg("test")
            .args(NATIVE)
            .args(["--bench", "engine", "--bench", "map"]),
    )
}

/// Measures, prints the medians, and fails if a goal is missed.
pub(crate) fn run(project: &Project) -> Result<()> {
    let status = project
        .command("cargo")
        .args([
            "bench",
            "--package",
            "couvert-edge",
            "--bench",
            "engine",
            "--bench",
            "map",
        ])
        .status()?;
    ensure!(status.success(), "cargo bench ended with {status}");
    let mut missed = Vec::new();
    println!("\n{:<36}{:>14}{:>14}", "median", "measured", "goal");
    for (name, goal) in GOALS {
        let median = measured(project, name)?;
        println!(
            "{name:<36}{:>11.1} µs{:>11.1} µs",
            median / 1_000.0,
            goal / 1_000.0
        );
        if median > goal {
            missed.push(name);
        }
    }
    println!("\n{:<36}{:>14}{:>14}", "ratio", "measured", "goal");
    for (one, other, goal) in RATIOS {
        let ratio = measured(project, other)? / measured(project, one)?;
        println!("{other:<36}{ratio:>14.2}{goal:>14.2}");
        if ratio > goal {
            missed.push(other);
        }
    }
    ensure!(missed.is_empty(), "slower than the goal: {}", missed.join(", "));
    Ok(())
}

/// The median of a measurement, in nanoseconds.
fn measured(project: &Project, name: &str) -> Result<f64> {
    let folder = project.target.join("criterion").join(folder(name));
    median(&folder.join("new/estimates.json"))
}

/// Where Criterion keeps what it has measured: a name with what no file's name can hold replaced.
fn folder(name: &str) -> String {
    name.replace('/', "_")
}

fn median(path: &Path) -> Result<f64> {
    let text = fs::read_to_string(path).with_context(|| format!("no measurement in {}", path.display()))?;
    parse(&text).with_context(|| format!("{} has no median", path.display()))
}

/// The median of an `estimates.json`, in nanoseconds.
fn parse(text: &str) -> Option<f64> {
    let estimates: Value = serde_json::from_str(text).ok()?;
    estimates.pointer("/median/point_estimate")?.as_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_read_and_not_the_mean() {
        let text = r#"{"mean":{"point_estimate":9.0},"median":{"point_estimate":4.5,"standard_error":0.1}}"#;
        assert_eq!(parse(text), Some(4.5));
        assert_eq!(parse("{}"), None);
    }
}
