//! The account as the till of one of its restaurants reaches it.

use async_trait::async_trait;
use secrecy::SecretString;
use shared::account::RestaurantAssignment;
use shared::id::{AccountRestaurantId, TokenName, VenueId};

use super::client::AccountClient;
use super::tokens;
use crate::error::VenueError;
use crate::pos::PosError;
use crate::pos::lightspeed::decimal::LocationId;
use crate::pos::lightspeed::{KnownRestaurant, LentToken, LightspeedAccount, TokenOwner};

/// The account of a restaurant that is this venue.
pub struct RestaurantLink {
    /// The account's client.
    pub client: AccountClient<'static>,
    /// The restaurant.
    pub restaurant: AccountRestaurantId,
    /// The venue.
    pub venue: VenueId,
}

impl RestaurantLink {
    fn name(&self, owner: TokenOwner) -> Result<TokenName, PosError> {
        let name = match owner {
            TokenOwner::Platform => tokens::PLATFORM,
            TokenOwner::Restaurant => self.restaurant.as_str(),
        };
        TokenName::parse(name)
            .map_err(|_| PosError::Unauthorised("the name of a token is not valid".to_owned()))
    }
}

#[async_trait(?Send)]
impl LightspeedAccount for RestaurantLink {
    async fn token(&self, owner: TokenOwner) -> Result<LentToken, PosError> {
        let lent = self.client.access_token(self.name(owner)?).await;
        let lent = lent.map_err(of_account)?;
        Ok(LentToken {
            token: SecretString::from(lent.token),
            generation: lent.generation,
        })
    }

    async fn reject(&self, owner: TokenOwner, generation: u64) {
        if let Ok(name) = self.name(owner) {
            // Where that fails the next call is refused again, and reported again.
            let _ = self.client.reject_token(name, generation).await;
        }
    }

    async fn set_profile(&self) -> Result<Vec<(String, String)>, PosError> {
        let profile = self.client.renew_profile().await.map_err(of_account)?;
        let fields = profile.fields.into_iter();
        Ok(fields.map(|field| (field.name, field.value)).collect())
    }

    async fn restaurant(&self) -> Result<KnownRestaurant, PosError> {
        let known = self.client.restaurant(self.restaurant.clone()).await;
        let known = known.map_err(of_account)?;
        let is_ours = known.venue.as_ref() == Some(&self.venue);
        // Until it is a venue its manager has to choose the location first.
        let may_be_ours = is_ours || known.venue.is_none();
        let location = known.location.filter(|_| is_ours);
        Ok(KnownRestaurant {
            location: location.and_then(|location| LocationId::parse(&location)),
            is_authorized: known.is_authorized && may_be_ours,
            is_active: known.is_active && is_ours,
        })
    }

    async fn authorize(&self) -> Result<String, PosError> {
        let begun = self
            .client
            .authorize_restaurant(self.restaurant.clone(), self.venue.clone());
        begun.await.map(|begun| begun.url).map_err(of_account)
    }

    async fn join(&self, location: &LocationId) -> Result<(), PosError> {
        let new = RestaurantAssignment {
            venue: self.venue.clone(),
            location: Some(location.as_str().to_owned()),
        };
        let joined = self.client.join(self.restaurant.clone(), new).await;
        joined.map_err(of_account)
    }

    async fn set_active(&self, is_active: bool) -> Result<(), PosError> {
        let stored = self.client.set_active(self.restaurant.clone(), is_active);
        stored.await.map_err(of_account)
    }
}

/// An error of the account for its till.
fn of_account(error: VenueError) -> PosError {
    match error {
        VenueError::Away { retry_after, cause } => PosError::Again { retry_after, cause },
        VenueError::Refused(_) => PosError::Unauthorised(
            "the account is not authorized at the vendor: authorize it again".to_owned(),
        ),
        VenueError::Fields(_) => PosError::Refused("RESTAURANT_OF_ANOTHER_VENUE".to_owned()),
        error => PosError::Again {
            retry_after: None,
            cause: format!("the account: {}", error.log_text()),
        },
    }
}
