//! Letters to guests whose reservation a rule of the day meets, as statements for the same transaction.

use shared::day_rule::{DayRule, DayRuleEffect, ShownAs};
use shared::id::DayRuleId;
use shared::time::Instant;

use super::letters::{LetterFacts, Letters, mailbox};
use crate::error::Result;
use crate::mail::templates::{DayRuleNews, about_day_rule};
use crate::storage::database::Statement;
use crate::storage::secret::Secret;
use crate::venue::jobs::outbox;

/// The beginning of the names of a rule's letters, each followed by its reservation's id.
fn names(rule: &DayRuleId) -> String {
    format!("day-rule-{rule}-")
}

/// Statements that withdraw the letters about a rule that have not been sent, since it was removed.
pub(super) fn withdraw_letters(rule: &DayRuleId) -> [Statement; 2] {
    outbox::take_back_all(&names(rule))
}

impl Letters {
    /// Statements that queue the letter about a rule to the guest of a reservation; none without an e-mail address.
    pub(super) fn about_rule(
        &self,
        secret: &Secret,
        rule: &DayRule,
        facts: LetterFacts<'_>,
        now: Instant,
    ) -> Result<Vec<Statement>> {
        let Some(email) = &facts.guest.email else {
            return Ok(Vec::new());
        };
        let (composer, id) = (self.composer(), &facts.reservation.id);
        let localizer = composer.localizer(Some(facts.locale))?;
        let link = composer.link(&format!("?view=manage#manage={id}.{}", secret.manage_token(id)));
        let news = match rule.effect {
            // Where guests see the day as full, or only a part is closed, the restaurant itself is not.
            DayRuleEffect::Closure {
                shown_as: ShownAs::Closed,
                experience_id: None,
                area_id: None,
                ..
            } => DayRuleNews::Closed,
            _ => DayRuleNews::Changed,
        };
        let text = rule
            .effect
            .guest_text()
            .map(|text| text.get(localizer.language()));
        let message = about_day_rule(
            (news, text),
            &composer.restaurant(),
            &localizer,
            &self.facts(facts, Some(&link), now),
        );
        let to = mailbox(facts.guest, email.as_str());
        let letter = composer.letter(format!("{}{id}", names(&rule.id)), to, message);
        Ok(outbox::post(&letter, now)?)
    }
}
