//! The settings of a booking system that is reached over the network, whichever vendor's it is. Beside the section of each
//! vendor, this is the only place of the settings that distinguishes them.

use shared::id::ExperienceId;

use crate::fourspaces::FourspacesSettings;
use crate::mews::{MewsSettings, NotesTarget};
use crate::molzait::{MolzaitSettings, PaymentTaker};

/// A venue's settings of its remote booking system: one variant for each vendor.
#[derive(Clone, Copy, Debug)]
pub enum RemoteSettings<'a> {
    /// 4spaces.
    Fourspaces(&'a FourspacesSettings),
    /// Mews.
    Mews(&'a MewsSettings),
    /// Molzait.
    Molzait(&'a MolzaitSettings),
}

/// The account at a remote booking system that a venue's reservations are kept in, as far as settings name it. The name of
/// its secret stands for it: its key can be changed under the same name. Without a secret, the id of its integration does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RemoteAccount<'a> {
    /// The vendor, by the name of its section.
    pub vendor: &'static str,
    /// The name of the secret that holds the key, or the id of the integration whose key the vendor gives.
    pub key: &'a str,
    /// The API's address.
    pub base_url: &'a str,
    /// The name of a variable of the deployment that, where it is set, stands in for the address.
    pub base_url_variable: Option<&'a str>,
    /// The property of a portfolio that the reservations are of, where the key is that of all of it.
    pub property: Option<&'a str>,
}

impl<'a> RemoteSettings<'a> {
    /// The name of the vendor's section in a venue's file, and of the system in metrics and in a guest's export.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Fourspaces(_) => "fourspaces",
            Self::Mews(_) => "mews",
            Self::Molzait(_) => "molzait",
        }
    }

    /// How many days ahead bookings are taken.
    #[must_use]
    pub fn horizon_days(self) -> u16 {
        match self {
            Self::Fourspaces(settings) => settings.horizon_days,
            Self::Mews(settings) => settings.horizon_days,
            Self::Molzait(settings) => settings.horizon_days,
        }
    }

    /// Whether the system keeps gift cards. Where it does not, the venue's own object keeps those that are sold here.
    #[must_use]
    pub fn keeps_gift_cards(self) -> bool {
        match self {
            Self::Fourspaces(_) | Self::Mews(_) => false,
            Self::Molzait(_) => true,
        }
    }

    /// Whether bookings that cost something in advance are paid through the venue's `[payments]`. Elsewhere they cannot be
    /// booked here.
    #[must_use]
    pub fn is_paid_here(self) -> bool {
        match self {
            Self::Fourspaces(settings) => settings.takes_payments,
            Self::Mews(settings) => settings.takes_deposits(),
            Self::Molzait(settings) => settings.payments == PaymentTaker::Ours,
        }
    }

    /// Whether the system writes to guests about their reservations, unless it leaves that to the venue. 4spaces documents no
    /// letter about a reservation that is certain.
    #[must_use]
    pub fn writes_letters(self) -> bool {
        match self {
            Self::Fourspaces(_) => false,
            Self::Mews(_) | Self::Molzait(_) => true,
        }
    }

    /// Whether letters to guests about their reservations are left to a venue that sends mail.
    #[must_use]
    pub fn leaves_letters(self) -> bool {
        match self {
            Self::Fourspaces(_) | Self::Mews(_) => true,
            Self::Molzait(_) => false,
        }
    }

    /// The setting that asks for such payments.
    #[must_use]
    pub fn payment_setting(self) -> &'static str {
        match self {
            Self::Fourspaces(_) => "fourspaces.takesPayments",
            Self::Mews(_) => "mews.experiences",
            Self::Molzait(_) => "molzait.payments",
        }
    }

    /// Whether the notes of guests are passed on to the system.
    #[must_use]
    pub fn takes_notes(self) -> bool {
        match self {
            Self::Fourspaces(_) | Self::Molzait(_) => true,
            Self::Mews(settings) => settings.notes != NotesTarget::None,
        }
    }

    /// Whether guests can book an experience of this id; none where only the system itself knows its experiences.
    #[must_use]
    pub fn has_experience(self, id: &ExperienceId) -> Option<bool> {
        match self {
            Self::Fourspaces(_) | Self::Molzait(_) => None,
            Self::Mews(settings) => Some(settings.experiences.iter().any(|one| one.id == *id)),
        }
    }

    /// The account that the reservations are kept in.
    #[must_use]
    pub fn account(self) -> RemoteAccount<'a> {
        match self {
            Self::Fourspaces(settings) => RemoteAccount {
                vendor: self.name(),
                key: &settings.key,
                base_url: &settings.base_url,
                base_url_variable: settings.base_url_variable.as_deref(),
                property: None,
            },
            Self::Mews(settings) => RemoteAccount {
                vendor: self.name(),
                key: settings
                    .access_token
                    .as_deref()
                    .or(settings.integration.as_deref())
                    .unwrap_or_default(),
                base_url: &settings.base_url,
                base_url_variable: settings.base_url_variable.as_deref(),
                property: settings.enterprise_id.as_deref(),
            },
            Self::Molzait(settings) => RemoteAccount {
                vendor: self.name(),
                key: &settings.key,
                base_url: &settings.base_url,
                base_url_variable: settings.base_url_variable.as_deref(),
                property: None,
            },
        }
    }

    /// Every fault, as a line that begins with the key at fault, without the section's name.
    #[must_use]
    pub fn faults(self) -> Vec<String> {
        match self {
            Self::Fourspaces(settings) => settings.faults(),
            Self::Mews(settings) => settings.faults(),
            Self::Molzait(settings) => settings.faults(),
        }
    }
}
