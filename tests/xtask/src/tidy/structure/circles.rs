//! Circles among arrows: files, or the parts of a folder, that lead back to one another. A module and what lies inside
//! it are one thing here: what it takes from its inside closes no circle.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use super::graph::Arrow;
use super::source::Path;

/// Modules that depend on one another: files, or folders with all that is in them.
pub(super) type Circle = BTreeSet<Path>;

type Step<'a> = (&'a [String], &'a [String]);

/// Every circle of files, and every circle of a folder's parts that is none of files.
pub(super) fn find(arrows: &[Arrow]) -> Vec<Circle> {
    let outward: Vec<Step> = arrows
        .iter()
        .map(|arrow| (&arrow.from[..], &arrow.to[..]))
        .filter(|(from, to)| !to.starts_with(from))
        .collect();
    let mut circles = among(&outward);
    let mut levels: BTreeMap<&[String], BTreeSet<Step>> = BTreeMap::new();
    for (from, to) in outward {
        let common = from
            .iter()
            .zip(to)
            .take_while(|(one, other)| one == other)
            .count();
        if let (Some(folder), Some(part), Some(other)) =
            (from.get(..common), from.get(..=common), to.get(..=common))
        {
            levels.entry(folder).or_default().insert((part, other));
        }
    }
    for arrows in levels.into_values() {
        let arrows: Vec<_> = arrows.into_iter().collect();
        for circle in among(&arrows) {
            if !circles.contains(&circle) {
                circles.push(circle);
            }
        }
    }
    circles
}

fn among(arrows: &[Step]) -> Vec<Circle> {
    let graph: DiGraphMap<&[String], ()> = DiGraphMap::from_edges(arrows);
    tarjan_scc(&graph)
        .into_iter()
        .filter(|component| component.len() > 1)
        .map(|component| component.into_iter().map(<[String]>::to_vec).collect())
        .collect()
}
