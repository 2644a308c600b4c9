//! The price of what is chosen. An answer counts for the question that it was asked with and for no other, so that a stale
//! amount is never shown.

use shared::money::Money;
use shared::quote::{Quote, QuoteRequest};

use super::Effect;
use crate::flow::{Answer, Failure, RequestNumbers};

/// The question for the price, and its answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quoting {
    question: Option<QuoteRequest>,
    /// The answer. The price is known for what is chosen at this moment, or not at all.
    pub answer: Answer<Box<Quote>>,
    /// The number of lines that the last price took, which are kept free for the next one.
    pub lines: usize,
}

impl Quoting {
    /// The price, if it is known.
    #[must_use]
    pub fn quote(&self) -> Option<&Quote> {
        self.answer.known().map(|quote| &**quote)
    }

    /// Asks what is chosen now unless that is what was asked last.
    pub(super) fn follow(
        &mut self,
        wanted: Option<QuoteRequest>,
        numbers: &mut RequestNumbers,
    ) -> Option<Effect> {
        if wanted == self.question {
            return None;
        }
        self.question = wanted;
        self.ask(numbers)
    }

    /// Asks once more.
    pub(super) fn ask(&mut self, numbers: &mut RequestNumbers) -> Option<Effect> {
        self.lines = self.quote().map_or(self.lines, lines);
        self.answer = Answer::NotRequested;
        let question = self.question.clone()?;
        let number = numbers.issue();
        self.answer = Answer::Requested(number);
        Some(Effect::AskQuote(number, Box::new(question)))
    }

    /// Takes an answer; the failure, where the awaited one is none.
    pub(super) fn answered(&mut self, number: u32, answer: Result<Box<Quote>, Failure>) -> Option<Failure> {
        if self.answer != Answer::Requested(number) {
            return None;
        }
        match answer {
            Ok(quote) => {
                self.answer = Answer::Known(quote);
                None
            }
            Err(failure) => {
                self.answer = Answer::Failed(failure.clone());
                Some(failure)
            }
        }
    }

    /// Takes the price that the API has found for what is chosen now; the total that the guest was shown before.
    pub(super) fn replace(&mut self, quote: Box<Quote>) -> Option<Money> {
        let shown = self.quote().map(|quote| quote.total);
        self.answer = Answer::Known(quote);
        shown
    }
}

/// The number of lines of a price: what it is made of, the total, and what is due when.
fn lines(quote: &Quote) -> usize {
    let due = [quote.due_now, quote.due_at_venue];
    quote.lines.len() + 1 + due.iter().filter(|due| due.amount() > 0).count()
}
