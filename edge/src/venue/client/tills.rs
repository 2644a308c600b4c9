//! Requests about the venue's till, and deliveries that its vendor's account passes on.

use shared::id::ReservationId;
use shared::till::{
    DeadLetterKind, TillAuthorization, TillConnected, TillConnectionState, TillDeadLetterPage,
    TillReservation,
};

use super::VenueClient;
use crate::delivery::{Delivery, WebhookOutcome};
use crate::error::VenueError;
use crate::venue::message::Request;
use crate::venue::message::staff::StaffRequest;
use crate::venue::message::till::TillRequest;

impl VenueClient<'_> {
    /// The dead letters of the till.
    pub async fn till_dead_letters(&self) -> Result<TillDeadLetterPage, VenueError> {
        self.request(Request::Staff(StaffRequest::Till(TillRequest::DeadLetters)))
            .await
    }

    /// The till's part of a reservation.
    pub async fn till_reservation(&self, id: &ReservationId) -> Result<TillReservation, VenueError> {
        let request = TillRequest::Reservation(id.clone());
        self.request(Request::Staff(StaffRequest::Till(request))).await
    }

    /// The state of the till's connection.
    pub async fn till_connection(&self) -> Result<TillConnectionState, VenueError> {
        self.request(Request::Staff(StaffRequest::Till(TillRequest::ConnectionState)))
            .await
    }

    /// Begins the authorization by the restaurant's manager.
    pub async fn authorize_till(&self) -> Result<TillAuthorization, VenueError> {
        self.request(Request::Staff(StaffRequest::Till(TillRequest::Authorize)))
            .await
    }

    /// Chooses the location of the restaurant.
    pub async fn choose_till_location(&self, location: String) -> Result<(), VenueError> {
        let request = TillRequest::ChooseLocation(location);
        self.request(Request::Staff(StaffRequest::Till(request))).await
    }

    /// Connects the till to this origin of the deployment, or renews the connection.
    pub async fn connect_till(&self, origin: String) -> Result<TillConnected, VenueError> {
        let request = TillRequest::Connect(origin);
        self.request(Request::Staff(StaffRequest::Till(request))).await
    }

    /// Ends the connection of the till to this origin.
    pub async fn disconnect_till(&self, origin: String) -> Result<(), VenueError> {
        let request = TillRequest::Disconnect(origin);
        self.request(Request::Staff(StaffRequest::Till(request))).await
    }

    /// Makes a dead letter due again.
    pub async fn replay_till(&self, kind: DeadLetterKind, id: &str) -> Result<(), VenueError> {
        let request = TillRequest::Replay(kind, id.to_owned());
        self.request(Request::Staff(StaffRequest::Till(request))).await
    }

    /// Passes on a delivery that the vendor's account has authenticated and found to be this venue's.
    pub async fn forward(&self, source: &str, delivery: &Delivery) -> Result<WebhookOutcome, VenueError> {
        self.request(Request::Forwarded {
            source: source.to_owned(),
            delivery: delivery.without_credentials(),
        })
        .await
    }
}
