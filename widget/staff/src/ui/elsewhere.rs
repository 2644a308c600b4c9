//! A venue whose reservations another system keeps: what that keeps, and what guests can do here.

use leptos::prelude::*;
use shared::venue::Feature;

use crate::app::app;
use crate::i18n::Texts;

/// The notice.
#[component]
pub fn Elsewhere() -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let features = RwSignal::new(Vec::<Feature>::new());
    app.read_features(features);
    let list = move || {
        let features = features.get();
        let named = features.into_iter().filter_map(|feature| ability(texts, feature));
        let all = std::iter::once(texts.can_book).chain(named);
        all.map(|text| view! { <li>{text}</li> }).collect_view()
    };
    view! {
        <section class="notice">
            <p>{texts.elsewhere}</p>
            <p>{texts.elsewhere_keeps}</p>
            <p>{texts.elsewhere_guests}</p>
            <ul>{list}</ul>
        </section>
    }
}

/// A feature in words; none of one that changes nothing for guests who book.
fn ability(texts: &'static Texts, feature: Feature) -> Option<&'static str> {
    match feature {
        Feature::Waitlist => Some(texts.can_wait),
        Feature::Areas => Some(texts.can_choose_area),
        Feature::Notes => Some(texts.can_write_note),
        Feature::GiftCards => Some(texts.can_use_gift_card),
        Feature::AccessCodes => Some(texts.can_use_code),
        Feature::Letters
        | Feature::ChoiceChanges
        | Feature::SlotChanges
        | Feature::PaidSlotChanges
        | Feature::NoteChanges => None,
    }
}
