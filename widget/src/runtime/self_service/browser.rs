//! Effects of the self-service views in a browser: waiting, files, the clipboard, time zones and the payment form.

use shared::choices::AccessCode;
use shared::payment::Handover;
use shared::time::{Day, Instant, Minutes};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{Browser, Host};
use crate::self_service::Link;
use crate::self_service::payment::{Effect, Event, Outcome};

#[wasm_bindgen]
extern "C" {
    /// Shows another view in the element, by its name, with a link (`manage=ID.TOKEN`) unless that is empty.
    #[wasm_bindgen(method)]
    fn go(this: &Host, view: &str, link: &str);

    /// Sends this access code with what is asked from now on; none, if it is empty.
    #[wasm_bindgen(method, js_name = useCode)]
    fn use_code(this: &Host, code: &str);

    /// Has a reload of the hosted page lead to what this link (`order=ID.TOKEN`) opens.
    #[wasm_bindgen(method)]
    fn keep(this: &Host, link: &str);

    /// Promises to be there after so many milliseconds, once the page can be seen.
    #[wasm_bindgen(method, catch)]
    async fn wait(this: &Host, milliseconds: u32) -> Result<JsValue, JsValue>;

    /// Promises whether a text is now where it can be pasted from.
    #[wasm_bindgen(method, catch)]
    async fn copy(this: &Host, text: &str) -> Result<JsValue, JsValue>;

    /// Offers a text as a file.
    #[wasm_bindgen(method)]
    fn save(this: &Host, name: &str, kind: &str, text: &str);

    /// Seconds since 1970 at so many minutes after a day's midnight in a time zone; not a number where the
    /// browser does not know the zone.
    #[wasm_bindgen(method)]
    fn locate(this: &Host, zone: &str, day: &str, minutes: u16) -> f64;

    /// Minutes since 1970 that a clock in a time zone shows at an instant in seconds; not a number where the
    /// browser does not know the zone.
    #[wasm_bindgen(method)]
    fn read(this: &Host, zone: &str, seconds: f64) -> f64;

    /// Promises the form for a card, beside the widget in the page's own tree; `returned` where there is none
    /// since the guest has just come back from paying.
    #[wasm_bindgen(method, catch)]
    async fn prepare(this: &Host, script: &str, key: &str, secret: &str) -> Result<JsValue, JsValue>;

    /// Promises what became of the card, which pays for what `link` leads to: `taken`, `declined`, `abandoned`, `incomplete`, or `failed`.
    #[wasm_bindgen(method, catch)]
    async fn confirm(this: &Host, link: &str) -> Result<JsValue, JsValue>;
}

/// From the first day that a clock here counts from, in 1970, to the first that there is, in 2000.
const DAYS_TO_2000: i64 = 10_957;

impl Browser {
    /// Shows another view, by its name.
    pub(super) fn open_view(&self, view: &str) {
        self.host.go(view, "");
    }

    /// Shows the guest's own reservation.
    pub(super) fn open_reservation(&self, link: &Link) {
        let link = ["manage=", link.id.as_str(), ".", link.token()].concat();
        self.host.go("manage", &link);
    }

    /// Has a reload of the hosted page lead to what this link opens.
    pub(super) fn keep(&self, link: &str) {
        self.host.keep(link);
    }

    /// Sends an access code with what is asked from now on, or none any more.
    pub(super) fn use_code(&self, code: Option<&AccessCode>) {
        self.host.use_code(code.map_or("", AccessCode::expose));
    }

    /// Comes back after so many seconds in which the page could be seen.
    pub(super) async fn wait(&self, seconds: u8) {
        let _ = self.host.wait(u32::from(seconds) * 1000).await;
    }

    /// Puts a text where it can be pasted from; whether that was possible.
    pub(super) async fn copy(&self, text: &str) -> bool {
        self.host.copy(text).await.is_ok()
    }

    /// Offers a text as a file.
    pub(super) fn save(&self, name: &str, kind: &str, text: &str) {
        self.host.save(name, kind, text);
    }

    /// The instant of a time in a time zone; none where the browser does not know the zone.
    pub(super) fn locate(&self, zone: &str, day: Day, minutes: Minutes) -> Option<Instant> {
        let seconds = self.host.locate(zone, &day.to_string(), minutes.get());
        #[expect(
            clippy::cast_possible_truncation,
            reason = "an instant of the years 1970 to 2199"
        )]
        let instant = Instant::from_unix(seconds as i64);
        seconds.is_finite().then_some(instant)
    }

    /// The day and the time that a clock in a time zone shows at an instant; none where the browser does not know
    /// the zone.
    pub(super) fn read_clock(&self, zone: &str, instant: Instant) -> Option<(Day, Minutes)> {
        #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are far below 2^53")]
        let shown = self.host.read(zone, instant.unix() as f64);
        #[expect(clippy::cast_possible_truncation, reason = "minutes since 1970 are few")]
        let minutes = Some(shown as i64).filter(|_| shown.is_finite())?;
        let day = i64::from(Minutes::DAY);
        let days = u32::try_from(minutes.div_euclid(day) - DAYS_TO_2000).ok()?;
        Some((
            Day::MIN.plus(days)?,
            Minutes::parse(minutes.rem_euclid(day)).ok()?,
        ))
    }

    /// Carries out an effect of the payment that `link` leads to. Requests for its status are the view's own.
    pub(super) async fn perform_payment(&self, effect: Effect, link: &str) -> Option<Event> {
        match effect {
            Effect::Wait => self.host.wait(1000).await.ok().map(|_| Event::Ticked),
            Effect::Prepare(handover) => {
                let Handover::Stripe {
                    publishable_key,
                    client_secret,
                    script_url,
                } = *handover
                else {
                    return None;
                };
                let form = self.host.prepare(&script_url, &publishable_key, &client_secret);
                Some(match form.await {
                    Ok(word) if word.as_string().as_deref() == Some("returned") => Event::Returned,
                    form => Event::Prepared(form.is_ok()),
                })
            }
            Effect::Confirm => {
                let outcome = self.host.confirm(link).await.ok();
                let outcome = outcome.and_then(|outcome| outcome.as_string());
                Some(Event::Confirmed(match outcome.as_deref() {
                    Some("taken") => Outcome::Taken,
                    Some("declined") => Outcome::Declined,
                    Some("abandoned") => Outcome::Abandoned,
                    Some("incomplete") => Outcome::Incomplete,
                    _ => Outcome::Failed,
                }))
            }
            Effect::Ask | Effect::AskForMoreTime | Effect::FocusNotice => None,
        }
    }
}
