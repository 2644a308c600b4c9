//! `cargo xtask publish-service`: has a running worker publish an experience of the embedded engine as a service of
//! 4spaces, or bring the service up to date. The worker knows the experience and the key; its picture, where that is a
//! file of the deployment, is read here.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use base64ct::{Base64, Encoding as _};
use lexopt::prelude::{Long, Value, ValueExt};
use serde_json::{Value as Json, json};

use crate::project::Project;
use crate::venue;

const HELP: &str = "\
Usage: cargo xtask publish-service VENUE EXPERIENCE [--public] [--template ID] [--language TAG] [--image FILE]
                                   [--url URL]

  --public                 everyone finds the service; it holds when it is published for the first time
  --template ID            the access template that reservations are given; 4spaces assigns one by default
  --language TAG           the language of its texts, the venue's own by default
  --image FILE             its picture, that of the experience by default
  --url URL                the worker, http://localhost:8787 by default; its key is in COUVERT_KEY
";

/// The command line, read.
#[derive(Debug, Default, PartialEq, Eq)]
struct Arguments {
    words: Vec<String>,
    is_public: bool,
    template: Option<String>,
    language: Option<String>,
    image: Option<String>,
    url: Option<String>,
}

/// Runs the command.
pub(crate) fn run(project: &Project, arguments: &[String]) -> Result<()> {
    let arguments = read(lexopt::Parser::from_args(arguments))?;
    let words: Vec<&str> = arguments.words.iter().map(String::as_str).collect();
    let [venue, experience] = words.as_slice() else {
        print!("{HELP}");
        bail!("name the venue and the experience");
    };
    let url = arguments.url.as_deref();
    let image = if let Some(file) = &arguments.image {
        Some(encoded(Path::new(file))?)
    } else {
        let settings = venue::settings_in_force(project, url, venue)?;
        let folder = project.root.join("edge/venues").join(venue);
        picture(&folder, &settings, experience)?
    };
    let published = venue::publish(project, url, (venue, experience), &terms(&arguments, image))?;
    let id = published["serviceId"].as_str().unwrap_or_default();
    if published["isNew"] == true {
        println!("{experience} is the service {id}");
    } else {
        println!("the service {id} is up to date");
    }
    Ok(())
}

fn read(mut parser: lexopt::Parser) -> Result<Arguments> {
    let mut read = Arguments::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Value(word) => read.words.push(word.string()?),
            Long("public") => read.is_public = true,
            Long("template") => read.template = Some(parser.value()?.string()?),
            Long("language") => read.language = Some(parser.value()?.string()?),
            Long("image") => read.image = Some(parser.value()?.string()?),
            Long("url") => read.url = Some(parser.value()?.string()?),
            other => return Err(anyhow!(other.unexpected())),
        }
    }
    Ok(read)
}

/// The terms of the publication.
fn terms(arguments: &Arguments, image: Option<String>) -> Json {
    let mut terms = json!({ "isPublic": arguments.is_public });
    let stated = [
        ("accessTemplateId", arguments.template.clone()),
        ("language", arguments.language.clone()),
        ("image", image),
    ];
    for (name, value) in stated {
        if let Some(value) = value {
            terms[name] = value.into();
        }
    }
    terms
}

/// The picture of an experience in base64, if it is a file in the venue's folder. One that was uploaded is at the worker.
fn picture(folder: &Path, settings: &Json, experience: &str) -> Result<Option<String>> {
    let all = settings["engine"]["experiences"].as_array().into_iter().flatten();
    let mut found = all.filter(|one| one["id"] == experience);
    let name = found.next().and_then(|one| one["image"].as_str());
    let file = name.map(|name| folder.join(name)).filter(|file| file.is_file());
    file.map(|file| encoded(&file)).transpose()
}

fn encoded(file: &Path) -> Result<String> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(Base64::encode_string(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(line: &str) -> Result<Arguments> {
        read(lexopt::Parser::from_args(line.split_whitespace()))
    }

    #[test]
    fn the_command_line_states_the_terms() {
        let line = "linde dinner --public --template t1 --language de --url https://book.example.com";
        let read = arguments(line).unwrap();
        assert_eq!(read.words, ["linde", "dinner"]);
        assert_eq!(
            terms(&read, Some("AQID".to_owned())),
            json!({ "isPublic": true, "accessTemplateId": "t1", "language": "de", "image": "AQID" })
        );
        let plain = arguments("linde dinner").unwrap();
        assert_eq!(terms(&plain, None), json!({ "isPublic": false }));
        assert!(arguments("--force").is_err());
    }

    #[test]
    fn a_picture_is_sent_where_its_file_is() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("dinner.jpg"), [1, 2, 3]).unwrap();
        let settings = json!({ "engine": { "experiences": [
            { "id": "dinner", "image": "dinner.jpg" }, { "id": "lunch", "image": "gone.jpg" }, { "id": "brunch" },
        ] } });
        let sent = |id: &str| picture(folder.path(), &settings, id).unwrap();
        assert_eq!(sent("dinner").as_deref(), Some("AQID"));
        assert_eq!(
            (sent("lunch"), sent("brunch"), sent("supper")),
            (None, None, None)
        );
    }
}
