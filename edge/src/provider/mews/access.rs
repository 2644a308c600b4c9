//! The access token of a venue: a secret of the deployment, or one that Mews has given the deployment's account, and replaces
//! when the hotel asks for another. One that is refused gives way to the account's present one.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use async_trait::async_trait;
use secrecy::SecretString;

use crate::provider::remote::RemoteError;

/// An access token as the account lends it. It cannot be printed.
#[derive(Clone)]
pub struct LentAccess {
    /// The token.
    pub token: SecretString,
    /// Its number, by which a refusal is reported.
    pub generation: u64,
}

impl fmt::Debug for LentAccess {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "LentAccess({})", self.generation)
    }
}

/// The deployment's account at Mews.
#[async_trait(?Send)]
pub trait MewsAccount {
    /// The access token of the venue's integration; none if Mews has given none.
    async fn access(&self) -> Result<Option<LentAccess>, RemoteError>;

    /// Reports that Mews has refused the token of this generation.
    async fn reject(&self, generation: u64);
}

/// The number of a token that is a secret. The account's begin with 1.
const OF_SECRET: u64 = 0;

/// The access token of a venue.
pub struct PropertyAccess {
    secret: Option<SecretString>,
    account: Option<Rc<dyn MewsAccount>>,
    /// The token that was used last.
    used: RefCell<Option<LentAccess>>,
}

impl From<SecretString> for PropertyAccess {
    fn from(secret: SecretString) -> Self {
        Self::of(Some(secret), None)
    }
}

impl PropertyAccess {
    /// The token that the account lends, or else this secret.
    #[must_use]
    pub fn of(secret: Option<SecretString>, account: Option<Rc<dyn MewsAccount>>) -> Self {
        Self {
            secret,
            account,
            used: RefCell::default(),
        }
    }

    /// The token to call with. The account is asked for the first one alone.
    pub async fn token(&self) -> Result<LentAccess, RemoteError> {
        let used = self.used.borrow().clone();
        if let Some(used) = used {
            return Ok(used);
        }
        let lent = match &self.account {
            Some(account) => account.access().await?,
            None => None,
        };
        let of_secret = || {
            let token = self.secret.clone()?;
            Some(LentAccess {
                token,
                generation: OF_SECRET,
            })
        };
        let token = lent.or_else(of_secret).ok_or_else(|| RemoteError::Away {
            retry_after: None,
            cause: "Mews has given the account no access token of the integration".to_owned(),
        })?;
        self.used.replace(Some(token.clone()));
        Ok(token)
    }

    /// Another token than that of this generation, which was refused; none if there is none.
    pub async fn in_place_of(&self, refused: u64) -> Option<LentAccess> {
        let account = self.account.as_ref()?;
        let used = self.used.borrow().clone();
        if let Some(used) = used.filter(|used| used.generation != refused) {
            // Another call was refused before, and has asked.
            return Some(used);
        }
        if refused != OF_SECRET {
            account.reject(refused).await;
        }
        let lent = account.access().await.ok()??;
        self.used.replace(Some(lent.clone()));
        Some(lent).filter(|lent| lent.generation != refused)
    }
}

#[cfg(test)]
#[path = "access_tests.rs"]
mod tests;
