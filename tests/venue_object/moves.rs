//! Facts about changes and cancellations of one reservation at another system at the same time: in every
//! order the system has one table under the guest's name and the guest's link leads to it, or none.

use std::{cell::Cell, cell::RefCell, rc::Rc};

use async_trait::async_trait;
use config::{RemoteSettings, System, VenueSettings};
use couvert_tests::molzait::{
    ALA_CARTE, Misbehaviour, Operation, Settings as SimulatorSettings, Simulator, Weights,
};
use couvert_tests::native::{MemoryDatabase, NoSockets, SeededRng, Simulated, TestClock};
use edge::error::VenueError;
use edge::limits::Caller;
use edge::provider::molzait::Molzait;
use edge::provider::remote::{Background, Remote, RemoteDeps};
use edge::provider::{Booked, BookingRequest};
use edge::storage::database::{Database, Statement};
use edge::storage::idempotency::IdempotencyKey;
use edge::storage::picture_store::DatabasePictures;
use edge::storage::schema::MigratedDatabase;
use edge::upstream::{Clock, Network, NetworkError, Ports, Upstream};
use edge::venue::message::{Envelope, Request, visitor::Visitor};
use edge::venue::service::{Deps, RemoteConnection, VenueService};
use futures_util::future::{FutureExt, LocalBoxFuture, join_all};
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde_json::json;
use shared::problem::ProblemCode;
use shared::reservation::{Reservation, Status};

use super::barrier::Barrier;
use super::object::staff;
use super::venue::{NOON, no_limits};

pub(super) const BUSY: VenueError = VenueError::Refused(ProblemCode::ChangeInProgress);
/// More points than any step has at which its calls can be held up.
pub(super) const MOST_POINTS: u32 = 40;

struct DelayedNetwork {
    simulated: Simulated,
    barrier: Rc<Barrier>,
}

#[async_trait(?Send)]
impl Network for DelayedNetwork {
    async fn exchange(
        &self,
        request: http::Request<Vec<u8>>,
        limit: usize,
    ) -> Result<http::Response<Vec<u8>>, NetworkError> {
        self.barrier.pass().await;
        let answer = self.simulated.exchange(request, limit).await;
        self.barrier.pass().await;
        answer
    }
}

struct NoBackground;

impl Background for NoBackground {
    fn spawn(&self, _: LocalBoxFuture<'static, ()>) {}
}

/// A venue at a simulated Molzait, with one reservation at seven.
pub(super) struct Venue {
    pub(super) settings: VenueSettings,
    clock: TestClock,
    database: Rc<MemoryDatabase>,
    simulator: Rc<RefCell<Simulator>>,
    pub(super) barrier: Rc<Barrier>,
    pub(super) writer: VenueService,
    pub(super) booked: Reservation,
}

fn writer(
    clock: TestClock,
    database: &Rc<MemoryDatabase>,
    simulator: &Rc<RefCell<Simulator>>,
    barrier: &Rc<Barrier>,
) -> VenueService {
    let (own, simulator, barrier) = (database.clone(), simulator.clone(), barrier.clone());
    let (missing, drawn) = (|| VenueError::NotFound, Cell::new(0_u128));
    VenueService::new(Deps {
        database: MigratedDatabase::of(database.clone()),
        random: Box::new(move || {
            drawn.set(drawn.get() + 1);
            Some(drawn.get().to_be_bytes())
        }),
        now: Box::new(move || clock.now()),
        worker_secret: Box::new(|name| (name == "SEAL_KEY").then(|| "00".repeat(32).into())),
        connect_remote: Box::new(move |venue, deps| {
            let Some(System::Remote(RemoteSettings::Molzait(settings))) = venue.system() else {
                return Err(missing());
            };
            let ports = Rc::new(Ports {
                network: Box::new(DelayedNetwork {
                    simulated: Simulated::new(simulator.clone(), clock),
                    barrier: barrier.clone(),
                }),
                clock: Box::new(clock),
                rng: Box::new(SeededRng::new(7)),
            });
            let remote_deps = RemoteDeps {
                ports: ports.clone(),
                database: own.clone(),
                background: Rc::new(NoBackground),
                secret: deps.secret,
                in_progress: deps.in_progress,
                rules: Molzait::rules(settings, venue.time_zone.clone()),
            };
            let (key, upstream) = (SecretString::from("sim-key"), Upstream::new(ports.clone()));
            let system = Rc::new(Molzait::new(settings.clone(), venue.currency, key, upstream));
            Ok(RemoteConnection {
                remote: Remote::new(system.clone(), remote_deps),
                cards: Some(system),
                ports,
                metrics: Box::new(String::new),
            })
        }),
        challenge: Box::new(move |_, _, _| Err(missing())),
        mailer: Box::new(move |_, _| Err(missing())),
        deployment_mail: Box::new(|_| Ok(None)),
        till: Box::new(|_, _| Err(VenueError::NotFound)),
        payments: Box::new(move |_, _, _| Err(missing())),
        alarm: Box::new(|_| ()),
        sockets: Box::new(NoSockets),
        pictures: Box::new(DatabasePictures(MigratedDatabase::of(database.clone()))),
        has_picture_file: Box::new(|_, _| false),
        log_error: Box::new(|_, _| ()),
        file_names_secret: Box::new(|_, _| true),
        allows_demonstrations: true,
    })
}

impl Venue {
    pub(super) async fn with_reservation() -> Self {
        let settings = json!({
            "id": "linde", "name": "Linde", "timeZone": "Europe/Vienna", "currency": "EUR", "locales": ["en"],
            "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" },
            "limits": no_limits(),
            "staffKey": "LINDE_STAFF",
        "molzait": { "key": "LINDE_KEY", "horizonDays": 30 },
        });
        let settings: VenueSettings = serde_json::from_value(settings).unwrap();
        let clock = TestClock::at(NOON);
        let database = Rc::new(MemoryDatabase::new().unwrap());
        let simulator = Simulator::new(SimulatorSettings::default(), Weights::quiet());
        let simulator = Rc::new(RefCell::new(simulator));
        let barrier = Rc::new(Barrier::default());
        let writer = writer(clock, &database, &simulator, &barrier);
        let request = json!({
            "experienceId": ALA_CARTE, "day": "2026-11-25", "minutes": 1_140, "attendees": 2, "locale": "en",
            "guest": { "firstName": "Ada", "lastName": "Muster", "email": "ada@example.com" },
        });
        let order = BookingRequest {
            request: serde_json::from_value(request).unwrap(),
            key: IdempotencyKey::parse("the-booking").unwrap(),
        };
        let reserved: Booked = send(&writer, &settings, Request::Reserve(Box::new(order)), None)
            .await
            .unwrap();
        Self {
            settings,
            clock,
            database,
            simulator,
            barrier,
            writer,
            booked: reserved.reservation,
        }
    }

    /// The object ends and begins again.
    fn restart(&mut self) {
        self.writer = writer(self.clock, &self.database, &self.simulator, &self.barrier);
    }

    pub(super) async fn take(&self, step: Step) -> Result<Reservation, VenueError> {
        let id = self.booked.id.clone();
        let call = match step {
            Step::Change(minutes) => {
                let change = serde_json::from_value(json!({ "minutes": minutes })).unwrap();
                Request::Change(id, Box::new(change))
            }
            Step::Set(status) => Request::SetStatus(id, status),
            Step::See => Request::Reservation(id),
        };
        let token = self.booked.manage_token.clone();
        send(&self.writer, &self.settings, call, token).await
    }

    /// Begins a step that is held up after so many points; whether it got that far.
    pub(super) async fn take_until<'a>(&'a self, step: Step, points: u32) -> (PendingStep<'a>, bool) {
        self.barrier.close_after(points);
        let mut pending: PendingStep<'a> = self.take(step).boxed_local();
        let connection = self.barrier.connection.notified();
        tokio::select! {
            biased;
            answer = &mut pending => (std::future::ready(answer).boxed_local(), false),
            () = connection => (pending, true),
        }
    }

    /// The ids and times of what holds a table under the guest's name.
    fn held(&self) -> Vec<(String, u16)> {
        let mut simulator = self.simulator.borrow_mut();
        let books = simulator.books(self.clock.since_epoch());
        let live = books.reservations().iter().filter(|one| one.is_live());
        live.map(|one| (one.id.clone(), one.asked.minutes)).collect()
    }

    /// Lets what is due be done, then compares what the guest sees with the books.
    pub(super) async fn check(&self, case: &str) -> Reservation {
        for _ in 0..4 {
            self.clock.pass(std::time::Duration::from_mins(10)).await;
            if let Some(run) = self.writer.run_due_jobs(&self.settings).await {
                self.writer.send_letters(&self.settings, run).await;
            }
        }
        let rows = |sql| self.database.rows(Statement::new(sql, vec![])).unwrap();
        assert!(rows("SELECT old_id FROM remote_moves").is_empty(), "{case}");
        let seen = self.take(Step::See).await.unwrap();
        let held = self.held();
        let minutes: Vec<u16> = held.iter().map(|(_, minutes)| *minutes).collect();
        let is_over = matches!(seen.status, Status::Cancelled | Status::NoShow);
        let right = if is_over { vec![] } else { vec![seen.minutes.get()] };
        assert_eq!(minutes, right, "{case}: the guest sees {seen:?}");
        seen
    }
}

pub(super) type PendingStep<'a> = LocalBoxFuture<'a, Result<Reservation, VenueError>>;

/// A request about the reservation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Change(u16),
    Set(Status),
    See,
}

pub(super) async fn send<T: DeserializeOwned>(
    writer: &VenueService,
    settings: &VenueSettings,
    call: Request,
    manage_token: Option<String>,
) -> Result<T, VenueError> {
    let message = Envelope {
        venue: settings.id.clone(),
        request: call,
        visitor: Some(Visitor {
            caller: Caller::UNKNOWN,
            manage_token,
            challenge_token: None,
        }),
        staff: Some(staff()),
    };
    writer.handle(Some(settings), &message).await.into_result()
}

#[tokio::test(start_paused = true)]
async fn of_many_changes_at_once_one_is_made_and_the_others_change_nothing() {
    let venue = Venue::with_reservation().await;
    let times = [1_110, 1_170, 1_080, 1_200];
    venue.barrier.close_after(0);
    let release = async {
        venue.barrier.connection.notified().await;
        venue.barrier.open();
    };
    let pending = join_all(times.map(|minutes| venue.take(Step::Change(minutes))));
    let (answers, ()) = futures_util::future::join(pending, release).await;
    let made: Vec<_> = answers.iter().flatten().collect();
    assert_eq!(made.len(), 1, "{answers:?}");
    let others = answers.iter().filter(|answer| **answer == Err(BUSY));
    assert_eq!(others.count(), 3, "{answers:?}");
    assert_eq!(venue.held().len(), 1);
    assert_eq!(venue.check("changed").await.minutes, made[0].minutes);
    // The refused request is repeated.
    let again = venue.take(Step::Change(1_200)).await.unwrap();
    assert_eq!(again.minutes.get(), 1_200);
    assert_eq!(
        venue.take(Step::Set(Status::Cancelled)).await.unwrap().status,
        Status::Cancelled
    );
    venue.check("cancelled").await;
}

#[tokio::test(start_paused = true)]
async fn what_comes_into_a_step_is_refused_wherever_that_waits() {
    let (change, other) = (Step::Change(1_170), Step::Change(1_200));
    let (cancel, no_show) = (Step::Set(Status::Cancelled), Step::Set(Status::NoShow));
    for (outer, inner) in [
        (change, other),
        (change, cancel),
        (cancel, change),
        (cancel, no_show),
        (no_show, cancel),
        (no_show, change),
    ] {
        let mut waits = 0;
        for points in 0..MOST_POINTS {
            let venue = Venue::with_reservation().await;
            let (pending, waited) = venue.take_until(outer, points).await;
            if !waited {
                break;
            }
            waits += 1;
            let case = format!("{inner:?} in {outer:?} after {points} points");
            // It is answered at once: it does not wait for the system.
            assert_eq!(
                venue.take(inner).now_or_never(),
                Some(Err(BUSY)),
                "{case}: in between"
            );
            venue.barrier.open();
            let answer = pending.await.unwrap();
            let seen = venue.check(&case).await;
            assert_eq!(
                (seen.minutes, seen.status),
                (answer.minutes, answer.status),
                "{case}"
            );
            assert_ne!(venue.take(inner).await, Err(BUSY), "{case}: afterwards");
            venue.check(&case).await;
        }
        // Each call is held up on its way there and on its way back.
        assert!(waits >= 2 && waits % 2 == 0, "{outer:?}: {waits}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_step_that_ended_in_a_crash_or_an_error_keeps_no_later_one_out() {
    for points in 0..MOST_POINTS {
        let mut venue = Venue::with_reservation().await;
        let (pending, waited) = venue.take_until(Step::Change(1_170), points).await;
        drop(pending);
        venue.restart();
        venue.barrier.open();
        venue.clock.pass(std::time::Duration::from_mins(2)).await;
        let case = format!("after {points} points");
        let cancelled = venue.take(Step::Set(Status::Cancelled)).await;
        assert_eq!(cancelled.unwrap().status, Status::Cancelled, "{case}");
        venue.check(&case).await;
        if !waited {
            break;
        }
    }
    let venue = Venue::with_reservation().await;
    venue
        .simulator
        .borrow_mut()
        .faults
        .next_of(Operation::Get, Misbehaviour::StatusBefore { status: 400 });
    assert!(venue.take(Step::Change(1_170)).await.is_err());
    assert_eq!(
        venue.take(Step::Change(1_170)).await.unwrap().minutes.get(),
        1_170
    );
}

#[tokio::test(start_paused = true)]
async fn what_is_over_is_not_taken_further_and_says_so() {
    let venue = Venue::with_reservation().await;
    venue.take(Step::Set(Status::Cancelled)).await.unwrap();
    for step in [Step::Set(Status::NoShow), Step::Change(1_170)] {
        assert_eq!(venue.take(step).await, Err(VenueError::IllegalTransition));
    }
    assert_eq!(venue.check("over").await.status, Status::Cancelled);
}
