//! The manifests of publications, read once and again when they have changed.

use std::collections::HashMap;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::SystemTime;

use crate::report::{MANIFEST, Manifest};

/// Publications whose manifests are kept: more surveys than a city has with public results. Then all are forgotten.
const KEPT_MAX: usize = 256;

/// By what a file is told from the one that was there before. A publication that was put in the place of another has another
/// inode, even where both were written in the same moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    inode: u64,
    length: u64,
    modified: Option<SystemTime>,
}

/// The manifests that were read since the start, by the folder of their publication.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    read: RwLock<HashMap<PathBuf, (Stamp, Arc<Manifest>)>>,
}

impl Stamp {
    fn of(path: &Path) -> io::Result<Self> {
        let found = std::fs::metadata(path)?;
        Ok(Self { inode: found.ino(), length: found.len(), modified: found.modified().ok() })
    }
}

impl Shelf {
    /// The manifest of the publication that is in `folder` now, if there is one that can be read.
    pub(super) fn manifest(&self, folder: &Path) -> Option<Arc<Manifest>> {
        // What is looked at before it is read is at worst older than what is read: then it is read once more.
        let stamp = Stamp::of(&folder.join(MANIFEST)).ok()?;
        let kept = self.read.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, manifest)) = kept.get(folder).filter(|(of, _)| *of == stamp) {
            return Some(Arc::clone(manifest));
        }
        drop(kept);
        let manifest = Arc::new(Manifest::read(folder).ok()?);
        let mut kept = self.read.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_MAX && !kept.contains_key(folder) {
            kept.clear();
        }
        kept.insert(folder.to_owned(), (stamp, Arc::clone(&manifest)));
        Some(manifest)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::report::{Files, Inputs, Recipe};

    /// A publication of one file.
    fn publish(folder: &Path, file: &str) {
        let inputs = Recipe {
            responses: Inputs::default(),
            invited: BTreeMap::new(),
            dispositions: BTreeMap::new(),
            content: BTreeMap::new(),
            earlier: None,
            said: None,
            program: String::new(),
        };
        let (survey, last_received_at, files) = ("pond".to_owned(), String::new(), BTreeMap::new());
        let manifest = Manifest { survey, fiscal_year: 2026, last_received_at, inputs, files };
        let mut files = Files::from([(file.to_owned(), Vec::new())]);
        manifest.seal(&mut files).unwrap();
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(folder.join(MANIFEST), &files[MANIFEST]).unwrap();
    }

    fn names(manifest: &Manifest) -> Vec<&str> {
        manifest.files.keys().map(String::as_str).collect()
    }

    #[test]
    fn a_manifest_is_read_once_and_again_when_another_publication_is_in_its_place() {
        let place = tempfile::tempdir().unwrap();
        let (folder, shelf) = (place.path().join("pond"), Shelf::default());
        publish(&folder, "a.html");
        let first = shelf.manifest(&folder).unwrap();
        assert!(Arc::ptr_eq(&first, &shelf.manifest(&folder).unwrap()), "it is kept");
        // As long, and of the same moment: only that it is another file tells them apart.
        let at = std::fs::metadata(folder.join(MANIFEST)).unwrap().modified().unwrap();
        let new = place.path().join("new");
        publish(&new, "b.html");
        std::fs::File::options().write(true).open(new.join(MANIFEST)).unwrap().set_modified(at).unwrap();
        std::fs::rename(&folder, place.path().join("old")).unwrap();
        std::fs::rename(&new, &folder).unwrap();
        assert_eq!(names(&shelf.manifest(&folder).unwrap()), ["b.html"]);
        // Written over in its place.
        publish(&folder, "longer.html");
        assert_eq!(names(&shelf.manifest(&folder).unwrap()), ["longer.html"]);
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(shelf.manifest(&folder).is_none(), "it is gone");
    }

    #[test]
    fn so_many_are_kept_and_no_more() {
        let place = tempfile::tempdir().unwrap();
        let shelf = Shelf::default();
        for number in 0..=KEPT_MAX {
            let folder = place.path().join(number.to_string());
            publish(&folder, "a.html");
            assert!(shelf.manifest(&folder).is_some());
        }
        assert_eq!(shelf.read.read().unwrap().len(), 1);
    }
}
