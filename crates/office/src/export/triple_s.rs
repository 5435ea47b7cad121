//! The file of numbers as Triple-S 2.0 describes it.

use questionnaire::Survey;

use super::labels::Labels;
use super::variable::{NUMBERS, Values, Variable};
use super::xml::Xml;

/// The description.
pub(super) const TRIPLE_S: &str = "numbers.sss";

/// The description of `variables`. It names no time, so that the same responses give the same bytes.
pub(super) fn triple_s(survey: &Survey, variables: &[Variable], labels: &Labels) -> String {
    let mut xml = Xml::new();
    xml.open("sss", &[("version", "2.0")]);
    xml.text("origin", &[], &format!("koe-office {}", env!("CARGO_PKG_VERSION")));
    xml.open("survey", &[]);
    xml.text("name", &[], survey.id().as_str());
    xml.text("title", &[], &labels.say(survey.title()));
    xml.open("record", &[("ident", "A"), ("href", NUMBERS), ("format", "csv"), ("skip", "1")]);
    for (place, variable) in (1_usize..).zip(variables) {
        of_variable(&mut xml, &place.to_string(), variable);
    }
    xml.end()
}

fn of_variable(xml: &mut Xml, place: &str, variable: &Variable) {
    let kind = match &variable.holds {
        Values::Words { .. } | Values::Date | Values::Month => "character",
        Values::Codes { .. } => "single",
        Values::Numbers { .. } => "quantity",
    };
    let mut attributes = vec![("ident", place), ("type", kind)];
    if variable.name == "id" {
        attributes.push(("use", "serial"));
    }
    xml.open("variable", &attributes);
    xml.text("name", &[], &variable.name).text("label", &[], &variable.label);
    xml.empty("position", &[("start", place)]);
    match &variable.holds {
        Values::Words { bytes, .. } => {
            xml.text("size", &[], &bytes.to_string());
        }
        Values::Date => {
            xml.text("size", &[], "10");
        }
        Values::Month => {
            xml.text("size", &[], "7");
        }
        Values::Codes { values, nothings } => {
            xml.open("values", &[]);
            of_values(xml, values);
            of_values(xml, nothings);
            xml.close();
        }
        Values::Numbers { min, max, nothings } => {
            xml.open("values", &[]);
            xml.empty("range", &[("from", &min.to_string()), ("to", &max.to_string())]);
            of_values(xml, nothings);
            xml.close();
        }
    }
    xml.close();
}

fn of_values(xml: &mut Xml, values: &[(i64, String)]) {
    for (number, label) in values {
        xml.text("value", &[("code", &number.to_string())], label);
    }
}
