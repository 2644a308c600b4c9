//! Makes the type of the widget's texts of the English words file, and of every words file the text
//! that is delivered. A fault in any stops the build with a line that names the file and the key.

#![expect(
    clippy::print_stderr,
    reason = "cargo shows a build script's faults from standard error"
)]

#[path = "src/i18n/source.rs"]
mod source;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use source::{Kind, ORIGINAL, Text, deliver, faults, read};

/// Words files that belong together, and what is made of them.
struct Words {
    /// Where they are.
    folder: &'static str,
    /// The type of one language's texts.
    name: &'static str,
    /// What it is.
    about: &'static str,
    /// What the files that are made begin with.
    prefix: &'static str,
    /// The feature with which delivered texts are taken.
    reader: &'static str,
    /// How the list of languages is called.
    spoken: &'static str,
    /// How the list of delivered texts is called.
    delivered: &'static str,
}

const WORDS: [Words; 2] = [
    Words {
        folder: "src/i18n/words",
        name: "Texts",
        about: "What the widget says in one language",
        prefix: "",
        reader: "browser",
        spoken: "SPOKEN",
        delivered: "DELIVERED",
    },
    Words {
        folder: "src/i18n/guest",
        name: "GuestTexts",
        about: "What is said beyond a first booking in one language",
        prefix: "guest-",
        reader: "guest",
        spoken: "GUEST_SPOKEN",
        delivered: "GUEST_DELIVERED",
    },
];

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=src/i18n/source.rs");
    for words in &WORDS {
        println!("cargo::rerun-if-changed={}", words.folder);
    }
    match make() {
        Ok(()) => ExitCode::SUCCESS,
        Err(faults) => {
            for fault in faults {
                eprintln!("{fault}");
            }
            ExitCode::FAILURE
        }
    }
}

/// Both modules speak the same languages, or a reader would be led from one language into another.
fn make() -> Result<(), Vec<String>> {
    let read: Result<Vec<_>, _> = WORDS.iter().map(|words| languages(words.folder)).collect();
    let read = read?;
    let tags: BTreeSet<&String> = read.iter().flatten().map(|(tag, _)| tag).collect();
    let mut missing = Vec::new();
    for (words, languages) in WORDS.iter().zip(&read) {
        let lacks = |tag: &str| languages.iter().all(|(spoken, _)| spoken != tag);
        let lacking = tags.iter().filter(|tag| lacks(tag));
        missing.extend(lacking.map(|tag| format!("widget/{}/{tag}.txt is missing", words.folder)));
    }
    if !missing.is_empty() {
        return Err(missing);
    }
    let mut made = WORDS.iter().zip(&read);
    made.try_for_each(|(words, languages)| words.write(languages))
}

/// Every language's tag and texts, the original first.
fn languages(folder: &str) -> Result<Vec<(String, Vec<Text>)>, Vec<String>> {
    let unreadable = |error: std::io::Error| vec![format!("{folder}: {error}")];
    let mut languages = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let file = fs::read_to_string(&path).map_err(unreadable)?;
        let texts = read(&file).map_err(|faults| named(folder, &name, &faults))?;
        languages.push((name, texts));
    }
    languages.sort_by_key(|(name, _)| (name != ORIGINAL, name.clone()));
    let original = languages.first().map_or(&[][..], |(_, texts)| texts);
    let faults: Vec<String> = languages
        .iter()
        .flat_map(|(name, texts)| named(folder, name, &faults(name, texts, original)))
        .collect();
    if faults.is_empty() {
        Ok(languages)
    } else {
        Err(faults)
    }
}

fn named(folder: &str, language: &str, faults: &[String]) -> Vec<String> {
    let named = |fault| format!("widget/{folder}/{language}.txt: {fault}");
    faults.iter().map(named).collect()
}

impl Words {
    fn write(&self, languages: &[(String, Vec<Text>)]) -> Result<(), Vec<String>> {
        let folder = env::var("OUT_DIR")
            .map(PathBuf::from)
            .map_err(|_| vec!["cargo names no OUT_DIR".to_owned()])?;
        let original = languages.first().map_or(&[][..], |(_, texts)| texts);
        let Self {
            prefix,
            spoken,
            delivered,
            ..
        } = self;
        let mut list = String::new();
        for (name, texts) in languages {
            put(
                &folder.join(format!("{prefix}{name}.txt")),
                &deliver(name, texts, original),
            )?;
            let _ = writeln!(
                list,
                "    (\"{name}\", include_str!(concat!(env!(\"OUT_DIR\"), \"/{prefix}{name}.txt\"))),"
            );
        }
        put(
            &folder.join(format!("{prefix}delivered.rs")),
            &format!(
                "/// Every language's tag and its texts as they are delivered.\n\
                 pub(super) static {delivered}: [(&str, &str); {}] = [\n{list}];\n",
                languages.len()
            ),
        )?;
        let tags: Vec<_> = languages.iter().map(|(name, _)| format!("{name:?}")).collect();
        put(
            &folder.join(format!("{prefix}texts.rs")),
            &format!(
                "/// The languages that this is said in; the first is for readers of none of them.\n\
                 pub(super) const {spoken}: [&str; {}] = [{}];\n{}",
                tags.len(),
                tags.join(", "),
                self.texts(original)
            ),
        )
    }
    /// The type that holds a language's texts, with a field for each key, and how it is filled.
    fn texts(&self, original: &[Text]) -> String {
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
        // A struct's lines and those around them count.
        let many = if values.lines().count() > 97 {
            "    #[expect(clippy::too_many_lines, reason = \"a line for each text\")]\n"
        } else {
            ""
        };
        let Self {
            name, about, reader, ..
        } = self;
        format!(
            "/// {about}: a field for each key of the words files.
pub struct {name} {{
    /// The language's tag.
    pub language: &'static str,
{fields}}}

impl {name} {{
    /// How many lines are delivered.
    #[cfg(any(feature = \"{reader}\", test))]
    const LINES: usize = {lines};

    /// The texts in the order of the delivered lines, the first of which names the language.
{many}    fn fill(language: &'static str, rules: &'static Rules, mut next: impl FnMut() -> &'static str) -> Self {{
        Self {{
            language,
{values}        }}
    }}
}}
",
            lines = original.len() + 1
        )
    }
}

fn put(path: &Path, text: &str) -> Result<(), Vec<String>> {
    fs::write(path, text).map_err(|error| vec![format!("{}: {error}", path.display())])
}
