//! The words of publications, one file per language, and where each ward stands on the map.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use questionnaire::{Language, Text, WardCode};
use serde::Deserialize;

use super::file::TomlFile;
use super::interface::{Flat, REFERENCE, compare, read_language};
use super::{ContentProblem, What};
use crate::report::Word;

/// The folder of the words.
const FOLDER: &str = "report";
/// The file that says where the wards stand.
const MAP: &str = "map";

/// The words of publications. A folder without any is sound: it publishes nothing.
#[derive(Debug, Clone, Default)]
pub struct ReportWords {
    /// Each text under its key.
    pub texts: BTreeMap<String, Text>,
    /// The languages, in the order in which they are offered.
    pub languages: Vec<Language>,
    /// Column and row of each ward on a map of equal squares, from 0.
    pub tiles: BTreeMap<WardCode, [u8; 2]>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Map {
    tiles: BTreeMap<WardCode, [u8; 2]>,
}

/// Reads the words, and tells what is wrong with them.
pub(super) fn read(folder: &Path, wards: &BTreeSet<WardCode>, problems: &mut Vec<ContentProblem>) -> ReportWords {
    let folder = folder.join(FOLDER);
    let mut read = ReportWords::default();
    if !folder.is_dir() {
        return read;
    }
    let mut flats: BTreeMap<Language, (TomlFile, Flat)> = BTreeMap::new();
    for file in TomlFile::all_in(&folder).unwrap_or_else(|problem| vec![Err(problem)]) {
        match file {
            Ok(file) if file.stem() == MAP => read.tiles = read_map(&file, wards, problems),
            file => match read_language(file, problems) {
                Ok((language, file, _, flat)) => drop(flats.insert(language, (file, flat))),
                Err(problem) => problems.push(problem),
            },
        }
    }
    let reference = flats.iter().find(|(language, _)| language.as_str() == REFERENCE);
    if let Some((_, (file, reference))) = reference {
        let missing = Word::ALL.iter().filter(|word| !reference.contains_key(word.key()));
        problems.extend(missing.map(|word| file.problem(What::KeyMissing { key: word.key().to_owned() })));
        let strays = reference.keys().filter(|key| !Word::ALL.iter().any(|word| word.key() == *key));
        problems.extend(strays.map(|key| file.problem(What::StrayKey { key: key.clone() })));
        for (language, (file, flat)) in &flats {
            compare(language, flat, reference, &mut |what| problems.push(file.problem(what)));
        }
    }
    read.languages = ["ja", "ja-easy", "en"].iter().filter_map(|tag| tag.parse().ok()).collect();
    read.languages.retain(|language| flats.contains_key(language));
    for (language, (_, flat)) in flats {
        for (key, text) in flat {
            read.texts.entry(key).or_default().0.insert(language.clone(), text);
        }
    }
    read
}

fn read_map(
    file: &TomlFile,
    wards: &BTreeSet<WardCode>,
    problems: &mut Vec<ContentProblem>,
) -> BTreeMap<WardCode, [u8; 2]> {
    match file.parse::<Map>() {
        Ok(map) => {
            let unknown = map.tiles.keys().filter(|ward| !wards.contains(ward));
            problems.extend(unknown.map(|ward| file.problem(What::UnknownWard { ward: ward.to_string() })));
            map.tiles
        }
        Err(problem) => {
            problems.push(problem);
            BTreeMap::new()
        }
    }
}
