//! Pictures that a booking system names by their addresses, which guests' browsers load.

use shared::image::Image;

/// The longest address.
const MAX_LENGTH: usize = 2_048;

/// Hosts that browsers treat like HTTPS, since they are on the same machine (W3C, Secure Contexts).
const LOOPBACK: [&str; 2] = ["localhost", "127.0.0.1"];

/// The picture at an address, if a page over HTTPS may show it. An address without a host is relative to nothing.
#[must_use]
pub fn picture(address: &str) -> Option<Image> {
    let is_plain = address.len() <= MAX_LENGTH && address.bytes().all(|byte| byte.is_ascii_graphic());
    let parsed: http::Uri = address.parse().ok().filter(|_| is_plain)?;
    let authority = parsed.authority()?;
    // A name before an `@` could pass for the host.
    let is_safe = !authority.as_str().contains('@')
        && match parsed.scheme_str() {
            Some("https") => true,
            Some("http") => LOOPBACK.contains(&authority.host()),
            _ => false,
        };
    is_safe.then(|| Image {
        url: address.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_comes_by_https_or_from_the_same_machine() {
        for address in [
            "https://cdn.example/a.jpg",
            "https://cdn.example/a.jpg?width=300",
            "http://localhost:8791/_sim/picture.svg",
            "http://127.0.0.1:8791/a.svg",
        ] {
            assert_eq!(picture(address).map(|image| image.url), Some(address.to_owned()));
        }
        for address in [
            "",
            "String",
            "a.jpg",
            "/a.jpg",
            "//cdn.example/a.jpg",
            "http://cdn.example/a.jpg",
            "http://localhost.evil.example/a.jpg",
            "http://localhost:x@evil.example/a.jpg",
            "https://cdn.example@evil.example/a.jpg",
            "https://cdn.example/a b.jpg",
            "data:image/png;base64,AA==",
            "javascript:alert(1)",
        ] {
            assert_eq!(picture(address), None, "{address}");
        }
    }

    #[test]
    fn an_address_has_an_end() {
        let long = format!("https://cdn.example/{}", "a".repeat(MAX_LENGTH));
        assert_eq!(picture(&long), None);
    }
}
