//! The last bytes of the module: short names on both sides of the border between Wasm and its glue, and the
//! glue and the style sheet without white space.
//!
//! wasm-bindgen gives each imported function a name of some forty characters, half of them a hash, which no
//! compression shortens. They are written in the Wasm and again in the glue.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{self, Stop};
use crate::tools::Kit;

/// Shortens the module in `dist`, and the page that names it.
pub(crate) fn module(dist: &Path, kit: &Kit) -> Result<(), Stop> {
    let Some(wasm_opt) = kit.wasm_opt() else { return Ok(()) };
    let glue = only(dist, "js")?;
    let wasm = only(dist, "wasm")?;
    let renamed = renamed(wasm_opt, &wasm)?;
    let styles = all(dist, "css")?;
    // Names first: minified glue calls the module by another name.
    let text = read(&glue)?;
    write(&glue, &renamed.iter().fold(text, |text, name| name.replace_in(&text)))?;
    for path in styles.iter().chain([&glue]) {
        minify(kit, path)?;
    }
    let page = dist.join("index.html");
    let mut html = plainly(&read(&page)?);
    for path in [&glue, &wasm] {
        html = named_anew(path, &html)?.1;
    }
    for path in &styles {
        let (path, named) = named_anew(path, &html)?;
        html = styled(&named, &path.file_stem().unwrap_or_default().to_string_lossy(), &read(&path)?);
    }
    write(&page, &scripts_minified(&html, dist, kit)?)
}

/// A page that holds a style sheet itself where it named it: on a slow line the way to a second file and back is longer
/// than the sheet. The other pages of the office name the file, and find its name here, as no address that would be fetched.
fn styled(html: &str, name: &str, sheet: &str) -> String {
    let link = format!("<link rel=\"stylesheet\" href=\"/{name}.css\"/>");
    html.replace(&link, &format!("<style data-sheet=\"{name}\">{}</style>", sheet.trim_end()))
}

/// A page with the white space taken out of the scripts that stand in it whole. What Trunk writes is left as it is.
fn scripts_minified(html: &str, dist: &Path, kit: &Kit) -> Result<String, Stop> {
    const OPENS: &str = "<script>";
    const CLOSES: &str = "</script>";
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, (script, after))) =
        rest.split_once(OPENS).and_then(|(before, rest)| Some((before, rest.split_once(CLOSES)?)))
    {
        let path = dist.join(".inline.js");
        write(&path, script)?;
        minify(kit, &path)?;
        out.extend([before, OPENS, read(&path)?.trim_end(), CLOSES]);
        std::fs::remove_file(&path).map_err(|why| Stop::on(&path, why))?;
        rest = after;
    }
    Ok(out + rest)
}

/// What Trunk has a page tell of its module, to which nobody listens.
const TOLD: &str = "dispatchEvent(new CustomEvent(\"TrunkApplicationStarted\", {detail: {wasm}}));\n";

/// A page without what only its build has looked at, without indents, and without what nobody listens to.
fn plainly(html: &str) -> String {
    let lines = html.lines().map(str::trim).filter(|line| !line.is_empty());
    let html = lines.collect::<Vec<_>>().join("\n").replace(" data-integrity=\"none\"", "");
    html.replace(TOLD, "").replace("const wasm = await init", "await init")
}

/// Takes the white space out of a script or a style sheet.
pub(crate) fn minify(kit: &Kit, path: &Path) -> Result<(), Stop> {
    let Some(esbuild) = kit.esbuild() else { return Ok(()) };
    let out = format!("--outfile={}", path.display());
    let quietly = ["--minify", "--log-level=warning", "--allow-overwrite"];
    run::run(Command::new(esbuild).args(quietly).arg(path).arg(out))
}

/// A name that was shortened.
struct Renamed {
    old: String,
    new: String,
    /// What must stand before and after it in the glue for it to be this name.
    around: (&'static str, &'static str),
}

impl Renamed {
    fn replace_in(&self, text: &str) -> String {
        let (before, after) = self.around;
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        let sought = format!("{before}{}{after}", self.old);
        while let Some(at) = rest.find(&sought) {
            let (head, tail) = rest.split_at(at);
            let tail = tail.get(sought.len()..).unwrap_or_default();
            // A longer name that begins alike is another name.
            let whole = !after.is_empty() || !tail.starts_with(is_of_a_name);
            out.push_str(head);
            out.push_str(before);
            out.push_str(if whole { &self.new } else { &self.old });
            out.push_str(after);
            rest = tail;
        }
        out.push_str(rest);
        out
    }
}

fn is_of_a_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '$')
}

/// Shortens the names in the Wasm and says which became which.
fn renamed(wasm_opt: &Path, wasm: &Path) -> Result<Vec<Renamed>, Stop> {
    let mut shorten = Command::new(wasm_opt);
    shorten.arg(wasm).args(["--minify-imports-and-exports-and-modules", "-o"]).arg(wasm);
    let said = run::answer(&mut shorten).ok_or_else(|| Stop::on(wasm, "could not be shortened by wasm-opt"))?;
    Ok(said.lines().flat_map(pairs).collect())
}

/// A line of what wasm-opt says: `["module", "import", "new"]` or `["export", "new"]`.
fn pairs(line: &str) -> Vec<Renamed> {
    let words: Vec<&str> = line.split('"').skip(1).step_by(2).collect();
    let name = |old: &str, new: &str, around| Renamed { old: old.to_owned(), new: new.to_owned(), around };
    match words.as_slice() {
        [module, import, new] => vec![name(module, "a", ("\"", "\"")), name(import, new, ("", ""))],
        [export, new] => vec![name(export, new, ("wasm.", "")), name(export, new, (".exports.", ""))],
        _ => Vec::new(),
    }
}

/// Gives a file of hashed name the name that its new content has, in the folder and in the page: where it is then, and the page.
fn named_anew(path: &Path, html: &str) -> Result<(PathBuf, String), Stop> {
    let content = std::fs::read(path).map_err(|why| Stop::on(path, why))?;
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    let old = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let hash =
        old.split(['-', '_', '.']).find(|part| part.len() >= 12 && part.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let hash = hash.ok_or_else(|| Stop::on(path, "has no hash in its name"))?;
    let new = old.replace(hash, &format!("{:016x}", hasher.finish()));
    let renamed = path.with_file_name(&new);
    std::fs::rename(path, &renamed).map_err(|why| Stop::on(path, why))?;
    Ok((renamed, html.replace(&old, &new)))
}

/// The one file of a kind in a folder.
pub(crate) fn only(dist: &Path, end: &str) -> Result<PathBuf, Stop> {
    let mut paths = all(dist, end)?.into_iter();
    paths.next().ok_or_else(|| Stop::on(dist, format!("holds no .{end} file")))
}

/// The files of a kind in a folder.
fn all(dist: &Path, end: &str) -> Result<Vec<PathBuf>, Stop> {
    let entries = std::fs::read_dir(dist).map_err(|why| Stop::on(dist, why))?;
    let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
    Ok(paths.filter(|path| path.extension().is_some_and(|is| is == end)).collect())
}

/// The text of a file.
pub(crate) fn read(path: &Path) -> Result<String, Stop> {
    std::fs::read_to_string(path).map_err(|why| Stop::on(path, why))
}

/// Puts a text into a file.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Stop> {
    std::fs::write(path, text).map_err(|why| Stop::on(path, why))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shortened(line: &str, glue: &str) -> String {
        pairs(line).iter().fold(glue.to_owned(), |text, name| name.replace_in(&text))
    }

    #[test]
    fn an_import_and_its_module_are_renamed_and_longer_names_are_left() {
        let glue = "{\"./koe_bg.js\":{__wbg_a_12:function(){},__wbg_a_123:1}}";
        let line = "  [\"./koe_bg.js\", \"__wbg_a_12\", \"$\"],";
        assert_eq!(shortened(line, glue), "{\"a\":{$:function(){},__wbg_a_123:1}}");
    }

    #[test]
    fn an_export_is_renamed_only_where_it_is_one() {
        let glue = "wasm.memory.buffer; memory(); wasm.memory0; instance.exports.memory";
        assert_eq!(
            shortened("  [\"memory\", \"c\"]", glue),
            "wasm.c.buffer; memory(); wasm.memory0; instance.exports.c"
        );
    }

    #[test]
    fn a_page_holds_the_sheet_that_it_named_and_no_other() {
        let html = r#"<link rel="stylesheet" href="/koe-1.css"/><link rel="stylesheet" href="/other.css"/>"#;
        let styled = styled(html, "koe-1", "a{b:c}\n");
        assert_eq!(styled, r#"<style data-sheet="koe-1">a{b:c}</style><link rel="stylesheet" href="/other.css"/>"#);
    }

    #[test]
    fn other_lines_rename_nothing() {
        assert!(pairs(" \"imports\": [").is_empty() && pairs("{").is_empty());
    }
}
