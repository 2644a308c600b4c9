//! Facts about operators' requests for worker secrets and for a new seal.

use serde_json::{Value, json};

use super::super::test_support::ScriptedVenue;
use super::super::tests::{ask_staff, problem, venues};
use super::*;

fn ask(script: &ScriptedVenue, method: &str, path: &str) -> (u16, Value) {
    let request = http::Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", "Bearer the-key-of-the-operator");
    let reply = ask_staff(request, "", script).0;
    let body = if reply.body().is_empty() {
        Value::Null
    } else {
        problem(&reply)
    };
    (reply.status().as_u16(), body)
}

#[test]
fn worker_secrets_are_assigned_in_the_venues_own_object() {
    let script = ScriptedVenue::default();
    let secrets = "/v1/operator/venues/demo/worker-secrets";
    let (status, list) = ask(&script, "GET", secrets);
    assert_eq!(
        (status, &list["secrets"][0]["name"]),
        (200, &json!("LINDE_MAIL_KEY"))
    );
    for (method, request) in [("PUT", "AssignSecret"), ("DELETE", "WithdrawSecret")] {
        let (status, _) = ask(&script, method, &format!("{secrets}/LINDE_MAIL_KEY"));
        assert_eq!(status, 204);
        assert_eq!(
            script.requests().last(),
            Some(&json!({ "Operator": { request: "LINDE_MAIL_KEY" } }))
        );
    }
    let count = script.requests().len();
    for path in [
        "nobody/worker-secrets/A",
        "demo/worker-secrets/re_1",
        "demo/worker-secrets/",
    ] {
        assert_eq!(
            ask(&script, "PUT", &format!("/v1/operator/venues/{path}")).0,
            404,
            "{path}"
        );
    }
    // The object of an id that the directory does not know is asked for its settings, and for nothing else.
    assert_eq!(script.requests()[count..], [json!({ "Settings": null })]);
}

#[test]
fn secrets_are_sealed_again_page_by_page() {
    let script = ScriptedVenue::default();
    let (status, page) = ask(&script, "POST", "/v1/operator/secrets/reseal");
    let count = venues().iter().count();
    assert_eq!((status, page["venues"].as_array().unwrap().len()), (200, count));
    assert_eq!(
        page["venues"][0],
        json!({ "venue": "demo", "resealed": 1, "current": 0 })
    );
    assert_eq!(
        script.requests(),
        vec![json!({ "Staff": "ResealSecrets" }); count]
    );
    let (_, rest) = ask(&script, "POST", "/v1/operator/secrets/reseal?after=demo");
    assert_eq!(rest["venues"].as_array().unwrap().len(), count - 1);
    let (_, end) = ask(&script, "POST", "/v1/operator/secrets/reseal?after=z");
    assert_eq!(end, json!({ "venues": [] }));
    assert_eq!(ask(&script, "POST", "/v1/operator/secrets/reseal?after=A").0, 422);
}

#[test]
fn a_venue_whose_secrets_cannot_be_sealed_has_its_problem_in_the_answer() {
    let linde = || VenueId::parse("linde").unwrap();
    let refused = VenueError::Refused(ProblemCode::SealingUnavailable);
    let (venue, cause) = resealed(linde(), Err(refused)).unwrap();
    assert_eq!(
        (venue.resealed, venue.problem.as_deref(), cause),
        (0, Some("sealing_unavailable"), None)
    );
    let broken = VenueError::Broken("the disk is full".to_owned());
    let (venue, cause) = resealed(linde(), Err(broken)).unwrap();
    assert_eq!(
        (venue.problem.as_deref(), cause.as_deref()),
        (Some("internal"), Some("the disk is full"))
    );
    // Nothing is sealed where there is no database.
    assert!(resealed(linde(), Err(VenueError::UnknownVenue)).is_none());
}
