//! The status of a reservation, and the steps from one to another.

use serde::{Deserialize, Serialize};

use crate::validation::FieldCode;

macro_rules! statuses {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)+) => {
        /// The status of a reservation: one of Molzait's fourteen, whose words this API shares.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "requests", derive(deserr::Deserr))]
        #[cfg_attr(feature = "requests", deserr(error = crate::validation::FieldErrors, try_from(String) = Self::try_from -> FieldCode))]
        pub enum Status {
            $($(#[$doc])* #[serde(rename = $text)] $name,)+
        }

        impl Status {
            /// Every status there is.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The status as it is written on the wire.
            #[must_use]
            pub fn text(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// The status of this text, if there is one.
            #[must_use]
            pub fn from_text(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|status| status.text() == text)
            }
        }
    };
}

statuses! {
    /// Requested; the restaurant has not accepted or declined yet.
    Requested = "requested";
    /// Entered, and not confirmed to the guest yet.
    Unconfirmed = "unconfirmed";
    /// Held until it is paid.
    PaymentPending = "payment_pending";
    /// Confirmed by the restaurant; tables are held.
    Booked = "booked";
    /// Booked, and confirmed once more by the guest.
    Reconfirmed = "reconfirmed";
    /// The guests have arrived.
    Arrived = "arrived";
    /// The guests are at their table.
    Seated = "seated";
    /// The guests have ordered.
    Ordered = "ordered";
    /// The guests have paid.
    Paid = "paid";
    /// The restaurant declined the request.
    Declined = "declined";
    /// The guests have left.
    Finished = "finished";
    /// Cancelled by the guest or the restaurant.
    Cancelled = "cancelled";
    /// The guests did not come.
    NoShow = "no_show";
    /// Void: entered by mistake, or not paid in time.
    Voided = "voided";
}

impl TryFrom<String> for Status {
    type Error = FieldCode;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::from_text(&text).ok_or(FieldCode::Invalid)
    }
}

impl Status {
    /// The statuses that may follow; none after a final one.
    ///
    /// The reasons behind the table:
    ///
    /// - What is not certain yet (`requested`, `unconfirmed`, `payment_pending`) becomes certain, is
    ///   cancelled, or lapses. A guest cannot fail to come to a table that was not promised, so only
    ///   `unconfirmed`, which the restaurant did accept, may end as `no_show`.
    /// - A request that is paid in advance is paid, or the amount reserved, before the restaurant decides: so
    ///   `payment_pending` may become `requested`.
    /// - Only a `requested` reservation can be declined: the others were the restaurant's own doing.
    /// - A certain reservation may skip steps on the day, since staff in a busy service do: from
    ///   `booked` straight to `seated`. It never skips being there: `ordered` and `paid` follow a table.
    /// - On the day a step back undoes a mistake (`seated` to `arrived`, `arrived` to
    ///   `booked`) or states what happened (`paid` to `ordered`, another round).
    /// - Guests who arrived and left without sitting down end as `cancelled`, guests who sat down as `finished`.
    /// - `declined`, `finished`, `cancelled`, `no_show` and `voided` are final. Their table may have been
    ///   given away since, so coming back is a new reservation.
    /// - Staying is no transition: a repeated one is refused, so a caller that may repeat compares first.
    #[must_use]
    pub fn successors(self) -> &'static [Self] {
        use Status as S;
        match self {
            S::Requested => &[
                S::Unconfirmed,
                S::PaymentPending,
                S::Booked,
                S::Declined,
                S::Cancelled,
                S::Voided,
            ],
            S::Unconfirmed => &[
                S::PaymentPending,
                S::Booked,
                S::Reconfirmed,
                S::Arrived,
                S::Seated,
                S::Cancelled,
                S::NoShow,
                S::Voided,
            ],
            S::PaymentPending => &[S::Requested, S::Booked, S::Cancelled, S::Voided],
            S::Booked => &[
                S::Reconfirmed,
                S::Arrived,
                S::Seated,
                S::Cancelled,
                S::NoShow,
                S::Voided,
            ],
            S::Reconfirmed => &[S::Arrived, S::Seated, S::Cancelled, S::NoShow, S::Voided],
            S::Arrived => &[S::Booked, S::Seated, S::Cancelled, S::Voided],
            S::Seated => &[S::Arrived, S::Ordered, S::Paid, S::Finished, S::Voided],
            S::Ordered => &[S::Seated, S::Paid, S::Finished],
            S::Paid => &[S::Ordered, S::Finished],
            S::Declined | S::Finished | S::Cancelled | S::NoShow | S::Voided => &[],
        }
    }

    /// Whether nothing may follow.
    #[must_use]
    pub fn is_final(self) -> bool {
        self.successors().is_empty()
    }

    /// Whether the guests of a reservation of this status are there.
    #[must_use]
    pub fn has_come(self) -> bool {
        matches!(self, Self::Arrived | Self::Seated | Self::Ordered | Self::Paid)
    }
}
