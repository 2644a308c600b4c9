//! A venue with a payment provider and a mailer.

use super::bank::{Bank, Mortal};
use super::object::{Office, staff};
use super::tills;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use config::VenueSettings;
use couvert_tests::native::MemoryDatabase;
use edge::error::VenueError;
use edge::limits::Caller;
use edge::mail::OutgoingEmail;
use edge::provider::{Booked, BookingRequest};
use edge::storage::database::{Database, Statement};
use edge::storage::idempotency::IdempotencyKey;
use edge::storage::picture_store::DatabasePictures;
use edge::storage::schema::MigratedDatabase;
use edge::venue::jobs::outbox;
use edge::venue::message::payment::WebhookOutcome;
use edge::venue::message::staff::{StaffRequest, StaffReservation};
use edge::venue::message::{Envelope, Request, visitor::Visitor};
use edge::venue::service::runner::LettersRun;
use edge::venue::service::{ConnectRemote, Deps, VenueService};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shared::id::{PaymentId, ReservationId};
use shared::reservation::{Reservation, Status};
use shared::time::Instant;

use super::sockets::ScriptedSockets;
pub use super::venue_settings::{mail, no_limits};
use super::venue_settings::{settings, settings_with};

/// Noon of 21 November 2026 in Vienna.
pub const NOON: Instant = Instant::from_unix(1_795_258_800);
/// The deposit of two guests.
pub const AMOUNT: i64 = 6_800;

/// The file `gift-branch.jpg` of the deployment.
pub const DESIGN_FILE: &[u8] = include_bytes!("../../edge/venues/demo/gift-branch.jpg");

/// A venue with a payment provider.
pub struct Venue {
    pub settings: VenueSettings,
    pub database: Rc<MemoryDatabase>,
    pub mortal: Rc<Mortal>,
    pub now: Rc<Cell<Instant>>,
    alarm: Rc<Cell<Option<Instant>>>,
    drawn: Rc<Cell<u16>>,
    pub bank: Rc<Bank>,
    pub office: Rc<Office>,
    connect_remote: Rc<ConnectRemote>,
    pub complaints: Rc<RefCell<Vec<String>>>,
    /// Its WebSockets, which outlive a restart as they outlive hibernation.
    pub sockets: ScriptedSockets,
    writer: VenueService,
}

impl Venue {
    /// One whose dinner is confirmed in this way.
    pub fn new(confirmation: &str) -> Self {
        Self::of(settings(confirmation), Rc::new(|_, _| Err(VenueError::NotFound)))
    }

    /// One whose dinner is paid for on these terms.
    pub fn with_terms(confirmation: &str, terms: &Value) -> Self {
        let settings = settings_with(confirmation, terms);
        Self::of(settings, Rc::new(|_, _| Err(VenueError::NotFound)))
    }

    /// One that sends e-mails, with deposits on the usual terms.
    pub fn with_mail() -> Self {
        Self::writing("instant")
    }

    /// One that writes letters, and whose dinner is confirmed in this way.
    pub fn writing(confirmation: &str) -> Self {
        let mut settings = serde_json::to_value(settings(confirmation)).unwrap();
        settings["mail"] = mail();
        let settings = serde_json::from_value(settings).unwrap();
        Self::of(settings, Rc::new(|_, _| Err(VenueError::NotFound)))
    }

    /// One that sends e-mails, and keeps a card on file for the no-show of two guests.
    pub fn with_guarantee() -> Self {
        let terms = json!({ "type": "card_guarantee", "pricePerGuest": 3_400, "dueMinutes": 30 });
        let mut settings = serde_json::to_value(settings_with("instant", &terms)).unwrap();
        settings["mail"] = mail();
        let settings = serde_json::from_value(settings).unwrap();
        Self::of(settings, Rc::new(|_, _| Err(VenueError::NotFound)))
    }

    /// One of these settings, whose remote system is reached like this.
    pub fn of(settings: VenueSettings, connect_remote: Rc<ConnectRemote>) -> Self {
        let database = Rc::new(MemoryDatabase::new().unwrap());
        let now = Rc::new(Cell::new(NOON));
        let world = (
            Rc::default(),
            Rc::default(),
            connect_remote,
            ScriptedSockets::default(),
        );
        Self::on(settings, database, now, Rc::default(), world)
    }

    /// The same venue's object after a restart, on a database that lives.
    pub fn restarted(self) -> Self {
        let world = (self.bank, self.office, self.connect_remote, self.sockets);
        Self::on(self.settings, self.database, self.now, self.drawn, world)
    }

    fn on(
        settings: VenueSettings,
        database: Rc<MemoryDatabase>,
        now: Rc<Cell<Instant>>,
        drawn: Rc<Cell<u16>>,
        (bank, office, connect_remote, sockets): (Rc<Bank>, Rc<Office>, Rc<ConnectRemote>, ScriptedSockets),
    ) -> Self {
        let mortal = Rc::new(Mortal {
            database: database.clone(),
            left: Cell::new(None),
        });
        let alarm = Rc::new(Cell::new(None));
        let complaints = Rc::new(RefCell::new(Vec::new()));
        let (clock, asked, heard) = (now.clone(), alarm.clone(), complaints.clone());
        let (payments, draw, open) = (bank.clone(), drawn.clone(), sockets.clone());
        let cash = office.clone();
        let (post, line, own) = (office.clone(), connect_remote.clone(), office.clone());
        let writer = VenueService::new(Deps {
            database: MigratedDatabase::of(mortal.clone()),
            random: Box::new(move || {
                draw.set(draw.get().wrapping_add(1));
                let [high, low] = draw.get().to_be_bytes();
                let mut drawn = [low; 16];
                drawn[0] ^= high;
                Some(drawn)
            }),
            now: Box::new(move || clock.get()),
            worker_secret: Box::new(|_| None),
            connect_remote: Box::new(move |settings, deps| line(settings, deps)),
            challenge: Box::new(|_, _, _| Err(VenueError::NotFound)),
            mailer: Box::new(move |_, _| Ok(post.clone())),
            deployment_mail: Box::new(move |_| Ok(own.deployment.borrow().clone())),
            payments: Box::new(move |_, _, _| Ok(payments.clone())),
            till: Box::new(move |_, _| Ok(tills::connection_of(&cash))),
            alarm: Box::new(move |at| asked.set(at)),
            sockets: Box::new(open),
            pictures: Box::new(DatabasePictures(MigratedDatabase::of(mortal.clone()))),
            has_picture_file: Box::new(|_, name| name == "file.png"),
            log_error: Box::new(move |_, cause| heard.borrow_mut().push(cause.to_owned())),
            file_names_secret: Box::new(|_, _| true),
            allows_demonstrations: true,
        })
        .reading_design_files(Box::new(|_, name| {
            let file = (name == "gift-branch.jpg").then(|| DESIGN_FILE.to_vec());
            Box::pin(async move { file })
        }));
        Self {
            settings,
            database,
            mortal,
            now,
            alarm,
            drawn,
            bank,
            office,
            connect_remote,
            complaints,
            sockets,
            writer,
        }
    }

    /// Lets the database take so many writes more.
    pub fn doom(&self, writes: u32) {
        self.mortal.left.set(Some(writes));
    }

    /// Says something to the object.
    pub async fn send<T: DeserializeOwned>(
        &self,
        call: Request,
        manage_token: Option<String>,
    ) -> Result<T, VenueError> {
        let message = Envelope {
            venue: self.settings.id.clone(),
            request: call,
            visitor: Some(Visitor {
                caller: Caller::UNKNOWN,
                manage_token,
                challenge_token: None,
            }),
            staff: Some(staff()),
        };
        self.writer
            .handle(Some(&self.settings), &message)
            .await
            .into_result()
    }

    /// The service of the object.
    pub fn writer(&self) -> &VenueService {
        &self.writer
    }

    /// Books the one table for two.
    pub async fn book(&self, key: &str) -> Result<Reservation, VenueError> {
        self.book_with(key, "2026-11-25", None).await
    }

    /// Books it on this day, with a gift card's code.
    pub async fn book_with(
        &self,
        key: &str,
        day: &str,
        code: Option<&str>,
    ) -> Result<Reservation, VenueError> {
        self.book_for(&json!({ "lastName": "Lovelace" }), key, day, code)
            .await
    }

    /// The same for this guest.
    pub async fn book_for(
        &self,
        guest: &Value,
        key: &str,
        day: &str,
        code: Option<&str>,
    ) -> Result<Reservation, VenueError> {
        let mut request = json!({
            "experienceId": "dinner", "day": day, "minutes": 1_140, "attendees": 2, "locale": "en",
            "guest": guest,
        });
        if let Some(code) = code {
            request["giftCardCode"] = json!(code);
        }
        let order = BookingRequest {
            request: serde_json::from_value(request).unwrap(),
            key: IdempotencyKey::parse(key).unwrap(),
        };
        let reserved: Booked = self.send(Request::Reserve(Box::new(order)), None).await?;
        Ok(reserved.reservation)
    }

    /// The reservation as its guest sees it.
    pub async fn see(&self, booked: &Reservation) -> Reservation {
        let call = Request::Reservation(booked.id.clone());
        self.send(call, booked.manage_token.clone()).await.unwrap()
    }

    /// Delivers the provider's webhook, under this event id.
    pub async fn tell(&self, id: &str) -> Result<WebhookOutcome, VenueError> {
        let notice = self.bank.notice(id);
        self.deliver(notice.as_bytes(), Some("signed")).await
    }

    /// Delivers the provider's webhook about this payment, under this event id, if it knows the payment.
    pub async fn tell_of(&self, id: &str, payment: &PaymentId) {
        if let Some(notice) = self.bank.notice_of(id, payment) {
            let _ = self.deliver(notice.as_bytes(), Some("signed")).await;
        }
    }

    /// Delivers something to where the bank calls.
    pub async fn deliver(&self, body: &[u8], signature: Option<&str>) -> Result<WebhookOutcome, VenueError> {
        let call = Request::Webhook {
            source: "stripe".to_owned(),
            delivery: tills::delivery(signature.map(|signature| ("stripe-signature", signature)), body),
        };
        self.send(call, None).await
    }

    /// Staff take the reservation to another status.
    pub async fn staff(&self, id: &ReservationId, to: Status) {
        self.try_staff(id, to).await.unwrap();
    }

    /// Staff take the reservation to another status, if they can.
    pub async fn try_staff(&self, id: &ReservationId, to: Status) -> Result<StaffReservation, VenueError> {
        self.send(Request::Staff(StaffRequest::SetStatus(id.clone(), to)), None)
            .await
    }

    /// The reservation as staff see it.
    pub async fn staff_sees(&self, id: &ReservationId) -> StaffReservation {
        self.send(Request::Staff(StaffRequest::Reservation(id.clone())), None)
            .await
            .unwrap()
    }

    /// The letters so far: to whom, and what they are about.
    pub fn letters(&self) -> Vec<(String, String)> {
        let taken = self.office.taken.borrow();
        let of = |letter: &edge::mail::OutgoingEmail| (letter.to.address.clone(), letter.subject.clone());
        taken.iter().map(of).collect()
    }

    /// The ids of the letters so far.
    pub fn letter_ids(&self) -> Vec<String> {
        let taken = self.office.taken.borrow();
        taken.iter().map(|letter| letter.id.clone()).collect()
    }

    /// To whom the letters went whose subject begins so.
    pub fn letters_about(&self, subject: &str) -> Vec<String> {
        let mut letters = self.letters();
        letters.retain(|(_, each)| each.starts_with(subject));
        letters.into_iter().map(|(to, _)| to).collect()
    }

    /// Runs its alarms until this time, and sets the clock to it.
    pub async fn run_until(&self, end: Instant) {
        self.alarm.set(None);
        self.wake_and_send().await;
        // An alarm that is set to the same moment again can do nothing.
        while let Some(at) = self.alarm.get().filter(|at| *at <= end && *at > self.now.get()) {
            self.now.set(at);
            self.alarm.set(None);
            self.wake_and_send().await;
        }
        self.now.set(end.max(self.now.get()));
    }

    /// Puts a letter into the outbox that is due now.
    pub fn post(&self, letter: &OutgoingEmail) {
        let statements = outbox::post(letter, self.now.get()).unwrap();
        self.database.write(statements).unwrap();
    }

    /// Wakes it now, without sending the letters of the run that begins, if one does; and the alarm it sets.
    pub async fn wake(&self) -> (Option<LettersRun>, Option<Instant>) {
        self.alarm.set(None);
        let run = self.writer.run_due_jobs(&self.settings).await;
        (run, self.alarm.get())
    }

    /// Sends the letters of a run, as the object does in the background.
    pub async fn send_letters(&self, run: LettersRun) {
        self.writer.send_letters(&self.settings, run).await;
    }

    async fn wake_and_send(&self) {
        if let Some(run) = self.writer.run_due_jobs(&self.settings).await {
            self.send_letters(run).await;
        }
    }

    /// How many rows a table has.
    pub fn count(&self, sql: &'static str) -> usize {
        self.rows(sql).len()
    }

    /// Rows of the database.
    pub fn rows(&self, sql: &'static str) -> Vec<Value> {
        self.database.rows(Statement::new(sql, vec![])).unwrap()
    }

    /// Changes something in the database later, behind the object's back.
    pub fn later(&self, sql: &'static str) -> Box<dyn FnOnce()> {
        let database = self.database.clone();
        Box::new(move || database.write(vec![Statement::new(sql, vec![])]).unwrap())
    }

    /// Changes something in the database behind the object's back.
    pub fn write(&self, sql: &'static str) {
        self.database.write(vec![Statement::new(sql, vec![])]).unwrap();
    }
}
