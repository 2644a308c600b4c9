//! Facts about e-mails on gift cards and their refunds.

use shared::time::Minutes;

use super::super::tests::{LINK, RESTAURANT, euros, localizer};
use super::super::{GiftCardRefunded, GiftCardWithdrawn, gift_card_refunded, gift_card_withdrawn};
use super::*;
use crate::gift_card::order::Reason;

#[test]
fn a_gift_card_has_its_worth_its_last_day_and_whose_it_is() {
    for (tag, worth, until, forever) in [
        (
            "en",
            "€75",
            "Sunday, 31 December 2028",
            "Validity: does not expire",
        ),
        (
            "de-AT",
            "75 €",
            "Sonntag, 31. Dezember 2028",
            "Gültigkeit: unbegrenzt",
        ),
    ] {
        let localizer = localizer(tag);
        let mut card = GiftCardForYou {
            purchaser: "Ada <b>",
            recipient: Some("Ben"),
            amount: euros(7500),
            code: "ABCD-EFGH",
            expires_on: Some(Day::parse("2028-12-31").unwrap()),
            message: Some("Happy\n<i>birthday</i>"),
            picture: Some("https://book.example/pictures/linde/branch.jpg"),
            link: "https://book.example.com/book/linde",
        };
        let message = gift_card_for_you(&RESTAURANT, &localizer, &card);
        for fact in [
            worth,
            until,
            "ABCD-EFGH",
            "Ben",
            "Ada <b>",
            "Happy\n<i>birthday</i>",
        ] {
            assert!(
                message.text.contains(fact),
                "{tag} lacks {fact}: {}",
                message.text
            );
        }
        assert!(message.html.contains("Happy<br>&#60;i&#62;birthday&#60;/i&#62;"));
        let picture = "<img src=\"https://book.example/pictures/linde/branch.jpg\"";
        assert!(message.html.contains(picture), "{}", message.html);
        // What the drawn card says is not said again below it.
        assert_eq!(message.html.matches("ABCD-EFGH").count(), 1, "{}", message.html);
        card.expires_on = None;
        assert!(
            gift_card_for_you(&RESTAURANT, &localizer, &card)
                .text
                .contains(forever)
        );
        let bought = GiftCardBought {
            purchaser: "Ada",
            recipient: Some("Ben"),
            amount: euros(7500),
            code: None,
            expires_on: None,
            deliver_on: Some(Day::parse("2026-12-24").unwrap()),
            sent_to: Some("ben@example.com"),
            withdraw_until: Some(Day::parse("2027-01-06").unwrap()),
            picture: None,
            link: LINK,
        };
        let message = gift_card_bought(&RESTAURANT, &localizer, &bought);
        for fact in [
            worth,
            forever,
            "Ada",
            "Ben",
            "2026",
            "2027",
            "ben@example.com",
            LINK,
        ] {
            assert!(
                message.text.contains(fact),
                "{tag} lacks {fact}: {}",
                message.text
            );
        }
        assert!(!message.text.contains("Code"), "the code is the recipient's");
    }
}

#[test]
fn a_refund_s_email_has_its_reason_and_its_order() {
    for (tag, amount) in [("en", "€75"), ("de", "75 €")] {
        let localizer = localizer(tag);
        let mut texts = Vec::new();
        for reason in Reason::ALL.into_iter().map(Some).chain([None]) {
            let refund = GiftCardRefunded {
                purchaser: "Ada",
                amount: euros(7500),
                reason,
                order: "o7",
            };
            texts.push(gift_card_refunded(&RESTAURANT, &localizer, &refund).text);
        }
        let withdrawn = GiftCardWithdrawn {
            purchaser: "Ada",
            amount: euros(7500),
            at: Some((Day::parse("2026-11-27").unwrap(), Minutes::parse(1140).unwrap())),
            order: "o7",
        };
        let acknowledged = gift_card_withdrawn(&RESTAURANT, &localizer, &withdrawn).text;
        assert!(acknowledged.contains("27"), "{acknowledged}");
        texts.push(acknowledged);
        for (index, text) in texts.iter().enumerate() {
            assert!(
                text.contains(amount) && text.contains("o7") && text.contains("Ada"),
                "{text}"
            );
            assert!(!texts[..index].contains(text), "two reasons have the same words");
        }
    }
}

#[test]
fn a_card_of_staff_is_attached_or_shown_at_the_table() {
    for tag in ["en", "de", "fr", "it", "es", "nl"] {
        let localizer = localizer(tag);
        let texts = localizer.texts();
        let mut card = StaffGiftCard {
            amount: euros(7500),
            code: "GUT-2019",
            is_own: true,
            expires_on: Some(Day::parse("2028-12-31").unwrap()),
            picture: None,
            link: LINK,
        };
        let message = staff_gift_card(&RESTAURANT, &localizer, &card);
        for fact in [texts.made_text, texts.gift_redeem, "GUT-2019", "2028", LINK] {
            assert!(
                message.text.contains(fact),
                "{tag} lacks {fact}: {}",
                message.text
            );
        }
        card.is_own = false;
        let message = staff_gift_card(&RESTAURANT, &localizer, &card);
        assert!(
            message.text.contains(texts.made_text_custom),
            "{tag}: {}",
            message.text
        );
        assert!(
            !message.text.contains(texts.gift_redeem),
            "{tag}: {}",
            message.text
        );
    }
}
