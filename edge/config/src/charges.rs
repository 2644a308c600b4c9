//! Faults of what a venue charges: without a payment provider, or in amounts that the provider does not charge.

use shared::payment::PaymentKind;

use crate::engine::Experience;
use crate::offer::Payment;
use crate::payment::ChargeLimits;
use crate::venue::{System, VenueSettings};

impl VenueSettings {
    /// A fault for everything that costs something, where there is no payment provider.
    pub(crate) fn unpaid(&self) -> Vec<String> {
        if self.payments.is_some() {
            return Vec::new();
        }
        let priced = self
            .experiences()
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

    /// A fault for every amount to pay that could not be charged. Of a price per guest the smallest party decides; of one
    /// that is a guest's own or an add-on's, the price itself, so that every sum of them can be charged.
    pub(crate) fn uncharged(&self) -> Vec<String> {
        let Some(limits) = self
            .payments
            .as_ref()
            .and_then(|payments| payments.charge_limits(self.currency))
        else {
            return Vec::new();
        };
        let ChargeLimits { least, step } = limits;
        let prices = self.experiences().flat_map(|(index, experience)| {
            let places = experience
                .payment
                .map(|payment| uncharged_of(experience, payment, limits));
            let places = places.into_iter().flatten();
            places.map(move |place| format!("engine.experiences[{index}].{place}"))
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
        let elsewhere = self.mews.iter().flat_map(|mews| mews.uncharged(limits));
        let elsewhere = elsewhere.map(|place| format!("mews.{place}"));
        let code = self.currency.code();
        prices
            .chain(cards)
            .chain(elsewhere)
            .map(|place| format!("{place}: what is charged in {code} is {least} or more, in steps of {step}"))
            .collect()
    }

    /// A fault for each price that contradicts the payment in advance: a prepayment is the price itself, and a deposit is
    /// a part of it.
    pub(crate) fn contradictions(&self) -> Vec<String> {
        let faults = self.experiences().flat_map(|(index, experience)| {
            let faults = experience
                .payment
                .map(|payment| contradictions_of(experience, payment));
            let faults = faults.into_iter().flatten();
            faults.map(move |fault| format!("engine.experiences[{index}].{fault}"))
        });
        faults.collect()
    }

    fn experiences(&self) -> impl Iterator<Item = (usize, &Experience)> {
        let engine = self.engine.iter();
        engine.flat_map(|engine| engine.experiences.iter().enumerate())
    }
}

/// The places of the prices of an experience that cannot be charged.
fn uncharged_of(experience: &Experience, payment: Payment, limits: ChargeLimits) -> Vec<String> {
    let price = i64::from(payment.price_per_guest);
    // Guests who pay nothing leave fewer who pay the deposit than the party has.
    let has_free = experience.people.iter().any(|category| category.price == Some(0));
    let party = if has_free {
        1
    } else {
        i64::from(experience.attendees.min.max(payment.required_from))
    };
    let mut places = Vec::new();
    if price % limits.step != 0 || !limits.allow(price * party) {
        places.push("payment.pricePerGuest".to_owned());
    }
    let is_prepaid = payment.kind == PaymentKind::Prepayment;
    if is_prepaid {
        let prices = experience.people.iter().enumerate();
        let prices = prices.map(|(place, one)| (format!("people[{place}].price"), one.price));
        places.extend(
            prices
                .filter(|(_, price)| !is_charged(*price, limits))
                .map(|(place, _)| place),
        );
    }
    if is_prepaid || (payment.kind == PaymentKind::Deposit && payment.add_ons) {
        let prices = experience.add_ons.iter().enumerate();
        let prices = prices.map(|(place, one)| (format!("addOns[{place}].price"), Some(one.price)));
        places.extend(
            prices
                .filter(|(_, price)| !is_charged(*price, limits))
                .map(|(place, _)| place),
        );
    }
    places
}

/// Whether a price is nothing, or can be charged by itself.
fn is_charged(price: Option<u32>, limits: ChargeLimits) -> bool {
    price.is_none_or(|price| price == 0 || limits.allow(price.into()))
}

fn contradictions_of(experience: &Experience, payment: Payment) -> Vec<String> {
    let of_guests = experience.people.iter().enumerate();
    let of_guests = of_guests.map(|(place, one)| (format!("people[{place}].price"), one.price));
    let own = std::iter::once(("pricePerGuest".to_owned(), experience.price_per_guest));
    match payment.kind {
        PaymentKind::Prepayment => own
            .filter(|(_, price)| price.is_some_and(|price| price != payment.price_per_guest))
            .map(|(place, _)| {
                format!("{place}: a prepayment is the price, write the same in payment.pricePerGuest")
            })
            .collect(),
        PaymentKind::Deposit => own
            .chain(of_guests)
            .filter(|(_, price)| price.is_some_and(|price| price != 0 && price < payment.price_per_guest))
            .map(|(place, _)| format!("{place}: a deposit is a part of the price, it cannot be more"))
            .collect(),
        PaymentKind::CardGuarantee => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::test_support::venue_settings;

    /// The faults of a venue whose dinner has these members too.
    fn faults(members: &Value) -> Vec<String> {
        let mut settings = serde_json::to_value(venue_settings()).unwrap();
        let dinner = settings["engine"]["experiences"][0].as_object_mut().unwrap();
        dinner.extend(members.as_object().unwrap().clone());
        serde_json::from_value::<VenueSettings>(settings)
            .unwrap()
            .faults()
    }

    fn brunch(kind: &str, members: &Value) -> Value {
        let mut brunch = json!({
            "pricePerGuest": 3_900,
            "payment": { "type": kind, "pricePerGuest": 3_900, "dueMinutes": 15 },
            "people": [
                { "id": "adults", "name": { "en": "Adults" }, "isDefault": true },
                { "id": "children", "name": { "en": "Children" }, "price": 1_950 },
                { "id": "small", "name": { "en": "Small children" }, "price": 0 },
            ],
            "addOns": [{ "id": "wine", "name": { "en": "Wine" }, "price": 2_900, "per": "guest" }],
        });
        brunch
            .as_object_mut()
            .unwrap()
            .extend(members.as_object().unwrap().clone());
        brunch
    }

    const CHARGED: &str = "what is charged in EUR is 50 or more, in steps of 1";

    #[test]
    fn prices_that_can_be_charged_are_no_fault() {
        let none: [&str; 0] = [];
        assert_eq!(faults(&brunch("prepayment", &json!({}))), none);
        let deposit = json!({ "type": "deposit", "pricePerGuest": 1_000, "dueMinutes": 15 });
        assert_eq!(faults(&brunch("deposit", &json!({ "payment": deposit }))), none);
    }

    #[test]
    fn each_price_that_is_prepaid_can_be_charged_by_itself() {
        let cheap =
            json!({ "addOns": [{ "id": "bread", "name": { "en": "Bread" }, "price": 49, "per": "unit" }] });
        let fault = format!("engine.experiences[0].addOns[0].price: {CHARGED}");
        assert_eq!(faults(&brunch("prepayment", &cheap)), [fault]);
    }

    #[test]
    fn a_deposit_at_mews_can_be_charged_of_the_smallest_party() {
        let faults = |price: u32, least: u8, currency: &str| {
            let mut settings = serde_json::to_value(venue_settings()).unwrap();
            let members = settings.as_object_mut().unwrap();
            members.remove("engine");
            members.insert("currency".to_owned(), json!(currency));
            members.insert("payments".to_owned(), json!({ "adapter": "demo" }));
            let dinner = json!({
                "id": "dinner", "serviceId": "5e1", "rateId": "7a7e", "categoryId": "ca7", "units": 2,
                "attendees": { "min": least, "max": 8 }, "deposit": { "pricePerGuest": price },
            });
            let mews = json!({
                "clientToken": "MEWS_CLIENT_TOKEN", "accessToken": "LINDE_MEWS_TOKEN", "horizonDays": 60,
                "experiences": [dinner],
            });
            members.insert("mews".to_owned(), mews);
            let settings: VenueSettings = serde_json::from_value(settings).unwrap();
            settings.uncharged()
        };
        let fault = |charged: &str| vec![format!("mews.experiences[0].deposit.pricePerGuest: {charged}")];
        assert_eq!(faults(50, 1, "EUR"), [""; 0]);
        assert_eq!(faults(49, 1, "EUR"), fault(CHARGED));
        // Two guests pay more than the least amount.
        assert_eq!(faults(25, 2, "EUR"), [""; 0]);
        // Dinars are charged in steps.
        assert_eq!(faults(1_005, 1, "KWD").len(), 1);
    }

    #[test]
    fn a_prepayment_is_the_price_and_a_deposit_a_part_of_it() {
        let other = json!({ "pricePerGuest": 4_000 });
        assert_eq!(
            faults(&brunch("prepayment", &other)),
            [
                "engine.experiences[0].pricePerGuest: a prepayment is the price, write the same in payment.pricePerGuest"
            ]
        );
        let deposit = json!({ "payment": { "type": "deposit", "pricePerGuest": 2_000, "dueMinutes": 15 } });
        assert_eq!(
            faults(&brunch("deposit", &deposit)),
            ["engine.experiences[0].people[1].price: a deposit is a part of the price, it cannot be more"]
        );
    }
}
