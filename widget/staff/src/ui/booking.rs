//! The form for a booking of a guest at the telephone.

use leptos::prelude::*;
use leptos::web_sys::HtmlElement;
use shared::id::TableId;
use shared::staff_day::ReservationForStaff;
use wasm_bindgen::JsCast;

use super::guests::GuestsOfAllDays;
use super::times::Times;
use crate::app::{App, Caller, app};
use crate::day::{BookingField, BookingForm, Evening, KnownGuest, TypedText, is_number};
use crate::i18n::Texts;

/// The form, which is shown once it is opened.
#[component]
pub fn Telephone() -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let form = app.booking;
    let fault = RwSignal::new(None::<BookingField>);
    // Counts the bookings, after each of which the times are others.
    let attempt = RwSignal::new(0_u32);
    // Each number is asked about once.
    let known = RwSignal::new(None::<KnownGuest>);
    let asked = RwSignal::new(String::new());
    let free = RwSignal::new(Vec::<TableId>::new());
    let submit = move |event: leptos::web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(day) = app.shown_day() else {
            return;
        };
        match form.with_untracked(|form| form.request(day)) {
            Ok(request) => {
                fault.set(None);
                let key = app.booking_key(day);
                let waiting = form.with_untracked(|form| form.waiting.clone());
                app.book(request, key, move || {
                    app.booked_from_waitlist(waiting);
                    form.set(BookingForm::default());
                    known.set(None);
                    asked.set(String::new());
                    attempt.update(|attempt| *attempt = attempt.wrapping_add(1));
                });
            }
            Err(field) => fault.set(Some(field)),
        }
    };
    let said = move || fault.get().map(|field| sentence(texts, field));
    let ask = move || {
        let phone = form.with_untracked(|form| form.phone.trim().to_owned());
        if phone != asked.get_untracked() {
            asked.set(phone.clone());
            known.set(None);
            if is_number(&phone) {
                app.read_known_guest(phone, known, move |phone| {
                    // The form may be gone by now.
                    asked.try_with_untracked(|asked| asked == phone) == Some(true)
                });
            }
        }
    };
    fill_name(form, known);
    // A guest of a name is asked for as long as no number is typed, by which the guest is known better.
    let named = Signal::derive(move || {
        form.with(|form| {
            let has_number = !form.phone.trim().is_empty();
            if has_number {
                String::new()
            } else {
                form.name.clone()
            }
        })
    });
    let panel = NodeRef::<leptos::html::Details>::new();
    take_caller(app, panel, ask);
    // What was typed before another day was looked at.
    untrack(ask);
    let toggled = move |_| {
        if let Some(panel) = panel.get_untracked() {
            app.has_booking.set(panel.open());
        }
    };
    view! {
        <details
            class="panel"
            node_ref=panel
            prop:open={move || app.has_booking.get()}
            on:toggle=toggled
        >
            <summary>{texts.telephone}</summary>
            <form class="caller" on:submit=submit on:change=move |_| ask()>
                <div class="form">
                    <div class="fields">
                        <Typed label=texts.guest_name which=TypedText::Name form=form />
                        <Typed label=texts.guest_phone which=TypedText::Phone form=form />
                        <Typed label=texts.guest_email which=TypedText::Email form=form />
                        <Typed label=texts.guest_wishes which=TypedText::Notes form=form />
                    </div>
                    <Party form=form />
                    <Times form=form attempt=attempt />
                    <TableChoice form=form free=free />
                    <button type="submit" class="step">{texts.book}</button>
                    <p class="fault" role="alert">{said}</p>
                </div>
                // Beside what is pressed, or after it: an answer that arrives must not move it from under the finger.
                <div class="form told">
                    <Known known=known />
                    <Reasons form=form free=free />
                    <GuestsOfAllDays typed=named />
                </div>
            </form>
        </details>
    }
}

/// Fills in the name that is known with the number, where none is typed.
fn fill_name(form: RwSignal<BookingForm>, known: RwSignal<Option<KnownGuest>>) {
    Effect::new(move |_| {
        let name = known.with(|known| known.as_ref().map(|known| known.name.clone()));
        if let Some(name) = name.filter(|_| form.with_untracked(|form| form.name.trim().is_empty())) {
            form.update(|form| form.name = name);
        }
    });
}

/// Takes each caller for whom a booking is to be made into the form, and shows it; `ask` asks what is known of the number.
fn take_caller(app: App, panel: NodeRef<leptos::html::Details>, ask: impl Fn() + Copy + 'static) {
    Effect::new(move |_| {
        let Some(panel) = panel.get() else {
            return;
        };
        let Some(caller) = app.caller.get() else {
            return;
        };
        app.booking.update(|form| {
            let Caller {
                name,
                phone,
                party,
                waiting,
            } = caller;
            form.take_guest((name, phone), party, waiting);
        });
        app.caller.set(None);
        app.has_booking.set(true);
        panel.scroll_into_view();
        // Not a field, which would bring up the keyboard of a tablet before the form is seen.
        let summary = panel.query_selector("summary").ok().flatten();
        if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<HtmlElement>().ok()) {
            // A form that is gone by now has no use for it.
            let _ = summary.focus();
        }
        untrack(ask);
    });
}

/// Why guests could not book the time that is chosen.
#[component]
fn Reasons(form: RwSignal<BookingForm>, free: RwSignal<Vec<TableId>>) -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let reasons = RwSignal::new(Vec::<(String, String)>::new());
    let asked = Memo::new(move |_| {
        let day = app.evening.with(|evening| evening.day().map(|day| day.day))?;
        let (slot, party) = form.with(|form| (form.slot.clone(), form.party));
        slot.map(|(experience, minutes)| ((experience, day, minutes), party))
    });
    Effect::new(move |_| {
        if let Some((slot, party)) = asked.get() {
            app.read_reasons(slot, party, (reasons, free));
        } else {
            reasons.set(Vec::new());
            free.set(Vec::new());
        }
    });
    let list = move || {
        let reasons = reasons.get();
        (!reasons.is_empty()).then(|| {
            let entries = reasons
                .into_iter()
                .map(|(text, change)| view! { <li><strong>{text}</strong> " " {change}</li> })
                .collect_view();
            view! {
                <p>{texts.why}</p>
                <ul class="rules">{entries}</ul>
            }
        })
    };
    view! { <div role="status">{list}</div> }
}

/// The guest as earlier reservations of the number have them.
#[component]
pub fn Known(known: RwSignal<Option<KnownGuest>>) -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let line = move |one: &ReservationForStaff| {
        let guests = texts.guests.of(one.attendees.get().into());
        let about = texts.met(&app.short_day(one.day), &guests, &app.time(one.minutes));
        format!("{about}, {}", texts.status(one.status))
    };
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let shown = move || {
        known.get().map(|known| {
            let visits = texts.visits.of(count(known.visits));
            let no_shows = (known.no_shows > 0).then(|| texts.no_shows.of(count(known.no_shows)));
            let sum: Vec<String> = [Some(visits), no_shows].into_iter().flatten().collect();
            let notes = known.notes.map(|notes| {
                let text = texts.about_guest.with(&notes);
                view! { <p class="note team">{text}</p> }
            });
            let lines: Vec<_> = known
                .upcoming
                .iter()
                .chain(&known.last)
                .map(|one| view! { <li>{line(one)}</li> })
                .collect();
            view! {
                <p><strong>{known.name}</strong> " " {sum.join(", ")}</p>
                {notes}
                <ul class="rules">{lines}</ul>
            }
        })
    };
    view! { <div role="status">{shown}</div> }
}

/// The table, which the venue chooses unless staff do. Those that are free at the time say so.
#[component]
fn TableChoice(form: RwSignal<BookingForm>, free: RwSignal<Vec<TableId>>) -> impl IntoView {
    let app = app();
    let texts = app.texts;
    // Without who sits there: options that are drawn anew with each change stay in memory, since the signals that they read know
    // each of them until they change themselves.
    let tables = Memo::new(move |_| app.evening.with(Evening::tables));
    let options = move || {
        tables
            .get()
            .into_iter()
            .map(|(id, name)| {
                let (value, chosen) = (id.to_string(), id.clone());
                let is_chosen = move || form.with(|form| form.table.as_ref() == Some(&chosen));
                let text = move || {
                    let is_free = free.with(|free| free.contains(&id));
                    if is_free {
                        format!("{name}, {}", texts.table_free)
                    } else {
                        name.clone()
                    }
                };
                view! { <option value=value prop:selected=is_chosen>{text}</option> }
            })
            .collect_view()
    };
    let is_any = move || form.with(|form| form.table.is_none());
    let choose = move |event: leptos::web_sys::Event| {
        let table = TableId::parse(&event_target_value(&event)).ok();
        form.update(|form| form.table = table);
    };
    view! {
        <div class="fields">
            <label>
                <span>{texts.move_table}</span>
                <select on:change=choose>
                    <option value="" prop:selected=is_any>{texts.any_table}</option>
                    {options}
                </select>
            </label>
        </div>
    }
}

fn sentence(texts: &'static Texts, field: BookingField) -> &'static str {
    match field {
        BookingField::Time => texts.fault_time,
        BookingField::LastName => texts.fault_name,
        BookingField::Email => texts.fault_email,
        BookingField::Notes => texts.fault_notes,
    }
}

/// A field for a text.
#[component]
fn Typed(label: &'static str, which: TypedText, form: RwSignal<BookingForm>) -> impl IntoView {
    // The keys that a tablet shows. The venue checks what was typed, and not the browser.
    let keys = match which {
        TypedText::Phone => Some("tel"),
        TypedText::Email => Some("email"),
        TypedText::Name | TypedText::Notes => None,
    };
    view! {
        <label>
            <span>{label}</span>
            <input
                type="text"
                inputmode=keys
                autocomplete="off"
                prop:value={move || form.with(|form| form.text(which).to_owned())}
                on:input=move |event| {
                    let text = event_target_value(&event);
                    form.update(|form| form.set_text(which, text));
                }
            />
        </label>
    }
}

/// The party's size.
#[component]
fn Party(form: RwSignal<BookingForm>) -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let largest = Memo::new(move |_| app.evening.with(Evening::largest_party));
    let sizes = move || {
        let sizes = (1..=largest.get()).map(|size| {
            view! {
                <label class="chip">
                    <input
                        type="radio"
                        name="party"
                        prop:checked={move || form.with(|form| form.party == size)}
                        on:change=move |_| form.update(|form| form.party = size)
                    />
                    <span>{size.to_string()}</span>
                </label>
            }
        });
        sizes.collect_view()
    };
    view! {
        <fieldset class="chips">
            <legend>{texts.party}</legend>
            {sizes}
        </fieldset>
    }
}
