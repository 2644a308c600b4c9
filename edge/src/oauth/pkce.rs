//! Proof Key for Code Exchange (RFC 7636): a code is of use only to the client that asked for it.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest as _, Sha256};

/// The method of the challenge.
pub const METHOD: &str = "S256";

/// A verifier of 32 random bytes, in 43 characters.
#[must_use]
pub fn verifier(random: [u8; 32]) -> SecretString {
    SecretString::from(Base64UrlUnpadded::encode_string(&random))
}

/// The challenge of a verifier, which an authorization request states.
#[must_use]
pub fn challenge(verifier: &SecretString) -> String {
    let digest = Sha256::digest(verifier.expose_secret().as_bytes());
    Base64UrlUnpadded::encode_string(digest.as_slice())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_appendix_b_has_its_challenge() {
        let random = [
            116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105,
            214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121,
        ];
        let verifier = verifier(random);
        assert_eq!(
            verifier.expose_secret(),
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
        );
        assert_eq!(
            challenge(&verifier),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }
}
