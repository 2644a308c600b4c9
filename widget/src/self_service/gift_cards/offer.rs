//! Reloads what the venue offers, which may change while a card is put together.

use std::sync::Arc;

use shared::venue::Venue;

use super::{Effect, Focus, Notice, Section, Shop, Step};
use crate::flow::Failure;
use crate::self_service::StepContext;

impl Shop {
    /// Requests the venue again while the present one is shown.
    pub(super) fn renew(&mut self, context: &mut StepContext<'_>) -> Vec<Effect> {
        let number = context.next_number();
        self.renewing = Some(number);
        vec![Effect::AskVenue(number, self.venue.id.clone())]
    }

    pub(super) fn renewed(&mut self, number: u32, answer: Result<Box<Venue>, Failure>) -> Vec<Effect> {
        if self.renewing != Some(number) {
            return Vec::new();
        }
        self.renewing = None;
        // What is known stays where nothing newer can be had, and while an order is made of it.
        let Some(venue) = answer.ok().filter(|_| !self.submission.is_open()) else {
            return Vec::new();
        };
        let offered = venue.gift_cards.clone();
        self.venue = Arc::new(*venue);
        let before = self
            .draft
            .as_ref()
            .map(|draft| (draft.template.clone(), draft.amount));
        let (Some(offered), Some(draft)) = (offered, &mut self.draft) else {
            return Vec::new();
        };
        if !draft.keep_offered(&offered) {
            self.notice = Some(Notice::NotOffered);
            return Vec::new();
        }
        let is_same = before == Some((draft.template.clone(), draft.amount));
        if is_same || self.section != Section::Purchase || self.step == Step::Design {
            return Vec::new();
        }
        // What the guest is about to order has changed under them.
        let mut effects = self.go(Step::Design);
        self.notice = Some(Notice::NotOffered);
        effects.retain(|effect| !matches!(effect, Effect::Focus(_)));
        effects.push(Effect::Focus(Focus::Notice));
        effects
    }
}
