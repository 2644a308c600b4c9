//! The stream of the venue's changes: opens it for a listener, sends what each turn has written into the journal, and ends
//! it. Everything here is done within one turn: a listener that is added is sent what it has missed before any other turn
//! can write, and a turn that writes sends before it awaits anything.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::rc::Rc;
use std::slice;

use config::VenueSettings;
use shared::change::{ChangeLimit, ChangePage};
use shared::change_stream::StreamMessage;
use shared::page::PagePosition;
use shared::problem::ProblemCode;
use shared::time::Instant;

use super::VenueService;
use super::settings::InForce;
use crate::access::{Actor, CredentialId};
use crate::error::{Result, VenueError};
use crate::storage::changes::{self, ChangesAfter};
use crate::storage::database::Database;
use crate::venue::access;
use crate::venue::change_stream::{Ending, Incoming, Listener, Offer, Socket, SocketError};
use crate::venue::context::Ctx;
use crate::venue::message::Request;
use crate::venue::message::change_stream::{PERMISSION, StreamRequest};
use crate::venue::message::staff::StaffRequest;

/// The most streams of a venue.
const MAX_STREAMS: usize = 100;

/// The most streams of a credential. One more ends the oldest: it may be that of a listener that came back, whose first
/// line is broken without the runtime knowing.
const MAX_STREAMS_OF_CREDENTIAL: usize = 10;

/// After how many seconds a listener may try again where the venue has as many streams as it may.
const RETRY_SECONDS: u32 = 60;

/// The streams whose credentials are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StreamCheck {
    /// Those whose credential should have ended by now.
    Due,
    /// All of them, since access to the venue may have changed.
    All,
}

/// A listener with its WebSocket.
struct Stream {
    socket: Rc<dyn Socket>,
    listener: Listener,
}

impl Stream {
    /// The stream of a WebSocket; none for one whose stream has ended. One whose state cannot be read ends here: its
    /// listener would be sent nothing any more, and would not know.
    fn of(socket: Rc<dyn Socket>) -> Option<Self> {
        let state = socket.state().unwrap_or_default();
        if state.is_empty() {
            return None;
        }
        let Ok(listener) = serde_json::from_str(&state) else {
            end(&*socket, Ending::Failed);
            return None;
        };
        Some(Self { socket, listener })
    }

    fn store(&self) -> Result<(), SocketError> {
        let state = serde_json::to_string(&self.listener).map_err(|_| SocketError)?;
        self.socket.store(&state)
    }

    /// Sends a part of the journal, if the listener takes it; returns whether there is another that it may take.
    fn send(&mut self, part: &Part, now: Instant) -> bool {
        let was_live = self.listener.is_live();
        let (text, has_next) = match part {
            Part::Changes { page, text } => match self.listener.offer(page, now) {
                Offer::Sent => (Some(text), page.more),
                Offer::UpToDate if !was_live => (None, false),
                Offer::UpToDate | Offer::Waiting => return false,
                Offer::Ended(ending) => {
                    end(&*self.socket, ending);
                    return false;
                }
            },
            Part::Lost { cursor, text } => {
                self.listener.resynchronise(*cursor);
                (Some(text), true)
            }
        };
        let sent = text.map_or(Ok(()), |text| self.socket.send(text));
        if sent.and_then(|()| self.store()).is_err() {
            end(&*self.socket, Ending::Failed);
            return false;
        }
        has_next
    }
}

/// Ends a stream. The runtime may list its WebSocket a little longer, whose state is empty then.
fn end(socket: &dyn Socket, ending: Ending) {
    // Of one that is closed already nothing is needed.
    let _ = socket.store("");
    socket.close(ending.code(), ending.reason());
}

/// A part of the journal with the message that carries it, for all listeners who stand before it.
enum Part {
    /// The changes after a cursor.
    Changes { page: ChangePage, text: String },
    /// Changes after the cursor are not there any more.
    Lost { cursor: PagePosition, text: String },
}

impl Part {
    fn read(database: &dyn Database, after: PagePosition) -> Result<Self> {
        Ok(
            match changes::changes_after(database, after, ChangeLimit::default())? {
                ChangesAfter::Kept(page) => Self::Changes {
                    text: text(&StreamMessage::Changes {
                        changes: page.changes.clone(),
                        cursor: page.cursor,
                    })?,
                    page,
                },
                ChangesAfter::Resync { cursor } => Self::Lost {
                    text: text(&StreamMessage::Resync { cursor })?,
                    cursor,
                },
            },
        )
    }
}

fn text(message: &StreamMessage) -> Result<String> {
    serde_json::to_string(message).map_err(|error| VenueError::Broken(error.to_string()))
}

impl VenueService {
    /// Opens a stream for a listener who is authorised: `accept` takes their WebSocket, and is called once nothing stands
    /// against it. `of_file` are the settings of the deployment's file, if it has the venue.
    pub fn open_stream(
        &self,
        of_file: Option<&VenueSettings>,
        request: &StreamRequest,
        accept: impl FnOnce() -> Result<Rc<dyn Socket>>,
    ) -> Result<()> {
        let InForce {
            settings,
            is_suspended,
            ..
        } = self.in_force(of_file)?;
        let ctx = self.ctx();
        let actor = access::identify(ctx, &settings, request.staff.as_ref())?;
        self.require_assigned(&settings, &actor)?;
        if is_suspended {
            return Err(VenueError::Refused(ProblemCode::VenueSuspended));
        }
        let credential = access::credential_id(&actor, &settings).ok_or(VenueError::Unauthorized)?;
        let ends_at = access::recheck(ctx, &settings, &credential, PERMISSION)?;
        let cursor = match request.after {
            Some(after) => after,
            None => changes::newest(ctx.database)?,
        };
        let hello = text(&StreamMessage::Hello { cursor })?;
        self.make_room(&credential)?;
        let mut stream = Stream {
            socket: accept()?,
            listener: Listener::new(credential, ends_at, cursor, ctx.now),
        };
        let sent = stream.socket.send(&hello).and_then(|()| stream.store());
        let sent = sent.map_err(|SocketError| VenueError::Broken("a WebSocket was not accepted".to_owned()));
        let sent = sent.and_then(|()| self.send_changes(slice::from_mut(&mut stream)));
        if sent.is_err() {
            end(&*stream.socket, Ending::Failed);
        }
        self.arm_alarm(&settings);
        sent
    }

    /// Takes a message of a listener.
    pub fn receive(&self, socket: &Rc<dyn Socket>, message: Incoming<'_>) -> Result<()> {
        let Some(mut stream) = Stream::of(socket.clone()) else {
            // What was on its way when the stream ended is of no use. Where nothing was stored there never was one.
            if socket.state().is_none() {
                end(&**socket, Ending::Failed);
            }
            return Ok(());
        };
        let now = self.ctx().now;
        let received = stream.listener.receive(message, now);
        let stored = received.and_then(|()| stream.store().map_err(|SocketError| Ending::Failed));
        if let Err(ending) = stored {
            end(&**socket, ending);
            return Ok(());
        }
        // There may be room for changes that have waited. A listener that has been sent every change waits for none.
        if stream.listener.is_live() {
            return Ok(());
        }
        let sent = self.send_changes(slice::from_mut(&mut stream));
        if sent.is_err() {
            end(&**socket, Ending::Failed);
        }
        if let Some(at) = self.next_due()? {
            (self.deps.alarm)(Some(at));
        }
        sent
    }

    /// Ends every stream of a venue that is no longer served.
    pub fn end_streams(&self) {
        for socket in self.deps.sockets.all() {
            end(&*socket, Ending::Suspended);
        }
    }

    /// Sends the changes that were written since it was last called. A turn that has written nothing reads nothing.
    pub(super) fn publish_changes(&self, settings: &VenueSettings) {
        if !self.deps.database.take_written() {
            return;
        }
        let mut streams = self.checked_streams(settings, StreamCheck::Due);
        if let Err(error) = self.send_changes(&mut streams) {
            self.log_error(settings, &error);
            // They come back with their cursors, so that nothing is lost to them.
            for stream in &streams {
                end(&*stream.socket, Ending::Failed);
            }
        }
    }

    /// Sends each stream the changes after its cursor, as far as its listener takes them. Each part of the journal is read
    /// once for all.
    fn send_changes(&self, streams: &mut [Stream]) -> Result<()> {
        let Ctx { database, now, .. } = self.ctx();
        let mut parts = BTreeMap::new();
        for stream in streams {
            loop {
                let cursor = stream.listener.cursor();
                let part = match parts.entry(cursor) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(unknown) => unknown.insert(Part::read(database, cursor)?),
                };
                if !stream.send(part, now) {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Ends the streams that a request has taken the access from, or that are too far behind.
    pub(super) fn check_streams_after(&self, settings: &VenueSettings, request: &Request) {
        let may_end_access = match request {
            Request::SignIn(_) | Request::Operator(_) => true,
            Request::Staff(request) => matches!(
                request,
                StaffRequest::RevokeAccessKey(_)
                    | StaffRequest::People(_)
                    | StaffRequest::Sessions(_)
                    | StaffRequest::Settings(_)
            ),
            _ => false,
        };
        if may_end_access {
            self.check_streams(settings, StreamCheck::All);
        }
    }

    /// Ends the streams that are too far behind, and those whose credential has ended.
    pub(super) fn check_streams(&self, settings: &VenueSettings, check: StreamCheck) {
        drop(self.checked_streams(settings, check));
    }

    /// When a stream has to be looked at; none if there is none.
    pub(super) fn next_stream_check(&self, now: Instant) -> Option<Instant> {
        let streams = self.streams();
        let next = streams
            .iter()
            .filter_map(|stream| stream.listener.check_at())
            .min();
        // One that cannot be ended must not wake the object without pause.
        next.map(|at| at.max(now.plus_seconds(1)))
    }

    fn streams(&self) -> Vec<Stream> {
        self.deps
            .sockets
            .all()
            .into_iter()
            .filter_map(Stream::of)
            .collect()
    }

    /// The streams that are left after a check.
    fn checked_streams(&self, settings: &VenueSettings, check: StreamCheck) -> Vec<Stream> {
        let mut streams = self.streams();
        streams.retain_mut(|stream| {
            let found = self
                .check_stream(settings, stream, check)
                .unwrap_or_else(|error| {
                    self.log_error(settings, &error);
                    Err(Ending::Failed)
                });
            found.inspect_err(|ending| end(&*stream.socket, *ending)).is_ok()
        });
        streams
    }

    /// Checks a stream; the inner error is the reason to end it.
    fn check_stream(
        &self,
        settings: &VenueSettings,
        stream: &mut Stream,
        check: StreamCheck,
    ) -> Result<Result<(), Ending>> {
        let ctx = self.ctx();
        if stream.listener.is_behind(ctx.now) {
            return Ok(Err(Ending::TooFarBehind));
        }
        if check == StreamCheck::Due && !stream.listener.is_credential_over(ctx.now) {
            return Ok(Ok(()));
        }
        let InForce {
            settings,
            is_suspended,
            ..
        } = self.in_force(Some(settings))?;
        if is_suspended {
            return Ok(Err(Ending::Suspended));
        }
        match self.recheck(&settings, &stream.listener.credential) {
            Ok(ends_at) => {
                stream.listener.set_credential_end(ends_at);
                Ok(stream.store().map_err(|SocketError| Ending::Failed))
            }
            Err(VenueError::Unauthorized) => Ok(Err(Ending::Unauthorized)),
            Err(VenueError::Forbidden) => Ok(Err(Ending::Forbidden)),
            Err(error) => Err(error),
        }
    }

    fn recheck(&self, settings: &VenueSettings, credential: &CredentialId) -> Result<Option<Instant>> {
        if matches!(credential, CredentialId::StaffKey(_)) {
            self.require_assigned(settings, &Actor::StaffKey)?;
        }
        access::recheck(self.ctx(), settings, credential, PERMISSION)
    }

    /// Makes room for one more stream of a credential, by ending its oldest one where it has as many as it may.
    fn make_room(&self, credential: &CredentialId) -> Result<()> {
        let streams = self.streams();
        let own = streams
            .iter()
            .filter(|stream| stream.listener.credential == *credential);
        if own.clone().count() >= MAX_STREAMS_OF_CREDENTIAL {
            let oldest = own.min_by_key(|stream| stream.listener.opened_at);
            if let Some(oldest) = oldest {
                end(&*oldest.socket, Ending::Replaced);
            }
        } else if streams.len() >= MAX_STREAMS {
            return Err(VenueError::TooMany {
                retry_after: RETRY_SECONDS,
            });
        }
        Ok(())
    }
}
