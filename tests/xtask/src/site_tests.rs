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
fn a_site_holds_the_assets_of_exactly_one_build() {
    let site = std::env::temp_dir().join(format!("couvert-site-{}", std::process::id()));
    write(&site.join("assets/0123/couvert.js"), b"").unwrap();
    assert_eq!(assets(&site).unwrap(), "assets/0123");
    write(&site.join("assets/4567/couvert.js"), b"").unwrap();
    let error = assets(&site).unwrap_err().to_string();
    fs::remove_dir_all(&site).unwrap();
    assert!(error.ends_with("holds 2 builds instead of one"), "{error}");
}
