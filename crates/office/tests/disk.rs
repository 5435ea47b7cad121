//! A disk as a power cut leaves it: of what a program wrote, told by strace, only what it has waited for.

use std::collections::BTreeMap;
use std::path::Path;

/// What is seen of a program: what it does to its files, and what it says.
pub(crate) const TRACED: &str = "trace=pwrite64,ftruncate,fsync,fdatasync,unlink,write,writev,sendto";

#[derive(Default, Clone)]
struct File {
    written: Vec<u8>,
    synced: Vec<u8>,
}

/// The files of a program, by their paths.
#[derive(Default, Clone)]
pub(crate) struct Disk {
    files: BTreeMap<String, File>,
    /// What is on its way to the disk, by the thread that waits for it.
    under_way: BTreeMap<String, (String, Vec<u8>)>,
}

impl Disk {
    /// Takes in a line of the trace. Gives what was said to somebody, if something was.
    pub(crate) fn see(&mut self, line: &str) -> Option<String> {
        let (thread, call) = line.split_once(' ')?;
        let call = call.trim_start();
        if call.starts_with("<... f") && call.contains("sync resumed>") {
            self.settle(thread);
            return None;
        }
        let (name, arguments) = call.split_once('(')?;
        let bytes = strings(arguments);
        match name {
            "pwrite64" => self.write(&file_of(arguments), bytes.first()?, last_number(arguments)?),
            "ftruncate" => self.file(&file_of(arguments)).written.resize(last_number(arguments)?, 0),
            "unlink" => {
                self.files.remove(&String::from_utf8_lossy(bytes.first()?).into_owned());
            }
            "fsync" | "fdatasync" => {
                let path = file_of(arguments);
                let written = self.file(&path).written.clone();
                self.under_way.insert(thread.to_owned(), (path, written));
                if !arguments.contains("<unfinished") {
                    self.settle(thread);
                }
            }
            _ => return Some(String::from_utf8_lossy(&bytes.concat()).into_owned()),
        }
        None
    }

    /// Puts what is left of the files that begin with `name` into `folder`.
    pub(crate) fn leave(&self, name: &str, folder: &Path) {
        for (path, file) in &self.files {
            let path = Path::new(path).file_name().unwrap();
            if path.to_str().unwrap().starts_with(name) {
                std::fs::write(folder.join(path), &file.synced).unwrap();
            }
        }
    }

    fn file(&mut self, path: &str) -> &mut File {
        self.files.entry(path.to_owned()).or_default()
    }

    fn write(&mut self, path: &str, bytes: &[u8], offset: usize) {
        let written = &mut self.file(path).written;
        written.resize(written.len().max(offset + bytes.len()), 0);
        written[offset..offset + bytes.len()].copy_from_slice(bytes);
    }

    fn settle(&mut self, thread: &str) {
        if let Some((path, written)) = self.under_way.remove(thread) {
            self.file(&path).synced = written;
        }
    }
}

/// The path behind the first file descriptor.
fn file_of(arguments: &str) -> String {
    let path = arguments.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or("", |(path, _)| path);
    String::from_utf8_lossy(&bytes_of(path)).into_owned()
}

/// The last argument, which is a number.
fn last_number(arguments: &str) -> Option<usize> {
    let whole = arguments.split(" <unfinished").next()?.split(") = ").next()?;
    whole.rsplit(", ").next()?.trim().parse().ok()
}

/// The strings among the arguments.
fn strings(arguments: &str) -> Vec<Vec<u8>> {
    arguments.split('"').skip(1).step_by(2).map(bytes_of).collect()
}

/// The bytes of a text in which each is written like \x2f.
fn bytes_of(text: &str) -> Vec<u8> {
    text.split("\\x").skip(1).map(|byte| u8::from_str_radix(&byte[..2], 16).unwrap()).collect()
}
