//! The texts of a survey that somebody at the desk may read.

use questionnaire::{QuestionId, Survey, WardCode};

use crate::http::desk::figures::Clear;
use crate::http::desk::frame::Refused;
use crate::http::desk::invitations::ward_name;
use crate::http::desk::visit::{Seen, Visit};
use crate::http::desk::word::Speech;
use crate::http::html::escape;
use crate::said::{TextKey, Written, written};
use crate::store::{Record, Stored};
use crate::stored_response::{NotRead, StoredResponses};

/// Responses read at once.
const PAGE: u32 = 500;
/// Responses that are looked through for one page. In a large survey of which nearly everything was read, somebody goes on
/// from where this ends.
const LOOKED_THROUGH_MAX: usize = 20_000;

/// A text as it is shown.
pub(super) struct Text {
    pub(super) key: TextKey,
    pub(super) ward: WardCode,
    /// What the ward is called; HTML.
    pub(super) ward_name: String,
    /// What was asked; HTML.
    pub(super) asked: String,
    /// What was written; nothing where that is not shown.
    pub(super) words: String,
}

/// Texts, and after which response the next ones come.
pub(super) struct Found {
    pub(super) texts: Vec<Text>,
    pub(super) next: Option<String>,
}

/// The texts of a survey.
pub(super) struct Texts<'a> {
    visit: &'a Visit,
    seen: &'a Seen,
    stored: StoredResponses<'a>,
}

impl<'a> Texts<'a> {
    pub(super) fn of(visit: &'a Visit, seen: &'a Seen) -> Self {
        Self { visit, seen, stored: StoredResponses::new(&visit.office.store, seen.id(), &[]) }
    }

    /// The texts that nobody has read, of the responses after the one of that id: of as many as bring `wanted` of them.
    pub(super) async fn unread(&self, after: &str, wanted: usize) -> Result<Found, Refused> {
        let (store, mut after, mut looked_through, mut texts) =
            (&self.visit.office.store, after.to_owned(), 0, Vec::new());
        loop {
            let records = store.records(self.seen.id(), &after, PAGE).await?;
            let Some(last) = records.last() else { return Ok(Found { texts, next: None }) };
            let read = store.texts_read(self.seen.id(), &after, &last.id).await?;
            for record in &records {
                let of_record = self.in_record(record).await?.into_iter();
                texts.extend(of_record.filter(|text| !read.contains(&text.key)));
                if texts.len() >= wanted {
                    return Ok(Found { texts, next: Some(record.id.clone()) });
                }
            }
            after.clone_from(&last.id);
            looked_through += records.len();
            if looked_through >= LOOKED_THROUGH_MAX {
                return Ok(Found { texts, next: Some(after) });
            }
        }
    }

    /// One text, if it may be read by whoever asks.
    pub(super) async fn at(&self, key: &TextKey) -> Result<Text, Refused> {
        let record = self.visit.office.store.record(self.seen.id(), &key.id).await?.ok_or(Refused::Hidden)?;
        let found = self.in_record(&record).await?.into_iter().find(|text| text.key == *key);
        found.ok_or(Refused::Hidden)
    }

    /// The texts of a response: none of one that does not count, is sealed, or is not for whoever asks.
    async fn in_record(&self, record: &Record) -> Result<Vec<Text>, Refused> {
        let ward = Clear::of(record).ward.filter(|ward| self.seen.covers(*ward));
        let Some(ward) = ward.filter(|_| record.stored == Stored::Counted && record.sealed.is_none()) else {
            return Ok(Vec::new());
        };
        let (response, edition) = match self.stored.read(record).await {
            Ok(read) => read,
            Err(NotRead::Store(error)) => return Err(error.into()),
            Err(error @ (NotRead::Sealed(_) | NotRead::Shut { .. } | NotRead::Strange { .. })) => {
                // Whoever makes a publication is told; one such response keeps nobody from reading the others.
                tracing::error!(error = %error, "the texts of a response are not shown");
                return Ok(Vec::new());
            }
        };
        let texts = written(&edition.survey, &response).unwrap_or_default();
        let text = |written: Written| self.text(&edition.survey, written.key, ward, written.words);
        Ok(texts.into_iter().map(text).collect())
    }

    /// A text of a ward that says `words`, with what was asked there in the words of `survey`.
    pub(super) fn text(&self, survey: &Survey, key: TextKey, ward: WardCode, words: String) -> Text {
        let ward_name = ward_name(Speech(self.visit.tongue), self.seen, ward);
        Text { asked: self.asked(survey, &key, ward), ward_name, key, ward, words }
    }

    /// What was asked where a text stands; HTML.
    fn asked(&self, survey: &Survey, key: &TextKey, ward: WardCode) -> String {
        let (speech, slots) = (Speech(self.visit.tongue), survey.slots(Some(ward)));
        let question = key.question.parse().ok().and_then(|id: QuestionId| survey.questionnaire().question(&id));
        let Some(question) = question else { return escape(&key.question) };
        let asked = speech.text(question.text(), &slots);
        let choice =
            question.choices().and_then(|choices| choices.iter().find(|choice| choice.code.as_str() == key.choice));
        choice.map_or_else(|| asked.clone(), |choice| format!("{asked} – {}", speech.text(&choice.text, &slots)))
    }
}
