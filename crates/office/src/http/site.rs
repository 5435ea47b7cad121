//! The built page: its files, read once at the start.
//!
//! Only what was in the folder then is ever given out, so no address can lead out of it, and a build
//! that is exchanged underneath cannot mix old files with new ones.

use std::collections::HashMap;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::Office;
use super::document::answer::{answers, bare, kept, page, text};
use super::list;
use super::representation::{Keeping, Representation};
use crate::sign_on::SignOn;

/// Why a folder is not the built page.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// There is no page in it.
    #[error("{} is not there: build the page with `cargo xtask build`, or name its folder with --site", .0.display())]
    NoPage(PathBuf),
    /// A file cannot be read.
    #[error("{} cannot be read ({error}): build the page again with `cargo xtask build`", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// There is far too much in it.
    #[error("{} holds more than {SITE_BYTES_MAX} bytes, which no build of the page does: name its folder with --site", .0.display())]
    TooLarge(PathBuf),
}

/// Bytes of a built page: one is about 1 MB with its compressed forms.
const SITE_BYTES_MAX: usize = 64 << 20;
const INDEX: &str = "index.html";
const INDEX_FORMS: [&str; 2] = ["index.html.br", "index.html.gz"];
const PICTURE: &str = "preview.png";
/// Where the build leaves the hashed files of the build before, for pages that are still open.
const PREVIOUS: &str = "previous/";

/// The page of tablets that staff have set up.
const TABLET: &str = "tablet/index.html";

/// The service workers, of the pages of surveys and of the page of tablets, and where each keeps things.
const WORKERS: [(&str, &str); 2] = [("s/worker.js", "koe"), ("tablet/worker.js", "koe-tablet")];

/// What takes the place of a service worker where the site has none. Browsers keep a worker that is merely missing; this
/// one answers for nothing, deletes what was kept once nothing more is being kept, and goes with the last page that holds it.
fn farewell(store: &str) -> Bytes {
    let script = "self.addEventListener(\"install\", () => self.skipWaiting());
const forget = () => caches.delete(\"{store}\");
self.addEventListener(\"activate\", (event) =>
  event.waitUntil(Promise.all([navigator.locks.request(\"{store} offline\", forget), registration.unregister()])));
";
    Bytes::from(script.replace("{store}", store))
}

/// The files of the built page, by the path under which they are asked for.
#[derive(Debug)]
pub struct Site {
    files: HashMap<String, Representation>,
    /// What a policy says of what stands in the page itself.
    sources: Sources,
    /// The page on which surveys are answered, with its marks.
    pub(super) index: String,
    /// The page of tablets, which is sent as it was built, and what it may do.
    pub(super) tablet: Option<(Representation, HeaderValue)>,
    pub(super) style_sheet: Option<String>,
    /// The folder of publications, each named by its survey.
    pub(super) results: Option<PathBuf>,
    /// The content folder, out of which staff publish surveys.
    pub(super) content: Option<PathBuf>,
    /// With whose accounts staff may sign in.
    pub(super) sign_on: Option<SignOn>,
}

impl Site {
    /// Reads the built page in `folder`.
    pub fn read(folder: &FilePath) -> Result<Self, SiteError> {
        let mut files = HashMap::new();
        let mut bytes_left = SITE_BYTES_MAX;
        read_folder(folder, "", &mut files, &mut bytes_left)?;
        let index = files.remove(INDEX).ok_or_else(|| SiteError::NoPage(folder.join(INDEX)))?;
        let index = String::from_utf8_lossy(&index).into_owned();
        // It is never sent as it was built, and its compressed forms are of no use.
        files.retain(|name, _| !INDEX_FORMS.contains(&name.as_str()));
        give_previous_their_names(&mut files);
        for (worker, store) in WORKERS {
            files.entry(worker.to_owned()).or_insert_with(|| farewell(store));
        }
        let tablet_sources = files.get(TABLET).map(|page| Sources::of(&String::from_utf8_lossy(page)));
        let mut files = represent(&files);
        // Its address is that of its folder and no other.
        let tablet = files.remove(TABLET).zip(tablet_sources.map(|sources| policy(&sources, "'none'")));
        Ok(Self {
            sources: Sources::of(&index),
            style_sheet: style_sheet(&index),
            tablet,
            files,
            index,
            results: None,
            content: None,
            sign_on: None,
        })
    }

    /// It with the publications in `folder`, each in one named by its survey.
    #[must_use]
    pub fn with_results(self, folder: Option<PathBuf>) -> Self {
        Self { results: folder, ..self }
    }

    /// It with a provider with whose accounts staff may sign in.
    #[must_use]
    pub fn with_sign_on(self, sign_on: Option<SignOn>) -> Self {
        Self { sign_on, ..self }
    }

    /// It with the content folder, out of which staff publish surveys at the desk.
    #[must_use]
    pub fn with_content(self, folder: Option<PathBuf>) -> Self {
        Self { content: folder, ..self }
    }

    /// The file that is asked for by `path`; a path that ends in `/` asks for the page of its folder.
    fn file(&self, path: &str) -> Option<&Representation> {
        match path.strip_suffix('/') {
            Some(folder) => self.files.get(&format!("{folder}/{INDEX}")),
            None => self.files.get(path),
        }
    }

    /// Whether it has the picture that stands for a survey where a link to it is shown.
    pub(super) fn has_picture(&self) -> bool {
        self.files.contains_key(PICTURE)
    }

    /// What a page of ours may do. `ancestors` says who may show it inside a page of theirs.
    pub(super) fn policy(&self, ancestors: &str) -> HeaderValue {
        policy(&self.sources, ancestors)
    }
}

fn policy(Sources { scripts, styles }: &Sources, ancestors: &str) -> HeaderValue {
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'{styles}; img-src 'self' data:; \
         connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; \
         form-action 'self'; frame-ancestors {ancestors}"
    );
    HeaderValue::from_str(&policy)
        .unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"))
}

answers! {
    /// The worker.
    Worker,
    200 => kept(text("text/javascript", "the script")),
    304 => bare("the script is the one that If-None-Match names"),
    404 => page("the site was built without it, as a page"),
}

/// The service worker of the pages of surveys
///
/// This too is what answers at every address that is not described here: with a file of the site, or with a page that
/// says that nothing is there.
#[utoipa::path(get, path = "/s/worker.js", responses(Worker))]
pub(super) async fn file(State(office): State<Arc<Office>>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if uri.path().starts_with("/api/") {
        return StatusCode::NOT_FOUND.into_response();
    }
    let path = uri.path().strip_prefix('/').unwrap_or_default();
    let site = &office.site;
    match site.file(path) {
        Some(_) if method != Method::GET && method != Method::HEAD => StatusCode::METHOD_NOT_ALLOWED.into_response(),
        Some(file) => file.respond(&headers),
        None if site.file(&format!("{path}/")).is_some() => Redirect::permanent(&format!("/{path}/")).into_response(),
        None => list::not_found(&office),
    }
}

fn read_folder(
    folder: &FilePath,
    prefix: &str,
    files: &mut HashMap<String, Bytes>,
    bytes_left: &mut usize,
) -> Result<(), SiteError> {
    let unreadable = |error| SiteError::Unreadable { path: folder.to_owned(), error };
    if prefix.is_empty() && !folder.join(INDEX).is_file() {
        return Err(SiteError::NoPage(folder.join(INDEX)));
    }
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = format!("{prefix}{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            read_folder(&path, &format!("{name}/"), files, bytes_left)?;
            continue;
        }
        let bytes = std::fs::read(&path).map_err(|error| SiteError::Unreadable { path: path.clone(), error })?;
        *bytes_left = bytes_left.checked_sub(bytes.len()).ok_or_else(|| SiteError::TooLarge(folder.to_owned()))?;
        files.insert(name, Bytes::from(bytes));
    }
    Ok(())
}

/// The hashed files of the build before are asked for as they were then.
fn give_previous_their_names(files: &mut HashMap<String, Bytes>) {
    let previous: Vec<_> = files.extract_if(|name, _| name.starts_with(PREVIOUS)).collect();
    for (path, bytes) in previous {
        let name = path.strip_prefix(PREVIOUS).filter(|name| is_hashed(name));
        if let Some(name) = name {
            files.entry(name.to_owned()).or_insert(bytes);
        }
    }
}

fn represent(files: &HashMap<String, Bytes>) -> HashMap<String, Representation> {
    let is_form =
        |name: &str| [".br", ".gz"].iter().any(|end| name.strip_suffix(end).is_some_and(|of| files.contains_key(of)));
    files
        .iter()
        .filter(|(name, _)| !is_form(name))
        .map(|(name, bytes)| {
            let keeping = if is_hashed(name) { Keeping::Forever } else { Keeping::AskEachTime };
            let representation = Representation::new(content_type(name), keeping, bytes.clone())
                .shared(is_shared(name))
                .with_brotli(files.get(&format!("{name}.br")).cloned())
                .with_gzip(files.get(&format!("{name}.gz")).cloned());
            (name.clone(), representation)
        })
        .collect()
}

/// Whether the name of a file, or of a folder it is in, holds a hash of what is inside: a part of twelve or
/// more hexadecimal digits, as the build writes them.
fn is_hashed(name: &str) -> bool {
    name.split(['/', '-', '_', '.']).any(|part| part.len() >= 12 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// The files that make the survey in a page of others, and the picture that stands for it there.
const SHARED: [&str; 2] = ["koe.js", PICTURE];

/// Whether pages of others may take a file in: the module, whose files are named by their hash except the first.
fn is_shared(name: &str) -> bool {
    let is_module = || [".js", ".wasm", ".css"].iter().any(|end| name.ends_with(end));
    SHARED.contains(&name) || (is_hashed(name) && is_module())
}

pub(super) fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "csv" => "text/csv; charset=utf-8",
        "parquet" => "application/vnd.apache.parquet",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The hashes by which a policy allows the scripts and the styles that stand in a page itself.
#[derive(Debug)]
struct Sources {
    scripts: String,
    styles: String,
}

impl Sources {
    fn of(html: &str) -> Self {
        let hashes = |kind| {
            let hashes = inline(html, kind).map(|text| STANDARD.encode(Sha256::digest(text)));
            hashes.flat_map(|hash| [" 'sha256-".to_owned(), hash, "'".to_owned()]).collect()
        };
        Self { scripts: hashes("script"), styles: hashes("style") }
    }
}

/// The text of every script, or style, that stands in the page itself.
fn inline<'h>(html: &'h str, kind: &str) -> impl Iterator<Item = &'h str> {
    let [opens, closes] = [format!("<{kind}"), format!("</{kind}")];
    let parts: Vec<_> = html.split(&opens).skip(1).collect();
    parts.into_iter().filter_map(move |rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let is_inline = !attributes.split_ascii_whitespace().any(|attribute| attribute.starts_with("src="));
        is_inline.then(|| rest.split_once(&closes).map(|(text, _)| text)).flatten()
    })
}

/// The address of the page's style sheet: the build has put the sheet itself into the page, beside its name, or else the
/// page links to it.
fn style_sheet(html: &str) -> Option<String> {
    let held = html.split_once("<style data-sheet=\"").and_then(|(_, rest)| rest.split_once('"'));
    held.map(|(name, _)| format!("/{name}.css")).or_else(|| linked_sheet(html))
}

fn linked_sheet(html: &str) -> Option<String> {
    html.split("<link").skip(1).find_map(|rest| {
        let (attributes, _) = rest.split_once('>')?;
        let (_, after) = attributes.split_once("href=").filter(|_| attributes.contains("stylesheet"))?;
        let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''));
        let address = match quote {
            Some(quote) => after.get(1..)?.split(quote).next()?,
            None => after.split([' ', '/']).next()?,
        };
        Some(address.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_hash_are_told_from_others() {
        for hashed in
            ["koe-0f3a2b1c4d5e6f70_bg.wasm", "style-0f3a2b1c4d5e6f70.css", "snippets/koe-0f3a2b1c4d5e6f70/inline0.js"]
        {
            assert!(is_hashed(hashed), "{hashed}");
        }
        for plain in ["index.html", "worker.js", "koe.js", "accessibility.html", "koe-cafe.js"] {
            assert!(!is_hashed(plain), "{plain}");
        }
    }

    #[test]
    fn a_site_without_a_service_worker_takes_back_the_one_that_browsers_have() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(INDEX), "<!doctype html>").unwrap();
        for (name, store) in WORKERS {
            let worker = |site: &Site| site.file(name).map(Representation::plain).unwrap();
            let farewell = worker(&Site::read(folder.path()).unwrap());
            let script = std::str::from_utf8(&farewell).unwrap();
            assert!(script.contains("registration.unregister()"));
            assert!(
                script.contains(&format!("delete(\"{store}\")")) && script.contains(&format!("\"{store} offline\""))
            );
            let own = folder.path().join(name);
            std::fs::create_dir(own.parent().unwrap()).unwrap();
            std::fs::write(own, "// of its own").unwrap();
            assert_eq!(worker(&Site::read(folder.path()).unwrap()), "// of its own");
        }
    }

    #[test]
    fn only_scripts_in_the_page_itself_are_hashed() {
        let html = "<script type=module>import a</script><script src=/x.js></script><script type=\"module\" src='/y.js'>\n</script><SCRIPT>";
        assert_eq!(inline(html, "script").collect::<Vec<_>>(), ["import a"]);
    }

    #[test]
    fn a_sheet_in_the_page_itself_is_allowed_and_its_file_is_known() {
        let html = "<style data-sheet=\"koe-1\">a{b:c}</style>";
        assert_eq!(inline(html, "style").collect::<Vec<_>>(), ["a{b:c}"]);
        assert_eq!(style_sheet(html).as_deref(), Some("/koe-1.css"));
        let policy = policy(&Sources::of(html), "'none'");
        let hash = STANDARD.encode(Sha256::digest("a{b:c}"));
        assert!(policy.to_str().unwrap().contains(&format!("style-src 'self' 'sha256-{hash}';")));
    }

    #[test]
    fn the_style_sheet_is_found_however_it_is_quoted() {
        for link in [
            "<link rel=\"stylesheet\" href=\"/style-1.css\" integrity=\"x\"/>",
            "<link href='/style-1.css' rel='stylesheet'>",
            "<link rel=icon href=x><link rel=stylesheet href=\"/style-1.css\">",
        ] {
            assert_eq!(style_sheet(link).as_deref(), Some("/style-1.css"), "{link}");
        }
        assert_eq!(style_sheet("<link rel=icon href=x>"), None);
    }
}
