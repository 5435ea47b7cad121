//! Builds of the page: the one that was handed over, and the one that comes after it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::folder::{self, Folder};
use super::handed;

/// Where the build lies that was handed over.
pub(crate) fn built() -> PathBuf {
    handed("KOE_SITE")
}

/// The files of a build that are named by their content.
pub(crate) fn hashed(site: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(site).expect("a build is a folder");
    let names = entries.map(|entry| entry.expect("the folder can be read").file_name().to_string_lossy().into_owned());
    names.filter(|name| hash(name).is_some() && !is_packed(name)).collect()
}

/// The page as it might be built next: all that is named by its content has another one, and does the same.
pub(crate) fn next() -> Folder {
    let next = Folder::new();
    let site = next.path();
    folder::copy(&built(), site);
    drop(std::fs::remove_dir_all(site.join("previous")));
    let names = hashed(site);
    let pages =
        [site.to_owned(), site.join("tablet")].map(|folder| std::fs::read_dir(folder).expect("the copy is there"));
    for entry in pages.into_iter().flatten().filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        // What was packed ahead is packed no more.
        if is_packed(&name) {
            std::fs::remove_file(entry.path()).expect("the copy is ours");
        } else if entry.path().is_file() {
            let mut content = std::fs::read(entry.path()).expect("it can be read");
            for name in &names {
                rename_in(&mut content, name);
            }
            std::fs::write(entry.path(), content).expect("the copy is ours");
        }
    }
    for name in &names {
        let mut content = std::fs::read(site.join(name)).expect("it was there a moment ago");
        content.extend(addition(name));
        std::fs::write(site.join(renamed(name)), content).expect("the copy is ours");
        std::fs::remove_file(site.join(name)).expect("the copy is ours");
    }
    next
}

/// What makes the content of a file another one without making it do anything else.
fn addition(name: &str) -> &'static [u8] {
    match name.rsplit('.').next() {
        // A section that nobody reads: its kind, its length, its name.
        Some("wasm") => b"\0\x05\x04next",
        Some("css") => b"/* next */",
        _ => b"\n// next\n",
    }
}

fn hash(name: &str) -> Option<&str> {
    name.split(['-', '_', '.']).find(|part| part.len() >= 12 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn renamed(name: &str) -> String {
    let old = hash(name).expect("only what is named by its content is renamed");
    name.replace(old, &old.chars().rev().collect::<String>().replace('0', "f"))
}

/// Puts the new name wherever the old one stands, with or without its ending. It is as long, so that the module stays what
/// it is.
fn rename_in(content: &mut [u8], name: &str) {
    let name = name.split('.').next().unwrap_or(name);
    let (old, new) = (name.as_bytes(), renamed(name));
    let places: Vec<_> = (0..content.len()).filter(|at| content[*at..].starts_with(old)).collect();
    for at in places {
        content[at..at + old.len()].copy_from_slice(new.as_bytes());
    }
}

fn is_packed(name: &str) -> bool {
    [".br", ".gz"].iter().any(|end| name.ends_with(end))
}
