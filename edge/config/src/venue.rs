//! One venue's settings as a whole, and what is at fault between its sections.

use serde::{Deserialize, Serialize};
use shared::id::VenueId;
use shared::locale::Language;
use shared::money::Currency;
use shared::time::TimeZone;
use shared::venue::{GuestFields, Policies, Theme};

use crate::bounds;
use crate::challenge::ChallengeSettings;
use crate::engine::EngineSettings;
use crate::fourspaces::FourspacesSettings;
use crate::gift_card::GiftCardSettings;
use crate::hosted_page::HostedPageSettings;
use crate::limits::LimitSettings;
use crate::location::{self, LocationSettings};
use crate::mail::{Adapter, MailSettings};
use crate::mews::MewsSettings;
use crate::molzait::MolzaitSettings;
use crate::offer::ExperienceQuestions;
use crate::origin::Origin;
use crate::payment::PaymentSettings;
use crate::plan::Plan;
use crate::publication::PublicationSettings;
use crate::remote::RemoteSettings;
use crate::reserved_id::{RESERVED_ID, is_demonstration};
use crate::till::{Till, TillSettings};
use crate::upstream::UpstreamSettings;
use crate::waitlist::WaitlistSettings;

/// The limits of [`VenueSettings::no_show_days`], in days.
const NO_SHOW_DAYS: std::ops::RangeInclusive<u16> = 1..=90;

/// For how many days guests' data may be kept: as long at least as cards are withdrawn from and charged, and ten years
/// at most.
const RETAIN_DAYS: std::ops::RangeInclusive<u16> = 30..=3650;

/// A venue's settings.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VenueSettings {
    /// Its id, which is also its file's name.
    pub id: VenueId,
    /// Its name.
    pub name: String,
    /// Its time zone.
    #[cfg_attr(test, schemars(with = "String"))]
    pub time_zone: TimeZone,
    /// The currency of its prices.
    pub currency: Currency,
    /// The languages it has texts in, its own first.
    pub locales: Vec<Language>,
    /// The origins of the web pages that may embed it, beside this worker's own:
    /// scheme, host and port as browsers send them, such as `https://www.example.com`.
    #[serde(default)]
    pub origins: Vec<Origin>,
    /// Where it is, on one line, as it is written on a letter. It is made of `location` where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Where it is, in parts, for maps, search engines and mail programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<LocationSettings>,
    /// The policies that guests see before they book.
    #[serde(default)]
    pub policies: Policies,
    /// The fields of the details form.
    pub guest_fields: GuestFields,
    /// The colours.
    #[serde(default)]
    pub theme: Theme,
    /// Its page at this worker, as search engines and chats show it.
    #[serde(default)]
    pub hosted_page: HostedPageSettings,
    /// The check that keeps robots from booking, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turnstile: Option<ChallengeSettings>,
    /// Mail to guests and to the restaurant, where it is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<MailSettings>,
    /// Its gift cards, where it sells some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gift_cards: Option<GiftCardSettings>,
    /// Where guests can wait for a table, where they can. Offers go out by mail, and the embedded engine holds
    /// the tables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waitlist: Option<WaitlistSettings>,
    /// Its till, where one receives the reservations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub till: Option<TillSettings>,
    /// How often one caller may ask.
    #[serde(default)]
    pub limits: LimitSettings,
    /// Whether to make up reservations when the venue is first opened. For demonstrations alone.
    #[serde(default)]
    pub made_up_reservations: bool,
    /// The embedded engine's part, where it takes the bookings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engine: Option<EngineSettings>,
    /// 4spaces' part, where it takes the bookings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fourspaces: Option<FourspacesSettings>,
    /// Mews' part, where it takes the bookings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mews: Option<MewsSettings>,
    /// Molzait's part, where it takes the bookings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub molzait: Option<MolzaitSettings>,
    /// The questions to guests at experiences of a system that is reached over the network. Experiences of the embedded
    /// engine have questions of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub experience_questions: Vec<ExperienceQuestions>,
    /// Its payment provider, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payments: Option<PaymentSettings>,
    /// Where experiences of the embedded engine are published, where they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publication: Option<PublicationSettings>,
    /// Deadlines, retries and breaker of calls to a remote booking system, where one takes the bookings.
    #[serde(default)]
    pub upstream: UpstreamSettings,
    /// The name of the secret with the key of the venue's own staff, point-of-sale and phone systems,
    /// which call the engine under `/external`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff_key: Option<String>,
    /// For how many days after its start a reservation can be marked as a no-show, 1 to 90. Then the card on file is
    /// deleted.
    #[serde(default = "no_show_days")]
    pub no_show_days: u16,
    /// For how many days guests' personal data is kept, 30 to 3650 and not less than `noShowDays`: after a reservation's end, and after a gift card was ordered.
    #[serde(default = "retain_days")]
    pub retain_days: u16,
}

/// The default of [`VenueSettings::retain_days`]: two years.
pub const DEFAULT_RETAIN_DAYS: u16 = 730;

fn retain_days() -> u16 {
    DEFAULT_RETAIN_DAYS
}

fn no_show_days() -> u16 {
    7
}

/// The system that takes a venue's bookings.
#[derive(Clone, Copy, Debug)]
pub enum System<'a> {
    /// The embedded engine.
    Engine(&'a EngineSettings),
    /// A system that is reached over the network, and keeps reservations of its own.
    Remote(RemoteSettings<'a>),
}

impl System<'_> {
    /// How many days ahead bookings are taken.
    #[must_use]
    pub fn horizon_days(self) -> u16 {
        match self {
            Self::Engine(settings) => settings.horizon_days,
            Self::Remote(settings) => settings.horizon_days(),
        }
    }

    /// The name of a system that is reached over the network, and keeps reservations of its own; none for the embedded
    /// engine.
    #[must_use]
    pub fn remote_name(self) -> Option<&'static str> {
        match self {
            Self::Engine(_) => None,
            Self::Remote(settings) => Some(settings.name()),
        }
    }

    /// Whether bookings that cost something in advance are paid through the venue's `[payments]`, and kept by a system that
    /// is reached over the network.
    #[must_use]
    pub fn is_paid_here(self) -> bool {
        match self {
            Self::Engine(_) => false,
            Self::Remote(settings) => settings.is_paid_here(),
        }
    }

    /// Whether it writes to guests about their reservations by itself.
    #[must_use]
    pub fn writes_letters(self) -> bool {
        match self {
            Self::Engine(_) => false,
            Self::Remote(settings) => settings.writes_letters(),
        }
    }

    /// Whether gift cards that are sold here are kept by a system that is reached over the network. Where they are not,
    /// the venue's own object keeps them.
    #[must_use]
    pub fn keeps_gift_cards(self) -> bool {
        match self {
            Self::Engine(_) => false,
            Self::Remote(settings) => settings.keeps_gift_cards(),
        }
    }
}

impl VenueSettings {
    /// Whether it is one of the demonstrations, `demo` and `demo-…`, which a release leaves out.
    #[must_use]
    pub fn is_demonstration(&self) -> bool {
        is_demonstration(&self.id)
    }

    /// A fault for each demonstration service: a real venue with one would give tables and gift cards away, or send no
    /// e-mails.
    #[must_use]
    pub fn played(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.payments == Some(PaymentSettings::Demo) {
            faults.push("payments.adapter: `demo` takes no money, write `stripe`".to_owned());
        }
        if self
            .mail
            .as_ref()
            .is_some_and(|mail| mail.adapter == Adapter::Shown)
        {
            faults.push("mail.adapter: `shown` sends nothing, write `http_api` or `send_email`".to_owned());
        }
        if self.made_up_reservations {
            faults.push("madeUpReservations: leave it out, it fills real tables".to_owned());
        }
        faults
    }

    /// The system that takes its bookings; none if the settings name none or several, which
    /// [`Self::faults`] reports.
    #[must_use]
    pub fn system(&self) -> Option<System<'_>> {
        let remotes = [
            self.fourspaces.as_ref().map(RemoteSettings::Fourspaces),
            self.mews.as_ref().map(RemoteSettings::Mews),
            self.molzait.as_ref().map(RemoteSettings::Molzait),
        ];
        let mut remotes = remotes.into_iter().flatten();
        match (&self.engine, remotes.next(), remotes.next()) {
            (Some(engine), None, _) => Some(System::Engine(engine)),
            (None, Some(remote), None) => Some(System::Remote(remote)),
            _ => None,
        }
    }

    /// The name of the remote system that takes its bookings; none at a venue with the embedded engine.
    #[must_use]
    pub fn remote_system(&self) -> Option<&'static str> {
        self.system().and_then(System::remote_name)
    }

    /// The till that receives its reservations, if there is one.
    #[must_use]
    pub fn till(&self) -> Option<Till<'_>> {
        self.till.as_ref().and_then(TillSettings::till)
    }

    /// The region by whose custom days and times are written to readers whose own is not known: that of its first
    /// language that names one, else the country of its guests' telephone numbers.
    #[must_use]
    pub fn region(&self) -> &str {
        let named = self.locales.iter().find_map(Language::region);
        named.unwrap_or(&self.guest_fields.default_country)
    }

    /// The address on one line, where one is known.
    #[must_use]
    pub fn address_line(&self) -> Option<String> {
        let made = || self.location.as_ref().map(LocationSettings::line);
        self.address.clone().or_else(made)
    }

    /// The address of a page that shows the way there, where the address is known.
    #[must_use]
    pub fn directions_url(&self) -> Option<String> {
        let line = self.address_line();
        location::directions(&self.name, line.as_deref(), self.location.as_ref())
    }

    /// Every fault of these settings, as a line that names its place; none if they can be served.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let mut faults = match serde_json::to_value(self) {
            Ok(settings) => bounds::faults(&settings),
            Err(error) => vec![format!("the settings cannot be written as JSON: {error}")],
        };
        if self.name.trim().is_empty() {
            faults.push("name: must not be empty".to_owned());
        }
        if self.id.as_str() == RESERVED_ID {
            faults.push(format!(
                "id: `{RESERVED_ID}` is the operators' own, choose another"
            ));
        }
        if self.locales.is_empty() {
            faults.push("locales: name at least one language".to_owned());
        }
        if let Err(code) = shared::validation::Country::parse(&self.guest_fields.default_country) {
            faults.push(format!(
                "guestFields.defaultCountry: {code}; write two letters, such as AT"
            ));
        }
        if self.theme.color.as_deref().is_some_and(|color| !is_color(color)) {
            faults.push("theme.color: write #rrggbb".to_owned());
        }
        if let Some(location) = &self.location {
            let named = location.faults();
            faults.extend(named.iter().map(|fault| format!("location.{fault}")));
        }
        faults.extend(self.policy_faults());
        if let Some(turnstile) = &self.turnstile {
            faults.extend(
                turnstile
                    .faults()
                    .iter()
                    .map(|fault| format!("turnstile.{fault}")),
            );
        }
        if let Some(mail) = &self.mail {
            faults.extend(mail.faults().iter().map(|fault| format!("mail.{fault}")));
        }
        if let Some(payments) = &self.payments {
            let named = payments.faults(self.currency);
            faults.extend(named.iter().map(|fault| format!("payments.{fault}")));
        }
        if let Some(gift_cards) = &self.gift_cards {
            let named = gift_cards.faults();
            faults.extend(named.iter().map(|fault| format!("giftCards.{fault}")));
        }
        faults.extend(self.secret_faults());
        faults.extend(self.unpaid());
        faults.extend(self.uncharged());
        faults.extend(self.contradictions());
        faults.extend(self.misasked());
        if !NO_SHOW_DAYS.contains(&self.no_show_days) {
            faults.push("noShowDays: write 1 to 90".to_owned());
        }
        if !RETAIN_DAYS.contains(&self.retain_days) || self.retain_days < self.no_show_days {
            faults.push("retainDays: write 30 to 3650, and not less than noShowDays".to_owned());
        }
        if let Some(waitlist) = &self.waitlist {
            faults.extend(waitlist.faults().iter().map(|fault| format!("waitlist.{fault}")));
            if self.engine.is_none() || self.mail.is_none() {
                faults.push("waitlist: needs [engine] to hold tables and [mail] to offer them".to_owned());
            }
        }
        if let Some(publication) = &self.publication {
            let named = publication.faults();
            faults.extend(named.iter().map(|fault| format!("publication.{fault}")));
            if self.engine.is_none() {
                faults.push("publication: needs [engine], whose experiences are published".to_owned());
            }
        }
        if let Some(till) = &self.till {
            faults.extend(till.faults(self.engine.as_ref()));
        }
        faults.extend(self.limits.faults().iter().map(|fault| format!("limits.{fault}")));
        faults.extend(
            self.upstream
                .faults()
                .iter()
                .map(|fault| format!("upstream.{fault}")),
        );
        match self.system() {
            Some(System::Engine(engine)) => {
                if let Err(plan_faults) = Plan::build(engine, self.time_zone.clone(), self.currency) {
                    faults.extend(plan_faults.iter().map(|fault| format!("engine.{fault}")));
                }
            }
            Some(System::Remote(remote)) => {
                let section = remote.name();
                faults.extend(remote.faults().iter().map(|fault| format!("{section}.{fault}")));
            }
            None => {
                let line = "name exactly one system that takes bookings: [engine], [fourspaces], [mews] or [molzait]";
                faults.push(line.to_owned());
            }
        }
        faults
    }
}

/// Whether this is a colour, `#rrggbb`.
fn is_color(text: &str) -> bool {
    let is_hex = |digits: &str| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    text.strip_prefix('#').is_some_and(is_hex)
}

#[cfg(test)]
#[path = "venue_tests.rs"]
mod tests;
