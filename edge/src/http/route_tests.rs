//! Facts about addresses: what each finds, and what no trick finds.

use super::*;

#[test]
fn resources_are_found_by_their_path() {
    let demo = VenueId::parse("demo").unwrap();
    for (path, route) in [
        ("/healthz", Route::Health),
        ("/", Route::Page(Page::Front)),
        ("/book/demo", Route::Page(Page::Booking(demo.clone()))),
        ("/v1/venues/demo", Route::Venue(demo.clone(), Resource::Venue)),
        ("/v1/venues/demo/slots", Route::Venue(demo, Resource::Slots)),
    ] {
        assert_eq!(Route::of(path), Ok(route), "{path}");
    }
}

#[test]
fn tricks_with_paths_find_nothing() {
    for path in [
        "",
        "*",
        "//",
        "//healthz",
        "/healthz/",
        "/Healthz",
        "/healthz;a=b",
        "/healthz%00",
        "/%68ealthz",
        "/./healthz",
        "/v1",
        "/V1/venues/demo",
        "/v1/venues/demo/",
        "/v1//venues/demo",
        "/v1%2fvenues/demo",
        "/v1\\venues/demo",
        "/v1/venues/demo/calendar/../slots",
        "/v1/venues/demo/calendar;x",
        "/v1/venues/demo/slots.json",
        "/v1/venues/demo/reservations/",
        "/book",
    ] {
        assert_eq!(Route::of(path), Err(ProblemCode::NotFound), "{path}");
    }
    for path in [
        "/v1/venues/Demo",
        "/v1/venues/%64emo",
        "/v1/venues/demo%2fslots",
        "/v1/venues/demo;a",
        "/v1/venues/demo\\slots",
        "/v1/venues/..",
        "/v1/venues/%2e%2e",
        "/v1/venues/demo%00",
        "/v1/venues/d\u{e9}mo",
        "/v1/venues/%ff",
        "/book/de mo",
        "/v1/venues/",
    ] {
        assert_eq!(Route::of(path), Err(ProblemCode::VenueNotFound), "{path}");
    }
}

#[test]
fn each_resource_takes_its_own_method_only() {
    for (path, taken) in [
        ("/", &["GET", "HEAD", "OPTIONS"][..]),
        ("/book/demo", &["GET", "HEAD", "POST", "OPTIONS"]),
        ("/v1/venues/demo", &["GET", "HEAD", "OPTIONS"]),
        ("/v1/venues/demo/reservations", &["POST", "OPTIONS"]),
    ] {
        let route = Route::of(path).unwrap();
        assert_eq!(route.allow(), taken.join(", "), "{path}");
        for method in [
            "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", "X",
        ] {
            let is_taken = route.takes(&method.parse().unwrap());
            assert_eq!(is_taken, taken.contains(&method), "{method} {path}");
        }
    }
}
