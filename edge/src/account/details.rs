//! The account as operators see it: without a token's text, a key's private part, or the body of a delivery.

use config::AccountSettings;
use shared::account::{
    AccountClientChecks, AccountDetails, AccountKey, AccountOnboarding, AccountRestaurant, AccountToken,
    AccountTokenState,
};
use shared::time::Instant;

use super::rows::{ClientCheckRow, OnboardingRow, RestaurantRow, SigningKeyRow, TokenRow};
use super::{deliveries, issuing, onboardings, restaurants, tokens};
use crate::error::Result;
use crate::oauth::refresh::{TokenPhase, TokenState};
use crate::venue::context::Ctx;

/// The account's details. `has_secret` says whether the deployment has a secret of this name, `is_refreshing` whether a
/// claim is under way.
pub(super) fn of(
    ctx: Ctx<'_>,
    settings: &AccountSettings,
    has_secret: &dyn Fn(&str) -> bool,
    is_refreshing: bool,
) -> Result<AccountDetails> {
    let named = settings.named_secrets().into_iter();
    let missing = named.filter(|secret| !has_secret(secret.name));
    let client = match settings.webhooks.issuer() {
        Some(issuer) => issuing::checks(ctx.database, &issuer.client_id)?,
        None => None,
    };
    Ok(AccountDetails {
        id: settings.id.clone(),
        vendor: settings.vendor.clone(),
        name: settings.name.clone(),
        missing_secrets: missing.map(|secret| secret.name.to_owned()).collect(),
        tokens: tokens::all(ctx.database)?
            .into_iter()
            .map(|row| token(row, is_refreshing, ctx.now))
            .collect(),
        keys: issuing::all(ctx.database)?.into_iter().map(key).collect(),
        client: client.as_ref().map(checks),
        restaurants: restaurants::all(ctx.database)?
            .into_iter()
            .map(restaurant)
            .collect(),
        onboardings: onboardings::all(ctx.database)?
            .into_iter()
            .map(onboarding)
            .collect(),
        unassigned_deliveries: deliveries::count(ctx.database)?,
    })
}

fn token(row: TokenRow, is_refreshing: bool, now: Instant) -> AccountToken {
    AccountToken {
        state: state(&row.state(), is_refreshing, now),
        name: row.name,
        access_until: row.access_until,
        refresh_until: row.refresh_until,
        changed_at: row.changed_at,
        problem: row.problem,
    }
}

fn state(state: &TokenState, is_refreshing: bool, now: Instant) -> AccountTokenState {
    match state.phase {
        TokenPhase::Claimed if is_refreshing => AccountTokenState::Ready,
        TokenPhase::Claimed | TokenPhase::Interrupted => AccountTokenState::Interrupted,
        TokenPhase::Refused => AccountTokenState::Refused,
        TokenPhase::Ready => {
            let has_refresh = state.has_refresh && state.refresh_until.is_none_or(|until| now < until);
            if has_refresh || now < state.access_until {
                AccountTokenState::Ready
            } else {
                AccountTokenState::Over
            }
        }
    }
}

fn key(row: SigningKeyRow) -> AccountKey {
    AccountKey {
        kid: row.kid,
        created_at: row.created_at,
        signs_from: row.signs_from,
        ends_at: row.ends_at,
    }
}

fn checks(row: &ClientCheckRow) -> AccountClientChecks {
    AccountClientChecks {
        wrong: row.wrong,
        last_wrong_at: row.last_wrong_at,
        last_right_at: row.last_right_at,
    }
}

fn restaurant(row: RestaurantRow) -> AccountRestaurant {
    AccountRestaurant {
        id: row.id,
        venue: row.venue,
        location: row.location,
        assigned_at: row.assigned_at,
        assigned_by: row.assigned_by,
        is_active: row.is_active,
    }
}

fn onboarding(row: OnboardingRow) -> AccountOnboarding {
    AccountOnboarding {
        id: row.id,
        reference: row.reference,
        location: row.location,
        begun_at: row.begun_at,
        ends_at: row.ends_at,
        restaurant: row.restaurant,
        code: row.code,
    }
}
