//! A publication as a folder.

use std::io::Write;
use std::path::Path;

use super::{Files, ReportError};
use crate::new_folder::{NewFolder, Readers};

/// Writes `files` into a new folder `out`, all or none.
pub fn write_whole(out: &Path, files: &Files) -> Result<(), ReportError> {
    let folder = NewFolder::begin(out, Readers::Everybody)?;
    for (name, bytes) in files {
        let mut file = folder.create(name)?;
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|error| folder.failed(name, error))?;
    }
    Ok(folder.finish()?)
}
