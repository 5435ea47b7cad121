//! A browser as a person holds it: one profile, one or several tabs.

use std::ops::Range;
use std::path::PathBuf;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Value, json};

use super::driver::Driver;
use super::engine::Engine;
use super::folder::{self, Folder};
use super::found::{Found, Name};
use super::journal;
use super::keys::Key;
use super::place::{Place, Roles};
use super::until::until;
use super::virtual_screen::VirtualScreen;

/// How large the screen is, and what looks through it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window {
    /// In CSS pixels.
    pub(crate) width: u32,
    /// In CSS pixels.
    pub(crate) height: u32,
    /// The make of the browser.
    pub(crate) engine: Engine,
    /// Whether it runs what pages bring with them.
    pub(crate) scripts: bool,
    /// Whether it has all that is around a page: what it fills in by itself, what it asks before a page may do something.
    pub(crate) whole: bool,
}

impl Window {
    /// A phone.
    pub(crate) const PHONE: Self = Self::of(390, 844);
    /// The smallest phone, as wide as a sidebar.
    pub(crate) const SMALL: Self = Self::of(320, 568);
    /// A tablet, upright.
    pub(crate) const TABLET: Self = Self::of(820, 1180);
    /// A tablet on its side, as it stands at a counter.
    pub(crate) const KIOSK: Self = Self::of(1280, 800);
    /// That screen with everything on it four times as large.
    pub(crate) const MAGNIFIED: Self = Self::of(320, 200);

    const fn of(width: u32, height: u32) -> Self {
        Self { width, height, engine: Engine::Chromium, scripts: true, whole: false }
    }

    /// The same with all that is around a page.
    pub(crate) const fn whole(self) -> Self {
        Self { whole: true, ..self }
    }

    /// The same of another make.
    pub(crate) const fn by(self, engine: Engine) -> Self {
        Self { engine, ..self }
    }
}

/// What has the focus, in whichever shadow root it is.
pub(super) const ACTIVE: &str = "(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active;
})()";

/// All that can be read: copies without readings are shown for a moment where the originals are, shadow roots included.
const TEXT: &str = "const read = (part, beside) => {
        const bare = part.cloneNode(true);
        const copies = bare.querySelectorAll('*');
        part.querySelectorAll('*').forEach((one, index) => {
            if (one.shadowRoot && !one.shadowRoot.querySelector('slot')) copies[index].replaceChildren();
        });
        bare.querySelectorAll('rt, rp, script, noscript, slot').forEach(one => one.remove());
        beside.append(bare);
        const text = bare.innerText;
        bare.remove();
        return text;
    };
    const hosts = [...document.querySelectorAll('*')].filter(one => one.shadowRoot);
    const parts = hosts.flatMap(({ shadowRoot: root }) => [...root.children].map(part => read(part, root)));
    return [read(document.body, document.body), ...parts].join('\\n');";

/// A real browser that shows one page at a time.
pub(crate) struct Browser {
    driver: Driver,
    pub(super) window: Window,
    /// Where it shows its windows, if it cannot do without.
    screen: Option<VirtualScreen>,
    /// Dropped after the browser that writes in it.
    profile: Folder,
}

impl Browser {
    /// A browser that nobody has used before.
    pub(crate) async fn open(window: Window) -> Self {
        let screen = if window.engine == Engine::WebKit { Some(VirtualScreen::new().await) } else { None };
        Self::start(window, screen, Folder::new()).await
    }

    async fn start(window: Window, screen: Option<VirtualScreen>, profile: Folder) -> Self {
        let driver = Driver::start(window, screen.as_ref(), profile.path()).await;
        let browser = Self { driver, window, screen, profile };
        if browser.speaks_cdp() && !window.scripts {
            let off = json!({ "value": true });
            browser.cdp("Emulation.setScriptExecutionDisabled", off).await.expect("scripts can be off");
        }
        browser.is_as_large_as_asked().await;
        browser
    }

    /// Waits for a page of the size of the screen, where the screen is not pretended but is a window of that size.
    async fn is_as_large_as_asked(&self) {
        let asked = json!([self.window.width, self.window.height]);
        until("a page as large as the screen", async || {
            let size = self.script("return [innerWidth, innerHeight]").await?;
            if self.speaks_cdp() || size == asked { Ok(()) } else { Err(size.to_string()) }
        })
        .await;
    }

    /// Its make.
    pub(crate) fn engine(&self) -> Engine {
        self.window.engine
    }

    /// Whether it is driven by Chromium's own protocol; the others are by what every browser has.
    pub(super) fn speaks_cdp(&self) -> bool {
        self.window.engine == Engine::Chromium
    }

    /// Closes the browser and starts it again: what it wrote down is there, what it had in mind is not.
    pub(crate) async fn restarted(self) -> Self {
        let Self { driver, window, screen, profile } = self;
        driver.delete("").await.expect("the browser closes");
        drop(driver);
        Self::start(window, screen, profile).await
    }

    /// Kills the browser in whatever it is doing, all its processes at once, and starts it again.
    pub(crate) async fn killed(self) -> Self {
        let Self { driver, window, screen, profile } = self;
        driver.kill().await;
        Self::start(window, screen, profile).await
    }

    /// A command of the standard that all browsers follow.
    pub(super) async fn command(&self, path: &str, body: Value) -> Result<Value, String> {
        self.driver.post(path, body).await
    }

    /// A question of that standard.
    pub(super) async fn told(&self, path: &str) -> Result<Value, String> {
        self.driver.get(path).await
    }

    /// The files of the profile in which these words stand, in either way in which browsers write text down.
    pub(crate) fn wrote(&self, words: &str) -> Vec<PathBuf> {
        let wide: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut files = folder::files(self.profile.path());
        files.retain(|file| folder::holds(file, words.as_bytes()) || folder::holds(file, &wide));
        files
    }

    /// Opens an address.
    pub(crate) async fn visit(&self, address: &str) {
        self.driver.post("/url", json!({ "url": address })).await.expect("the address opens");
    }

    /// The browser's own Back button.
    pub(crate) async fn back(&self) {
        self.driver.post("/back", json!({})).await.expect("Back works");
    }

    /// The browser's own Forward button.
    pub(crate) async fn forward(&self) {
        self.driver.post("/forward", json!({})).await.expect("Forward works");
    }

    /// The browser's own Reload button.
    pub(crate) async fn reload(&self) {
        self.driver.post("/refresh", json!({})).await.expect("Reload works");
    }

    /// The address that the browser shows.
    pub(crate) async fn address(&self) -> String {
        let address = self.driver.get("/url").await.expect("there is an address");
        address.as_str().unwrap_or_default().to_owned()
    }

    /// The tab in front.
    pub(crate) async fn tab(&self) -> String {
        let tab = self.driver.get("/window").await.expect("a tab is in front");
        tab.as_str().unwrap_or_default().to_owned()
    }

    /// Opens a tab and brings it to the front.
    pub(crate) async fn new_tab(&self) -> String {
        let opened = self.driver.post("/window/new", json!({ "type": "tab" })).await.expect("a tab opens");
        let tab = opened["handle"].as_str().unwrap_or_default().to_owned();
        self.show_tab(&tab).await;
        tab
    }

    /// Brings a tab to the front.
    pub(crate) async fn show_tab(&self, tab: &str) {
        self.driver.post("/window", json!({ "handle": tab })).await.expect("the tab comes to the front");
    }

    /// Closes the tab in front and shows another.
    pub(crate) async fn close_tab_for(&self, next: &str) {
        self.driver.delete("/window").await.expect("the tab closes");
        self.show_tab(next).await;
    }

    /// Runs a function body in the page.
    pub(crate) async fn script(&self, body: &str) -> Result<Value, String> {
        self.driver.post("/execute/sync", json!({ "script": body, "args": [] })).await
    }

    /// Runs a function body in the page with one argument.
    pub(crate) async fn script_with(&self, body: &str, argument: &str) -> Result<Value, String> {
        self.driver.post("/execute/sync", json!({ "script": body, "args": [argument] })).await
    }

    /// Runs a function body in the page; its last argument takes the answer when it is there.
    pub(crate) async fn script_later(&self, body: &str) -> Result<Value, String> {
        self.driver.post("/execute/async", json!({ "script": body, "args": [] })).await
    }

    /// The same with one argument before that.
    pub(crate) async fn script_later_with(&self, body: &str, argument: &str) -> Result<Value, String> {
        self.driver.post("/execute/async", json!({ "script": body, "args": [argument] })).await
    }

    /// A command of the browser's own protocol.
    pub(crate) async fn cdp(&self, command: &str, params: Value) -> Result<Value, String> {
        self.driver.cdp(command, params).await
    }

    /// Lets files be saved, and says where they are then.
    pub(crate) async fn keeps_files(&self) -> Folder {
        let folder = Folder::new();
        let wish = json!({ "behavior": "allow", "downloadPath": folder.path() });
        self.cdp("Browser.setDownloadBehavior", wish).await.expect("files can be saved");
        folder
    }

    /// Has a script run before every page that is opened from now on.
    pub(crate) async fn before_every_page(&self, script: &str) {
        let wish = json!({ "source": script });
        self.cdp("Page.addScriptToEvaluateOnNewDocument", wish).await.expect("pages can be prepared");
    }

    /// A picture of the whole page as a PNG.
    pub(crate) async fn picture(&self) -> Vec<u8> {
        self.shot(json!({ "format": "png" }), 1.0, 0.0..f64::MAX).await
    }

    /// A `WebP` of some kilobytes of a part of the page, from and to so many CSS pixels from its top, as fine as `scale` says.
    pub(crate) async fn small_picture(&self, scale: f64, part: Range<f64>) -> Vec<u8> {
        self.shot(json!({ "format": "webp", "quality": 15 }), scale, part).await
    }

    async fn shot(&self, mut wish: Value, scale: f64, part: Range<f64>) -> Vec<u8> {
        let page = self.cdp("Page.getLayoutMetrics", json!({})).await.expect("the page can be measured");
        let size = &page["cssContentSize"];
        let height = size["height"].as_f64().unwrap_or_default().min(part.end) - part.start;
        wish["clip"] = json!({ "x": 0, "y": part.start, "width": size["width"], "height": height, "scale": scale });
        wish["captureBeyondViewport"] = json!(true);
        let shot = self.cdp("Page.captureScreenshot", wish).await.expect("a picture can be taken");
        BASE64_STANDARD.decode(shot["data"].as_str().unwrap_or_default()).expect("the picture comes in base64")
    }

    /// What the browser wrote down since it was last asked; where it cannot be asked, what the page in front asked for.
    pub(crate) async fn journal(&self) -> journal::Journal {
        if !self.speaks_cdp() {
            return journal::Journal::told(&self.script(journal::ASKED).await.expect("a page knows what it asked for"));
        }
        let mut entries = Vec::new();
        for kind in ["browser", "performance"] {
            let said = self.driver.post("/se/log", json!({ "type": kind })).await.expect("there is a journal");
            entries.extend(said.as_array().cloned().unwrap_or_default());
        }
        journal::Journal::read(&entries)
    }

    /// A part of the page.
    pub(crate) fn part(&self, roles: Roles, name: impl Into<Name>) -> Place<'_> {
        Place::new(self, roles, name.into())
    }

    /// A button.
    pub(crate) fn button(&self, name: impl Into<Name>) -> Place<'_> {
        self.part(&["button"], name)
    }

    /// A heading.
    pub(crate) fn heading(&self, name: impl Into<Name>) -> Place<'_> {
        self.part(&["heading"], name)
    }

    /// Waits until the page says this.
    pub(crate) async fn reads(&self, words: &str) {
        let sought = Name::Holds(words.to_owned());
        until(&format!("the words {words:?}"), async || {
            let text = self.text().await?;
            if sought.fits(&text) { Ok(()) } else { Err(format!("the page says {text:?}")) }
        })
        .await;
    }

    /// All that can be read on the page; readings above kanji are left out.
    pub(crate) async fn text(&self) -> Result<String, String> {
        self.script(TEXT).await.map(|text| text.as_str().unwrap_or_default().to_owned())
    }

    /// What has the focus.
    pub(crate) async fn focus(&self) -> Result<Found, String> {
        if !self.speaks_cdp() {
            return self.focus_by_standard().await;
        }
        let active = self.cdp("Runtime.evaluate", json!({ "expression": ACTIVE })).await?;
        let wish = json!({ "objectId": active["result"]["objectId"], "fetchRelatives": false });
        let tree = self.cdp("Accessibility.getPartialAXTree", wish).await?;
        tree["nodes"].get(0).and_then(Found::read).ok_or_else(|| "nothing has the focus".to_owned())
    }

    /// A key goes down and up.
    pub(crate) async fn key(&self, key: Key) {
        if !self.speaks_cdp() {
            return self.strike(key.standard()).await;
        }
        for stroke in key.strokes() {
            self.cdp("Input.dispatchKeyEvent", stroke).await.expect("the keyboard works");
        }
    }

    /// Writes where the focus is, as an input method hands over finished words.
    pub(crate) async fn write(&self, words: &str) {
        if !self.speaks_cdp() {
            return self.types(words).await;
        }
        self.cdp("Input.insertText", json!({ "text": words })).await.expect("words can be written");
    }

    /// Kana that are typed and not yet converted.
    pub(crate) async fn composes(&self, kana: &str) {
        let end = kana.chars().count();
        let wish = json!({ "text": kana, "selectionStart": end, "selectionEnd": end });
        self.cdp("Input.imeSetComposition", wish).await.expect("kana can be typed");
    }

    /// Takes out all that stands in the box that has the focus.
    pub(crate) async fn erase(&self) {
        self.script(&format!("{ACTIVE}.select()")).await.expect("a box has the focus");
        self.key(Key::Erase).await;
    }

    /// Everything of a role, in the page or in a part of it.
    pub(crate) async fn query(&self, within: Option<i64>, role: &str) -> Result<Vec<Found>, String> {
        if !self.speaks_cdp() {
            return self.look_for(within, role).await;
        }
        let mut wish = json!({ "role": role });
        if let Some(node) = within {
            wish["backendNodeId"] = json!(node);
        } else {
            let page = self.cdp("Runtime.evaluate", json!({ "expression": "document" })).await?;
            wish["objectId"] = page["result"]["objectId"].clone();
        }
        let tree = self.cdp("Accessibility.queryAXTree", wish).await?;
        Ok(tree["nodes"].as_array().into_iter().flatten().filter_map(Found::read).collect())
    }

    /// Calls a function on something of the page.
    pub(crate) async fn on(&self, node: i64, function: &str, arguments: Value) -> Result<Value, String> {
        if !self.speaks_cdp() {
            return self.call_on(node, function).await;
        }
        let object = self.cdp("DOM.resolveNode", json!({ "backendNodeId": node })).await?;
        let wish = json!({
            "objectId": object["object"]["objectId"], "functionDeclaration": function,
            "arguments": arguments, "returnByValue": true,
        });
        let outcome = self.cdp("Runtime.callFunctionOn", wish).await?;
        match outcome.get("exceptionDetails") {
            Some(details) => Err(details.to_string()),
            None => Ok(outcome["result"]["value"].clone()),
        }
    }

    /// The pointer goes to the edge of the page, where there is nothing.
    pub(crate) async fn points_at_nothing(&self) {
        self.points_at(&json!([1, 1])).await;
    }

    /// The pointer goes to a spot, and stays there.
    pub(crate) async fn points_at(&self, spot: &Value) {
        if !self.speaks_cdp() {
            return self.hover(spot).await;
        }
        let wish = json!({ "type": "mouseMoved", "x": spot[0], "y": spot[1] });
        self.cdp("Input.dispatchMouseEvent", wish).await.expect("the pointer moves");
    }

    /// A finger comes down and goes up.
    pub(crate) async fn tap(&self, spot: &Value) {
        if !self.speaks_cdp() {
            return self.point(spot).await;
        }
        for kind in ["mousePressed", "mouseReleased"] {
            let wish = json!({ "type": kind, "x": spot[0], "y": spot[1], "button": "left", "clickCount": 1 });
            self.cdp("Input.dispatchMouseEvent", wish).await.expect("the screen can be touched");
        }
    }
}
