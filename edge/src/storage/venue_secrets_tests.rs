//! Facts about the secrets of a venue.

use config::secret::{OPERATOR_KEY, SEAL_KEY, SEAL_KEY_PREVIOUS};
use secrecy::ExposeSecret;
use serde_json::json;

use super::*;
use crate::storage::row::test_support::check;
use crate::test_support::database::Memory;

const NAME: &str = "LINDE_MAIL_KEY";
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const NEW_KEY: &str = "//79/Pv6+fj39vX08/Lx8O/u7ezr6uno5+bl5OPi4eA=";

/// The deployment's worker secrets.
type WorkerSecrets<'a> = &'a [(&'a str, &'a str)];

/// Calls `act` with the secrets of a venue with this database in a deployment with these worker secrets.
fn with<T>(
    (venue, memory): (&str, &Memory),
    worker: WorkerSecrets<'_>,
    act: impl FnOnce(VenueSecrets<'_>) -> T,
) -> T {
    act(VenueSecrets {
        venue: &VenueId::parse(venue).unwrap(),
        database: memory,
        of_worker: &|name| {
            let found = worker.iter().find(|(known, _)| *known == name);
            found.map(|(_, text)| SecretString::from(*text))
        },
        in_file: &|venue, name| venue.as_str() == "linde" && name == NAME,
        random: &|| Some([7; 16]),
    })
}

fn require(venue: &str, memory: &Memory, worker: WorkerSecrets<'_>) -> Result<String, SecretError> {
    with((venue, memory), worker, |secrets| secrets.require(NAME))
        .map(|secret| secret.expose_secret().to_owned())
}

/// Stores a secret that is sealed for `linde` with [`KEY`].
fn store(memory: &Memory, secret: &str) -> String {
    let sealed = with(("linde", memory), &[(SEAL_KEY, KEY)], |secrets| {
        secrets.seal(NAME, &SecretString::from(secret)).unwrap()
    });
    let row = SealedSecretRow {
        name: NAME.to_owned(),
        sealed: sealed.clone(),
        updated_at: Instant::from_unix(7),
        updated_by: "staff".to_owned(),
    };
    memory.write(vec![row::insert_or_replace(&row).unwrap()]).unwrap();
    sealed
}

#[test]
fn a_row_has_the_columns_of_its_table() {
    check::<SealedSecretRow>(&json!({
        "name": NAME, "sealed": "c2VhbGVk", "updated_at": 7, "updated_by": "staff",
    }));
}

#[test]
fn a_row_of_an_assignment_has_the_columns_of_its_table() {
    check::<AssignedSecretRow>(&json!({ "name": NAME, "assigned_at": 7, "assigned_by": "operator" }));
}

#[test]
fn a_worker_secret_is_read_once_it_is_assigned_or_named_in_the_file() {
    let (memory, worker) = (Memory::new(), [(NAME, "of the worker")]);
    let missing = |found: Result<String, SecretError>| matches!(found, Err(SecretError::Missing { .. }));
    assert!(missing(require("adler", &memory, &worker)));
    let row = AssignedSecretRow {
        name: NAME.to_owned(),
        assigned_at: Instant::from_unix(7),
        assigned_by: "operator".to_owned(),
    };
    memory.write(vec![row::insert(&row).unwrap()]).unwrap();
    assert_eq!(require("adler", &memory, &worker), Ok("of the worker".to_owned()));
    memory.write(vec![withdraw(NAME)]).unwrap();
    assert!(missing(require("adler", &memory, &worker)));
    // The venue's file names it.
    assert_eq!(require("linde", &memory, &worker), Ok("of the worker".to_owned()));
    for reserved in [SEAL_KEY, SEAL_KEY_PREVIOUS, OPERATOR_KEY] {
        let row = AssignedSecretRow {
            name: reserved.to_owned(),
            ..row.clone()
        };
        memory.write(vec![row::insert(&row).unwrap()]).unwrap();
        let is_assigned = with(("adler", &memory), &worker, |secrets| {
            secrets.is_assigned(reserved)
        });
        assert_eq!(is_assigned, Ok(false), "{reserved}");
    }
}

#[test]
fn the_workers_secret_goes_first() {
    let memory = Memory::new();
    assert_eq!(
        require("linde", &memory, &[(NAME, "of the worker")]),
        Ok("of the worker".to_owned())
    );
    store(&memory, "sealed");
    let both = [(NAME, "of the worker"), (SEAL_KEY, KEY)];
    assert_eq!(require("linde", &memory, &both), Ok("of the worker".to_owned()));
    assert_eq!(
        require("linde", &memory, &[(SEAL_KEY, KEY)]),
        Ok("sealed".to_owned())
    );
}

#[test]
fn a_secret_that_is_nowhere_is_missing_and_the_error_says_how_to_set_it() {
    for worker in [&[][..], &[(SEAL_KEY, KEY)], &[(SEAL_KEY, "short")]] {
        let error = require("linde", &Memory::new(), worker).unwrap_err();
        assert!(matches!(error, SecretError::Missing { .. }));
        let text = error.to_string();
        assert!(text.starts_with("the secret LINDE_MAIL_KEY is not set"), "{text}");
        for way in [
            "wrangler secret put LINDE_MAIL_KEY",
            "/v1/staff/linde/secrets/LINDE_MAIL_KEY",
        ] {
            assert!(text.contains(way), "{text}");
        }
    }
}

#[test]
fn a_sealed_secret_without_its_key_is_an_error_of_the_key() {
    let memory = Memory::new();
    store(&memory, "sealed");
    assert_eq!(
        require("linde", &memory, &[]),
        Err(SecretError::Seal(SealError::KeyMissing))
    );
    assert_eq!(
        require("linde", &memory, &[(SEAL_KEY, "short")]),
        Err(SecretError::Seal(SealError::KeyMalformed(SEAL_KEY)))
    );
    assert!(matches!(
        require("linde", &memory, &[(SEAL_KEY, NEW_KEY)]),
        Err(SecretError::Seal(SealError::KeyUnknown { .. }))
    ));
}

#[test]
fn the_rows_of_another_venue_do_not_open() {
    let memory = Memory::new();
    store(&memory, "sealed");
    assert_eq!(
        require("eiche", &memory, &[(SEAL_KEY, KEY)]),
        Err(SecretError::Seal(SealError::Changed(NAME.to_owned())))
    );
}

#[test]
fn a_secret_is_sealed_with_the_current_key_when_it_is_used() {
    let memory = Memory::new();
    let before = store(&memory, "sealed");
    let rotating = [(SEAL_KEY, NEW_KEY), (SEAL_KEY_PREVIOUS, KEY)];
    assert_eq!(require("linde", &memory, &rotating), Ok("sealed".to_owned()));
    let row = sealed_of(&memory, NAME).unwrap().unwrap();
    assert_ne!(row.sealed, before);
    // The value is the same: when it was set, and by whom, stays.
    assert_eq!(
        (row.updated_at, row.updated_by.as_str()),
        (Instant::from_unix(7), "staff")
    );
    assert_eq!(
        require("linde", &memory, &[(SEAL_KEY, NEW_KEY)]),
        Ok("sealed".to_owned())
    );
    // Once it is, it is not written again.
    assert_eq!(require("linde", &memory, &rotating), Ok("sealed".to_owned()));
    assert_eq!(sealed_of(&memory, NAME).unwrap().unwrap().sealed, row.sealed);
}

#[test]
fn a_secret_of_the_deployment_is_no_venues_secret() {
    let worker = [
        (SEAL_KEY, KEY),
        (SEAL_KEY_PREVIOUS, NEW_KEY),
        (OPERATOR_KEY, "operator"),
    ];
    with(("linde", &Memory::new()), &worker, |secrets| {
        for name in [SEAL_KEY, SEAL_KEY_PREVIOUS, OPERATOR_KEY] {
            let reserved = SecretError::Reserved(name.to_owned());
            assert_eq!(secrets.require(name).map(|_| ()), Err(reserved.clone()));
            assert_eq!(
                secrets.seal(name, &SecretString::from("x")).map(|_| ()),
                Err(reserved)
            );
        }
    });
}

#[test]
fn without_randomness_nothing_is_sealed() {
    with(("linde", &Memory::new()), &[(SEAL_KEY, KEY)], |secrets| {
        let secrets = VenueSecrets {
            random: &|| None,
            ..secrets
        };
        let error = secrets.seal(NAME, &SecretString::from("x")).unwrap_err();
        assert_eq!(error, SecretError::NoRandomness);
    });
}
