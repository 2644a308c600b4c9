//! The waitlist as its guests use it: a wish is left, looked at, withdrawn, or taken up once a table is held for
//! it. It must not know when a table comes free.

use shared::availability::SlotStatus;
use shared::id::WaitlistEntryId;
use shared::problem::ProblemCode;
use shared::reservation::{Reservation, Status};
use shared::validation::{FieldCode, FieldError};
use shared::waitlist::{WaitlistEntry, WaitlistEntryRequest, WaitlistEntryStatus};

use super::ledger::find;
use super::record::{self, Record};
use super::waitlist_letters::ToWaiting;
use super::{Answer, House, Told};
use crate::mail::templates::PaymentState;
use crate::provider::engine::reserve::{self as engine, Refusal, reserve};
use crate::provider::engine::status::holds_tables;
use crate::provider::{ProviderError, SlotsQuestion};
use crate::venue::database::Statement;
use crate::venue::due::{self, Kind};
use crate::venue::idempotency::fingerprint;
use crate::venue::means::Means;
use crate::venue::payments as venue_payments;
use crate::venue::waitlist::call::{Left, NewWish};
use crate::venue::waitlist::{self, WishRow};

impl House {
    /// Leaves a wish where nothing is open. An earlier request with the same key, and an open wish of the same guest
    /// for the same, are answered with that wish as it stands now.
    pub fn leave_wish(&mut self, means: Means<'_>, new: &NewWish) -> Answer<Left> {
        let NewWish { request, key } = new;
        let settings = self.waitlist.as_ref().ok_or(ProviderError::NotFound)?;
        let fingerprint = fingerprint(request);
        if let Some(row) = waitlist::of_key(means.database, key, means.now)? {
            if row.fingerprint != fingerprint {
                return Err(ProviderError::KeyReused);
            }
            return Ok(Left {
                wish: self.with_wish_token(row.public()),
                replayed: true,
            });
        }
        if let Some(row) = waitlist::same_of(means.database, request)? {
            // Who has said the very same has the right to it. To anybody else the address alone opens nothing: the
            // link is in the letter.
            let is_theirs = row.fingerprint == fingerprint;
            let wish = row.public();
            return Ok(Left {
                wish: if is_theirs {
                    self.with_wish_token(wish)
                } else {
                    wish
                },
                replayed: true,
            });
        }
        self.check_wish(means, request)?;
        let guest = &request.guest;
        let open = waitlist::open_of(means.database, &guest.email, guest.phone.as_ref())?;
        if open >= settings.most_per_guest {
            return Err(ProviderError::TooManyWishes);
        }
        if waitlist::waiting_on(means.database, request.day)? >= settings.most_per_day {
            return Err(ProviderError::Refused(ProblemCode::WaitlistFull));
        }
        let id = WaitlistEntryId::parse(means.new_id()?.as_str())
            .map_err(|code| ProviderError::Broken(code.to_string()))?;
        let row = WishRow::new(id, fingerprint, request);
        let mut statements = vec![waitlist::insert(&row, key, means.now)];
        let end = self.plan.zone().resolve(request.day, request.to).instant();
        statements.push(due::schedule(
            Kind::WishEnd,
            row.id.as_str(),
            end.unwrap_or(means.now),
        ));
        statements.extend(self.tell_waiting(ToWaiting::Noted, &row, means.now)?);
        means.database.write(statements)?;
        Ok(Left {
            wish: self.with_wish_token(row.public()),
            replayed: false,
        })
    }

    /// Refuses a wish that breaks a rule, and one that need not wait.
    fn check_wish(&self, means: Means<'_>, request: &WaitlistEntryRequest) -> Answer<()> {
        let WaitlistEntryRequest { from, to, day, .. } = request;
        if to < from {
            let fault = FieldError::new("/to", FieldCode::EndsBeforeStart);
            return Err(ProviderError::Fields(vec![fault]));
        }
        let question = SlotsQuestion {
            experience_id: request.experience_id.clone(),
            attendees: request.attendees,
            day: *day,
            moving: None,
        };
        let slots = self.slots(&question, means.now)?;
        let within: Vec<_> = slots
            .into_iter()
            .filter(|slot| (from..=to).contains(&&slot.minutes))
            .collect();
        let times: Vec<_> = within.iter().map(|slot| slot.minutes).collect();
        let alternatives: Vec<_> = within
            .into_iter()
            .filter(|slot| slot.status == SlotStatus::Open)
            .collect();
        if !alternatives.is_empty() {
            return Err(ProviderError::SlotOpen { alternatives });
        }
        let mut faults = Vec::new();
        for minutes in if times.is_empty() { vec![*from] } else { times } {
            let wish = engine::Wish {
                experience_id: &request.experience_id,
                day: *day,
                minutes,
                attendees: request.attendees,
                area_id: None,
                moving: None,
            };
            match reserve(&self.plan, &self.book, means.now, &wish) {
                // A table may come free for it.
                Err(Refusal::Taken(_)) | Ok(_) => return Ok(()),
                Err(Refusal::Invalid(errors)) if faults.is_empty() => faults = errors,
                Err(Refusal::Invalid(_)) => {}
            }
        }
        for fault in &mut faults {
            if fault.pointer == "/minutes" {
                "/from".clone_into(&mut fault.pointer);
            }
        }
        Err(ProviderError::Fields(faults))
    }

    /// A wish as its guest sees it.
    pub fn wish(&self, means: Means<'_>, id: &WaitlistEntryId) -> Answer<WaitlistEntry> {
        Ok(find_wish(means, id)?.public())
    }

    /// Withdraws a wish, and gives back what is held for it. Once more changes nothing.
    pub fn withdraw_wish(&mut self, means: Means<'_>, id: &WaitlistEntryId) -> Answer<WaitlistEntry> {
        let row = find_wish(means, id)?;
        match row.status {
            WaitlistEntryStatus::Waiting => {
                let mut statements = vec![waitlist::over(id, WaitlistEntryStatus::Withdrawn)];
                statements.push(due::settle(Kind::WishEnd, id.as_str()));
                means.database.write(statements)?;
            }
            WaitlistEntryStatus::Offered => {
                self.give_offer_up(means, &row, WaitlistEntryStatus::Withdrawn)?;
            }
            WaitlistEntryStatus::Withdrawn => {}
            WaitlistEntryStatus::Accepted | WaitlistEntryStatus::Lapsed | WaitlistEntryStatus::Ended => {
                return Err(ProviderError::OfferOver);
            }
        }
        self.wish(means, id)
    }

    /// Makes a reservation of what is offered. Once more gives the same one.
    pub fn accept_offer(&mut self, means: Means<'_>, id: &WaitlistEntryId) -> Answer<Reservation> {
        let row = find_wish(means, id)?;
        let reservation_id = row.reservation_id.as_ref().ok_or(ProviderError::OfferOver)?;
        let record = find(means, reservation_id)?;
        let is_in_time = row.offered_until().is_some_and(|until| means.now < until);
        match row.status {
            WaitlistEntryStatus::Accepted => {}
            WaitlistEntryStatus::Offered if is_in_time && record.status == Status::Unconfirmed => {
                return self.accepted(means, &row, &record);
            }
            // Staff have said yes in the guest's place.
            WaitlistEntryStatus::Offered
                if record.status != Status::Unconfirmed && holds_tables(record.status) =>
            {
                means.database.write(offer_settled(&row))?;
            }
            _ => return Err(ProviderError::OfferOver),
        }
        Ok(self.with_token(self.reservation(means, reservation_id)?))
    }

    fn accepted(&mut self, means: Means<'_>, row: &WishRow, record: &Record) -> Answer<Reservation> {
        let experience = self.plan.find_experience(&record.experience_id);
        let terms = record.payment()?;
        let wanted = self.wanted(means, (terms.as_ref(), experience), &record.id, None)?;
        let status = match &wanted {
            Some(_) => Status::PaymentPending,
            None => self.secured(&record.experience_id),
        };
        let reservation = self.stepped(record, status)?;
        let mut statements = offer_settled(row);
        statements.push(record::set_status(record, status, means.now));
        if let Some(wanted) = &wanted {
            statements.extend(venue_payments::want(wanted, means.now)?);
        }
        let told = Told {
            reservation: &reservation,
            revision: record.next_revision(),
            money: Some(PaymentState::Agreed),
            guest: &record.guest(),
            notes: record.notes.as_ref(),
            locale: &record.locale,
        };
        // To the restaurant it is as new as any other.
        statements.extend(self.letters(told, None, means.now)?);
        means.database.write(statements)?;
        self.mark(&record.id, status);
        Ok(self.with_token(reservation))
    }

    fn with_wish_token(&self, wish: WaitlistEntry) -> WaitlistEntry {
        WaitlistEntry {
            wish_token: Some(self.secret.wish_token(&wish.id)),
            ..wish
        }
    }
}

pub(super) fn find_wish(means: Means<'_>, id: &WaitlistEntryId) -> Answer<WishRow> {
    waitlist::find(means.database, id)?.ok_or(ProviderError::NotFound)
}

/// What is to be written when an offer is taken.
fn offer_settled(row: &WishRow) -> Vec<Statement> {
    vec![
        waitlist::over(&row.id, WaitlistEntryStatus::Accepted),
        due::settle(Kind::OfferEnd, row.id.as_str()),
        due::settle(Kind::WishEnd, row.id.as_str()),
    ]
}
