//! Who asks, and under which address. It must not know what is asked.

use super::{Request, reservation, reservations};
use crate::limits::Caller;
use crate::venue::visitor::Visitor;

/// What the venue's object has to know of whoever asks.
pub fn visitor(request: &Request) -> Visitor {
    Visitor {
        caller: caller(request),
        manage_token: reservation::manage_token(request),
        challenge_token: reservations::challenge_token(request),
    }
}

/// Who asks, as Cloudflare says.
pub fn caller(request: &Request) -> Caller {
    let address = request.headers().get("cf-connecting-ip");
    Caller::of(address.and_then(|value| value.to_str().ok()))
}

/// The origin this worker was asked at, such as `https://book.example.com`, by the address that the
/// runtime routed here and by no header that a client or a proxy writes. None without an absolute
/// address, which no request from the internet is.
pub fn own_origin(request: &Request) -> Option<String> {
    let uri = request.uri();
    let (scheme, host) = (uri.scheme_str()?, uri.host()?);
    Some(match uri.port_u16() {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    })
}
