//! Lightspeed's operations as HTTP calls.
//!
//! The bodies of refusals are not documented and may repeat a guest's data: they are read only where the contract has a
//! code in them.

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::decimal::LocationId;
use super::errors;
use super::profile_wire::{ApiKeyDetails, BasicDetails, BearerDetails, ClientDetails, PlatformProfile};
use super::wire::{
    AuthAnswer, BusinessLocation, CourseSettings, IntegrationBody, OnboardingBody, OnboardingReply,
    PushAnswer, ReservationBody,
};
use crate::pos::PosError;
use crate::upstream::{Answer, Call, Failure, Scope, Upstream};

/// Calls Lightspeed as a platform.
#[derive(Clone, Copy)]
pub struct LightspeedClient<'a> {
    /// Scheme and host.
    pub base: &'a str,
    /// The platform's code.
    pub code: &'a str,
    /// The way to call it.
    pub upstream: &'a Upstream,
}

/// Why a call brought no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallError {
    /// Not available, or the outcome is unknown: every operation may be repeated.
    Again {
        /// Seconds until it is worth trying again, if known.
        retry_after: Option<u32>,
        /// Why.
        cause: String,
    },
    /// The access token is not valid.
    TokenRefused,
    /// The token has not the scope, or is not that of a user of the location.
    Forbidden(&'static str),
    /// The request was refused.
    Refused {
        /// The operation.
        name: &'static str,
        /// The status.
        status: u16,
        /// The vendor's code, where the answer has one.
        code: Option<String>,
    },
}

type Result<T> = std::result::Result<T, CallError>;

/// The credentials of deliveries as they are changed alone, with their place in the path.
pub enum NewAuth<'a> {
    /// Keys.
    ApiKeys(&'a ApiKeyDetails),
    /// A name and a password.
    Basic(&'a BasicDetails),
    /// A token.
    Bearer(&'a BearerDetails),
    /// A client of our issuer.
    OAuth2(&'a ClientDetails),
}

impl LightspeedClient<'_> {
    /// Sets the profile, whole. The answer is the profile without credentials.
    pub async fn set_profile(
        &self,
        scope: &Scope,
        token: &SecretString,
        profile: &PlatformProfile,
    ) -> Result<Value> {
        let path = self.platform("profile");
        self.send(
            scope,
            ("setProfile", Method::POST, path),
            token,
            Some(json(profile)?),
        )
        .await
        .and_then(|answer| read("setProfile", &answer))
    }

    /// The profile, without credentials.
    pub async fn profile(&self, scope: &Scope, token: &SecretString) -> Result<Value> {
        let path = self.platform("profile");
        let answer = self
            .send(scope, ("profile", Method::GET, path), token, None)
            .await?;
        read("profile", &answer)
    }

    /// Sets the settings of courses.
    pub async fn set_courses(
        &self,
        scope: &Scope,
        token: &SecretString,
        courses: &CourseSettings<'_>,
    ) -> Result<()> {
        let path = self.platform("course-settings");
        let body = Some(json(courses)?);
        self.send(scope, ("setCourses", Method::PATCH, path), token, body)
            .await?;
        Ok(())
    }

    /// Changes how deliveries prove their origin, and nothing else of the profile.
    pub async fn set_auth(
        &self,
        scope: &Scope,
        token: &SecretString,
        auth: &NewAuth<'_>,
    ) -> Result<AuthAnswer> {
        let (path, body) = match auth {
            NewAuth::ApiKeys(details) => ("webhook/auth/api-keys", json(details)),
            NewAuth::Basic(details) => ("webhook/auth/basic-auth", json(details)),
            NewAuth::Bearer(details) => ("webhook/auth/bearer-auth", json(details)),
            NewAuth::OAuth2(details) => ("webhook/auth/oauth2", json(details)),
        };
        let request = ("setWebhookAuth", Method::PATCH, self.platform(path));
        let answer = self.send(scope, request, token, Some(body?)).await?;
        read("setWebhookAuth", &answer)
    }

    /// Pushes a reservation. It may still fail once it was accepted.
    pub async fn push(
        &self,
        scope: &Scope,
        token: &SecretString,
        (restaurant, reservation): (&str, &str),
        body: &ReservationBody,
    ) -> Result<PushAnswer> {
        let path = self.platform(&format!("restaurant/{restaurant}/reservation/{reservation}/push"));
        let answer = self
            .send(scope, ("push", Method::PUT, path), token, Some(json(body)?))
            .await?;
        read("push", &answer)
    }

    /// Answers an onboarding. A refusal has a code of the vendor, too.
    pub async fn answer_onboarding(
        &self,
        scope: &Scope,
        token: &SecretString,
        body: &OnboardingBody<'_>,
    ) -> Result<OnboardingReply> {
        let name = "answerOnboarding";
        let path = self.platform("integration/onboarding");
        let call = self.call((name, Method::POST, path), token, Some(json(body)?))?;
        let answer = self
            .upstream
            .write(scope, &call)
            .await
            .map_err(|failure| again(name, failure))?;
        let has_code = matches!(answer.status(), StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND);
        match read(name, &answer) {
            Ok(reply) if has_code || answer.status().is_success() => Ok(reply),
            _ => {
                sort(name, &answer)?;
                read(name, &answer)
            }
        }
    }

    /// The locations that a user sees.
    pub async fn locations(&self, scope: &Scope, token: &SecretString) -> Result<Vec<BusinessLocation>> {
        let path = self.user("business-locations?page=0&size=1000");
        let answer = self
            .send(scope, ("locations", Method::GET, path), token, None)
            .await;
        match answer {
            // The user sees none.
            Err(CallError::Refused { status: 404, .. }) => Ok(Vec::new()),
            answer => read("locations", &answer?),
        }
    }

    /// The floor plans of a location.
    pub async fn floor_plans(
        &self,
        scope: &Scope,
        token: &SecretString,
        location: &LocationId,
    ) -> Result<Value> {
        let path = format!("/o/op/data/{}/floorplans", location.as_str());
        let request = ("floorPlans", Method::GET, path);
        read("floorPlans", &self.send(scope, request, token, None).await?)
    }

    /// Connects a restaurant with its location.
    pub async fn activate(
        &self,
        scope: &Scope,
        token: &SecretString,
        body: &IntegrationBody<'_>,
    ) -> Result<()> {
        let request = ("activate", Method::POST, self.user("integration/activate"));
        self.send(scope, request, token, Some(json(body)?)).await?;
        Ok(())
    }

    /// Disconnects a restaurant from its location.
    pub async fn deactivate(
        &self,
        scope: &Scope,
        token: &SecretString,
        body: &IntegrationBody<'_>,
    ) -> Result<()> {
        let request = ("deactivate", Method::POST, self.user("integration/deactivate"));
        self.send(scope, request, token, Some(json(body)?)).await?;
        Ok(())
    }

    fn platform(&self, rest: &str) -> String {
        format!("/reservation/api/1/platform/{}/{rest}", self.code)
    }

    fn user(&self, rest: &str) -> String {
        format!("/reservation/api/1/user/platform/{}/{rest}", self.code)
    }

    async fn send(
        &self,
        scope: &Scope,
        request: (&'static str, Method, String),
        token: &SecretString,
        body: Option<Vec<u8>>,
    ) -> Result<Answer> {
        let name = request.0;
        let is_read = request.1 == Method::GET;
        let call = self.call(request, token, body)?;
        let answer = if is_read {
            self.upstream.read(scope, &call).await
        } else {
            self.upstream.write(scope, &call).await
        };
        let answer = answer.map_err(|failure| again(name, failure))?;
        sort(name, &answer)?;
        Ok(answer)
    }

    fn call(
        &self,
        (name, method, path): (&'static str, Method, String),
        token: &SecretString,
        body: Option<Vec<u8>>,
    ) -> Result<Call> {
        let mut secret = HeaderValue::try_from(format!("Bearer {}", token.expose_secret()))
            .map_err(|_| CallError::TokenRefused)?;
        secret.set_sensitive(true);
        let mut request = http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base))
            .header(AUTHORIZATION, secret)
            .header(ACCEPT, "application/json");
        if body.is_some() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        let request = request.body(body.unwrap_or_default());
        let request = request.map_err(|_| refused(name, 0))?;
        Ok(Call { name, request })
    }
}

fn json<T: Serialize>(body: &T) -> Result<Vec<u8>> {
    // Bodies are plain data: they always serialise.
    serde_json::to_vec(body).map_err(|_| refused("body", 0))
}

fn read<T: DeserializeOwned>(name: &str, answer: &Answer) -> Result<T> {
    serde_json::from_slice(answer.body()).map_err(|_| CallError::Again {
        retry_after: None,
        cause: format!("lightspeed: {name}: the answer cannot be read"),
    })
}

fn again(name: &str, failure: Failure) -> CallError {
    let (retry_after, cause) = match failure {
        Failure::Away { retry_after, cause } => (
            retry_after.and_then(|wait| u32::try_from(wait.as_secs().saturating_add(1)).ok()),
            cause.to_owned(),
        ),
        Failure::Timeout => (None, "no answer in time".to_owned()),
        Failure::Failed(cause) => (None, cause),
    };
    CallError::Again {
        retry_after,
        cause: format!("lightspeed: {name}: {cause}"),
    }
}

fn sort(name: &'static str, answer: &Answer) -> Result<()> {
    match answer.status() {
        status if status.is_success() => Ok(()),
        StatusCode::UNAUTHORIZED => Err(CallError::TokenRefused),
        StatusCode::FORBIDDEN => Err(CallError::Forbidden(name)),
        StatusCode::REQUEST_TIMEOUT => Err(CallError::Again {
            retry_after: None,
            cause: format!("lightspeed: {name}: {}", answer.status().as_u16()),
        }),
        status => Err(CallError::Refused {
            name,
            status: status.as_u16(),
            code: code(answer),
        }),
    }
}

/// The code of a refusal, whose body is not documented: nothing else is read of it.
fn code(answer: &Answer) -> Option<String> {
    let body: Value = serde_json::from_slice(answer.body()).ok()?;
    let given = body.get("errorCode")?.as_str()?;
    Some(errors::code(given).to_owned())
}

fn refused(name: &'static str, status: u16) -> CallError {
    CallError::Refused {
        name,
        status,
        code: None,
    }
}

impl From<CallError> for PosError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Again { retry_after, cause } => Self::Again { retry_after, cause },
            CallError::TokenRefused => {
                Self::Unauthorised("lightspeed: the access token was refused".to_owned())
            }
            CallError::Forbidden(name) => Self::Unauthorised(format!(
                "lightspeed: {name}: the token has not the scope, or is not that of a user of the location"
            )),
            CallError::Refused { code: Some(code), .. } => Self::Refused(code),
            // No integration of this restaurant is active.
            CallError::Refused {
                name: "push",
                status: 404,
                ..
            } => Self::Refused("INTEGRATION_NOT_FOUND".to_owned()),
            CallError::Refused { name, status, .. } => Self::Refused(format!("{name}_{status}")),
        }
    }
}
