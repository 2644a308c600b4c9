//! The kind of device of a request, as its browser calls itself in `User-Agent`. Coarse on purpose: it is stored with a
//! session, so that its person sees where it is used, and tells browsers apart, not people.

use http::header::USER_AGENT;
use shared::person::{Browser, OperatingSystem};

use super::Request;
use crate::access::Device;

/// The part of the header by which each browser is known. Most name several others too, so the first match counts.
const BROWSERS: [(&str, Browser); 10] = [
    ("Edg", Browser::Edge),
    ("OPR/", Browser::Opera),
    ("SamsungBrowser/", Browser::Samsung),
    ("FxiOS/", Browser::Firefox),
    ("Firefox/", Browser::Firefox),
    ("CriOS/", Browser::Chrome),
    ("Chromium/", Browser::Chrome),
    ("HeadlessChrome/", Browser::Chrome),
    ("Chrome/", Browser::Chrome),
    ("Safari/", Browser::Safari),
];

/// The same of operating systems. Android names Linux, and iOS names macOS.
const SYSTEMS: [(&str, OperatingSystem); 8] = [
    ("Windows", OperatingSystem::Windows),
    ("Android", OperatingSystem::Android),
    ("iPhone", OperatingSystem::Ios),
    ("iPad", OperatingSystem::Ios),
    ("Macintosh", OperatingSystem::MacOs),
    ("CrOS", OperatingSystem::Linux),
    ("Linux", OperatingSystem::Linux),
    ("X11", OperatingSystem::Linux),
];

/// The device of a request.
pub fn device(request: &Request) -> Device {
    let header = request.headers().get(USER_AGENT);
    let text = header.and_then(|value| value.to_str().ok()).unwrap_or_default();
    Device {
        browser: first(text, &BROWSERS).unwrap_or(Browser::Other),
        system: first(text, &SYSTEMS).unwrap_or(OperatingSystem::Other),
    }
}

fn first<T: Copy>(text: &str, known: &[(&str, T)]) -> Option<T> {
    let found = known.iter().find(|(part, _)| text.contains(part));
    found.map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_known_by_what_it_alone_says() {
        use {Browser as B, OperatingSystem as S};
        let apple = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
        for (text, browser, system) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".to_owned(),
                B::Firefox,
                S::Linux,
            ),
            (
                format!(
                    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) {apple} Version/18.5 Safari/604.1"
                ),
                B::Safari,
                S::Ios,
            ),
            (
                format!("Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) {apple} CriOS/138.0 Safari/604.1"),
                B::Chrome,
                S::Ios,
            ),
            (
                format!("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {apple} Chrome/138.0 Safari/537.36"),
                B::Chrome,
                S::MacOs,
            ),
            (
                format!("Mozilla/5.0 (Windows NT 10.0; Win64) {apple} Chrome/138.0 Safari/537.36 Edg/138.0"),
                B::Edge,
                S::Windows,
            ),
            (
                format!(
                    "Mozilla/5.0 (Linux; Android 15) {apple} SamsungBrowser/28.0 Chrome/130.0 Safari/537.36"
                ),
                B::Samsung,
                S::Android,
            ),
            ("curl/8.5.0".to_owned(), B::Other, S::Other),
            (String::new(), B::Other, S::Other),
        ] {
            let request = http::Request::get("/").header("user-agent", &text);
            let found = device(&request.body(None).unwrap());
            assert_eq!((found.browser, found.system), (browser, system), "{text}");
        }
    }
}
