//! Every file of the site, compressed ahead of time as hard as it goes.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::run::Stop;

/// Below this the headers outweigh what compression saves.
const WORTHWHILE_BYTES: usize = 200;

/// Puts a `.br` and a `.gz` beside every file; what was compressed before is taken from `memory`.
pub(crate) fn folder(site: &Path, memory: &Path) -> Result<(), Stop> {
    fs::create_dir_all(memory).map_err(|why| Stop::on(memory, why))?;
    for path in files(site)? {
        let content = fs::read(&path).map_err(|why| Stop::on(&path, why))?;
        if content.len() < WORTHWHILE_BYTES || path.extension().is_some_and(|end| end == "br" || end == "gz") {
            continue;
        }
        beside(&path, "br", &content, memory, brotli)?;
        beside(&path, "gz", &content, memory, gzip)?;
    }
    Ok(())
}

/// Every file under a folder, in order of name.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>, Stop> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|why| Stop::on(folder, why))? {
        let path = entry.map_err(|why| Stop::on(folder, why))?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn beside(
    path: &Path,
    end: &str,
    content: &[u8],
    memory: &Path,
    pack: fn(&[u8]) -> std::io::Result<Vec<u8>>,
) -> Result<(), Stop> {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    let known = memory.join(format!("{:016x}-{}.{end}", hasher.finish(), content.len()));
    if !known.exists() {
        let packed = pack(content).map_err(|why| Stop::on(path, why))?;
        fs::write(&known, packed).map_err(|why| Stop::on(&known, why))?;
    }
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{end}"));
    fs::copy(&known, &name).map(drop).map_err(|why| Stop::on(Path::new(&name), why))
}

fn brotli(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 24);
    packer.write_all(content)?;
    packer.flush()?;
    Ok(packer.into_inner())
}

fn gzip(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(content)?;
    packer.finish()
}
