//! The settings that cannot change while something that was begun under them is not settled: currency, time zone,
//! booking system and payment account.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Facts;
use super::account::{booking_system, payment_account};
use crate::venue::VenueSettings;

/// The counts of the open matters of a venue, beside its reservations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenMatters {
    /// Payments that can still be made, taken or given back, cards on file included.
    pub payments: u32,
    /// Refunds that are not settled.
    pub refunds: u32,
    /// Gift cards with a balance.
    pub gift_cards: u32,
    /// Gift cards that the remote booking system keeps, with a balance or without.
    pub remote_gift_cards: u32,
    /// Reservations at the remote booking system that are known here and not over.
    pub remote_reservations: u32,
    /// Orders of gift cards whose card is not issued, or that can be withdrawn from.
    pub gift_card_orders: u32,
    /// Entries of the waitlist that are open.
    pub waitlist_entries: u32,
}

/// A setting that cannot change yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Lock {
    /// The setting.
    pub setting: LockedSetting,
    /// A JSON pointer (RFC 6901) to it; empty for the booking system, which is a choice between sections.
    pub pointer: String,
    /// The matters that need it.
    pub held_by: Vec<Holder>,
}

/// A setting that can be locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LockedSetting {
    /// The currency of prices and balances.
    Currency,
    /// The time zone in which days and minutes are meant.
    TimeZone,
    /// The system that keeps the reservations.
    System,
    /// The account that payments are made to.
    PaymentAccount,
}

/// Open matters of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The kind.
    pub kind: Matter,
    /// Their number, 1 or more.
    pub count: u32,
}

/// A kind of open matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// Reservations that are not over.
    Reservations,
    /// Payments that can still be made, taken or given back.
    Payments,
    /// Refunds that are not settled.
    Refunds,
    /// Gift cards with a balance.
    GiftCards,
    /// Gift cards that the remote booking system keeps.
    RemoteGiftCards,
    /// Orders of gift cards.
    GiftCardOrders,
    /// Entries of the waitlist.
    WaitlistEntries,
}

impl Matter {
    /// Its name for one and for several.
    fn text(self) -> [&'static str; 2] {
        match self {
            Self::Reservations => ["future reservation", "future reservations"],
            Self::Payments => ["open payment", "open payments"],
            Self::Refunds => ["open refund", "open refunds"],
            Self::GiftCards => ["gift card with a balance", "gift cards with a balance"],
            Self::RemoteGiftCards => [
                "gift card kept by the booking system",
                "gift cards kept by the booking system",
            ],
            Self::GiftCardOrders => ["open order of a gift card", "open orders of gift cards"],
            Self::WaitlistEntries => ["open entry of the waitlist", "open entries of the waitlist"],
        }
    }
}

/// The locks that a change from the settings `before` to those `after` meets.
#[must_use]
pub fn locks(before: &VenueSettings, after: &VenueSettings, facts: &Facts) -> Vec<Lock> {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let OpenMatters {
        payments,
        refunds,
        gift_cards,
        remote_gift_cards,
        remote_reservations,
        gift_card_orders,
        waitlist_entries,
    } = facts.open;
    let reservations = count(facts.reservations.len()).saturating_add(remote_reservations);
    let priced = facts.reservations.iter().filter(|one| one.terms.is_some());
    let priced = count(priced.count());
    let money = [
        (Matter::Payments, payments),
        (Matter::Refunds, refunds),
        (Matter::GiftCardOrders, gift_card_orders),
    ];
    let cards = [(Matter::GiftCards, gift_cards)];
    let remote_cards = [(Matter::RemoteGiftCards, remote_gift_cards)];
    let bookings = [
        (Matter::Reservations, reservations),
        (Matter::WaitlistEntries, waitlist_entries),
    ];
    let changed = [
        (
            before.currency != after.currency,
            (LockedSetting::Currency, "/currency"),
            [&[(Matter::Reservations, priced)], &money[..], &cards].concat(),
        ),
        (
            before.time_zone.name() != after.time_zone.name(),
            (LockedSetting::TimeZone, "/timeZone"),
            bookings.to_vec(),
        ),
        (
            booking_system(before) != booking_system(after),
            (LockedSetting::System, ""),
            [&bookings[..], &money, &cards, &remote_cards].concat(),
        ),
        (
            payment_account(before) != payment_account(after),
            (LockedSetting::PaymentAccount, "/payments"),
            money.to_vec(),
        ),
    ];
    changed
        .into_iter()
        .filter(|(is_changed, ..)| *is_changed)
        .map(|(_, (setting, pointer), matters)| Lock {
            setting,
            pointer: pointer.to_owned(),
            held_by: matters
                .into_iter()
                .filter(|(_, count)| *count > 0)
                .map(|(kind, count)| Holder { kind, count })
                .collect(),
        })
        .filter(|lock| !lock.held_by.is_empty())
        .collect()
}

impl fmt::Display for Lock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let setting = match self.setting {
            LockedSetting::Currency => "the currency",
            LockedSetting::TimeZone => "the time zone",
            LockedSetting::System => "the booking system",
            LockedSetting::PaymentAccount => "the payment account",
        };
        let holders = self.held_by.iter().map(|Holder { kind, count }| {
            let [one, several] = kind.text();
            format!("{count} {}", if *count == 1 { one } else { several })
        });
        let holders: Vec<String> = holders.collect();
        write!(
            formatter,
            "{setting} cannot change: it is needed by {}",
            holders.join(", ")
        )
    }
}

#[cfg(test)]
#[path = "locks_tests.rs"]
mod tests;
