//! Which resource a path and a method name. It must not know what a resource does.

use http::{HeaderValue, Method};
use shared::id::{OrderId, PaymentId, ReservationId, VenueId, WaitlistEntryId};
use shared::locale::Language;
use shared::problem::ProblemCode;

use super::dev_mail::DevMail;

/// What a request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// Whether the worker is alive.
    Health,
    /// The API's description.
    OpenApi,
    /// A page for people.
    Page(Page),
    /// Letters that are shown and not sent, for who develops.
    DevMail(DevMail),
    /// What a venue's own staff and tills ask for, by their key.
    External,
    /// A venue's resource.
    Venue(VenueId, Resource),
}

/// A page for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// The first page: the demo restaurant's in English where it is served, and a line about this host where not.
    Front,
    /// The demo restaurant's page in German.
    FrontGerman,
    /// A venue's hosted booking page.
    Booking(VenueId),
    /// The page of a demonstration's payment.
    Pay(VenueId, PaymentId),
    /// Where a restaurant says that nobody came.
    House(VenueId),
}

/// A venue's resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resource {
    /// The venue itself.
    Venue,
    /// Which days are open.
    Calendar,
    /// Which times of a day are open.
    Slots,
    /// The widget's first screen.
    Fragment,
    /// The bookings.
    Reservations,
    /// One of them.
    Reservation(ReservationId),
    /// The end of one of them.
    Cancellation(ReservationId),
    /// One of them, for a calendar.
    CalendarFile(ReservationId),
    /// The orders of gift cards.
    GiftCards,
    /// One of them.
    GiftCardOrder(OrderId),
    /// The card of one of them, as a PDF.
    GiftCardSheet(OrderId),
    /// The withdrawal from one of them.
    GiftCardWithdrawal(OrderId),
    /// What a gift card is worth.
    GiftCardBalance,
    /// More time to pay for one of them.
    Extension(ReservationId),
    /// Where a taker of payments calls.
    Webhook(String),
    /// The waitlist.
    Waitlist,
    /// A wish on it.
    WaitlistEntry(WaitlistEntryId),
    /// What a wish is offered, to be taken.
    Acceptance(WaitlistEntryId),
    /// Whether somebody came to one of them.
    NoShow(ReservationId),
    /// Everything that is kept about one guest.
    GuestExport,
    /// The erasure of that.
    GuestErasure,
    /// What the operator counts.
    Metrics,
}

impl Route {
    /// Finds the route. Paths are taken as the runtime hands them over: it has resolved `..` and `%2e%2e` by then, as
    /// every reader of addresses does (URL Standard, section 4.4), and here nothing more is decoded. So there is
    /// one reading of a path, and no trick with `%2f` or `//` reaches another resource.
    pub fn of(path: &str) -> Result<Self, ProblemCode> {
        let segments: Vec<&str> = path
            .strip_prefix('/')
            .ok_or(ProblemCode::NotFound)?
            .split('/')
            .collect();
        let venue = |id: &str| VenueId::parse(id).map_err(|_| ProblemCode::VenueNotFound);
        let count = |text: &str| text.parse::<u32>().map_err(|_| ProblemCode::NotFound);
        Ok(match segments.as_slice() {
            ["external", ..] => Self::External,
            ["healthz"] => Self::Health,
            ["v1", "openapi.json"] => Self::OpenApi,
            [""] => Self::Page(Page::Front),
            ["de"] => Self::Page(Page::FrontGerman),
            ["book", id] => Self::Page(Page::Booking(venue(id)?)),
            ["dev", "mail"] => Self::DevMail(DevMail::List),
            ["dev", "mail", id, number] => Self::DevMail(DevMail::Letter(venue(id)?, count(number)?)),
            ["dev", "samples", id, tag] => {
                let language = Language::parse(tag).map_err(|_| ProblemCode::NotFound)?;
                Self::DevMail(DevMail::Samples(venue(id)?, language))
            }
            ["dev", "mail", id, number, index] => {
                let index = usize::try_from(count(index)?).map_err(|_| ProblemCode::NotFound)?;
                Self::DevMail(DevMail::File(venue(id)?, count(number)?, index))
            }
            ["pay", id, payment] => {
                let payment = PaymentId::parse(payment).map_err(|_| ProblemCode::NotFound)?;
                Self::Page(Page::Pay(venue(id)?, payment))
            }
            ["house", id] => Self::Page(Page::House(venue(id)?)),
            ["v1", "webhooks", id, source] => {
                let is_word = !source.is_empty() && source.bytes().all(|byte| byte.is_ascii_lowercase());
                let source = is_word
                    .then(|| (*source).to_owned())
                    .ok_or(ProblemCode::NotFound)?;
                Self::Venue(venue(id)?, Resource::Webhook(source))
            }
            ["v1", "venues", id] => Self::Venue(venue(id)?, Resource::Venue),
            ["v1", "venues", id, "calendar"] => Self::Venue(venue(id)?, Resource::Calendar),
            ["v1", "venues", id, "slots"] => Self::Venue(venue(id)?, Resource::Slots),
            ["v1", "venues", id, "fragment"] => Self::Venue(venue(id)?, Resource::Fragment),
            ["v1", "venues", id, "metrics"] => Self::Venue(venue(id)?, Resource::Metrics),
            ["v1", "venues", id, "reservations"] => Self::Venue(venue(id)?, Resource::Reservations),
            ["v1", "venues", id, "reservations", reservation] => {
                let reservation = ReservationId::parse(reservation).map_err(|_| ProblemCode::NotFound)?;
                Self::Venue(venue(id)?, Resource::Reservation(reservation))
            }
            ["v1", "venues", id, "reservations", reservation, "cancel"] => {
                let reservation = ReservationId::parse(reservation).map_err(|_| ProblemCode::NotFound)?;
                Self::Venue(venue(id)?, Resource::Cancellation(reservation))
            }
            ["v1", "venues", id, "reservations", reservation, "no-show"] => {
                let reservation = ReservationId::parse(reservation).map_err(|_| ProblemCode::NotFound)?;
                Self::Venue(venue(id)?, Resource::NoShow(reservation))
            }
            ["v1", "venues", id, "reservations", reservation, "calendar.ics"] => {
                let reservation = ReservationId::parse(reservation).map_err(|_| ProblemCode::NotFound)?;
                Self::Venue(venue(id)?, Resource::CalendarFile(reservation))
            }
            ["v1", "venues", id, "guests", "export"] => Self::Venue(venue(id)?, Resource::GuestExport),
            ["v1", "venues", id, "guests", "erase"] => Self::Venue(venue(id)?, Resource::GuestErasure),
            ["v1", "venues", id, "waitlist"] => Self::Venue(venue(id)?, Resource::Waitlist),
            ["v1", "venues", id, "waitlist", wish] => {
                let wish = WaitlistEntryId::parse(wish).map_err(|_| ProblemCode::NotFound)?;
                Self::Venue(venue(id)?, Resource::WaitlistEntry(wish))
            }
            ["v1", "venues", id, "waitlist", wish, "acceptance"] => {
                let wish = WaitlistEntryId::parse(wish).map_err(|_| ProblemCode::NotFound)?;
                Self::Venue(venue(id)?, Resource::Acceptance(wish))
            }
            ["v1", "venues", id, "gift-cards"] => Self::Venue(venue(id)?, Resource::GiftCards),
            ["v1", "venues", id, "gift-cards", "balance"] => {
                Self::Venue(venue(id)?, Resource::GiftCardBalance)
            }
            ["v1", "venues", id, "gift-cards", "orders", order] => {
                let order = OrderId::parse(order).map_err(|_| ProblemCode::NotFound)?;
                Self::Venue(venue(id)?, Resource::GiftCardOrder(order))
            }
            ["v1", "venues", id, "gift-cards", "orders", order, below] => {
                let order = OrderId::parse(order).map_err(|_| ProblemCode::NotFound)?;
                let resource = match *below {
                    "card.pdf" => Resource::GiftCardSheet(order),
                    "withdrawal" => Resource::GiftCardWithdrawal(order),
                    _ => return Err(ProblemCode::NotFound),
                };
                Self::Venue(venue(id)?, resource)
            }
            [
                "v1",
                "venues",
                id,
                "reservations",
                reservation,
                "payment",
                "extension",
            ] => {
                let reservation = ReservationId::parse(reservation).map_err(|_| ProblemCode::NotFound)?;
                Self::Venue(venue(id)?, Resource::Extension(reservation))
            }
            _ => return Err(ProblemCode::NotFound),
        })
    }

    /// The methods it takes, as the header `Allow` names them. `HEAD` comes with `GET`, and `OPTIONS` with
    /// everything.
    fn methods(&self) -> &'static str {
        match self {
            Self::Page(Page::Booking(_) | Page::Pay(..) | Page::House(_))
            | Self::Venue(_, Resource::NoShow(_)) => "GET, HEAD, POST, OPTIONS",
            Self::Venue(_, Resource::Reservation(_)) => "GET, HEAD, PATCH, OPTIONS",
            Self::Venue(_, Resource::WaitlistEntry(_)) => "GET, HEAD, DELETE, OPTIONS",
            Self::Venue(
                _,
                Resource::Reservations
                | Resource::Cancellation(_)
                | Resource::GiftCards
                | Resource::GiftCardBalance
                | Resource::GiftCardWithdrawal(_)
                | Resource::Extension(_)
                | Resource::Waitlist
                | Resource::Acceptance(_)
                | Resource::Webhook(_)
                | Resource::GuestExport
                | Resource::GuestErasure,
            ) => "POST, OPTIONS",
            Self::External => "GET, POST, PATCH, PUT",
            Self::Health | Self::OpenApi | Self::Page(_) | Self::DevMail(_) | Self::Venue(..) => {
                "GET, HEAD, OPTIONS"
            }
        }
    }

    /// Whether it takes this method.
    #[must_use]
    pub fn takes(&self, method: &Method) -> bool {
        self.methods().split(", ").any(|taken| taken == method.as_str())
    }

    /// The methods it takes, for the header `Allow`.
    #[must_use]
    pub fn allow(&self) -> HeaderValue {
        HeaderValue::from_static(self.methods())
    }

    /// The methods that a page of another origin needs leave for; a browser asks for no other.
    #[must_use]
    pub fn permitted(&self) -> &'static str {
        match self {
            Self::Venue(_, Resource::Reservation(_)) => "GET, PATCH",
            Self::Venue(_, Resource::WaitlistEntry(_)) => "GET, DELETE",
            Self::Venue(
                _,
                Resource::Reservations
                | Resource::Cancellation(_)
                | Resource::GiftCards
                | Resource::GiftCardBalance
                | Resource::GiftCardWithdrawal(_)
                | Resource::Extension(_)
                | Resource::Waitlist
                | Resource::Acceptance(_),
            ) => "POST",
            Self::Health
            | Self::OpenApi
            | Self::Page(_)
            | Self::DevMail(_)
            | Self::External
            | Self::Venue(..) => "GET",
        }
    }

    /// The headers that a page of another origin needs leave for to send here; none if it needs none.
    #[must_use]
    pub fn headers(&self) -> Option<&'static str> {
        match self {
            Self::Venue(_, Resource::Reservations | Resource::Waitlist | Resource::GiftCards) => {
                Some("content-type, idempotency-key, turnstile-token")
            }
            Self::Venue(_, Resource::GiftCardBalance) => Some("content-type"),
            Self::Venue(_, Resource::Reservation(_) | Resource::GiftCardWithdrawal(_)) => {
                Some("authorization, content-type")
            }
            Self::Venue(
                _,
                Resource::Cancellation(_)
                | Resource::CalendarFile(_)
                | Resource::GiftCardOrder(_)
                | Resource::GiftCardSheet(_)
                | Resource::Extension(_)
                | Resource::WaitlistEntry(_)
                | Resource::Acceptance(_)
                | Resource::Slots,
            ) => Some("authorization"),
            Self::Health
            | Self::OpenApi
            | Self::Page(_)
            | Self::DevMail(_)
            | Self::External
            | Self::Venue(..) => None,
        }
    }

    /// The address with names for what differs from request to request, as the API's description has it.
    #[cfg(test)]
    pub fn template(&self) -> &'static str {
        match self {
            Self::Health => "/healthz",
            Self::OpenApi => "/v1/openapi.json",
            Self::External => "/external",
            Self::Page(Page::Front) => "/",
            Self::Page(Page::FrontGerman) => "/de",
            Self::Page(Page::Booking(_)) => "/book/{venue}",
            Self::DevMail(_) => "/dev/mail",
            Self::Page(Page::Pay(..)) => "/pay/{venue}/{id}",
            Self::Page(Page::House(_)) => "/house/{venue}",
            Self::Venue(_, Resource::Webhook(_)) => "/v1/webhooks/{venue}/{source}",
            Self::Venue(_, Resource::Extension(_)) => {
                "/v1/venues/{venue}/reservations/{id}/payment/extension"
            }
            Self::Venue(_, Resource::Venue) => "/v1/venues/{venue}",
            Self::Venue(_, Resource::Calendar) => "/v1/venues/{venue}/calendar",
            Self::Venue(_, Resource::Slots) => "/v1/venues/{venue}/slots",
            Self::Venue(_, Resource::Fragment) => "/v1/venues/{venue}/fragment",
            Self::Venue(_, Resource::Reservations) => "/v1/venues/{venue}/reservations",
            Self::Venue(_, Resource::Reservation(_)) => "/v1/venues/{venue}/reservations/{id}",
            Self::Venue(_, Resource::Cancellation(_)) => "/v1/venues/{venue}/reservations/{id}/cancel",
            Self::Venue(_, Resource::NoShow(_)) => "/v1/venues/{venue}/reservations/{id}/no-show",
            Self::Venue(_, Resource::GuestExport) => "/v1/venues/{venue}/guests/export",
            Self::Venue(_, Resource::GuestErasure) => "/v1/venues/{venue}/guests/erase",
            Self::Venue(_, Resource::CalendarFile(_)) => "/v1/venues/{venue}/reservations/{id}/calendar.ics",
            Self::Venue(_, Resource::GiftCards) => "/v1/venues/{venue}/gift-cards",
            Self::Venue(_, Resource::GiftCardOrder(_)) => "/v1/venues/{venue}/gift-cards/orders/{orderId}",
            Self::Venue(_, Resource::GiftCardSheet(_)) => {
                "/v1/venues/{venue}/gift-cards/orders/{orderId}/card.pdf"
            }
            Self::Venue(_, Resource::GiftCardWithdrawal(_)) => {
                "/v1/venues/{venue}/gift-cards/orders/{orderId}/withdrawal"
            }
            Self::Venue(_, Resource::GiftCardBalance) => "/v1/venues/{venue}/gift-cards/balance",
            Self::Venue(_, Resource::Waitlist) => "/v1/venues/{venue}/waitlist",
            Self::Venue(_, Resource::WaitlistEntry(_)) => "/v1/venues/{venue}/waitlist/{wishId}",
            Self::Venue(_, Resource::Acceptance(_)) => "/v1/venues/{venue}/waitlist/{wishId}/acceptance",
            Self::Venue(_, Resource::Metrics) => "/v1/venues/{venue}/metrics",
        }
    }

    /// The route's name for logs: never a part of the address, which could hold an id.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Health => "health",
            Self::OpenApi => "openapi",
            Self::External => "external",
            Self::Page(Page::Front | Page::FrontGerman) => "page.front",
            Self::Page(Page::Booking(_)) => "page.booking",
            Self::DevMail(_) => "dev.mail",
            Self::Page(Page::Pay(..)) => "page.pay",
            Self::Page(Page::House(_)) => "page.house",
            Self::Venue(_, Resource::Webhook(_)) => "webhook",
            Self::Venue(_, Resource::Extension(_)) => "reservation.extension",
            Self::Venue(_, Resource::Venue) => "venue",
            Self::Venue(_, Resource::Calendar) => "calendar",
            Self::Venue(_, Resource::Slots) => "slots",
            Self::Venue(_, Resource::Fragment) => "fragment",
            Self::Venue(_, Resource::Reservations) => "reservations",
            Self::Venue(_, Resource::Reservation(_)) => "reservation",
            Self::Venue(_, Resource::Cancellation(_)) => "reservation.cancel",
            Self::Venue(_, Resource::NoShow(_)) => "reservation.no_show",
            Self::Venue(_, Resource::GuestExport) => "guest.export",
            Self::Venue(_, Resource::GuestErasure) => "guest.erase",
            Self::Venue(_, Resource::CalendarFile(_)) => "reservation.calendar",
            Self::Venue(_, Resource::GiftCards) => "gift_cards",
            Self::Venue(_, Resource::GiftCardOrder(_)) => "gift_card_order",
            Self::Venue(_, Resource::GiftCardSheet(_)) => "gift_card_sheet",
            Self::Venue(_, Resource::GiftCardWithdrawal(_)) => "gift_card_withdrawal",
            Self::Venue(_, Resource::GiftCardBalance) => "gift_card_balance",
            Self::Venue(_, Resource::Waitlist) => "waitlist",
            Self::Venue(_, Resource::WaitlistEntry(_)) => "waitlist.wish",
            Self::Venue(_, Resource::Acceptance(_)) => "waitlist.acceptance",
            Self::Venue(_, Resource::Metrics) => "metrics",
        }
    }
}

#[cfg(test)]
#[path = "route_tests.rs"]
mod tests;
