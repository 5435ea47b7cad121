//! What an address brings, as the document says it.

use serde_json::Value;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{Object, Required, SchemaFormat};

/// Names a set of parameters.
macro_rules! parameters {
    ($(#[$meaning:meta])* $name:ident, $($parameter:expr),+ $(,)?) => {
        $(#[$meaning])*
        pub(in crate::http) struct $name;

        impl utoipa::IntoParams for $name {
            fn into_params(
                _: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>,
            ) -> Vec<utoipa::openapi::path::Parameter> {
                vec![$($parameter),+]
            }
        }
    };
}
pub(in crate::http) use parameters;

/// A part of the path.
pub(in crate::http) fn part(name: &str, schema: Object, said: &str) -> Parameter {
    parameter(ParameterIn::Path, name, schema, said)
}

/// What may stand after `?`.
pub(in crate::http) fn query(name: &str, schema: Object, said: &str) -> Parameter {
    parameter(ParameterIn::Query, name, schema, said)
}

/// What may stand in the head of the request.
pub(in crate::http) fn header(name: &str, schema: Object, said: &str) -> Parameter {
    parameter(ParameterIn::Header, name, schema, said)
}

fn parameter(place: ParameterIn, name: &str, schema: Object, said: &str) -> Parameter {
    let required = if place == ParameterIn::Path { Required::True } else { Required::False };
    let parameter = ParameterBuilder::new().name(name).parameter_in(place).required(required);
    parameter.description(Some(said)).schema(Some(schema)).build()
}

/// Any text.
pub(in crate::http) fn any() -> Object {
    Object::with_type(Type::String)
}

/// A text of this form.
pub(in crate::http) fn like(pattern: &str) -> Object {
    ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).build()
}

/// A UUID.
pub(in crate::http) fn uuid() -> Object {
    ObjectBuilder::new().schema_type(Type::String).format(Some(SchemaFormat::Custom("uuid".to_owned()))).build()
}

/// One of these.
pub(in crate::http) fn one_of(texts: &[&str]) -> Object {
    let texts = texts.iter().map(|text| Value::from(*text));
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(texts)).build()
}

parameters! {
    /// Which survey.
    OfSurvey,
    part("survey", like("^[a-z0-9][a-z0-9_.-]{0,63}$"), "the survey's id"),
}

parameters! {
    /// Who follows a link, and how they read.
    OfLink,
    query("ward", any(), "the ward of the person, six digits of JIS X 0402"),
    query("lang", any(), "the language, one of the survey's"),
}

parameters! {
    /// Whose words.
    OfSpeaker,
    query("for", one_of(&["tablet"]), "the words of the page with those that only tablets say, which staff have set up"),
}
