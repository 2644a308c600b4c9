//! The hosted booking page `/book/{venue}`: GET for choices, POST for forms with what a guest has typed. With scripts it
//! becomes the widget, without them it is a page of forms. [`crate::render`] renders the steps.

mod undrawn;

use std::cell::RefCell;

use askama::Template;
use http::Method;
use shared::id::AreaId;
use shared::problem::{Problem, ProblemCode};

use super::endpoint::{Access, AdmittedRequest, Body, Caching, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
use super::form::{Act, Form};
use super::hosted_head::{Head, PageSubject};
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Parameter, Schema, Tag};
use super::page_policy::policy;
use super::pages::{page, rendered};
use super::{Context, Reply, language, own_origin, problem};
use crate::error::VenueError;
use crate::limits::{Class, TooMany};
use crate::localization::{Texts, texts};
use crate::render::{
    Backend, Event, ExtrasEvent, IdempotencyKey, Prefill, Reader, Session, Setup, Step, add_on_name,
    answer_name, people_name,
};
use crate::upstream::deadline;
use config::VenueSettings;
use undrawn::{Late, VIEWS, WAIT, WAITS, bare, without_screen};

/// The endpoints of the page.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        #[cfg(test)]
        docs: Docs {
            id: "getBookingPage",
            summary: "The hosted booking page",
            description: "For a link in place of the widget. What cannot be read of its parameters is left to the \
                guest.",
            parameters: &[
                Parameter::optional(
                    "language",
                    "The page's language, as a tag (BCP 47).",
                    Schema::TEXT,
                ),
                Parameter::optional("experience", "The experience chosen beforehand.", Schema::TEXT),
                Parameter::optional(
                    "attendees",
                    "The number of guests chosen beforehand.",
                    Schema::TEXT,
                ),
                Parameter::optional("date", "The day chosen beforehand, `YYYY-MM-DD`.", Schema::TEXT),
                Parameter::optional(
                    "time",
                    "The time chosen beforehand, such as `19:30`.",
                    Schema::TEXT,
                ),
                Parameter::optional(
                    "wait",
                    "Anything, to wait for a booking system that takes longer than a second. Without it the page comes \
                        without a screen then, and its widget asks by itself.",
                    Schema::TEXT,
                ),
            ],
            ..DOCS
        },
        ..PAGE
    },
    Endpoint {
        verb: Verb::Post,
        caching: Caching::Invalidates,
        body: Body::Form,
        #[cfg(test)]
        docs: Docs {
            id: "submitBookingPage",
            summary: "A form of the booking page",
            description: "For browsers without scripts. Errors are shown on the page.",
            request: Some(Content::form(
                r#"{ "type": "object", "additionalProperties": { "type": "string" } }"#,
            )),
            ..DOCS
        },
        ..PAGE
    },
];

const PAGE: Endpoint = Endpoint {
    path: "/book/{venue}",
    route: "page.booking",
    access: Access::Page,
    rate_limit: RateLimit::IsolatePage(Class::Read),
    handler: Handler::Api(|call| Box::pin(answer(call))),
    ..Endpoint::DEFAULT
};

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::Pages,
    ..Docs::UNDESCRIBED
};

/// The page.
#[derive(Template)]
#[template(path = "hosted.html")]
struct Hosted<'a> {
    language: &'static str,
    direction: &'static str,
    venue: &'a VenueSettings,
    head: Head,
    assets: &'a str,
    attributes: Vec<(&'static str, String)>,
    screen: Screen<'a>,
    texts: &'static Texts,
    /// Id and token of the reservation that the form has made, `ID.TOKEN`.
    own_link: Option<String>,
    /// Whether the page becomes the widget. The response to a form does not, since a widget would begin anew.
    has_script: bool,
}

/// The screen in place of the widget.
enum Screen<'a> {
    /// A screen as the flow draws it, in HTML that is safe, with the style sheet of its accent.
    Drawn(&'a str, &'a str),
    /// A notice in place of a view that only scripts can render: its text, and the restaurant's telephone number, also as
    /// people write it. It has no style sheet, since an empty one would be against the page's policy.
    Bare(&'static str, Option<(&'a str, String)>),
    /// A notice in place of a screen that was not drawn in time.
    Late(Late<'a>),
    /// A link to the page that does without scripts what the view does with them: its text, and the page's name.
    Linked(&'static str, &'static str),
}

/// The page. The cause of an error that it shows is logged as the call's cause.
async fn answer(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let (request, context, venue, too_many) =
        (call.request, call.context, call.venue()?, call.too_many.take());
    let form = Form::of(request)?;
    let mut wanted = language::wanted(request);
    wanted.splice(0..0, form.language());
    // The venue's own language is the best guess for readers whose languages the widget does not have.
    wanted.extend(venue.locales.iter().cloned());
    let reader = Reader::of(&wanted, venue).ok_or(ProblemCode::Internal)?;
    let is_form = *request.method() == Method::POST;
    let origin = own_origin(request).unwrap_or_default();
    let texts = texts([&reader.language]);
    let sentence = texts.page_description(&venue.name);
    let subject = PageSubject {
        settings: venue,
        venue: None,
        is_suspended: call.is_suspended,
        origin: &origin,
        language: &reader.language,
        sentence: &sentence,
    };
    if let Some(view) = Some(form.last("view")).filter(|view| !is_form && VIEWS.contains(view)) {
        let head = Head::of(subject, "", false);
        let attributes = attributes(venue, &reader, (&form.choices(), &form));
        return bare(venue, (view, head), attributes, &reader, context);
    }
    let client = call.venue_client()?;
    let backend = Backend {
        settings: venue,
        provider: &client,
        addresses: context.addresses(&origin),
        clock: context.clock,
        server_timing: context.server_timing,
        now: context.now,
        is_suspended: call.is_suspended,
        to_problem: &|error| problem_of(error, call.cause),
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
    let session = if let Some(TooMany { retry_after }) = too_many {
        // The page shows the error.
        Session::refused(backend, setup, VenueError::TooMany { retry_after })
    } else if is_form {
        post(backend, setup, &form, key.clone()).await
    } else if form.last(WAITS).is_empty() {
        let until = context.clock.elapsed() + WAIT;
        let in_time = deadline::until(context.clock, until, get(backend, setup, &form)).await;
        let Some(session) = in_time else {
            let attributes = attributes(venue, &reader, (&choices, &form));
            let screen = Screen::Late(Late::of(venue, texts, attributes.clone()));
            let head = Head::of(subject, "", true);
            return without_screen(venue, (head, attributes, screen), &reader, context);
        };
        session
    } else {
        get(backend, setup, &form).await
    };
    let drawing = session.draw(&reader, None, Some(key), None);
    let sheet = drawing.sheet.as_deref();
    let opened = session.state().booking().map(|booking| &*booking.venue);
    let subject = PageSubject {
        venue: opened,
        ..subject
    };
    let hosted = Hosted {
        language: reader.spoken(),
        direction: reader.direction(),
        venue,
        head: Head::of(subject, &drawing.html, !is_form),
        assets: context.assets,
        attributes: attributes(venue, &reader, (&choices, &form)),
        screen: Screen::Drawn(sheet.unwrap_or_default(), &drawing.html),
        texts,
        own_link: own_link(&session).filter(|_| is_form),
        has_script: !is_form,
    };
    Ok(page(
        rendered(&hosted)?,
        &policy(Some(venue), sheet, context.variable),
        is_form,
    ))
}

/// Id and token of the reservation that has just been made, `ID.TOKEN`.
fn own_link(session: &Session<'_>) -> Option<String> {
    match &session.state().booking()?.step {
        Step::Done(reservation) => {
            let token = reservation.manage_token.as_ref()?;
            Some(format!("{}.{token}", reservation.id))
        }
        Step::Find | Step::Details | Step::Review => None,
    }
}

/// The widget's attributes with the time as the page names it.
fn attributes(
    venue: &VenueSettings,
    reader: &Reader,
    (choices, form): (&Prefill, &Form),
) -> Vec<(&'static str, String)> {
    let time = choices.minutes.map(|_| form.last("time").trim().to_owned());
    let mut attributes = settings(venue, reader, choices);
    attributes.extend(time.map(|time| ("time", time)));
    attributes
}

/// The widget's attributes: venue, language and the choices.
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

/// The screen of a GET.
async fn get<'a>(backend: Backend<'a>, setup: Setup, form: &Form) -> Session<'a> {
    let mut session = Session::open(backend, setup).await;
    if let Ok(area) = AreaId::parse(form.last("area")) {
        session.take(Event::AreaChosen(Some(area))).await;
    }
    if let Some(month) = form.month()
        && let Some(booking) = session.state().booking()
    {
        let number = |(year, month, _): (i32, u32, u32)| i64::from(year) * 12 + i64::from(month);
        let count = number(month.ymd()) - number(booking.month.ymd());
        if let Ok(count) = i8::try_from(count) {
            session.take(Event::MonthTurned(count)).await;
        }
    }
    session.focus_step();
    session
}

/// The screen after a form was sent.
async fn post<'a>(backend: Backend<'a>, setup: Setup, form: &Form, key: IdempotencyKey) -> Session<'a> {
    let act = form.act();
    let area = AreaId::parse(form.last("area")).ok();
    let mut session = if act == Act::Confirm {
        // Only the booking itself shows whether the table is still free, or was booked by this same form when it was
        // sent before.
        Session::sure(backend, setup, area.clone()).await
    } else {
        Session::open(backend, setup).await
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
    if session.is_at_extras() {
        let is_adjusted = choose_extras(&mut session, form).await;
        match act {
            Act::Find if form.is_of_extras() => {
                session.take(Event::WentBack).await;
                return session;
            }
            Act::Extras => return session,
            _ if is_adjusted => return session,
            _ => session.take(Event::Continued).await,
        }
        if session.is_at_extras() || form.is_of_extras() {
            return session;
        }
    }
    match act {
        Act::Find => session.take(Event::WentBack).await,
        Act::Details | Act::Extras => {}
        Act::Continue => session.take(Event::Continued).await,
        Act::Edit(field) => {
            session.take(Event::Continued).await;
            session.take(Event::FieldWanted(field)).await;
        }
        Act::Confirm => {
            session.take(Event::Continued).await;
            // What the guest agrees to is the price that the page has shown.
            if session.price().is_some() && session.price() != form.price() {
                session.say_price_changed();
                return session;
            }
            let code = form.gift_code();
            if !code.is_empty() {
                session.take(Event::GiftCodeTyped(code.to_owned())).await;
            }
            session.take(Event::Confirmed(key)).await;
        }
    }
    session
}

/// Has the guest choose and answer what a form says of the extras. Whether something of it was more than there can be, and
/// was lowered.
async fn choose_extras(session: &mut Session<'_>, form: &Form) -> bool {
    let Some(booking) = session.state().booking() else {
        return false;
    };
    let experience = &booking.experience;
    let people = experience.people.iter().filter(|category| !category.is_default);
    let people = people.map(|category| {
        let count = form.number(&people_name(&category.id));
        ExtrasEvent::PeopleCounted(category.id.clone(), count)
    });
    let add_ons = experience.add_ons.iter().map(|add_on| {
        let quantity = form.number(&add_on_name(&add_on.id));
        ExtrasEvent::AddOnChosen(add_on.id.clone(), quantity)
    });
    let answers = experience.questions.iter().map(|question| {
        let text = form.last(&answer_name(&question.id));
        ExtrasEvent::Answered(question.id.clone(), text.to_owned())
    });
    let events = people.chain(add_ons).chain(answers).collect();
    session.take_form(events).await
}

/// The problem that the page shows of an error, whose cause goes to the log.
fn problem_of(error: VenueError, cause: &RefCell<Option<String>>) -> Problem {
    let (problem, why) = problem::of_provider(error);
    cause.borrow_mut().clone_from(&why);
    problem
}
