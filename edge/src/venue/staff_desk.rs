//! The port for staff as the worker holds it: every call goes to the venue's object. It must not know
//! who may call, nor how answers are written.

use async_trait::async_trait;
use shared::gift_card::GiftCardCode;
use shared::guest_data::{GuestErasure, GuestExport};
use shared::id::ReservationId;
use shared::no_show::NoShow;
use shared::reservation::{ReservationRequest, Status};
use shared::validation::Email;

use super::call::{Call, Line};
use super::desk::Desk;
use super::staff::{NewStaffCard, Redeemed, Redemption, Staff, StaffCall, StaffCard, StaffReservation};
use crate::provider::{ProviderError, ReservationsQuestion, SlotsQuestion};

/// A venue's object to its staff, for one request.
pub struct StaffDesk<L>(pub Desk<L>);

#[async_trait(?Send)]
impl<L: Line> Staff for StaffDesk<L> {
    async fn metrics(&self) -> Result<String, ProviderError> {
        self.0.make(Call::Metrics).await
    }

    async fn slots(&self, question: &SlotsQuestion) -> Result<serde_json::Value, ProviderError> {
        self.0.make(Call::Staff(StaffCall::Slots(question.clone()))).await
    }

    async fn create(&self, request: &ReservationRequest) -> Result<StaffReservation, ProviderError> {
        let call = StaffCall::Create(Box::new(request.clone()));
        self.0.make(Call::Staff(call)).await
    }

    async fn reservation(&self, id: &ReservationId) -> Result<StaffReservation, ProviderError> {
        self.0.make(Call::Staff(StaffCall::Reservation(id.clone()))).await
    }

    async fn reservations(
        &self,
        question: &ReservationsQuestion,
    ) -> Result<Vec<StaffReservation>, ProviderError> {
        self.0
            .make(Call::Staff(StaffCall::Reservations(question.clone())))
            .await
    }

    async fn set_status(
        &self,
        id: &ReservationId,
        status: Status,
    ) -> Result<StaffReservation, ProviderError> {
        self.0
            .make(Call::Staff(StaffCall::SetStatus(id.clone(), status)))
            .await
    }

    async fn no_show(
        &self,
        id: &ReservationId,
        token: Option<String>,
        is_said: bool,
    ) -> Result<NoShow, ProviderError> {
        let id = id.clone();
        self.0
            .make(Call::Staff(StaffCall::NoShow { id, token, is_said }))
            .await
    }

    async fn create_card(&self, new: &NewStaffCard) -> Result<StaffCard, ProviderError> {
        let call = StaffCall::CreateCard(Box::new(new.clone()));
        self.0.make(Call::Staff(call)).await
    }

    async fn card(&self, code: &GiftCardCode) -> Result<StaffCard, ProviderError> {
        self.0.make(Call::Staff(StaffCall::Card(*code))).await
    }

    async fn redeem(&self, code: &GiftCardCode, redemption: &Redemption) -> Result<Redeemed, ProviderError> {
        let call = StaffCall::Redeem(*code, redemption.clone());
        self.0.make(Call::Staff(call)).await
    }

    async fn export_guest(&self, email: &Email) -> Result<GuestExport, ProviderError> {
        let call = StaffCall::ExportGuest(email.clone());
        self.0.make(Call::Staff(call)).await
    }

    async fn erase_guest(&self, email: &Email) -> Result<GuestErasure, ProviderError> {
        let call = StaffCall::EraseGuest(email.clone());
        self.0.make(Call::Staff(call)).await
    }
}
