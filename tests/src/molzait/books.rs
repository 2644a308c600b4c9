//! The simulator's books: its reservations, and what is still open.

use std::time::Duration;

use fastrand::Rng;
use shared::time::{Day, Minutes, TimeZone};

use super::restaurant::{self, LARGEST_PARTY, SEATS, Sitting};

/// Every status a reservation can have.
pub const STATUSES: [&str; 14] = [
    "requested",
    "unconfirmed",
    "payment_pending",
    "booked",
    "reconfirmed",
    "arrived",
    "seated",
    "ordered",
    "paid",
    "declined",
    "finished",
    "cancelled",
    "no_show",
    "voided",
];

/// The guest of a reservation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of the create call")]
pub struct Guest {
    pub first_name: Option<String>,
    pub last_name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub locale: String,
}

/// A reservation to make.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of the create call")]
pub struct NewReservation {
    pub experience: String,
    pub day: Day,
    pub minutes: u16,
    pub attendees: u32,
    pub guest: Guest,
    pub notes: Option<String>,
}

/// A reservation in the books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reservation {
    /// A UUID without its first dash.
    pub id: String,
    /// The code that people read out.
    pub number: String,
    /// The request.
    pub asked: NewReservation,
    /// Minutes.
    pub duration: u16,
    /// One of [`STATUSES`].
    pub status: &'static str,
    /// The price in cents; none if it is free.
    pub price: Option<u32>,
    /// When it was made, since the Unix epoch.
    pub made_at: Duration,
}

impl Reservation {
    /// Whether it takes seats.
    #[must_use]
    pub fn is_live(&self) -> bool {
        !is_over(self.status)
    }
}

/// Whether a status is the last that a reservation can have.
pub(super) fn is_over(status: &str) -> bool {
    matches!(
        status,
        "declined" | "finished" | "cancelled" | "no_show" | "voided"
    )
}

/// A sitting as it stands for a party.
pub(super) struct Offer {
    pub(super) sitting: Sitting,
    pub(super) starting: u32,
    pub(super) seated: u32,
    pub(super) exclusions: Vec<&'static str>,
}

/// Why a reservation cannot be made.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    UnknownExperience,
    NotOpen,
}

/// The price of a paid sitting per guest, in cents.
pub(super) const PRICE: u32 = 4500;

/// The books.
#[derive(Debug)]
pub struct Books {
    reservations: Vec<Reservation>,
    ids: Rng,
}

impl Books {
    /// Empty books, whose ids follow from the seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            reservations: Vec::new(),
            ids: Rng::with_seed(seed),
        }
    }

    /// Every reservation, in the order in which they were made.
    #[must_use]
    pub fn reservations(&self) -> &[Reservation] {
        &self.reservations
    }

    /// The reservation of this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Reservation> {
        self.reservations.iter().find(|reservation| reservation.id == id)
    }

    /// A day's sittings for a party, `except` left out of the count.
    pub(super) fn offers(
        &self,
        experience: &str,
        day: Day,
        attendees: u32,
        except: Option<&str>,
        now: Duration,
    ) -> Vec<Offer> {
        let counted: Vec<&Reservation> = self
            .reservations
            .iter()
            .filter(|stored| {
                stored.is_live() && stored.asked.day == day && Some(stored.id.as_str()) != except
            })
            .collect();
        let guests = |holds: &dyn Fn(&Reservation) -> bool| -> u32 {
            let those = counted.iter().filter(|stored| holds(stored));
            those.map(|stored| stored.asked.attendees).sum()
        };
        let offer = |sitting: Sitting| {
            let ends = sitting.minutes + sitting.duration;
            let starting = guests(&|stored| {
                stored.asked.experience == experience && stored.asked.minutes == sitting.minutes
            });
            let seated = guests(&|stored| {
                stored.asked.minutes < ends && sitting.minutes < stored.asked.minutes + stored.duration
            });
            let reasons = [
                (attendees > LARGEST_PARTY, "party_needs_a_phone_call"),
                (
                    starts_at(day, sitting.minutes).is_none_or(|start| start <= now),
                    "booking_window_closed",
                ),
                (
                    starting + attendees > sitting.limit || seated + attendees > SEATS,
                    "no_tables_found",
                ),
            ];
            let reasons = reasons.into_iter().filter(|(holds, _)| *holds);
            Offer {
                sitting,
                starting,
                seated,
                exclusions: reasons.map(|(_, reason)| reason).collect(),
            }
        };
        restaurant::sittings(experience, day)
            .into_iter()
            .map(offer)
            .collect()
    }

    /// Makes a reservation. Asked twice, it makes two.
    pub(super) fn create(&mut self, asked: NewReservation, now: Duration) -> Result<&Reservation, Refused> {
        if restaurant::experience(&asked.experience).is_none() {
            return Err(Refused::UnknownExperience);
        }
        let offers = self.offers(&asked.experience, asked.day, asked.attendees, None, now);
        let offer = offers
            .into_iter()
            .find(|offer| offer.sitting.minutes == asked.minutes && offer.exclusions.is_empty())
            .ok_or(Refused::NotOpen)?;
        let sitting = offer.sitting;
        let made = Reservation {
            id: self.id(),
            number: format!("R-{:06}", self.reservations.len() + 1),
            duration: sitting.duration,
            status: match sitting.confirmation {
                _ if sitting.is_paid => "payment_pending",
                "instant" => "booked",
                _ => "requested",
            },
            price: sitting.is_paid.then_some(asked.attendees * PRICE),
            asked,
            made_at: now,
        };
        let place = self.reservations.len();
        self.reservations.push(made);
        Ok(&self.reservations[place])
    }

    /// Takes a reservation to another status; none if it is not there, an error if it is over.
    pub(super) fn set_status(&mut self, id: &str, status: &'static str) -> Option<Result<&Reservation, ()>> {
        let stored = self.reservations.iter_mut().find(|stored| stored.id == id)?;
        if is_over(stored.status) && stored.status != status {
            return Some(Err(()));
        }
        stored.status = status;
        Some(Ok(stored))
    }

    fn id(&mut self) -> String {
        let (high, low) = (self.ids.u64(..), self.ids.u64(..));
        format!(
            "{:012x}-4{:03x}-{:04x}-{:012x}",
            high >> 16,
            high & 0xfff,
            0x8000 | (low >> 48) & 0x3fff,
            low & 0xffff_ffff_ffff
        )
    }
}

/// When a sitting starts, since the Unix epoch; none at times that the clocks leave out.
pub(super) fn starts_at(day: Day, minutes: u16) -> Option<Duration> {
    let zone = TimeZone::parse(restaurant::ZONE).ok()?;
    let start = zone
        .resolve(day, Minutes::parse(minutes.into()).ok()?)
        .instant()?;
    u64::try_from(start.unix()).ok().map(Duration::from_secs)
}
