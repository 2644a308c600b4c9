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
    Localizer::of(&[Language::parse(tag).unwrap()], "US").unwrap()
}

fn restaurant() -> Restaurant<'static> {
    Restaurant {
        name: "Linde",
        address: None,
        phone: Some("+4310000000"),
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
        (PayerNews::ShareToPurchaser, "en", "not onto the card"),
        (PayerNews::ShareToPurchaser, "de", "nicht auf den Gutschein"),
    ] {
        let message = letter(6_800, "EUR").to_payer(news, &restaurant(), &localizer(tag));
        assert!(message.text.contains(text), "{}", message.text);
        assert!(!message.text.contains("p1"), "{}", message.text);
        assert!(!message.text.contains("www.spam.example"), "{}", message.text);
        assert_eq!(
            message.text.contains(link),
            matches!(news, PayerNews::PayAnew { .. })
        );
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
