//! `cargo xtask doctor mews`: examines a real property over the network. It books nothing.
//! The venue's settings come as JSON on the standard input, the tokens from the environment.

use std::error::Error;
use std::io::Read as _;
use std::process::ExitCode;
use std::rc::Rc;
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use config::{MewsSettings, VenueSettings};
use couvert_tests::mews_doctor::ExaminedProperty;
use couvert_tests::native::{SeededRng, TestClock};
use edge::provider::mews::client::{Connector, Tokens};
use edge::provider::mews::{Mews, ServedVenue};
use edge::upstream::{Network, NetworkError, Ports, Upstream};
use http::{Request, Response};
use secrecy::SecretString;
use shared::time::Instant;
use ureq::tls::{TlsConfig, TlsProvider};

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
    let access = settings.access_token.as_deref();
    let access =
        access.ok_or("mews.accessToken: name a variable of the environment, for the examination alone")?;
    Ok(Tokens {
        client: secret(&settings.client_token)?,
        access: secret(access)?.into(),
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
    let connector = Connector::new(&settings, tokens(&settings)?, upstream());
    let property = ExaminedProperty {
        connector: &connector,
        system: &system,
        settings: &settings,
        venue: &served,
        clock: &clock,
    };
    let findings = property.examine().await?;
    for line in &findings.lines {
        println!("{}: {line}", venue.id);
    }
    Ok(if findings.contradictions == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
