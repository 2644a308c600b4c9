//! Facts about the endpoints of OAuth 2.0.

use std::cell::RefCell;

use base64ct::{Base64, Encoding as _};
use http::header::HeaderValue;
use pollster::block_on;
use serde_json::{Value, json};
use shared::id::{AccountId, AccountRestaurantId, VenueId};

use crate::http::test_support::ScriptedVenue;
use crate::http::tests::{ask_with, demo, problem, venues};
use crate::http::{Reply, authorization_cookie};
use crate::limits::Limiter;
use crate::test_support::account::CLIENT_SECRET;

/// A deployment with an account, over several requests of one caller.
struct Deployment {
    script: ScriptedVenue,
    limiter: RefCell<Limiter>,
}

impl Deployment {
    fn new() -> Self {
        Self {
            script: ScriptedVenue::default(),
            limiter: RefCell::new(Limiter::new([0; 32])),
        }
    }

    fn send(&self, request: http::request::Builder, body: &str) -> Reply {
        let script = (&self.script, demo());
        ask_with(&venues(), request, Some(body), &self.limiter, script).0
    }

    fn get(&self, path: &str) -> Reply {
        self.send(http::Request::get(format!("https://book.example.com{path}")), "")
    }

    /// A request for a token with this secret in the header.
    fn token(&self, secret: &str, body: &str) -> Reply {
        let credentials = Base64::encode_string(format!("lightspeed:{secret}").as_bytes());
        let request = form("/oauth/group/token").header("authorization", format!("Basic {credentials}"));
        self.send(request, body)
    }
}

fn form(path: &str) -> http::request::Builder {
    http::Request::post(format!("https://book.example.com{path}"))
        .header("content-type", "application/x-www-form-urlencoded")
}

const GRANT: &str = "grant_type=client_credentials";

#[test]
fn a_client_gets_a_token_and_reads_the_keys_that_verify_it() {
    let deployment = Deployment::new();
    let reply = deployment.token(CLIENT_SECRET, GRANT);
    assert_eq!(reply.status(), 200);
    assert_eq!(reply.headers()["cache-control"], "no-store");
    let token = problem(&reply);
    assert_eq!(
        (&token["token_type"], &token["expires_in"]),
        (&json!("Bearer"), &json!(3600))
    );
    let keys = deployment.get("/oauth/group/jwks.json");
    assert_eq!(keys.headers()["cache-control"], "public, max-age=300");
    assert_eq!(problem(&keys)["keys"][0]["alg"], "ES256");
    assert!(problem(&keys)["keys"][0].get("d").is_none());
}

#[test]
fn errors_are_those_of_the_standard() {
    let deployment = Deployment::new();
    for (secret, body, status, error) in [
        ("wrong", GRANT, 401, "invalid_client"),
        (CLIENT_SECRET, "", 400, "invalid_request"),
        (
            CLIENT_SECRET,
            "grant_type=password",
            400,
            "unsupported_grant_type",
        ),
        (
            CLIENT_SECRET,
            "grant_type=client_credentials&scope=admin",
            400,
            "invalid_scope",
        ),
        (
            CLIENT_SECRET,
            "grant_type=client_credentials&client_secret=a",
            400,
            "invalid_request",
        ),
    ] {
        let reply = deployment.token(secret, body);
        assert_eq!(reply.status(), status, "{body}");
        assert_eq!(problem(&reply), json!({ "error": error }), "{body}");
        assert_eq!(reply.headers().contains_key("www-authenticate"), status == 401);
    }
    let without = deployment.send(form("/oauth/group/token"), GRANT);
    assert_eq!(
        (without.status().as_u16(), &problem(&without)["error"]),
        (401, &json!("invalid_client"))
    );
    let json = http::Request::post("https://book.example.com/oauth/group/token")
        .header("content-type", "application/json");
    assert_eq!(deployment.send(json, "{}").status(), 415);
}

#[test]
fn guesses_at_a_secret_run_out_and_the_right_one_goes_on() {
    let deployment = Deployment::new();
    assert_eq!(deployment.token(CLIENT_SECRET, GRANT).status(), 200);
    let guesses = (0..40).map(|number| {
        deployment
            .token(&format!("guess-{number}"), GRANT)
            .status()
            .as_u16()
    });
    let refused: Vec<_> = guesses.collect();
    assert_eq!(refused[0], 401);
    assert!(
        refused.iter().filter(|status| **status == 401).count() <= 10,
        "{refused:?}"
    );
    assert_eq!(refused.last(), Some(&429));
    // One that was right before from this caller is compared all the same.
    assert_eq!(deployment.token(CLIENT_SECRET, GRANT).status(), 200);
}

#[test]
fn an_account_that_the_deployment_does_not_have_is_not_found() {
    let deployment = Deployment::new();
    for path in ["/oauth/other/jwks.json", "/oauth/other/callback?state=a&code=b"] {
        assert_eq!(deployment.get(path).status(), 404, "{path}");
    }
    assert_eq!(deployment.send(form("/oauth/other/token"), GRANT).status(), 404);
}

#[test]
fn a_person_who_comes_back_is_told_what_came_of_it() {
    let deployment = Deployment::new();
    let operator = |method: &str, path: &str| {
        http::Request::builder()
            .method(method)
            .uri(format!("https://book.example.com{path}"))
            .header("authorization", "Bearer the-key-of-the-operator")
    };
    let begin = operator(
        "POST",
        "/v1/operator/accounts/group/tokens/platform/authorization",
    );
    let answered = problem(&deployment.send(begin, ""));
    let url = url::Url::parse(answered["url"].as_str().unwrap()).unwrap();
    let state = url
        .query_pairs()
        .find(|(name, _)| name == "state")
        .unwrap()
        .1
        .into_owned();
    let text = |path: &str| {
        let reply = deployment.get(path);
        assert_eq!(reply.status(), 200);
        String::from_utf8(reply.into_body()).unwrap()
    };
    // The parameters of Keycloak beside those of the standard.
    let back = format!("/oauth/group/callback?state={state}&session_state=x&iss=y&code=code-1");
    let head = http::Request::head(format!("https://book.example.com{back}"));
    assert_eq!(deployment.send(head, "").status(), 405);
    assert!(text(&back).contains("The account is connected."));
    assert!(text(&back).contains("This authorization is over"));
    assert_eq!(deployment.get("/oauth/group/callback?code=a").status(), 400);
    let details = problem(&deployment.send(operator("GET", "/v1/operator/accounts/group"), ""));
    assert_eq!(details["tokens"][0]["state"], "ready");
    assert!(!details.to_string().contains("access-1"));
    let logged: Value = json!(deployment.script.requests());
    assert_eq!(logged, json!([]));
}

#[test]
fn a_manager_is_led_back_to_the_page_of_the_till() {
    let deployment = Deployment::new();
    let group = AccountId::parse("group").unwrap();
    let account = deployment.script.account.client(&group);
    let begin = || {
        let (restaurant, venue) = (AccountRestaurantId::parse("linde"), VenueId::parse("linde"));
        let begun = block_on(account.authorize_restaurant(restaurant.unwrap(), venue.unwrap())).unwrap();
        let url = url::Url::parse(&begun.url).unwrap();
        let (_, state) = url.query_pairs().find(|(name, _)| name == "state").unwrap();
        (
            state.into_owned(),
            authorization_cookie::of_address(&begun.url).unwrap(),
        )
    };
    let back_with = |state: &str, cookie: &HeaderValue, code: &str| {
        let path = format!("/oauth/group/callback?state={state}&{code}");
        let cookie = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
        let request = http::Request::get(format!("https://book.example.com{path}")).header("cookie", cookie);
        let reply = deployment.send(request, "");
        assert_eq!(reply.status(), 200);
        let is_cleared = reply.headers().contains_key("set-cookie");
        (String::from_utf8(reply.into_body()).unwrap(), is_cleared)
    };
    let back = |code: &str| {
        let (state, cookie) = begin();
        let (html, is_cleared) = back_with(&state, &cookie, code);
        assert!(is_cleared);
        html
    };
    let at_once = r#"<meta http-equiv="refresh" content="0; url=/staff/linde/till">"#;
    let html = back("code=code-1");
    assert!(html.contains(at_once), "{html}");
    assert!(html.contains(r#"<a href="/staff/linde/till">"#), "{html}");
    // The reason is to be read.
    let html = back("error=access_denied");
    assert!(html.contains("the authorization was refused"), "{html}");
    assert!(!html.contains("refresh") && html.contains(r#"<a href="/staff/linde/till">"#));
    // The browser of another person, who was led to the address.
    let ((led, _), (_, own)) = (begin(), begin());
    let (html, is_cleared) = back_with(&led, &own, "code=code-2");
    assert!(
        html.contains("This authorization is over") && !is_cleared,
        "{html}"
    );
}
