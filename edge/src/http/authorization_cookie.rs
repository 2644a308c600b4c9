//! The cookie of the browser in which a restaurant's manager has begun an authorization at a vendor,
//! `__Host-oauth-authorization`. The state of an address proves that an authorization was begun, and not by whom: a person who
//! is led to the address of another would give the other's restaurant their own access. So the person who comes back has to have
//! the browser of the beginning. Unlike a session's cookie it is `SameSite=Lax`: the way back begins at the vendor.

use http::header::HeaderValue;
use secrecy::SecretString;
use subtle::ConstantTimeEq as _;
use url::Url;

use super::Request;
use super::cookie::{self, SameSite};
use crate::oauth::authorization::{LIFE_SECONDS, state_hash};

const NAME: &str = "__Host-oauth-authorization";

/// The header `Set-Cookie` for the browser that is sent to this address of a vendor; none for an address without a state.
pub fn of_address(address: &str) -> Option<HeaderValue> {
    let url = Url::parse(address).ok()?;
    let (_, state) = url.query_pairs().find(|(name, _)| name == "state")?;
    let value = state_hash(&SecretString::from(state.into_owned()));
    cookie::set(NAME, &value, LIFE_SECONDS, SameSite::Lax)
}

/// The header `Set-Cookie` that deletes the cookie.
pub fn cleared() -> Option<HeaderValue> {
    cookie::set(NAME, "", 0, SameSite::Lax)
}

/// Whether the request comes from the browser in which the authorization of this state was begun. The comparison takes the
/// same time for every value.
pub fn is_of_beginner(request: &Request, state: &str) -> bool {
    let Some(value) = cookie::read(request, NAME) else {
        return false;
    };
    let expected = state_hash(&SecretString::from(state.to_owned()));
    value.as_bytes().ct_eq(expected.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(cookies: &[&str]) -> Request {
        let request = http::Request::get("https://book.example.com/oauth/group/callback");
        let request = cookies
            .iter()
            .fold(request, |request, cookie| request.header("cookie", *cookie));
        request.body(None).unwrap()
    }

    #[test]
    fn the_browser_of_the_beginning_is_known_by_one_cookie() {
        let set = of_address("https://auth.example/auth?client_id=c&state=s%2B1").unwrap();
        let set = set.to_str().unwrap();
        let cookie = set.split(';').next().unwrap();
        assert_eq!(
            set.strip_prefix(cookie),
            Some("; Path=/; Max-Age=900; Secure; HttpOnly; SameSite=Lax")
        );
        // The state itself is not stored by the browser.
        assert!(!cookie.contains("s+1"), "{cookie}");
        let beside = format!("a=b; {cookie}");
        let twice = format!("{cookie}; {cookie}");
        for (cookies, state, is_known) in [
            (vec![cookie], "s+1", true),
            (vec![beside.as_str()], "s+1", true),
            (vec![cookie], "s", false),
            (vec![twice.as_str()], "s+1", false),
            (vec![cookie, cookie], "s+1", false),
            (vec!["__Host-oauth-authorization="], "s+1", false),
            (vec!["__Host-oauth-authorization=s+1"], "s+1", false),
            (vec![], "s+1", false),
        ] {
            assert_eq!(is_of_beginner(&request(&cookies), state), is_known, "{cookies:?}");
        }
    }

    #[test]
    fn an_address_without_a_state_has_no_cookie() {
        for address in ["https://auth.example/auth?client_id=c", "auth?state=s"] {
            assert!(of_address(address).is_none(), "{address}");
        }
        let cleared = cleared().unwrap();
        let expected = "__Host-oauth-authorization=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax";
        assert_eq!(cleared.to_str().unwrap(), expected);
    }
}
