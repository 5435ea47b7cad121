//! Published revisions, ready to be given out and to judge responses.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use questionnaire::{DraftSurvey, Language, Minute, Revision, State, Survey, SurveyId, WardCode};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::admission::{Timeliness, Timing};
use crate::clock;
use crate::content::Interface;
use crate::store::{Standing, Store, StoreError, check_way};

/// A published revision, read once.
#[derive(Debug)]
pub struct Edition {
    /// What it says.
    pub survey: Survey,
    /// What it says as canonical JSON, which its revision is the hash of.
    pub canonical_json: String,
}

impl Edition {
    /// Its revision: the SHA-256 of what it says.
    pub fn revision(&self) -> String {
        crate::report::sha256(self.canonical_json.as_bytes())
    }
}

/// The editions that were asked for since the start. A revision never changes, so none goes stale.
#[derive(Debug)]
pub struct Editions {
    store: Store,
    read: RwLock<HashMap<(SurveyId, Revision), Arc<Edition>>>,
    latest: RwLock<HashMap<SurveyId, Arc<Edition>>>,
}

impl Editions {
    /// The editions of `store`, none of them read yet.
    pub fn new(store: Store) -> Self {
        Self { store, read: RwLock::default(), latest: RwLock::default() }
    }

    /// The edition of that revision, if it was ever published.
    pub async fn get(&self, survey: &SurveyId, revision: &Revision) -> Result<Option<Arc<Edition>>, StoreError> {
        let key = (survey.clone(), revision.clone());
        if let Some(edition) = self.read.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(Some(Arc::clone(edition)));
        }
        let Some(canonical_json) = self.store.published(survey, revision).await? else { return Ok(None) };
        let parsed = Survey::parse(canonical_json.as_bytes())
            .map_err(|error| StoreError::Strange { detail: format!("the revision {revision} of {survey}: {error}") })?;
        let edition = Arc::new(Edition { survey: parsed, canonical_json });
        self.read.write().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&edition));
        Ok(Some(edition))
    }

    /// The edition that is given out for a survey that stands so.
    pub async fn current(&self, standing: &Standing) -> Result<Arc<Edition>, StoreError> {
        let found = self.get(&standing.survey, &standing.revision).await?;
        let edition =
            found.ok_or_else(|| StoreError::Strange { detail: format!("{} without its revision", standing.survey) })?;
        if !self.latest(&standing.survey).is_some_and(|latest| Arc::ptr_eq(&latest, &edition)) {
            let mut latest = self.latest.write().unwrap_or_else(PoisonError::into_inner);
            latest.insert(standing.survey.clone(), Arc::clone(&edition));
        }
        Ok(edition)
    }

    /// The edition that was given out last, without a look into the store.
    pub fn latest(&self, survey: &SurveyId) -> Option<Arc<Edition>> {
        self.latest.read().unwrap_or_else(PoisonError::into_inner).get(survey).cloned()
    }
}

/// What became of a survey that was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The revision that is given out now.
    pub revision: Revision,
    /// Whether it is one that was never given out before.
    pub is_new: bool,
}

/// Publishes a sound survey as it is written now, and brings it to `next`, where it can go there.
pub async fn publish(store: &Store, draft: &DraftSurvey, next: State) -> Result<Published, StoreError> {
    // A survey that cannot go there must not get a new revision on the way.
    let before = store.standing(&draft.id).await?;
    check_way(&draft.id, before.map_or(State::Draft, |before| before.state), next)?;
    let unwritten = |error| StoreError::Strange { detail: format!("{}, which cannot be written: {error}", draft.id) };
    let (revision, json) = (draft.revision().map_err(unwritten)?, draft.canonical_json().map_err(unwritten)?);
    let is_new = store.publish(&draft.id, &revision, &json, clock::now()).await?;
    store.send_to(&draft.id, next, clock::now()).await?;
    Ok(Published { revision, is_new })
}

/// Whether responses count or are rehearsed now.
pub fn accepts(state: State) -> bool {
    matches!(state, State::Rehearsal | State::Open)
}

/// Whether a person needs a code now. A rehearsal asks for none.
pub fn needs_code(survey: &Survey, state: State) -> bool {
    survey.frame().needs_code() && state != State::Rehearsal
}

/// Whether a response that is finished now would come too late: the survey is over, or its own time is in `ward`.
pub fn is_over(standing: &Standing, survey: &Survey, ward: WardCode, now: Minute) -> bool {
    standing.state == State::Archived || timeliness(standing, survey, ward, now) == Timeliness::Late
}

fn timeliness(standing: &Standing, survey: &Survey, ward: WardCode, now: Minute) -> Timeliness {
    Timing::of_response(now, ward, survey.keeping()).of(standing.state, standing.since, now)
}

/// How a survey stands at some moment, for all its wards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Situation {
    /// How it stands.
    pub standing: Standing,
    /// The wards in which nothing counts, though it is open: their own time has not come or is over.
    pub closed_wards: Vec<WardCode>,
}

impl Situation {
    /// How `survey`, which stands so, stands now.
    pub fn of(standing: Standing, survey: &Survey, now: Minute) -> Self {
        let wards = survey.keeping().ward_periods.keys().copied().filter(|_| standing.state == State::Open);
        let is_closed = |ward: &WardCode| timeliness(&standing, survey, *ward, now) != Timeliness::InTime;
        let closed_wards = wards.filter(is_closed).collect();
        Self { standing, closed_wards }
    }
}

/// What the page is given.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Payload<'a> {
    /// Whether responses count or are rehearsed now.
    accepting: bool,
    /// The wards in which nothing counts now, though the survey is open: their own time has not come or is over.
    #[serde(skip_serializing_if = "is_none")]
    closed_wards: &'a [WardCode],
    /// Whether a person needs a code now.
    needs_code: bool,
    /// The SHA-256 of `survey` as it stands in the answer, byte for byte.
    revision: &'a Revision,
    state: State,
    #[schemars(schema_with = "survey_schema")]
    survey: &'a RawValue,
    /// The words of the page by language.
    #[schemars(with = "BTreeMap<String, serde_json::Map<String, Value>>")]
    interface: BTreeMap<Language, Value>,
}

fn is_none(wards: &[WardCode]) -> bool {
    wards.is_empty()
}

fn survey_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "$ref": "/api/v1/schemas/survey.json" })
}

/// What the page is given: the survey exactly as it was published, how it stands, and the words of the page in the
/// languages of the survey.
pub fn payload(situation: &Situation, edition: &Edition, interface: &Interface) -> String {
    let Situation { standing, closed_wards } = situation;
    // The survey goes in as it is, byte for byte, so that whoever likes can hash it. It was parsed before.
    let Ok(survey) = serde_json::from_str(&edition.canonical_json) else { return String::new() };
    let payload = Payload {
        accepting: accepts(standing.state),
        closed_wards,
        needs_code: needs_code(&edition.survey, standing.state),
        revision: &standing.revision,
        state: standing.state,
        survey,
        interface: interface.of_languages(edition.survey.languages()).0,
    };
    serde_json::to_string(&payload).unwrap_or_default()
}
