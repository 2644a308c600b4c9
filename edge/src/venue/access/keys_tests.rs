//! Facts about access keys in a venue's database.

use config::VenueSettings;
use serde_json::{Value, json};
use shared::validation::read_json;

use super::*;
use crate::access::{Credential, StaffSender};
use crate::storage::audit;
use crate::test_support::database::Memory;
use crate::venue::access::identify;

const NOW: i64 = 1_795_327_200;

fn venue() -> VenueId {
    VenueId::parse("demo").unwrap()
}

fn settings() -> VenueSettings {
    let all: Vec<VenueSettings> =
        serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/venues.json"))).unwrap();
    all.into_iter().find(|venue| venue.id == self::venue()).unwrap()
}

struct World {
    memory: Memory,
    drawn: std::cell::Cell<u16>,
}

impl World {
    fn new() -> Self {
        Self {
            memory: Memory::new(),
            drawn: std::cell::Cell::new(0),
        }
    }

    fn at<T>(&self, now: i64, actor: &Actor, act: impl FnOnce(Ctx<'_>) -> T) -> T {
        act(Ctx {
            database: &self.memory,
            random: &|| {
                self.drawn.set(self.drawn.get() + 1);
                let [high, low] = self.drawn.get().to_be_bytes();
                Some(std::array::from_fn(
                    |place| if place % 2 == 0 { low } else { high },
                ))
            },
            now: Instant::from_unix(now),
            actor,
        })
    }

    fn create(&self, actor: &Actor, new: &Value) -> Result<CreatedAccessKey> {
        let new = read_json(new.clone()).unwrap();
        self.at(NOW, actor, |ctx| create_key(ctx, &venue(), &new))
    }

    fn identify(&self, now: i64, token: &str, permission: Permission) -> Result<Actor> {
        let sender = StaffSender {
            credential: Credential::AccessKey(token.to_owned()),
            permission,
        };
        self.at(now, &Actor::Unaudited, |ctx| {
            identify(ctx, &settings(), Some(&sender))
        })
    }

    fn log(&self) -> Vec<Value> {
        let page = audit::page(&self.memory, None).unwrap();
        page.entries
            .into_iter()
            .map(|entry| json!([entry.actor, entry.action, entry.subject, entry.after]))
            .collect()
    }
}

#[test]
fn the_row_has_the_columns_of_its_table() {
    row::test_support::check::<KeyRow>(&json!({
        "id": "aaaaaaaaaaaa", "name": "Till", "role": "host", "permissions": "[\"giftCards\"]", "secret_hash": "ab",
        "created_at": NOW, "created_by": "operator", "last_used_at": null, "revoked_at": NOW,
    }));
}

#[test]
fn a_key_opens_what_it_was_made_for_until_it_is_revoked() {
    let world = World::new();
    let new = json!({ "name": "Till", "role": "manager", "permissions": ["giftCards"] });
    let CreatedAccessKey { key, token } = world.create(&Actor::StaffKey, &new).unwrap();
    let actor = Actor::AccessKey(key.id.clone(), key.grant.clone());
    assert_eq!(
        world.identify(NOW, &token, Permission::GiftCards),
        Ok(actor.clone())
    );
    assert_eq!(
        world.identify(NOW, &token, Permission::WriteSettings),
        Err(VenueError::Forbidden)
    );
    assert_eq!(
        world.identify(NOW, &token, Permission::Directory),
        Err(VenueError::Forbidden)
    );
    world
        .at(NOW, &Actor::StaffKey, |ctx| revoke_key(ctx, &key.id))
        .unwrap();
    world
        .at(NOW, &Actor::StaffKey, |ctx| revoke_key(ctx, &key.id))
        .unwrap();
    assert_eq!(
        world.identify(NOW, &token, Permission::GiftCards),
        Err(VenueError::Unauthorized)
    );
    let made = json!({ "name": "Till", "role": "manager", "permissions": ["giftCards"] });
    assert_eq!(
        world.log(),
        [
            json!(["staff_key", "key.revoke", key.id, null]),
            json!(["staff_key", "key.create", key.id, made]),
        ]
    );
}

#[test]
fn each_role_and_each_narrowed_key_has_its_permissions_and_no_other() {
    let world = World::new();
    let token = |new: &Value| world.create(&Actor::Operator, new).unwrap().token;
    let (host, manager) = (
        token(&json!({ "name": "Tablet", "role": "host" })),
        token(&json!({ "name": "Till", "role": "manager" })),
    );
    let of_others = |credential: Credential, permission: Permission| {
        let sender = StaffSender {
            credential,
            permission,
        };
        world.at(NOW, &Actor::Unaudited, |ctx| {
            identify(ctx, &settings(), Some(&sender)).map(drop)
        })
    };
    let expected = |is_granted: bool| {
        if is_granted {
            Ok(())
        } else {
            Err(VenueError::Forbidden)
        }
    };
    let of_key = |token: &str, permission| world.identify(NOW, token, permission).map(drop);
    for permission in Permission::ALL {
        let is_of_host = permission.least_role() == Role::Host;
        let is_of_manager = permission.least_role() != Role::Operator;
        assert_eq!(of_key(&host, permission), expected(is_of_host), "{permission:?}");
        assert_eq!(
            of_key(&manager, permission),
            expected(is_of_manager),
            "{permission:?}"
        );
        assert_eq!(
            of_others(Credential::Operator, permission),
            Ok(()),
            "{permission:?}"
        );
        let staff_key = Credential::StaffKey("DEMO_STAFF_KEY".to_owned());
        assert_eq!(
            of_others(staff_key, permission),
            expected(is_of_manager),
            "{permission:?}"
        );
        // A key that may do nothing but ask who it is has no use, and is refused.
        if !is_of_manager || permission == Permission::Identify {
            continue;
        }
        // A key of this permission alone, and one of all others: every key may ask who it is.
        let others: Vec<_> = Permission::ALL
            .into_iter()
            .filter(|other| *other != permission && other.least_role() != Role::Operator)
            .collect();
        let only = token(&json!({ "name": "A", "role": "manager", "permissions": [permission] }));
        let without = token(&json!({ "name": "B", "role": "manager", "permissions": others }));
        for other in Permission::ALL {
            let is_free = other == Permission::Identify;
            let is_its = other == permission;
            assert_eq!(
                of_key(&only, other),
                expected(is_its || is_free),
                "{permission:?} {other:?}"
            );
            let is_others = !is_its && other.least_role() != Role::Operator;
            assert_eq!(
                of_key(&without, other),
                expected(is_others || is_free),
                "{permission:?} {other:?}"
            );
        }
    }
}

#[test]
fn another_secret_another_venue_and_no_key_are_refused_alike() {
    let world = World::new();
    let host = json!({ "name": "Tablet", "role": "host" });
    let token = world.create(&Actor::Operator, &host).unwrap().token;
    let last = if token.ends_with('A') { "B" } else { "A" };
    for wrong in [
        format!("{}{last}", &token[..token.len() - 1]),
        token.replace("_demo_", "_demo-b_"),
        "the-key-of-demo".to_owned(),
        String::new(),
    ] {
        assert_eq!(
            world.identify(NOW, &wrong, Permission::Identify),
            Err(VenueError::Unauthorized),
            "{wrong}"
        );
    }
    let unsigned = world.at(NOW, &Actor::Unaudited, |ctx| identify(ctx, &settings(), None));
    assert_eq!(unsigned, Err(VenueError::Unauthorized));
}

#[test]
fn a_key_has_no_permission_that_its_creator_does_not_have() {
    let world = World::new();
    let of = |role, permissions: Option<Vec<Permission>>| {
        let id = AccessKeyId::parse("aaaaaaaaaaaa").unwrap();
        Actor::AccessKey(id, Grant { role, permissions })
    };
    let host = json!({ "name": "n", "role": "host" });
    let manager = json!({ "name": "n", "role": "manager" });
    for (actor, new, is_made) in [
        (of(Role::Manager, None), &manager, true),
        (of(Role::Manager, Some(vec![Permission::People])), &host, false),
        (of(Role::Host, None), &manager, false),
        (Actor::Unaudited, &host, false),
        (Actor::LetterLink, &host, false),
    ] {
        assert_eq!(world.create(&actor, new).is_ok(), is_made, "{actor:?} {new}");
    }
    let made = world.create(&Actor::Operator, &json!({ "name": "n", "role": "operator" }));
    assert!(matches!(made, Err(VenueError::Fields(_))));
    for useless in [json!([]), json!(["identify"]), json!(["directory"])] {
        let new = json!({ "name": "n", "role": "manager", "permissions": useless });
        assert!(
            matches!(world.create(&Actor::Operator, &new), Err(VenueError::Fields(_))),
            "{useless}"
        );
    }
    // A narrowed key does not revoke one above it.
    let made = world.create(&Actor::Operator, &manager).unwrap();
    let narrowed = of(Role::Manager, Some(vec![Permission::People]));
    let revoked = world.at(NOW, &narrowed, |ctx| revoke_key(ctx, &made.key.id));
    assert_eq!(revoked, Err(VenueError::Forbidden));
}

#[test]
fn a_permission_beyond_the_role_is_a_fault_at_its_place_and_one_given_twice_is_stored_once() {
    let world = World::new();
    let new =
        |role: &str, permissions: Value| json!({ "name": "n", "role": role, "permissions": permissions });
    let refused = world.create(&Actor::Operator, &new("host", json!(["writeDay", "money"])));
    assert_eq!(
        refused.err(),
        Some(VenueError::Fields(vec![FieldError::new(
            "/permissions/1",
            FieldCode::NotOffered
        )]))
    );
    let made = world.create(&Actor::Operator, &new("host", json!(["writeDay", "writeDay"])));
    let permissions = made.map(|made| made.key.grant.permissions);
    assert_eq!(permissions, Ok(Some(vec![Permission::WriteDay])));
}

#[test]
fn a_venue_makes_a_hundred_keys_a_day_and_lists_the_last_hundred_that_were_revoked() {
    let world = World::new();
    let new = read_json(json!({ "name": "n", "role": "host" })).unwrap();
    let create_at = |now: i64| world.at(now, &Actor::Operator, |ctx| create_key(ctx, &venue(), &new));
    let revoke = |now: i64, id: &AccessKeyId| world.at(now, &Actor::Operator, |ctx| revoke_key(ctx, id));
    for second in 0..100 {
        let made = create_at(NOW).unwrap();
        revoke(NOW + second, &made.key.id).unwrap();
    }
    let too_many = Some(VenueError::TooMany { retry_after: 3600 });
    assert_eq!(create_at(NOW + 24 * 3600 - 1).err(), too_many);
    let last = create_at(NOW + 24 * 3600).unwrap();
    revoke(NOW + 24 * 3600, &last.key.id).unwrap();
    let valid = create_at(NOW + 24 * 3600).unwrap();
    let listed = world.at(NOW, &Actor::Operator, keys).unwrap().keys;
    assert_eq!(listed.len(), 101);
    assert!(listed.iter().any(|key| key.id == valid.key.id));
    assert!(listed.iter().any(|key| key.id == last.key.id));
}

#[test]
fn the_last_use_is_written_once_an_hour() {
    let world = World::new();
    let token = world
        .create(&Actor::Operator, &json!({ "name": "n", "role": "host" }))
        .unwrap()
        .token;
    let seen = |world: &World| {
        let keys = world.at(NOW, &Actor::Operator, keys).unwrap().keys;
        keys[0].last_used_at.map(Instant::unix)
    };
    assert_eq!(seen(&world), None);
    for (at, stored) in [(NOW, NOW), (NOW + 3599, NOW), (NOW + 3600, NOW + 3600)] {
        world.identify(at, &token, Permission::Identify).unwrap();
        assert_eq!(seen(&world), Some(stored));
    }
}

#[test]
fn the_secret_is_not_in_the_database() {
    let world = World::new();
    let token = world
        .create(&Actor::Operator, &json!({ "name": "n", "role": "host" }))
        .unwrap()
        .token;
    let secret = token.splitn(4, '_').nth(3).unwrap();
    let rows = world
        .memory
        .rows(Statement::new("SELECT * FROM access_keys", vec![]))
        .unwrap();
    assert!(!format!("{rows:?}").contains(secret));
}

#[test]
fn a_staff_key_that_the_settings_do_not_name_any_more_is_refused() {
    let world = World::new();
    let identified = |name: &str, settings: &VenueSettings| {
        let sender = StaffSender {
            credential: Credential::StaffKey(name.to_owned()),
            permission: Permission::Identify,
        };
        world.at(NOW, &Actor::Unaudited, |ctx| {
            identify(ctx, settings, Some(&sender))
        })
    };
    let mut settings = settings();
    assert_eq!(identified("DEMO_STAFF_KEY", &settings), Ok(Actor::StaffKey));
    settings.staff_key = Some("NEW_STAFF_KEY".to_owned());
    assert_eq!(
        identified("DEMO_STAFF_KEY", &settings),
        Err(VenueError::Unauthorized)
    );
    assert_eq!(identified("NEW_STAFF_KEY", &settings), Ok(Actor::StaffKey));
    settings.staff_key = None;
    assert_eq!(
        identified("DEMO_STAFF_KEY", &settings),
        Err(VenueError::Unauthorized)
    );
}
