//! The contract of every booking system, tested through the same port: the embedded engine, Molzait as it is
//! simulated, and Molzait as the engine plays it under `/external`.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what should not be there ends a test"
)]

mod change_facts;
mod facts;
mod lightspeed_restaurant;
mod lightspeed_samples;
mod lightspeed_world;
mod payment_facts;
mod pos_facts;
mod samples;
mod till_facts;
mod till_worlds;
mod worlds;

use change_facts::*;
use facts::*;
use worlds::{World, engine, external, simulated};

/// Each fact, asked of each world.
macro_rules! contract {
    ($($fact:ident)+) => {
        contract!(@ engine engine; $($fact)+);
        contract!(@ molzait_simulated simulated; $($fact)+);
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
    what_staff_wrote_stays_with_them
}

/// Each fact about tills, asked of each of them.
macro_rules! till_contract {
    ($($fact:ident)+) => {
        till_contract!(@ till_in_memory till_worlds memory; $($fact)+);
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
