//! Requests of staff and telephone systems about calls.

use shared::page::PagePosition;
use shared::phone_call::PhoneCallPage;
use shared::staff_booking::GuestHistory;
use shared::validation::Phone;

use super::VenueClient;
use crate::error::VenueError;
use crate::venue::message::Request;
use crate::venue::message::phone_call::{PhoneCallReport, PhoneCallsRequest};
use crate::venue::message::staff::{ReportedPhoneCall, StaffRequest};

impl VenueClient<'_> {
    /// Stores a report about a call.
    pub async fn report_call(&self, report: &PhoneCallReport) -> Result<ReportedPhoneCall, VenueError> {
        let request = PhoneCallsRequest::Report(Box::new(report.clone()));
        self.request(Request::Staff(StaffRequest::PhoneCalls(request)))
            .await
    }

    /// The reservations of a telephone number.
    pub async fn guest_history(&self, phone: Phone) -> Result<GuestHistory, VenueError> {
        let request = PhoneCallsRequest::History(phone);
        self.request(Request::Staff(StaffRequest::PhoneCalls(request)))
            .await
    }

    /// The calls before this one, or the newest.
    pub async fn phone_calls(&self, before: Option<PagePosition>) -> Result<PhoneCallPage, VenueError> {
        let request = PhoneCallsRequest::List(before);
        self.request(Request::Staff(StaffRequest::PhoneCalls(request)))
            .await
    }
}
