//! The protocol between the worker, venues' objects and an account's object: requests as JSON. The response is the result as
//! JSON, or the error.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use shared::account::{KeyRotation, OnboardingAnswer, RestaurantAssignment};
use shared::id::{AccountId, AccountRestaurantId, TokenName, VenueId};
use shared::page::PagePosition;
use shared::time::Instant;

use crate::access::Credential;
use crate::error::VenueError;
use crate::issuer::error::TokenError;
use crate::issuer::token::IssuedToken;
use crate::upstream::Kind;

/// The response: the result as JSON, whose type follows from the request, or the error.
pub type AccountResponse = Result<Box<RawValue>, VenueError>;

/// A request on its way to an account's object.
#[derive(Debug, Serialize, Deserialize)]
pub struct AccountEnvelope {
    /// The account.
    pub account: AccountId,
    /// The operator who sends it, as the worker has authorised them; none for requests of others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<Credential>,
    /// The request.
    pub request: AccountRequest,
}

/// A request to an account's object.
#[derive(Debug, Serialize, Deserialize)]
pub enum AccountRequest {
    /// Of an operator.
    Operator(AccountOperation),
    /// Answered with the [`AuthorizationOutcome`]: a person came back from the vendor with this state and this code, or
    /// without a code.
    Complete(AuthorizationReturn),
    /// Answered with the [`IssueOutcome`].
    Issue(IssueRequest),
    /// Answered with the published keys.
    Keys,
    /// Answered with the [`AccessToken`]. It is refreshed first where it is over soon, once for all who ask.
    AccessToken(TokenName),
    /// Answered with nothing: the vendor has given this token by itself, in place of the one before. The same one again changes
    /// nothing.
    StoreToken(GivenToken),
    /// Answered with nothing: the vendor has ended the connection whose token it has given, which is deleted.
    EndToken(TokenName),
    /// Answered with nothing: the vendor has refused the access token of this generation. If it is still the one in use, the
    /// next request refreshes it; one that the vendor has given gives way to the one before.
    RejectToken(TokenName, u64),
    /// Answered with the venue of a restaurant, if it is one.
    Venue(AccountRestaurantId),
    /// Answered with the [`DeliveryRoute`] of a restaurant.
    Route(AccountRestaurantId),
    /// Answered with the [`RestaurantState`] of a restaurant.
    Restaurant(AccountRestaurantId),
    /// Answered with the address at which the manager of a restaurant authorizes its token. The venue's object, which has
    /// authorised the manager, asks: it is this venue.
    AuthorizeRestaurant(AccountRestaurantId, VenueId),
    /// Answered with nothing: a venue's own settings say that it is this restaurant, and at which location.
    Join(AccountRestaurantId, RestaurantAssignment),
    /// Answered with nothing: the vendor says that a restaurant is connected, or is no more.
    SetActive(AccountRestaurantId, bool),
    /// Answered with the vendor's profile: sets it as the account's settings have it.
    SetProfile,
    /// Answered with nothing: keeps a delivery of a restaurant that is no venue. The same one is kept once.
    KeepDelivery(NewUnassignedDelivery),
    /// Answered with the deliveries that are kept for a restaurant, the oldest first.
    DeliveriesOf(AccountRestaurantId),
    /// Answered with nothing: the delivery was handed to its venue.
    ForgetDelivery(u64),
    /// Answered with nothing: the vendor has begun an onboarding. The same one again changes nothing.
    BeginOnboarding(NewOnboarding),
    /// Answered with nothing: the onboarding was answered with this restaurant, and the vendor has replied with this code.
    SettleOnboarding(String, AccountRestaurantId, String),
    /// Answered with the [`CallLease`].
    Lease(CallLeaseRequest),
}

/// A request of an operator.
#[derive(Debug, Serialize, Deserialize)]
pub enum AccountOperation {
    /// Answered with the account's details.
    Details,
    /// Answered with the address at which a person authorizes this token.
    Authorize(TokenName),
    /// Answered with the account's details: refreshes the token now, also after an interruption.
    Refresh(TokenName),
    /// Answered with nothing: deletes the token.
    Forget(TokenName),
    /// Answered with the account's details.
    RotateKeys(KeyRotation),
    /// Answered with the account's details.
    Assign(AccountRestaurantId, RestaurantAssignment),
    /// Answered with nothing: the restaurant is no venue any more.
    Withdraw(AccountRestaurantId),
    /// Answered with the deliveries that belong to no venue.
    Deliveries,
    /// Answered with nothing.
    DiscardDelivery(u64),
    /// Answered with a page of the audit log: the entries before this one.
    Audit(Option<PagePosition>),
    /// Answered with the vendor's profile.
    Profile,
    /// Answered with the vendor's profile: sets it as the account's settings have it.
    SetProfile,
    /// Answered with the vendor's profile: sets how deliveries prove their origin, and nothing else.
    SetWebhookAuth,
    /// Answered with the vendor's profile: sets the statuses of tables in service, and nothing else.
    SetCourses,
    /// Answered with the [`OnboardingOutcome`](shared::account::OnboardingOutcome).
    AnswerOnboarding(OnboardingAnswer),
}

impl AccountRequest {
    /// Whether it writes.
    #[must_use]
    pub const fn is_write(&self) -> bool {
        match self {
            Self::Operator(operation) => operation.is_write(),
            Self::Keys | Self::Venue(_) | Self::Route(_) | Self::Restaurant(_) | Self::DeliveriesOf(_) => {
                false
            }
            Self::Complete(_)
            | Self::Issue(_)
            | Self::AccessToken(_)
            | Self::StoreToken(_)
            | Self::EndToken(_)
            | Self::RejectToken(..)
            | Self::AuthorizeRestaurant(..)
            | Self::Join(..)
            | Self::SetActive(..)
            | Self::SetProfile
            | Self::KeepDelivery(_)
            | Self::ForgetDelivery(_)
            | Self::BeginOnboarding(_)
            | Self::SettleOnboarding(..)
            | Self::Lease(_) => true,
        }
    }
}

impl AccountOperation {
    const fn is_write(&self) -> bool {
        match self {
            Self::Details | Self::Deliveries | Self::Audit(_) => false,
            Self::Authorize(_)
            | Self::Refresh(_)
            | Self::Forget(_)
            | Self::RotateKeys(_)
            | Self::Assign(..)
            | Self::Withdraw(_)
            | Self::DiscardDelivery(_)
            // A token may be refreshed for it.
            | Self::Profile
            | Self::SetProfile
            | Self::SetWebhookAuth
            | Self::SetCourses
            | Self::AnswerOnboarding(_) => true,
        }
    }
}

/// A request for a token by the vendor's client. It cannot be printed: it holds credentials.
#[derive(Serialize, Deserialize)]
pub struct IssueRequest {
    /// The header `Authorization`.
    pub authorization: Option<String>,
    /// The fields of the form.
    pub form: Vec<(String, String)>,
}

impl fmt::Debug for IssueRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("IssueRequest")
    }
}

/// The outcome of a request for a token.
#[derive(Serialize, Deserialize)]
pub enum IssueOutcome {
    /// The token.
    Issued(IssuedToken),
    /// The reason why no token was issued.
    Refused(TokenError),
}

/// The parameters with which a person comes back from the vendor. They cannot be printed: the code is a credential.
#[derive(Serialize, Deserialize)]
pub struct AuthorizationReturn {
    /// The state.
    pub state: String,
    /// The code; none where the person has refused.
    pub code: Option<String>,
    /// Whether it is the browser in which the authorization was begun.
    #[serde(default)]
    pub is_of_beginner: bool,
}

impl fmt::Debug for AuthorizationReturn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AuthorizationReturn")
    }
}

/// The outcome of an authorization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuthorizationOutcome {
    /// The token is there: with the venue whose manager has begun it, if one has.
    Connected(Option<VenueId>),
    /// The person, or the vendor, has refused: with the venue whose manager has begun it, if one has.
    Denied(Option<VenueId>),
    /// The state is not known: it was used before, its time is over, or a manager has begun it in another browser.
    Unknown,
}

/// A valid access token. It cannot be printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessToken {
    /// The token.
    pub token: String,
    /// Its number, by which a refusal is reported.
    pub generation: u64,
    /// When it expires.
    pub until: Instant,
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "AccessToken({})", self.generation)
    }
}

/// Where the deliveries of a restaurant go.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryRoute {
    /// Its venue, if it is one.
    pub venue: Option<VenueId>,
    /// Whether deliveries are kept for it, which go first.
    pub has_kept: bool,
}

/// How far a restaurant is connected.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestaurantState {
    /// Its venue, if it is one.
    pub venue: Option<VenueId>,
    /// The vendor's own id of its location, if it was chosen.
    pub location: Option<String>,
    /// Whether its manager has authorized it.
    pub is_authorized: bool,
    /// Whether the vendor has said last that it is connected.
    pub is_active: bool,
}

/// A token that a vendor gives by itself, without an end and without a refresh. It cannot be printed.
#[derive(Serialize, Deserialize)]
pub struct GivenToken {
    /// Its name.
    pub name: TokenName,
    /// The token.
    pub token: String,
    /// Whether it is the first of its connection, which does not take the place of another.
    #[serde(default)]
    pub is_first: bool,
}

impl fmt::Debug for GivenToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "GivenToken({})", self.name)
    }
}

/// A delivery for a restaurant that is no venue. It cannot be printed: it may hold guests' data.
#[derive(Serialize, Deserialize)]
pub struct NewUnassignedDelivery {
    /// The digest by which the same one is known again.
    pub digest: String,
    /// The restaurant that it names.
    pub restaurant: Option<AccountRestaurantId>,
    /// The delivery, without credentials.
    pub delivery: Value,
}

impl fmt::Debug for NewUnassignedDelivery {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("NewUnassignedDelivery")
    }
}

/// A delivery that is kept for a restaurant. It cannot be printed.
#[derive(Serialize, Deserialize)]
pub struct KeptDelivery {
    /// Its number.
    pub id: u64,
    /// The delivery.
    pub delivery: Value,
}

/// An onboarding that the vendor has begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewOnboarding {
    /// Its id at the vendor.
    pub id: String,
    /// The reference that the restaurant has given the vendor.
    pub reference: Option<String>,
    /// The vendor's own id of the location.
    pub location: String,
    /// The business as the vendor describes it: its name and address.
    pub business: Value,
    /// The time after which the vendor takes no answer.
    pub ends_at: Instant,
}

/// The request of a venue that wants to make calls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallLeaseRequest {
    /// The venue.
    pub venue: VenueId,
    /// The token by which it makes them; for one that is a secret, the secret's name.
    pub token: TokenName,
    /// The share that they are of.
    pub share: Kind,
    /// Their number.
    pub calls: u32,
}

/// The answer to a venue that wants to make calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallLease {
    /// The number of calls that it may make; 0 if none is left.
    pub calls: u32,
    /// The seconds for which they may be made, from the moment in which the venue has asked.
    pub valid_seconds: u32,
    /// The seconds after which to ask again for those that are missing; 0 if none is.
    pub retry_after: u32,
}
