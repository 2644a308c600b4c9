//! Where the requests of each route are counted. Every route says so: one that is added does not compile until it
//! does. It must not know how a request is counted.

use http::Method;

use super::route::{Page, Resource, Route};
use crate::limits::Class;

/// Where the requests of a route are counted, before anything is compared or asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// Nowhere: the answer is always the same, reaches no object and compares no secret.
    Fixed,
    /// In this isolate, as this class.
    Here(Class),
    /// So too, and the page itself says that there were too many.
    OnPage(Class),
    /// Where its key is compared: wrong ones as look-ups, right ones as staff's, and requests without one as reads.
    ByKey,
    /// In the venue's object, which counts exactly.
    InObject,
}

impl Resource {
    fn counting(&self) -> Counting {
        match self {
            Self::Venue | Self::Calendar | Self::Slots | Self::Fragment | Self::Webhook(_) => {
                Counting::Here(Class::Read)
            }
            Self::Metrics | Self::NoShow(_) | Self::GuestExport | Self::GuestErasure => Counting::ByKey,
            Self::GiftCards
            | Self::GiftCardOrder(_)
            | Self::GiftCardSheet(_)
            | Self::GiftCardWithdrawal(_)
            | Self::GiftCardBalance
            | Self::Reservations
            | Self::Reservation(_)
            | Self::Cancellation(_)
            | Self::CalendarFile(_)
            | Self::Waitlist
            | Self::WaitlistEntry(_)
            | Self::Acceptance(_)
            | Self::Extension(_) => Counting::InObject,
        }
    }
}

impl Route {
    /// Where its requests are counted. Every route says so; one that is added has to.
    #[must_use]
    pub fn counting(&self, method: &Method) -> Counting {
        match self {
            Self::Health | Self::OpenApi | Self::Page(Page::Front | Page::FrontGerman) => Counting::Fixed,
            Self::Page(Page::Booking(_)) => Counting::OnPage(Class::Read),
            // Without a form these pages only ask for what opens them.
            Self::Page(Page::Pay(..) | Page::House(_)) if *method != Method::POST => Counting::Fixed,
            Self::Page(Page::Pay(..)) => Counting::InObject,
            Self::Page(Page::House(_)) => Counting::Here(Class::LookUp),
            Self::DevMail(_) => Counting::Here(Class::Staff),
            Self::External => Counting::ByKey,
            Self::Venue(_, resource) => resource.counting(),
        }
    }
}
