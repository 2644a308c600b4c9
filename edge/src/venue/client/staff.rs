//! Requests of a venue's staff and their systems, by a client that has their sender ([`VenueClient::with_staff`]).

use serde::de::DeserializeOwned;
use shared::access::{AccessKeys, CreatedAccessKey, Identity, NewAccessKey};
use shared::audit::AuditPage;
use shared::change::{ChangePage, ChangesQuery};
use shared::day_rule::{DayRule, DayRuleImpact, DayRuleList, DayRuleNotification};
use shared::explanation::Explanation;
use shared::guest_data::{GuestErasure, GuestExport};
use shared::id::{AccessKeyId, DayRuleId, ExperienceId, ReservationId, SecretName};
use shared::locale::Language;
use shared::no_show::NoShow;
use shared::page::PagePosition;
use shared::publication::{Publication, PublicationTerms};
use shared::staff_booking::GuestList;
use shared::staff_day::StaffDay;
use shared::time::{Day, Minutes};
use shared::validation::Name;
use shared::venue_secret::{SecretList, SecretValue};

use super::VenueClient;
use crate::error::VenueError;
use crate::provider::{ReservationsQuestion, SlotsQuestion};
use crate::venue::message::Request;
use crate::venue::message::day_rule::{CreatedDayRule, DayRulesRequest, NewDayRule};
use crate::venue::message::request_answer::{RequestAnswer, RequestLink};
use crate::venue::message::staff::{
    GuestContact, RequestView, Resealed, StaffBooked, StaffRequest, StaffReservation,
};
use crate::venue::message::staff_reservation::{NewStaffReservation, StaffReservationChange};
use crate::venue::message::table::{NewWalkIn, TablesRequest};

impl VenueClient<'_> {
    /// Counters since the object was started, as OpenMetrics text.
    pub async fn metrics(&self) -> Result<String, VenueError> {
        self.request(Request::Metrics).await
    }

    /// Publishes an experience at a marketplace.
    pub async fn publish(
        &self,
        id: ExperienceId,
        terms: PublicationTerms,
    ) -> Result<Publication, VenueError> {
        let request = StaffRequest::Publish(id, Box::new(terms));
        self.request(Request::Staff(request)).await
    }

    /// The slots of a day, in Molzait's wire format.
    pub async fn staff_slots(&self, question: &SlotsQuestion) -> Result<serde_json::Value, VenueError> {
        let request = StaffRequest::Slots(question.clone());
        self.request(Request::Staff(request)).await
    }

    /// Makes a reservation, once per key where it has one.
    pub async fn staff_reserve(&self, new: NewStaffReservation) -> Result<StaffBooked, VenueError> {
        let request = StaffRequest::Create(Box::new(new));
        self.request(Request::Staff(request)).await
    }

    /// A reservation.
    pub async fn staff_reservation(&self, id: &ReservationId) -> Result<StaffReservation, VenueError> {
        let request = StaffRequest::Reservation(id.clone());
        self.request(Request::Staff(request)).await
    }

    /// Reservations by day and time.
    pub async fn staff_reservations(
        &self,
        question: &ReservationsQuestion,
    ) -> Result<Vec<StaffReservation>, VenueError> {
        let request = StaffRequest::Reservations(question.clone());
        self.request(Request::Staff(request)).await
    }

    /// A day with its services, its floor plan and every reservation; without one the day whose evening goes on.
    pub async fn staff_day(&self, day: Option<Day>) -> Result<StaffDay, VenueError> {
        self.request(Request::Staff(StaffRequest::Day(day))).await
    }

    /// The guests of this name.
    pub async fn guests_named(&self, name: Name) -> Result<GuestList, VenueError> {
        self.request(Request::Staff(StaffRequest::FindGuests(name))).await
    }

    /// Every rule and table that decides whether a guest who asks this question can book the time `minutes`, in the
    /// first of these languages that has texts.
    pub async fn explain(
        &self,
        question: &SlotsQuestion,
        minutes: Minutes,
        languages: Vec<Language>,
    ) -> Result<Explanation, VenueError> {
        let request = StaffRequest::Explain {
            question: question.clone(),
            minutes,
            languages,
        };
        self.request(Request::Staff(request)).await
    }

    /// The rules of days that are in force.
    pub async fn day_rules(&self) -> Result<DayRuleList, VenueError> {
        self.ask_day_rules(DayRulesRequest::List).await
    }

    /// Creates a rule, once per key.
    pub async fn create_day_rule(&self, new: NewDayRule) -> Result<CreatedDayRule, VenueError> {
        self.ask_day_rules(DayRulesRequest::Create(Box::new(new))).await
    }

    /// A rule with the reservations that it meets.
    pub async fn day_rule(&self, id: DayRuleId) -> Result<DayRuleImpact, VenueError> {
        self.ask_day_rules(DayRulesRequest::Rule(id)).await
    }

    /// Removes a rule.
    pub async fn remove_day_rule(&self, id: DayRuleId) -> Result<DayRule, VenueError> {
        self.ask_day_rules(DayRulesRequest::Remove(id)).await
    }

    /// Writes to the guests whom a rule meets.
    pub async fn notify_met(&self, id: DayRuleId) -> Result<DayRuleNotification, VenueError> {
        self.ask_day_rules(DayRulesRequest::Notify(id)).await
    }

    async fn ask_day_rules<T: DeserializeOwned>(&self, request: DayRulesRequest) -> Result<T, VenueError> {
        self.request(Request::Staff(StaffRequest::DayRules(request)))
            .await
    }

    /// Changes a reservation, all of it or nothing.
    pub async fn staff_change(
        &self,
        id: &ReservationId,
        change: StaffReservationChange,
    ) -> Result<StaffBooked, VenueError> {
        let request = StaffRequest::Change(id.clone(), Box::new(change));
        self.request(Request::Staff(request)).await
    }

    /// The reservation of the party at a table, after a till's call about it.
    pub async fn call_about_table(&self, call: TablesRequest) -> Result<StaffReservation, VenueError> {
        self.request(Request::Staff(StaffRequest::Tables(call))).await
    }

    /// Seats a party that came without a reservation, once per key.
    pub async fn seat_walk_in(&self, new: NewWalkIn) -> Result<StaffBooked, VenueError> {
        let request = StaffRequest::Tables(TablesRequest::Seat(new));
        self.request(Request::Staff(request)).await
    }

    /// A reservation as the restaurant's no-show page shows it, after a no-show was reported if `is_reported`. Without a
    /// sender of staff, `token` is the reservation's no-show token.
    pub async fn no_show(
        &self,
        id: &ReservationId,
        token: Option<String>,
        is_reported: bool,
    ) -> Result<NoShow, VenueError> {
        let id = id.clone();
        let request = StaffRequest::NoShow {
            id,
            token,
            is_reported,
        };
        self.request(Request::Staff(request)).await
    }

    /// A request by the link of the restaurant's letter, after the answer if there is one.
    pub async fn answer_request(
        &self,
        link: &RequestLink,
        answer: Option<RequestAnswer>,
    ) -> Result<RequestView, VenueError> {
        let link = link.clone();
        let request = StaffRequest::AnswerRequest { link, answer };
        self.request(Request::Staff(request)).await
    }

    /// The sender's role and permissions.
    pub async fn identity(&self) -> Result<Identity, VenueError> {
        self.request(Request::Staff(StaffRequest::Identity)).await
    }

    /// The access keys.
    pub async fn access_keys(&self) -> Result<AccessKeys, VenueError> {
        self.request(Request::Staff(StaffRequest::AccessKeys)).await
    }

    /// Makes an access key. Its token is in this response alone.
    pub async fn create_access_key(&self, new: NewAccessKey) -> Result<CreatedAccessKey, VenueError> {
        let request = StaffRequest::CreateAccessKey(Box::new(new));
        self.request(Request::Staff(request)).await
    }

    /// Revokes an access key.
    pub async fn revoke_access_key(&self, id: AccessKeyId) -> Result<(), VenueError> {
        let request = StaffRequest::RevokeAccessKey(id);
        self.request(Request::Staff(request)).await
    }

    /// A page of the audit log: the entries before this one, or the newest.
    pub async fn audit(&self, before: Option<PagePosition>) -> Result<AuditPage, VenueError> {
        self.request(Request::Staff(StaffRequest::Audit(before))).await
    }

    /// The changes after a cursor, or the cursor of now.
    pub async fn changes(&self, query: ChangesQuery) -> Result<ChangePage, VenueError> {
        self.request(Request::Staff(StaffRequest::Changes(query))).await
    }

    /// Everything that is stored about a guest.
    pub async fn export_guest(&self, guest: GuestContact) -> Result<GuestExport, VenueError> {
        let request = StaffRequest::ExportGuest(guest);
        self.request(Request::Staff(request)).await
    }

    /// Erases the data of a guest, and marks the rows that cannot be erased yet.
    pub async fn erase_guest(&self, guest: GuestContact) -> Result<GuestErasure, VenueError> {
        let request = StaffRequest::EraseGuest(guest);
        self.request(Request::Staff(request)).await
    }

    /// The secrets of the venue, without their values.
    pub async fn secrets(&self) -> Result<SecretList, VenueError> {
        self.request(Request::Staff(StaffRequest::Secrets)).await
    }

    /// Sets a secret that the venue's settings name; it is in force for the next call.
    pub async fn set_secret(&self, name: SecretName, value: SecretValue) -> Result<(), VenueError> {
        let request = StaffRequest::SetSecret(name, value);
        self.request(Request::Staff(request)).await
    }

    /// Deletes a sealed secret.
    pub async fn delete_secret(&self, name: SecretName) -> Result<(), VenueError> {
        let request = StaffRequest::DeleteSecret(name);
        self.request(Request::Staff(request)).await
    }

    /// Seals the sealed secrets of the venue with the deployment's current key.
    pub async fn reseal_secrets(&self) -> Result<Resealed, VenueError> {
        self.request(Request::Staff(StaffRequest::ResealSecrets)).await
    }
}
