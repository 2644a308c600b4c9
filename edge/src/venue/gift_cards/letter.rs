//! Letters about gift cards. Each is composed when it is due and not before, so that no code is stored in
//! one.

use base64ct::{Base64, Encoding as _};
use config::VenueSettings;
use shared::id::OrderId;

use super::design::DesignFiles;
use super::enclosed::{Enclosed, enclosed};
use super::occasion::{Occasion, made_card};
use super::{rows, sheet, staff_letter};
use crate::error::{Result, VenueError};
use crate::mail::templates::{
    GiftCardBought, GiftCardForYou, GiftCardRefunded, GiftCardWithdrawn, Message, gift_card_bought,
    gift_card_for_you, gift_card_refunded, gift_card_share, gift_card_withdrawn,
};
use crate::mail::{Attachment, Mailbox, OutgoingEmail, unlinked};
use crate::payment::flow;
use crate::storage::database::Statement;
use crate::venue::composer::Composer;
use crate::venue::context::Ctx;
use crate::venue::payments;
use crate::venue::payments::letters::{Payer, letters_about};

/// The letter that is due under this subject; none where the venue sends no mail, or it is not true any more. The picture
/// of a design is among these files, or uploaded.
pub fn due_letter(
    ctx: Ctx<'_>,
    files: &DesignFiles,
    venue: &VenueSettings,
    subject: &str,
) -> Result<Option<OutgoingEmail>> {
    if let Some(id) = made_card(subject) {
        return staff_letter::letter(ctx, files, venue, &id);
    }
    let (Some(mail), Some((what, id))) = (&venue.mail, Occasion::of(subject)) else {
        return Ok(None);
    };
    // An order whose personal data was blanked has no address to write to.
    if rows::open_order(ctx.database, &id)?.is_none() {
        return Ok(None);
    }
    let enclosed = enclosed(ctx, files, venue, &id)?;
    if !what.holds(enclosed.stage) {
        return Ok(None);
    }
    let composer = Composer::new(venue, mail);
    let message = compose(ctx, venue, composer, what, &enclosed)?;
    let to_recipient = enclosed.recipient.as_ref().filter(|_| what == Occasion::Card);
    let to = match to_recipient.and_then(|recipient| Some((recipient.email.as_ref()?, recipient))) {
        Some((email, recipient)) => Mailbox {
            name: recipient.name.as_ref().map(|name| unlinked(name.as_str())),
            address: email.as_str().to_owned(),
        },
        None => Mailbox {
            name: Some(unlinked(enclosed.purchaser.name.as_str())),
            address: enclosed.purchaser.email.as_str().to_owned(),
        },
    };
    let has_card = matches!(what, Occasion::Bought | Occasion::Card);
    let file = if has_card {
        Some(Attachment {
            name: "gift-card.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            content: Base64::encode_string(&sheet::pdf(venue, &enclosed)?),
        })
    } else {
        None
    };
    let name = match what {
        // Money can go back in parts, and each part has a letter.
        Occasion::Withdrawn | Occasion::Refunded | Occasion::Share => {
            format!("gift-card-{}-{id}-{}", what.text(), enclosed.given_back.amount())
        }
        Occasion::Bought | Occasion::Receipt | Occasion::Card => format!("gift-card-{}-{id}", what.text()),
    };
    let letter = composer.letter(name, to, message);
    Ok(Some(OutgoingEmail {
        attachments: file.into_iter().collect(),
        ..letter
    }))
}

fn compose(
    ctx: Ctx<'_>,
    venue: &VenueSettings,
    composer: Composer<'_>,
    what: Occasion,
    enclosed: &Enclosed,
) -> Result<Message> {
    let (restaurant, localizer) = (composer.restaurant(), composer.localizer(Some(&enclosed.locale))?);
    let Enclosed { order, purchaser, .. } = enclosed;
    let purchaser = purchaser.name.as_str();
    let id = &order.order_id;
    let card = || {
        order
            .card
            .as_ref()
            .ok_or_else(|| VenueError::Broken("an issued order has no card".to_owned()))
    };
    let recipient = enclosed.recipient.as_ref();
    let name = recipient.and_then(|recipient| Some(recipient.name.as_ref()?.as_str()));
    let address = recipient.and_then(|recipient| Some(recipient.email.as_ref()?.as_str()));
    Ok(match what {
        Occasion::Bought | Occasion::Receipt => {
            let card = card()?;
            let code = (what == Occasion::Bought).then(|| card.code.text());
            let token = ctx.secret()?.order_token(id);
            let picture = composer.card_picture(&card.template_id);
            let bought = GiftCardBought {
                purchaser,
                recipient: name,
                amount: order.amount,
                code: code.as_deref(),
                expires_on: card.expires_on,
                deliver_on: order.deliver_on.filter(|_| code.is_none()),
                sent_to: address,
                withdraw_until: enclosed.withdraw_until,
                picture: picture.as_deref(),
                link: &composer.link(&format!("?view=gift-card#order={id}.{token}")),
            };
            gift_card_bought(&restaurant, &localizer, &bought)
        }
        Occasion::Card => {
            let card = card()?;
            let picture = composer.card_picture(&card.template_id);
            let for_you = GiftCardForYou {
                purchaser,
                recipient: name,
                amount: order.amount,
                code: &card.code.text(),
                expires_on: card.expires_on,
                message: card.message.as_ref().map(shared::validation::Message::as_str),
                picture: picture.as_deref(),
                // The order's own link would let the recipient of a card take the purchase back.
                link: &composer.link(""),
            };
            gift_card_for_you(&restaurant, &localizer, &for_you)
        }
        Occasion::Withdrawn => {
            let withdrawn = GiftCardWithdrawn {
                purchaser,
                amount: enclosed.given_back,
                at: enclosed.withdrawn_at.and_then(|at| venue.time_zone.local(at)),
                order: id.as_str(),
            };
            gift_card_withdrawn(&restaurant, &localizer, &withdrawn)
        }
        Occasion::Share => gift_card_share(
            &restaurant,
            &localizer,
            purchaser,
            enclosed.given_back,
            id.as_str(),
        ),
        Occasion::Refunded => {
            let refunded = GiftCardRefunded {
                purchaser,
                amount: enclosed.given_back,
                reason: enclosed.reason,
                order: id.as_str(),
            };
            gift_card_refunded(&restaurant, &localizer, &refunded)
        }
    })
}

/// Statements that queue the letters about an order's payment that goes wrong.
pub(super) fn of_payment(
    ctx: Ctx<'_>,
    venue: &VenueSettings,
    order: &OrderId,
    news: &payments::RowNews,
    row: &payments::Row,
) -> Result<Vec<Statement>> {
    let Some(mail) = &venue.mail else {
        return Ok(Vec::new());
    };
    // An order that is not paid in time needs no letter.
    if news.news == flow::News::Lost {
        return Ok(Vec::new());
    }
    let purchase = rows::order(ctx.database, order)?.ok_or(VenueError::NotFound)?;
    let payer = Payer {
        name: purchase.purchaser_name.as_str(),
        email: (!purchase.is_blanked()).then(|| purchase.purchaser_email.as_str()),
        phone: None,
        locale: &purchase.locale,
        reservation: None,
        order: Some(order.as_str()),
    };
    letters_about(ctx, Composer::new(venue, mail), &payer, news, row)
}
