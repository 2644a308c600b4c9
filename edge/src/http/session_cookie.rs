//! The cookie of a session, `__Host-couvert-{venue}` or `__Host-couvert-operator`, and the rules by which a request may use it. By
//! `SameSite=Strict` browsers send it with requests of this site alone. What a browser adds by itself needs more than that: a
//! write counts only with exactly our own `Origin`, and a page of another origin reads nothing by it.

use config::RESERVED_ID;
use http::header::{AUTHORIZATION, HeaderValue, ORIGIN};
use secrecy::{ExposeSecret, SecretString};
use shared::id::{SessionId, VenueId};

use super::Request;
use super::client::own_origin;
use super::cookie::{self, SameSite};
use crate::access::token::PresentedToken;

/// The place in which a person is signed in.
#[derive(Clone, Copy)]
pub enum Realm<'a> {
    /// A venue.
    Venue(&'a VenueId),
    /// The deployment, of its operators. No venue has the id [`RESERVED_ID`].
    Operators,
}

fn name(realm: Realm<'_>) -> String {
    let realm = match realm {
        Realm::Venue(venue) => venue.as_str(),
        Realm::Operators => RESERVED_ID,
    };
    format!("__Host-couvert-{realm}")
}

/// The token in the request's cookie of this realm. None beside a header `Authorization`, which goes first.
pub fn token(request: &Request, realm: Realm<'_>) -> Option<SecretString> {
    if request.headers().contains_key(AUTHORIZATION) {
        return None;
    }
    let value = cookie::read(request, &name(realm))?;
    PresentedToken::<SessionId>::parse(value).map(|_| SecretString::from(value))
}

/// Whether a request certainly comes from a page of this worker: it states exactly our origin. Browsers state it with
/// every write.
pub fn is_of_own_page(request: &Request) -> bool {
    let mut values = request.headers().get_all(ORIGIN).iter();
    let (Some(origin), None) = (values.next(), values.next()) else {
        return false;
    };
    own_origin(request).is_some_and(|own| own.as_bytes() == origin.as_bytes())
}

/// Whether a read may use the cookie: it is sent by a page of this worker, from the address bar, or by no browser.
pub fn is_readable(request: &Request) -> bool {
    let is_of_no_other = |name: &str, allowed: &dyn Fn(&[u8]) -> bool| {
        let mut values = request.headers().get_all(name).iter();
        values.all(|value| allowed(value.as_bytes()))
    };
    let own = own_origin(request).unwrap_or_default();
    is_of_no_other("origin", &|origin| origin == own.as_bytes())
        && is_of_no_other("sec-fetch-site", &|site| matches!(site, b"same-origin" | b"none"))
}

/// The header `Set-Cookie` of a session that begins and lasts so many seconds at most. The object of the venue, or the directory's, ends it.
pub fn set(realm: Realm<'_>, token: &SecretString, seconds: i64) -> Option<HeaderValue> {
    cookie::set(&name(realm), token.expose_secret(), seconds, SameSite::Strict)
}

/// The header `Set-Cookie` that deletes the cookie.
pub fn cleared(realm: Realm<'_>) -> Option<HeaderValue> {
    cookie::set(&name(realm), "", 0, SameSite::Strict)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "aaaaaaaaaaaa_sssssssssssssssssssssssssssssssssssssssssss";

    fn request(headers: &[(&str, String)]) -> Request {
        let request = headers.iter().fold(
            http::Request::get("https://book.example.com/v1/staff/demo/me"),
            |request, (name, value)| request.header(*name, value),
        );
        request.body(None).unwrap()
    }

    #[test]
    fn a_token_comes_in_one_cookie_of_the_venue_and_beside_no_key() {
        let venue = VenueId::parse("demo").unwrap();
        let of = |name: &str| format!("{name}={TOKEN}");
        let own = || of("__Host-couvert-demo");
        let cookie = |text: String| vec![("cookie", text)];
        for (headers, is_taken) in [
            (cookie(own()), true),
            (cookie(format!("a=b; {}; __Host-couvert-demo-b=x", own())), true),
            (vec![("cookie", "a=b".to_owned()), ("cookie", own())], true),
            (
                vec![("cookie", own()), ("authorization", "Bearer x".to_owned())],
                false,
            ),
            (vec![("cookie", own()), ("authorization", String::new())], false),
            (cookie(format!("{}; {}", own(), own())), false),
            (cookie(format!("{}; __Host-couvert-demo=", own())), false),
            (cookie(of("couvert-demo")), false),
            (cookie(of("__host-couvert-demo")), false),
            (cookie(of("__Host-couvert-demo-b")), false),
            (cookie(of("x__Host-couvert-demo")), false),
            (cookie(format!("a=\"{}\"", own())), false),
            (cookie("__Host-couvert-demo=".to_owned()), false),
            (cookie("__Host-couvert-demo=aaaaaaaaaaaa_short".to_owned()), false),
            (vec![], false),
        ] {
            let found = token(&request(&headers), Realm::Venue(&venue));
            assert_eq!(found.is_some(), is_taken, "{headers:?}");
            assert!(found.is_none_or(|token| token.expose_secret() == TOKEN));
        }
    }

    #[test]
    fn the_cookie_is_for_this_host_alone_and_no_script_reads_it() {
        let venue = VenueId::parse("gasthaus-zur-linde2").unwrap();
        let set = set(Realm::Venue(&venue), &SecretString::from(TOKEN), 604_800).unwrap();
        let expected = format!(
            "__Host-couvert-gasthaus-zur-linde2={TOKEN}; Path=/; Max-Age=604800; Secure; HttpOnly; SameSite=Strict"
        );
        assert_eq!(set.to_str().unwrap(), expected);
        assert!(!format!("{set:?}").contains(TOKEN));
        let cleared = cleared(Realm::Venue(&venue)).unwrap();
        let expected =
            "__Host-couvert-gasthaus-zur-linde2=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict";
        assert_eq!(cleared.to_str().unwrap(), expected);
    }

    #[test]
    fn the_cookie_of_operators_is_no_venues() {
        let set = set(Realm::Operators, &SecretString::from(TOKEN), 1).unwrap();
        assert!(set.to_str().unwrap().starts_with("__Host-couvert-operator="));
        let request = request(&[("cookie", format!("__Host-couvert-operator={TOKEN}"))]);
        assert!(token(&request, Realm::Operators).is_some());
        let venue = VenueId::parse("demo").unwrap();
        assert!(token(&request, Realm::Venue(&venue)).is_none());
    }

    #[test]
    fn a_write_states_our_origin_and_a_read_no_other() {
        let own = "https://book.example.com";
        for (headers, is_own, is_read) in [
            (vec![], false, true),
            (vec![("origin", own)], true, true),
            (vec![("origin", own), ("origin", own)], false, true),
            (vec![("origin", "http://book.example.com")], false, false),
            (vec![("origin", "https://book.example.com:8443")], false, false),
            (vec![("origin", "https://BOOK.example.com")], false, false),
            (vec![("origin", "https://www.example.com")], false, false),
            (
                vec![("origin", "null"), ("sec-fetch-site", "same-origin")],
                false,
                false,
            ),
            (vec![("sec-fetch-site", "same-origin")], false, true),
            (vec![("sec-fetch-site", "none")], false, true),
            (vec![("sec-fetch-site", "same-site")], false, false),
            (vec![("sec-fetch-site", "cross-site")], false, false),
        ] {
            let headers: Vec<_> = headers
                .into_iter()
                .map(|(name, value)| (name, value.to_owned()))
                .collect();
            let request = request(&headers);
            assert_eq!(is_of_own_page(&request), is_own, "{headers:?}");
            assert_eq!(is_readable(&request), is_read, "{headers:?}");
        }
    }
}
