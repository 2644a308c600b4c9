//! Facts about the site that need no build.

use super::*;

#[test]
fn only_a_released_loader_is_cached() {
    assert!(headers(Profile::Dev).contains("/embed.js\n  ! Cache-Control\n  Cache-Control: no-cache\n"));
    assert!(headers(Profile::Release).contains("Cache-Control: public, max-age=300\n"));
    for profile in [Profile::Dev, Profile::Release] {
        assert!(headers(profile).contains("max-age=31536000, immutable"));
    }
}

#[test]
fn pictures_of_made_up_venues_are_recognised() {
    for (path, expected) in [
        ("demo/hero.svg", true),
        ("demo-stripe/a/b.svg", true),
        ("demoiselle/hero.svg", false),
        ("linde/demo/hero.svg", false),
        ("linde/demo-card.svg", false),
    ] {
        assert_eq!(is_demo(Path::new(path)), expected, "{path}");
    }
}

#[test]
fn the_pages_of_real_venues_load_nothing_that_a_release_leaves_out() {
    let pages = Project::find().unwrap().root.join("edge/pages");
    for page in entries(&pages).unwrap().iter().filter(|path| is(path, "html")) {
        let text = String::from_utf8(read(page).unwrap()).unwrap();
        let name = page.file_name().unwrap().to_string_lossy();
        let uses = DEMO_PAGE
            .iter()
            .any(|file| text.contains(&format!("/pages/{file}")));
        assert_eq!(uses, name.starts_with("demo."), "{name}");
    }
    for file in DEMO_PAGE {
        assert!(pages.join(file).is_file(), "{file}");
    }
}

#[test]
fn pictures_of_letters_keep_their_addresses_and_go_with_their_venue() {
    let folder = std::env::temp_dir().join(format!("couvert-pictures-{}", std::process::id()));
    let files = [
        "pages/hero.jpg",
        "venues/linde/dinner.jpg",
        "venues/linde/dinner.svg",
    ]
    .map(str::to_owned);
    let contents = [b"1", b"2", b"3"].map(|content| content.to_vec());
    write(&folder.join("gone/dinner.jpg"), b"").unwrap();
    keep_pictures(&folder, &files, &contents).unwrap();
    let found = list(&folder).unwrap();
    let content = read(&folder.join("linde/dinner.jpg")).unwrap();
    fs::remove_dir_all(&folder).unwrap();
    assert_eq!(
        (found, content),
        (vec!["linde/dinner.jpg".to_owned()], b"2".to_vec())
    );
    keep_pictures(&folder, &[], &[]).unwrap();
    assert!(!folder.exists());
}

#[test]
fn a_site_holds_the_assets_of_exactly_one_build() {
    let site = std::env::temp_dir().join(format!("couvert-site-{}", std::process::id()));
    write(&site.join("assets/0123/couvert.js"), b"").unwrap();
    assert_eq!(assets(&site).unwrap(), "assets/0123");
    write(&site.join("assets/4567/couvert.js"), b"").unwrap();
    let error = assets(&site).unwrap_err().to_string();
    fs::remove_dir_all(&site).unwrap();
    assert!(error.ends_with("holds 2 builds instead of one"), "{error}");
}
