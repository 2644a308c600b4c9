//! A booking system of a hotel, in memory: shaped as property management systems are, and unlike Molzait in all that the
//! port has to bear. It answers half a month in one call and for parties of every size, counts people by age category, has
//! add-ons with a stock, codes for private rates, prices and quotes, and makes holds that lapse unless they are confirmed;
//! it has no gift cards. It must not know Couvert's own API.

#![expect(clippy::unwrap_used, reason = "its own texts and numbers are valid")]

mod catalogue;
mod register;
mod sittings;
mod system;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use edge::provider::remote::{CancelReason, Deposit, RemoteError};
use edge::upstream::Clock;
use shared::id::ReservationId;
use shared::reservation::Status;
use shared::time::{Day, Instant, TimeZone};

use self::register::Register;
use crate::native::TestClock;

pub use catalogue::{DINNER, PRIVATE_CODE, PRIVATE_MINUTES, WINE_STOCK};
pub use system::SPAN_DAYS;

/// Something that goes wrong once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A creation is carried out, and its answer lost.
    CreationLost,
    /// A confirmation is carried out, and its answer lost.
    ConfirmationLost,
    /// A confirmation is not carried out, and not answered.
    ConfirmationVanishes,
    /// A confirmation is carried out, its answer lost, and the hotel away from then on.
    ConfirmedAndAway,
    /// A hold lapses before it is confirmed.
    HoldLapses,
    /// A deposit is posted, and the answer lost.
    DepositLost,
    /// A deposit is not posted, and the call not answered.
    DepositVanishes,
    /// A deposit is posted a minute and a half later, and the call not answered.
    DepositLate,
    /// A day of an answer about availability cannot be read.
    UnreadableDay(Day),
    /// A reservation in a list cannot be read.
    UnreadableReservation,
}

/// The system of one hotel.
pub struct Property {
    clock: TestClock,
    zone: TimeZone,
    register: RefCell<Register>,
    faults: RefCell<VecDeque<Fault>>,
    calls: RefCell<Vec<&'static str>>,
    /// By how much every booking is dearer, in minor units.
    surcharge: Cell<i64>,
    /// The deposit of each guest, in minor units; none where none is taken.
    deposit: Cell<Option<i64>>,
    /// The deposits that are posted later, each with the time and its reservation.
    late_deposits: RefCell<Vec<(Instant, ReservationId, Deposit)>>,
    /// Whether no call about a reservation arrives.
    is_away: Cell<bool>,
}

impl Property {
    /// A hotel without reservations, in this time zone.
    #[must_use]
    pub fn new(clock: TestClock, zone: TimeZone) -> Self {
        Self {
            clock,
            zone,
            register: RefCell::default(),
            faults: RefCell::default(),
            calls: RefCell::default(),
            surcharge: Cell::default(),
            deposit: Cell::default(),
            late_deposits: RefCell::default(),
            is_away: Cell::default(),
        }
    }

    /// Has something go wrong at its next occasion.
    pub fn fail(&self, fault: Fault) {
        self.faults.borrow_mut().push_back(fault);
    }

    /// Makes every booking dearer from now on, by this many minor units.
    pub fn raise_prices(&self, by: i64) {
        self.surcharge.set(by);
    }

    /// Takes a deposit for each guest from now on, of this many minor units: it is due within a quarter of an hour, and goes
    /// back until a day before.
    pub fn take_deposits(&self, each: i64) {
        self.deposit.set(Some(each));
    }

    /// Lets no call about a reservation arrive, or lets them arrive again.
    pub fn set_away(&self, is_away: bool) {
        self.is_away.set(is_away);
    }

    /// The deposits in the books, each with its reference and its amount.
    #[must_use]
    pub fn posted(&self) -> Vec<(String, i64)> {
        self.post_late_deposits();
        let register = self.register.borrow();
        let deposits = register.entries.iter().flat_map(|one| &one.deposits);
        deposits
            .map(|one| (one.reference.clone(), one.amount.amount()))
            .collect()
    }

    /// The hotel cancels every reservation and hold.
    pub fn cancel_all(&self) {
        for one in &mut self.register.borrow_mut().entries {
            one.status = Status::Cancelled;
        }
    }

    /// The hotel lists no reservation any more, as others do once these are over.
    pub fn forget_all(&self) {
        self.register.borrow_mut().entries.clear();
    }

    /// The names of the calls since the last time, in order.
    pub fn take_calls(&self) -> Vec<&'static str> {
        self.calls.take()
    }

    /// How many reservations hold a table, and how many of them are holds that are not confirmed.
    #[must_use]
    pub fn held_tables(&self) -> (usize, usize) {
        let mut register = self.register.borrow_mut();
        register.lapse(&self.clock);
        register.held_tables()
    }

    /// Why a reservation was cancelled.
    #[must_use]
    pub fn cancel_reason(&self, id: &ReservationId) -> Option<CancelReason> {
        self.register.borrow().find(id).and_then(|one| one.cancelled_for)
    }

    /// The refund that the hotel's staff were told of, in minor units; none where they were told of none.
    #[must_use]
    pub fn refund_noted(&self, id: &ReservationId) -> Option<i64> {
        self.register.borrow().find(id).and_then(|one| one.refund_noted)
    }

    /// The notes of a reservation, as the staff read them.
    #[must_use]
    pub fn notes(&self, id: &ReservationId) -> Option<String> {
        let register = self.register.borrow();
        register.find(id).and_then(|one| one.candidate().notes)
    }

    /// Posts the deposits whose time has come.
    fn post_late_deposits(&self) {
        let (now, mut register) = (self.clock.now(), self.register.borrow_mut());
        for (_, id, deposit) in self.late_deposits.borrow_mut().extract_if(.., |one| one.0 <= now) {
            if let Some(entry) = register.find_mut(&id) {
                entry.deposits.push(deposit);
            }
        }
    }

    /// Takes the fault out that is meant, if it is due.
    fn fault(&self, is_meant: impl Fn(&Fault) -> bool) -> Option<Fault> {
        let mut faults = self.faults.borrow_mut();
        let place = faults.iter().position(is_meant)?;
        faults.remove(place)
    }

    /// The answer to a write, unless it gets lost.
    fn answered<T>(&self, answer: T, lost: Fault) -> Result<T, RemoteError> {
        match self.fault(|fault| *fault == lost) {
            Some(_) => Err(RemoteError::Timeout),
            None => Ok(answer),
        }
    }
}
