//! The Rust code that a build script makes of a catalog: a type with a field for each key, and each language's
//! texts.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::source::{Kind, ORIGINAL, Text, deliver, deliver_to_pages, faults, read};

/// A folder of catalog files, one per language, and the names in the code that is generated of it.
pub struct Catalog {
    /// The folder, from the package's own.
    pub folder: &'static str,
    /// The package's folder, for messages.
    pub package: &'static str,
    /// The type of one language's texts.
    pub name: &'static str,
    /// Its documentation.
    pub about: &'static str,
    /// The prefix of generated files' names.
    pub prefix: &'static str,
    /// The feature with which texts are read that were delivered one language at a time, where they are.
    pub reader: Option<&'static str>,
    /// The name of the list of languages.
    pub spoken: &'static str,
    /// The name of the list of delivered texts.
    pub delivered: &'static str,
}

/// A language's tag and texts.
pub type Translation = (String, Vec<Text>);

/// A line for each language that one of these catalogs has and another has not: a reader would be led from one
/// language into another.
fn missing(catalogs: &[(&Catalog, &[Translation])]) -> Vec<String> {
    let tags: BTreeSet<&String> = catalogs
        .iter()
        .flat_map(|(_, languages)| *languages)
        .map(|(tag, _)| tag)
        .collect();
    let mut missing = Vec::new();
    for (catalog, languages) in catalogs {
        let lacks = |tag: &str| languages.iter().all(|(spoken, _)| spoken != tag);
        let lacking = tags.iter().filter(|tag| lacks(tag));
        let Catalog { package, folder, .. } = catalog;
        missing.extend(lacking.map(|tag| format!("{package}/{folder}/{tag}.txt is missing")));
    }
    missing
}

/// The languages of each catalog, which are the same in all of them; or every fault.
pub fn languages_of(catalogs: &[Catalog]) -> Result<Vec<Vec<Translation>>, Vec<String>> {
    let read: Vec<_> = catalogs
        .iter()
        .map(Catalog::languages)
        .collect::<Result<_, _>>()?;
    let pairs: Vec<_> = catalogs.iter().zip(read.iter().map(Vec::as_slice)).collect();
    let missing = missing(&pairs);
    if missing.is_empty() {
        Ok(read)
    } else {
        Err(missing)
    }
}

impl Catalog {
    /// Every language's tag and texts, the original first; or every fault, with its file.
    pub fn languages(&self) -> Result<Vec<Translation>, Vec<String>> {
        let folder = self.folder;
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
            let texts = read(&file).map_err(|faults| self.named(&name, &faults))?;
            languages.push((name, texts));
        }
        languages.sort_by_key(|(name, _)| (name != ORIGINAL, name.clone()));
        let original = languages.first().map_or(&[][..], |(_, texts)| texts);
        let faults: Vec<String> = languages
            .iter()
            .flat_map(|(name, texts)| self.named(name, &faults(name, texts, original)))
            .collect();
        if faults.is_empty() {
            Ok(languages)
        } else {
            Err(faults)
        }
    }

    fn named(&self, language: &str, faults: &[String]) -> Vec<String> {
        let Self { package, folder, .. } = self;
        let named = |fault| format!("{package}/{folder}/{language}.txt: {fault}");
        faults.iter().map(named).collect()
    }

    /// Writes the code into `folder`, from which it is included, in two files: the type, and every language's texts. Their
    /// names begin with the prefix and end with `texts` and `delivered`. The module that includes them has
    /// [`Phrase`](crate::Phrase), and as `Rules` and `Plural` its [rules](crate::PluralRules) and
    /// [`Plural`](crate::Plural) of these.
    pub fn write(&self, folder: &Path, languages: &[Translation]) -> Result<(), Vec<String>> {
        let original = languages.first().map_or(&[][..], |(_, texts)| texts);
        let Self {
            prefix,
            spoken,
            delivered,
            ..
        } = self;
        let mut list = String::new();
        for (name, texts) in languages {
            // Letters are also read as plain text.
            let deliver = if self.reader.is_some() {
                deliver_to_pages
            } else {
                deliver
            };
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

    /// The type that holds a language's texts: a field for each key, a method for each with named gaps, and how it
    /// is filled.
    fn texts(&self, original: &[Text]) -> String {
        let mut fields = String::new();
        let mut values = String::new();
        let methods: String = original
            .iter()
            .filter(|text| text.kind == Kind::Named)
            .map(method)
            .collect();
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
                Kind::Plain | Kind::Named => ("&'static str", "next()"),
                Kind::Phrase => ("Phrase", "Phrase::new(next())"),
                Kind::Plural => ("Plural", "Plural::new(next(), rules)"),
            };
            let visible = match text.kind {
                // Its method fills the gaps.
                Kind::Named => "",
                _ if name == "direction" => "pub ",
                _ => "pub(crate) ",
            };
            let field = name.replace('.', "_");
            let _ = writeln!(fields, "    /// `{}`", text.line().replace('\t', " "));
            if numbered.is_some() {
                let _ = writeln!(fields, "    {visible}{field}: [{kind}; {count}],");
                let _ = writeln!(
                    values,
                    "            {field}: [{}],",
                    vec![value; count].join(", ")
                );
            } else {
                let _ = writeln!(fields, "    {visible}{field}: {kind},");
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
        let lines = reader.map_or_else(String::new, |reader| {
            format!(
                "    /// How many lines are delivered.
    #[cfg(any(feature = \"{reader}\", test))]
    const LINES: usize = {};

",
                original.len() + 1
            )
        });
        format!(
            "/// {about}: a field for each key of the words files.
pub struct {name} {{
    /// The language's tag.
    pub language: &'static str,
{fields}}}

impl {name} {{
{lines}    /// The texts in the order of the delivered lines, the first of which names the language.
{many}    fn fill(language: &'static str, rules: &'static Rules, mut next: impl FnMut() -> &'static str) -> Self {{
        Self {{
            language,
{values}        }}
    }}
{methods}}}
"
        )
    }
}

/// The method that fills the named gaps of a text. Its arguments are in alphabetical order, so that another order
/// in the English text changes no call.
fn method(text: &Text) -> String {
    let (name, line, names) = (text.key.replace('.', "_"), text.line(), text.names());
    let arguments: Vec<_> = names.iter().map(|name| format!("{name}: &str")).collect();
    let values: Vec<_> = names.iter().map(|name| format!("(\"{name}\", {name})")).collect();
    format!(
        "
    /// `{line}`
    #[must_use]
    pub(crate) fn {name}(&self, {}) -> String {{
        ::message_catalog::fill(self.{name}, &[{}])
    }}
",
        arguments.join(", "),
        values.join(", ")
    )
}

fn put(path: &Path, text: &str) -> Result<(), Vec<String>> {
    fs::write(path, text).map_err(|error| vec![format!("{}: {error}", path.display())])
}
