//! The letter that brings a card which staff made to its customer. It is composed when it is due, and a code that its
//! caller has chosen is stored encrypted until then.

use base64ct::{Base64, Encoding as _};
use config::VenueSettings;
use shared::id::OrderId;
use shared::money::Money;

use super::design::{DesignFiles, picture_of};
use super::occasion::made_card;
use super::rows::CardRow;
use super::{code, rows, staff};
use crate::error::{Result, VenueError};
use crate::gift_card::code::CardCode;
use crate::gift_card::pdf::{GiftCardPdf, Picture};
use crate::mail::templates::{StaffGiftCard, staff_gift_card};
use crate::mail::{Attachment, Mailbox, OutgoingEmail};
use crate::storage::database::Statement;
use crate::venue::composer::Composer;
use crate::venue::context::Ctx;

/// Statement that goes with the end of the letter of this subject: the code is not needed any more.
#[must_use]
pub fn after_letter(subject: &str) -> Option<Statement> {
    made_card(subject).map(|id| rows::forget_sealed_code(&id))
}

/// The letter; none where the venue sends no mail, or its address was blanked.
pub(super) fn letter(
    ctx: Ctx<'_>,
    files: &DesignFiles,
    venue: &VenueSettings,
    id: &OrderId,
) -> Result<Option<OutgoingEmail>> {
    let Some(mail) = &venue.mail else {
        return Ok(None);
    };
    let Some(card) = rows::card(ctx.database, id)? else {
        return Ok(None);
    };
    let Some(email) = card.email.clone() else {
        return Ok(None);
    };
    let code = code_of(ctx, &card)?;
    let seen = staff::seen_by_staff(ctx, &code)?;
    let worth = Money::new(seen.amount, card.currency);
    let worth = worth.map_err(|error| VenueError::Broken(error.to_string()))?;
    let composer = Composer::new(venue, mail);
    let localizer = composer.localizer(card.locale.as_ref())?;
    let code_text = code.text();
    let is_own = matches!(code, CardCode::Own(_));
    let design = card.template_id.as_ref();
    let design = design.and_then(|template| composer.card_picture(template));
    let message = staff_gift_card(
        &composer.restaurant(),
        &localizer,
        &StaffGiftCard {
            amount: worth,
            code: &code_text,
            is_own,
            expires_on: card.expires_on,
            picture: design.as_deref(),
            link: &composer.link(""),
        },
    );
    let (address, phone) = (venue.address_line(), venue.shown_phone());
    let picture = picture_of(ctx.database, files, venue, card.template_id.as_ref())?;
    let expires_on = card.expires_on.map(|day| localizer.day(day));
    // A card of another form was printed elsewhere.
    let pdf = is_own.then(|| {
        GiftCardPdf {
            texts: localizer.texts(),
            restaurant: &venue.name,
            contact: address.as_deref().into_iter().chain(phone.as_deref()).collect(),
            colour: venue.theme.color.as_deref(),
            picture: picture.as_deref().and_then(Picture::read),
            worth: &localizer.money(worth),
            from: &venue.name,
            recipient: None,
            message: None,
            code: &code_text,
            expires_on: expires_on.as_deref(),
        }
        .pdf()
        .ok_or_else(|| VenueError::Broken("a card's sheet cannot be drawn".to_owned()))
    });
    let file = pdf.transpose()?.map(|content| Attachment {
        name: "gift-card.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        content: Base64::encode_string(&content),
    });
    let to = Mailbox {
        name: None,
        address: email.as_str().to_owned(),
    };
    let letter = composer.letter(format!("gift-card-made-{id}"), to, message);
    Ok(Some(OutgoingEmail {
        attachments: file.into_iter().collect(),
        ..letter
    }))
}

fn code_of(ctx: Ctx<'_>, card: &CardRow) -> Result<CardCode> {
    let secret = ctx.secret()?;
    match &card.sealed_code {
        Some(sealed) => code::open(&secret, card.id.as_str(), sealed),
        None => Ok(code::of_card(&secret, card.id.as_str())?.into()),
    }
}
