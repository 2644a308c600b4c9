//! Facts about files, tried in a folder of their own.

use super::*;

/// An empty folder that is gone at the end of the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("couvert-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

#[test]
fn a_digest_is_that_of_names_and_contents_apart() {
    let one = digest([("a", b"bc".as_slice())]);
    assert_eq!(one.len(), 16);
    assert_eq!(one, digest([("a", b"bc".as_slice())]));
    assert_ne!(one, digest([("ab", b"c".as_slice())]));
    assert_ne!(one, digest([("a", b"bd".as_slice())]));
    assert_ne!(
        digest([("a", b"".as_slice()), ("b", b"".as_slice())]),
        digest([("a", b"".as_slice())])
    );
}

#[test]
fn folders_are_copied_without_what_is_not_wanted_and_without_what_was_there() {
    let folder = Folder::new("copy");
    let (from, to) = (folder.0.join("from"), folder.0.join("to"));
    write(&from.join("demo.toml"), b"name = 1").unwrap();
    write(&from.join("demo/room.svg"), b"<svg/>").unwrap();
    write(&to.join("old/gone.svg"), b"<svg/>").unwrap();
    copy_wanted(&from, &to, |path| {
        path.extension().is_some_and(|found| found == "svg")
    })
    .unwrap();
    assert_eq!(list(&to).unwrap(), ["demo/room.svg"]);
    assert_eq!(list(&from).unwrap(), ["demo.toml", "demo/room.svg"]);
}

#[test]
fn all_folders_but_one_are_removed() {
    let folder = Folder::new("remove");
    write(&folder.0.join("old/a.js"), b"").unwrap();
    write(&folder.0.join("new/a.js"), b"").unwrap();
    remove_others(&folder.0, "new").unwrap();
    assert_eq!(list(&folder.0).unwrap(), ["new/a.js"]);
}

#[test]
fn a_file_that_would_be_the_same_is_not_written() {
    let folder = Folder::new("write");
    let path = folder.0.join("a");
    write(&path, b"one").unwrap();
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    write(&path, b"one").unwrap();
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
}
