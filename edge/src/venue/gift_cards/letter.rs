//! Letters about orders of gift cards. Each is put together when it is due and not before, so that no code is stored
//! in one.

use base64ct::{Base64, Encoding as _};
use config::VenueSettings;
use shared::gift_card::{GiftCardOrder, Purchaser, Recipient};
use shared::id::OrderId;
use shared::locale::Language;
use shared::money::Money;
use shared::time::{Day, Instant};

use super::{order, rows, sheet, withdrawal};
use crate::error::{Result, VenueError};
use crate::gift_card::order::{Reason, Stage};
use crate::mail::templates::{
    GiftCardBought, GiftCardForYou, GiftCardRefunded, GiftCardWithdrawn, Message, gift_card_bought,
    gift_card_for_you, gift_card_refunded, gift_card_share, gift_card_withdrawn,
};
use crate::mail::{Attachment, Mailbox, OutgoingEmail, unlinked};
use crate::payment::flow;
use crate::storage::database::Statement;
use crate::storage::job_queue::{self, Job, JobKind};
use crate::venue::composer::Composer;
use crate::venue::context::Ctx;
use crate::venue::payments::letters::{Payer, told};
use crate::venue::payments::{self, Subject};
use crate::venue::service::VenueService;

/// What a letter tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// The card is paid, and the purchaser has it with this letter.
    Bought,
    /// The card is paid, and comes with a letter of its own.
    Receipt,
    /// The card.
    Card,
    /// The purchaser's withdrawal has arrived.
    Withdrawn,
    /// The money has gone back.
    Refunded,
    /// What the card had paid came back after the withdrawal, and goes on to the purchaser.
    Share,
}

impl Occasion {
    /// Every one there is.
    pub const ALL: [Self; 6] = [
        Self::Bought,
        Self::Receipt,
        Self::Card,
        Self::Withdrawn,
        Self::Refunded,
        Self::Share,
    ];

    fn text(self) -> &'static str {
        match self {
            Self::Bought => "bought",
            Self::Receipt => "receipt",
            Self::Card => "card",
            Self::Withdrawn => "withdrawn",
            Self::Refunded => "refunded",
            Self::Share => "share",
        }
    }

    /// By what it is due.
    #[must_use]
    pub fn subject(self, id: &OrderId) -> String {
        format!("{}/{id}", self.text())
    }

    fn of(subject: &str) -> Option<(Self, OrderId)> {
        let (what, id) = subject.split_once('/')?;
        let what = Self::ALL.into_iter().find(|known| known.text() == what)?;
        Some((what, OrderId::parse(id).ok()?))
    }

    /// Whether it is still true of an order that stands here.
    fn holds(self, stage: Stage) -> bool {
        match self {
            // The money is not there any more, or never was.
            Self::Bought | Self::Receipt | Self::Card => stage == Stage::Issued,
            Self::Withdrawn | Self::Refunded | Self::Share => true,
        }
    }
}

/// What letters about an order say, the card's code included. It cannot be printed.
pub struct Enclosed {
    /// Who bought the card.
    pub purchaser: Purchaser,
    /// Who it is for, if for somebody else.
    pub recipient: Option<Recipient>,
    /// The language to write in.
    pub locale: Language,
    /// The order, with its card if it is issued.
    pub order: GiftCardOrder,
    /// Where it stands.
    pub stage: Stage,
    /// Why its money goes back, if it does.
    pub reason: Option<Reason>,
    /// When its purchaser withdrew.
    pub withdrawn_at: Option<Instant>,
    /// The last day on which they could, once the card is there.
    pub withdraw_until: Option<Day>,
    /// How much has to go back, or went back.
    pub given_back: Money,
}

/// What letters about this order say.
pub fn enclosed(ctx: Ctx<'_>, venue: &VenueSettings, id: &OrderId) -> Result<Enclosed> {
    let row = rows::open_order(ctx.database, id)?.ok_or(VenueError::NotFound)?;
    let is_somebody = row.recipient_name.is_some() || row.recipient_email.is_some();
    let amount = row.amount;
    let payment = payments::of_subject(ctx.database, &Subject::GiftCardOrder(id.clone()))?;
    let given_back = payment.map_or(amount.amount(), |payment| payment.flow.due_back());
    Ok(Enclosed {
        stage: row.order().stage,
        reason: row.refund_reason,
        withdrawn_at: row.withdrawn_at,
        withdraw_until: withdrawal::until(ctx, venue, id)?,
        given_back: Money::new(given_back, amount.currency())
            .map_err(|error| VenueError::Broken(error.to_string()))?,
        purchaser: Purchaser {
            name: row.purchaser_name,
            email: row.purchaser_email,
        },
        recipient: is_somebody.then_some(Recipient {
            name: row.recipient_name,
            email: row.recipient_email,
        }),
        locale: row.locale,
        order: order(ctx, id)?,
    })
}

/// The letter that is due under this subject; none where nobody sends mail, or it is not true any more.
fn due_letter(ctx: Ctx<'_>, venue: &VenueSettings, subject: &str) -> Result<Option<OutgoingEmail>> {
    let (Some(mail), Some((what, id))) = (&venue.mail, Occasion::of(subject)) else {
        return Ok(None);
    };
    // Where the order's personal data was blanked nobody can be written to.
    if rows::open_order(ctx.database, &id)?.is_none() {
        return Ok(None);
    }
    let enclosed = enclosed(ctx, venue, &id)?;
    if !what.holds(enclosed.stage) {
        return Ok(None);
    }
    let composer = Composer::new(venue, mail);
    let message = said(ctx, venue, composer, what, &enclosed)?;
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
            content: Base64::encode_string(&sheet::written(venue, &enclosed)?),
        })
    } else {
        None
    };
    let name = match what {
        // Money can go back in parts, and each part is told.
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

fn said(
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
            .ok_or_else(|| VenueError::Broken("an issued order without a card".to_owned()))
    };
    let recipient = enclosed.recipient.as_ref();
    let name = recipient.and_then(|recipient| Some(recipient.name.as_ref()?.as_str()));
    let address = recipient.and_then(|recipient| Some(recipient.email.as_ref()?.as_str()));
    Ok(match what {
        Occasion::Bought | Occasion::Receipt => {
            let card = card()?;
            let code = (what == Occasion::Bought).then(|| card.code.text());
            let token = ctx.secret()?.order_token(id);
            let bought = GiftCardBought {
                purchaser,
                recipient: name,
                amount: order.amount,
                code: code.as_deref(),
                expires_on: card.expires_on,
                deliver_on: order.deliver_on.filter(|_| code.is_none()),
                sent_to: address,
                withdraw_until: enclosed.withdraw_until,
                link: &composer.link(&format!("?view=gift-card#order={id}.{token}")),
            };
            gift_card_bought(&restaurant, &localizer, &bought)
        }
        Occasion::Card => {
            let card = card()?;
            let for_you = GiftCardForYou {
                purchaser,
                recipient: name,
                amount: order.amount,
                code: &card.code.text(),
                expires_on: card.expires_on,
                message: card.message.as_ref().map(shared::validation::Message::as_str),
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

/// What is to be written for the letters on an order's payment that goes wrong.
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
    // An order that is not paid in time is missed by nobody.
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
    told(ctx, Composer::new(venue, mail), &payer, news, row)
}

impl VenueService {
    /// Writes the letter about a gift card that is due, and hands it over.
    pub(in crate::venue) async fn write_of_card(&self, settings: &VenueSettings, job: &Job) -> Result<()> {
        let sent = match due_letter(self.ctx(), settings, &job.subject)? {
            Some(letter) => self.mailer(settings)?.send(&letter).await,
            None => Ok(()),
        };
        let over = vec![job_queue::settle(JobKind::GiftCardLetter, &job.subject)];
        self.carried(job, sent, over)
    }
}
