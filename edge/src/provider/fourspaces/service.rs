//! Reads a product of a service as an experience. Pure.
//!
//! Assumptions, since the vendor documents neither: lengths of stays are minutes, and a product without an access template
//! of its own cannot be reserved from outside.

use config::FourspacesSettings;
use config::fourspaces::{MAX_DURATION, is_same_id};
use shared::availability::Confirmation;
use shared::id::{AddOnId, ExperienceId};
use shared::locale::{Language, LocalizedText};
use shared::offer::{AddOn, PricePer};
use shared::party::{Attendees, PartyRange};
use shared::time::Minutes;
use shared::venue::Experience;

use super::fixed_point::FixedPoint;
use super::offering::{OfferedAddOn, Offering, People, Price, Schedule, Template, VenueTerms};
use super::scalar::{is_true, minutes, text, variant, whole};
use super::{stated_price, wire};
use crate::html;
use crate::provider::lenient::{Elements, Lenient, Part};
use crate::provider::picture::picture;

/// The kind of time options of spans of a day.
pub(super) const TIMESPAN: i64 = 1;
/// The kinds of time options.
const TIME_KINDS: [(i64, &str); 2] = [(0, "Daily"), (TIMESPAN, "Timespan")];
/// The minutes between two starts where neither the service nor the settings state them.
const INTERVAL: u16 = 30;
/// The least minutes between two starts that a service's increment of a stay stands for.
const LEAST_INTERVAL: u16 = 15;
/// The most of an add-on that a booking may have, where the service states no limit.
const MOST_UNITS: u8 = 99;
/// A stay where the service states none: two hours.
const DURATION: u16 = 120;

/// A product as an experience, or why it is none.
pub(super) fn offering(
    service: &wire::ServiceView,
    product: &wire::ProductView,
    is_only: bool,
    templates: &[wire::AccessTemplateView],
    terms: VenueTerms<'_>,
) -> Result<Offering, &'static str> {
    let template = template(product, templates)?;
    let schedule = schedule(service, terms.settings)?;
    let price = price(service, product, schedule)?;
    let people = people(&service.person_option)?;
    let id = if is_only {
        service.id.clone()
    } else {
        format!("{}.{}", service.id, product.id)
    };
    let id = ExperienceId::parse(&id).map_err(|_| "whose id cannot be part of an address")?;
    let attendees = party(people, terms.settings.attendees).ok_or("for parties that cannot book here")?;
    let rules = terms.settings.service(&service.id);
    let add_ons = add_ons(service, terms)?;
    let experience = Experience {
        id,
        name: name(service, product, is_only, terms.language).ok_or("without a name")?,
        short_description: localized(text(&service.sub_title), terms.language),
        description_html: localized(
            text(&product.description)
                .or(text(&service.description))
                .map(|html| html::clean(html, html::WEB_LINKS))
                .as_deref(),
            terms.language,
        ),
        image: text(&product.image_url)
            .or(text(&service.image_url))
            .and_then(picture),
        is_default: rules.is_some_and(|rules| rules.is_default),
        attendees,
        confirmation: if is_true(&service.require_confirmation) {
            Confirmation::Request
        } else {
            Confirmation::Instant
        },
        has_extras: false,
        price: None,
        people: people.categories(),
        add_ons: add_ons.iter().map(|one| one.add_on.clone()).collect(),
        questions: Vec::new(),
    };
    let mut offering = Offering {
        experience,
        service_id: service.id.clone(),
        product_id: product.id.clone(),
        template,
        schedule,
        price,
        people,
        add_ons,
        requires_payment: is_true(&service.require_payment),
    };
    if let Some((adult, child)) = stated_price::of_guests(&offering, terms.currency) {
        let experience = &mut offering.experience;
        experience.price = Some(adult);
        for category in &mut experience.people {
            category.price = Some(if category.needs_adult { child } else { adult });
        }
    }
    Ok(offering)
}

fn template(
    product: &wire::ProductView,
    templates: &[wire::AccessTemplateView],
) -> Result<Template, &'static str> {
    let wanted = product
        .reservation_data
        .read()
        .and_then(|data| text(&data.access_template_id))
        .ok_or("without an access template")?;
    let found = templates.iter().find(|one| is_same_id(&one.id, wanted));
    let found = found.ok_or("whose access template is not there")?;
    let spaces = found.smartspaces.read().map_or(&[][..], |spaces| &spaces.all[..]);
    if spaces.is_empty() {
        return Err("whose access template has no smart space");
    }
    Ok(Template {
        id: found.id.clone(),
        name: text(&found.name).unwrap_or_default().to_owned(),
        spaces: spaces.iter().map(|space| space.id.clone()).collect(),
    })
}

/// The starts of a service. A daily one has a single start, its check-in, and lasts until its check-out.
fn schedule(service: &wire::ServiceView, settings: &FourspacesSettings) -> Result<Schedule, &'static str> {
    let option = service.time_option.read();
    let rules = settings.service(&service.id);
    let kind = option.and_then(|option| variant(&option.kind, &TIME_KINDS));
    if let (Some(option), Some(0)) = (option, kind) {
        let daily = option.daily_options.read().ok_or("without its times of a day")?;
        let checkin = minutes(&daily.checkin).unwrap_or_default();
        let checkout = minutes(&daily.checkout).unwrap_or_default();
        let stay = if checkout > checkin {
            checkout - checkin
        } else {
            checkout + Minutes::DAY - checkin
        };
        return Ok(Schedule {
            first: checkin,
            last: checkin,
            interval: Minutes::DAY,
            duration: stay,
        });
    }
    let stated = option.and_then(|option| option.timespan_options.read());
    let length = |value: Option<&Lenient>| {
        let minutes = value
            .and_then(whole)
            .and_then(|minutes| u16::try_from(minutes).ok());
        minutes.filter(|minutes| (1..=MAX_DURATION).contains(minutes))
    };
    let shortest = length(stated.map(|stated| &stated.min_duration));
    let longest = length(stated.map(|stated| &stated.max_duration));
    let increment = length(stated.map(|stated| &stated.increment));
    let duration = rules
        .and_then(|rules| rules.duration_minutes)
        .or(shortest)
        .unwrap_or(DURATION);
    if shortest.is_some_and(|shortest| duration < shortest)
        || longest.is_some_and(|longest| duration > longest)
    {
        return Err("whose stay, as the settings have it, the service does not allow");
    }
    Ok(Schedule {
        first: rules
            .and_then(|rules| rules.first_minutes)
            .unwrap_or(settings.first_minutes),
        last: rules
            .and_then(|rules| rules.last_minutes)
            .unwrap_or(settings.last_minutes),
        interval: rules
            .and_then(|rules| rules.interval_minutes)
            .or(increment.map(|increment| increment.max(LEAST_INTERVAL)))
            .unwrap_or(INTERVAL),
        duration,
    })
}

fn price(
    service: &wire::ServiceView,
    product: &wire::ProductView,
    schedule: Schedule,
) -> Result<Price, &'static str> {
    let option = service.time_option.read();
    let stated = option
        .filter(|option| variant(&option.kind, &TIME_KINDS) != Some(0))
        .and_then(|option| option.timespan_options.read());
    let minutes = |value: Option<&Lenient>| {
        let minutes = value
            .and_then(whole)
            .and_then(|minutes| u16::try_from(minutes).ok());
        minutes.unwrap_or_default()
    };
    let shortest = minutes(stated.map(|stated| &stated.min_duration));
    let increment = minutes(stated.map(|stated| &stated.increment));
    let longer = schedule.duration.saturating_sub(shortest);
    let increments = if increment == 0 || shortest == 0 {
        0
    } else {
        longer.div_ceil(increment)
    };
    let per_increment = match stated {
        Some(stated) => decimal(&stated.increment_price_multiplier)?,
        None => None,
    };
    Ok(Price {
        unit: decimal(&product.unit_price)?.unwrap_or_default(),
        minimal: decimal(&product.minimal_price)?.unwrap_or_default(),
        per_increment,
        increments,
        vat: vat(&product.vat_percentage, service)?,
    })
}

/// A number that may be left out; one that cannot be read is a price that is not known.
fn decimal(part: &Part<FixedPoint>) -> Result<Option<FixedPoint>, &'static str> {
    match part {
        Part::Absent => Ok(None),
        Part::Read(decimal) if *decimal >= FixedPoint::default() => Ok(Some(*decimal)),
        Part::Read(_) | Part::Strange => Err("with a price that cannot be read"),
    }
}

/// The rate of tax of a product or an add-on: its own, else that of the service.
fn vat(own: &Part<FixedPoint>, service: &wire::ServiceView) -> Result<FixedPoint, &'static str> {
    let own = decimal(own)?.filter(|rate| !rate.is_zero());
    match own {
        Some(rate) => Ok(rate),
        None => Ok(decimal(&service.vat_percentage)?.unwrap_or_default()),
    }
}

fn people(option: &Part<wire::PersonOption>) -> Result<People, &'static str> {
    let option = match option {
        Part::Read(option) => option,
        Part::Strange => return Err("with a person option that cannot be read"),
        Part::Absent => {
            return Ok(People {
                has_children: false,
                most_adults: None,
                most_children: None,
                multipliers: None,
            });
        }
    };
    // A limit of none is no limit: the vendor writes 0 for a number that was left out.
    let limit = |value: &Lenient| {
        let limit = whole(value).filter(|limit| *limit > 0);
        limit.map(|limit| u8::try_from(limit).unwrap_or(u8::MAX))
    };
    let adult = decimal(&option.adult_price_multiplier)?.unwrap_or_default();
    let child = decimal(&option.child_price_multiplier)?.unwrap_or_default();
    Ok(People {
        has_children: is_true(&option.can_select_children),
        most_adults: limit(&option.max_adult_count),
        most_children: limit(&option.max_children_count),
        multipliers: (!adult.is_zero() || !child.is_zero()).then_some((adult, child)),
    })
}

/// The parties that can book: those of the settings, within the service's limits.
fn party(people: People, settings: PartyRange) -> Option<PartyRange> {
    let most = match (people.most_adults, people.has_children, people.most_children) {
        (None, ..) | (Some(_), true, None) => u8::MAX,
        (Some(adults), true, Some(children)) => adults.saturating_add(children),
        (Some(adults), false, _) => adults,
    };
    let most = Attendees::parse(most.min(Attendees::MAX.get()).into()).ok()?;
    let range = PartyRange {
        min: settings.min,
        max: settings.max.min(most),
    };
    (range.min <= range.max).then_some(range)
}

fn add_ons(service: &wire::ServiceView, terms: VenueTerms<'_>) -> Result<Vec<OfferedAddOn>, &'static str> {
    let all = match &service.addons {
        Part::Absent => return Ok(Vec::new()),
        Part::Read(Elements { all, .. }) => all,
        Part::Strange => return Err("with add-ons that cannot be read"),
    };
    let mut offered = Vec::new();
    for addon in all {
        let (Ok(id), Some(name)) = (AddOnId::parse(&addon.id), text(&addon.name)) else {
            continue;
        };
        let price = decimal(&addon.unit_price)?.unwrap_or_default();
        let price = price
            .money(terms.currency)
            .ok_or("with a price that cannot be read")?;
        let max = whole(&addon.max_quantity).filter(|max| *max > 0);
        let max = max.map_or(MOST_UNITS, |max| u8::try_from(max).unwrap_or(MOST_UNITS));
        let vat = vat(&addon.vat_percentage, service)?;
        offered.push(OfferedAddOn {
            add_on: AddOn {
                id,
                name: localized(Some(name), terms.language),
                description: None,
                image: None,
                price,
                per: PricePer::Unit,
                max: max.min(MOST_UNITS),
                vat_basis_points: vat.basis_points().filter(|rate| *rate > 0),
            },
            vat,
        });
    }
    Ok(offered)
}

fn name(
    service: &wire::ServiceView,
    product: &wire::ProductView,
    is_only: bool,
    language: &Language,
) -> Option<LocalizedText> {
    let (of_service, of_product) = (text(&service.name), text(&product.name));
    let name = match (of_service, of_product) {
        (Some(service), Some(product)) if !is_only => format!("{service}: {product}"),
        (Some(service), _) => service.to_owned(),
        (None, Some(product)) => product.to_owned(),
        (None, None) => return None,
    };
    Some(localized(Some(&name), language))
}

fn localized(text: Option<&str>, language: &Language) -> LocalizedText {
    text.map(|text| (language.clone(), text.to_owned()))
        .into_iter()
        .collect()
}
