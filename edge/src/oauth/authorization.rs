//! Requests of the authorization code grant: the address to which a person is sent, the exchange of the code that they come
//! back with, and the refresh. Credentials are in the header or in the form, and never in an address.

use base64ct::{Base64, Base64UrlUnpadded, Encoding as _};
use form_urlencoded::Serializer;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest as _, Sha256};
use url::Url;

use super::pkce;

/// How long a person may take from the request to the code, in seconds.
pub const LIFE_SECONDS: i64 = 15 * 60;

/// Where our client's secret stands in a request to the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretPlace {
    /// In the header `Authorization`, each part encoded as a form does (RFC 6749, section 2.3.1).
    Header,
    /// In the form.
    Form,
}

/// Our client at another system.
pub struct OAuthClient<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its secret.
    pub secret: &'a SecretString,
    /// Where its secret stands.
    pub secret_place: SecretPlace,
    /// The address of the token endpoint.
    pub token_url: &'a str,
}

/// The value `state` of 32 random bytes: it says that a code is the answer to our own request.
#[must_use]
pub fn state(random: [u8; 32]) -> SecretString {
    SecretString::from(Base64UrlUnpadded::encode_string(&random))
}

/// The hash of a state, by which its request is found: SHA-256 in lower-case hexadecimal. There is nothing to try out.
#[must_use]
pub fn state_hash(state: &SecretString) -> String {
    base16ct::lower::encode_string(&Sha256::digest(state.expose_secret().as_bytes()))
}

/// The address to which a person is sent; none if the endpoint's address cannot be read.
#[must_use]
pub fn address(
    authorize_url: &str,
    client: &str,
    (redirect_uri, scopes): (&str, &[String]),
    (state, verifier): (&SecretString, &SecretString),
) -> Option<String> {
    let mut url = Url::parse(authorize_url).ok()?;
    url.query_pairs_mut()
        .append_pair("response_type", "code")
        .append_pair("client_id", client)
        .append_pair("redirect_uri", redirect_uri)
        .append_pair("scope", &scopes.join(" "))
        .append_pair("state", state.expose_secret())
        .append_pair("code_challenge", &pkce::challenge(verifier))
        .append_pair("code_challenge_method", pkce::METHOD);
    Some(url.into())
}

impl OAuthClient<'_> {
    /// The request that exchanges a code for tokens; none if it cannot be built.
    #[must_use]
    pub fn exchange(
        &self,
        code: &str,
        redirect_uri: &str,
        verifier: &SecretString,
    ) -> Option<http::Request<Vec<u8>>> {
        self.request(&[
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect_uri),
            ("code_verifier", verifier.expose_secret()),
        ])
    }

    /// The request for new tokens by a refresh token; none if it cannot be built.
    #[must_use]
    pub fn refresh(&self, refresh_token: &SecretString) -> Option<http::Request<Vec<u8>>> {
        self.request(&[
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh_token.expose_secret()),
        ])
    }

    fn request(&self, fields: &[(&str, &str)]) -> Option<http::Request<Vec<u8>>> {
        let mut form = Serializer::new(String::new());
        form.extend_pairs(fields);
        let mut request = http::Request::post(self.token_url)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(ACCEPT, "application/json");
        match self.secret_place {
            SecretPlace::Header => request = request.header(AUTHORIZATION, self.basic()?),
            SecretPlace::Form => {
                form.append_pair("client_id", self.id);
                form.append_pair("client_secret", self.secret.expose_secret());
            }
        }
        request.body(form.finish().into_bytes()).ok()
    }

    fn basic(&self) -> Option<HeaderValue> {
        let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let text = format!("{}:{}", encoded(self.id), encoded(self.secret.expose_secret()));
        let header = format!("Basic {}", Base64::encode_string(text.as_bytes()));
        let mut header = HeaderValue::from_str(&header).ok()?;
        header.set_sensitive(true);
        Some(header)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(secret: &SecretString, secret_place: SecretPlace) -> OAuthClient<'_> {
        OAuthClient {
            id: "devp-v2-couvert",
            secret,
            secret_place,
            token_url: "https://auth.example.com/token",
        }
    }

    fn fields(request: &http::Request<Vec<u8>>) -> Vec<(String, String)> {
        form_urlencoded::parse(request.body()).into_owned().collect()
    }

    #[test]
    fn a_person_is_sent_with_a_challenge_and_never_with_its_verifier() {
        let verifier = SecretString::from("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        let scopes = ["reservation-couvert".to_owned(), "offline_access".to_owned()];
        let address = address(
            "https://auth.example.com/realms/k-series/auth?theme=dark",
            "devp-v2-couvert",
            ("https://book.example.com/oauth/group/callback", &scopes),
            (&SecretString::from("s+/1"), &verifier),
        )
        .unwrap();
        assert_eq!(
            address,
            "https://auth.example.com/realms/k-series/auth?theme=dark&response_type=code&client_id=devp-v2-couvert\
             &redirect_uri=https%3A%2F%2Fbook.example.com%2Foauth%2Fgroup%2Fcallback\
             &scope=reservation-couvert+offline_access&state=s%2B%2F1\
             &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
        );
        assert!(!address.contains(verifier.expose_secret()));
    }

    #[test]
    fn a_code_is_exchanged_with_its_verifier_in_the_form() {
        let (secret, verifier) = (SecretString::from("secret"), SecretString::from("verifier"));
        let request = client(&secret, SecretPlace::Form)
            .exchange("c&1", "https://book.example.com/oauth/group/callback", &verifier)
            .unwrap();
        assert_eq!(request.uri(), "https://auth.example.com/token");
        assert!(!request.headers().contains_key(AUTHORIZATION));
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            fields(&request),
            [
                pair("grant_type", "authorization_code"),
                pair("code", "c&1"),
                pair("redirect_uri", "https://book.example.com/oauth/group/callback"),
                pair("code_verifier", "verifier"),
                pair("client_id", "devp-v2-couvert"),
                pair("client_secret", "secret"),
            ]
        );
    }

    #[test]
    fn a_secret_in_the_header_is_encoded_as_a_form_does_and_not_printed() {
        let secret = SecretString::from("a:b c%");
        let request = client(&secret, SecretPlace::Header)
            .refresh(&SecretString::from("r1"))
            .unwrap();
        let header = &request.headers()[AUTHORIZATION];
        let expected = Base64::encode_string(b"devp-v2-couvert:a%3Ab+c%25");
        assert_eq!(header, format!("Basic {expected}").as_str());
        assert!(header.is_sensitive());
        let names: Vec<_> = fields(&request).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["grant_type", "refresh_token"]);
    }

    #[test]
    fn a_state_is_found_by_its_hash_alone() {
        let state = state([9; 32]);
        assert_eq!(state.expose_secret().len(), 43);
        let hash = state_hash(&state);
        assert_eq!(hash.len(), 64);
        assert!(!hash.contains(state.expose_secret()));
        assert_ne!(hash, state_hash(&SecretString::from("other")));
    }
}
