//! The page of tablets that staff have set up, which is built by itself and put into the site.

use std::fs;
use std::path::Path;

use crate::offline::{entries, is_hashed};
use crate::run::Stop;

/// Puts what was `built` into the site in `dist`: the page and what has no other name into a folder, and what is named by
/// its content beside the files of the other page, of which some are the same.
pub(crate) fn into(dist: &Path, built: &Path) -> Result<(), Stop> {
    let folder = dist.join("tablet");
    fs::create_dir_all(&folder).map_err(|why| Stop::on(&folder, why))?;
    for path in entries(built).into_iter().filter(|path| path.is_file()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let place = if is_hashed(&name) { dist.join(&name) } else { folder.join(&name) };
        fs::copy(&path, &place).map_err(|why| Stop::on(&path, why))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_named_by_their_content_lie_beside_the_others_and_the_page_in_its_folder() {
        let scratch = std::env::temp_dir().join(format!("koe-tablet-page-{}", std::process::id()));
        let (dist, built) = (scratch.join("dist"), scratch.join("built"));
        for folder in [&dist, &built] {
            fs::create_dir_all(folder).unwrap();
        }
        for name in ["index.html", "manifest.webmanifest", "koe-tablet-111111111111_bg.wasm"] {
            fs::write(built.join(name), name).unwrap();
        }
        fs::write(dist.join("index.html"), "of residents").unwrap();
        into(&dist, &built).unwrap();
        let said = |path: &str| fs::read_to_string(dist.join(path)).unwrap();
        assert_eq!(said("index.html"), "of residents");
        assert_eq!(said("tablet/index.html"), "index.html");
        assert_eq!(said("tablet/manifest.webmanifest"), "manifest.webmanifest");
        assert_eq!(said("koe-tablet-111111111111_bg.wasm"), "koe-tablet-111111111111_bg.wasm");
        fs::remove_dir_all(&scratch).unwrap();
    }
}
