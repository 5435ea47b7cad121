//! Folders that live as long as a test.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder that nobody else has, gone with its owner.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// A new one.
    pub(crate) fn new() -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let name = format!("koe-product-{}-{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        Self(folder)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// The one file whose name ends so, once it is whole.
    pub(crate) fn only_file(&self, ending: &str) -> Result<PathBuf, String> {
        let files = std::fs::read_dir(&self.0).map_err(|why| why.to_string())?;
        let mut files: Vec<PathBuf> = files.flatten().map(|entry| entry.path()).collect();
        match files.pop() {
            Some(file) if files.is_empty() && file.to_string_lossy().ends_with(ending) => Ok(file),
            last => Err(format!("the folder has {files:?} and {last:?}")),
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left of a test is no reason for it to fail.
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// Copies a folder with everything in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder can be made");
    for entry in std::fs::read_dir(from).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        let goal = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            copy(&path, &goal);
        } else {
            std::fs::copy(&path, &goal).expect("the file can be copied");
        }
    }
}

/// Every file in a folder and in those in it.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    // A browser that is at work takes files away while they are counted.
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Whether a file holds these bytes.
pub(crate) fn holds(file: &Path, sought: &[u8]) -> bool {
    std::fs::read(file).unwrap_or_default().windows(sought.len()).any(|window| window == sought)
}

/// Whether these words stand in a file.
pub(crate) fn holds_words(file: &Path, words: &str) -> bool {
    holds(file, words.as_bytes())
}
