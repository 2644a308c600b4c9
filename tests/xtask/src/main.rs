//! The developer's commands: reads the command line and hands over. `cargo xtask help` lists them.

mod assemble;
mod bench;
mod browser;
mod canary;
mod deploy;
mod dev;
mod doctor;
mod engines;
mod evening;
mod files;
mod fuzz;
mod gallery;
mod lightspeed;
mod openapi;
mod plan;
mod project;
mod publish;
mod python;
mod secrets;
mod settings;
mod setup;
mod sim;
mod site;
mod size;
mod suite;
mod tidy;
mod times;
mod tools;
mod validate;
mod venue;
mod words;
mod worker;

use std::process::ExitCode;

use anyhow::{Result, anyhow, bail};
use lexopt::prelude::{Long, Short, Value, ValueExt};

use crate::assemble::Profile;
use crate::project::Project;

const HELP: &str = "\
Usage: cargo xtask <command>

  dev [--port N] [--till]  set up, build, serve on http://localhost:8787, rebuild on change; with --till a simulated
                           iKentoo is started too, and connected to the venue demo-ikentoo
  test [--only PART] [--profile dev|release] [-- ARGUMENTS]
                           set up, run the checks and print how long each took; PART is one of
                           fmt, clippy, tidy, unit, doc, stripe, accounts, live, schema, e2e, engines, canary, size,
                           and two that run only where they are named: fuzz (libFuzzer at the parsers of other
                           systems' data) and bench (one round of each benchmark, without goals);
                           the ARGUMENTS are for Playwright, such as `looks --update-snapshots`;
                           with some, what fails leaves a trace in tests/e2e/.results
  build [--profile dev|release]
                           build site and worker; wrangler calls this
  size                     what guests download and what is deployed, against the budgets
  bench [--only engine|proxy|paint]
                           how fast it is, against its goals
  gallery                  draw every screen of the widget from fixtures; dev serves it at /gallery
  openapi                  write the API's descriptions, edge/openapi*.json, and lint them
  settings                 write the guide to the settings, .github/SETTINGS.md
  tidy                     the project rules that no compiler checks
  sim molzait [--port N] [--key K] [--seed S] [--faults quiet|rough|WEIGHTS] [--utc]
                           a simulated Molzait on http://127.0.0.1:8790, as unreliable as configured
  sim mews [--port N] [--key K] [--seed S] [--faults quiet|rough|PERCENT]
                           a simulated Mews on http://127.0.0.1:8791; dev starts one of its own
  sim fourspaces [--port N] [--key K] [--seed S] [--faults quiet|rough|PERCENT|SHARES] [--waits] [--budget N]
                           a simulated 4spaces on http://127.0.0.1:8792; dev starts one of its own
  sim ikentoo [--port N] [--authorization HEADER] [--copies N]
                           a simulated iKentoo on http://127.0.0.1:8793, played by hand under /_sim
  sim lightspeed [--port N] [--platform CODE] [--table NAME]...
                           a simulated Lightspeed K-Series on http://127.0.0.1:8794, played by lines such as
                           `open 5`, `order 5 35.00 Steak` and `pay 5`
  doctor mews VENUE        read a real property at Mews: compare both of its operations for what is free, look at how
                           products are counted, and list departments and accounting categories; books nothing, and
                           takes the tokens from the environment by the names of the venue's file
  validate mews --openapi FILE [--seed S] [--bookings N]
                           an hour of guests at the simulated Mews, on a clock that is moved, through a proxy (Prism, which
                           is installed) that holds both directions against Mews' OpenAPI document; prints counts
  validate lightspeed --openapi FILE
                           every operation at the simulated Lightspeed, through the same proxy and Lightspeed's document
  lightspeed COMMAND …     the profile of the deployment at Lightspeed, and the restaurants that are connected;
                           `lightspeed` alone lists the commands
  venue COMMAND VENUE …    show, check, push, pull and compare a venue's settings at a running worker; create an access
                           key, set a secret; `venue` alone lists them
  publish-service VENUE EXPERIENCE …
                           publish an experience of the embedded engine as a service of 4spaces, or update it
  deploy [ARGUMENTS]       build and hand over to `wrangler deploy`
  setup                    install what is missing; every command does this by itself
  help                     this text
";

/// The command line, read.
struct Arguments {
    command: String,
    port: u16,
    has_till: bool,
    only: Option<String>,
    profile: Option<Profile>,
    rest: Vec<String>,
}

fn main() -> ExitCode {
    match read(lexopt::Parser::from_env()).and_then(|arguments| run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<()> {
    let project = Project::find()?;
    match arguments.command.as_str() {
        "dev" => dev::run(&project, arguments.port, arguments.has_till),
        "test" => suite::run(
            &project,
            arguments.only.as_deref(),
            arguments.profile,
            &arguments.rest,
        ),
        "build" => assemble::run(&project, arguments.profile),
        "size" => size::run(&project),
        "bench" => bench::run(&project, arguments.only.as_deref()),
        "gallery" => gallery::run(&project),
        "openapi" => openapi::run(&project),
        "settings" => settings::run(&project),
        "tidy" => tidy::run(&project),
        "deploy" => deploy::run(&project, &arguments.rest),
        "lightspeed" => lightspeed::run(&project, &arguments.rest),
        "venue" => venue::run(&project, &arguments.rest),
        "publish-service" => publish::run(&project, &arguments.rest),
        "sim" => sim::run(&project, &arguments.rest),
        "validate" => validate::run(&project, &arguments.rest),
        "doctor" => doctor::run(&project, &arguments.rest),
        "setup" => setup::run(&project),
        "help" => {
            print!("{HELP}");
            Ok(())
        }
        other => bail!("no command '{other}'; see `cargo xtask help`"),
    }
}

fn read(mut parser: lexopt::Parser) -> Result<Arguments> {
    let mut read = Arguments {
        command: String::new(),
        port: 8787,
        has_till: false,
        only: None,
        profile: None,
        rest: Vec::new(),
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Value(rest) if read.command == "test" => read.rest.push(rest.string()?),
            Value(command) if read.command.is_empty() => {
                read.command = command.string()?;
                if matches!(
                    read.command.as_str(),
                    "deploy" | "doctor" | "lightspeed" | "publish-service" | "sim" | "validate" | "venue"
                ) {
                    for rest in parser.raw_args()? {
                        read.rest.push(rest.string()?);
                    }
                }
            }
            Short('h') | Long("help") => "help".clone_into(&mut read.command),
            Long("port") if read.command == "dev" => read.port = parser.value()?.parse()?,
            Long("till") if read.command == "dev" => read.has_till = true,
            Long("only") if matches!(read.command.as_str(), "test" | "bench") => {
                read.only = Some(parser.value()?.string()?);
            }
            Long("profile") if matches!(read.command.as_str(), "test" | "build") => {
                read.profile = Some(parser.value()?.parse()?);
            }
            other => return Err(anyhow!(other.unexpected())),
        }
    }
    if read.command.is_empty() {
        "help".clone_into(&mut read.command);
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(line: &str) -> Result<Arguments> {
        read(lexopt::Parser::from_args(line.split_whitespace()))
    }

    #[test]
    fn options_belong_to_their_command() {
        assert_eq!(arguments("dev --port 9000").unwrap().port, 9000);
        assert!(arguments("dev --till").unwrap().has_till);
        assert!(arguments("build --till").is_err());
        assert_eq!(
            arguments("build --profile release").unwrap().profile,
            Some(Profile::Release)
        );
        assert_eq!(
            arguments("test --only tidy").unwrap().only.as_deref(),
            Some("tidy")
        );
        assert!(arguments("size --port 9000").is_err());
        assert!(arguments("dev --port nine").is_err());
        assert!(arguments("build --profile fast").is_err());
    }

    #[test]
    fn some_commands_pass_everything_after_them_on() {
        assert_eq!(
            arguments("deploy --dry-run --outdir x").unwrap().rest,
            ["--dry-run", "--outdir", "x"]
        );
        assert_eq!(
            arguments("sim molzait --faults rough").unwrap().rest,
            ["molzait", "--faults", "rough"]
        );
    }

    #[test]
    fn no_command_is_a_question_for_help() {
        assert_eq!(arguments("").unwrap().command, "help");
    }
}
