//! Rights that are given to people and keys: never more than their giver has.

use shared::access::{Grant, Permission, Role};
use shared::validation::{FieldCode, FieldError};

use crate::access::Actor;
use crate::error::{Result, VenueError};

/// The rights of this role and these permissions, each of them once. Those of an operator, those that the role does not
/// have and those without any use are faulty fields; [`VenueError::Forbidden`] where the actor does not have all of them.
pub(super) fn grant_to_give(actor: &Actor, role: Role, permissions: Option<&[Permission]>) -> Result<Grant> {
    let wrong = |pointer| VenueError::Fields(vec![FieldError::new(pointer, FieldCode::NotOffered)]);
    if role == Role::Operator {
        return Err(wrong("/role"));
    }
    let given = permissions.unwrap_or_default().iter().enumerate();
    let beyond: Vec<_> = given
        .filter(|(_, permission)| !role.grants(**permission))
        .map(|(place, _)| FieldError::new(format!("/permissions/{place}"), FieldCode::NotOffered))
        .collect();
    if !beyond.is_empty() {
        // Stored as they are, they would say that their bearer may do what is refused.
        return Err(VenueError::Fields(beyond));
    }
    let grant = Grant {
        role,
        permissions: permissions.map(distinct),
    };
    let is_good_for = |permission| permission != Permission::Identify && grant.grants(permission);
    if !Permission::ALL.into_iter().any(is_good_for) {
        return Err(wrong("/permissions"));
    }
    require_cover(actor, &grant)?;
    Ok(grant)
}

/// Each permission once, in the order given: a list can be as long as a request.
fn distinct(permissions: &[Permission]) -> Vec<Permission> {
    let mut distinct = Vec::new();
    for permission in permissions {
        if !distinct.contains(permission) {
            distinct.push(*permission);
        }
    }
    distinct
}

/// [`VenueError::Forbidden`] unless the actor has all of these rights.
pub(super) fn require_cover(actor: &Actor, grant: &Grant) -> Result<()> {
    if actor.grant().is_some_and(|own| own.covers(grant)) {
        Ok(())
    } else {
        Err(VenueError::Forbidden)
    }
}
