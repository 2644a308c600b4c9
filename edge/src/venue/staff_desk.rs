//! Staff's calls on the worker's side: each is one request to the venue's object.

use async_trait::async_trait;
use shared::gift_card::GiftCardCode;
use shared::guest_data::{GuestErasure, GuestExport};
use shared::id::ReservationId;
use shared::no_show::NoShow;
use shared::reservation::{ReservationRequest, Status};
use shared::validation::Email;

use crate::error::VenueError;
use crate::provider::{ReservationsQuestion, SlotsQuestion};
use crate::venue::client::VenueClient;
use crate::venue::message::staff::{
    NewStaffCard, Redeemed, Redemption, Staff, StaffCard, StaffRequest, StaffReservation,
};
use crate::venue::message::{Request, Transport};

/// A venue's object to its staff, for one request.
pub struct StaffDesk<L>(pub VenueClient<L>);

#[async_trait(?Send)]
impl<L: Transport> Staff for StaffDesk<L> {
    async fn metrics(&self) -> Result<String, VenueError> {
        self.0.make(Request::Metrics).await
    }

    async fn slots(&self, question: &SlotsQuestion) -> Result<serde_json::Value, VenueError> {
        self.0
            .make(Request::Staff(StaffRequest::Slots(question.clone())))
            .await
    }

    async fn create(&self, request: &ReservationRequest) -> Result<StaffReservation, VenueError> {
        let call = StaffRequest::Create(Box::new(request.clone()));
        self.0.make(Request::Staff(call)).await
    }

    async fn reservation(&self, id: &ReservationId) -> Result<StaffReservation, VenueError> {
        self.0
            .make(Request::Staff(StaffRequest::Reservation(id.clone())))
            .await
    }

    async fn reservations(
        &self,
        question: &ReservationsQuestion,
    ) -> Result<Vec<StaffReservation>, VenueError> {
        self.0
            .make(Request::Staff(StaffRequest::Reservations(question.clone())))
            .await
    }

    async fn set_status(&self, id: &ReservationId, status: Status) -> Result<StaffReservation, VenueError> {
        self.0
            .make(Request::Staff(StaffRequest::SetStatus(id.clone(), status)))
            .await
    }

    async fn no_show(
        &self,
        id: &ReservationId,
        token: Option<String>,
        is_said: bool,
    ) -> Result<NoShow, VenueError> {
        let id = id.clone();
        self.0
            .make(Request::Staff(StaffRequest::NoShow { id, token, is_said }))
            .await
    }

    async fn create_card(&self, new: &NewStaffCard) -> Result<StaffCard, VenueError> {
        let call = StaffRequest::CreateCard(Box::new(new.clone()));
        self.0.make(Request::Staff(call)).await
    }

    async fn card(&self, code: &GiftCardCode) -> Result<StaffCard, VenueError> {
        self.0.make(Request::Staff(StaffRequest::Card(*code))).await
    }

    async fn redeem(&self, code: &GiftCardCode, redemption: &Redemption) -> Result<Redeemed, VenueError> {
        let call = StaffRequest::Redeem(*code, redemption.clone());
        self.0.make(Request::Staff(call)).await
    }

    async fn export_guest(&self, email: &Email) -> Result<GuestExport, VenueError> {
        let call = StaffRequest::ExportGuest(email.clone());
        self.0.make(Request::Staff(call)).await
    }

    async fn erase_guest(&self, email: &Email) -> Result<GuestErasure, VenueError> {
        let call = StaffRequest::EraseGuest(email.clone());
        self.0.make(Request::Staff(call)).await
    }
}
