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

use crate::app::{App, Place};
use plan::Plan;
use timeline::Timeline;
use tonight::Tonight;

/// The page: its screens by their addresses.
pub fn page(place: Place) -> impl IntoView {
    let app = App::new(place);
    provide_context(app);
    app.open();
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
