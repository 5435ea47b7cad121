//! All responses of a survey, to be taken out as one of several files.

use std::fmt::Write as _;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use http_body::Frame as Piece;
use questionnaire::{Language, SurveyId, WardCode};
use tokio::sync::mpsc;

use super::aside::back;
use super::figures::Clear;
use super::frame::{Frame, Refused, hidden};
use super::signed::Signed;
use super::visit::{Seen, Visit};
use super::word::{Speech, Word};
use crate::audit::Act;
use crate::export::{ExportError, Format, Pieces, Wanted, hand_out};
use crate::http::html::escape;
use crate::store::{Store, StoreError};

/// Responses read at once as they are stored.
const PAGE: u32 = 500;

/// `GET /office/surveys/{survey}/export`
pub(super) async fn ask(visit: Visit, signed: Signed) -> Result<Response, Refused> {
    let seen = visit.seen(&signed).await?;
    let speech = Speech(visit.tongue);
    let mut body = format!(
        "{}<p>{}</p><p class=\"told\">{}</p>",
        back(speech, &seen),
        speech.say(Word::ExportLead),
        speech.say(Word::ExportWarning)
    );
    let stored = [("", Word::ExportStored)];
    let file = |format: Format| (format.file_name(), says(format));
    let (texts, tables): (Vec<_>, Vec<_>) = Format::ALL.into_iter().partition(|format| format.may_name_somebody());
    if is_sealed(&seen) {
        let _ = write!(body, "<p class=\"told\">{}</p>", speech.say(Word::ExportSealed));
        body.push_str(&files(&visit, &signed, &stored));
    } else {
        body.push_str(&files(&visit, &signed, &tables.into_iter().map(file).collect::<Vec<_>>()));
        let (heading, warning) = (speech.say(Word::ExportTexts), speech.say(Word::ExportTextsWarning));
        let _ = write!(body, "<h2>{heading}</h2><p class=\"told\">{warning}</p>");
        body.push_str(&files(&visit, &signed, &texts.into_iter().map(file).chain(stored).collect::<Vec<_>>()));
    }
    Ok(Frame { visit: &visit, signed: Some(&signed), title: speech.say(Word::Export), live: false }
        .draw(StatusCode::OK, &body))
}

/// What is sealed is opened where its key is, and that is not here.
pub(super) fn is_sealed(seen: &Seen) -> bool {
    !seen.edition.survey.sealing_keys().is_empty()
}

/// A form with a button for each file, and what is in it. The one without a name is the responses as they are stored.
fn files(visit: &Visit, signed: &Signed, files: &[(&str, Word)]) -> String {
    let speech = Speech(visit.tongue);
    let go = speech.say(Word::ExportGo);
    let items = files.iter().map(|(file, says)| {
        let name = if file.is_empty() { "NDJSON" } else { file };
        format!(
            "<dt><button class=\"button\" name=\"file\" value=\"{file}\">{go}: {name}</button></dt><dd>{}</dd>",
            speech.say(*says)
        )
    });
    let items = items.collect::<Vec<_>>().concat();
    let action = escape(&visit.address);
    format!(
        "<form method=\"post\" action=\"{action}\">{}<dl class=\"files\">{items}</dl></form>",
        hidden("token", signed.token())
    )
}

fn says(format: Format) -> Word {
    match format {
        Format::Codes => Word::ExportCodes,
        Format::Words => Word::ExportWords,
        Format::Codebook => Word::ExportCodebook,
        Format::Parquet => Word::ExportParquet,
        Format::Lines => Word::ExportLines,
        Format::Numbers => Word::ExportNumbers,
        Format::Syntax => Word::ExportSyntax,
        Format::TripleS => Word::ExportTripleS,
        Format::Ddi => Word::ExportDdi,
        Format::Texts => Word::ExportTextsCsv,
        Format::ParquetTexts => Word::ExportTextsParquet,
    }
}

/// `POST /office/surveys/{survey}/export`
pub(super) async fn export(visit: Visit, signed: Signed) -> Result<Response, Refused> {
    let seen = visit.seen(&signed).await?;
    let format = match visit.field("file").unwrap_or_default() {
        "" => None,
        name => Some(Format::named(name).ok_or(Refused::Unread)?),
    };
    if format.is_some() && is_sealed(&seen) {
        return Err(Refused::Forbidden);
    }
    let whose = seen.ward.map_or_else(String::new, |ward| format!(" {ward}"));
    let file = format.map_or("json", Format::file_name);
    visit.office.note(&signed, Act::Export, format!("{} {file}{whose}", seen.id())).await?;
    let (sender, pieces) = mpsc::channel(2);
    let (store, survey, ward) = (visit.office.store.clone(), seen.id().clone(), seen.ward);
    let language = visit.tongue.tag().parse().ok();
    let language = language.filter(|language: &Language| seen.edition.survey.languages().contains(language));
    tokio::spawn(async move {
        let sent = match format {
            None => as_stored(&store, &survey, ward, &sender).await.map_err(ExportError::from),
            Some(format) => {
                let wanted = Wanted { survey: &survey, ward, keys: &[], language, all: false };
                hand_out(&store, &wanted, format, &sender).await
            }
        };
        if let Err(error) = sent {
            tracing::error!(error = %error, "an export was broken off");
            // A download that ends without its end is told to be one.
            let _ = sender.send(Err(error)).await;
        }
    });
    let mut response = Response::new(Body::new(Sending(pieces)));
    let name = format.map_or_else(|| format!("{}.ndjson", seen.id()), |_| format!("{}-{file}", seen.id()));
    let kind = format.map_or("application/x-ndjson", Format::media_type);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    let name = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    headers.extend(name.map(|name| (CONTENT_DISPOSITION, name)));
    Ok(response)
}

/// Every response as it is stored, also those that do not count.
async fn as_stored(
    store: &Store,
    survey: &SurveyId,
    ward: Option<WardCode>,
    sender: &Pieces,
) -> Result<(), StoreError> {
    let mut after = String::new();
    loop {
        let records = store.records(survey, &after, PAGE).await?;
        let Some(last) = records.last() else { return Ok(()) };
        after.clone_from(&last.id);
        let mut lines = Vec::new();
        for record in records.iter().filter(|record| ward.is_none_or(|own| Clear::of(record).ward == Some(own))) {
            let strange = |error| StoreError::Strange { detail: format!("a response that cannot be written, {error}") };
            serde_json::to_writer(&mut lines, record).map_err(strange)?;
            lines.push(b'\n');
        }
        if sender.send(Ok(lines.into())).await.is_err() {
            // Whoever asked for it is gone.
            return Ok(());
        }
    }
}

/// A body that comes piece by piece.
struct Sending(mpsc::Receiver<Result<Bytes, ExportError>>);

impl HttpBody for Sending {
    type Data = Bytes;
    type Error = ExportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Piece<Bytes>, ExportError>>> {
        self.0.poll_recv(context).map(|piece| piece.map(|piece| piece.map(Piece::data)))
    }
}
