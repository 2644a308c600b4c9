//! `cargo xtask doctor mews`: reads a real property and compares what is free by both operations of Mews. It books nothing.
//! The venue's settings come as JSON on the standard input, the tokens from the environment.

use std::error::Error;
use std::io::Read as _;
use std::process::ExitCode;
use std::rc::Rc;
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use config::mews::ServiceExperience;
use config::{MewsSettings, VenueSettings};
use couvert_tests::native::{SeededRng, TestClock};
use edge::provider::mews::availability::UnitTable;
use edge::provider::mews::client::{Connector, Operation, Tokens};
use edge::provider::mews::units::range;
use edge::provider::mews::wire::service::{
    AvailabilityMetrics, AvailabilityQuestion, FreeUnits, FreeUnitsQuestion, METRICS,
};
use edge::provider::mews::{Mews, ServedVenue};
use edge::provider::remote::RemoteSystem as _;
use edge::upstream::{Clock as _, Network, NetworkError, Ports, Scope, Upstream};
use http::{Request, Response};
use secrecy::SecretString;
use shared::time::{Day, Instant};
use ureq::tls::{TlsConfig, TlsProvider};

/// How many days are compared.
const DAYS: u32 = 7;

/// The network as a program on this machine has it. It blocks, which nothing else here minds.
struct Internet(ureq::Agent);

#[async_trait(?Send)]
impl Network for Internet {
    async fn exchange(
        &self,
        request: Request<Vec<u8>>,
        limit: usize,
    ) -> Result<Response<Vec<u8>>, NetworkError> {
        // The error's own text could name the address, and is of no use beside its kind.
        let broken = |_| NetworkError::Broken("no answer".to_owned());
        let (head, mut body) = self.0.run(request).map_err(broken)?.into_parts();
        let most = u64::try_from(limit).unwrap_or(u64::MAX);
        let bytes = body.with_config().limit(most).read_to_vec().map_err(broken)?;
        Ok(Response::from_parts(head, bytes))
    }
}

#[expect(clippy::disallowed_methods, reason = "a real property lives in real time")]
fn now() -> Instant {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let seconds = since.unwrap_or_default().as_secs();
    Instant::from_unix(i64::try_from(seconds).unwrap_or_default())
}

/// The secret of this name, of the environment.
fn secret(name: &str) -> Result<SecretString, Box<dyn Error>> {
    let secret = std::env::var(name).map_err(|_| format!("{name} is not set in the environment"))?;
    Ok(SecretString::from(secret))
}

fn tokens(settings: &MewsSettings) -> Result<Tokens, Box<dyn Error>> {
    Ok(Tokens {
        client: secret(&settings.client_token)?,
        access: secret(&settings.access_token)?,
    })
}

fn ports(clock: TestClock) -> Rc<Ports> {
    let tls = TlsConfig::builder().provider(TlsProvider::NativeTls).build();
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(30)))
        .tls_config(tls)
        .build();
    Rc::new(Ports {
        network: Box::new(Internet(agent.into())),
        clock: Box::new(clock),
        rng: Box::new(SeededRng::new(1)),
    })
}

/// The lines in which both operations differ about an experience.
async fn compare(
    connector: &Connector,
    clock: TestClock,
    venue: &ServedVenue,
    experience: &ServiceExperience,
) -> Result<Vec<String>, Box<dyn Error>> {
    let (today, _) = venue
        .zone
        .local(clock.now())
        .ok_or("the clock is outside the calendar")?;
    let days = (today, today.plus(DAYS - 1).unwrap_or(Day::MAX));
    let (first, last) = range(&venue.zone, days, experience).ok_or("the days are outside the calendar")?;
    let scope = || Scope::new(clock.elapsed() + Duration::from_secs(30));
    let metrics: AvailabilityMetrics = connector
        .ask(
            &scope(),
            Operation::AVAILABILITY,
            &AvailabilityQuestion {
                service_id: &experience.service_id,
                first_time_unit_start_utc: first.to_string(),
                last_time_unit_start_utc: last.to_string(),
                metrics: &METRICS,
            },
        )
        .await
        .map_err(|error| format!("{error:?}"))?;
    let free: FreeUnits = connector
        .ask(
            &scope(),
            Operation::FREE_UNITS,
            &FreeUnitsQuestion {
                service_id: &experience.service_id,
                first_time_unit_start_utc: first.to_string(),
                last_time_unit_start_utc: last.to_string(),
            },
        )
        .await
        .map_err(|error| format!("{error:?}"))?;
    let table = UnitTable::of(&metrics, &experience.category_id)?;
    let of_category = free
        .category_availabilities
        .iter()
        .find(|one| one.category_id == experience.category_id)
        .ok_or("the older operation has nothing of this category")?;
    let mut differences = Vec::new();
    for (start, counted) in free.time_unit_starts_utc.iter().zip(&of_category.availabilities) {
        let start = Instant::try_from(start.clone()).map_err(|_| "a time unit cannot be read")?;
        let inferred = table.units().iter().find(|unit| unit.start == start);
        let inferred = inferred.map(|unit| unit.free);
        if inferred != Some(counted.0) {
            differences.push(format!(
                "{start}: {inferred:?} of the metrics, {} of the older one",
                counted.0
            ));
        }
    }
    println!(
        "{}: {} hours compared, {} differ",
        experience.id,
        of_category.availabilities.len(),
        differences.len()
    );
    Ok(differences)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let venue: VenueSettings = serde_json::from_str(&text)?;
    let mut settings = venue.mews.clone().ok_or("the venue has no [mews]")?;
    let variable = settings.base_url_variable.as_deref();
    if let Some(url) = variable.and_then(|name| std::env::var(name).ok()) {
        url.trim_end_matches('/').clone_into(&mut settings.base_url);
    }
    let (clock, served) = (TestClock::at(now()), ServedVenue::of(&venue));
    let ports = ports(clock);
    let upstream = || Upstream::new(ports.clone());
    let system = Mews::new(
        settings.clone(),
        served.clone(),
        tokens(&settings)?,
        (ports.clone(), upstream()),
    );
    let scope = Scope::new(clock.elapsed() + Duration::from_mins(1));
    let experiences = system
        .experiences(&scope)
        .await
        .map_err(|error| format!("{error:?}"))?;
    println!(
        "{}: {} of {} experiences can be booked",
        venue.id,
        experiences.len(),
        settings.experiences.len()
    );
    let connector = Connector::new(&settings, tokens(&settings)?, upstream());
    let mut is_alike = true;
    for experience in &settings.experiences {
        for line in compare(&connector, clock, &served, experience).await? {
            println!("  {line}");
            is_alike = false;
        }
    }
    Ok(if is_alike {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
