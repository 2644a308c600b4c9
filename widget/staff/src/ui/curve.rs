//! The covers by quarter of an hour as a drawing, with the same as a table.

use leptos::prelude::*;
use shared::time::Minutes;

use crate::app::{App, app};
use crate::day::{Curve, Evening, Quarter};
use crate::first_list::{CURVE_HEIGHT as HEIGHT, QUARTER_WIDTH as WIDTH, curve_view_box};

/// The curve of the day.
#[component]
pub fn CoversCurve() -> impl IntoView {
    let app = app();
    let curve = Memo::new(move |_| app.evening.with(Evening::curve));
    move || {
        let curve = curve.get();
        let peak = *curve.peak()?;
        Some(view! {
            <section class="curve" aria-label=app.texts.curve>
                {drawing(app, &curve, peak)}
                <details>
                    <summary>{app.texts.curve_table}</summary>
                    {table(app, &curve)}
                </details>
            </section>
        })
    }
}

/// The height of a number of covers, in the drawing's units.
fn scaled(covers: u32, curve: &Curve) -> u32 {
    covers.saturating_mul(HEIGHT) / curve.height()
}

/// The time of a quarter.
fn time(app: App, quarter: Quarter) -> String {
    let minutes = Minutes::parse(quarter.minutes).ok();
    minutes.map(|minutes| app.time(minutes)).unwrap_or_default()
}

fn drawing(app: App, curve: &Curve, peak: Quarter) -> impl IntoView + use<> {
    let summary = app.in_words(|words| words.peak(&peak));
    let limit = peak
        .limits
        .seated
        .map(|limit| app.texts.curve_limit.with(&limit.to_string()));
    let label: Vec<String> = [Some(summary.clone()), limit].into_iter().flatten().collect();
    let label = label.join(" ");
    let bars: Vec<_> = curve
        .quarters
        .iter()
        .enumerate()
        .map(|(place, quarter)| bar(place, quarter, curve))
        .collect();
    let hours: Vec<_> = curve
        .quarters
        .iter()
        .enumerate()
        .filter(|(_, quarter)| quarter.minutes.rem_euclid(60) == 0)
        .map(|(place, quarter)| {
            let text = time(app, *quarter);
            let (x, y) = ((place * WIDTH).to_string(), (HEIGHT + 12).to_string());
            view! { <text x=x y=y class="hour">{text}</text> }
        })
        .collect();
    let view_box = curve_view_box(curve);
    view! {
        <figure>
            <svg viewBox=view_box role="img" aria-label=label>{bars}{hours}</svg>
            <figcaption>{summary}</figcaption>
        </figure>
    }
}

/// The bar of a quarter: who is there, who arrives, and the limit as a line. A quarter past a limit has a mark above it, since
/// some people do not see its colour.
fn bar(place: usize, quarter: &Quarter, curve: &Curve) -> impl IntoView + use<> {
    let x = place * WIDTH;
    let (seated, starting) = (scaled(quarter.seated, curve), scaled(quarter.starting, curve));
    let limit = quarter.limits.seated.map(|limit| {
        let y = HEIGHT.saturating_sub(scaled(limit, curve)).to_string();
        let (from, to) = (x.to_string(), (x + WIDTH).to_string());
        view! { <line x1=from x2=to y1=y.clone() y2=y class="limit" /> }
    });
    let over = quarter.is_over().then(|| {
        let (middle, y) = ((x + WIDTH / 2).to_string(), "9");
        view! { <text x=middle y=y class="mark" text-anchor="middle">"!"</text> }
    });
    let rect = |height: u32, class: &'static str| {
        let (x, y) = ((x + 1).to_string(), HEIGHT.saturating_sub(height).to_string());
        let (width, height) = ((WIDTH - 2).to_string(), height.to_string());
        view! { <rect x=x y=y width=width height=height class=class /> }
    };
    view! {
        {rect(seated, "seated")}
        {rect(starting, "starting")}
        {limit}
        {over}
    }
}

fn table(app: App, curve: &Curve) -> impl IntoView + use<> {
    let texts = app.texts;
    let rows: Vec<_> = curve
        .quarters
        .iter()
        .map(|quarter| {
            let over = quarter.is_over().then_some(texts.curve_over);
            view! {
                <tr>
                    <th scope="row">{time(app, *quarter)}</th>
                    <td>{quarter.seated.to_string()}</td>
                    <td>{quarter.starting.to_string()}</td>
                    <td>{over}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <table>
            <thead>
                <tr>
                    <th scope="col">{texts.curve_time}</th>
                    <th scope="col">{texts.curve_seated}</th>
                    <th scope="col">{texts.curve_starting}</th>
                    <th scope="col"><span class="hidden">{texts.curve_over}</span></th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
