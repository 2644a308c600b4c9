//! Sends the simulator's events over HTTP, as its profile says: with basic credentials, a token, keys, or a token that is
//! fetched from the platform's issuer first.

use super::assertion::{ASSERTION_TYPE, assertion};
use super::event::{Authentication, ClientProof, Outgoing, basic_header};
use crate::server;

/// How often an event is sent before it is given up.
pub const MOST_TRIES: u32 = 10;

/// Sends an event. Fails with what was answered instead of 200, without credentials.
pub fn send(event: &Outgoing) -> Result<(), String> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .into();
    let mut url = event.url.clone();
    let mut headers = vec![("x-lightspeed-idempotency-key".to_owned(), event.key.clone())];
    match &event.authentication {
        Authentication::Header(value) => headers.push(("authorization".to_owned(), value.clone())),
        Authentication::Keys(of_headers, of_query) => {
            headers.extend(of_headers.iter().cloned());
            let query: String = form_urlencoded::Serializer::new(String::new())
                .extend_pairs(of_query)
                .finish();
            if !query.is_empty() {
                url = format!("{url}?{query}");
            }
        }
        Authentication::Client {
            url,
            id,
            secret,
            proof,
        } => {
            let token = fetch_token(&agent, url, (id.as_str(), secret.as_str()), *proof)?;
            headers.push(("authorization".to_owned(), format!("Bearer {token}")));
        }
        Authentication::None => {}
    }
    let mut request = agent.post(&url).header("content-type", "application/json");
    for (name, value) in &headers {
        request = request.header(name, value);
    }
    let answer = request.send(event.body.to_string());
    let answer = answer.map_err(|error| error.to_string())?;
    match answer.status().as_u16() {
        200 => Ok(()),
        status => Err(format!("answered {status}")),
    }
}

fn fetch_token(
    agent: &ureq::Agent,
    url: &str,
    (id, secret): (&str, &str),
    proof: ClientProof,
) -> Result<String, String> {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("grant_type", "client_credentials");
    match proof {
        ClientProof::Header => {}
        ClientProof::Form => {
            form.append_pair("client_id", id)
                .append_pair("client_secret", secret);
        }
        ClientProof::Assertion => {
            let text = assertion(url, (id, secret), server::now()).ok_or("the secret is no key")?;
            form.append_pair("client_assertion_type", ASSERTION_TYPE)
                .append_pair("client_assertion", &text);
        }
    }
    let mut request = agent
        .post(url)
        .header("content-type", "application/x-www-form-urlencoded");
    if proof == ClientProof::Header {
        request = request.header("authorization", basic_header(id, secret));
    }
    let answer = request.send(form.finish());
    let mut answer = answer.map_err(|error| error.to_string())?;
    let text = answer
        .body_mut()
        .read_to_string()
        .map_err(|error| error.to_string())?;
    let body: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let token = body["access_token"].as_str().map(str::to_owned);
    token.ok_or(format!("the issuer answered {}", answer.status().as_u16()))
}
