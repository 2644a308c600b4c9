//! The tills of the contract.

use std::rc::Rc;

use async_trait::async_trait;
use couvert_tests::till::MemoryTill;
use edge::delivery::Delivery;
use edge::pos::fact::{CheckPhase, Notice};
use edge::pos::{Connected, Connection, Pos, PosAbilities, PosError, Push, Taken, Unreadable};
use edge::upstream::Scope;
use shared::id::ReservationId;

use super::pos_facts::TillWorld;

/// The till that a test can look into.
struct Shared(Rc<MemoryTill>);

#[async_trait(?Send)]
impl Pos for Shared {
    fn abilities(&self) -> PosAbilities {
        self.0.abilities()
    }

    async fn push(&self, scope: &Scope, push: &Push) -> Result<Taken, PosError> {
        self.0.push(scope, push).await
    }

    fn read(&self, delivery: &Delivery) -> Result<Vec<Notice>, Unreadable> {
        self.0.read(delivery)
    }

    async fn connect(&self, scope: &Scope, connection: &Connection) -> Result<Connected, PosError> {
        self.0.connect(scope, connection).await
    }

    async fn disconnect(&self, scope: &Scope, connection: &Connection) -> Result<(), PosError> {
        self.0.disconnect(scope, connection).await
    }
}

/// The till in memory.
pub fn memory() -> TillWorld {
    let till = Rc::new(MemoryTill::default());
    let (books, lines) = (till.clone(), till.clone());
    let id = ReservationId::parse("r1").unwrap();
    let opened = MemoryTill::check(&id, 1, CheckPhase::Opened);
    TillWorld {
        pos: Box::new(Shared(till)),
        known: Box::new(move |id| {
            let book = books.book.borrow();
            let known = book.get(id)?;
            Some((known.version, known.status, known.tables.clone()))
        }),
        kept_as: |status| status,
        delivery: MemoryTill::delivery(&[opened]),
        connections: Box::new(move || lines.connections.borrow().len()),
    }
}
