//! Form state of the guest's details, and its validation into a [`Contact`].

use shared::problem::Problem;
use shared::reservation::Guest;
use shared::validation::{Country, Email, FieldCode, Name, Notes, Phone, lines};
use shared::venue::{Feature, FieldRequirement, Venue};

/// A field of the details.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The first name.
    FirstName,
    /// The last name.
    LastName,
    /// The e-mail address.
    Email,
    /// The phone number.
    Phone,
    /// Notes to the restaurant.
    Notes,
}

impl Field {
    /// Every field, in the order they are shown.
    pub const ALL: [Self; 5] = [
        Self::FirstName,
        Self::LastName,
        Self::Email,
        Self::Phone,
        Self::Notes,
    ];

    /// JSON pointer into a reservation's request (RFC 6901).
    #[must_use]
    pub fn pointer(self) -> &'static str {
        match self {
            Self::FirstName => "/guest/firstName",
            Self::LastName => "/guest/lastName",
            Self::Email => "/guest/email",
            Self::Phone => "/guest/phone",
            Self::Notes => "/notes",
        }
    }

    /// The field of a JSON pointer into a reservation's request.
    #[must_use]
    pub fn at(pointer: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.pointer() == pointer)
    }

    /// Whether it is required, optional or hidden at `venue`.
    #[must_use]
    pub fn requirement(self, venue: &Venue) -> FieldRequirement {
        match self {
            Self::FirstName if venue.guest_fields.one_name => FieldRequirement::Hidden,
            Self::FirstName => FieldRequirement::Optional,
            Self::LastName => FieldRequirement::Required,
            Self::Email => venue.guest_fields.email,
            Self::Phone => venue.guest_fields.phone,
            Self::Notes if venue.features.contains(&Feature::Notes) => FieldRequirement::Optional,
            Self::Notes => FieldRequirement::Hidden,
        }
    }
}

/// A faulty field of the details.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GuestFault {
    /// Which one.
    pub field: Field,
    /// The fault.
    pub code: FieldCode,
}

impl GuestFault {
    /// The details' fields that a problem of the API names.
    #[must_use]
    pub fn of(problem: &Problem) -> Vec<Self> {
        let fault = |field: Field| {
            let mut errors = problem.errors.iter();
            let error = errors.find(|error| error.pointer == field.pointer())?;
            let code = error.code;
            Some(Self { field, code })
        };
        Field::ALL.into_iter().filter_map(fault).collect()
    }
}

/// The guest's input so far, and its known faults.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Details {
    texts: [String; 5],
    /// Whether the guest agreed to news.
    pub consent: bool,
    /// Faults that are shown, in the order of the fields.
    pub faults: Vec<GuestFault>,
    /// Whether the faults are also listed above the form: they were found when the guest went on.
    pub is_summed_up: bool,
    /// Whether the guest has gone on from these details once.
    pub accepted: bool,
}

/// Checked details: what a reservation is made with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The guest.
    pub guest: Guest,
    /// Their notes to the restaurant.
    pub notes: Option<Notes>,
}

impl std::fmt::Debug for Details {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What guests type is personal.
        formatter
            .debug_struct("Details")
            .field("faults", &self.faults)
            .field("accepted", &self.accepted)
            .finish_non_exhaustive()
    }
}

impl Details {
    /// The text of `field`.
    #[must_use]
    pub fn text(&self, field: Field) -> &str {
        &self.texts[field as usize]
    }

    /// The fault that is shown at `field`.
    #[must_use]
    pub fn fault(&self, field: Field) -> Option<FieldCode> {
        self.faults
            .iter()
            .find(|fault| fault.field == field)
            .map(|fault| fault.code)
    }

    /// The validated details, or every fault.
    pub fn check(&self, venue: &Venue) -> Result<Contact, Vec<GuestFault>> {
        let mut faults = Vec::new();
        let first_name = self.read(Field::FirstName, venue, &mut faults, Name::parse);
        let last_name = self.read(Field::LastName, venue, &mut faults, Name::parse);
        let email = self.read(Field::Email, venue, &mut faults, Email::parse);
        let country = Country::parse(&venue.guest_fields.default_country).ok();
        let phone = self.read(Field::Phone, venue, &mut faults, |text| {
            Phone::parse(text, country)
        });
        let notes = self.read(Field::Notes, venue, &mut faults, Notes::parse);
        match last_name {
            Some(last_name) if faults.is_empty() => Ok(Contact {
                guest: Guest {
                    first_name,
                    last_name,
                    email,
                    phone,
                },
                notes,
            }),
            _ => Err(faults),
        }
    }

    pub(crate) fn type_into(&mut self, field: Field, text: String, venue: &Venue) {
        // A browser can report a text once more that is known; a fault found elsewhere stays then.
        if self.texts[field as usize] == text {
            return;
        }
        self.texts[field as usize] = text;
        // A fault that is shown disappears as soon as it is corrected, and not before.
        if self.fault(field).is_some() {
            self.recheck(field, venue);
        }
    }

    /// Validates a field that lost the focus; an empty one is validated when the guest continues.
    pub(crate) fn leave(&mut self, field: Field, venue: &Venue) {
        if !lines(self.text(field)).is_empty() || self.fault(field).is_some() {
            self.recheck(field, venue);
        }
    }

    /// Shows these faults, and lists them above the form.
    pub(crate) fn sum_up(&mut self, faults: Vec<GuestFault>) {
        self.faults = faults;
        self.is_summed_up = true;
    }

    pub(super) fn forget_notes(&mut self) {
        self.texts[Field::Notes as usize].clear();
        self.accepted = false;
    }

    fn recheck(&mut self, field: Field, venue: &Venue) {
        let found = self.check(venue).err().unwrap_or_default();
        let shown = std::mem::take(&mut self.faults);
        // Each field's fault, in the order of the fields.
        self.faults = Field::ALL
            .into_iter()
            .filter_map(|each| {
                let faults = if each == field { &found } else { &shown };
                faults.iter().find(|fault| fault.field == each).copied()
            })
            .collect();
    }

    fn read<T>(
        &self,
        field: Field,
        venue: &Venue,
        faults: &mut Vec<GuestFault>,
        parse: impl Fn(&str) -> Result<T, FieldCode>,
    ) -> Option<T> {
        let requirement = field.requirement(venue);
        let text = self.text(field);
        if requirement == FieldRequirement::Hidden {
            return None;
        }
        match parse(text) {
            Ok(value) => return Some(value),
            // Nothing that is shown was typed.
            Err(FieldCode::Required) if requirement == FieldRequirement::Optional => {}
            Err(code) => faults.push(GuestFault { field, code }),
        }
        None
    }
}
