//! Authorization as the vendor's second version has it: codes for a person who agrees at once, access tokens that end, and
//! refresh tokens that are valid once. One that comes twice locks its client out.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

/// How long an access token is valid.
const ACCESS: Duration = Duration::from_mins(5);
/// How long a refresh token is valid, in seconds.
const REFRESH_SECONDS: u64 = 14 * 24 * 60 * 60;

/// An access token.
#[derive(Clone, Debug)]
struct Access {
    scope: String,
    until: Duration,
}

/// Codes and tokens.
#[derive(Debug, Default)]
pub(super) struct AccessBooks {
    codes: BTreeMap<String, String>,
    tokens: BTreeMap<String, Access>,
    /// Refresh tokens with their scope; none once it was used.
    refresh: BTreeMap<String, Option<String>>,
    /// Whether a refresh token came twice.
    is_locked: bool,
    drawn: u64,
}

impl AccessBooks {
    /// A new access token of these scopes.
    pub(super) fn issue(&mut self, scope: &str, now: Duration) -> String {
        let token = self.name("access");
        let access = Access {
            scope: scope.to_owned(),
            until: now + ACCESS,
        };
        self.tokens.insert(token.clone(), access);
        token
    }

    /// Ends every access token.
    pub(super) fn expire(&mut self) {
        self.tokens.clear();
    }

    /// The scopes of a request's token; none if it has no valid one.
    pub(super) fn scope(&self, authorization: Option<&str>, now: Duration) -> Option<&str> {
        let token = authorization?.strip_prefix("Bearer ")?;
        let access = self.tokens.get(token).filter(|access| now < access.until)?;
        Some(&access.scope)
    }

    /// Where a person is sent back to who agrees.
    pub(super) fn authorize(&mut self, query: &BTreeMap<String, String>) -> Result<String, String> {
        let field = |name: &str| query.get(name).ok_or(format!("{name} is missing"));
        if field("response_type")? != "code" || field("code_challenge_method")? != "S256" {
            return Err("response_type is code, code_challenge_method is S256".to_owned());
        }
        field("code_challenge")?;
        let (back, state) = (field("redirect_uri")?.clone(), field("state")?.clone());
        let scope = field("scope")?.clone();
        let code = self.name("code");
        self.codes.insert(code.clone(), scope);
        let query: String = form_urlencoded::Serializer::new(String::new())
            .append_pair("state", &state)
            .append_pair("code", &code)
            .finish();
        Ok(format!("{back}?{query}"))
    }

    /// The answer to a request for tokens, with its status.
    pub(super) fn token(&mut self, form: &BTreeMap<String, String>, now: Duration) -> (u16, Value) {
        let field = |name: &str| form.get(name).cloned().unwrap_or_default();
        let refused = (400, json!({ "error": "invalid_grant" }));
        if self.is_locked {
            return refused;
        }
        let scope = match field("grant_type").as_str() {
            "authorization_code" if !field("code_verifier").is_empty() => self.codes.remove(&field("code")),
            "refresh_token" => match self.refresh.get_mut(&field("refresh_token")) {
                Some(known @ Some(_)) => known.take(),
                Some(None) => {
                    self.is_locked = true;
                    None
                }
                None => None,
            },
            _ => None,
        };
        let Some(scope) = scope else {
            return refused;
        };
        let access = self.issue(&scope, now);
        let refresh = self.name("refresh");
        self.refresh.insert(refresh.clone(), Some(scope.clone()));
        let body = json!({
            "access_token": access, "token_type": "Bearer", "expires_in": ACCESS.as_secs(),
            "refresh_token": refresh, "refresh_expires_in": REFRESH_SECONDS, "scope": scope,
        });
        (200, body)
    }

    fn name(&mut self, kind: &str) -> String {
        self.drawn += 1;
        format!("sim-{kind}-{}", self.drawn)
    }
}
