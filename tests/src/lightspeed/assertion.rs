//! The assertion by which the till authenticates at a platform's issuer with `CLIENT_SECRET_JWT`: a token that the client's secret
//! signs (RFC 7523, section 2.2; HS256).

use std::time::Duration;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

/// The type of an assertion.
pub(super) const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// How long an assertion is valid, in seconds.
const SECONDS: u64 = 60;

/// The assertion of a client for this token endpoint; none if the secret is no key.
pub(super) fn assertion(url: &str, (id, secret): (&str, &str), now: Duration) -> Option<String> {
    let part = |json: &Value| Base64UrlUnpadded::encode_string(json.to_string().as_bytes());
    let header = json!({ "alg": "HS256", "typ": "JWT" });
    let claims = json!({
        "iss": id, "sub": id, "aud": url, "iat": now.as_secs(), "exp": now.as_secs() + SECONDS,
        // An issuer takes each assertion once.
        "jti": format!("sim-{}", now.as_nanos()),
    });
    let signed = format!("{}.{}", part(&header), part(&claims));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(signed.as_bytes());
    let signature = Base64UrlUnpadded::encode_string(&mac.finalize().into_bytes());
    Some(format!("{signed}.{signature}"))
}

#[cfg(test)]
mod tests {
    use edge::issuer::client_auth::{Credentials, Method, RegisteredClient, credentials};
    use secrecy::SecretString;
    use shared::time::Instant;

    use super::*;

    #[test]
    fn our_own_issuer_takes_the_assertion_for_its_endpoint_alone() {
        let (secret, now) = ("0123456789abcdef0123456789abcdef", 1_795_258_800_u32);
        let url = "https://book.example.com/oauth/group/token";
        let text = assertion(url, ("lightspeed", secret), Duration::from_secs(now.into())).unwrap();
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let form = [
            field("client_assertion_type", ASSERTION_TYPE),
            field("client_assertion", &text),
        ];
        let given: Credentials = credentials(None, &form).unwrap();
        let known = SecretString::from(secret);
        let client = RegisteredClient {
            id: "lightspeed",
            secret: Some(&known),
            key: None,
            methods: &[Method::ClientSecretJwt],
        };
        for (audience, is_right) in [(url, true), ("https://other.example/token", false)] {
            let checked = given.check(&client, &[audience.to_owned()], Instant::from_unix(now.into()));
            assert_eq!(checked.is_ok(), is_right, "{audience}");
        }
    }
}
