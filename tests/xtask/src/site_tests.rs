//! Facts about the site that need no build.

use super::*;

#[test]
fn a_digest_is_that_of_names_and_contents_apart() {
    let one = digest([("a", b"bc".as_slice())]);
    assert_eq!(one.len(), 16);
    assert_eq!(one, digest([("a", b"bc".as_slice())]));
    assert_ne!(one, digest([("ab", b"c".as_slice())]));
    assert_ne!(one, digest([("a", b"bd".as_slice())]));
    assert_ne!(
        digest([("a", b"".as_slice()), ("b", b"".as_slice())]),
        digest([("a", b"".as_slice())])
    );
}

#[test]
fn only_a_released_loader_is_cached() {
    assert!(headers(Profile::Dev).contains("/embed.js\n  ! Cache-Control\n  Cache-Control: no-cache\n"));
    assert!(headers(Profile::Release).contains("Cache-Control: public, max-age=300\n"));
    for profile in [Profile::Dev, Profile::Release] {
        assert!(headers(profile).contains("max-age=31536000, immutable"));
    }
}

#[test]
fn folders_are_copied_without_what_is_not_wanted_and_without_what_was_there() {
    let folder = std::env::temp_dir().join(format!("couvert-site-{}", std::process::id()));
    let (from, to) = (folder.join("from"), folder.join("to"));
    write(&from.join("demo.toml"), b"name = 1").unwrap();
    write(&from.join("demo/room.svg"), b"<svg/>").unwrap();
    write(&to.join("old/gone.svg"), b"<svg/>").unwrap();
    copy_pictures(&from, &to, |path| !is(path, "toml")).unwrap();
    assert_eq!(files(&to).unwrap(), ["demo/room.svg"]);
    assert_eq!(files(&from).unwrap(), ["demo.toml", "demo/room.svg"]);

    write(&folder.join("site/assets/0123/couvert.js"), b"").unwrap();
    assert_eq!(assets(&folder.join("site")).unwrap(), "assets/0123");
    write(&folder.join("site/assets/4567/couvert.js"), b"").unwrap();
    assert!(assets(&folder.join("site")).is_err());
    remove_others(&folder.join("site/assets"), "4567").unwrap();
    assert_eq!(assets(&folder.join("site")).unwrap(), "assets/4567");
    fs::remove_dir_all(&folder).unwrap();
}
