//! The Durable Object, one per venue: parses a request, hands it to [`VenueService`], and runs due jobs when the alarm
//! fires.
//!
//! The embedded engine awaits nothing once the message is read. So no other message can come between a check and the
//! write that relies on it, and the runtime holds the response back until the write is on disk.

use std::rc::Rc;

use config::is_demonstration;
use futures_util::future::LocalBoxFuture;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use worker::wasm_bindgen::JsValue;
use worker::{
    DurableObject, Env, Error, Request, Response, Result, State, WebSocket, WebSocketIncomingMessage,
    WebSocketPair, WebSocketRequestResponsePair, durable_object,
};

use crate::app;
use crate::error::VenueError;
use crate::platform::clock::Offset;
use crate::platform::object::set_alarm;
use crate::platform::socket::{ObjectSocket, ObjectSockets};
use crate::platform::sql::ObjectDatabase;
use crate::platform::{log, random, secrets, site, venues};
use crate::provider::remote::Background;
use crate::storage::picture_store::DatabasePictures;
use crate::storage::schema::MigratedDatabase;
use crate::venue::change_stream::{Incoming, Socket};
use crate::venue::message::change_stream::StreamRequest;
use crate::venue::message::{Envelope, Response as ObjectResponse};
use crate::venue::service::settings::InForce;
use crate::venue::service::{Deps, VenueService};

/// The Durable Object of one venue, its single writer.
#[durable_object]
pub struct VenueObject {
    state: Rc<State>,
    env: Rc<Env>,
    service: Rc<VenueService>,
}

impl DurableObject for VenueObject {
    fn new(state: State, env: Env) -> Self {
        let state = Rc::new(state);
        // Answered by the runtime itself, so that a listener who asks whether the line is there does not wake the object.
        if let Ok(pair) = WebSocketRequestResponsePair::new("ping", "pong") {
            state.set_websocket_auto_response(&pair);
        }
        let database = MigratedDatabase::of(Rc::new(ObjectDatabase::new(state.storage())));
        let background = Rc::new(Lifetime(state.clone()));
        // The worker has refused a wrong offset before it calls an object.
        let offset = Offset::of(&env).unwrap_or_default();
        let env = Rc::new(env);
        let (of_challenge, of_mailer, of_deployment) = (env.clone(), env.clone(), env.clone());
        let (of_payments, of_venues, of_secrets) = (env.clone(), env.clone(), env.clone());
        let (of_files, of_webhooks, of_site) = (env.clone(), env.clone(), env.clone());
        let (of_marketplace, of_till) = (env.clone(), env.clone());
        let (checks, letters, money) = (database.clone(), database.clone(), database.clone());
        let (own_letters, tills) = (database.clone(), database.clone());
        let of_pictures = database.clone();
        let deps = Deps {
            database: database.clone(),
            random: Box::new(|| random::bytes().ok()),
            now: Box::new(move || offset.now()),
            worker_secret: Box::new(move |name| secrets::secret(&of_secrets, name)),
            file_names_secret: Box::new(move |venue, name| {
                let served = venues::served(app::demo(&of_files)).ok();
                let of_file = served.and_then(|venues| venues.get(venue));
                of_file.is_some_and(|settings| settings.names_secret(name))
            }),
            connect_remote: Box::new(move |settings, deps| {
                app::connect_remote(&env, settings, deps, database.clone(), background.clone())
            }),
            challenge: Box::new(move |venue, settings, secrets| {
                app::challenge(&of_challenge, (venue, settings), secrets, checks.clone())
            }),
            mailer: Box::new(move |settings, secrets| {
                app::mailer(&of_mailer, settings, secrets, letters.clone())
            }),
            deployment_mail: Box::new(move |venue| {
                app::deployment_mail(&of_deployment, venue, own_letters.clone())
            }),
            payments: Box::new(move |settings, secret, secrets| {
                app::payments(&of_payments, settings, (secret, secrets), money.clone())
            }),
            till: Box::new(move |settings, secrets| app::till(&of_till, settings, secrets, tills.clone())),
            alarm: {
                let state = state.clone();
                Box::new(move |at| set_alarm(&state, at.map(|at| offset.of_runtime(at))))
            },
            sockets: Box::new(ObjectSockets(state.clone())),
            pictures: Box::new(DatabasePictures(of_pictures)),
            has_picture_file: Box::new(venues::has_picture),
            log_error: Box::new(log::log_error),
            allows_demonstrations: app::demo(&of_venues).is_some(),
        };
        Self {
            state,
            env: of_venues,
            service: Rc::new(
                VenueService::new(deps)
                    .sending_webhooks(Box::new(move |venue| app::webhooks(&of_webhooks, venue)))
                    .publishing(Box::new(move |settings, secrets| {
                        app::marketplace(&of_marketplace, settings, secrets)
                    }))
                    .reading_design_files(Box::new(move |venue, name| {
                        let (env, path) = (of_site.clone(), format!("/pictures/{venue}/{name}"));
                        Box::pin(async move { site::file(&env, &path).await })
                    })),
            ),
        }
    }

    async fn fetch(&self, mut request: Request) -> Result<Response> {
        if request.headers().has("upgrade")? {
            return self.open_stream(&request);
        }
        let text = request.text().await?;
        let envelope: Envelope =
            serde_json::from_str(&text).map_err(|error| Error::RustError(error.to_string()))?;
        let demo = app::demo(&self.env);
        if demo.is_none() && is_demonstration(&envelope.venue) {
            return Response::ok(ObjectResponse::from(VenueError::UnknownVenue).text());
        }
        let of_file = venues::served(demo)?.get(&envelope.venue);
        if !envelope.request.policy().is_write {
            return Response::ok(self.service.handle(of_file, &envelope).await.text());
        }
        // A write is carried out to its end, though the caller may have hung up.
        let service = self.service.clone();
        let work =
            future_to_promise(async move { Ok(service.handle(of_file, &envelope).await.text().into()) });
        self.state.as_raw().wait_until(&work).map_err(Error::from)?;
        let answer = JsFuture::from(work).await.map_err(Error::from)?;
        Response::ok(JsValue::as_string(&answer).unwrap_or_default())
    }

    async fn alarm(&self) -> Result<Response> {
        let venue = self
            .service
            .venue()
            .map_err(|error| Error::RustError(error.to_string()))?;
        let demo = app::demo(&self.env);
        let served = venues::served(demo)?;
        let venue = venue.filter(|venue| demo.is_some() || !is_demonstration(venue));
        let in_force = match venue.map(|venue| self.service.in_force(served.get(&venue))) {
            Some(Ok(InForce { settings, .. })) => Some(settings),
            Some(Err(VenueError::UnknownVenue)) | None => None,
            Some(Err(error)) => return Err(Error::RustError(error.log_text().to_owned())),
        };
        let service = self.service.clone();
        let Some(settings) = in_force else {
            // A venue that is no longer in the settings runs no job but retention, which erases its guests' data.
            service.end_streams();
            service
                .retain_unserved()
                .map_err(|_| Error::RustError("retention of a venue that is not served failed".to_owned()))?;
            return Response::empty();
        };
        let run = service.run_due_jobs(&settings).await;
        // In the background: the next alarm would wait for the end of this one.
        if let Some(run) = service.begin_webhooks(&settings) {
            let (service, settings) = (service.clone(), settings.clone());
            self.state
                .wait_until(async move { service.send_webhooks(&settings, run).await });
        }
        if let Some(run) = run {
            self.state
                .wait_until(async move { service.send_letters(&settings, run).await });
        }
        Response::empty()
    }

    async fn websocket_message(&self, socket: WebSocket, message: WebSocketIncomingMessage) -> Result<()> {
        let incoming = match &message {
            WebSocketIncomingMessage::String(text) => Incoming::Text(text),
            WebSocketIncomingMessage::Binary(_) => Incoming::Binary,
        };
        let socket: Rc<dyn Socket> = Rc::new(ObjectSocket(socket));
        self.service
            .receive(&socket, incoming)
            .map_err(|error| Error::RustError(error.log_text().to_owned()))
    }

    async fn websocket_close(&self, socket: WebSocket, code: usize, _: String, _: bool) -> Result<()> {
        ObjectSocket(socket).answer_close(code);
        Ok(())
    }

    // A line that has broken. The runtime has forgotten the WebSocket, and all that was known of it was stored with it.
    async fn websocket_error(&self, _: WebSocket, _: Error) -> Result<()> {
        Ok(())
    }
}

impl VenueObject {
    /// Opens a stream of changes: the response has the client's end of a WebSocket, or an [`ObjectResponse`].
    fn open_stream(&self, request: &Request) -> Result<Response> {
        let text = request.headers().get("authorization")?.unwrap_or_default();
        let request = StreamRequest::parse(&text)
            .ok_or_else(|| Error::RustError("the request for a stream cannot be read".to_owned()))?;
        let demo = app::demo(&self.env);
        if demo.is_none() && is_demonstration(&request.venue) {
            return Response::ok(ObjectResponse::from(VenueError::UnknownVenue).text());
        }
        let of_file = venues::served(demo)?.get(&request.venue);
        let WebSocketPair { client, server } = WebSocketPair::new()?;
        let accept = || -> crate::error::Result<Rc<dyn Socket>> {
            self.state.accept_web_socket(&server);
            Ok(Rc::new(ObjectSocket(server)))
        };
        match self.service.open_stream(of_file, &request, accept) {
            Ok(()) => Response::from_websocket(client),
            Err(error) => Response::ok(ObjectResponse::from(error).text()),
        }
    }
}

/// Background work of the object: the runtime keeps the object alive at least until it is done.
struct Lifetime(Rc<State>);

impl Background for Lifetime {
    fn spawn(&self, work: LocalBoxFuture<'static, ()>) {
        self.0.wait_until(work);
    }
}
