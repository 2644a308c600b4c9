//! The commands about operators who sign in.

use anyhow::Result;
use serde_json::{Value as Json, json};

use super::worker::Worker;
use super::{report_invitation, word};

const PEOPLE: &str = "/v1/operator/people";
const SESSIONS: &str = "/v1/operator/sessions";

/// Invites an operator, and says how their link comes to them.
pub(super) fn invite(worker: &Worker, name: &str, email: &str) -> Result<()> {
    let body = json!({ "name": name, "email": email });
    let invited = worker.send("POST", PEOPLE, &[], &body)?;
    report_invitation(&invited, email);
    Ok(())
}

/// Lists the operators, each with their sessions.
pub(super) fn list(worker: &Worker) -> Result<()> {
    let (people, sessions) = (worker.get(PEOPLE)?, worker.get(SESSIONS)?);
    for line in lines(&people, &sessions) {
        println!("{line}");
    }
    Ok(())
}

/// Removes an operator.
pub(super) fn remove(worker: &Worker, id: &str) -> Result<()> {
    let removed = worker.send("DELETE", &format!("{PEOPLE}/{id}"), &[], &Json::Null)?;
    println!("{} is removed", word(&removed["name"]));
    Ok(())
}

/// Ends a session.
pub(super) fn end(worker: &Worker, session: &str) -> Result<()> {
    worker.send("DELETE", &format!("{SESSIONS}/{session}"), &[], &Json::Null)?;
    println!("{session} is over");
    Ok(())
}

/// The operators as lines of the list, with a line for each session below its person.
fn lines(people: &Json, sessions: &Json) -> Vec<String> {
    let all = |list: &Json, name: &str| list[name].as_array().cloned().unwrap_or_default();
    let sessions = all(sessions, "sessions");
    let mut lines = Vec::new();
    for person in all(people, "people") {
        let removed = match person["removedAt"].as_str() {
            Some(at) => format!("removed {at}"),
            None => word(&person["email"]).to_owned(),
        };
        lines.push(format!(
            "{}  {}  {removed}",
            word(&person["id"]),
            word(&person["name"])
        ));
        for session in sessions
            .iter()
            .filter(|session| session["person"] == person["id"])
        {
            lines.push(format!(
                "    session {}  last used {}",
                word(&session["id"]),
                word(&session["lastUsedAt"])
            ));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_session_stands_below_its_operator() {
        let people = json!({ "people": [
            { "id": "p1", "name": "Ada", "email": "ada@example.com" },
            { "id": "p2", "name": "Ben", "removedAt": "2026-11-29T18:00:00Z" },
        ] });
        let sessions =
            json!({ "sessions": [{ "id": "s1", "person": "p1", "lastUsedAt": "2026-11-29T18:05:00Z" }] });
        assert_eq!(
            lines(&people, &sessions),
            [
                "p1  Ada  ada@example.com",
                "    session s1  last used 2026-11-29T18:05:00Z",
                "p2  Ben  removed 2026-11-29T18:00:00Z",
            ]
        );
    }
}
