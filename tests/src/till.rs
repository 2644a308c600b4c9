//! A till in memory: it keeps the newest version of each reservation that was pushed to it, and its deliveries are the
//! notices themselves as JSON. Where a test says so, it refuses every push.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use async_trait::async_trait;
use edge::delivery::Delivery;
use edge::pos::fact::{Addressee, CheckPhase, Fact, Notice, NoticeId};
use edge::pos::{Connected, Connection, Deposit, Pos, PosAbilities, PosError, Push, Taken, Unreadable};
use edge::upstream::Scope;
use shared::id::ReservationId;
use shared::party::Attendees;
use shared::reservation::Status;
use shared::time::Instant;

/// A reservation as the till has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownReservation {
    /// The version of the push that said so.
    pub version: u64,
    /// Its status.
    pub status: Status,
    /// The party's size.
    pub attendees: Attendees,
    /// When it starts.
    pub start: Instant,
    /// Its tables.
    pub tables: Vec<String>,
    /// The deposits.
    pub deposits: Vec<Deposit>,
}

/// The till.
#[derive(Default)]
pub struct MemoryTill {
    /// The reservations that it knows, by their ids.
    pub book: RefCell<BTreeMap<String, KnownReservation>>,
    /// The number of pushes that reached it, those that it ignored or refused included.
    pub pushes: Cell<u32>,
    /// The error with which it refuses pushes; none if it takes them.
    pub refusal: RefCell<Option<PosError>>,
    /// Its connections, by name.
    pub connections: RefCell<BTreeMap<String, String>>,
}

impl MemoryTill {
    /// A delivery of these notices, without credentials.
    #[must_use]
    pub fn delivery(notices: &[Notice]) -> Delivery {
        Delivery {
            headers: BTreeMap::new(),
            query: BTreeMap::new(),
            body: serde_json::to_vec(notices).unwrap_or_default(),
        }
    }

    /// A notice of this id about a reservation.
    #[must_use]
    pub fn notice(id: &str, reservation: &ReservationId, facts: Vec<Fact>) -> Notice {
        Notice {
            id: NoticeId::of(Some(id), &Self::delivery(&[])),
            to: Addressee {
                reservation: Some(reservation.clone()),
                ..Addressee::default()
            },
            check: Some("c1".to_owned()),
            order: None,
            at: None,
            facts,
        }
    }

    /// A notice of the phase of a reservation's check, with its place among those of the check.
    #[must_use]
    pub fn check(reservation: &ReservationId, order: u64, phase: CheckPhase) -> Notice {
        Notice {
            order: Some(order),
            ..Self::notice(
                &format!("{reservation}-{order}"),
                reservation,
                vec![Fact::Check(phase)],
            )
        }
    }
}

#[async_trait(?Send)]
impl Pos for MemoryTill {
    fn abilities(&self) -> PosAbilities {
        PosAbilities {
            statuses: Status::ALL,
            needs_table: false,
            deposits: true,
            settles_after: 60,
        }
    }

    async fn push(&self, _: &Scope, push: &Push) -> Result<Taken, PosError> {
        self.pushes.set(self.pushes.get() + 1);
        if let Some(refusal) = &*self.refusal.borrow() {
            return Err(refusal.clone());
        }
        let mut book = self.book.borrow_mut();
        let known = book.get(push.id.as_str());
        if known.is_none_or(|known| known.version < push.version) {
            let reservation = KnownReservation {
                version: push.version,
                status: push.status,
                attendees: push.attendees,
                start: push.start,
                tables: push.tables.clone(),
                deposits: push.deposits.clone(),
            };
            book.insert(push.id.to_string(), reservation);
        }
        Ok(Taken::Accepted)
    }

    fn read(&self, delivery: &Delivery) -> Result<Vec<Notice>, Unreadable> {
        serde_json::from_slice(&delivery.body).map_err(|_| Unreadable("no notices".to_owned()))
    }

    async fn connect(&self, _: &Scope, connection: &Connection) -> Result<Connected, PosError> {
        let Connection { name, url } = connection.clone();
        self.connections.borrow_mut().insert(name, url);
        Ok(Connected::default())
    }

    async fn disconnect(&self, _: &Scope, connection: &Connection) -> Result<(), PosError> {
        self.connections.borrow_mut().remove(&connection.name);
        Ok(())
    }
}
