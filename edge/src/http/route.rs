//! Which resource a path and a method name. It must not know what a resource does.

use http::Method;
use shared::id::VenueId;
use shared::problem::Code;

use crate::limits::Class;

/// What a request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// Whether the worker is alive.
    Health,
    /// A page for people.
    Page(Page),
    /// A venue's resource.
    Venue(VenueId, Resource),
}

/// A page for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// The demo restaurant's page, in English.
    Demo,
    /// The same in German.
    DemoGerman,
    /// A venue's hosted booking page.
    Booking(VenueId),
}

/// A venue's resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// The venue itself.
    Venue,
    /// Which days are open.
    Calendar,
    /// Which times of a day are open.
    Slots,
    /// The bookings.
    Reservations,
}

impl Resource {
    /// The method it takes, beside `OPTIONS`.
    #[must_use]
    pub fn method(self) -> Method {
        match self {
            Self::Venue | Self::Calendar | Self::Slots => Method::GET,
            Self::Reservations => Method::POST,
        }
    }

    /// What its requests are counted as in the worker; none where the venue's object counts them.
    #[must_use]
    pub fn counted_here(self) -> Option<Class> {
        match self {
            Self::Venue | Self::Calendar | Self::Slots => Some(Class::Read),
            Self::Reservations => None,
        }
    }
}

impl Route {
    /// Finds the route. Paths are taken as they came: nothing is decoded, so that no trick with
    /// `%2e` or `//` reaches another resource.
    pub fn of(method: &Method, path: &str) -> Result<Self, Code> {
        let segments: Vec<&str> = path.strip_prefix('/').unwrap_or(path).split('/').collect();
        let venue = |id: &str| VenueId::parse(id).map_err(|_| Code::VenueNotFound);
        let route = match segments.as_slice() {
            ["healthz"] => Self::Health,
            [""] => Self::Page(Page::Demo),
            ["de"] => Self::Page(Page::DemoGerman),
            ["book", id] => Self::Page(Page::Booking(venue(id)?)),
            ["v1", "venues", id] => Self::Venue(venue(id)?, Resource::Venue),
            ["v1", "venues", id, "calendar"] => Self::Venue(venue(id)?, Resource::Calendar),
            ["v1", "venues", id, "slots"] => Self::Venue(venue(id)?, Resource::Slots),
            ["v1", "venues", id, "reservations"] => Self::Venue(venue(id)?, Resource::Reservations),
            _ => return Err(Code::NotFound),
        };
        if route.takes(method) {
            Ok(route)
        } else {
            Err(Code::MethodNotAllowed)
        }
    }

    fn takes(&self, method: &Method) -> bool {
        match self {
            Self::Health | Self::Page(_) => [Method::GET, Method::HEAD].contains(method),
            Self::Venue(_, resource) => *method == resource.method() || *method == Method::OPTIONS,
        }
    }

    /// The route's name for logs: never a part of the address, which could hold an id.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Health => "health",
            Self::Page(Page::Demo | Page::DemoGerman) => "page.demo",
            Self::Page(Page::Booking(_)) => "page.booking",
            Self::Venue(_, Resource::Venue) => "venue",
            Self::Venue(_, Resource::Calendar) => "calendar",
            Self::Venue(_, Resource::Slots) => "slots",
            Self::Venue(_, Resource::Reservations) => "reservations",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(method: &Method, path: &str) -> Code {
        Route::of(method, path).unwrap_err()
    }

    #[test]
    fn resources_are_found_by_their_path() {
        let demo = VenueId::parse("demo").unwrap();
        for (path, route) in [
            ("/healthz", Route::Health),
            ("/", Route::Page(Page::Demo)),
            ("/book/demo", Route::Page(Page::Booking(demo.clone()))),
            ("/v1/venues/demo", Route::Venue(demo.clone(), Resource::Venue)),
            ("/v1/venues/demo/slots", Route::Venue(demo, Resource::Slots)),
        ] {
            assert_eq!(Route::of(&Method::GET, path), Ok(route), "{path}");
        }
    }

    #[test]
    fn tricks_with_paths_find_nothing() {
        for path in [
            "",
            "//",
            "/v1",
            "/v1/venues/demo/",
            "/v1//venues/demo",
            "/v1/venues/demo/calendar/../slots",
        ] {
            assert!(
                Route::of(&Method::GET, path).is_err() || path.is_empty(),
                "{path}"
            );
        }
        for path in [
            "/v1/venues/Demo",
            "/v1/venues/%64emo",
            "/v1/venues/..",
            "/book/de mo",
            "/v1/venues/",
        ] {
            assert_eq!(code(&Method::GET, path), Code::VenueNotFound, "{path}");
        }
    }

    #[test]
    fn each_resource_takes_its_own_method_only() {
        assert_eq!(code(&Method::POST, "/v1/venues/demo"), Code::MethodNotAllowed);
        assert_eq!(
            code(&Method::GET, "/v1/venues/demo/reservations"),
            Code::MethodNotAllowed
        );
        assert_eq!(code(&Method::DELETE, "/"), Code::MethodNotAllowed);
    }
}
