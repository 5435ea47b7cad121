//! A survey as it stands in its file: it names its questionnaire and its wards.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use questionnaire::{
    Abandoned, DraftQuestionnaire, DraftSurvey, Frame, Keeping, Language, Map, ModuleId, Period, QuestionnaireId,
    SealingKey, Set, SlotName, Slots, SurveyId, Text, WardCode, WardSettings,
};
use sealing::PublicKey;
use serde::Deserialize;
use toml::Spanned;

use super::file::TomlFile;
use super::{ContentProblem, What};

/// The wards of the city (`wards.toml`).
pub(super) type Wards = BTreeMap<WardCode, Ward>;

/// A ward of the city.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ward {
    name: Text,
    // For lists in the order of the kana, which the desk shows.
    #[serde(rename = "kana")]
    _kana: String,
    contact: Text,
    lac_local_name: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: SurveyId,
    questionnaire: QuestionnaireId,
    /// The languages that it offers besides those of its questionnaire, by translations.
    #[serde(default)]
    more_languages: Vec<Language>,
    title: Text,
    frame: Frame,
    period: Period,
    #[serde(default)]
    modules: Set<ModuleId>,
    wards: Which,
    #[serde(default)]
    ward_modules: BTreeMap<WardCode, Set<ModuleId>>,
    #[serde(default)]
    slots: Slots,
    #[serde(default)]
    embed_origins: Set<String>,
    #[serde(default)]
    sealing_keys: Vec<Spanned<toml::Value>>,
    #[serde(default)]
    abandoned: Abandoned,
    /// For how many days after the end responses still count that were finished before it.
    #[serde(default)]
    grace_days: u8,
    #[serde(default)]
    ward_periods: BTreeMap<WardCode, Period>,
    #[serde(default)]
    retention: Retention,
}

/// What is deleted when.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Retention {
    /// Days after the results are public.
    aside_days: Option<u16>,
    /// Days after the survey is put away.
    responses_days: Option<u16>,
}

/// Which wards take part.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "write wards = \"all\", or a list of ward codes such as [\"271080\"]")]
enum Which {
    Word(All),
    Codes(BTreeSet<String>),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum All {
    All,
}

/// A survey as its file says, without its translations.
#[derive(Debug)]
pub(super) struct WrittenSurvey {
    pub(super) draft: DraftSurvey,
    /// The languages in which it is offered besides.
    pub(super) more_languages: Vec<Language>,
}

pub(super) fn parse(
    file: &TomlFile,
    wards: &Wards,
    questionnaires: &BTreeMap<QuestionnaireId, DraftQuestionnaire>,
) -> Result<WrittenSurvey, Vec<ContentProblem>> {
    let written: Written = file.parse().map_err(|problem| vec![problem])?;
    let mut problems = Vec::new();
    if written.id.as_str() != file.stem() {
        problems.push(file.problem(What::WrongName { id: written.id.to_string() }));
    }
    let taking_part = taking_part(file, &written, wards, &mut problems);
    let sealing_keys = sealing_keys(file, &written.sealing_keys, &mut problems);
    let Some(questionnaire) = questionnaires.get(&written.questionnaire) else {
        problems.push(file.problem(What::UnknownQuestionnaire { id: written.questionnaire.to_string() }));
        return Err(problems);
    };
    if !problems.is_empty() {
        return Err(problems);
    }
    let keeping = Keeping {
        grace_days: written.grace_days,
        ward_periods: written.ward_periods.into_iter().collect(),
        aside_days: written.retention.aside_days,
        responses_days: written.retention.responses_days,
    };
    let draft = DraftSurvey {
        id: written.id,
        title: written.title,
        frame: written.frame,
        period: written.period,
        modules: written.modules,
        slots: written.slots,
        wards: taking_part
            .into_iter()
            .map(|(code, ward)| (code, in_languages(ward, &questionnaire.languages)))
            .collect(),
        embed_origins: written.embed_origins,
        sealing_keys,
        abandoned: written.abandoned,
        keeping,
        questionnaire: questionnaire.clone(),
    };
    Ok(WrittenSurvey { draft, more_languages: written.more_languages })
}

fn taking_part(
    file: &TomlFile,
    written: &Written,
    wards: &Wards,
    problems: &mut Vec<ContentProblem>,
) -> Map<WardCode, WardSettings> {
    let mut unknown = |ward: &str| problems.push(file.problem(What::UnknownWard { ward: ward.to_owned() }));
    let mut codes = BTreeSet::new();
    match &written.wards {
        Which::Word(All::All) => codes.extend(wards.keys().copied()),
        Which::Codes(named) => {
            for name in named {
                match name.parse().ok().filter(|code| wards.contains_key(code)) {
                    Some(code) => drop(codes.insert(code)),
                    None => unknown(name),
                }
            }
        }
    }
    let named = written.ward_modules.keys().chain(written.ward_periods.keys());
    for stray in named.filter(|code| !codes.contains(code)) {
        unknown(&stray.to_string());
    }
    let with_settings = codes.into_iter().filter_map(|code| Some((code, wards.get(&code)?)));
    with_settings.map(|(code, ward)| (code, settings(ward, written.ward_modules.get(&code)))).collect()
}

/// The keys that are named, each by its file in the content folder or written out.
fn sealing_keys(
    file: &TomlFile,
    written: &[Spanned<toml::Value>],
    problems: &mut Vec<ContentProblem>,
) -> Vec<SealingKey> {
    let folder = file.path.parent().and_then(Path::parent).unwrap_or(Path::new(""));
    let mut keys = Vec::new();
    for (place, key) in written.iter().enumerate() {
        match sealing_key(key.get_ref(), place + 1, folder) {
            Ok(key) => keys.push(key),
            Err(what) => {
                let at = Some(file.position(key.span().start));
                problems.push(ContentProblem { file: file.path.clone(), at, what });
            }
        }
    }
    keys
}

fn sealing_key(written: &toml::Value, place: usize, folder: &Path) -> Result<SealingKey, What> {
    let (name, json) = match written.as_str() {
        // Whoever pastes a key whole means it, and not a file of that name.
        Some(path) if !path.contains(['{', '\n']) => {
            let read = std::fs::read_to_string(folder.join(path));
            let unreadable =
                |error: std::io::Error| What::KeyUnreadable { name: path.to_owned(), detail: error.to_string() };
            (path.to_owned(), read.map_err(unreadable)?)
        }
        Some(text) => (format!("sealing_keys[{place}]"), text.to_owned()),
        None => (format!("sealing_keys[{place}]"), serde_json::to_string(written).unwrap_or_default()),
    };
    PublicKey::from_jwk(&json).map(|key| SealingKey::from(&key)).map_err(|error| What::NotASealingKey { name, error })
}

/// The wards come in every language; a survey takes those that its questionnaire has.
fn in_languages(mut ward: WardSettings, languages: &[Language]) -> WardSettings {
    for text in ward.slots.values_mut().chain([&mut ward.name]) {
        text.0.retain(|language, _| languages.contains(language));
    }
    ward
}

fn settings(ward: &Ward, modules: Option<&Set<ModuleId>>) -> WardSettings {
    let slots = [("ward", &ward.name), ("contact", &ward.contact), ("lac_local_name", &ward.lac_local_name)];
    let slots = slots.into_iter().filter_map(|(slot, text)| Some((slot.parse::<SlotName>().ok()?, text.clone())));
    WardSettings { name: ward.name.clone(), modules: modules.cloned().unwrap_or_default(), slots: slots.collect() }
}
