//! A venue's object on a real SQLite: its requests and its jobs, with a clock that the test sets.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "what should not be there ends a test"
)]

mod audit;
mod bank;
mod barrier;
mod cancellations;
mod card_letters;
mod card_purchase;
mod card_system;
mod card_transactions;
mod cards_of_staff;
mod change_stream;
mod change_stream_access;
mod changes;
mod day_rule_guests;
mod day_rule_logs;
mod day_rule_offers;
mod day_rules;
mod deposit_letters;
mod deposits;
mod elsewhere;
mod erasure;
mod explanations;
mod first_message;
mod floor_plans;
mod gift_cards;
mod guest_data;
mod lanes;
mod large_hall;
mod late_cancellations;
mod letter_limits;
mod letters;
mod many_venues;
mod missing_money;
mod moves;
mod no_show;
mod object;
mod old_database;
mod payments;
mod pending;
mod people;
mod phone_calls;
mod pictures;
mod receiver;
mod refund_time;
mod reminders;
mod request_answer_money;
mod request_answers;
mod requests;
mod reseal;
mod reservations;
mod retention;
mod retention_course;
mod robots;
mod secrets;
mod sessions;
mod settings;
mod shares;
mod sign_in;
mod sign_in_letters;
mod sockets;
mod staff_bookings;
mod staff_changes;
mod staff_day;
mod staff_guests;
mod staff_places;
mod suspension;
mod tables;
mod taken_away;
mod unserved;
mod venue;
mod venue_settings;
mod waitlist;
mod waitlist_bounds;
mod waitlist_course;
mod waitlist_paid;
mod webhook_secrets;
mod webhooks;
mod withdrawn_elsewhere;
