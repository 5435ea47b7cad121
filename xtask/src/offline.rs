//! What keeps a survey open without a network and through a change of the build: the service worker, and the files of
//! the build before.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::beside::Beside;
use crate::run::Stop;
use crate::shrink::{minify, read, write};
use crate::tools::Kit;

/// The files of the build before, from which pages are still open, for the office to give out under their own names.
const PREVIOUS: &str = "previous";
const KINDS: [&str; 3] = ["js", "wasm", "css"];

/// By this the page shows that it is the form's own, and by its value and that of the other it names what it may load later.
const MARK: &str = "data-koe-page";
const MORE: &str = "data-more";

/// The folders whose pages work without a network, and the page of each.
const PAGES: [(&str, &str); 2] = [("s", "index.html"), ("tablet", "tablet/index.html")];

/// Writes the service worker into `dist`, where the pages are that it works for, and names in these what the worker could
/// not read in them otherwise.
pub(crate) fn into(dist: &Path, root: &Path, kit: &Kit, beside: &Beside) -> Result<(), Stop> {
    for (folder, page) in PAGES {
        let folder = dist.join(folder);
        fs::create_dir_all(&folder).map_err(|why| Stop::on(&folder, why))?;
        let worker = folder.join("worker.js");
        write(&worker, &read(&root.join("src/worker.js"))?)?;
        minify(kit, &worker)?;
        let page = dist.join(page);
        let html = read(&page)?;
        if !html.contains(MARK) {
            return Err(Stop::on(&page, format!("has no {MARK}")));
        }
        let later = format!("{MARK}=\"/{}\" {MORE}=\"/{}\"", beside.sealer.name, beside.reader.name);
        write(&page, &html.replace(MARK, &later))?;
    }
    Ok(())
}

/// The files of a build that are named by their content, taken out of the folder before the next build clears it.
pub(crate) struct Former {
    own: Files,
    before: Files,
}

/// Their content, by name.
type Files = BTreeMap<String, Vec<u8>>;

impl Former {
    /// Those in `dist`, and those that it held of the build before; none where nothing was built.
    pub(crate) fn of(dist: &Path) -> Result<Self, Stop> {
        Ok(Self { own: hashed(dist)?, before: hashed(&dist.join(PREVIOUS))? })
    }

    /// Puts those that the new build in `dist` has not beside it. A build that changes nothing forgets nothing.
    pub(crate) fn stay(self, dist: &Path) -> Result<(), Stop> {
        let now = hashed(dist)?;
        let is_gone = |files: &Files| files.keys().any(|name| !now.contains_key(name));
        let previous = if is_gone(&self.own) { self.own } else { self.before };
        let folder = dist.join(PREVIOUS);
        for (name, content) in previous.into_iter().filter(|(name, _)| !now.contains_key(name)) {
            fs::create_dir_all(&folder).map_err(|why| Stop::on(&folder, why))?;
            let path = folder.join(name);
            fs::write(&path, content).map_err(|why| Stop::on(&path, why))?;
        }
        Ok(())
    }
}

fn hashed(folder: &Path) -> Result<Files, Stop> {
    let mut files = Files::new();
    for path in entries(folder) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.extension().is_some_and(|end| KINDS.iter().any(|kind| end == *kind)) && is_hashed(&name) {
            files.insert(name, fs::read(&path).map_err(|why| Stop::on(&path, why))?);
        }
    }
    Ok(files)
}

/// What lies in a folder, which need not be there.
pub(crate) fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path()).collect()
}

/// Whether a part of the name is a hash of what is inside, as the office and the service worker tell too.
pub(crate) fn is_hashed(name: &str) -> bool {
    name.split(['-', '_', '.']).any(|part| part.len() >= 12 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Builds `names` in place of what was built before, and says what lies in `previous/` then.
    fn built(dist: &Path, names: &[&str]) -> Vec<String> {
        let former = Former::of(dist).unwrap();
        drop(fs::remove_dir_all(dist));
        fs::create_dir_all(dist).unwrap();
        for name in names {
            fs::write(dist.join(name), name).unwrap();
        }
        former.stay(dist).unwrap();
        let mut previous: Vec<_> = hashed(&dist.join(PREVIOUS)).unwrap().into_keys().collect();
        previous.sort();
        previous
    }

    #[test]
    fn the_files_of_one_build_before_stay_and_a_build_that_changes_nothing_forgets_none() {
        let dist = std::env::temp_dir().join(format!("koe-former-{}", std::process::id()));
        drop(fs::remove_dir_all(&dist));
        let (one, two, three) = ("koe-111111111111.js", "koe-222222222222.js", "koe-333333333333.js");
        let sheet = "style-aaaaaaaaaaaa.css";
        assert_eq!(built(&dist, &["index.html", "koe.js", one, sheet]), [""; 0]);
        assert_eq!(built(&dist, &["index.html", "koe.js", two, sheet]), [one]);
        assert_eq!(built(&dist, &["index.html", "koe.js", two, sheet]), [one]);
        assert_eq!(built(&dist, &["index.html", "koe.js", three, sheet]), [two]);
        assert_eq!(built(&dist, &["index.html", "koe.js", two, sheet]), [three]);
        fs::remove_dir_all(&dist).unwrap();
    }
}
