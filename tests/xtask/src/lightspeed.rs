//! `cargo xtask lightspeed`: what Lightspeed has of a deployment, and the restaurants that are connected, at a running worker.
//! Each command is a request of the operators' API or of staff; the worker holds all tokens.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow, bail};
use lexopt::prelude::{Long, Value, ValueExt};
use serde_json::{Value as Json, json};

use crate::project::Project;
use crate::venue::worker::Worker;

const HELP: &str = "\
Usage: cargo xtask lightspeed <command> [--account ACCOUNT] [--url URL]

  status                   print the account: tokens, restaurants, onboardings and deliveries that wait
  authorize [RESTAURANT]   print the address at which a person authorizes the account's own token, or a restaurant's
  profile                  print the profile that Lightspeed has
  profile set              set it as the account's settings have it
  profile authentication   set how deliveries prove their origin, after a secret was changed
  profile courses          set the statuses of tables in service
  connect VENUE            connect the venue's till: the profile is set, and the restaurant activated at its location
  disconnect VENUE         disconnect it
  onboard ONBOARDING RESTAURANT VENUE
                           answer a restaurant that wants to be connected: it is this venue

  --account ACCOUNT        the account's id; that of the only account if it is left out
  --url URL                the worker, http://localhost:8787 by default
  The operator's key is in the environment variable COUVERT_KEY. For the worker of `cargo xtask dev` it may be left out.
";

/// The command line, read.
#[derive(Debug, Default, PartialEq, Eq)]
struct Arguments {
    words: Vec<String>,
    account: Option<String>,
    url: Option<String>,
}

/// Runs a command.
pub(crate) fn run(project: &Project, arguments: &[String]) -> Result<()> {
    let Arguments { words, account, url } = read(lexopt::Parser::from_args(arguments))?;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if words.is_empty() {
        print!("{HELP}");
        return Ok(());
    }
    let worker = Worker::of(project, url.as_deref())?;
    let account = || account_path(&worker, account.as_deref());
    match words.as_slice() {
        ["status"] => {
            for line in status(&worker.get(&account()?)?) {
                println!("{line}");
            }
            Ok(())
        }
        ["authorize"] => authorize(&worker, &account()?, "platform"),
        ["authorize", restaurant] => authorize(&worker, &account()?, restaurant),
        ["profile"] => {
            print_fields(&worker.get(&format!("{}/profile", account()?))?["fields"]);
            Ok(())
        }
        ["profile", "set"] => set_profile(&worker, &account()?, ""),
        ["profile", part @ ("authentication" | "courses")] => {
            set_profile(&worker, &account()?, &format!("/{part}"))
        }
        ["connect", venue] => {
            let path = format!("/v1/staff/{venue}/till/connection");
            let connected = worker.send("PUT", &path, &[], &Json::Null)?;
            println!("deliveries come to {}", text(&connected["url"]));
            print_fields(&connected["details"]);
            Ok(())
        }
        ["disconnect", venue] => {
            let path = format!("/v1/staff/{venue}/till/connection");
            worker.send("DELETE", &path, &[], &Json::Null)?;
            println!("{venue} is disconnected");
            Ok(())
        }
        ["onboard", onboarding, restaurant, venue] => {
            let body = json!({ "onboarding": onboarding, "restaurant": restaurant, "venue": venue });
            let path = format!("{}/onboardings", account()?);
            let outcome = worker.send("POST", &path, &[], &body)?;
            println!("{}", text(&outcome["code"]));
            if outcome["isConnected"] == true {
                Ok(())
            } else {
                bail!("the restaurant is not connected")
            }
        }
        _ => {
            print!("{HELP}");
            bail!("no such command")
        }
    }
}

fn read(mut parser: lexopt::Parser) -> Result<Arguments> {
    let mut read = Arguments::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Value(word) => read.words.push(word.string()?),
            Long("account") => read.account = Some(parser.value()?.string()?),
            Long("url") => read.url = Some(parser.value()?.string()?),
            other => return Err(anyhow!(other.unexpected())),
        }
    }
    Ok(read)
}

/// The path of an account: the one that is named, or the only one at Lightspeed.
fn account_path(worker: &Worker, named: Option<&str>) -> Result<String> {
    let id = match named {
        Some(id) => id.to_owned(),
        None => only_account(&worker.get("/v1/operator/accounts")?)?,
    };
    Ok(format!("/v1/operator/accounts/{id}"))
}

fn only_account(list: &Json) -> Result<String> {
    let all = list["accounts"].as_array().into_iter().flatten();
    let ours: Vec<&str> = all
        .filter(|account| account["vendor"] == "lightspeed")
        .filter_map(|account| account["id"].as_str())
        .collect();
    match ours.as_slice() {
        [] => bail!("the deployment has no account at Lightspeed: see edge/accounts"),
        [only] => Ok((*only).to_owned()),
        several => bail!("name one by --account: {}", several.join(", ")),
    }
}

fn authorize(worker: &Worker, account: &str, token: &str) -> Result<()> {
    let path = format!("{account}/tokens/{token}/authorization");
    let begun = worker.send("POST", &path, &[], &Json::Null)?;
    println!("{}", text(&begun["url"]));
    println!("open it before {}", text(&begun["endsAt"]));
    Ok(())
}

fn set_profile(worker: &Worker, account: &str, part: &str) -> Result<()> {
    let path = format!("{account}/profile{part}");
    let set = worker.send("PUT", &path, &[], &Json::Null)?;
    print_fields(&set["fields"]);
    Ok(())
}

/// Prints names and values, by name.
fn print_fields(fields: &Json) {
    let fields = fields.as_array().into_iter().flatten();
    let sorted: BTreeMap<&str, &str> = fields
        .map(|field| (text(&field["name"]), text(&field["value"])))
        .collect();
    for (name, value) in sorted {
        println!("{name}: {value}");
    }
}

/// An account as lines.
fn status(account: &Json) -> Vec<String> {
    let all = |name: &str| account[name].as_array().cloned().unwrap_or_default();
    let mut lines = Vec::new();
    for name in all("missingSecrets") {
        lines.push(format!("secret {} is not set", text(&name)));
    }
    for token in all("tokens") {
        lines.push(format!(
            "token {}: {}, until {}",
            text(&token["name"]),
            text(&token["state"]),
            token["refreshUntil"].as_str().unwrap_or("an unknown time")
        ));
    }
    for restaurant in all("restaurants") {
        let state = if restaurant["isActive"] == true {
            "connected"
        } else {
            "not connected"
        };
        lines.push(format!(
            "restaurant {}: venue {}, location {}, {state}",
            text(&restaurant["id"]),
            text(&restaurant["venue"]),
            restaurant["location"].as_str().unwrap_or("not chosen")
        ));
    }
    for onboarding in all("onboardings") {
        lines.push(format!(
            "onboarding {}: {}, location {}, {}",
            text(&onboarding["id"]),
            text(&onboarding["reference"]),
            text(&onboarding["location"]),
            onboarding["code"].as_str().map_or_else(
                || format!("open until {}", text(&onboarding["endsAt"])),
                str::to_owned
            )
        ));
    }
    lines.push(format!(
        "{} deliveries belong to no venue",
        account["unassignedDeliveries"]
    ));
    lines
}

/// The text of a JSON value; nothing for null.
fn text(value: &Json) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_options_come_in_any_order() {
        let line = "profile --account group set --url https://book.example";
        let read = read(lexopt::Parser::from_args(line.split_whitespace())).unwrap();
        assert_eq!(read.words, ["profile", "set"]);
        assert_eq!(read.account.as_deref(), Some("group"));
        assert_eq!(read.url.as_deref(), Some("https://book.example"));
    }

    #[test]
    fn the_only_account_at_lightspeed_needs_no_name() {
        let list = |vendors: &[(&str, &str)]| {
            let accounts = vendors
                .iter()
                .map(|(id, vendor)| json!({ "id": id, "vendor": vendor }));
            json!({ "accounts": accounts.collect::<Vec<_>>() })
        };
        let two = list(&[("hotel", "mews"), ("group", "lightspeed")]);
        assert_eq!(only_account(&two).unwrap(), "group");
        assert!(only_account(&list(&[("hotel", "mews")])).is_err());
        assert!(only_account(&list(&[("a", "lightspeed"), ("b", "lightspeed")])).is_err());
    }

    #[test]
    fn an_account_is_shown_line_by_line() {
        let account = json!({
            "missingSecrets": ["GROUP_SECRET"],
            "tokens": [{ "name": "platform", "state": "ready", "refreshUntil": "2026-12-13T18:00:00Z" }],
            "restaurants": [{
                "id": "linde", "venue": "linde", "location": "9765040300495493", "isActive": true,
            }],
            "onboardings": [{
                "id": "o1", "reference": "adler", "location": "7", "endsAt": "2026-11-29T19:00:00Z",
            }],
            "unassignedDeliveries": 2,
        });
        assert_eq!(
            status(&account),
            [
                "secret GROUP_SECRET is not set",
                "token platform: ready, until 2026-12-13T18:00:00Z",
                "restaurant linde: venue linde, location 9765040300495493, connected",
                "onboarding o1: adler, location 7, open until 2026-11-29T19:00:00Z",
                "2 deliveries belong to no venue",
            ]
        );
    }
}
