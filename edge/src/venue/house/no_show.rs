//! Reservations to which nobody came: what the restaurant says of them, and what their kept cards are charged.
//! It must not know who takes payments.

use shared::id::{PaymentId, ReservationId};
use shared::payment::{NoShow, NoShowCharge, NoShowChargeStatus};
use shared::problem::Code;
use shared::reservation::Status;

use super::ledger::{Actor, find};
use super::record::Record;
use super::{Answer, House};
use crate::mail::templates::{NoShowLetter, NoShowNews};
use crate::payment::flow::{Event, Mode, News, State};
use crate::provider::ProviderError;
use crate::provider::engine::number::reservation_number;
use crate::venue::database::Statement;
use crate::venue::means::Means;
use crate::venue::outbox;
use crate::venue::payments::{self, Row, Subject};

impl House {
    /// Takes down that nobody came, and that the kept card is to be charged: the payment, if this was the first
    /// to ask for it. Nobody has failed to come before the reservation begins.
    pub fn no_show(&mut self, means: Means<'_>, id: &ReservationId) -> Answer<Option<PaymentId>> {
        let record = find(means, id)?;
        if means.now < record.span().0 {
            return Err(ProviderError::Refused(Code::TooEarly));
        }
        let before = payments::of_subject(means.database, &Subject::Reservation(id.clone()))?;
        let asked = before.and_then(|before| {
            let after = before.after(&[Event::Charge(before.amount.amount())]).0;
            (after.flow != before.flow).then_some((before, after))
        });
        let charge = match &asked {
            Some((before, after)) => after.save(before, means.now)?,
            None => Vec::new(),
        };
        self.take_to(means, &record, (Status::NoShow, Actor::Restaurant), charge)?;
        Ok(asked.map(|(_, after)| after.id))
    }

    /// The same as its restaurant sees it.
    pub fn seen_no_show(&self, means: Means<'_>, id: &ReservationId) -> Answer<NoShow> {
        let record = find(means, id)?;
        let row = payments::of_subject(means.database, &Subject::Reservation(id.clone()))?;
        Ok(NoShow {
            number: reservation_number(record.number.into()),
            status: record.status,
            day: record.day,
            minutes: record.minutes,
            attendees: record.attendees,
            starts_at: record.span().0,
            charge: row.as_ref().and_then(charge),
            id: record.id,
        })
    }

    /// What is to be written for the letter on what came of the charge to a reservation's kept card.
    pub(super) fn tell_of_charge(
        &self,
        means: Means<'_>,
        news: News,
        record: &Record,
        row: &Row,
    ) -> Answer<Vec<Statement>> {
        let Some(letters) = &self.letters else {
            return Ok(Vec::new());
        };
        let guest = record.guest();
        let (news, locale, name) = match (news, row.flow.refusal) {
            (News::Charged, _) => (NoShowNews::Charged, Some(&record.locale), "charged"),
            (News::Uncharged, Some(refusal)) => (NoShowNews::Uncharged(refusal), None, "uncharged"),
            _ => return Ok(Vec::new()),
        };
        let to = match news {
            NoShowNews::Charged => guest
                .email
                .as_ref()
                .map(|email| super::letters::mailbox(&guest, email.as_str())),
            NoShowNews::Uncharged(_) => letters.restaurant(),
        };
        let Some(to) = to else {
            return Ok(Vec::new());
        };
        let stationery = letters.stationery();
        let letter = NoShowLetter {
            number: &reservation_number(record.number.into()),
            day: record.day,
            minutes: record.minutes,
            attendees: record.attendees,
            guest: &guest,
            amount: row.amount,
            payment: row.id.as_str(),
        };
        let message = letter.write(news, &stationery.house(), &stationery.pen(locale)?);
        let letter = stationery.letter(format!("no-show-{name}-{}", record.id), to, message);
        Ok(outbox::post(&letter, means.now)?)
    }
}

/// What the kept card of a payment is charged, or could be; none where no card is kept.
fn charge(row: &Row) -> Option<NoShowCharge> {
    let status = match row.flow.state {
        _ if row.flow.mode != Mode::Guarantee => None,
        State::Authorised => Some(NoShowChargeStatus::Kept),
        State::Charging => Some(NoShowChargeStatus::Pending),
        State::Uncharged => Some(NoShowChargeStatus::Failed),
        State::Paid => Some(NoShowChargeStatus::Paid),
        State::Refunding => Some(NoShowChargeStatus::Refunding),
        State::Refunded => Some(NoShowChargeStatus::Refunded),
        State::Wanted | State::Open | State::Authenticating | State::Failed | State::Lapsed => None,
    };
    status.map(|status| NoShowCharge {
        status,
        amount: row.amount,
        reason: row.flow.refusal.filter(|_| status == NoShowChargeStatus::Failed),
    })
}
