//! A folder that is written whole or not at all.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::{Files, ReportError};

/// Writes `files` into a new folder `out`: into one beside it first, which then takes its name.
pub fn write_whole(out: &Path, files: &Files) -> Result<(), ReportError> {
    if out.exists() {
        return Err(ReportError::There(out.to_owned()));
    }
    let name = out.file_name().ok_or_else(|| ReportError::There(out.to_owned()))?.to_string_lossy().into_owned();
    let beside = out.with_file_name(format!(".{name}.unfinished"));
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| ReportError::File { path, error }
    };
    if beside.exists() {
        fs::remove_dir_all(&beside).map_err(failed(&beside))?;
    }
    let written = write_all(&beside, files).and_then(|()| fs::rename(&beside, out).map_err(failed(out)));
    if written.is_err() {
        // What is left of it is of no use, and whoever looks must not take it for a publication.
        let _ = fs::remove_dir_all(&beside);
    }
    written
}

fn write_all(folder: &Path, files: &Files) -> Result<(), ReportError> {
    for (name, bytes) in files {
        let path: PathBuf = folder.join(name);
        let write = || {
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            let mut file = fs::File::create(&path)?;
            file.write_all(bytes)?;
            file.sync_all()
        };
        write().map_err(|error| ReportError::File { path: path.clone(), error })?;
    }
    Ok(())
}
