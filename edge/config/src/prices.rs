//! Faults of what a venue charges: prices without a payment provider, and amounts that cannot be charged.

use crate::payment::ChargeLimits;
use crate::venue::{System, VenueSettings};

impl VenueSettings {
    /// A fault for everything that costs something, where there is no payment provider.
    pub(crate) fn unpaid(&self) -> Vec<String> {
        if self.payments.is_some() {
            return Vec::new();
        }
        let priced = self
            .engine
            .iter()
            .flat_map(|engine| engine.experiences.iter().enumerate())
            .filter(|(_, experience)| experience.payment.is_some())
            .map(|(index, _)| format!("engine.experiences[{index}].payment"));
        let cards = self.gift_cards.iter().map(|_| "giftCards".to_owned());
        let elsewhere = match self.system() {
            Some(System::Remote(remote)) if remote.is_paid_here() => {
                Some(remote.payment_setting().to_owned())
            }
            _ => None,
        };
        cards
            .chain(priced)
            .chain(elsewhere)
            .map(|place| format!("{place}: needs a payment provider, add [payments]"))
            .collect()
    }

    /// A fault for every amount to pay that could not be charged. Of a price per guest the smallest party decides.
    pub(crate) fn uncharged(&self) -> Vec<String> {
        let Some(limits) = self
            .payments
            .as_ref()
            .and_then(|payments| payments.charge_limits(self.currency))
        else {
            return Vec::new();
        };
        let ChargeLimits { least, step } = limits;
        let experiences = self
            .engine
            .iter()
            .flat_map(|engine| engine.experiences.iter().enumerate());
        let prices = experiences.filter_map(|(index, experience)| {
            let payment = experience.payment?;
            let (price, party) = (
                i64::from(payment.price_per_guest),
                i64::from(experience.attendees.min.max(payment.required_from)),
            );
            let is_fine = price % step == 0 && limits.allow(price * party);
            (!is_fine).then(|| format!("engine.experiences[{index}].payment.pricePerGuest"))
        });
        let templates = self
            .gift_cards
            .iter()
            .flat_map(|cards| cards.templates.iter().enumerate());
        let cards = templates.flat_map(|(index, template)| {
            let amounts = template.amounts.iter().all(|amount| limits.allow(*amount));
            let custom = template.custom.is_none_or(|custom| custom.min >= least);
            [("amounts", amounts), ("custom.min", custom)]
                .into_iter()
                .filter(|(_, is_fine)| !is_fine)
                .map(move |(name, _)| format!("giftCards.templates[{index}].{name}"))
        });
        let code = self.currency.code();
        prices
            .chain(cards)
            .map(|place| format!("{place}: what is charged in {code} is {least} or more, in steps of {step}"))
            .collect()
    }
}
