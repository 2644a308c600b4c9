//! Facts about a deployment without the variable that allows demonstrations: the made-up venues of the build are
//! unknown there.

use serde_json::Value;
use ureq::Agent;

use crate::server::{Home, STAFF_KEY};
use crate::staff;

fn ask(method: &str, address: &str) -> (u16, String) {
    let agent: Agent = Agent::config_builder().http_status_as_error(false).build().into();
    let mut answer = match method {
        "POST" => agent
            .post(address)
            .content_type("application/x-www-form-urlencoded")
            .send("token=a&choice=pay"),
        _ => agent.get(address).call(),
    }
    .unwrap();
    (
        answer.status().as_u16(),
        answer.body_mut().read_to_string().unwrap(),
    )
}

#[test]
fn made_up_venues_are_unknown_where_demonstrations_are_not_allowed() {
    let home = Home::new();
    let server = home.start_without_demo(&[("DEMO_STAFF_KEY", STAFF_KEY), ("COUVERT_DEMO", "no")]);
    for (method, path) in [
        ("GET", "/v1/venues/demo"),
        ("GET", "/v1/venues/demo-molzait"),
        (
            "GET",
            "/v1/venues/demo-stripe/slots?experienceId=tasting&day=2026-07-01&attendees=2",
        ),
        ("GET", "/book/demo"),
        ("GET", "/book/demo-checked"),
        ("GET", "/staff/demo/reservation"),
        ("GET", "/house/demo"),
        ("GET", "/pay/demo/abc"),
        ("POST", "/pay/demo/abc"),
        ("POST", "/staff/demo/reservation"),
        ("POST", "/v1/webhooks/demo-stripe/stripe"),
    ] {
        let (status, body) = ask(method, &format!("{}{path}", server.origin));
        let body: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(
            (status, &body["code"]),
            (404, &"venue_not_found".into()),
            "{method} {path}"
        );
    }
    let (status, body) = staff::get(&server.origin, Some(STAFF_KEY), "/experiences");
    assert_eq!(status, 401, "{body}");
    let (status, page) = ask("GET", &format!("{}/", server.origin));
    assert_eq!(status, 200);
    assert!(page.contains("This host serves booking widgets"), "{page}");
    assert!(!page.contains("Quitte"), "{page}");
    assert_eq!(ask("GET", &format!("{}/de", server.origin)).0, 404);
}
