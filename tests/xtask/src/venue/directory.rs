//! The commands about the directory of venues, for operators.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Value as Json, json};

use super::worker::Worker;
use super::{of_file, word};

const VENUES: &str = "/v1/operator/venues";

/// Lists the venues, page by page.
pub(super) fn list(worker: &Worker, status: Option<&str>) -> Result<()> {
    let mut after = None::<String>;
    loop {
        let page = worker.get(&page_path(after.as_deref(), status))?;
        for venue in page["venues"].as_array().into_iter().flatten() {
            println!("{}", line(venue));
        }
        after = page["next"].as_str().map(str::to_owned);
        if after.is_none() {
            return Ok(());
        }
    }
}

/// The path of a page of venues.
fn page_path(after: Option<&str>, status: Option<&str>) -> String {
    let parameters = [("after", after), ("status", status)];
    let parameters = parameters
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{name}={}", value?)));
    let query = parameters.collect::<Vec<_>>().join("&");
    if query.is_empty() {
        VENUES.to_owned()
    } else {
        format!("{VENUES}?{query}")
    }
}

/// A venue as a line of the list.
fn line(venue: &Json) -> String {
    let [id, status, source, name] = ["id", "status", "source", "name"].map(|member| word(&venue[member]));
    let missing = if venue["isFileMissing"] == true {
        "  (its file was taken away)"
    } else {
        ""
    };
    format!("{id:<32} {status:<9} {source:<4}  {name}{missing}")
}

/// Creates a venue with the settings of a file.
pub(super) fn create(worker: &Worker, file: &Path, name: Option<&str>) -> Result<()> {
    let (settings, _) = of_file(file)?;
    let venue = worker.send("POST", VENUES, &[], &creation(&settings, name)?)?;
    println!("{}", line(&venue));
    Ok(())
}

/// The body that creates a venue. Its display name is that of the settings, if none is given.
fn creation(settings: &Json, name: Option<&str>) -> Result<Json> {
    let id = settings["id"]
        .as_str()
        .context("the file states no `id`")?
        .to_owned();
    let name = name.unwrap_or_else(|| word(&settings["name"])).to_owned();
    Ok(json!({ "id": id, "name": name, "settings": settings }))
}

/// Suspends or resumes a venue.
pub(super) fn set_state(worker: &Worker, venue: &str, step: &str) -> Result<()> {
    let venue = worker.send("POST", &format!("{VENUES}/{venue}/{step}"), &[], &Json::Null)?;
    println!("{}", line(&venue));
    Ok(())
}

/// Gives a venue another display name.
pub(super) fn rename(worker: &Worker, venue: &str, name: &str) -> Result<()> {
    let venue = worker.send(
        "PATCH",
        &format!("{VENUES}/{venue}"),
        &[],
        &json!({ "name": name }),
    )?;
    println!("{}", line(&venue));
    Ok(())
}

/// Assigns a worker secret to a venue, or withdraws it.
pub(super) fn set_secret(worker: &Worker, venue: &str, name: &str, method: &str) -> Result<()> {
    let path = format!("{VENUES}/{venue}/worker-secrets/{name}");
    worker.send(method, &path, &[], &Json::Null)?;
    let state = if method == "PUT" {
        "is assigned"
    } else {
        "is not assigned"
    };
    println!("{name} {state} to {venue}");
    Ok(())
}

/// Seals the secrets of all venues with the current key, page by page; only of those with later ids than `after`, if it
/// is given. A venue at which something is left is an error in the end, once all have been tried. A page that fails ends
/// the run, with the place at which to take it up again.
pub(super) fn reseal(worker: &Worker, after: Option<String>) -> Result<()> {
    let is_whole = after.is_none();
    let (mut after, mut left) = (after, 0);
    loop {
        let page = worker
            .send("POST", &reseal_path(after.as_deref()), &[], &Json::Null)
            .with_context(|| take_up(after.as_deref(), left))?;
        for venue in page["venues"].as_array().into_iter().flatten() {
            let (line, is_done) = resealed(venue);
            left += u32::from(!is_done);
            println!("{line}");
        }
        after = page["next"].as_str().map(str::to_owned);
        if after.is_none() {
            break;
        }
    }
    ensure!(
        left == 0,
        "{left} venues have secrets that are not sealed with the current key"
    );
    println!("{}", all_sealed(is_whole));
    Ok(())
}

/// The path of a page of venues whose secrets are sealed again.
fn reseal_path(after: Option<&str>) -> String {
    let query = after.map(|after| format!("?after={after}")).unwrap_or_default();
    format!("/v1/operator/secrets/reseal{query}")
}

/// How to go on after a page that failed.
fn take_up(after: Option<&str>, left: u32) -> String {
    let option = after.map(|after| format!(" --after {after}")).unwrap_or_default();
    format!("go on with `cargo xtask venue reseal{option}`; {left} venues before are not done")
}

/// The last line of a run that has left nothing. One that began in the middle says nothing of the venues before.
fn all_sealed(is_whole: bool) -> &'static str {
    if is_whole {
        "all secrets are sealed with the current key: SEAL_KEY_PREVIOUS can be deleted"
    } else {
        "these secrets are sealed with the current key: SEAL_KEY_PREVIOUS can be deleted if those of the venues before are"
    }
}

/// The line of a venue whose secrets were sealed again, and whether nothing is left to do.
fn resealed(venue: &Json) -> (String, bool) {
    let mut line = format!(
        "{}: {} sealed again, {} as they were",
        word(&venue["venue"]),
        venue["resealed"],
        venue["current"]
    );
    let unreadable: Vec<_> = venue["unreadable"]
        .as_array()
        .into_iter()
        .flatten()
        .map(word)
        .collect();
    if !unreadable.is_empty() {
        line.push_str("; set anew: ");
        line.push_str(&unreadable.join(", "));
    }
    let problem = word(&venue["problem"]);
    if !problem.is_empty() {
        line.push_str("; ");
        line.push_str(problem);
    }
    (line, unreadable.is_empty() && problem.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_asked_for_by_state_and_by_the_last_id() {
        assert_eq!(page_path(None, None), "/v1/operator/venues");
        assert_eq!(
            page_path(Some("linde"), Some("live")),
            "/v1/operator/venues?after=linde&status=live"
        );
        assert_eq!(
            page_path(None, Some("suspended")),
            "/v1/operator/venues?status=suspended"
        );
    }

    #[test]
    fn a_run_that_broke_off_is_taken_up_where_it_was() {
        assert_eq!(reseal_path(None), "/v1/operator/secrets/reseal");
        assert_eq!(
            reseal_path(Some("linde")),
            "/v1/operator/secrets/reseal?after=linde"
        );
        assert!(take_up(Some("linde"), 2).contains("reseal --after linde`; 2 venues"));
        assert!(take_up(None, 0).contains("venue reseal`"));
        assert_ne!(all_sealed(true), all_sealed(false));
    }

    #[test]
    fn a_venue_with_secrets_that_no_key_opens_is_not_done() {
        for (venue, line, is_done) in [
            (
                json!({ "venue": "linde", "resealed": 2, "current": 1 }),
                "linde: 2 sealed again, 1 as they were",
                true,
            ),
            (
                json!({ "venue": "linde", "resealed": 0, "current": 0, "unreadable": ["A", "B"] }),
                "linde: 0 sealed again, 0 as they were; set anew: A, B",
                false,
            ),
            (
                json!({ "venue": "linde", "resealed": 0, "current": 0, "problem": "sealing_unavailable" }),
                "linde: 0 sealed again, 0 as they were; sealing_unavailable",
                false,
            ),
        ] {
            assert_eq!(resealed(&venue), (line.to_owned(), is_done));
        }
    }

    #[test]
    fn a_venue_has_the_id_of_its_file_and_its_name_unless_another_is_given() {
        let settings = json!({ "id": "linde", "name": "Linde", "engine": {} });
        for (name, expected) in [(None, "Linde"), (Some("Linde, Vienna"), "Linde, Vienna")] {
            assert_eq!(
                creation(&settings, name).unwrap(),
                json!({ "id": "linde", "name": expected, "settings": settings })
            );
        }
        assert!(creation(&json!({ "name": "Linde" }), None).is_err());
    }
}
