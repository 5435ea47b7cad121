//! What a page makes the browser fetch.

use std::collections::{BTreeMap, BTreeSet};

use crate::http::{self, Reply};
use crate::run::Stop;

/// Fetches a page and everything that it, its scripts and its style sheets name, by path.
pub(crate) fn cold(port: u16, page: &str, known: &BTreeSet<String>) -> Result<BTreeMap<String, Reply>, Stop> {
    let mut fetched = BTreeMap::new();
    let mut waiting = vec![page.to_owned()];
    while let Some(path) = waiting.pop() {
        if fetched.contains_key(&path) {
            continue;
        }
        let reply = http::get(port, &path)?;
        waiting.extend(named(&String::from_utf8_lossy(&reply.body), known));
        fetched.insert(path, reply);
    }
    Ok(fetched)
}

/// The files of the site that a text names between quotes or bare, or in a style sheet's `url()`.
fn named(text: &str, known: &BTreeSet<String>) -> Vec<String> {
    text.split(['"', '\'', '`', '(', ')', '=', ' ', '>'])
        .filter_map(|piece| {
            let path = piece.strip_prefix('.').unwrap_or(piece);
            known.get(path).cloned()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn scripts_sheets_and_imports_are_all_seen() {
        let known = ["/koe.js", "/koe.css", "/snippets/a.js"].map(str::to_owned).into();
        let text = r#"<link href="/koe.css"><script>import i from '/koe.js'</script> from"./snippets/a.js" "/other""#;
        assert_eq!(named(text, &known), ["/koe.css", "/koe.js", "/snippets/a.js"]);
    }
}
