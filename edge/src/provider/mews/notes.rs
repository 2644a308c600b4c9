//! Notes for the property's staff: guests' own, and of refunds that are theirs to post.

use config::mews::NotesTarget;
use shared::id::ReservationId;
use shared::money::Money;
use shared::time::Instant;

use super::booking::refund_note;
use super::client::Operation;
use super::commands::ReservationCommands;
use super::wire::Done;
use super::wire::booking::{NewNote, NewNotes, NewTask};
use crate::provider::remote::RemoteError;
use crate::upstream::Scope;

/// The title of a task with a guest's notes.
const TASK: &str = "Note of a guest who booked online";

/// The title of a task about a refund.
const REFUND_TASK: &str = "Refund of a deposit that was paid online";

impl ReservationCommands<'_> {
    /// Tells the staff of a refund of what is in the books, where they look for guests' notes too.
    pub(super) async fn note_refund(
        &self,
        scope: &Scope,
        id: &ReservationId,
        amount: Money,
    ) -> Result<(), RemoteError> {
        let text = refund_note(amount);
        match self.questions.settings.notes {
            // It is due at once: there is no visit any more.
            NotesTarget::Task => {
                let now = self.questions.now;
                self.try_task(scope, id, (REFUND_TASK, text.as_str()), now).await
            }
            NotesTarget::Note | NotesTarget::None => self.write_note(scope, id, &text).await,
        }
    }

    /// Takes a guest's notes to where the settings say.
    pub(super) async fn add_note(
        &self,
        scope: &Scope,
        id: &ReservationId,
        text: &str,
        start: Instant,
    ) -> Result<(), RemoteError> {
        match self.questions.settings.notes {
            NotesTarget::None => {}
            NotesTarget::Task => self.add_task(scope, id, text, start).await,
            NotesTarget::Note => self.write_note(scope, id, text).await?,
        }
        Ok(())
    }

    async fn write_note(&self, scope: &Scope, id: &ReservationId, text: &str) -> Result<(), RemoteError> {
        let body = NewNotes {
            service_order_notes: [NewNote {
                service_order_id: id.as_str(),
                text,
            }],
        };
        let operation = Operation::ADD_NOTE;
        let _: Done = self.questions.connector.act(scope, operation, &body).await?;
        Ok(())
    }

    /// Adds a task with a guest's notes for the staff, and where that fails writes them on the reservation: an allergy must
    /// not get lost with a department that is there no more. A failure of both is logged: the reservation stands.
    pub(super) async fn add_task(&self, scope: &Scope, id: &ReservationId, text: &str, start: Instant) {
        if self.try_task(scope, id, (TASK, text), start).await.is_ok() {
            return;
        }
        let connector = self.questions.connector;
        connector.log_left_out(Operation::ADD_TASK, 1, "a guest's note has become no task");
        if self.write_note(scope, id, text).await.is_err() {
            connector.log_left_out(Operation::ADD_NOTE, 1, "and no note of the reservation");
        }
    }

    async fn try_task(
        &self,
        scope: &Scope,
        id: &ReservationId,
        (name, text): (&'static str, &str),
        deadline: Instant,
    ) -> Result<(), RemoteError> {
        let body = NewTask {
            department_id: self.questions.settings.task_department_id.as_deref(),
            service_order_id: id.as_str(),
            name,
            description: text,
            deadline_utc: deadline.to_string(),
        };
        let operation = Operation::ADD_TASK;
        let _: Done = self.questions.connector.act(scope, operation, &body).await?;
        Ok(())
    }
}
