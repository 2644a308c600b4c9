//! The frame around the steps: heading, progress, notice, live region. It must not know what a step
//! is about.

use leptos::prelude::*;

use super::{Context, calendar, details, done, experience, notice, party, review, skeleton, times};
use crate::flow::{Booking, Screen, State, Step};

/// The widget: the state's screen, drawn anew whenever the state changes.
pub fn app(state: ArcRwSignal<State>, context: Context) -> impl IntoView {
    let language = context.texts.language;
    view! {
        <div class="couvert" part="root" lang=language>
            {move || state.with(|state| screen(state, &context))}
        </div>
    }
}

/// What a state looks like.
pub fn screen(state: &State, context: &Context) -> AnyView {
    match &state.screen {
        Screen::Loading(_) => skeleton::page(context),
        Screen::Unavailable(failure) => notice::unavailable(failure, context),
        Screen::NothingOffered(venue) => {
            view! { <h2>{venue.name.clone()}</h2><p>{context.texts.nothing_offered}</p> }.into_any()
        }
        Screen::Booking(booking) => steps(booking, context),
    }
}

fn steps(booking: &Booking, context: &Context) -> AnyView {
    let texts = context.texts;
    let (title, content) = match &booking.step {
        Step::Find => (texts.find_title, find(booking, context)),
        Step::Details => (texts.details_title, details::details(booking, context)),
        Step::Review => (texts.review_title, review::review(booking, context)),
        Step::Done(reservation) => (
            done::title(reservation, context),
            done::done(reservation, booking, context),
        ),
    };
    let announced = notice::announcement(booking, context);
    view! {
        <section class=format!("step {}", booking.step.name()) aria-labelledby="step">
            <header>
                {progress(booking, context)}
                <h2 id="step" tabindex="-1" part="title">{title}</h2>
            </header>
            {notice::notice(booking, context)}
            {content}
        </section>
        <div class="sr" role="status">{announced}</div>
    }
    .into_any()
}

fn find(booking: &Booking, context: &Context) -> AnyView {
    view! {
        <div class="search">
            {experience::experiences(booking, context)}
            <div class="columns even">
                <div class="when">
                    {party::party(booking, context)}
                    {calendar::calendar(booking, context)}
                </div>
                {times::times(booking, context)}
            </div>
        </div>
    }
    .into_any()
}

fn progress(booking: &Booking, context: &Context) -> Option<AnyView> {
    let current = match booking.step {
        Step::Find => 0,
        Step::Details => 1,
        Step::Review => 2,
        Step::Done(_) => return None,
    };
    let steps: Vec<_> = context
        .texts
        .steps
        .iter()
        .enumerate()
        .map(|(index, name)| {
            let class = if index <= current { "reached" } else { "" };
            view! { <li class=class aria-current=(index == current).then_some("step")>{*name}</li> }
                .into_any()
        })
        .collect();
    let label = (context.texts.progress)(current + 1, steps.len());
    Some(view! { <ol class="progress" aria-label=label>{steps}</ol> }.into_any())
}
