//! Published revisions, ready to be given out and to judge responses.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use questionnaire::{Revision, State, Survey, SurveyId};
use serde_json::json;

use crate::content::Interface;
use crate::store::{Standing, Store, StoreError};

/// A published revision, read once.
#[derive(Debug)]
pub struct Edition {
    /// What it says.
    pub survey: Survey,
    /// What it says as canonical JSON, which its revision is the hash of.
    pub canonical_json: String,
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

/// Whether responses count or are rehearsed now.
pub fn accepts(state: State) -> bool {
    matches!(state, State::Rehearsal | State::Open)
}

/// Whether a person needs a code now. A rehearsal asks for none.
pub fn needs_code(survey: &Survey, state: State) -> bool {
    survey.frame().needs_code() && state != State::Rehearsal
}

/// What the page is given: the survey exactly as it was published, how it stands, and the words of the page in the
/// languages of the survey.
pub fn payload(standing: &Standing, edition: &Edition, interface: &Interface) -> String {
    let head = json!({
        "revision": standing.revision,
        "state": standing.state,
        "accepting": accepts(standing.state),
        "needs_code": needs_code(&edition.survey, standing.state),
    });
    let head = head.to_string();
    let interface = interface.of_languages(edition.survey.languages());
    let interface = serde_json::to_string(&interface.0).unwrap_or_default();
    // The survey goes in as it is, byte for byte, so that whoever likes can hash it.
    format!("{},\"survey\":{},\"interface\":{interface}}}", head.trim_end_matches('}'), edition.canonical_json)
}
