//! Facts about sealed secrets.

use proptest::prelude::*;

use super::*;

const NAME: &str = "LINDE_MAIL_KEY";
/// The bytes 0 to 31.
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
/// Made with Node's `hkdfSync` and `aes-256-gcm`: `re_123` of the venue `linde` under [`KEY`].
const SEALED: &str = "Wcf7MBvJ4MqgoaKjpKWmp6ipqqs9OVesgJMKxAfBR6N4OGKRFk7MtC9A";

fn venue(id: &str) -> VenueId {
    VenueId::parse(id).unwrap()
}

/// The keys of a deployment with these worker secrets.
fn keys(secrets: &[(&str, &str)]) -> Result<SealKeys, SealError> {
    SealKeys::read(&|name| {
        let found = secrets.iter().find(|(known, _)| *known == name);
        found.map(|(_, text)| SecretString::from(*text))
    })
}

fn current(key: &str) -> SealKeys {
    keys(&[(SEAL_KEY, key)]).unwrap()
}

fn text(bytes: [u8; 32]) -> String {
    Base64::encode_string(&bytes)
}

fn open(keys: &SealKeys, sealed: &str) -> Result<String, SealError> {
    let opened = keys.open(&venue("linde"), NAME, sealed)?;
    Ok(opened.secret.expose_secret().to_owned())
}

#[test]
fn a_stored_secret_keeps_its_form() {
    assert_eq!(open(&current(KEY), SEALED), Ok("re_123".to_owned()));
    let nonce = std::array::from_fn(|place| 0xa0 + u8::try_from(place).unwrap());
    let sealed = current(KEY).seal(&venue("linde"), NAME, &SecretString::from("re_123"), nonce);
    assert_eq!(sealed, Ok(SEALED.to_owned()));
}

#[test]
fn a_key_is_32_bytes_of_base64_or_hexadecimal() {
    let hexadecimal = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    for key in [
        KEY,
        &KEY[..43],
        &format!("  {KEY}\n"),
        hexadecimal,
        &hexadecimal.to_uppercase(),
    ] {
        assert_eq!(open(&current(key), SEALED), Ok("re_123".to_owned()), "{key:?}");
    }
    // The alphabet for addresses is the same key.
    let (standard, address) = ("+/".repeat(21), "-_".repeat(21));
    let sealed = current(&format!("{standard}8="))
        .seal(&venue("linde"), NAME, &SecretString::from("x"), [0; 12])
        .unwrap();
    assert_eq!(
        open(&current(&format!("{address}8")), &sealed),
        Ok("x".to_owned())
    );
}

#[test]
fn what_is_no_key_is_refused_by_its_name_and_not_repeated() {
    for text in [
        "short",
        "=",
        &KEY[..42],
        &KEY[1..],
        &format!("{KEY}="),
        &format!("{KEY}AAAA"),
        &"0".repeat(63),
        &"g".repeat(64),
        &"0".repeat(66),
        &"ä".repeat(32),
        &KEY.replace('A', "*"),
        // The last character has bits beyond the 32 bytes.
        &format!("{}9", &KEY[..42]),
    ] {
        let error = keys(&[(SEAL_KEY, text)]).map(|_| ()).unwrap_err();
        assert_eq!(error, SealError::KeyMalformed(SEAL_KEY), "{text}");
        assert!(!error.to_string().contains(text), "{error}");
    }
}

#[test]
fn each_fault_of_the_keys_has_an_error_of_its_own() {
    let (other, third) = (text([1; 32]), text([2; 32]));
    assert_eq!(keys(&[]).map(|_| ()), Err(SealError::KeyMissing));
    assert_eq!(
        keys(&[(SEAL_KEY_PREVIOUS, KEY)]).map(|_| ()),
        Err(SealError::KeyMissing)
    );
    let unknown = |previous: Option<&str>, secrets: &[(&str, &str)]| {
        let error = open(&keys(secrets).unwrap(), SEALED).unwrap_err();
        let SealError::KeyUnknown {
            sealed_with,
            previous: found,
            ..
        } = &error
        else {
            panic!("{error}");
        };
        assert_eq!(sealed_with, "59c7fb301bc9e0ca");
        assert_eq!(found.is_some(), previous.is_some());
        error.to_string()
    };
    let wrong = unknown(None, &[(SEAL_KEY, &other)]);
    assert!(wrong.contains("SEAL_KEY_PREVIOUS is not set"), "{wrong}");
    assert!(wrong.contains(NAME) && !wrong.contains(&other), "{wrong}");
    let both = unknown(Some(&third), &[(SEAL_KEY, &other), (SEAL_KEY_PREVIOUS, &third)]);
    assert!(!both.contains("not set"), "{both}");

    // A previous key that cannot be read hinders only those that need it.
    let half = keys(&[(SEAL_KEY, &other), (SEAL_KEY_PREVIOUS, "short")]).unwrap();
    assert_eq!(
        open(&half, SEALED),
        Err(SealError::KeyMalformed(SEAL_KEY_PREVIOUS))
    );
    let useful = keys(&[(SEAL_KEY, KEY), (SEAL_KEY_PREVIOUS, "short")]).unwrap();
    assert_eq!(open(&useful, SEALED), Ok("re_123".to_owned()));
}

#[test]
fn a_secret_of_the_previous_key_opens_and_asks_to_be_sealed_again() {
    let rotating = keys(&[(SEAL_KEY, &text([1; 32])), (SEAL_KEY_PREVIOUS, KEY)]).unwrap();
    let opened = rotating.open(&venue("linde"), NAME, SEALED).unwrap();
    assert!(!opened.is_current);
    let again = rotating
        .seal(&venue("linde"), NAME, &opened.secret, [7; 12])
        .unwrap();
    let opened = rotating.open(&venue("linde"), NAME, &again).unwrap();
    assert!(opened.is_current);
    assert_eq!(opened.secret.expose_secret(), "re_123");
    assert!(matches!(
        open(&current(KEY), &again),
        Err(SealError::KeyUnknown { .. })
    ));
}

#[test]
fn what_is_no_sealed_secret_is_malformed() {
    for stored in ["", "x", "re_123", "Wcf7MBvJ4Mo=", &SEALED[..24], "ä"] {
        assert_eq!(
            open(&current(KEY), stored),
            Err(SealError::Malformed(NAME.to_owned())),
            "{stored}"
        );
    }
    // Key id and nonce, and less than a tag behind them.
    assert_eq!(
        open(&current(KEY), &SEALED[..36]),
        Err(SealError::Changed(NAME.to_owned()))
    );
}

#[test]
fn an_opened_secret_cannot_be_printed() {
    let opened = current(KEY).open(&venue("linde"), NAME, SEALED).unwrap();
    assert!(!format!("{opened:?}").contains("re_123"));
}

fn secret() -> impl Strategy<Value = String> {
    prop_oneof!["[!-~]{1,64}", "[!-~]{4000,4096}", ".{0,16}"]
}

fn venue_id() -> impl Strategy<Value = VenueId> {
    "[a-z0-9]{1,12}".prop_map(|id| venue(&id))
}

fn name() -> impl Strategy<Value = String> {
    "[A-Z0-9_]{1,24}"
}

proptest! {
    #[test]
    fn a_sealed_secret_opens_for_its_venue_name_and_key_alone(
        (key, other_key) in any::<([u8; 32], [u8; 32])>(),
        (owner, other_owner) in (venue_id(), venue_id()),
        (name, other_name) in (name(), name()),
        secret in secret(),
        nonce in any::<[u8; 12]>(),
    ) {
        let keys = current(&text(key));
        let sealed = keys.seal(&owner, &name, &SecretString::from(secret.as_str()), nonce).unwrap();
        let opened = keys.open(&owner, &name, &sealed).unwrap();
        prop_assert_eq!(opened.secret.expose_secret(), secret.as_str());
        prop_assert!(opened.is_current);
        if owner != other_owner {
            let error = keys.open(&other_owner, &name, &sealed).unwrap_err();
            prop_assert_eq!(error, SealError::Changed(name.clone()));
        }
        if name != other_name {
            let error = keys.open(&owner, &other_name, &sealed).unwrap_err();
            prop_assert_eq!(error, SealError::Changed(other_name));
        }
        if key != other_key {
            let error = current(&text(other_key)).open(&owner, &name, &sealed).unwrap_err();
            let is_unknown = matches!(error, SealError::KeyUnknown { .. });
            prop_assert!(is_unknown);
        }
    }

    #[test]
    fn a_flipped_bit_is_noticed(
        key in any::<[u8; 32]>(), secret in secret(), nonce in any::<[u8; 12]>(), place in any::<prop::sample::Index>(),
    ) {
        let (keys, owner) = (current(&text(key)), venue("linde"));
        let sealed = keys.seal(&owner, NAME, &SecretString::from(secret.as_str()), nonce).unwrap();
        let mut bytes = Base64::decode_vec(&sealed).unwrap();
        let bit = place.index(bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        let error = keys.open(&owner, NAME, &Base64::encode_string(&bytes)).unwrap_err();
        let is_expected = match error {
            SealError::KeyUnknown { .. } => bit / 8 < ID_BYTES,
            error => bit / 8 >= ID_BYTES && error == SealError::Changed(NAME.to_owned()),
        };
        prop_assert!(is_expected);
    }

    #[test]
    fn two_seals_of_one_secret_differ_and_hold_nothing_of_it(
        key in any::<[u8; 32]>(), secret in "[!-~]{8,64}", nonces in any::<([u8; 12], [u8; 12])>(),
    ) {
        prop_assume!(nonces.0 != nonces.1);
        let (keys, owner) = (current(&text(key)), venue("linde"));
        let seal = |nonce| keys.seal(&owner, NAME, &SecretString::from(secret.as_str()), nonce).unwrap();
        let (one, other) = (seal(nonces.0), seal(nonces.1));
        prop_assert_ne!(&one, &other);
        let ciphertext = |sealed: &str| Base64::decode_vec(sealed).unwrap().split_off(ID_BYTES + NONCE_BYTES);
        prop_assert_ne!(ciphertext(&one), ciphertext(&other));
        let bytes = Base64::decode_vec(&one).unwrap();
        prop_assert!(bytes.windows(secret.len()).all(|window| window != secret.as_bytes()));
    }
}

#[test]
fn a_secret_of_an_account_does_not_open_for_the_venue_of_the_same_id() {
    let account = AccountId::parse("linde").unwrap();
    let keys = current(KEY);
    let sealed = keys
        .seal(&account, NAME, &SecretString::from("re_123"), [0; 12])
        .unwrap();
    let opened = keys.open(&account, NAME, &sealed).unwrap();
    assert_eq!(opened.secret.expose_secret(), "re_123");
    assert_eq!(open(&keys, &sealed), Err(SealError::Changed(NAME.to_owned())));
}
