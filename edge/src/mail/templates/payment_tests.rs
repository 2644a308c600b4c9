//! Facts about letters on payments that go wrong.

use shared::locale::Language;
use shared::money::Currency;

use super::*;
use crate::localization::languages;

const PROBLEMS: [PaymentProblem; 6] = [
    PaymentProblem::AuthorisationLost,
    PaymentProblem::CaptureFailed,
    PaymentProblem::RefundFailed,
    PaymentProblem::RefundStuck,
    PaymentProblem::Disputed,
    PaymentProblem::DisputeLost,
];

fn localizer(tag: &str) -> Localizer {
    Localizer::of(&[Language::parse(tag).unwrap()], "AT").unwrap()
}

fn restaurant() -> Restaurant<'static> {
    Restaurant {
        name: "Linde",
        address: None,
        phone: Some("+4310000000"),
        venue: None,
    }
}

fn letter(amount: i64, currency: &str) -> PaymentLetter<'static> {
    PaymentLetter {
        name: "Ada <Muster> www.spam.example",
        email: Some("ada@example.com"),
        phone: Some("+436605512234"),
        amount: Money::new(amount, Currency::parse(currency).unwrap()).unwrap(),
        payment: "p1",
        reservation: Some(PaidReservation {
            number: "R-000007",
            day: Day::parse("2026-11-27").unwrap(),
            minutes: Minutes::parse(1140).unwrap(),
            attendees: Attendees::parse(2).unwrap(),
        }),
        order: None,
    }
}

#[test]
fn the_restaurant_reads_what_is_wrong_and_with_whose_payment() {
    for language in languages() {
        let tag = language.as_str();
        let mut headings = Vec::new();
        let news = PROBLEMS.map(PaymentNews::Problem).into_iter();
        for news in news.chain([PaymentNews::DisputeWon]) {
            let message = letter(6_800, "EUR").to_restaurant(news, &restaurant(), &localizer(tag));
            for fact in ["R-000007", "68", "ada@example.com", "+436605512234", "p1"] {
                assert!(message.text.contains(fact), "{fact}: {}", message.text);
            }
            assert!(message.subject.ends_with("(R-000007)"), "{}", message.subject);
            assert!(!message.html.contains("<Muster>"), "{}", message.html);
            assert!(!message.text.contains("www.spam.example"), "{}", message.text);
            headings.push(message.text.lines().next().unwrap().to_owned());
        }
        let count = headings.len();
        headings.sort();
        headings.dedup();
        assert_eq!(headings.len(), count, "{headings:?}");
    }
}

#[test]
fn who_pays_reads_what_became_of_the_money_and_nothing_of_the_operators() {
    let until = (Day::parse("2026-11-23").unwrap(), Minutes::parse(720).unwrap());
    let link = "https://book.example/book/linde?view=manage#manage=r1.t";
    for (news, tag, text) in [
        (PayerNews::Late, "en", "the time to pay was over"),
        (PayerNews::Late, "de", "Die Frist war abgelaufen"),
        (PayerNews::NotBooked, "en", "could not be confirmed"),
        (PayerNews::NotBooked, "de", "konnte nicht bestätigt werden"),
        (PayerNews::RefundFailed, "en", "turned it down"),
        (PayerNews::RefundFailed, "de", "abgelehnt"),
        (
            PayerNews::PayAnew { until, link },
            "en",
            "until Monday, 23 November 2026",
        ),
        (
            PayerNews::PayAnew { until, link },
            "de",
            "bis Montag, 23. November 2026",
        ),
        (
            PayerNews::FinishPaying {
                until,
                link,
                is_guarantee: false,
            },
            "en",
            "Finish paying: your table is held until 12:00",
        ),
        (
            PayerNews::FinishPaying {
                until,
                link,
                is_guarantee: true,
            },
            "de",
            "Karte hinterlegen: Ihr Tisch ist bis 12:00 reserviert",
        ),
        (PayerNews::ShareToPurchaser, "en", "not onto the card"),
        (PayerNews::ShareToPurchaser, "de", "nicht auf den Gutschein"),
    ] {
        let message = letter(6_800, "EUR").to_payer(news, &restaurant(), &localizer(tag));
        assert!(message.text.contains(text), "{}", message.text);
        assert!(!message.text.contains("p1"), "{}", message.text);
        assert!(!message.text.contains("www.spam.example"), "{}", message.text);
        assert_eq!(
            message.text.contains(link),
            matches!(news, PayerNews::PayAnew { .. } | PayerNews::FinishPaying { .. })
        );
    }
}

#[test]
fn a_card_that_is_left_is_no_price() {
    let until = (Day::parse("2026-11-23").unwrap(), Minutes::parse(720).unwrap());
    for (is_guarantee, line) in [
        (false, "Amount: €68"),
        (true, "Card guarantee: €68, charged only if nobody comes"),
    ] {
        let link = "https://book.example/book/linde?view=manage#manage=r1.t";
        let news = PayerNews::FinishPaying {
            until,
            link,
            is_guarantee,
        };
        let message = letter(6_800, "EUR").to_payer(news, &restaurant(), &localizer("en"));
        assert!(message.text.contains(line), "{}", message.text);
        assert!(
            message.text.contains("until Monday, 23 November 2026, 12:00"),
            "{}",
            message.text
        );
    }
}

#[test]
fn a_table_that_is_held_stands_large_with_its_time() {
    let until = (Day::parse("2026-11-23").unwrap(), Minutes::parse(720).unwrap());
    let link = "https://book.example/book/linde?view=manage#manage=r1.t";
    for (news, is_large) in [
        (PayerNews::PayAnew { until, link }, true),
        (
            PayerNews::FinishPaying {
                until,
                link,
                is_guarantee: false,
            },
            true,
        ),
        (PayerNews::NotBooked, false),
    ] {
        let message = letter(6_800, "EUR").to_payer(news, &restaurant(), &localizer("en"));
        let large = "line-height:1.35\">Friday, 27 November 2026";
        assert_eq!(message.html.contains(large), is_large, "{}", message.html);
        assert!(message.text.contains("Amount: €68"), "{}", message.text);
    }
}

#[test]
fn amounts_have_the_decimals_of_their_currency() {
    for (amount, currency, written) in [
        (5_000, "JPY", "5000"),
        (5_000, "ISK", "5000"),
        (5_000, "EUR", "50"),
    ] {
        let message =
            letter(amount, currency).to_payer(PayerNews::RefundFailed, &restaurant(), &localizer("en"));
        let line = message
            .text
            .lines()
            .find(|line| line.starts_with("Amount"))
            .unwrap();
        let digits: String = line.chars().filter(char::is_ascii_digit).collect();
        assert_eq!(digits, written, "{line}");
    }
}
