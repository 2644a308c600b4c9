//! Parties at the door that wait for a table.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::{TableId, WaitlistEntryId};
use shared::party::Attendees;
use shared::staff_booking::DoorEntryRequest;
use shared::staff_day::WalkInRequest;

use super::App;

impl App {
    /// Notes a party at the door, once per key; `done` is called once it is noted.
    pub fn wait_at_door(self, party: DoorEntryRequest, key: String, done: impl FnOnce() + 'static) {
        let client = self.client.get_value();
        spawn_local(async move {
            match client.wait_at_door(&party, &key).await {
                Ok(_) => {
                    self.say(self.texts.noted.with(party.last_name.as_str()));
                    self.refresh();
                    done();
                }
                Err(error) => self.say_failure(error),
            }
        });
    }

    /// Withdraws an entry of the waitlist.
    pub fn withdraw(self, id: WaitlistEntryId) {
        let client = self.client.get_value();
        spawn_local(async move {
            match client.withdraw(&id).await {
                Ok(()) => {
                    self.say(self.texts.rule_removed.to_owned());
                    self.refresh();
                }
                Err(error) => self.say_failure(error),
            }
        });
    }

    /// Takes a party off the waitlist that was booked from it. Where no answer comes, it stays there to be removed by hand.
    pub fn booked_from_waitlist(self, entry: Option<WaitlistEntryId>) {
        let Some(id) = entry else {
            return;
        };
        let client = self.client.get_value();
        spawn_local(async move {
            // An entry that is over already is off the list too.
            let _ = client.withdraw(&id).await;
            self.refresh();
        });
    }

    /// Seats a party that waits; it waits no longer once it sits.
    pub fn seat_waiting(self, id: WaitlistEntryId, table_ids: Vec<TableId>, attendees: Attendees) {
        spawn_local(async move {
            let walk_in = WalkInRequest {
                table_ids,
                attendees,
                waitlist_entry_id: Some(id),
            };
            match self.seat(&walk_in).await {
                Ok(one) => {
                    self.took_seated(one);
                    self.refresh();
                }
                Err(error) => self.say_failure(error),
            }
        });
    }
}
