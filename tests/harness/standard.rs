//! How a page is looked at and touched by what every browser has: scripts in the page, and the commands of WebDriver.
//! Chromium is asked for what assistive technology is told; here names are put together as that would be.

use serde_json::{Value, json};

use super::browser::Browser;
use super::found::Found;

/// Everything of a role that can be seen, in the page or in a part of it that was found before.
const LOOK: &str = "const [role, within] = arguments;
    const MARKS = {
        button: 'button', heading: 'h1, h2, h3, h4', radio: '[type=radio]', checkbox: '[type=checkbox]',
        textbox: 'textarea, input:not([type]), [type=text], [type=number]', group: 'fieldset', radiogroup: '[role=radiogroup]',
        region: 'section',
    };
    const words = one => {
        const bare = one.cloneNode(true);
        bare.querySelectorAll('rt, rp').forEach(reading => reading.remove());
        return bare.textContent;
    };
    const name = one => {
        const ids = one.getAttribute('aria-labelledby')?.split(' ') ?? [];
        const by = ids.map(id => document.getElementById(id)).filter(Boolean);
        if (by.length) return by.map(words).join(' ');
        if (one.ariaLabel) return one.ariaLabel;
        const legend = one.matches('fieldset') && one.querySelector('legend');
        return legend ? words(legend) : one.labels?.length ? [...one.labels].map(words).join(' ') : words(one);
    };
    window.koeFound ??= [];
    const outer = within === null ? document : window.koeFound[within];
    if (!outer?.isConnected) throw new Error('the part is not there any more');
    return [...outer.querySelectorAll(MARKS[role] ?? `[role=${role}]`)].filter(one => one.getClientRects().length).map(one => ({
        node: window.koeFound.push(one) - 1, role, name: name(one), value: one.value ?? '', checked: one.checked ?? false,
    }));";

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

    /// The pointer goes to a spot, and its button down and up.
    pub(super) async fn point(&self, spot: &Value) {
        let whole = |at: usize| spot[at].as_f64().map(f64::round).unwrap_or_default();
        let steps = json!([
            { "type": "pointerMove", "duration": 0, "x": whole(0), "y": whole(1) },
            { "type": "pointerDown", "button": 0 },
            { "type": "pointerUp", "button": 0 },
        ]);
        let wish = json!({ "actions": [{ "type": "pointer", "id": "finger", "actions": steps }] });
        self.command("/actions", wish).await.expect("the screen can be touched");
    }

    /// Keys are struck, one for each character.
    pub(super) async fn strike(&self, keys: &str) {
        let stroke = |key: char| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key }));
        let steps: Vec<_> = keys.chars().flat_map(stroke).collect();
        let wish = json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": steps }] });
        self.command("/actions", wish).await.expect("the keyboard works");
    }
}
