//! A point at which calls to another system are held up.

use std::cell::Cell;

use tokio::sync::Notify;

/// Holds calls up, before they arrive and before their answers do.
#[derive(Default)]
pub(super) struct Barrier {
    /// How many points are passed before calls are held up; none if none are.
    left: Cell<Option<u32>>,
    pub(super) connection: Notify,
    open: Notify,
}

impl Barrier {
    pub(super) async fn pass(&self) {
        match self.left.get() {
            None => {}
            Some(0) => {
                let open = self.open.notified();
                self.connection.notify_one();
                open.await;
            }
            Some(left) => self.left.set(Some(left - 1)),
        }
    }

    pub(super) fn close_after(&self, points: u32) {
        self.left.set(Some(points));
    }

    pub(super) fn open(&self) {
        self.left.set(None);
        self.open.notify_waiters();
    }
}
