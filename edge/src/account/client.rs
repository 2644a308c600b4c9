//! The client of an account's object, for the worker and for venues' objects: sends one request and returns the typed response.

use serde::de::DeserializeOwned;
use shared::account::{
    AccountAuthorization, AccountDetails, AccountProfile, KeyRotation, OnboardingAnswer, OnboardingOutcome,
    RestaurantAssignment, UnassignedDeliveryList,
};
use shared::audit::AuditPage;
use shared::id::{AccountId, AccountRestaurantId, TokenName, VenueId};
use shared::page::PagePosition;

use super::message::{
    AccessToken, AccountEnvelope, AccountOperation, AccountRequest, AccountResponse, AuthorizationOutcome,
    AuthorizationReturn, CallLease, CallLeaseRequest, DeliveryRoute, GivenToken, IssueOutcome, IssueRequest,
    KeptDelivery, NewOnboarding, NewUnassignedDelivery, RestaurantState,
};
use crate::access::Credential;
use crate::error::{Result, VenueError};
use crate::issuer::jwk::JwkSet;
use crate::venue::message::{Transport, TransportError};

/// The client of an account's object.
pub struct AccountClient<'a> {
    account: AccountId,
    transport: Box<dyn Transport + 'a>,
    operator: Option<Credential>,
}

impl<'a> AccountClient<'a> {
    /// A client over this connection.
    #[must_use]
    pub fn new(account: AccountId, transport: Box<dyn Transport + 'a>) -> Self {
        Self {
            account,
            transport,
            operator: None,
        }
    }

    /// The same client with the operator who sends the HTTP request.
    #[must_use]
    pub fn with_operator(self, operator: Option<Credential>) -> Self {
        Self { operator, ..self }
    }

    /// The account's details, for operators.
    pub async fn details(&self) -> Result<AccountDetails> {
        self.operate(AccountOperation::Details).await
    }

    /// Begins an authorization of a token.
    pub async fn authorize(&self, name: TokenName) -> Result<AccountAuthorization> {
        self.operate(AccountOperation::Authorize(name)).await
    }

    /// Refreshes a token now.
    pub async fn refresh(&self, name: TokenName) -> Result<AccountDetails> {
        self.operate(AccountOperation::Refresh(name)).await
    }

    /// Deletes a token.
    pub async fn forget(&self, name: TokenName) -> Result<()> {
        self.operate(AccountOperation::Forget(name)).await
    }

    /// Rotates the keys of our issuer.
    pub async fn rotate_keys(&self, rotation: KeyRotation) -> Result<AccountDetails> {
        self.operate(AccountOperation::RotateKeys(rotation)).await
    }

    /// Makes a restaurant a venue.
    pub async fn assign(&self, id: AccountRestaurantId, new: RestaurantAssignment) -> Result<AccountDetails> {
        self.operate(AccountOperation::Assign(id, new)).await
    }

    /// Makes a restaurant no venue any more.
    pub async fn withdraw(&self, id: AccountRestaurantId) -> Result<()> {
        self.operate(AccountOperation::Withdraw(id)).await
    }

    /// The deliveries that belong to no venue.
    pub async fn deliveries(&self) -> Result<UnassignedDeliveryList> {
        self.operate(AccountOperation::Deliveries).await
    }

    /// Deletes a delivery as an operator wants it.
    pub async fn discard_delivery(&self, id: u64) -> Result<()> {
        self.operate(AccountOperation::DiscardDelivery(id)).await
    }

    /// A page of the audit log: the entries before this one, or the newest.
    pub async fn audit(&self, before: Option<PagePosition>) -> Result<AuditPage> {
        self.operate(AccountOperation::Audit(before)).await
    }

    /// The vendor's profile of the deployment.
    pub async fn profile(&self) -> Result<AccountProfile> {
        self.operate(AccountOperation::Profile).await
    }

    /// Sets the vendor's profile of the deployment as the settings have it.
    pub async fn set_profile(&self) -> Result<AccountProfile> {
        self.operate(AccountOperation::SetProfile).await
    }

    /// Sets how the vendor's deliveries prove their origin, and nothing else.
    pub async fn set_webhook_auth(&self) -> Result<AccountProfile> {
        self.operate(AccountOperation::SetWebhookAuth).await
    }

    /// Sets the statuses of tables in service, and nothing else.
    pub async fn set_courses(&self) -> Result<AccountProfile> {
        self.operate(AccountOperation::SetCourses).await
    }

    /// Answers an onboarding.
    pub async fn answer_onboarding(&self, answer: OnboardingAnswer) -> Result<OnboardingOutcome> {
        self.operate(AccountOperation::AnswerOnboarding(answer)).await
    }

    /// Completes an authorization.
    pub async fn complete(&self, back: AuthorizationReturn) -> Result<AuthorizationOutcome> {
        self.request(AccountRequest::Complete(back)).await
    }

    /// Issues a token to the vendor's client.
    pub async fn issue(&self, request: IssueRequest) -> Result<IssueOutcome> {
        self.request(AccountRequest::Issue(request)).await
    }

    /// The published keys of our issuer.
    pub async fn keys(&self) -> Result<JwkSet> {
        self.request(AccountRequest::Keys).await
    }

    /// A valid access token.
    pub async fn access_token(&self, name: TokenName) -> Result<AccessToken> {
        self.request(AccountRequest::AccessToken(name)).await
    }

    /// Stores a token that the vendor has given by itself.
    pub async fn store_token(&self, given: GivenToken) -> Result<()> {
        self.request(AccountRequest::StoreToken(given)).await
    }

    /// Deletes a token whose connection the vendor has ended.
    pub async fn end_token(&self, name: TokenName) -> Result<()> {
        self.request(AccountRequest::EndToken(name)).await
    }

    /// Reports that the vendor has refused the access token of this generation.
    pub async fn reject_token(&self, name: TokenName, generation: u64) -> Result<()> {
        self.request(AccountRequest::RejectToken(name, generation)).await
    }

    /// The venue of a restaurant, if it is one.
    pub async fn venue(&self, id: AccountRestaurantId) -> Result<Option<VenueId>> {
        self.request(AccountRequest::Venue(id)).await
    }

    /// Where the deliveries of a restaurant go.
    pub async fn route(&self, id: AccountRestaurantId) -> Result<DeliveryRoute> {
        self.request(AccountRequest::Route(id)).await
    }

    /// How far a restaurant is connected.
    pub async fn restaurant(&self, id: AccountRestaurantId) -> Result<RestaurantState> {
        self.request(AccountRequest::Restaurant(id)).await
    }

    /// Begins the authorization of a restaurant by its manager at this venue.
    pub async fn authorize_restaurant(
        &self,
        id: AccountRestaurantId,
        venue: VenueId,
    ) -> Result<AccountAuthorization> {
        self.request(AccountRequest::AuthorizeRestaurant(id, venue)).await
    }

    /// Makes a restaurant the venue whose settings name it.
    pub async fn join(&self, id: AccountRestaurantId, new: RestaurantAssignment) -> Result<()> {
        self.request(AccountRequest::Join(id, new)).await
    }

    /// Stores that the vendor has a restaurant connected, or has it no more.
    pub async fn set_active(&self, id: AccountRestaurantId, is_active: bool) -> Result<()> {
        self.request(AccountRequest::SetActive(id, is_active)).await
    }

    /// Sets the vendor's profile for a venue that is being connected.
    pub async fn renew_profile(&self) -> Result<AccountProfile> {
        self.request(AccountRequest::SetProfile).await
    }

    /// Keeps a delivery of a restaurant that is no venue.
    pub async fn keep_delivery(&self, new: NewUnassignedDelivery) -> Result<()> {
        self.request(AccountRequest::KeepDelivery(new)).await
    }

    /// The deliveries that are kept for a restaurant, the oldest first.
    pub async fn deliveries_of(&self, id: AccountRestaurantId) -> Result<Vec<KeptDelivery>> {
        self.request(AccountRequest::DeliveriesOf(id)).await
    }

    /// Deletes a delivery that was handed to its venue.
    pub async fn forget_delivery(&self, id: u64) -> Result<()> {
        self.request(AccountRequest::ForgetDelivery(id)).await
    }

    /// Stores an onboarding that the vendor has begun.
    pub async fn begin_onboarding(&self, new: NewOnboarding) -> Result<()> {
        self.request(AccountRequest::BeginOnboarding(new)).await
    }

    /// Stores the answer to an onboarding, and the vendor's code.
    pub async fn settle_onboarding(
        &self,
        id: String,
        restaurant: AccountRestaurantId,
        code: String,
    ) -> Result<()> {
        self.request(AccountRequest::SettleOnboarding(id, restaurant, code))
            .await
    }

    /// Leases calls to a venue.
    pub async fn lease(&self, request: CallLeaseRequest) -> Result<CallLease> {
        self.request(AccountRequest::Lease(request)).await
    }

    async fn operate<T: DeserializeOwned>(&self, operation: AccountOperation) -> Result<T> {
        self.request(AccountRequest::Operator(operation)).await
    }

    /// Sends a request and reads the response into its type.
    async fn request<T: DeserializeOwned>(&self, request: AccountRequest) -> Result<T> {
        let broken = |error: serde_json::Error| VenueError::Broken(error.to_string());
        let is_write = request.is_write();
        let envelope = AccountEnvelope {
            account: self.account.clone(),
            operator: self.operator.clone(),
            request,
        };
        let text = serde_json::to_string(&envelope).map_err(broken)?;
        let text = self.transport.send(text).await.map_err(|TransportError(cause)| {
            // The object may have carried out the write before the connection broke.
            if is_write {
                VenueError::OutcomeUnknown(cause)
            } else {
                VenueError::Broken(cause)
            }
        })?;
        let response: AccountResponse = serde_json::from_str(&text).map_err(broken)?;
        serde_json::from_str(response?.get()).map_err(broken)
    }
}
