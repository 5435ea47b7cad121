//! What a call may answer, as the document says it. Bodies that have a form are named after the types that are written.

use utoipa::openapi::content::Content;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};
use utoipa::openapi::{Header, HeaderBuilder, Ref, RefOr, Response, ResponseBuilder};

/// Names a set of answers: each a status, and what it then is.
macro_rules! answers {
    ($(#[$meaning:meta])* $name:ident, $($status:literal => $answer:expr),+ $(,)?) => {
        $(#[$meaning])*
        pub(in crate::http) struct $name;

        impl utoipa::IntoResponses for $name {
            fn responses()
            -> std::collections::BTreeMap<String, utoipa::openapi::RefOr<utoipa::openapi::Response>> {
                std::collections::BTreeMap::from([$((stringify!($status).to_owned(), $answer.into())),+])
            }
        }
    };
}
pub(in crate::http) use answers;

/// Nothing but a status.
pub(in crate::http) fn bare(said: &str) -> Response {
    Response::new(said)
}

/// A body of the form `schema`.
pub(in crate::http) fn of(kind: &str, schema: &str, said: &str) -> Response {
    let content = Content::new(Some(Ref::from_schema_name(schema)));
    ResponseBuilder::new().description(said).content(kind, content).build()
}

/// JSON of the form `schema`.
pub(in crate::http) fn json(schema: &str, said: &str) -> Response {
    of("application/json", schema, said)
}

/// A problem (RFC 9457).
pub(in crate::http) fn problem(said: &str) -> Response {
    of("application/problem+json", "Problem", said)
}

/// A text of some kind.
pub(in crate::http) fn text(kind: &str, said: &str) -> Response {
    let content = Content::new(Some(Object::with_type(Type::String)));
    ResponseBuilder::new().description(said).content(kind, content).build()
}

/// A page.
pub(in crate::http) fn page(said: &str) -> Response {
    text("text/html", said)
}

/// An object of which nothing more is said.
pub(in crate::http) fn object(kind: &str, said: &str) -> Response {
    let content = Content::new(Some(Object::with_type(Type::Object)));
    ResponseBuilder::new().description(said).content(kind, content).build()
}

/// The same with the tag by which it is asked for again.
pub(in crate::http) fn kept(answer: Response) -> Response {
    with(answer, "ETag", Header::default())
}

/// The way to another address.
pub(in crate::http) fn elsewhere(said: &str) -> Response {
    with(bare(said), "Location", Header::default())
}

/// The same, with the seconds after which to try again.
pub(in crate::http) fn later(answer: Response) -> Response {
    let seconds = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).build();
    let header = HeaderBuilder::new().schema(Some(seconds)).description(Some("after how many seconds to try again"));
    with(answer, "Retry-After", header.build())
}

/// The same with a header more.
pub(in crate::http) fn with(mut answer: Response, name: &str, header: Header) -> Response {
    answer.headers.insert(name.to_owned(), RefOr::T(header));
    answer
}

answers! {
    /// A survey that there is not, to a person.
    NoSuchPage,
    404 => page("there is no such survey, as a page"),
}

answers! {
    /// A survey that there is not, to a program.
    NoSuchSurvey,
    404 => problem("there is no such survey"),
}

answers! {
    /// A body that is not read.
    BadBody,
    400 => problem("the body is not JSON of this form, or was cut off"),
    413 => problem("the body is too large"),
    415 => problem("the body is of another type"),
}
