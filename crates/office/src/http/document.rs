//! The contract, as programs read it: made from the routes that are served, and from the types that travel.

pub(super) mod answer;
pub(super) mod parameter;
mod schemas;

use std::sync::LazyLock;

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use questionnaire::schema;
use serde_json::Value;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, Header, HeaderBuilder, Info, InfoBuilder, OpenApi, RefOr, Required};

use super::problem::Problem;
use super::representation::{Keeping, Representation};
use super::{cors, plain};
use answer::{answers, bare, kept, later, object, page, problem, with};
use parameter::{one_of, parameters, part};

/// It never changes while this program runs.
static DOCUMENT: LazyLock<Bytes> = LazyLock::new(|| {
    let (_, described) = super::described().split_for_parts();
    Bytes::from(whole(described).to_string())
});

answers! {
    /// The document.
    Document,
    200 => kept(object("application/json", "it")),
    304 => bare("it is the one that If-None-Match names"),
}

/// This description
#[utoipa::path(get, path = "/openapi.json", responses(Document))]
pub(super) async fn openapi(headers: HeaderMap) -> Response {
    Representation::new("application/json", Keeping::AskEachTime, DOCUMENT.clone()).respond(&headers)
}

answers! {
    /// A schema.
    Schema,
    200 => kept(object("application/schema+json", "the schema")),
    304 => bare("the schema is the one that If-None-Match names"),
    404 => problem("there is no such schema"),
}

parameters! {
    /// Which schema.
    OfSchema,
    part("schema", one_of(&["questionnaire.json", "survey.json", "response.json"]), "of what"),
}

/// The JSON Schema of a questionnaire, a survey or a response
#[utoipa::path(get, path = "/api/v1/schemas/{schema}", params(OfSchema), responses(Schema))]
pub(super) async fn schema(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    let schema = match name.as_str() {
        "questionnaire.json" => schema::questionnaire(),
        "survey.json" => schema::survey(),
        "response.json" => schema::response(),
        _ => return Err(Problem::of_status(StatusCode::NOT_FOUND)),
    };
    let json = serde_json::to_vec(&schema).unwrap_or_default();
    Ok(Representation::new("application/schema+json", Keeping::AskEachTime, Bytes::from(json)).respond(&headers))
}

/// What the routes say of themselves, with what lies around all of them.
fn whole(mut document: OpenApi) -> Value {
    document.info = info();
    let items = std::mem::take(&mut document.paths.paths);
    for (path, mut item) in items {
        for operation in operations(&mut item) {
            // Named after functions of ours, of which several have one name.
            operation.operation_id = None;
            operation.tags = None;
            surround(&path, operation);
        }
        // The rest of a path is one parameter here too.
        document.paths.paths.insert(path.replace("{*", "{"), item);
    }
    let device = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(
        "the token of a tablet that staff have set up; what it sends came through a kiosk or a collector, whatever \
         the response says",
    ));
    let components = ComponentsBuilder::new().security_scheme("device", SecurityScheme::Http(device.build()));
    document.components = Some(components.build());
    let mut document = serde_json::to_value(document).unwrap_or_default();
    if let Some(components) = document.get_mut("components").and_then(Value::as_object_mut) {
        components.insert("schemas".to_owned(), schemas::schemas().into());
    }
    document
}

fn info() -> Info {
    let description = "What the browser module and other devices say to the ward office. Every answer carries \
                       X-Request-Id, under which the log speaks of the request, but for 429 for a flood. Errors are \
                       RFC 9457 problems.";
    InfoBuilder::new().title("Koe office").version(env!("CARGO_PKG_VERSION")).description(Some(description)).build()
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.patch].into_iter().flatten()
}

/// Adds what the layers before the handlers answer and say.
fn surround(path: &str, operation: &mut Operation) {
    if let Some(RefOr::T(body)) = &mut operation.request_body {
        body.required = Some(Required::True);
    }
    let responses = &mut operation.responses.responses;
    let too_busy = "too much is under way, the request took too long, or the store does not answer now";
    // Whoever fills in the form without script reads no problems.
    let too_busy = if path == plain::ROUTE { page(&format!("{too_busy}, as a page")) } else { problem(too_busy) };
    responses.entry("503".to_owned()).or_insert_with(|| later(too_busy).into());
    if path.starts_with(cors::ROUTES) {
        for answer in responses.values_mut() {
            if let RefOr::T(answer) = answer {
                *answer = with(std::mem::take(answer), "Access-Control-Allow-Origin", allow_origin());
            }
        }
    }
    let flood = || later(problem("too many requests from one address")).into();
    responses.entry("429".to_owned()).or_insert_with(flood);
}

fn allow_origin() -> Header {
    let said = "the origin of the page that asks, if the survey names it in embed_origins; * where nothing of a survey \
                is told. A browser that asks for leave beforehand (OPTIONS) is answered with 204 for such an origin and \
                with 403 for every other.";
    HeaderBuilder::from(Header::default()).description(Some(said)).build()
}
