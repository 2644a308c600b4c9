//! The engine's abilities, and the experiences and policies of its settings, as the provider port has them.

use config::plan::{self, Offer};
use config::{EngineSettings, engine};
use sha2::{Digest as _, Sha256};
use shared::choices::AccessCode;
use shared::id::ExperienceId;
use shared::image::Image;
use shared::locale::LocalizedText;
use shared::money::Currency;
use shared::offer::{Price, PricePer, Question};
use shared::party::Attendees;
use shared::party::PartyRange;
use shared::time::{Day, Minutes};
use shared::validation::{FieldCode, FieldError};
use shared::venue::Experience;
use subtle::{Choice, ConstantTimeEq as _};

use crate::error::VenueError;
use crate::html;
use crate::provider::Abilities;
use crate::provider::ready_question::{FindWords, in_words};

/// The engine's abilities.
pub const ABILITIES: Abilities = Abilities {
    areas: true,
    notes: true,
    moving: true,
    listing: true,
    status: true,
    slot_changes: true,
    in_place: true,
    quote: true,
    people: true,
    add_ons: true,
    access_codes: true,
    waitlist: true,
    ..Abilities::NONE
};

/// The experiences, in the order to show, with prices in this currency; without private ones.
pub fn experiences(
    settings: &EngineSettings,
    currency: Currency,
    words: FindWords,
) -> Result<Vec<Experience>, VenueError> {
    let shown = settings.experiences.iter().filter(|one| !one.is_private);
    shown.map(|one| public(one, currency, words)).collect()
}

/// The same with the private ones that an access code opens. A code that opens no experience is a fault.
pub fn experiences_with(
    settings: &EngineSettings,
    currency: Currency,
    words: FindWords,
    code: &AccessCode,
) -> Result<Vec<Experience>, VenueError> {
    let is_opened = |one: &engine::Experience| opens(&one.access_codes, code);
    if !settings.experiences.iter().any(is_opened) {
        return Err(refused("/accessCode", FieldCode::NotOffered));
    }
    let shown = settings.experiences.iter();
    let shown = shown.filter(|one| !one.is_private || is_opened(one));
    shown.map(|one| public(one, currency, words)).collect()
}

/// Refuses an experience that is private and not opened by this code, as if it were not there, and a code that does not
/// open it. An experience that is not there has no code either: a wrong one is answered alike for all, so that no caller learns
/// which private ones there are.
pub fn check_access(
    settings: &EngineSettings,
    id: &ExperienceId,
    code: Option<&AccessCode>,
) -> Result<(), VenueError> {
    let experience = settings.experiences.iter().find(|one| one.id == *id);
    let digests = experience.map(|one| &one.access_codes[..]).unwrap_or_default();
    match code {
        Some(code) if !opens(digests, code) => Err(refused("/accessCode", FieldCode::NotOffered)),
        None if is_private(settings, id) => Err(refused("/experienceId", FieldCode::Unknown)),
        // One that is not there is a fault of the request itself.
        Some(_) | None => Ok(()),
    }
}

/// Whether an experience is shown and booked only with an access code.
#[must_use]
pub fn is_private(settings: &EngineSettings, id: &ExperienceId) -> bool {
    let mut experiences = settings.experiences.iter();
    experiences.any(|one| one.id == *id && one.is_private)
}

/// Whether a code is among those of these digests. All are compared, each in constant time.
fn opens(digests: &[String], code: &AccessCode) -> bool {
    let given = base16ct::lower::encode_string(&Sha256::digest(code.expose().as_bytes()));
    let is_its = |digest: &String| digest.as_bytes().ct_eq(given.as_bytes());
    let found = digests.iter().map(is_its);
    found.fold(Choice::from(0), |any, one| any | one).into()
}

fn refused(pointer: &str, code: FieldCode) -> VenueError {
    VenueError::Fields(vec![FieldError::new(pointer, code)])
}

/// The questions of an offer, each in words.
#[must_use]
pub fn questions(offer: &Offer, words: FindWords) -> Vec<Question> {
    let questions = offer.questions.iter();
    questions.map(|one| in_words(one, words)).collect()
}

/// The price per guest that slots of an experience show; none where no price is stated.
#[must_use]
pub fn slot_price(experience: &plan::Experience) -> Option<Price> {
    let offer = experience.offer();
    let price = experience
        .guest_price(offer.default_category())
        .filter(|_| offer.is_priced())?;
    Some(Price {
        amount: price,
        per: PricePer::Guest,
        is_tax_included: true,
    })
}

/// The latest seating of a day in minutes after its midnight, closures aside; none if nothing is served on it.
#[must_use]
pub fn last_seating(settings: &EngineSettings, day: Day) -> Option<u16> {
    let weekday = day.weekday().num_days_from_monday();
    let of_experience = |experience: &engine::Experience| {
        let special = experience.special_days.iter();
        let mut special = special.filter(|special| special.days.contains(&day)).peekable();
        let is_in_season = |period: &engine::Period| {
            period.from.is_none_or(|from| from <= day) && period.to.is_none_or(|to| day <= to)
        };
        if special.peek().is_some() {
            let periods = special.flat_map(|special| &special.periods);
            return periods.map(|period| period.last_minutes).max();
        }
        let weekly = experience.periods.iter().filter(|period| {
            let mut weekdays = period.weekdays.iter();
            is_in_season(period) && weekdays.any(|on| u32::from(on.days_from_monday()) == weekday)
        });
        weekly.map(|period| period.last_minutes).max()
    };
    settings.experiences.iter().filter_map(of_experience).max()
}

/// The day before `today` until its last seating has begun, by the clock on the wall.
#[must_use]
pub fn last_evening(settings: &EngineSettings, today: Day, now: Minutes) -> Option<Day> {
    let goes_on = |yesterday: &Day| {
        last_seating(settings, *yesterday).is_some_and(|last| last >= Minutes::DAY.saturating_add(now.get()))
    };
    today.minus(1).filter(goes_on)
}

/// The HTML of a setting as guests are sent it: a restaurant's manager may have written anything into it.
fn clean(html: &LocalizedText) -> LocalizedText {
    let cleaned = html
        .iter()
        .map(|(language, html)| (language.clone(), html::clean(html, html::SECURE_LINKS)));
    cleaned.collect()
}

/// An experience as guests see it. Its picture is the file's name: the HTTP layer adds the address of the files.
fn public(
    experience: &engine::Experience,
    currency: Currency,
    words: FindWords,
) -> Result<Experience, VenueError> {
    let offer = Offer::of(experience, currency);
    let party = |size: u8| Attendees::parse(size.into()).map_err(|code| VenueError::Broken(code.to_string()));
    Ok(Experience {
        id: experience.id.clone(),
        name: experience.name.clone(),
        short_description: experience.short_description.clone(),
        description_html: clean(&experience.description_html),
        image: experience.image.clone().map(|url| Image { url }),
        is_default: experience.is_default,
        // Said once for every system, where the venue is put together.
        has_extras: false,
        attendees: PartyRange {
            min: party(experience.attendees.min)?,
            max: party(experience.attendees.max)?,
        },
        confirmation: experience.confirmation,
        questions: questions(&offer, words),
        price: offer.price,
        people: offer.people,
        add_ons: offer.add_ons.into_iter().map(|one| one.add_on).collect(),
    })
}

#[cfg(test)]
#[path = "adapter_tests.rs"]
mod tests;
