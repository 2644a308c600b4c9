//! `cargo xtask publish-service`: publishes an experience of the embedded engine as a service of 4spaces, or brings one that
//! was published up to date. The experience is read from a running worker; what the engine does not have is in a file.

mod service;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail, ensure};
use base64ct::{Base64, Encoding as _};
use lexopt::prelude::{Long, Value, ValueExt};
use serde_json::Value as Json;

use crate::project::Project;
use crate::venue;
use service::{Picture, ServiceFile};

/// Where the API is.
const API: &str = "https://api.4spaces.io";

const HELP: &str = "\
Usage: cargo xtask publish-service VENUE EXPERIENCE FILE [--service ID] [--api URL] [--url URL] [--dry-run]

  FILE                     what the embedded engine does not have, in TOML: the ids of the organization, the currency
                           and the access template, the price, the add-ons; .github/FOURSPACES.md has one
  --service ID             the service that was published before: its products, add-ons and people are replaced
  --api URL                where the API is, https://api.4spaces.io by default
  --url URL                the worker, http://localhost:8787 by default; its key is in COUVERT_KEY
  --dry-run                print what would be sent
  The token for the API is in the environment variable FOURSPACES_TOKEN.
";

/// The command line, read.
#[derive(Debug, Default, PartialEq, Eq)]
struct Arguments {
    words: Vec<String>,
    service: Option<String>,
    api: Option<String>,
    url: Option<String>,
    is_dry: bool,
}

/// Runs the command.
pub(crate) fn run(project: &Project, arguments: &[String]) -> Result<()> {
    let arguments = read(lexopt::Parser::from_args(arguments))?;
    let words: Vec<&str> = arguments.words.iter().map(String::as_str).collect();
    let [venue, experience, file] = words.as_slice() else {
        print!("{HELP}");
        bail!("name the venue, the experience and the file");
    };
    let settings = venue::settings_in_force(project, arguments.url.as_deref(), venue)?;
    let experience = service::experience(&settings, experience)?;
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {file}"))?;
    let file: ServiceFile = toml::from_str(&text).with_context(|| format!("cannot read {file}"))?;
    let folder = project.root.join("edge/venues").join(venue);
    let picture = picture(&folder, experience["image"].as_str())?;
    let calls = match &arguments.service {
        None => vec![(
            "POST",
            "/service",
            service::insertion(experience, &file, picture.as_ref())?,
        )],
        Some(id) => service::updates(experience, &file, picture.as_ref(), id)?
            .into_iter()
            .map(|(path, body)| ("PUT", path, body))
            .collect(),
    };
    if arguments.is_dry {
        for (method, path, body) in calls {
            println!("{method} {path}\n{}", serde_json::to_string_pretty(&body)?);
        }
        return Ok(());
    }
    let api = arguments.api.as_deref().unwrap_or(API).trim_end_matches('/');
    for (method, path, body) in calls {
        let answer = send(api, (method, path), &body)?;
        match answer["data"]["id"].as_str() {
            Some(id) => println!("{method} {path}: service {id}"),
            None => println!("{method} {path}: done"),
        }
    }
    Ok(())
}

fn read(mut parser: lexopt::Parser) -> Result<Arguments> {
    let mut read = Arguments::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Value(word) => read.words.push(word.string()?),
            Long("service") => read.service = Some(parser.value()?.string()?),
            Long("api") => read.api = Some(parser.value()?.string()?),
            Long("url") => read.url = Some(parser.value()?.string()?),
            Long("dry-run") => read.is_dry = true,
            other => return Err(anyhow!(other.unexpected())),
        }
    }
    Ok(read)
}

/// The picture of an experience from the venue's folder; none where it has none, or an upload, which is at the worker.
fn picture(folder: &Path, name: Option<&str>) -> Result<Option<Picture>> {
    let Some(file) = name.map(|name| folder.join(name)).filter(|file| file.is_file()) else {
        return Ok(None);
    };
    let name = file
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    let mime_type = match file.extension().and_then(|extension| extension.to_str()) {
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("jpg" | "jpeg") => "image/jpeg",
        _ => bail!("{name}: a picture is PNG, JPEG or WebP"),
    };
    let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(Some(Picture {
        file_name: name.to_owned(),
        content: Base64::encode_string(&bytes),
        mime_type,
    }))
}

/// Sends a call, once. A refusal is an error with its code and its fields.
fn send(api: &str, (method, path): (&str, &str), body: &Json) -> Result<Json> {
    let is_local = api.starts_with("http://localhost:") || api.starts_with("http://127.0.0.1:");
    ensure!(
        is_local || api.starts_with("https://"),
        "{api}: a token goes over HTTPS alone"
    );
    let token = std::env::var("FOURSPACES_TOKEN").context("FOURSPACES_TOKEN is not set")?;
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .into();
    let request = ureq::http::Request::builder()
        .method(method)
        .uri(format!("{api}{path}"))
        .header("authorization", format!("Bearer {token}"))
        .header("accept", "application/json")
        .header("content-type", "application/json")
        .body(body.to_string())?;
    let mut answer = agent
        .run(request)
        .with_context(|| format!("{api} does not answer"))?;
    let text = answer.body_mut().read_to_string()?;
    let read: Json = serde_json::from_str(&text).unwrap_or(Json::Null);
    if answer.status().is_success() {
        return Ok(read);
    }
    bail!("{method} {path}: {} {}", answer.status().as_u16(), refusal(&read))
}

/// The code of a refusal with each faulty field.
fn refusal(answer: &Json) -> String {
    let status = &answer["responseStatus"];
    let word = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    let errors = status["errors"].as_array().into_iter().flatten();
    let fields =
        errors.map(|error| format!("\n{}: {}", word(&error["fieldName"]), word(&error["errorCode"])));
    word(&status["errorCode"]) + &fields.collect::<String>()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_command_line_names_the_venue_the_experience_and_the_file() {
        let line = "linde dinner dinner.toml --service s1 --dry-run --api http://localhost:8792";
        let read = read(lexopt::Parser::from_args(line.split_whitespace())).unwrap();
        assert_eq!(read.words, ["linde", "dinner", "dinner.toml"]);
        assert_eq!((read.service.as_deref(), read.is_dry), (Some("s1"), true));
        assert!(super::read(lexopt::Parser::from_args(["--force"])).is_err());
    }

    #[test]
    fn a_refusal_names_its_fields() {
        let answer = json!({ "responseStatus": {
            "errorCode": "ValidationException", "errors": [{ "errorCode": "NotEmpty", "fieldName": "name" }],
        } });
        assert_eq!(refusal(&answer), "ValidationException\nname: NotEmpty");
        assert_eq!(refusal(&Json::Null), "");
    }

    #[test]
    fn a_picture_is_sent_with_its_type_and_only_where_its_file_is() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("dinner.jpg"), [1, 2, 3]).unwrap();
        fs::write(folder.path().join("dinner.svg"), "<svg/>").unwrap();
        let found = picture(folder.path(), Some("dinner.jpg")).unwrap().unwrap();
        assert_eq!(
            (found.file_name.as_str(), found.content.as_str(), found.mime_type),
            ("dinner.jpg", "AQID", "image/jpeg")
        );
        assert!(picture(folder.path(), Some("gone.jpg")).unwrap().is_none());
        assert!(picture(folder.path(), None).unwrap().is_none());
        assert!(picture(folder.path(), Some("dinner.svg")).is_err());
    }

    #[test]
    fn a_token_goes_over_https_alone() {
        assert!(send("http://api.example", ("POST", "/service"), &Json::Null).is_err());
    }
}
