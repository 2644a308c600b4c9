//! Sets, lists and deletes the secrets of the venue. An adapter that was made with another one is made anew.

use config::VenueSettings;
use secrecy::SecretString;
use serde_json::json;
use shared::access::{Grant, Permission};
use shared::id::{SecretName, VenueId};
use shared::problem::ProblemCode;
use shared::venue_secret::{SecretList, SecretValue};

use super::VenueService;
use crate::access::Actor;
use crate::error::{Result, VenueError};
use crate::storage::venue_secrets::SecretError;
use crate::venue::message::staff::Resealed;
use crate::venue::secrets;

impl VenueService {
    pub(super) fn list_secrets(&self, settings: &VenueSettings) -> Result<SecretList> {
        secrets::list(self.secrets(settings), settings)
    }

    /// Seals a secret. The next call to another system is made with it.
    pub(super) fn set_secret(
        &self,
        settings: &VenueSettings,
        name: &SecretName,
        value: &SecretValue,
        actor: &Actor,
    ) -> Result<()> {
        secrets::require_named(settings, name)?;
        require_money(settings, name, actor)?;
        let value = SecretString::from(value.expose());
        let sealed = self.secrets(settings).seal(name.as_str(), &value);
        secrets::store(self.ctx_of(actor), name, self.sealed(&settings.id, sealed)?)?;
        self.drop_adapters();
        Ok(())
    }

    /// Deletes a sealed secret. The next call to another system is made without it.
    pub(super) fn delete_secret(
        &self,
        settings: &VenueSettings,
        name: &SecretName,
        actor: &Actor,
    ) -> Result<()> {
        let ctx = self.ctx_of(actor);
        secrets::require_known(ctx, settings, name)?;
        require_money(settings, name, actor)?;
        secrets::delete(ctx, name)?;
        self.drop_adapters();
        Ok(())
    }

    /// Seals every sealed secret of the venue of this id with the current master key; the values are the same, so adapters
    /// stay.
    pub(super) fn reseal_secrets(&self, venue: &VenueId, actor: &Actor) -> Result<Resealed> {
        let outcome = secrets::reseal(self.secrets_of(venue));
        let (resealed, mut statements) = self.sealed(venue, outcome)?;
        if !statements.is_empty() {
            let after = json!({ "resealed": resealed.resealed });
            let ctx = self.ctx_of(actor);
            statements.extend(ctx.audit("secret.reseal", "", None, Some(after))?);
            ctx.database.write(statements)?;
        }
        Ok(resealed)
    }

    /// A fault of the deployment's keys is refused with its cause in the log: staff cannot mend it.
    fn sealed<T>(&self, venue: &VenueId, result: Result<T, SecretError>) -> Result<T> {
        result.map_err(|error| match error {
            SecretError::Database(error) => error.into(),
            SecretError::Seal(_) | SecretError::Reserved(_) => {
                (self.deps.log_error)(venue, &error.to_string());
                VenueError::Refused(ProblemCode::SealingUnavailable)
            }
            SecretError::Missing { .. } | SecretError::NoRandomness => VenueError::Broken(error.to_string()),
        })
    }
}

/// Refuses an actor without the permission for money, where the secret decides which account money goes to.
fn require_money(settings: &VenueSettings, name: &SecretName, actor: &Actor) -> Result<()> {
    let is_about_money = settings
        .named_secrets()
        .iter()
        .any(|named| named.name == name.as_str() && named.setting.starts_with("payments."));
    let may = |grant: Grant| grant.grants(Permission::Money);
    if is_about_money && !actor.grant().is_some_and(may) {
        return Err(VenueError::Forbidden);
    }
    Ok(())
}
