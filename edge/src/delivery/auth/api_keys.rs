//! Keys in headers and in the query.

use secrecy::SecretString;
use subtle::Choice;

use super::{Delivery, Forged, is_secret};

/// Checks that every key is there and right. Without any key nothing is.
pub(super) fn check(
    delivery: &Delivery,
    headers: &[(String, SecretString)],
    query: &[(String, SecretString)],
) -> Result<(), Forged> {
    if headers.is_empty() && query.is_empty() {
        return Err(Forged("no API key is set up"));
    }
    let of_header = |(name, key): &(String, SecretString)| {
        let given = delivery.header(&name.to_ascii_lowercase());
        is_secret(given.unwrap_or_default(), key)
    };
    let of_query = |(name, key): &(String, SecretString)| {
        let given = delivery.query.get(name).map(String::as_str);
        is_secret(given.unwrap_or_default(), key)
    };
    let all = headers.iter().map(of_header).chain(query.iter().map(of_query));
    let are_right = all.fold(Choice::from(1), |so_far, is_right| so_far & is_right);
    if bool::from(are_right) {
        Ok(())
    } else {
        Err(Forged("an API key is missing or wrong"))
    }
}
