//! Form state of a gift card's purchase, and its validation into a request.

use std::sync::Arc;

use shared::gift_card::{GiftCardRequest, GiftCards, MAX_DAYS_AHEAD, Purchaser, Recipient, Template};
use shared::id::TemplateId;
use shared::locale::Language;
use shared::money::Money;
use shared::time::Day;
use shared::validation::{Email, FieldCode, Message, Name, lines};

use super::amount::{AmountFault, read_amount};
use super::state::Step;

/// A field that is typed into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// An amount of one's own.
    Amount,
    /// The card's message.
    Message,
    /// The name on the card.
    RecipientName,
    /// Where the card is sent.
    RecipientEmail,
    /// The day on which it is sent, `YYYY-MM-DD`.
    Day,
    /// The purchaser's name.
    PurchaserName,
    /// Where the receipt goes.
    PurchaserEmail,
}

impl Field {
    /// Every field, in the order they are shown.
    pub const ALL: [Self; 7] = [
        Self::Amount,
        Self::Message,
        Self::RecipientEmail,
        Self::RecipientName,
        Self::Day,
        Self::PurchaserName,
        Self::PurchaserEmail,
    ];

    /// JSON pointer into an order's request (RFC 6901).
    #[must_use]
    pub fn pointer(self) -> &'static str {
        match self {
            Self::Amount => "/amount/amount",
            Self::Message => "/message",
            Self::RecipientName => "/recipient/name",
            Self::RecipientEmail => "/recipient/email",
            Self::Day => "/deliverOn",
            Self::PurchaserName => "/purchaser/name",
            Self::PurchaserEmail => "/purchaser/email",
        }
    }

    /// The step that has it.
    #[must_use]
    pub fn step(self) -> Step {
        match self {
            Self::Amount | Self::Message => Step::Design,
            Self::RecipientName
            | Self::RecipientEmail
            | Self::Day
            | Self::PurchaserName
            | Self::PurchaserEmail => Step::Delivery,
        }
    }
}

/// A field's fault in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// As the API names it.
    Code(FieldCode),
    /// An amount cannot be taken.
    Amount(AmountFault),
}

/// A faulty field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldFault {
    /// Which one.
    pub field: Field,
    /// The fault.
    pub fault: Fault,
}

/// Which amount is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountChoice {
    /// One that is proposed.
    Fixed(Money),
    /// The one that is typed.
    Own,
}

/// To whom the card is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendTo {
    /// To the purchaser.
    Me,
    /// To whom it is for.
    Recipient,
}

/// When the card is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendWhen {
    /// As soon as it is paid.
    Now,
    /// On a day to come.
    OnDay,
}

/// The form state of a card.
#[derive(Clone, PartialEq)]
pub struct Draft {
    /// The design.
    pub template: Arc<Template>,
    /// The amount: always one that the design has.
    pub amount: AmountChoice,
    /// The recipient: the purchaser or another person.
    pub to: SendTo,
    /// The time of delivery.
    pub when: SendWhen,
    /// Faults that are shown, in the order of the fields.
    pub faults: Vec<FieldFault>,
    /// Whether the faults are also listed above the form: they were found when the guest went on.
    pub is_summed_up: bool,
    texts: [String; Field::ALL.len()],
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What guests type is personal.
        formatter
            .debug_struct("Draft")
            .field("template", &self.template.id)
            .field("amount", &self.amount)
            .field("to", &self.to)
            .field("when", &self.when)
            .field("faults", &self.faults)
            .finish_non_exhaustive()
    }
}

impl Draft {
    /// A card of the first design for its first amount; none where nothing can be bought.
    #[must_use]
    pub fn new(offered: &GiftCards) -> Option<Self> {
        let template = offered
            .templates
            .iter()
            .find(|template| can_be_bought(template))?;
        Some(Self {
            amount: first_amount(template),
            template: Arc::new(template.clone()),
            to: SendTo::Me,
            when: SendWhen::Now,
            faults: Vec::new(),
            is_summed_up: false,
            texts: Default::default(),
        })
    }

    /// The text of `field`.
    #[must_use]
    pub fn text(&self, field: Field) -> &str {
        &self.texts[field as usize]
    }

    /// The fault that is shown at `field`.
    #[must_use]
    pub fn fault(&self, field: Field) -> Option<Fault> {
        let found = self.faults.iter().find(|fault| fault.field == field);
        found.map(|fault| fault.fault)
    }

    /// The chosen amount, if there is one that can be bought.
    pub fn money(&self) -> Result<Money, AmountFault> {
        match (self.amount, self.template.custom) {
            (AmountChoice::Fixed(amount), _) => Ok(amount),
            (AmountChoice::Own, Some(range)) => read_amount(self.text(Field::Amount), range),
            (AmountChoice::Own, None) => Err(AmountFault::Required),
        }
    }

    /// Whether the form has `field`, with the present choices.
    #[must_use]
    pub fn asks(&self, field: Field) -> bool {
        match field {
            Field::Amount => self.amount == AmountChoice::Own,
            Field::RecipientEmail => self.to == SendTo::Recipient,
            Field::Day => self.when == SendWhen::OnDay,
            Field::Message | Field::RecipientName | Field::PurchaserName | Field::PurchaserEmail => true,
        }
    }

    /// The day on which it is sent, as far as one can be read.
    #[must_use]
    pub fn day(&self) -> Option<Day> {
        let day = Day::parse(self.text(Field::Day).trim()).ok();
        day.filter(|_| self.when == SendWhen::OnDay)
    }

    /// The faults of the fields of the steps up to `last`, on this day of the venue's.
    #[must_use]
    pub fn faults_up_to(&self, last: Step, today: Day) -> Vec<FieldFault> {
        let fields = Field::ALL.into_iter().filter(|field| field.step() <= last);
        fields
            .filter_map(|field| {
                let fault = self.check(field, today)?;
                Some(FieldFault { field, fault })
            })
            .collect()
    }

    /// The order's request, if the form is valid.
    #[must_use]
    pub fn request(&self, today: Day, locale: &Language) -> Option<GiftCardRequest> {
        if !self.faults_up_to(Step::Review, today).is_empty() {
            return None;
        }
        let name = Name::parse(self.text(Field::RecipientName)).ok();
        let email = Email::parse(self.text(Field::RecipientEmail)).ok();
        let email = email.filter(|_| self.to == SendTo::Recipient);
        let is_named = name.is_some() || email.is_some();
        Some(GiftCardRequest {
            template_id: self.template.id.clone(),
            amount: self.money().ok()?,
            purchaser: Purchaser {
                name: Name::parse(self.text(Field::PurchaserName)).ok()?,
                email: Email::parse(self.text(Field::PurchaserEmail)).ok()?,
            },
            recipient: is_named.then_some(Recipient { name, email }),
            message: Message::parse(self.text(Field::Message)).ok(),
            deliver_on: self.day(),
            locale: locale.clone(),
        })
    }

    pub(super) fn type_into(&mut self, field: Field, text: String, today: Day) {
        // A browser can report a text once more that is known; a fault found elsewhere stays then.
        if self.texts[field as usize] == text {
            return;
        }
        self.texts[field as usize] = text;
        // A fault that is shown disappears as soon as it is corrected, and not before.
        if self.fault(field).is_some() {
            self.recheck(field, today);
        }
    }

    /// Validates a field that lost the focus; an empty one is validated when the guest continues.
    pub(super) fn leave(&mut self, field: Field, today: Day) {
        if !lines(self.text(field)).is_empty() || self.fault(field).is_some() {
            self.recheck(field, today);
        }
    }

    /// Shows these faults, and lists them above the form.
    pub(super) fn sum_up(&mut self, faults: Vec<FieldFault>) {
        self.faults = faults;
        self.is_summed_up = true;
    }

    pub(super) fn forget_faults(&mut self) {
        self.faults.clear();
        self.is_summed_up = false;
    }

    /// Takes another design, and its first amount where it has not the chosen one.
    pub(super) fn choose_template(&mut self, id: &TemplateId, offered: &GiftCards) {
        let Some(template) = offered.template(id).filter(|template| can_be_bought(template)) else {
            return;
        };
        let fits = match self.amount {
            AmountChoice::Fixed(amount) => template.amounts.contains(&amount),
            AmountChoice::Own => template.custom.is_some(),
        };
        if !fits {
            self.amount = first_amount(template);
        }
        self.template = Arc::new(template.clone());
        self.drop_unasked();
    }

    pub(super) fn choose_amount(&mut self, amount: AmountChoice) {
        let is_offered = match amount {
            AmountChoice::Fixed(amount) => self.template.amounts.contains(&amount),
            AmountChoice::Own => self.template.custom.is_some(),
        };
        if is_offered {
            self.amount = amount;
            self.drop_unasked();
        }
    }

    pub(super) fn send_to(&mut self, to: SendTo) {
        self.to = to;
        self.drop_unasked();
    }

    pub(super) fn send_when(&mut self, when: SendWhen) {
        self.when = when;
        self.drop_unasked();
    }

    /// Keeps the purchaser, and clears what was this one card's.
    pub(super) fn forget_card(&mut self) {
        for field in Field::ALL {
            if !matches!(field, Field::PurchaserName | Field::PurchaserEmail) {
                self.texts[field as usize].clear();
            }
        }
        self.amount = first_amount(&self.template);
        self.to = SendTo::Me;
        self.when = SendWhen::Now;
        self.forget_faults();
    }

    /// Takes what is offered now; what is not any more is replaced by the first that is. Says whether there
    /// is anything.
    pub(super) fn keep_offered(&mut self, offered: &GiftCards) -> bool {
        let Some(first) = Self::new(offered) else {
            return false;
        };
        let still = offered.template(&self.template.id);
        let id = still.map_or(first.template.id.clone(), |template| template.id.clone());
        self.choose_template(&id, offered);
        true
    }

    /// Faults of fields that are not asked for any more are none.
    fn drop_unasked(&mut self) {
        let mut faults = std::mem::take(&mut self.faults);
        faults.retain(|fault| self.asks(fault.field));
        self.faults = faults;
    }

    fn recheck(&mut self, field: Field, today: Day) {
        let shown = std::mem::take(&mut self.faults);
        self.faults = Field::ALL
            .into_iter()
            .filter_map(|each| {
                if each == field {
                    let fault = self.check(field, today)?;
                    Some(FieldFault { field, fault })
                } else {
                    shown.iter().find(|fault| fault.field == each).copied()
                }
            })
            .collect();
    }

    fn check(&self, field: Field, today: Day) -> Option<Fault> {
        if !self.asks(field) {
            return None;
        }
        let text = self.text(field);
        let is_empty = lines(text).is_empty();
        let fault = match field {
            Field::Amount => return self.money().err().map(Fault::Amount),
            Field::Message | Field::RecipientName if is_empty => None,
            Field::Message => Message::parse(text).err(),
            Field::RecipientName | Field::PurchaserName => Name::parse(text).err(),
            Field::RecipientEmail | Field::PurchaserEmail => Email::parse(text).err(),
            Field::Day if is_empty => Some(FieldCode::Required),
            Field::Day => match Day::parse(text.trim()) {
                Err(code) => Some(code),
                Ok(day) if day < today => Some(FieldCode::InThePast),
                Ok(day) if day.since(today) > i64::from(MAX_DAYS_AHEAD) => Some(FieldCode::BeyondHorizon),
                Ok(_) => None,
            },
        };
        fault.map(Fault::Code)
    }
}

fn can_be_bought(template: &Template) -> bool {
    !template.amounts.is_empty() || template.custom.is_some()
}

fn first_amount(template: &Template) -> AmountChoice {
    let first = template.amounts.first();
    first.map_or(AmountChoice::Own, |amount| AmountChoice::Fixed(*amount))
}
