//! `cargo xtask venue`: venues at a running worker, with their settings, access keys and secrets, so that files in git
//! remain a way to work. The worker checks everything; this reads and writes files and shows what it answers.

mod directory;
mod operator;
pub(crate) mod worker;

use std::fs;
use std::io::Read as _;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use lexopt::prelude::{Long, Value, ValueExt};
use serde_json::{Value as Json, json};

use crate::project::Project;
use worker::Worker;

/// The first line of a file of settings, before the version.
const VERSION_LINE: &str = "# version ";

const HELP: &str = "\
Usage: cargo xtask venue <command> [...]

  show VENUE               print the settings in force, with their version
  check VENUE FILE         list the places at which a file and the settings in force differ, and say what stands
                           against it, without storing anything; the same as diff
  push VENUE FILE [--reason TEXT]
                           store the settings of a file. Its first line, `# version N`, or else --version N says which
                           version it was made from: if another one is in force, nothing is stored
  pull VENUE FILE          write the settings in force to a file, .toml (with that first line) or .json
  log VENUE                list the versions of the settings
  key VENUE NAME ROLE      create an access key (host or manager) and print it, once
  invite VENUE NAME EMAIL [ROLE]
                           invite a person (host, or manager by default), who signs in by a link. It is printed for the
                           operator's key, and where neither the venue nor the deployment sends e-mails
  secret VENUE NAME        set a secret to what standard input gives
  picture VENUE FILE       upload a picture (PNG, JPEG or WebP) and print the name by which settings name it

  For operators:
  list [--status STATUS]   list the venues: creating, live or suspended ones, or all
  create FILE [--name NAME]
                           create a venue with the settings of a file, .toml or .json; its id is the file's. The same
                           again completes a creation that was interrupted
  suspend VENUE            take no bookings; what was booked before can be read and cancelled
  resume VENUE             take bookings again
  rename VENUE NAME        give the venue another display name in this list
  assign VENUE SECRET      let a venue without a file read a worker secret that its settings name
  withdraw VENUE SECRET    let it read the worker secret no longer
  operator invite NAME EMAIL
                           invite an operator, who signs in by a link within fifteen minutes; it is printed
  operator list            list the operators, and where they are signed in
  operator remove ID       remove an operator: their sessions end at once
  operator end SESSION     end a session of an operator
  reseal [--after VENUE]   seal the secrets of all venues with the current SEAL_KEY, or of those with later ids alone,
                           where a run broke off

  --version N              the version that a file was made from
  --url URL                the worker, http://localhost:8787 by default
  Its key is in the environment variable COUVERT_KEY: the operator's key, or, for the commands of one venue, its staff
  key or an access key. For the worker of `cargo xtask dev` it may be left out.
";

/// The command line, read.
#[derive(Debug, Default, PartialEq, Eq)]
struct Arguments {
    words: Vec<String>,
    url: Option<String>,
    reason: Option<String>,
    version: Option<u32>,
    name: Option<String>,
    status: Option<String>,
    after: Option<String>,
}

/// Runs a command.
pub(crate) fn run(project: &Project, arguments: &[String]) -> Result<()> {
    let Arguments {
        words,
        url,
        reason,
        version,
        name,
        status,
        after,
    } = read(lexopt::Parser::from_args(arguments))?;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let worker = || Worker::of(project, url.as_deref());
    match words.as_slice() {
        ["show", venue] => {
            let shown = worker()?.get(&settings_path(venue))?;
            print!("{}", text(&shown, true)?);
            Ok(())
        }
        ["check" | "diff", venue, file] => report(&worker()?.check(venue, Path::new(file))?),
        ["push", venue, file] => {
            report(&worker()?.push(venue, Path::new(file), reason.as_deref(), version)?)
        }
        ["pull", venue, file] => {
            let file = Path::new(file);
            let shown = worker()?.get(&settings_path(venue))?;
            fs::write(file, text(&shown, is_toml(file))?)
                .with_context(|| format!("cannot write {}", file.display()))?;
            println!("version {} is in {}", shown["version"], file.display());
            Ok(())
        }
        ["log", venue] => {
            let versions = worker()?.get(&format!("{}/versions", settings_path(venue)))?;
            for version in versions["versions"].as_array().into_iter().flatten() {
                println!(
                    "{:>5}  {}  {}  {}",
                    version["version"],
                    word(&version["at"]),
                    word(&version["author"]),
                    word(&version["reason"])
                );
            }
            Ok(())
        }
        ["key", venue, name, role] => {
            let body = json!({ "name": name, "role": role });
            let made = worker()?.send("POST", &format!("/v1/staff/{venue}/keys"), &[], &body)?;
            println!("{}", word(&made["token"]));
            Ok(())
        }
        ["invite", venue, name, email] => worker()?.invite(venue, (name, email), "manager"),
        ["invite", venue, name, email, role] => worker()?.invite(venue, (name, email), role),
        ["secret", venue, name] => {
            let mut value = String::new();
            std::io::stdin().read_to_string(&mut value)?;
            let body = json!({ "value": value.trim_end_matches(['\r', '\n']) });
            worker()?.send("PUT", &format!("/v1/staff/{venue}/secrets/{name}"), &[], &body)?;
            println!("{name} is set");
            Ok(())
        }
        ["picture", venue, file] => {
            let bytes = fs::read(file).with_context(|| format!("cannot read {file}"))?;
            let stored = worker()?.upload(&format!("/v1/staff/{venue}/pictures"), bytes)?;
            println!("{}", word(&stored["name"]));
            Ok(())
        }
        ["list"] => directory::list(&worker()?, status.as_deref()),
        ["create", file] => directory::create(&worker()?, Path::new(file), name.as_deref()),
        ["suspend", venue] => directory::set_state(&worker()?, venue, "suspend"),
        ["resume", venue] => directory::set_state(&worker()?, venue, "resume"),
        ["assign", venue, name] => directory::set_secret(&worker()?, venue, name, "PUT"),
        ["withdraw", venue, name] => directory::set_secret(&worker()?, venue, name, "DELETE"),
        ["reseal"] => directory::reseal(&worker()?, after),
        ["operator", "invite", name, email] => operator::invite(&worker()?, name, email),
        ["operator", "list"] => operator::list(&worker()?),
        ["operator", "remove", id] => operator::remove(&worker()?, id),
        ["operator", "end", session] => operator::end(&worker()?, session),
        ["rename", venue, name] => directory::rename(&worker()?, venue, name),
        _ => {
            print!("{HELP}");
            if words.is_empty() {
                Ok(())
            } else {
                bail!("no such command")
            }
        }
    }
}

/// The settings of a venue that are in force at a running worker.
pub(crate) fn settings_in_force(project: &Project, url: Option<&str>, venue: &str) -> Result<Json> {
    let mut shown = Worker::of(project, url)?.get(&settings_path(venue))?;
    Ok(shown["settings"].take())
}

/// Has the worker publish an experience of a venue on these terms; what it answers.
pub(crate) fn publish(
    project: &Project,
    url: Option<&str>,
    (venue, experience): (&str, &str),
    terms: &Json,
) -> Result<Json> {
    let path = format!("/v1/staff/{venue}/experiences/{experience}/publication");
    Worker::of(project, url)?.send("PUT", &path, &[], terms)
}

fn read(mut parser: lexopt::Parser) -> Result<Arguments> {
    let mut read = Arguments::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Value(word) => read.words.push(word.string()?),
            Long("url") => read.url = Some(parser.value()?.string()?),
            Long("version") => read.version = Some(parser.value()?.parse()?),
            Long("reason") => read.reason = Some(parser.value()?.string()?),
            Long("name") => read.name = Some(parser.value()?.string()?),
            Long("after") => read.after = Some(parser.value()?.string()?),
            Long("status") => read.status = Some(parser.value()?.string()?),
            other => return Err(anyhow!(other.unexpected())),
        }
    }
    Ok(read)
}

/// The text of a JSON value; nothing for null.
fn word(value: &Json) -> &str {
    value.as_str().unwrap_or_default()
}

fn settings_path(venue: &str) -> String {
    format!("/v1/staff/{venue}/settings")
}

fn is_toml(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "toml")
}

/// A version of the settings as the text of a file.
fn text(version: &Json, is_toml: bool) -> Result<String> {
    let settings = &version["settings"];
    if is_toml {
        let number = &version["version"];
        Ok(format!(
            "{VERSION_LINE}{number}\n{}",
            toml::to_string_pretty(settings)?
        ))
    } else {
        Ok(serde_json::to_string_pretty(settings)? + "\n")
    }
}

/// The version that a file was made from, if its first line says it.
fn version_of(text: &str) -> Option<u32> {
    text.lines()
        .next()?
        .strip_prefix(VERSION_LINE)?
        .trim()
        .parse()
        .ok()
}

/// The settings in a file, and the version that it was made from.
fn of_file(file: &Path) -> Result<(Json, Option<u32>)> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let read = if is_toml(file) {
        toml::from_str(&text).map_err(anyhow::Error::from)
    } else {
        serde_json::from_str(&text).map_err(anyhow::Error::from)
    };
    let read = read.with_context(|| format!("cannot read {}", file.display()))?;
    Ok((read, version_of(&text)))
}

/// Writes the version that was stored into the first line of its file, if that states one.
fn renew_version(file: &Path, version: &Json) -> Result<()> {
    let text = fs::read_to_string(file)?;
    let Some((_, rest)) = text.split_once('\n').filter(|_| version_of(&text).is_some()) else {
        return Ok(());
    };
    Ok(fs::write(file, format!("{VERSION_LINE}{version}\n{rest}"))?)
}

/// Says how the link of an invited person comes to them.
fn report_invitation(invited: &Json, email: &str) {
    if invited["isMailed"] == true {
        println!("an e-mail with a link is on its way to {email}");
    }
    if let Some(link) = invited["signInLink"].as_str() {
        println!("{link}");
    }
}

/// Prints a change that was stored, or that could be.
fn report(change: &Json) -> Result<()> {
    let changes = change["changes"]
        .as_array()
        .context("the answer has no changes")?;
    for one in changes {
        println!("{}: {} -> {}", word(&one["pointer"]), one["before"], one["after"]);
    }
    for number in change["earlierTerms"].as_array().into_iter().flatten() {
        println!("{} keeps the terms that it was made with", word(number));
    }
    let (count, version) = (changes.len(), &change["version"]);
    let outcome = if change["isStored"] == true {
        "stored as"
    } else {
        "nothing is stored, in force is"
    };
    let places = if count == 1 {
        "place differs"
    } else {
        "places differ"
    };
    println!("{count} {places}; {outcome} version {version}");
    Ok(())
}

impl Worker {
    /// Invites a person, and says how their link comes to them.
    fn invite(&self, venue: &str, (name, email): (&str, &str), role: &str) -> Result<()> {
        let body = json!({ "name": name, "email": email, "role": role });
        let invited = self.send("POST", &format!("/v1/staff/{venue}/people"), &[], &body)?;
        report_invitation(&invited, email);
        Ok(())
    }

    /// Checks the settings of a file against those in force, without storing them.
    fn check(&self, venue: &str, file: &Path) -> Result<Json> {
        let (settings, _) = of_file(file)?;
        let version = self.get(&settings_path(venue))?["version"].to_string();
        self.replace(
            venue,
            &version,
            &json!({ "settings": settings, "checkOnly": true }),
        )
    }

    /// Replaces the settings of a venue by those of a file that was made from this version, or from the one that its
    /// first line names.
    fn push(&self, venue: &str, file: &Path, reason: Option<&str>, version: Option<u32>) -> Result<Json> {
        let (settings, made_from) = of_file(file)?;
        let version = version.or(made_from);
        let version = version.context("say by --version which version the file was made from")?;
        let body = json!({ "settings": settings, "reason": reason });
        let change = self.replace(venue, &version.to_string(), &body)?;
        if change["isStored"] == true {
            renew_version(file, &change["version"])?;
        }
        Ok(change)
    }

    fn replace(&self, venue: &str, version: &str, body: &Json) -> Result<Json> {
        let tag = format!("\"{version}\"");
        self.send("PUT", &settings_path(venue), &[("if-match", &tag)], body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(line: &str) -> Result<Arguments> {
        read(lexopt::Parser::from_args(line.split_whitespace()))
    }

    #[test]
    fn words_and_options_come_in_any_order() {
        let read = arguments("push --url https://book.example linde linde.json --version 3 --reason winter")
            .unwrap();
        assert_eq!(read.words, ["push", "linde", "linde.json"]);
        assert_eq!(read.version, Some(3));
        assert_eq!(read.url.as_deref(), Some("https://book.example"));
        assert_eq!(read.reason.as_deref(), Some("winter"));
        assert!(arguments("push --force").is_err());
    }

    #[test]
    fn settings_are_the_same_in_both_forms_of_file() {
        let settings = json!({
            "id": "linde", "name": "Linde", "locales": ["en", "de"],
            "engine": { "horizonDays": 60, "rooms": [{ "id": "hall", "tables": [{ "id": "t1" }] }] },
        });
        let folder = tempfile::tempdir().unwrap();
        for name in ["linde.toml", "linde.json"] {
            let file = folder.path().join(name);
            let version = json!({ "version": 3, "settings": settings });
            fs::write(&file, text(&version, is_toml(&file)).unwrap()).unwrap();
            let made_from = is_toml(&file).then_some(3);
            assert_eq!(of_file(&file).unwrap(), (settings.clone(), made_from), "{name}");
            renew_version(&file, &json!(4)).unwrap();
            assert_eq!(
                of_file(&file).unwrap(),
                (settings.clone(), made_from.map(|_| 4)),
                "{name}"
            );
        }
    }
}
