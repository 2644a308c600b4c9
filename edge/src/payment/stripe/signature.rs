//! Verifies the header `Stripe-Signature`: the sender of a webhook's body, and its age.

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use shared::time::Instant;

use crate::payment::NotBelieved;

/// The longest header that is read, in bytes: a secret that is being changed signs twice.
const MAX_BYTES: usize = 1_024;

/// A header, taken apart.
#[derive(Debug, PartialEq, Eq)]
struct Signature {
    /// The time as it stands there: the very characters are signed.
    stamp: String,
    /// When it was signed.
    at: i64,
    /// The signatures of the one scheme that is believed.
    signed: Vec<[u8; 32]>,
}

fn read(header: &str) -> Option<Signature> {
    if header.len() > MAX_BYTES {
        return None;
    }
    let (mut stamp, mut found) = (None, Vec::new());
    for part in header.split(',') {
        match part.trim().split_once('=') {
            // Two times would be two truths.
            Some(("t", _)) if stamp.is_some() => return None,
            Some(("t", text)) => stamp = Some(text.to_owned()),
            Some(("v1", text)) => {
                let bytes = base16ct::mixed::decode_vec(text).unwrap_or_default();
                found.extend(<[u8; 32]>::try_from(bytes));
            }
            // Other schemes are none of ours.
            _ => {}
        }
    }
    let stamp = stamp?;
    let is_number = (1..=12).contains(&stamp.len()) && stamp.bytes().all(|byte| byte.is_ascii_digit());
    let at = stamp.parse().ok().filter(|_| is_number)?;
    Some(Signature {
        stamp,
        at,
        signed: found,
    })
}

/// Whether the holder of the secret has signed this body, at most `tolerance` seconds ago.
pub fn verify(
    header: &str,
    body: &[u8],
    secret: &SecretString,
    tolerance: i64,
    now: Instant,
) -> Result<(), NotBelieved> {
    let signature = read(header).ok_or(NotBelieved("the signature cannot be read"))?;
    let mac = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes())
        .map_err(|_| NotBelieved("the secret is no key"))?
        .chain_update(signature.stamp.as_bytes())
        .chain_update(b".")
        .chain_update(body);
    // Every one is compared, each in constant time.
    let is_signed = signature.signed.iter().fold(false, |any, signed| {
        mac.clone().verify_slice(signed).is_ok() | any
    });
    if !is_signed {
        return Err(NotBelieved("the signature is another"));
    }
    // The last check, so that our clock is not revealed without the secret.
    if (now.unix() - signature.at).abs() > tolerance {
        return Err(NotBelieved("it was signed too long ago"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: i64 = 1_795_258_800;
    const BODY: &[u8] = b"{}";

    fn secret() -> SecretString {
        SecretString::from("whsec_test")
    }

    fn sign(secret: &str, at: &str, body: &[u8]) -> String {
        let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes())
            .unwrap()
            .chain_update(at.as_bytes())
            .chain_update(b".")
            .chain_update(body);
        base16ct::lower::encode_string(&mac.finalize().into_bytes())
    }

    fn check(header: &str, body: &[u8], now: i64) -> bool {
        verify(header, body, &secret(), 300, Instant::from_unix(now)).is_ok()
    }

    fn signed(body: &[u8]) -> String {
        format!("t={NOW},v1={}", sign("whsec_test", &NOW.to_string(), body))
    }

    #[test]
    fn a_body_is_believed_for_five_minutes() {
        let header = signed(b"{}");
        assert!(check(&header, b"{}", NOW));
        assert!(check(&header, b"{}", NOW + 300));
        assert!(!check(&header, b"{}", NOW + 301));
        assert!(!check(&header, b"{}", NOW - 301));
    }

    #[test]
    fn the_published_signature_of_a_known_body_is_the_same() {
        // HMAC-SHA-256 of `1.{}` under `key`, from `printf '1.{}' | openssl dgst -sha256 -hmac key`.
        assert_eq!(
            sign("key", "1", b"{}"),
            "1ba6b8171186efc613e8bcc0cbdab2748f24984d7c5a84faa2637afa0e40d224"
        );
    }

    #[test]
    fn one_of_several_signatures_is_enough_and_other_schemes_are_not() {
        let (good, bad) = (sign("whsec_test", &NOW.to_string(), b"{}"), "0".repeat(64));
        assert!(check(
            &format!("t={NOW}, v1={bad}, v1={good}, v0={bad}"),
            b"{}",
            NOW
        ));
        assert!(!check(&format!("t={NOW},v0={good}"), b"{}", NOW));
        assert!(!check(&format!("t={NOW},v1={bad}"), b"{}", NOW));
        assert!(!check(&format!("t={NOW}"), b"{}", NOW));
        assert!(!check(&format!("v1={good}"), b"{}", NOW));
        assert!(!check(&format!("t={NOW},t={NOW},v1={good}"), b"{}", NOW));
        assert!(!check(&format!("t=0{NOW},v1={good}"), b"{}", NOW));
        assert!(!check(&format!("t=-{NOW},v1={good}"), b"{}", NOW));
    }

    proptest! {
        #[test]
        fn no_header_stops_the_parser(header in ".{0,200}") {
            let _ = read(&header);
            prop_assert!(!check(&header, BODY, NOW));
        }

        #[test]
        fn headers_that_look_right_are_not_believed(
            time in "[-+]?[0-9]{0,20}", one in "[0-9a-fA-F]{0,80}", sep in "[,;= ]{1,3}", name in "v[0-9]?|t|",
        ) {
            let header = format!("t={time}{sep}{name}={one}");
            prop_assert!(!check(&header, BODY, NOW));
        }

        #[test]
        fn any_other_body_is_refused(body in prop::collection::vec(any::<u8>(), 1..64), at in 0usize..64, bit in 0u8..8) {
            let header = signed(&body);
            prop_assert!(check(&header, &body, NOW));
            let mut other = body.clone();
            let at = at % other.len();
            other[at] ^= 1 << bit;
            prop_assert!(!check(&header, &other, NOW));
        }
    }
}
