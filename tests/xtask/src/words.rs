//! The widget's texts as a browser loads them: one small file per language. The widget's build script has checked
//! them before.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use message_catalog::source;

use crate::files::{entries, read, write};
use crate::project::Project;

/// Writes two files for each language into `folder`, which holds nothing else afterwards: `couvert-` with what a
/// first booking says, and `self_service-` with that and all that the second module says.
pub(crate) fn deliver(project: &Project, folder: &Path) -> Result<()> {
    let words = project.root.join("widget/src/i18n/words");
    let guest = project.root.join("widget/src/i18n/self_service");
    let original = texts(&words.join(source::ORIGINAL).with_extension("txt"))?;
    let guest_original = texts(&guest.join(source::ORIGINAL).with_extension("txt"))?;
    if folder.is_dir() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    for path in entries(&words)? {
        let language = path
            .file_stem()
            .context("a file without a name")?
            .to_string_lossy();
        let delivered = source::deliver_to_pages(&language, &texts(&path)?, &original);
        write(
            &folder.join(format!("couvert-{language}.txt")),
            delivered.as_bytes(),
        )?;
        let own = texts(&guest.join(&*language).with_extension("txt"))?;
        let whole = delivered + &source::deliver_to_pages(&language, &own, &guest_original);
        write(
            &folder.join(format!("self_service-{language}.txt")),
            whole.as_bytes(),
        )?;
    }
    Ok(())
}

fn texts(path: &Path) -> Result<Vec<source::Text>> {
    let file = String::from_utf8(read(path)?)?;
    source::read(&file).map_err(|faults| anyhow!("{}: {}", path.display(), faults.join(", ")))
}
