//! The answers of the embedded engine to staff, tills and telephone systems about rules of days, calls and tables.

use crate::error::Result;
use crate::venue::message::day_rule::DayRulesRequest;
use crate::venue::message::phone_call::PhoneCallsRequest;
use crate::venue::message::table::TablesRequest;
use crate::venue::message::waitlist::StaffWaitlistRequest;
use crate::venue::service::dispatch::{Json, json};
use crate::venue::service::engine::EmbeddedEngine;

/// Answers the requests of staff about rules of days.
pub(super) fn answer_day_rules(engine: &EmbeddedEngine<'_>, request: &DayRulesRequest) -> Result<Json> {
    match request {
        DayRulesRequest::List => json(&engine.run(|reservations, ctx| Ok(reservations.list_day_rules(ctx)))?),
        DayRulesRequest::Create(new) => {
            json(&engine.run(|reservations, ctx| reservations.create_day_rule(ctx, new))?)
        }
        DayRulesRequest::Rule(id) => json(&engine.run(|reservations, ctx| reservations.day_rule(ctx, id))?),
        DayRulesRequest::Remove(id) => {
            json(&engine.run(|reservations, ctx| reservations.remove_day_rule(ctx, id))?)
        }
        DayRulesRequest::Notify(id) => {
            json(&engine.run(|reservations, ctx| reservations.notify_met(ctx, id))?)
        }
    }
}

/// Answers the requests of staff about the waitlist.
pub(super) fn answer_waitlist(engine: &EmbeddedEngine<'_>, request: &StaffWaitlistRequest) -> Result<Json> {
    match request {
        StaffWaitlistRequest::Add(new) => {
            json(&engine.run(|reservations, ctx| reservations.wait_at_door(ctx, new))?)
        }
        StaffWaitlistRequest::Withdraw(id) => {
            json(&engine.run(|reservations, ctx| reservations.withdraw_entry(ctx, id))?)
        }
    }
}

/// Answers the requests of staff and telephone systems about calls.
pub(super) fn answer_phone_calls(engine: &EmbeddedEngine<'_>, request: &PhoneCallsRequest) -> Result<Json> {
    match request {
        PhoneCallsRequest::Report(report) => {
            json(&engine.run(|reservations, ctx| reservations.report_call(ctx, report))?)
        }
        PhoneCallsRequest::History(phone) => {
            json(&engine.run(|reservations, ctx| reservations.guest_history(ctx, phone))?)
        }
        PhoneCallsRequest::List(before) => {
            json(&engine.run(|reservations, ctx| reservations.phone_calls(ctx, *before))?)
        }
    }
}

/// Answers a call of a till about a table, and staff who seat a party.
pub(super) fn answer_table(engine: &EmbeddedEngine<'_>, request: &TablesRequest) -> Result<Json> {
    match request {
        TablesRequest::CheckIn(call) => {
            json(&engine.run(|reservations, ctx| reservations.check_in_table(ctx, call))?)
        }
        TablesRequest::Paid(call) => {
            json(&engine.run(|reservations, ctx| reservations.pay_table(ctx, call))?)
        }
        TablesRequest::Seat(new) => json(&engine.run(|reservations, ctx| reservations.seat_party(ctx, new))?),
    }
}
