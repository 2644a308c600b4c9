//! The screens of the page.

mod board;
mod booking;
mod curve;
mod daily;
mod day_rules;
mod elsewhere;
mod explain;
mod fields;
mod guests;
mod head;
mod impact;
mod notices;
mod party;
mod phone;
mod plan;
mod row;
mod timeline;
mod times;
mod tonight;
mod waitlist;
mod week;

use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;

use crate::app::{Access, App, Place, remove_first_list};
use plan::Plan;
use timeline::Timeline;
use tonight::Tonight;

/// The page: its screens by their addresses.
pub fn page(place: Place) -> impl IntoView {
    let app = App::new(place);
    provide_context(app);
    app.open();
    // The rows have their buttons once it is known who is signed in.
    Effect::new(move |_| {
        if app.has_asked_identity.get() && app.access.get() != Access::Loading {
            remove_first_list();
        }
    });
    view! {
        <Router>
            <Routes fallback={|| view! { <Tonight /> }}>
                <Route path={path!("/staff/:venue")} view={Tonight} />
                <Route path={path!("/staff/:venue/tables")} view={Timeline} />
                <Route path={path!("/staff/:venue/plan")} view={Plan} />
            </Routes>
        </Router>
    }
}
