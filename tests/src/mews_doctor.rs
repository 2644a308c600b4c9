//! The examination of a property at Mews: what its documents leave open is compared with what the property answers, and
//! what settings name is looked for. It reads alone, and books nothing.

use std::time::Duration;

use config::MewsSettings;
use config::mews::ServiceExperience;
use edge::provider::choices::Choices;
use edge::provider::lenient::Elements;
use edge::provider::mews::availability::UnitTable;
use edge::provider::mews::client::{Connector, Operation};
use edge::provider::mews::units::range;
use edge::provider::mews::wire::property::{AccountingCategoryList, DepartmentList, NamedEntity, OfProperty};
use edge::provider::mews::wire::service::{
    AvailabilityMetrics, AvailabilityQuestion, FreeUnits, FreeUnitsQuestion, METRICS,
};
use edge::provider::mews::{Mews, ServedVenue};
use edge::provider::remote::{DaysQuestion, RemoteError, RemoteSystem};
use edge::upstream::{Clock, Scope};
use shared::availability::SlotStatus;
use shared::choices::ChosenAddOn;
use shared::id::{AddOnId, ExperienceId};
use shared::offer::PricePer;
use shared::party::Attendees;
use shared::quote::QuoteRequest;
use shared::time::{Day, Instant};

/// How many days are compared.
const DAYS: u32 = 7;

/// How long one call may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A property that is examined.
pub struct ExaminedProperty<'a> {
    /// The client with its tokens.
    pub connector: &'a Connector,
    /// The adapter.
    pub system: &'a Mews,
    /// The venue's settings.
    pub settings: &'a MewsSettings,
    /// The venue.
    pub venue: &'a ServedVenue,
    /// The clock.
    pub clock: &'a dyn Clock,
}

/// The findings about a property.
#[derive(Debug, Default)]
pub struct Findings {
    /// Everything that was found, one line each.
    pub lines: Vec<String>,
    /// How many of them contradict the settings, or what the adapter infers.
    pub contradictions: usize,
}

impl Findings {
    fn fact(&mut self, line: String) {
        self.lines.push(line);
    }

    fn contradiction(&mut self, line: String) {
        self.lines.push(line);
        self.contradictions += 1;
    }
}

type Answer<T> = Result<T, String>;

fn cause(error: &RemoteError) -> String {
    format!("{error:?}")
}

impl ExaminedProperty<'_> {
    /// Examines the property. An error where it cannot be asked.
    pub async fn examine(&self) -> Answer<Findings> {
        let mut findings = Findings::default();
        let experiences = self
            .system
            .experiences(&self.scope())
            .await
            .map_err(|error| cause(&error))?;
        findings.fact(format!(
            "{} of {} experiences can be booked",
            experiences.len(),
            self.settings.experiences.len()
        ));
        self.look_for_departments(&mut findings).await?;
        self.look_for_accounting_categories(&mut findings).await?;
        for experience in &self.settings.experiences {
            self.compare(experience, &mut findings).await?;
            self.count(&experience.id, &mut findings).await?;
        }
        Ok(findings)
    }

    fn scope(&self) -> Scope {
        Scope::new(self.clock.elapsed() + PATIENCE)
    }

    fn days(&self) -> Answer<(Day, Day)> {
        let local = self.venue.zone.local(self.clock.now());
        let (today, _) = local.ok_or("the clock is outside the calendar")?;
        Ok((today, today.plus(DAYS - 1).unwrap_or(Day::MAX)))
    }

    async fn look_for_departments(&self, findings: &mut Findings) -> Answer<()> {
        let enterprises: Vec<&str> = self.settings.enterprise_id.as_deref().into_iter().collect();
        let list = self
            .connector
            .list::<DepartmentList, _>(&self.scope(), Operation::DEPARTMENTS, |limitation| OfProperty {
                enterprise_ids: &enterprises,
                limitation,
            })
            .await
            .map_err(|error| cause(&error))?;
        let named = self.settings.task_department_id.as_deref();
        look_for(findings, ("department", "taskDepartmentId"), &list, named);
        Ok(())
    }

    async fn look_for_accounting_categories(&self, findings: &mut Findings) -> Answer<()> {
        let enterprises: Vec<&str> = self.settings.enterprise_id.as_deref().into_iter().collect();
        let operation = Operation::ACCOUNTING_CATEGORIES;
        let list = self
            .connector
            .list::<AccountingCategoryList, _>(&self.scope(), operation, |limitation| OfProperty {
                enterprise_ids: &enterprises,
                limitation,
            })
            .await
            .map_err(|error| cause(&error))?;
        let named = self.settings.accounting_category_id.as_deref();
        look_for(
            findings,
            ("accounting category", "accountingCategoryId"),
            &list,
            named,
        );
        Ok(())
    }

    /// Compares both operations for what is free.
    async fn compare(&self, experience: &ServiceExperience, findings: &mut Findings) -> Answer<()> {
        let limits = range(&self.venue.zone, self.days()?, experience);
        let (first, last) = limits.ok_or("the days are outside the calendar")?;
        let metrics: AvailabilityMetrics = self
            .connector
            .ask(
                &self.scope(),
                Operation::AVAILABILITY,
                &AvailabilityQuestion {
                    service_id: &experience.service_id,
                    first_time_unit_start_utc: first.to_string(),
                    last_time_unit_start_utc: last.to_string(),
                    metrics: &METRICS,
                },
            )
            .await
            .map_err(|error| cause(&error))?;
        let free: FreeUnits = self
            .connector
            .ask(
                &self.scope(),
                Operation::FREE_UNITS,
                &FreeUnitsQuestion {
                    service_id: &experience.service_id,
                    first_time_unit_start_utc: first.to_string(),
                    last_time_unit_start_utc: last.to_string(),
                },
            )
            .await
            .map_err(|error| cause(&error))?;
        let table = UnitTable::of(&metrics, &experience.category_id)?;
        let mut of_category = free.category_availabilities.iter();
        let of_category = of_category.find(|one| one.category_id == experience.category_id);
        let of_category = of_category.ok_or("the older operation has nothing of this category")?;
        let mut differences = 0;
        for (start, counted) in free.time_unit_starts_utc.iter().zip(&of_category.availabilities) {
            let start = Instant::try_from(start.clone()).map_err(|_| "a time unit cannot be read")?;
            let inferred = table.units().iter().find(|unit| unit.start == start);
            let inferred = inferred.map(|unit| unit.free);
            if inferred != Some(counted.0) {
                let of_metrics = inferred.map_or_else(|| "nothing".to_owned(), |free| free.to_string());
                let counted = counted.0;
                findings.contradiction(format!(
                    "{}: {start}: {of_metrics} by the metrics, {counted} by the older operation",
                    experience.id
                ));
                differences += 1;
            }
        }
        findings.fact(format!(
            "{}: {} hours compared, {differences} differ",
            experience.id,
            of_category.availabilities.len()
        ));
        Ok(())
    }

    /// Looks at how products are counted that are charged by person: one of two guests has one.
    async fn count(&self, id: &ExperienceId, findings: &mut Findings) -> Answer<()> {
        let offers = match self.system.offers(&self.scope(), id).await {
            Ok(offers) => offers,
            // It cannot be booked, which the first line says.
            Err(RemoteError::NotFound) => return Ok(()),
            Err(error) => return Err(cause(&error)),
        };
        let of_guests: Vec<_> = offers
            .add_ons
            .iter()
            .filter(|one| one.per == PricePer::Guest)
            .collect();
        if of_guests.is_empty() {
            return Ok(());
        }
        let Some(request) = self.open_time(id).await? else {
            return Ok(());
        };
        let without = self.total(&request, None).await?;
        for add_on in of_guests {
            let with_one = self.total(&request, Some(&add_on.id)).await?;
            let costs = with_one - without;
            let line = format!("{id}: one unit of {} costs {costs} in minor units", add_on.id);
            if costs == add_on.price.amount() {
                findings.fact(line);
            } else {
                let price = add_on.price.amount();
                findings.contradiction(format!("{line}, and its price is {price}"));
            }
        }
        Ok(())
    }

    /// The first time at which two can book.
    async fn open_time(&self, id: &ExperienceId) -> Answer<Option<QuoteRequest>> {
        let (from, to) = self.days()?;
        let attendees = Attendees::parse(2).map_err(|_| "two are no party")?;
        let question = DaysQuestion {
            experience_id: id.clone(),
            attendees,
            from,
            to,
        };
        let answer = self
            .system
            .days(&self.scope(), &question)
            .await
            .map_err(|error| cause(&error))?;
        let open = answer.days.iter().find_map(|of_day| {
            let seen = of_day.slots.iter().map(|slot| slot.seen_by(attendees));
            let mut open = seen.filter(|slot| slot.status == SlotStatus::Open);
            Some((of_day.day, open.next()?.minutes))
        });
        Ok(open.map(|(day, minutes)| QuoteRequest {
            experience_id: id.clone(),
            day,
            minutes,
            attendees,
            reservation_id: None,
            people: Vec::new(),
            add_ons: Vec::new(),
            gift_card_code: None,
        }))
    }

    async fn total(&self, request: &QuoteRequest, add_on: Option<&AddOnId>) -> Answer<i64> {
        let chosen = add_on.map(|id| ChosenAddOn {
            id: id.clone(),
            quantity: 1,
        });
        let choices = Choices {
            add_ons: chosen.into_iter().collect(),
            ..Choices::default()
        };
        let quote = self.system.quote(&self.scope(), request, &choices).await;
        let quote = quote
            .map_err(|error| cause(&error))?
            .ok_or("no price is stated")?;
        Ok(quote.total.amount())
    }
}

/// Lists the active entities of a kind, and says whether the one that the settings name is among them.
fn look_for(
    findings: &mut Findings,
    (kind, setting): (&str, &str),
    list: &Elements<NamedEntity>,
    named: Option<&str>,
) {
    let active = || list.all.iter().filter(|one| one.is_active);
    for one in active() {
        findings.fact(format!("{kind} {}: {}", one.id, one.name));
    }
    if let Some(named) = named.filter(|named| !active().any(|one| one.id == *named)) {
        findings.contradiction(format!("mews.{setting}: there is no active {kind} {named}"));
    }
}
