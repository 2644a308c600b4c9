//! The hosted booking page `/book/{venue}`: GET for choices, POST for whatever holds what a guest has
//! typed. With scripts it becomes the widget, without them it is a page of forms. It must not know how
//! a step looks.

use std::cell::RefCell;

use askama::Template;
use config::VenueSettings;
use http::Method;
use shared::id::AreaId;
use shared::problem::{Problem, ProblemCode};

use super::form::{Act, Form};
use super::page_policy::policy;
use super::pages::{page, rendered};
use super::{Context, Reply, Request, Stop, language, own_origin, problem, visitor};
use crate::limits::TooMany;
use crate::localization::texts;
use crate::provider::ProviderError;
use crate::render::{Event, Ground, IdempotencyKey, Prefill, Reader, Session, Setup, Step};

/// What the widget shows beside a booking, and only its code can draw.
const VIEWS: [&str; 3] = ["manage", "gift-card", "waitlist"];

/// The page.
#[derive(Template)]
#[template(path = "hosted.html")]
struct Hosted<'a> {
    language: &'static str,
    direction: &'static str,
    venue: &'a VenueSettings,
    assets: &'a str,
    attributes: Vec<(&'static str, String)>,
    screen: Screen<'a>,
    /// Whether the page becomes the widget. The answer to a form does not: a widget would begin anew.
    has_script: bool,
}

/// What stands where the widget will be.
enum Screen<'a> {
    /// A screen as the flow draws it, in HTML that is safe, with the style sheet of its accent.
    Drawn(&'a str, &'a str),
    /// What only scripts can show: that it needs them, and whom to call. It has no style sheet, since an empty one
    /// would be against the page's policy.
    Bare(&'static str, Option<&'a str>),
}

/// The page, and for the log the cause of what failed on it.
pub async fn answer<'a>(
    request: &Request,
    venue: &'a VenueSettings,
    counted: Result<(), TooMany>,
    context: &Context<'a>,
) -> Result<(Reply, Option<String>), Stop> {
    let form = Form::of(request)?;
    let mut wanted = language::wanted(request);
    wanted.splice(0..0, form.language());
    // The venue's own language is the best guess for readers of none that the widget speaks.
    wanted.extend(venue.locales.iter().cloned());
    let reader = Reader::of(&wanted).ok_or(ProblemCode::Internal)?;
    let is_form = *request.method() == Method::POST;
    if let Some(view) = Some(form.last("view")).filter(|view| !is_form && VIEWS.contains(view)) {
        return Ok((bare(venue, view, &form.choices(), &reader, context)?, None));
    }
    let provider = (context.provider)(venue, visitor(request));
    let origin = own_origin(request).unwrap_or_default();
    let cause = RefCell::new(None);
    let ground = Ground {
        settings: venue,
        provider: provider.as_ref(),
        addresses: context.addresses(&origin),
        now: context.now,
        tell: &|error| tell(error, &cause),
    };
    let choices = form.choices();
    let setup = Setup {
        venue: venue.id.clone(),
        language: reader.language.clone(),
        prefill: choices.clone(),
    };
    let key = form
        .key()
        .unwrap_or_else(|| IdempotencyKey::from_random(u128::from_ne_bytes(context.random)));
    let session = if let Err(TooMany { retry_after }) = counted {
        // A page says so itself.
        Session::refused(ground, setup, ProviderError::TooMany { retry_after })
    } else if is_form {
        let session = post(ground, setup, &form, key.clone()).await;
        // Whatever came of it, tables may have gone.
        context.kept.forget(&venue.id);
        session
    } else {
        get(ground, setup, &form).await
    };
    let drawing = session.draw(&reader, None, Some(key), None);
    let time = choices.minutes.map(|_| form.last("time").trim().to_owned());
    let mut attributes = settings(venue, &reader, &choices);
    attributes.extend(time.map(|time| ("time", time)));
    let sheet = drawing.sheet.as_deref();
    let hosted = Hosted {
        language: reader.spoken(),
        direction: reader.direction(),
        venue,
        assets: context.assets,
        attributes,
        screen: Screen::Drawn(sheet.unwrap_or_default(), &drawing.html),
        has_script: !is_form,
    };
    Ok((
        page(
            rendered(&hosted)?,
            &policy(Some(venue), sheet, context.variable),
            is_form,
        ),
        cause.take(),
    ))
}

/// The page of a view that only the widget's code can show.
fn bare(
    venue: &VenueSettings,
    view: &str,
    choices: &Prefill,
    reader: &Reader,
    context: &Context<'_>,
) -> Result<Reply, Stop> {
    let mut attributes = settings(venue, reader, choices);
    attributes.push(("view", view.to_owned()));
    let hosted = Hosted {
        language: reader.spoken(),
        direction: reader.direction(),
        venue,
        assets: context.assets,
        attributes,
        screen: Screen::Bare(
            texts([&reader.language]).page_needs_script,
            venue.policies.phone.as_deref(),
        ),
        has_script: true,
    };
    Ok(page(
        rendered(&hosted)?,
        &policy(Some(venue), None, context.variable),
        false,
    ))
}

/// What every view is told: where, in which language, and what is chosen.
fn settings(venue: &VenueSettings, reader: &Reader, choices: &Prefill) -> Vec<(&'static str, String)> {
    let all = [
        ("restaurant", Some(venue.id.to_string())),
        ("language", Some(reader.language.as_str().to_owned())),
        ("experience", choices.experience.as_ref().map(ToString::to_string)),
        ("attendees", choices.attendees.map(|size| size.to_string())),
        ("date", choices.day.map(|day| day.to_string())),
    ];
    all.into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
}

/// The page that an address asks for.
async fn get<'a>(ground: Ground<'a>, setup: Setup, form: &Form) -> Session<'a> {
    let mut session = Session::open(ground, setup).await;
    if let Some(month) = form.month()
        && let Some(booking) = session.state().booking()
    {
        let number = |(year, month, _): (i32, u32, u32)| i64::from(year) * 12 + i64::from(month);
        let count = number(month.ymd()) - number(booking.month.ymd());
        if let Ok(count) = i8::try_from(count) {
            session.take(Event::MonthTurned(count)).await;
        }
    }
    session
}

/// The page that a form leads to.
async fn post<'a>(ground: Ground<'a>, setup: Setup, form: &Form, key: IdempotencyKey) -> Session<'a> {
    let act = form.act();
    let area = AreaId::parse(form.last("area")).ok();
    let mut session = if act == Act::Confirm {
        // Only the booking itself can tell whether the table is still there, or has been booked by this
        // very form when it was sent before.
        Session::sure(ground, setup, area.clone()).await
    } else {
        Session::open(ground, setup).await
    };
    let is_at_details = |session: &Session<'_>| {
        let booking = session.state().booking();
        booking.is_some_and(|booking| booking.step == Step::Details)
    };
    if !is_at_details(&session) {
        return session;
    }
    for (field, text) in form.typed() {
        session.take(Event::Typed(field, text.to_owned())).await;
    }
    session.take(Event::AreaChosen(area)).await;
    session
        .take(Event::ConsentSet(!form.last("consent").is_empty()))
        .await;
    match act {
        Act::Find => session.take(Event::WentBack).await,
        Act::Details => {}
        Act::GoOn => session.take(Event::Continued).await,
        Act::Mend(field) => {
            session.take(Event::Continued).await;
            session.take(Event::FieldWanted(field)).await;
        }
        Act::Confirm => {
            session.take(Event::Continued).await;
            let code = form.gift_code();
            if !code.is_empty() {
                session.take(Event::GiftCodeTyped(code.to_owned())).await;
            }
            session.take(Event::Confirmed(key)).await;
        }
    }
    session
}

/// What the guest is told of an error, and the log of its cause.
fn tell(error: ProviderError, cause: &RefCell<Option<String>>) -> Problem {
    let (problem, why) = problem::of_provider(error);
    cause.borrow_mut().clone_from(&why);
    problem
}
