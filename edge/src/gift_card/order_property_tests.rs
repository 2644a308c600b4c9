//! Facts about orders, over any interleaving of events, crashes and answers that got lost.

use proptest::prelude::*;

use super::*;

fn events() -> impl Strategy<Value = Vec<Event>> {
    let one = prop_oneof![
        (0u8..3).prop_map(|number| Event::Paid(payment(number))),
        Just(Event::Lapsed),
        Just(Event::IssueBegun),
        Just(Event::Issued),
        Just(Event::NotIssued),
        Just(Event::WithdrawalBegun),
        Just(Event::NotWithdrawn),
        Just(Event::Withdrawn),
        (0u8..3).prop_map(|number| Event::Refunded(payment(number))),
        (0u8..3, any::<bool>()).prop_map(|(number, is_all)| Event::SentBack {
            payment: payment(number),
            is_all
        }),
        Just(Event::ShareReturned),
    ];
    prop::collection::vec(one, 0..25)
}

fn issuer() -> impl Strategy<Value = Issuer> {
    prop_oneof![Just(Issuer::Here), Just(Issuer::Upstream)]
}

/// The world around one order: a guest, a clock, a payment provider, and a system that issues cards. It outlives
/// crashes, which the order's driver does not.
#[derive(Debug, Default)]
struct World {
    /// The payments made, and whether each is refunded.
    payments: Vec<(PaymentReference, bool)>,
    is_closed: bool,
    cards: u32,
    /// Whether what the card was worth was taken off it for its purchaser.
    is_empty: bool,
    /// Whether all of it is spent.
    is_spent: bool,
}

/// The next event.
#[derive(Clone, Copy, Debug)]
enum Turn {
    /// The guest pays, if that is still taken, or a little later.
    Pay,
    /// A second payment, which the provider accepts.
    PayAgain,
    /// The webhook of a payment comes, again or for the first time.
    TellPaid,
    /// The webhook of a refund comes.
    TellRefunded,
    /// A manual refund: of all of it, or of a part.
    SendBack(bool),
    /// The time to pay is over.
    Lapse,
    /// The purchaser withdraws, or tries to.
    Withdraw,
    /// The card's balance is spent, if it is still there.
    Spend,
    /// The outstanding effects are carried out: whether the other system accepts, and whether its answer arrives.
    Work { takes: bool, is_answered: bool },
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let work =
        (any::<bool>(), any::<bool>()).prop_map(|(takes, is_answered)| Turn::Work { takes, is_answered });
    let one = prop_oneof![
        2 => Just(Turn::Pay),
        1 => Just(Turn::PayAgain),
        2 => Just(Turn::TellPaid),
        1 => Just(Turn::TellRefunded),
        1 => any::<bool>().prop_map(Turn::SendBack),
        1 => Just(Turn::Lapse),
        1 => Just(Turn::Withdraw),
        1 => Just(Turn::Spend),
        3 => work,
    ];
    prop::collection::vec(one, 0..30)
}

impl World {
    fn refund(&mut self, reference: &PaymentReference) {
        for (known, is_back) in &mut self.payments {
            *is_back |= known == reference;
        }
    }

    /// Carries out one effect. The answer is none where it is lost.
    fn carry_out(&mut self, order: &mut Order, effect: &Effect, takes: bool, is_answered: bool) {
        let event = match effect {
            Effect::IssueHere => {
                // The card and the order's stage are written together.
                self.cards += 1;
                *order = step(order, &Event::Issued).0;
                return;
            }
            Effect::IssueUpstream { is_asked, .. } => {
                if *is_asked && self.cards > 0 {
                    Event::Issued
                } else {
                    *order = step(order, &Event::IssueBegun).0;
                    if takes {
                        self.cards += 1;
                        Event::Issued
                    } else {
                        Event::NotIssued
                    }
                }
            }
            Effect::EmptyUpstream => {
                if self.is_spent {
                    Event::NotWithdrawn
                } else if self.is_empty || takes {
                    self.is_empty = true;
                    if is_answered && let Some(reference) = order.payment.clone() {
                        // The refund is recorded together with the news.
                        self.refund(&reference);
                    }
                    Event::Withdrawn
                } else {
                    return;
                }
            }
            Effect::Refund(reference) => {
                self.refund(reference);
                Event::Refunded(reference.clone())
            }
            Effect::ClosePayment => {
                self.is_closed = true;
                return;
            }
            Effect::SendReceipt | Effect::SendCard | Effect::SendWithdrawal | Effect::SendRefundNotice => {
                return;
            }
        };
        if is_answered {
            *order = step(order, &event).0;
        }
    }

    fn tell(&mut self, order: &mut Order, event: &Event) {
        let (next, effects) = step(order, event);
        *order = next;
        for effect in effects {
            // A second payment's refund is written down with the news, as closing the payment is.
            match effect {
                Effect::Refund(reference) if order.payment.as_ref() != Some(&reference) => {
                    self.refund(&reference);
                }
                Effect::ClosePayment => self.is_closed = true,
                _ => {}
            }
        }
    }

    fn turn(&mut self, order: &mut Order, turn: Turn) {
        match turn {
            Turn::Pay if self.payments.is_empty() => self.payments.push((payment(1), false)),
            Turn::PayAgain if self.payments.len() == 1 => self.payments.push((payment(2), false)),
            Turn::Pay | Turn::PayAgain => {}
            Turn::TellPaid => {
                for (reference, _) in self.payments.clone() {
                    self.tell(order, &Event::Paid(reference));
                }
            }
            Turn::TellRefunded => {
                for (reference, _) in self.payments.clone().into_iter().filter(|(_, is_back)| *is_back) {
                    self.tell(order, &Event::Refunded(reference));
                }
            }
            Turn::SendBack(is_all) => {
                let is_whole = order.issuer == Issuer::Here && !self.is_spent && !self.is_empty;
                let can_be = match order.stage {
                    Stage::Paid => true,
                    Stage::Issued => is_whole,
                    _ => false,
                };
                let Some(reference) = order.payment.clone().filter(|_| can_be) else {
                    return;
                };
                if is_all {
                    // What is on a card here is taken off it in the same write.
                    self.is_empty |= order.stage == Stage::Issued;
                    self.refund(&reference);
                }
                self.tell(
                    order,
                    &Event::SentBack {
                        payment: reference,
                        is_all,
                    },
                );
            }
            Turn::Lapse => self.tell(order, &Event::Lapsed),
            Turn::Spend => self.is_spent |= self.cards > 0 && !self.is_empty,
            Turn::Withdraw if self.is_spent => {}
            Turn::Withdraw if order.issuer == Issuer::Upstream => self.tell(order, &Event::WithdrawalBegun),
            Turn::Withdraw => {
                // The card's money, the order's stage and what its payment owes are written together.
                if order.stage == Stage::Issued {
                    assert!(!self.is_empty, "the card is emptied once");
                    self.is_empty = true;
                    if let Some(reference) = order.payment.clone() {
                        self.refund(&reference);
                    }
                }
                self.tell(order, &Event::Withdrawn);
            }
            Turn::Work { takes, is_answered } => {
                for effect in order.outstanding() {
                    self.carry_out(order, &effect, takes, is_answered);
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn old_news_changes_nothing(issuer in issuer(), events in events()) {
        let mut order = Order::new(issuer);
        for event in events {
            let (next, _) = step(&order, &event);
            let (again, effects) = step(&next, &event);
            prop_assert_eq!(&again, &next);
            // A refund may be asked for again: it is done once.
            prop_assert!(effects.iter().all(|effect| matches!(effect, Effect::Refund(_))), "{:?}", effects);
            // Once it rests, only money that comes late or comes back, a withdrawal and a refund by hand make it move.
            if order.stage.is_final() && next.stage != order.stage {
                let is_moved = match order.stage {
                    Stage::Lapsed => matches!(next.stage, Stage::Refunding | Stage::Refunded),
                    Stage::Issued => match issuer {
                        Issuer::Here => match event {
                            Event::Withdrawn => next.stage == Stage::Withdrawing,
                            Event::SentBack { is_all: true, .. } => next.stage == Stage::Refunding,
                            _ => false,
                        },
                        Issuer::Upstream => event == Event::WithdrawalBegun && next.stage == Stage::Emptying,
                    },
                    // What the card had paid comes back after all.
                    Stage::Refunded => event == Event::ShareReturned && next.stage == Stage::Withdrawing,
                    _ => false,
                };
                prop_assert!(is_moved, "{:?} by {:?}", order.stage, event);
            }
            order = next;
        }
    }

    #[test]
    fn every_order_comes_to_rest_with_the_money_where_it_belongs(
        issuer in issuer(),
        turns in turns(),
        takes in any::<bool>(),
    ) {
        let (mut world, mut order) = (World::default(), Order::new(issuer));
        for turn in turns {
            world.turn(&mut order, turn);
            prop_assert!(world.cards <= 1);
        }
        // At last every event arrives, the time is over, and the outstanding effects are carried out.
        for turn in [Turn::TellPaid, Turn::Lapse, Turn::TellPaid, Turn::TellRefunded] {
            world.turn(&mut order, turn);
        }
        for _ in 0..3 {
            world.turn(&mut order, Turn::Work { takes, is_answered: true });
        }
        // A refused withdrawal is repeated until it is accepted: the money is owed.
        world.turn(&mut order, Turn::Work { takes: true, is_answered: true });
        world.turn(&mut order, Turn::TellRefunded);
        prop_assert!(order.stage.is_final(), "{:?}", order);
        prop_assert_eq!(order.outstanding(), vec![]);
        let open = world.payments.iter().filter(|(_, is_back)| !is_back).count();
        match order.stage {
            Stage::Issued => prop_assert_eq!((open, world.cards, world.is_empty), (1, 1, false)),
            // Either there never was a card, or it is worth nothing any more.
            Stage::Refunded => prop_assert_eq!((open, world.cards == 1), (0, world.is_empty)),
            _ => prop_assert_eq!((world.payments.len(), world.cards), (0, 0)),
        }
    }
}
