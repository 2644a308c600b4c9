//! The contract of every booking system, tested through the same port: the embedded engine, Molzait as it is
//! simulated, Molzait as the engine plays it under `/external`, Mews as it is simulated, 4spaces as it is simulated in both
//! of its formats, and a hotel's system in memory.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what should not be there ends a test"
)]

mod answer_facts;
mod change_facts;
mod choice_facts;
mod facts;
mod fourspaces;
mod fourspaces_facts;
mod fourspaces_prices;
mod fourspaces_publication;
mod fourspaces_trouble;
mod hotel;
mod hotel_facts;
mod ikentoo_samples;
mod lightspeed_restaurant;
mod lightspeed_samples;
mod lightspeed_world;
mod mews_calls;
mod mews_doctor;
mod mews_facts;
mod mews_orders;
mod mews_prices;
mod mews_samples;
mod mews_world;
mod payment_facts;
mod pos_facts;
mod samples;
mod till_facts;
mod till_worlds;
mod worlds;

use change_facts::*;
use choice_facts::*;
use facts::*;
use fourspaces::{fourspaces, fourspaces_in_jsv};
use hotel::hotel;
use mews_world::mews;
use worlds::{World, engine, external, simulated};

/// Each fact, asked of each world.
macro_rules! contract {
    ($($fact:ident)+) => {
        contract!(@ engine engine; $($fact)+);
        contract!(@ molzait_simulated simulated; $($fact)+);
        contract!(@ fourspaces_simulated fourspaces; $($fact)+);
        contract!(@ fourspaces_simulated_in_jsv fourspaces_in_jsv; $($fact)+);
        contract!(@ hotel_in_memory hotel; $($fact)+);
        contract!(@ mews_simulated mews; $($fact)+);
        contract!(@ molzait_played_by_the_engine external; $($fact)+);
    };
    (@ $name:ident $world:ident; $($fact:ident)+) => {
        mod $name {
            $(
                #[tokio::test(start_paused = true)]
                async fn $fact() {
                    let world: super::World = super::$world();
                    super::$fact(&world).await;
                }
            )+
        }
    };
}

contract! {
    an_open_slot_can_be_booked
    the_same_key_repeats_the_answer
    another_body_under_the_same_key_is_refused
    a_full_slot_cannot_be_booked_and_others_are_named
    an_unknown_experience_names_the_field
    days_that_cannot_be_booked_are_closed
    an_area_is_offered_or_refused
    a_reservation_is_found_again
    a_status_is_taken_step_by_step
    a_reservation_is_moved_and_its_place_is_free_again
    a_reservation_that_cannot_be_moved_stays_as_it_is
    its_own_place_is_free_to_a_reservation
    what_is_over_is_not_changed
    a_note_is_changed_by_itself_where_the_abilities_say_so
    what_staff_wrote_stays_with_them
    choices_that_are_not_offered_are_refused_and_nothing_is_dropped
    a_quote_is_what_is_agreed_to
    people_are_counted_and_add_ons_are_known
}

/// Each fact about tills, asked of each of them.
macro_rules! till_contract {
    ($($fact:ident)+) => {
        till_contract!(@ till_in_memory till_worlds memory; $($fact)+);
        till_contract!(@ ikentoo_simulated till_worlds ikentoo; $($fact)+);
        till_contract!(@ lightspeed_simulated lightspeed_world lightspeed; $($fact)+);
    };
    (@ $name:ident $module:ident $world:ident; $($fact:ident)+) => {
        mod $name {
            $(
                #[tokio::test(start_paused = true)]
                async fn $fact() {
                    let world = super::$module::$world();
                    super::pos_facts::$fact(&world).await;
                }
            )+
        }
    };
}

till_contract! {
    the_same_or_an_older_version_changes_nothing
    reading_a_delivery_changes_nothing_and_gives_the_same_notices
    what_is_no_delivery_is_unreadable_and_changes_nothing
    connecting_twice_and_disconnecting_twice_is_no_fault
}
