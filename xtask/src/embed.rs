//! What stands in someone else's page: the one script, and the style sheet made over for a shadow root.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::beside::Script;
use crate::run::Stop;
use crate::shrink::{minify, only, read, write};
use crate::tools::Kit;

/// The one element in the shadow root, which stands for the page.
const GROUND: &str = ".ground";

/// Writes `koe.js` and its style sheet beside the module in `dist`.
pub(crate) fn into(dist: &Path, root: &Path, kit: &Kit, sealer: &Script) -> Result<(), Stop> {
    let (glue, module) = (only(dist, "js")?, only(dist, "wasm")?);
    let style = [read(&root.join("styles/host.css"))?, read(&root.join("styles/koe.css"))?].concat();
    let sheet = dist.join("koe-embed.css");
    write(&sheet, &made_over(&style))?;
    minify(kit, &sheet)?;
    let mut hasher = DefaultHasher::new();
    read(&sheet)?.hash(&mut hasher);
    let named = sheet.with_file_name(format!("koe-embed-{:016x}.css", hasher.finish()));
    std::fs::rename(&sheet, &named).map_err(|why| Stop::on(&sheet, why))?;
    let places = ["koe-glue.js", "koe-module.wasm", "koe-style.css", "koe-sealer.js"];
    script(dist, root, kit, places.into_iter().zip([glue, module, named, dist.join(&sealer.name)]))
}

/// The script, with the names of the files beside it in their places and, for whoever copies them, in its first line.
fn script<'a>(
    dist: &Path,
    root: &Path,
    kit: &Kit,
    beside: impl Iterator<Item = (&'a str, PathBuf)>,
) -> Result<(), Stop> {
    let source = root.join("src/element.js");
    let mut script = read(&source)?;
    let mut first = "// Beside this file:".to_owned();
    for (place, file) in beside {
        if !script.contains(place) {
            return Err(Stop::on(&source, format!("has no place for {place}")));
        }
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        script = script.replace(place, &name);
        first.extend([" ", &name]);
    }
    let path = dist.join("koe.js");
    write(&path, &script)?;
    minify(kit, &path)?;
    write(&path, &[&first, "\n", &read(&path)?].concat())
}

/// What a browser has to know for colours to go by the page.
const BY_PAGE: &str = "@supports (color: light-dark(red, red)) ";

/// The style sheet of a page as one of a shadow root: the page is an element, its width is the form's, sizes go by the
/// reader's letters and not by those of the page around, and whether it is dark is for that page to say.
fn made_over(style: &str) -> String {
    let mut out = String::with_capacity(style.len() * 2);
    let mut light = BTreeMap::new();
    // How many blocks are open, from the one for the dark on.
    let mut dark = 0;
    let style = without_comments(style);
    let mut rest = style.as_str();
    while let Some(at) = rest.find(['{', '}', ';']) {
        let (head, tail) = rest.split_at(at);
        let (mark, tail) = tail.split_at(1);
        if mark == "{" && head.contains("prefers-color-scheme: dark") {
            dark = 1;
            out.push_str(BY_PAGE);
        } else if mark == "{" {
            dark += usize::from(dark > 0);
            out.push_str(&prelude(head));
        } else {
            out.push_str(&by_page(declaration(head), &mut light, dark > 0));
            dark = dark.saturating_sub(usize::from(mark == "}"));
        }
        out.push_str(mark);
        rest = tail;
    }
    out + rest
}

/// A declaration that goes by the page around, where it goes by what the reader likes: names have been seen with what they
/// mean in the light before it is said what they mean in the dark.
fn by_page(declaration: String, light: &mut BTreeMap<String, String>, dark: bool) -> String {
    let Some((name, value)) = declaration.trim().split_once(':') else { return declaration };
    let (name, value) = (name.trim(), value.trim());
    if name == "color-scheme" && !value.contains("important") {
        return String::new();
    }
    if !name.starts_with("--") {
        return declaration;
    }
    match light.get(name) {
        Some(light) if dark => format!("{name}: light-dark({light}, {value})"),
        _ => {
            light.insert(name.to_owned(), value.to_owned());
            declaration
        }
    }
}

fn without_comments(style: &str) -> String {
    let mut parts = style.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| out + part.split_once("*/").map_or("", |(_, after)| after))
}

/// What stands before a block.
fn prelude(text: &str) -> String {
    if text.trim_start().starts_with("@media") && text.contains("-width") {
        // Of a container, `em` is the reader's letter; `rem` would be the page's.
        return text.replace("@media", "@container").replace("rem", "em");
    }
    let selectors = text.split(',').map(|selector| match selector.trim() {
        ":root" | "html" | "body" => selector.replace(selector.trim(), GROUND),
        trimmed if trimmed.starts_with("body >") => selector.replacen("body", GROUND, 1),
        trimmed if trimmed.starts_with("html[") => selector.replacen("html", GROUND, 1),
        _ => selector.to_owned(),
    });
    selectors.collect::<Vec<_>>().join(",")
}

/// A declaration with names of its own, and with the lengths that go by the page as ones that go by the form. What a
/// page registers by `@property` holds for every name of it, in shadow roots too.
fn declaration(text: &str) -> String {
    lengths(&text.replace("--", "--koe-"))
}

fn lengths(declaration: &str) -> String {
    let mut out = String::with_capacity(declaration.len());
    let mut rest = declaration;
    while let Some(at) = rest.find(|character: char| character.is_ascii_digit() || character == '.') {
        let (head, tail) = rest.split_at(at);
        let end = tail.find(|character: char| !character.is_ascii_digit() && character != '.').unwrap_or(tail.len());
        let (number, after) = tail.split_at(end);
        let unit = after.split(|character: char| !character.is_ascii_alphabetic()).next().unwrap_or_default();
        let is_number = !head.ends_with(|before: char| before.is_alphanumeric() || matches!(before, '_' | '#'));
        let after = after.get(unit.len()..).unwrap_or_default();
        out.push_str(head);
        match unit {
            "rem" if is_number => out.extend(["calc(var(--koe-rem) * ", number, ")"]),
            "vw" if is_number => out.extend([number, "cqi"]),
            _ => out.extend([number, unit]),
        }
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_becomes_the_ground_and_nothing_else_does() {
        let style = "html, body { margin: 0; }\n.body, body > main { top: 0; } /* body {} */ p{}";
        assert_eq!(made_over(style), ".ground, .ground { margin: 0; }\n.body, .ground > main { top: 0; }  p{}");
    }

    #[test]
    fn the_window_becomes_the_form_only_where_its_width_is_meant() {
        let style = "@media (min-width: 36rem) { a { top: 0 } } @media print { a { top: 0 } }";
        assert_eq!(made_over(style), "@container (min-width: 36em) { a { top: 0 } } @media print { a { top: 0 } }");
    }

    #[test]
    fn it_is_dark_where_the_page_is() {
        let style = ":root { color-scheme: light; --ink: #111; } \
                     @media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; --ink: #fff; } } a { top: 0; }";
        assert_eq!(
            made_over(style),
            ".ground {; --koe-ink: #111; }@supports (color: light-dark(red, red)) { .ground {;\
             --koe-ink: light-dark(#111, #fff); } } a { top: 0; }"
        );
    }

    #[test]
    fn the_size_that_is_chosen_is_the_grounds() {
        assert_eq!(
            made_over("html[data-size=\"large\"] { --size: 2; }"),
            ".ground[data-size=\"large\"] { --koe-size: 2; }"
        );
    }

    #[test]
    fn what_a_page_names_alike_is_another_thing() {
        assert_eq!(
            made_over(":root { --ink: #111; } a { color: var(--ink); }"),
            ".ground { --koe-ink: #111; } a { color: var(--koe-ink); }"
        );
    }

    #[test]
    fn lengths_go_by_the_reader_and_other_numbers_stay() {
        let style = "a { padding: .5rem 10px; width: clamp(1.5rem, 8vw, 2rem); color: #1a1a1a; flex: 1 1.5em; }";
        assert_eq!(
            made_over(style),
            "a { padding: calc(var(--koe-rem) * .5) 10px; width: clamp(calc(var(--koe-rem) * 1.5), 8cqi, calc(var(--koe-rem) * 2)); \
             color: #1a1a1a; flex: 1 1.5em; }"
        );
    }
}
