//! Rules of days in words for the restaurant's staff.

use shared::day_rule::{DayRuleEffect, ShownAs};
use shared::explanation::{BrokenRule, RuleCode};
use shared::time::Instant;

use super::Words;
use crate::provider::engine::explain::Rule;

impl Words<'_> {
    /// A rule of the day as a sentence; none for all others.
    pub(super) fn rule_of_day(&self, rule: &Rule) -> Option<BrokenRule> {
        let (id, limit) = match rule {
            Rule::Blocked { rule, .. } => (rule, None),
            Rule::CoversLimitReached { rule, covers, limit } => (rule, Some((*covers, *limit))),
            _ => return None,
        };
        let found = self.rules.iter().find(|known| known.id == *id)?;
        let texts = self.texts;
        let moment = |at: Instant| (self.moment)(at).unwrap_or_default();
        let (code, text) = match (&found.effect, limit) {
            (_, Some((covers, limit))) => (
                RuleCode::CoversLimitReached,
                texts.explain_covers_limit(&covers.to_string(), &limit.to_string()),
            ),
            (DayRuleEffect::Closure { .. }, None) => self.closure(&found.effect)?,
            (DayRuleEffect::BlockedTables { table_ids, until, .. }, None) => {
                let tables = self.settings.rooms.iter().flat_map(|room| &room.tables);
                let tables = tables.filter(|table| table_ids.contains(&table.id));
                let names: Vec<&str> = tables.map(|table| table.name.as_str()).collect();
                (
                    RuleCode::TablesBlocked,
                    texts.explain_tables_blocked(&names.join(", "), &moment(*until)),
                )
            }
            (DayRuleEffect::Pause { until, .. }, None) => (
                RuleCode::Paused,
                texts.explain_paused(&until.map(moment).unwrap_or_default()),
            ),
            _ => return None,
        };
        Some(BrokenRule {
            code,
            text,
            change: match limit {
                Some((covers, _)) => self.raised(covers),
                None => texts.explain_rule_change.to_owned(),
            },
            setting: None,
            day_rule: Some(found.id.clone()),
        })
    }

    /// A closure of the day's rules as a sentence.
    fn closure(&self, effect: &DayRuleEffect) -> Option<(RuleCode, String)> {
        let DayRuleEffect::Closure {
            from,
            to,
            from_minutes,
            until_minutes,
            experience_id,
            area_id,
            shown_as,
            ..
        } = effect
        else {
            return None;
        };
        let when = self.days(*from, *to, from_minutes.zip(*until_minutes));
        let area = area_id
            .as_ref()
            .and_then(|id| self.areas.iter().find(|area| area.id() == id));
        let text = match (shown_as, area, experience_id) {
            (ShownAs::Full, ..) => self.texts.explain_shown_full(&when),
            (ShownAs::Closed, Some(area), _) => {
                let name = area.name().get(self.localizer.language());
                self.texts.explain_area_closed(name, &when)
            }
            (ShownAs::Closed, None, Some(_)) => self.texts.explain_experience_closed(&self.name, &when),
            (ShownAs::Closed, None, None) => self.texts.explain_venue_closed(&when),
        };
        let code = match shown_as {
            ShownAs::Closed => RuleCode::Closed,
            ShownAs::Full => RuleCode::ShownFull,
        };
        Some((code, text))
    }
}
