//! The list of an evening: its reservations by service and time, with search and filters.

use leptos::prelude::*;
use shared::id::ReservationId;
use shared::time::Minutes;

use super::curve::CoversCurve;
use super::daily::Daily;
use super::guests::GuestsOfAllDays;
use super::head::{Head, show_day_of_address};
use super::notices::{AccessNotice, Alerts, Undo};
use super::row::ReservationRow;
use crate::app::{Access, Screen, app};
use crate::day::{Evening, Filter, ListedGroup, ListedSection, Search};
use crate::i18n::Texts;

/// The screen.
#[component]
pub fn Tonight() -> impl IntoView {
    let app = app();
    let texts = app.texts;
    show_day_of_address(app);
    let typed = RwSignal::new(String::new());
    let filter = RwSignal::new(Filter::All);
    let sections = Memo::new(move |_| {
        let search = typed.with(|typed| Search::of(typed));
        // A service is over with time alone.
        let device = app.minute.get();
        app.evening
            .with(|evening| evening.sections(&search, filter.get(), device))
    });
    let has_search = Signal::derive(move || {
        filter.get() != Filter::All || typed.with(|typed| !Search::of(typed).is_empty())
    });
    let evening = move || {
        (app.access.get() == Access::Open).then(|| {
            view! {
                <DayNotes />
                <CoversCurve />
                <Daily />
                <Tools typed=typed filter=filter sections=sections />
                <List sections=sections has_search=has_search />
                <GuestsOfAllDays typed=Signal::derive(move || typed.get()) />
            }
        })
    };
    view! {
        <a class="skip" href="#list">{texts.skip}</a>
        <Head screen=Screen::Tonight />
        <main id="list" tabindex="-1">
            <Alerts />
            <AccessNotice />
            {evening}
        </main>
        <Undo />
    }
}

/// The notes of the day.
#[component]
fn DayNotes() -> impl IntoView {
    let app = app();
    let notes = Memo::new(move |_| app.evening.with(Evening::notes_of_day));
    move || {
        let notes = notes.get();
        (!notes.is_empty()).then(|| {
            let notes = notes
                .into_iter()
                .map(|note| view! { <li>{note}</li> })
                .collect_view();
            view! {
                <section class="day-notes" aria-label=app.texts.notes>
                    <ul>{notes}</ul>
                </section>
            }
        })
    }
}

/// The search and the filters, with the number of what they leave.
#[component]
fn Tools(
    typed: RwSignal<String>,
    filter: RwSignal<Filter>,
    sections: Memo<Vec<ListedSection>>,
) -> impl IntoView {
    let texts = app().texts;
    let field = NodeRef::<leptos::html::Input>::new();
    // The keys that many pages have for it. A single one would be met by those who speak their texts.
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key().eq_ignore_ascii_case("k") && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            if let Some(field) = field.get_untracked() {
                let _ = field.focus();
            }
        }
    });
    on_cleanup(move || listener.remove());
    let found = move || {
        let count = sections.with(|sections| {
            let groups = sections.iter().flat_map(|section| &section.groups);
            groups.map(|group| group.ids.len()).sum::<usize>()
        });
        texts.found.of(u32::try_from(count).unwrap_or(u32::MAX))
    };
    let filters = Filter::ALL.into_iter().map(move |one| {
        view! {
            <label class="chip">
                <input
                    type="radio"
                    name="filter"
                    prop:checked={move || filter.get() == one}
                    on:change=move |_| filter.set(one)
                />
                <span>{filter_name(texts, one)}</span>
            </label>
        }
    });
    view! {
        <div class="tools">
            <label class="search">
                <span class="hidden">{texts.search}</span>
                <input
                    type="search"
                    aria-keyshortcuts="Control+K"
                    node_ref=field
                    autocomplete="off"
                    placeholder=texts.search
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                    on:keydown=move |event| {
                        if event.key() == "Escape" {
                            typed.set(String::new());
                        }
                    }
                />
            </label>
            <fieldset class="chips">
                <legend class="hidden">{texts.filter}</legend>
                {filters.collect_view()}
            </fieldset>
            <p class="found" role="status">{found}</p>
        </div>
    }
}

fn filter_name(texts: &'static Texts, filter: Filter) -> &'static str {
    match filter {
        Filter::All => texts.filter_all,
        Filter::Expected => texts.filter_expected,
        Filter::Here => texts.filter_here,
        Filter::Over => texts.filter_over,
    }
}

/// The sections.
#[component]
fn List(sections: Memo<Vec<ListedSection>>, has_search: Signal<bool>) -> impl IntoView {
    let texts = app().texts;
    let is_empty = move || sections.with(Vec::is_empty);
    let nothing = move || {
        is_empty().then(|| {
            let text = if has_search.get() {
                texts.nothing_found
            } else {
                texts.nothing
            };
            view! { <p class="notice">{text}</p> }
        })
    };
    view! {
        {nothing}
        <For
            each={move || sections.get()}
            key={|section: &ListedSection| section.key.clone()}
            children={move |section: ListedSection| view! { <Section name=section.key sections=sections /> }}
        />
    }
}

/// A section, which is drawn anew only where it has changed.
#[component]
fn Section(name: String, sections: Memo<Vec<ListedSection>>) -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let section = Memo::new(move |_| {
        sections.with(|sections| sections.iter().find(|section| section.key == name).cloned())
    });
    let title = move || {
        section.with(|section| {
            let kind = section.as_ref().map(|section| &section.kind);
            kind.map(|kind| app.in_words(|words| words.title(kind)))
        })
    };
    let times = move || {
        section.with(|section| {
            let kind = section.as_ref().map(|section| &section.kind);
            kind.and_then(|kind| app.in_words(|words| words.seatings(kind)))
        })
    };
    let covers = move || {
        let covers = section.with(|section| section.as_ref().map_or(0, |section| section.covers));
        (covers > 0).then(|| texts.guests.of(covers))
    };
    let groups =
        move || section.with(|section| section.as_ref().map_or_else(Vec::new, |one| one.groups.clone()));
    view! {
        <section class="service">
            <h2>
                <span>{title}</span>
                <span class="times">{times}</span>
                <span class="covers-sum">{covers}</span>
            </h2>
            <For
                each=groups
                key={|group: &ListedGroup| group.minutes}
                children={move |group: ListedGroup| view! { <Group minutes=group.minutes section=section /> }}
            />
        </section>
    }
}

/// The reservations of one time.
#[component]
fn Group(minutes: Minutes, section: Memo<Option<ListedSection>>) -> impl IntoView {
    let app = app();
    let ids = move || {
        section.with(|section| {
            let groups = section.iter().flat_map(|section| &section.groups);
            let mut same = groups.filter(|group| group.minutes == minutes);
            same.next().map_or_else(Vec::new, |group| group.ids.clone())
        })
    };
    view! {
        <div class="group">
            <h3>{app.time(minutes)}</h3>
            <ul class="rows">
                <For
                    each=ids
                    key={|id: &ReservationId| id.clone()}
                    children={move |id: ReservationId| view! { <ReservationRow id=id /> }}
                />
            </ul>
        </div>
    }
}
