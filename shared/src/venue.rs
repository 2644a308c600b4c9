//! A venue as guests see it: what the widget needs before its first request. It must not contain anything that only staff
//! may know.

use serde::{Deserialize, Serialize};

use crate::availability::Confirmation;
use crate::gift_card::GiftCards;
use crate::id::{ExperienceId, VenueId};
use crate::image::Image;
use crate::locale::{Language, LocalizedText};
use crate::money::{Currency, Money};
use crate::offer::{AddOn, AgeCategory, Question};
use crate::party::PartyRange;
use crate::time::Day;

/// A venue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Venue {
    /// Its id.
    pub id: VenueId,
    /// Its name, the same in every language.
    pub name: String,
    /// The IANA name of its time zone. Days and minutes are meant there.
    pub time_zone: String,
    /// The day it is there now.
    pub today: Day,
    /// The first day that may have times to book: `today`, or the day before while times after midnight are ahead.
    pub first_day: Day,
    /// The currency of its prices.
    pub currency: Currency,
    /// The languages it has texts in, its own first.
    pub locales: Vec<Language>,
    /// The smallest and the largest party over all experiences.
    pub attendees: PartyRange,
    /// How many days ahead bookings are taken.
    pub horizon_days: u16,
    /// The experiences, in the order in which to show them.
    pub experiences: Vec<Experience>,
    /// The gift cards that it offers, if it does. Without the feature `guest` only that there are some is read.
    #[cfg_attr(
        not(feature = "guest"),
        serde(default, deserialize_with = "crate::gift_card::offered")
    )]
    pub gift_cards: Option<GiftCards>,
    /// The policies that guests see before they book.
    pub policies: Policies,
    /// Where it is; none where that is not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// The fields of the form.
    pub guest_fields: GuestFields,
    /// The colours.
    pub theme: Theme,
    /// The features that are available.
    pub features: Vec<Feature>,
    /// The check that keeps robots from booking, where there is one.
    #[serde(default)]
    pub challenge: Option<Challenge>,
}

/// A check that keeps robots from booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Challenge {
    /// The service that makes the check.
    pub kind: ChallengeKind,
    /// The key of this host for its script.
    pub site_key: String,
}

/// The service that makes the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChallengeKind {
    /// Cloudflare Turnstile: a reservation brings its token in the header `turnstile-token`.
    Turnstile,
}

/// An experience, which guests book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Experience {
    /// Its id.
    pub id: ExperienceId,
    /// Its name.
    pub name: LocalizedText,
    /// A line about it.
    pub short_description: LocalizedText,
    /// More about it, as HTML that the edge has made safe.
    pub description_html: LocalizedText,
    /// A picture.
    pub image: Option<Image>,
    /// Whether to preselect it.
    pub is_default: bool,
    /// The parties it takes.
    pub attendees: PartyRange,
    /// Whether a booking is confirmed at once.
    pub confirmation: Confirmation,
    /// Whether guests are told a price, counted by age, offered add-ons or asked questions. It alone tells a first booking
    /// that more than a party, a time and a contact is wanted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_extras: bool,
    /// The price per guest, taxes included, where no age category says another; none where no price is stated. It and what
    /// follows are read with the feature `guest` alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(feature = "guest"), serde(skip_deserializing))]
    pub price: Option<Money>,
    /// The age categories that people are counted by, in the order to show; none where a party is only a number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(not(feature = "guest"), serde(skip_deserializing))]
    pub people: Vec<AgeCategory>,
    /// The add-ons, in the order to show.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(not(feature = "guest"), serde(skip_deserializing))]
    pub add_ons: Vec<AddOn>,
    /// The questions, in the order to ask.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(not(feature = "guest"), serde(skip_deserializing))]
    pub questions: Vec<Question>,
}

impl Experience {
    /// The same, and says whether it has extras: those that it lists, besides what it says already.
    #[must_use]
    pub fn with_extras_said(mut self) -> Self {
        self.has_extras |= self.price.is_some() || self.has_choices();
        self
    }

    /// Whether guests have anything to choose or to answer beside a party and a time.
    #[must_use]
    pub fn has_choices(&self) -> bool {
        !(self.people.is_empty() && self.add_ons.is_empty() && self.questions.is_empty())
    }
}

/// Where a venue is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Location {
    /// The address on one line.
    pub address: String,
    /// The address of a page that shows the way there.
    pub directions_url: String,
    /// The street with its number. It and what follows are read with the feature `guest` alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(feature = "guest"), serde(skip_deserializing))]
    pub street: Option<String>,
    /// The postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(feature = "guest"), serde(skip_deserializing))]
    pub postal_code: Option<String>,
    /// The town.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(feature = "guest"), serde(skip_deserializing))]
    pub locality: Option<String>,
    /// The country (ISO 3166-1 alpha-2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(feature = "guest"), serde(skip_deserializing))]
    pub country: Option<String>,
    /// The position as a `geo` URI (RFC 5870), such as `geo:48.2,16.35`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(feature = "guest"), serde(skip_deserializing))]
    pub geo_uri: Option<String>,
}

/// Policies that guests see before they book.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Policies {
    /// How and until when a booking can be cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancellation: Option<LocalizedText>,
    /// The address of the privacy notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privacy_url: Option<String>,
    /// The address of the general terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms_url: Option<String>,
    /// Whom to call, in E.164, when a party is too large or the widget cannot help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The same number as people write it, such as `+43 1 000 00 00`; made of it where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_display: Option<String>,
    /// Whether to ask for consent to news by mail; never ticked beforehand.
    #[serde(default)]
    pub marketing_consent: bool,
}

/// The fields of the form beside the last name, which is always required.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct GuestFields {
    /// The e-mail address.
    pub email: FieldRequirement,
    /// The phone number.
    pub phone: FieldRequirement,
    /// Whether guests are asked for one name, in the field of the last name, and not for a first and a last one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub one_name: bool,
    /// The country (ISO 3166-1 alpha-2) whose numbers may be written without a country code.
    pub default_country: String,
}

/// Whether a field is shown and required.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FieldRequirement {
    /// It must be filled in.
    Required,
    /// It may be filled in.
    Optional,
    /// It is not shown.
    Hidden,
}

/// The colours a venue chose. The widget derives the rest and keeps the contrast readable.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Theme {
    /// The accent colour, `#rrggbb`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
}

/// A feature of a venue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Feature {
    /// Guests can wait for a table where nothing is open.
    Waitlist,
    /// Guests can choose an area.
    Areas,
    /// Guests can write a note.
    Notes,
    /// A gift card can pay a slot's payment in advance, in whole or in part.
    GiftCards,
    /// There are rates that guests see with a code alone.
    AccessCodes,
    /// Guests with an e-mail address are written to about what they book.
    Letters,
    /// Guests can change the people, add-ons and answers of a reservation.
    ChoiceChanges,
    /// Guests can change the day, the time and the number of guests of a reservation.
    SlotChanges,
    /// The same of a reservation that is paid in advance, at the same price.
    PaidSlotChanges,
    /// Guests can change the note of a reservation.
    NoteChanges,
}
