//! Facts about a booking that is paid for here, over any interleaving of a guest, a payment provider, another system,
//! crashes and answers that got lost.

use proptest::prelude::*;

use super::*;

/// The table at the other system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Table {
    Held,
    Booked,
    Gone,
}

/// The fate of a call to the other system.
#[derive(Clone, Copy, Debug)]
enum Line {
    /// It carries it out, and answers.
    Answers,
    /// It carries it out, and its answer is lost.
    AnswerLost,
    /// Nothing arrives there.
    Away,
}

/// The world around one booking. It outlives crashes.
#[derive(Debug)]
struct World {
    /// The booking as it was written last.
    stored: PaidBooking,
    table: Table,
    is_paid: bool,
    /// Whether all of the money goes back: written with the step.
    is_given_back: bool,
    deposits: u32,
    letters: Vec<Effect>,
}

/// The next event.
#[derive(Clone, Copy, Debug)]
enum Turn {
    /// The guest pays.
    Pay,
    /// The news of the payment comes, again or for the first time.
    TellPaid,
    /// The time to pay is over.
    Lapse,
    /// The hold lapses, if it is one still.
    HoldLapses,
    /// The deadline of the confirmation passes.
    GiveUp,
    /// The guest cancels, early enough or not.
    Cancel(bool),
    /// The restaurant cancels at the other system.
    CancelThere,
    /// The object looks at what is there.
    Look,
    /// The call that is left is made; the object may be stopped before or after the call.
    Work {
        line: Line,
        stops_before: bool,
        stops_after: bool,
    },
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let line = prop_oneof![Just(Line::Answers), Just(Line::AnswerLost), Just(Line::Away)];
    let work =
        (line, any::<bool>(), any::<bool>()).prop_map(|(line, stops_before, stops_after)| Turn::Work {
            line,
            stops_before,
            stops_after,
        });
    let one = prop_oneof![
        3 => Just(Turn::Pay),
        3 => Just(Turn::TellPaid),
        1 => Just(Turn::Lapse),
        1 => Just(Turn::HoldLapses),
        1 => Just(Turn::GiveUp),
        1 => any::<bool>().prop_map(Turn::Cancel),
        1 => Just(Turn::CancelThere),
        1 => Just(Turn::Look),
        6 => work,
    ];
    prop::collection::vec(one, 0..40)
}

impl World {
    fn new(takes_deposit: bool) -> Self {
        Self {
            stored: PaidBooking::held(takes_deposit),
            table: Table::Held,
            is_paid: false,
            is_given_back: false,
            deposits: 0,
            letters: Vec::new(),
        }
    }

    /// Writes a step: the booking and the effects in one transaction.
    fn write(&mut self, event: Event) {
        let (next, effects) = step(self.stored, event);
        self.stored = next;
        for effect in effects {
            match effect {
                Effect::GiveBack => self.is_given_back = true,
                Effect::Spend => {}
                letter => self.letters.push(letter),
            }
        }
    }

    fn turn(&mut self, turn: Turn) {
        match turn {
            // A payment that was called off is closed, or goes back by itself.
            Turn::Pay => self.is_paid |= !self.is_given_back,
            Turn::TellPaid if self.is_paid => self.write(Event::Paid),
            Turn::Lapse if !self.is_paid => self.write(Event::Lapsed),
            Turn::HoldLapses if self.table == Table::Held => self.table = Table::Gone,
            Turn::GiveUp => self.write(Event::GivenUp),
            Turn::Cancel(gives_back) => self.write(Event::CancellationBegun { gives_back }),
            Turn::CancelThere if self.table == Table::Booked => self.table = Table::Gone,
            Turn::Look if self.stored.stage == Stage::Booked && self.table == Table::Gone => {
                self.write(Event::CancelledThere);
            }
            Turn::Work {
                line,
                stops_before,
                stops_after,
            } => self.work(line, stops_before, stops_after),
            _ => {}
        }
    }

    fn work(&mut self, line: Line, stops_before: bool, stops_after: bool) {
        let is_answered = matches!(line, Line::Answers) && !stops_after;
        let arrives = !matches!(line, Line::Away);
        match self.stored.task() {
            None => {}
            Some(Task::Confirm { is_asked }) => {
                if is_asked {
                    // It is looked for first; without an answer nothing is known.
                    if !is_answered {
                        return;
                    }
                    match self.table {
                        Table::Booked => return self.write(Event::Confirmed),
                        Table::Gone => return self.write(Event::Gone),
                        Table::Held => {}
                    }
                } else {
                    self.write(Event::ConfirmationBegun);
                }
                if stops_before || !arrives {
                    return;
                }
                if self.table == Table::Held {
                    self.table = Table::Booked;
                }
                if is_answered {
                    let is_there = self.table == Table::Booked;
                    self.write(if is_there { Event::Confirmed } else { Event::Gone });
                }
            }
            Some(Task::Post { is_sent }) => {
                if is_sent {
                    if !is_answered {
                        return;
                    }
                    if self.deposits > 0 {
                        return self.write(Event::Posted);
                    }
                } else {
                    self.write(Event::PostingBegun);
                }
                if stops_before || !arrives {
                    return;
                }
                self.deposits += 1;
                if is_answered {
                    self.write(Event::Posted);
                }
            }
            Some(task @ (Task::Cancel | Task::Release)) => {
                if stops_before || !arrives {
                    return;
                }
                self.table = Table::Gone;
                if is_answered {
                    self.write(if task == Task::Cancel {
                        Event::Cancelled
                    } else {
                        Event::Gone
                    });
                }
            }
        }
    }

    /// Lets everything come to rest: all news arrives, and every call is answered.
    fn settle(&mut self) {
        self.turn(Turn::TellPaid);
        self.turn(Turn::Lapse);
        for _ in 0..6 {
            self.work(Line::Answers, false, false);
        }
        self.turn(Turn::Look);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_guest_ends_with_one_table_that_is_paid_once_or_with_the_money(
        takes_deposit in any::<bool>(),
        turns in turns(),
    ) {
        let mut world = World::new(takes_deposit);
        for turn in turns {
            world.turn(turn);
            prop_assert!(world.deposits <= u32::from(takes_deposit), "{:?}", world);
        }
        world.settle();
        prop_assert_eq!(world.stored.task(), None, "{:?}", world);
        match world.stored.stage {
            Stage::Booked => {
                prop_assert_eq!(world.table, Table::Booked);
                prop_assert!(world.is_paid && !world.is_given_back, "{:?}", world);
                prop_assert_eq!(world.deposits, u32::from(takes_deposit));
            }
            Stage::Over => {
                prop_assert_eq!(world.table, Table::Gone);
                // Money is kept for a cancellation that was too late, and for nothing else.
                let is_late = world.stored.ending == Some(BookingEnd::Cancelled) && !world.stored.gives_back;
                prop_assert!(!world.is_paid || world.is_given_back || is_late, "{:?}", world);
            }
            other => prop_assert_eq!(other, Stage::Over),
        }
    }

    #[test]
    fn a_guest_is_told_once_of_each_outcome(takes_deposit in any::<bool>(), turns in turns()) {
        let mut world = World::new(takes_deposit);
        for turn in turns {
            world.turn(turn);
        }
        world.settle();
        for letter in [Effect::SendConfirmation, Effect::SendCancellation, Effect::SendRegrets] {
            let sent = world.letters.iter().filter(|one| **one == letter).count();
            prop_assert!(sent <= 1, "{:?} {:?}", letter, world);
        }
        let is_told = |letter| world.letters.contains(&letter);
        prop_assert!(!(is_told(Effect::SendConfirmation) && is_told(Effect::SendRegrets)));
    }
}
