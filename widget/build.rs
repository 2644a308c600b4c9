//! Makes the type of the widget's texts of the English words file, and of every words file the text
//! that is delivered. A fault in any stops the build with a line that names the file and the key.

#![expect(
    clippy::print_stderr,
    reason = "cargo shows a build script's faults from standard error"
)]

#[path = "src/i18n/source.rs"]
mod source;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use source::{Kind, ORIGINAL, Text, deliver, faults, read};

const FOLDER: &str = "src/i18n/words";

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed={FOLDER}");
    println!("cargo::rerun-if-changed=src/i18n/source.rs");
    match languages().and_then(|languages| write(&languages)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(faults) => {
            for fault in faults {
                eprintln!("{fault}");
            }
            ExitCode::FAILURE
        }
    }
}

/// Every language's tag and texts, the original first.
fn languages() -> Result<Vec<(String, Vec<Text>)>, Vec<String>> {
    let unreadable = |error: std::io::Error| vec![format!("{FOLDER}: {error}")];
    let mut languages = Vec::new();
    for entry in fs::read_dir(FOLDER).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let file = fs::read_to_string(&path).map_err(unreadable)?;
        let texts = read(&file).map_err(|faults| named(&name, &faults))?;
        languages.push((name, texts));
    }
    languages.sort_by_key(|(name, _)| (name != ORIGINAL, name.clone()));
    let original = languages.first().map_or(&[][..], |(_, texts)| texts);
    let faults: Vec<String> = languages
        .iter()
        .flat_map(|(name, texts)| named(name, &faults(name, texts, original)))
        .collect();
    if faults.is_empty() {
        Ok(languages)
    } else {
        Err(faults)
    }
}

fn named(language: &str, faults: &[String]) -> Vec<String> {
    let named = |fault| format!("widget/{FOLDER}/{language}.txt: {fault}");
    faults.iter().map(named).collect()
}

fn write(languages: &[(String, Vec<Text>)]) -> Result<(), Vec<String>> {
    let folder = env::var("OUT_DIR")
        .map(PathBuf::from)
        .map_err(|_| vec!["cargo names no OUT_DIR".to_owned()])?;
    let original = languages.first().map_or(&[][..], |(_, texts)| texts);
    let mut list = String::new();
    for (name, texts) in languages {
        put(
            &folder.join(name).with_extension("txt"),
            &deliver(name, texts, original),
        )?;
        let _ = writeln!(
            list,
            "    (\"{name}\", include_str!(concat!(env!(\"OUT_DIR\"), \"/{name}.txt\"))),"
        );
    }
    put(
        &folder.join("delivered.rs"),
        &format!(
            "/// Every language's tag and its texts as they are delivered.\n\
             pub(super) static DELIVERED: [(&str, &str); {}] = [\n{list}];\n",
            languages.len()
        ),
    )?;
    let tags: Vec<_> = languages.iter().map(|(name, _)| format!("{name:?}")).collect();
    put(
        &folder.join("texts.rs"),
        &format!(
            "/// The languages the widget speaks; the first is for readers of none of them.\n\
             pub(super) const SPOKEN: [&str; {}] = [{}];\n{}",
            tags.len(),
            tags.join(", "),
            texts(original)
        ),
    )
}

/// The type that holds a language's texts, with a field for each key, and how it is filled.
fn texts(original: &[Text]) -> String {
    let mut fields = String::new();
    let mut values = String::new();
    let mut rest = original;
    while let Some(text) = rest.first() {
        // `steps.1`, `steps.2`, … are one field.
        let numbered = text.key.strip_suffix(".1");
        let name = numbered.unwrap_or(&text.key);
        let count = rest
            .iter()
            .enumerate()
            .take_while(|(index, text)| text.key == format!("{name}.{}", index + 1))
            .count();
        let (kind, value) = match text.kind {
            Kind::Plain => ("&'static str", "next()"),
            Kind::Phrase => ("Phrase", "Phrase(next())"),
            Kind::Plural => ("Plural", "Plural::new(next(), rules)"),
        };
        let visible = if name == "direction" { "pub" } else { "pub(crate)" };
        let field = name.replace('.', "_");
        let _ = writeln!(fields, "    /// `{}`", text.line().replace('\t', " "));
        if numbered.is_some() {
            let _ = writeln!(fields, "    {visible} {field}: [{kind}; {count}],");
            let _ = writeln!(
                values,
                "            {field}: [{}],",
                vec![value; count].join(", ")
            );
        } else {
            let _ = writeln!(fields, "    {visible} {field}: {kind},");
            let _ = writeln!(values, "            {field}: {value},");
        }
        rest = &rest[count.max(1)..];
    }
    format!(
        "/// What the widget says in one language: a field for each key of the words files.
pub struct Texts {{
    /// The language's tag.
    pub language: &'static str,
{fields}}}

impl Texts {{
    /// How many lines are delivered.
    const LINES: usize = {lines};

    /// The texts in the order of the delivered lines, the first of which names the language.
    #[expect(clippy::too_many_lines, reason = \"a line for each text\")]
    fn fill(language: &'static str, rules: &'static Rules, mut next: impl FnMut() -> &'static str) -> Self {{
        Self {{
            language,
{values}        }}
    }}
}}
",
        lines = original.len() + 1
    )
}

fn put(path: &Path, text: &str) -> Result<(), Vec<String>> {
    fs::write(path, text).map_err(|error| vec![format!("{}: {error}", path.display())])
}
