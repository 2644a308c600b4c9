//! User name and password in the header `Authorization` (RFC 7617).

use base64ct::{Base64, Encoding as _};
use secrecy::SecretString;

use super::{Delivery, Forged, credentials, is_secret};

/// Checks user name and password. Both are compared, whichever is wrong.
pub(super) fn check(
    delivery: &Delivery,
    username: &SecretString,
    password: &SecretString,
) -> Result<(), Forged> {
    let encoded = credentials(delivery, "basic").ok_or(Forged("the delivery has no basic credentials"))?;
    let unreadable = Forged("the basic credentials cannot be read");
    let bytes = Base64::decode_vec(encoded).map_err(|_| unreadable)?;
    let text = String::from_utf8(bytes).map_err(|_| unreadable)?;
    // A password may have a colon, a user name cannot.
    let (given_name, given_password) = text.split_once(':').ok_or(unreadable)?;
    let is_right = is_secret(given_name, username) & is_secret(given_password, password);
    if bool::from(is_right) {
        Ok(())
    } else {
        Err(Forged("the basic credentials are wrong"))
    }
}
