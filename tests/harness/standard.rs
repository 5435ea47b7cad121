//! How a page is looked at and touched by what every browser has: scripts in the page, and the commands of WebDriver.
//! Chromium is asked for what assistive technology is told; here names are put together as that would be, but for what
//! has the focus, of which WebDriver tells what the browser computes.

use std::time::Duration;

use serde_json::{Value, json};

use super::browser::{ACTIVE, Browser};
use super::found::Found;
use super::keys::{ENTER, stroke};

/// Everything of a role that can be seen, in the page or in a part of it that was found before.
const LOOK: &str = include_str!("standard.js");

const OUTLINE: &str = include_str!("outline.js");

/// By which WebDriver says that something is an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

impl Browser {
    /// Everything of a role, in the page or in a part of it.
    pub(super) async fn look_for(&self, within: Option<i64>, role: &str) -> Result<Vec<Found>, String> {
        let found = self.command("/execute/sync", json!({ "script": LOOK, "args": [role, within] })).await?;
        Ok(found.as_array().into_iter().flatten().filter_map(Found::told).collect())
    }

    /// Calls a function on something that was found.
    pub(super) async fn call_on(&self, node: i64, function: &str) -> Result<Value, String> {
        let script = format!("return ({function}).call(window.koeFound[arguments[0]])");
        self.command("/execute/sync", json!({ "script": script, "args": [node] })).await
    }

    /// What has the focus, by the role and name that the browser computes.
    pub(super) async fn focus_by_standard(&self) -> Result<Found, String> {
        let script = format!(
            "const active = {ACTIVE};
             return [active, {{ value: active.value ?? '', checked: active.checked ?? false }}]"
        );
        let told = self.script(&script).await?;
        let id = told[0][ELEMENT].as_str().ok_or("nothing has the focus")?;
        let [role, name] = self.computed(id).await?;
        let mut told = told[1].clone();
        (told["node"], told["role"], told["name"]) = (json!(-1), json!(role), json!(name));
        Found::told(&told).ok_or_else(|| "nothing has the focus".to_owned())
    }

    /// The roles and names that the browser computes for what can be used, or stands over something, in the main part.
    pub(crate) async fn outline(&self) -> Result<Vec<[String; 2]>, String> {
        let found = self.script(OUTLINE).await?;
        let mut outline = Vec::new();
        for one in found.as_array().into_iter().flatten() {
            outline.push(self.computed(one[ELEMENT].as_str().unwrap_or_default()).await?);
        }
        Ok(outline)
    }

    /// The role and the name that the browser computes for an element.
    async fn computed(&self, id: &str) -> Result<[String; 2], String> {
        let mut told = [String::new(), String::new()];
        for (word, what) in told.iter_mut().zip(["computedrole", "computedlabel"]) {
            let said = self.told(&format!("/element/{id}/{what}")).await?;
            said.as_str().unwrap_or_default().clone_into(word);
        }
        Ok(told)
    }

    /// The pointer goes to a spot.
    pub(super) async fn hover(&self, spot: &Value) {
        self.finger(json!([moved_to(spot)])).await;
    }

    /// The pointer goes to a spot, and its button down and up.
    pub(super) async fn point(&self, spot: &Value) {
        self.rests_on(spot, Duration::ZERO).await;
    }

    /// The same, and it rests there between.
    pub(crate) async fn rests_on(&self, spot: &Value, rest: Duration) {
        let rest = u64::try_from(rest.as_millis()).expect("nobody rests for ever");
        let down = json!({ "type": "pointerDown", "button": 0 });
        let up = json!({ "type": "pointerUp", "button": 0 });
        self.finger(json!([moved_to(spot), down, { "type": "pause", "duration": rest }, up])).await;
    }

    async fn finger(&self, steps: Value) {
        let wish = json!({ "actions": [{ "type": "pointer", "id": "finger", "actions": steps }] });
        self.command("/actions", wish).await.expect("the screen can be touched");
    }

    /// Keys are struck, one for each character.
    pub(super) async fn types(&self, words: &str) {
        let keys = words.chars().map(|key| if key == '\n' { ENTER.to_owned() } else { key.to_string() });
        self.strike(keys.flat_map(|key| ["keyDown", "keyUp"].map(|kind| stroke(kind, &key))).collect()).await;
    }

    /// Keys go down and up in this order.
    pub(super) async fn strike(&self, strokes: Vec<Value>) {
        let wish = json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": strokes }] });
        self.command("/actions", wish).await.expect("the keyboard works");
    }
}

/// A pointer's way to a spot.
fn moved_to(spot: &Value) -> Value {
    let whole = |at: usize| spot[at].as_f64().map(f64::round).unwrap_or_default();
    json!({ "type": "pointerMove", "duration": 0, "x": whole(0), "y": whole(1) })
}
