//! The client of a request: its IP address, bearer and Turnstile tokens, and the origin at which it reached this worker.

use secrecy::ExposeSecret;

use super::{Request, bearer};
use crate::challenge::MAX_TOKEN_BYTES;
use crate::limits::Caller;
use crate::venue::message::visitor::Visitor;

/// The visitor: the data about the client that the venue's object receives.
pub fn visitor(request: &Request) -> Visitor {
    let token = bearer::token(request.headers());
    Visitor {
        caller: caller(request),
        manage_token: token.map(|token| token.expose_secret().to_owned()),
        challenge_token: challenge_token(request),
    }
}

/// The same, with a bearer token that came in a page's form.
pub fn visitor_with_token(request: &Request, token: &str) -> Visitor {
    Visitor {
        manage_token: Some(token.to_owned()),
        ..visitor(request)
    }
}

/// The token of the check against robots, at most [`MAX_TOKEN_BYTES`] long. The venue's object has it verified.
fn challenge_token(request: &Request) -> Option<String> {
    let token = request.headers().get("turnstile-token")?.to_str().ok()?;
    (token.len() <= MAX_TOKEN_BYTES).then(|| token.to_owned())
}

/// The client's IP address, by Cloudflare's header.
pub fn caller(request: &Request) -> Caller {
    let address = request.headers().get("cf-connecting-ip");
    Caller::of(address.and_then(|value| value.to_str().ok()))
}

/// The origin at which this worker was reached, such as `https://book.example.com`. It is that of the URL that the
/// runtime routed here, and not of a header that a client or a proxy writes. None without an absolute URL, which every
/// request from the internet has.
pub fn own_origin(request: &Request) -> Option<String> {
    let uri = request.uri();
    let (scheme, host) = (uri.scheme_str()?, uri.host()?);
    Some(match uri.port_u16() {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    })
}
