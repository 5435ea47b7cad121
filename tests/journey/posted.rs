//! A browser without script, as far as forms go: it knows what is on a page, lets it be filled in and posts it. Behind
//! it an office that keeps what is sent, or does not.

use std::sync::Arc;

use koe::asked::Asked;
use koe::draft::Draft;
use koe::message::CodeStanding;
use koe::parcel::Heard;
use koe::plain::{Dice, Drawn, Errand, Sent, Unread, Visit};
use koe::published::Published;
use koe::state::{Arrival, Form};
use questionnaire::Acknowledged;
use questionnaire::tree::read;

use crate::survey::in_all_words;

/// What one control holds.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Control {
    kind: String,
    name: String,
    value: String,
    checked: bool,
}

/// What the office does with a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Desk {
    Stores,
    Answers(u16, &'static str),
}

pub(crate) struct Posted {
    pub(crate) published: Arc<Published>,
    pub(crate) page: Drawn,
    pub(crate) desk: Desk,
    pub(crate) codes: Option<CodeStanding>,
    pub(crate) sent: Vec<(String, Option<String>)>,
    pub(crate) now_ms: u64,
    controls: Vec<Control>,
    buttons: Vec<String>,
}

impl Posted {
    pub(crate) fn open(payload: &str, ward: Option<&str>) -> Self {
        let published = Arc::new(Published::parse(&in_all_words(payload)).unwrap());
        let arrival = Arrival {
            survey: Some(published.survey.id().clone()),
            ward: ward.map(|ward| ward.parse().unwrap()),
            language: Some("ja".parse().unwrap()),
            ..Arrival::default()
        };
        let now_ms = 1_795_000_000_000;
        let page = Visit::open(Arc::clone(&published), arrival, Dice([7; 45]), now_ms).draw();
        let mut posted = Self {
            published,
            page,
            desk: Desk::Stores,
            codes: Some(CodeStanding::Usable),
            sent: Vec::new(),
            now_ms,
            controls: Vec::new(),
            buttons: Vec::new(),
        };
        posted.look();
        posted
    }

    /// Reads the controls of the page as a browser does.
    fn look(&mut self) {
        (self.controls, self.buttons) = (Vec::new(), Vec::new());
        let mut rest = self.page.body.as_str();
        while let Some((tag, after)) = next_tag(rest) {
            rest = after;
            let of = |name: &str| attribute(tag, name);
            let (name, value) = (of("name").unwrap_or_default(), of("value").unwrap_or_default());
            match tag.split(' ').next().unwrap() {
                "input" => self.controls.push(Control {
                    kind: of("type").unwrap(),
                    name,
                    value,
                    checked: of("checked").is_some(),
                }),
                "textarea" => {
                    let (inside, after) = rest.split_once("</textarea>").unwrap();
                    let value = unescaped(inside.strip_prefix('\n').unwrap_or(inside));
                    self.controls.push(Control { kind: "area".to_owned(), name, value, checked: false });
                    rest = after;
                }
                "button" => {
                    assert_eq!(name, "do");
                    self.buttons.push(value);
                }
                _ => {}
            }
        }
    }

    /// What a browser sends when the button of this value is pressed.
    pub(crate) fn fields(&self, button: &str) -> Vec<(String, String)> {
        assert!(self.buttons.iter().any(|value| value == button), "{button} is none of {:?}", self.buttons);
        let mut fields = self.held();
        fields.push(("do".to_owned(), button.to_owned()));
        fields
    }

    /// What the controls hold, as a browser sends it.
    pub(crate) fn held(&self) -> Vec<(String, String)> {
        let sent = self.controls.iter().filter(|control| match control.kind.as_str() {
            "radio" | "checkbox" => control.checked,
            _ => true,
        });
        sent.map(|control| (control.name.clone(), control.value.replace('\n', "\r\n"))).collect()
    }

    pub(crate) fn has(&self, button: &str) -> bool {
        self.buttons.iter().any(|value| value == button)
    }

    pub(crate) fn press(&mut self, button: &str) {
        self.post(self.fields(button)).unwrap();
    }

    /// Posts fields, whichever they are, and shows the page that comes back.
    pub(crate) fn post(&mut self, fields: Vec<(String, String)>) -> Result<(), Unread> {
        let sent = Sent::new(fields);
        let mut visit = Visit::take(Arc::clone(&self.published), &sent, Dice([9; 45]), self.now_ms)?;
        while let Some(errand) = visit.errand() {
            match errand {
                Errand::CheckCode { .. } => visit.code_checked(self.codes),
                Errand::Send { body, code } => visit.sent(self.receive(body, code)),
                Errand::LookUp { slip } => {
                    let id = slip.id.to_string();
                    let stored = self.sent.iter().any(|(body, _)| body.contains(&id));
                    visit.looked_up(stored.then_some(koe::parcel::Kept::Rehearsal))?;
                }
            }
        }
        self.page = visit.draw();
        self.look();
        Ok(())
    }

    /// What was entered so far, as the page carries it.
    pub(crate) fn draft(&self) -> Draft {
        read(self.value("draft")).unwrap()
    }

    /// What the page says about its questions.
    pub(crate) fn findings(&self) -> Vec<String> {
        let tried = self.controls.iter().find(|control| control.name == "tried");
        let tried = tried.map(|control| read::<Acknowledged>(&control.value).unwrap());
        let form = Form { tried, ..Form::of(self.draft()) };
        let asked = Asked::new(&self.published, &form);
        asked.map(|asked| asked.findings().iter().map(|finding| format!("{finding:?}")).collect()).unwrap_or_default()
    }

    fn receive(&mut self, body: String, code: Option<String>) -> Heard {
        let id: serde_json::Value = serde_json::from_str(&body).unwrap();
        let (status, told) = match self.desk {
            Desk::Stores => (201, format!(r#"{{"id":{},"stored":"rehearsal"}}"#, id["id"])),
            Desk::Answers(status, kind) => (status, format!(r#"{{"type":"urn:koe:problem:{kind}"}}"#)),
        };
        if status < 300 {
            self.sent.push((body, code));
        }
        Heard { status, retry_after: None, problem: status >= 300, body: told }
    }

    pub(crate) fn pick(&mut self, name: &str, value: &str) {
        let mut found = false;
        for control in self.controls.iter_mut().filter(|control| control.kind == "radio" && control.name == name) {
            control.checked = control.value == value;
            found |= control.checked;
        }
        assert!(found, "{name} has no {value}");
    }

    pub(crate) fn tick(&mut self, name: &str, value: &str, on: bool) {
        let mut boxes = self.controls.iter_mut();
        let found = boxes.find(|control| control.kind == "checkbox" && control.name == name && control.value == value);
        found.unwrap_or_else(|| panic!("{name} has no {value}")).checked = on;
    }

    pub(crate) fn write(&mut self, name: &str, text: &str) {
        let mut boxes = self.controls.iter_mut().filter(|control| matches!(control.kind.as_str(), "text" | "area"));
        let found = boxes.find(|control| control.name == name);
        text.clone_into(&mut found.unwrap_or_else(|| panic!("there is no box {name}")).value);
    }

    /// What the box or the hidden field of this name holds.
    pub(crate) fn value(&self, name: &str) -> &str {
        &self.controls.iter().find(|control| control.name == name).unwrap_or_else(|| panic!("no {name}")).value
    }

    pub(crate) fn ticked(&self, name: &str) -> Vec<&str> {
        let ticked = self.controls.iter().filter(|control| control.name == name && control.checked);
        ticked.map(|control| control.value.as_str()).collect()
    }

    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for part in self.page.body.split('<').skip(1) {
            text.push_str(part.split_once('>').map_or("", |(_, words)| words));
        }
        unescaped(&text)
    }
}

/// The next tag and what comes after it.
fn next_tag(html: &str) -> Option<(&str, &str)> {
    let inside = html.get(html.find('<')? + 1..)?;
    let mut quoted = false;
    let end = inside.find(|character| {
        quoted ^= character == '"';
        character == '>' && !quoted
    })?;
    Some((&inside[..end], &inside[end + 1..]))
}

/// The value of an attribute in a tag; one without a value holds nothing.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag.split_once(' ')?.1;
    loop {
        let end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let (found, after) = rest.split_at(end);
        let (value, after) = match after.strip_prefix("=\"") {
            Some(quoted) => quoted.split_once('"').unwrap(),
            None => ("", after),
        };
        if found == name {
            return Some(unescaped(value));
        }
        rest = after.strip_prefix(' ')?;
    }
}

/// What HTML means: NUL is none of its characters.
fn unescaped(html: &str) -> String {
    let plain = html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#x27;", "'");
    plain.replace("&#x2F;", "/").replace("&amp;", "&").replace('\0', "\u{fffd}")
}
