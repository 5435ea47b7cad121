//! A part of the screen by role and name, wherever it is at the moment it is wanted.

use serde_json::{Value, json};

use super::browser::Browser;
use super::found::{Found, Name};
use super::until::until;

/// Where a finger would come down: on the thing itself or on its label, only where nothing covers it, and not where it has
/// just come by being scrolled.
const WHERE: &str = "function() {
    const was = this.getBoundingClientRect();
    this.scrollIntoView({ block: 'center', behavior: 'instant' });
    const is = this.getBoundingClientRect();
    if (was.x !== is.x || was.y !== is.y) return 'it was scrolled into sight';
    const own = [this, ...(this.labels || [])];
    let why = 'it has no size';
    for (const one of own) {
        for (const box of one.getClientRects()) {
            if (box.width < 2 || box.height < 2) continue;
            const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
            const hit = this.getRootNode().elementFromPoint(x, y);
            if (hit && own.some(mine => mine.contains(hit))) return [x, y];
            why = 'it is covered by ' + (hit ? hit.outerHTML.slice(0, 200) : 'nothing: it is off the screen');
        }
    }
    return why;
}";

/// Whether the pointer is on the thing itself or on its label.
const UNDER_POINTER: &str = "function() {
    return [this, ...(this.labels || [])].some(one => one.matches(':hover'));
}";

/// Roles under which a part of the page may be known: a group of radios is both.
pub(crate) type Roles = &'static [&'static str];

/// A part of the screen, not yet looked for.
#[derive(Clone)]
pub(crate) struct Place<'b> {
    browser: &'b Browser,
    roles: Roles,
    name: Name,
    within: Option<Box<Place<'b>>>,
}

impl<'b> Place<'b> {
    pub(crate) fn new(browser: &'b Browser, roles: Roles, name: Name) -> Self {
        Self { browser, roles, name, within: None }
    }

    /// A part of this part.
    pub(crate) fn part(&self, roles: Roles, name: impl Into<Name>) -> Self {
        Self { browser: self.browser, roles, name: name.into(), within: Some(Box::new(self.clone())) }
    }

    fn called(&self) -> String {
        format!("{:?} called {:?}", self.roles, self.name)
    }

    /// Everything of this role and name that is there now.
    pub(crate) async fn all(&self) -> Result<Vec<Found>, String> {
        let within = match &self.within {
            Some(outer) => Some(Box::pin(outer.look()).await?.node),
            None => None,
        };
        let mut found = Vec::new();
        for role in self.roles {
            found.extend(self.browser.query(within, role).await?.into_iter().filter(|one| self.name.fits(&one.name)));
        }
        Ok(found)
    }

    /// The one that is there now.
    pub(crate) async fn look(&self) -> Result<Found, String> {
        let mut all = self.all().await?;
        match (all.pop(), all.len()) {
            (Some(found), 0) => Ok(found),
            (None, _) => {
                let there = self.browser.query(None, self.roles.first().unwrap_or(&"")).await?;
                let names: Vec<String> = there.into_iter().map(|one| one.name).collect();
                Err(format!("there is no {}, only {names:?}", self.called()))
            }
            (Some(_), more) => Err(format!("there are {} of {}", more + 1, self.called())),
        }
    }

    /// Waits until it is there.
    pub(crate) async fn found(&self) -> Found {
        until(&self.called(), async || self.look().await).await
    }

    /// Waits until there is at least one.
    pub(crate) async fn some(&self) -> Vec<Found> {
        until(&self.called(), async || {
            let all = self.all().await?;
            if all.is_empty() { Err("there is none".to_owned()) } else { Ok(all) }
        })
        .await
    }

    /// Waits until it is there no more.
    pub(crate) async fn gone(&self) {
        until(&format!("the end of {}", self.called()), async || match self.all().await?.len() {
            0 => Ok(()),
            there => Err(format!("{there} there")),
        })
        .await;
    }

    /// Presses it, as a finger does, once it is there and nothing covers it.
    pub(crate) async fn press(&self) {
        let mut aims = false;
        let spot = until(&format!("a way to press {}", self.called()), async || {
            let found = self.look().await?;
            let spot = self.browser.on(found.node, WHERE, json!([])).await?;
            if let Some(why) = spot.as_str() {
                aims = true;
                return Err(why.to_owned());
            }
            // For a moment after it has scrolled, a browser may take a press for what it showed there before.
            if aims && !self.is_under(&spot, found.node).await? {
                return Err("the pointer is on something else".to_owned());
            }
            Ok(spot)
        })
        .await;
        self.browser.tap(&spot).await;
    }

    /// Whether the pointer is on this where it is moved to the spot.
    async fn is_under(&self, spot: &Value, node: i64) -> Result<bool, String> {
        self.browser.points_at(spot).await;
        Ok(self.browser.on(node, UNDER_POINTER, json!([])).await? == json!(true))
    }

    /// Presses a radio or a box and waits until it is chosen.
    pub(crate) async fn choose(&self) -> Found {
        self.press().await;
        self.chosen().await
    }

    /// Waits until it is chosen.
    pub(crate) async fn chosen(&self) -> Found {
        until(&format!("{} to be chosen", self.called()), async || {
            let found = self.look().await?;
            if found.checked { Ok(found) } else { Err("it is not chosen".to_owned()) }
        })
        .await
    }

    /// Goes into it and writes.
    pub(crate) async fn write(&self, words: &str) {
        self.press().await;
        self.browser.write(words).await;
    }

    /// Waits until it holds these words.
    pub(crate) async fn holds(&self, words: &str) {
        until(&format!("{} to hold {words:?}", self.called()), async || {
            let found = self.look().await?;
            let value = self.browser.on(found.node, "function() { return this.value }", json!([])).await?;
            if value == words { Ok(()) } else { Err(format!("it holds {value}")) }
        })
        .await;
    }

    /// Waits until it has the focus.
    pub(crate) async fn focused(&self) {
        let what = format!("the focus on {}", self.called());
        until(&what, async || {
            let found = self.look().await?;
            let has = self.browser.on(
                found.node,
                "function() { return this === this.getRootNode().activeElement }",
                json!([]),
            );
            if has.await? == Value::Bool(true) { Ok(()) } else { Err(self.browser.focus().await?.name) }
        })
        .await;
    }

    /// What can be read in it now, line by line.
    pub(crate) async fn lines(&self) -> Result<Vec<String>, String> {
        let found = self.look().await?;
        let text = self.browser.on(found.node, "function() { return this.innerText }", json!([])).await?;
        Ok(text.as_str().unwrap_or_default().lines().map(str::to_owned).collect())
    }
}
