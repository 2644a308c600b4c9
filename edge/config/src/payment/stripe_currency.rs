//! The currencies that Stripe charges, the units in which their amounts travel, and the least amount of a charge.
//! Source of all three: <https://docs.stripe.com/currencies>.

use shared::money::{Currency, MAX_AMOUNT, Money};

/// Currencies of cards with two decimals, of which Stripe publishes the least amount of a charge, in its units.
const LEAST: &[(&str, i64)] = &[
    ("AED", 200),
    ("AUD", 50),
    ("BGN", 100),
    ("BRL", 50),
    ("CAD", 50),
    ("CHF", 50),
    ("CZK", 1_500),
    ("DKK", 250),
    ("EUR", 50),
    ("GBP", 30),
    ("HKD", 400),
    ("HUF", 17_500),
    ("INR", 50),
    ("JPY", 50),
    ("MXN", 1_000),
    ("MYR", 200),
    ("NOK", 300),
    ("NZD", 50),
    ("PLN", 200),
    ("RON", 200),
    ("SEK", 300),
    ("SGD", 50),
    ("THB", 1_000),
    ("USD", 50),
];

/// The other currencies that cards are charged in. Their least amount is that of the currency in which the account
/// is paid out, converted on the day.
const OTHERS: &str = "AFN ALL AMD ANG AOA ARS AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BSD BWP BYN BZD CDF CLP CNY \
    COP CRC CVE DJF DOP DZD EGP ETB FJD FKP GEL GIP GMD GNF GTQ GYD HNL HTG IDR ILS ISK JMD JOD KES KGS KHR KMF \
    KRW KWD KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MUR MVR MWK MZN NAD NGN NIO NPR OMR PAB PEN \
    PGK PHP PKR PYG QAR RSD RUB RWF SAR SBD SCR SHP SLE SOS SRD STD SZL TJS TND TOP TRY TTD TWD TZS UAH UGX UYU \
    UZS VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW";

/// The unit in which an amount travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Unit {
    /// Its decimals, which may be others than those of ISO 4217.
    decimals: u32,
    /// The step of amounts that are charged or refunded.
    step: i64,
}

/// None for a currency that Stripe does not charge.
fn unit(currency: Currency) -> Option<Unit> {
    let code = currency.code();
    let is_charged = published(code).is_some() || OTHERS.split(' ').any(|other| other == code);
    is_charged.then_some(match code {
        "BIF" | "CLP" | "DJF" | "GNF" | "JPY" | "KMF" | "KRW" | "MGA" | "PYG" | "RWF" | "VND" | "VUV"
        | "XAF" | "XOF" | "XPF" => Unit { decimals: 0, step: 1 },
        // Without decimals by now, and still written with two.
        "ISK" | "UGX" => Unit {
            decimals: 2,
            step: 100,
        },
        "BHD" | "JOD" | "KWD" | "OMR" | "TND" => Unit {
            decimals: 3,
            step: 10,
        },
        _ => Unit { decimals: 2, step: 1 },
    })
}

fn published(code: &str) -> Option<i64> {
    let found = LEAST.iter().find(|(known, _)| *known == code);
    found.map(|(_, least)| *least)
}

/// How many of Stripe's units one of ours is, or how many of ours one of Stripe's is.
fn factors(currency: Currency, unit: Unit) -> (i64, i64) {
    let (here, there) = (currency.decimals(), unit.decimals);
    let power = |decimals: u32| 10_i64.pow(decimals);
    (
        power(there.saturating_sub(here)),
        power(here.saturating_sub(there)),
    )
}

/// The step of this currency's amounts in its minor units; none if Stripe does not charge it.
#[must_use]
pub fn step(currency: Currency) -> Option<i64> {
    let unit = unit(currency)?;
    let (more, fewer) = factors(currency, unit);
    Some((unit.step / more).max(1) * fewer)
}

/// The published least amount of a charge in this currency, in its minor units.
#[must_use]
pub fn least(currency: Currency) -> Option<i64> {
    let least = published(currency.code())?;
    let (more, fewer) = factors(currency, unit(currency)?);
    Some(least / more * fewer)
}

/// The amount as Stripe takes it; none if it cannot be charged to the last minor unit.
#[must_use]
pub fn to_stripe(money: Money) -> Option<i64> {
    let unit = unit(money.currency())?;
    let (more, fewer) = factors(money.currency(), unit);
    let amount = money.amount().checked_mul(more)?;
    let is_whole = amount % fewer == 0 && (amount / fewer) % unit.step == 0;
    is_whole.then_some(amount / fewer)
}

/// Converts an amount of Stripe's in a currency, whose code it writes in small letters, to minor units; none if it
/// is no whole number of those.
#[must_use]
pub fn of_stripe(amount: i64, code: &str) -> Option<i64> {
    let currency = Currency::parse(&code.to_ascii_uppercase()).ok()?;
    let (more, fewer) = factors(currency, unit(currency)?);
    let amount = amount.checked_mul(fewer)?;
    let is_whole = amount % more == 0 && (amount / more).abs() <= MAX_AMOUNT;
    is_whole.then_some(amount / more)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn currency(code: &str) -> Currency {
        Currency::parse(code).unwrap()
    }

    fn all() -> Vec<Currency> {
        let published = LEAST.iter().map(|(code, _)| *code);
        published.chain(OTHERS.split(' ')).map(currency).collect()
    }

    fn sent(amount: i64, code: &str) -> Option<i64> {
        to_stripe(Money::new(amount, currency(code)).unwrap())
    }

    #[test]
    fn amounts_travel_in_stripes_units() {
        for (amount, code, there) in [
            (1_250, "EUR", Some(1_250)),
            (500, "JPY", Some(500)),
            // 5 of each, written with two decimals.
            (5, "ISK", Some(500)),
            (5, "UGX", Some(500)),
            // 25.00, of which Stripe knows no hundredths.
            (2_500, "MGA", Some(25)),
            (2_501, "MGA", None),
            (5_120, "KWD", Some(5_120)),
            (5_124, "KWD", None),
            (100, "HUF", Some(100)),
            (100, "IQD", None),
            (100, "ZZZ", None),
        ] {
            assert_eq!(sent(amount, code), there, "{amount} {code}");
            if let Some(there) = there {
                assert_eq!(
                    of_stripe(there, &code.to_lowercase()),
                    Some(amount),
                    "{there} {code}"
                );
            }
        }
        // Half a króna, refunded by hand in Stripe's dashboard, has no minor unit.
        assert_eq!(of_stripe(550, "isk"), None);
    }

    #[test]
    fn the_least_amount_is_that_of_the_currency() {
        for (code, amount) in [
            ("EUR", Some(50)),
            ("GBP", Some(30)),
            ("CZK", Some(1_500)),
            ("HUF", Some(17_500)),
            ("JPY", Some(50)),
            ("DKK", Some(250)),
            ("SEK", Some(300)),
            ("NOK", Some(300)),
            ("PLN", Some(200)),
            ("MXN", Some(1_000)),
            ("ISK", None),
            ("ZZZ", None),
        ] {
            assert_eq!(least(currency(code)), amount, "{code}");
        }
        for (code, amount) in [("EUR", 1), ("ISK", 1), ("KWD", 10), ("MGA", 100), ("JPY", 1)] {
            assert_eq!(step(currency(code)), Some(amount), "{code}");
        }
    }

    #[test]
    fn no_currency_stands_there_twice_and_each_least_amount_can_be_charged() {
        let mut codes: Vec<_> = all().iter().map(|currency| currency.code().to_owned()).collect();
        let count = codes.len();
        codes.sort();
        codes.dedup();
        assert_eq!(codes.len(), count);
        for currency in all() {
            if let Some(least) = least(currency) {
                assert!(
                    to_stripe(Money::new(least, currency).unwrap()).is_some(),
                    "{currency:?}"
                );
            }
        }
    }

    proptest! {
        #[test]
        fn an_amount_comes_back_as_it_went(at in 0..all().len(), steps in 0..1_000_000_000_i64) {
            let currency = all()[at];
            let amount = steps * step(currency).unwrap();
            let there = to_stripe(Money::new(amount, currency).unwrap()).unwrap();
            prop_assert_eq!(of_stripe(there, &currency.code().to_ascii_lowercase()), Some(amount));
            // Nothing between two steps can be charged.
            if step(currency).unwrap() > 1 {
                prop_assert_eq!(to_stripe(Money::new(amount + 1, currency).unwrap()), None);
            }
        }

        #[test]
        fn amounts_of_any_size_are_converted_or_refused(at in 0..all().len(), amount in any::<i64>()) {
            let currency = all()[at];
            if let Some(here) = of_stripe(amount, &currency.code().to_ascii_lowercase()) {
                prop_assert!(here.abs() <= MAX_AMOUNT);
            }
        }
    }
}
