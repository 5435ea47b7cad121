//! What the browser itself wrote down: complaints, and what it asked of the network.

use std::collections::BTreeSet;

use serde_json::Value;

/// What a page asked for, told by the page.
pub(super) const ASKED: &str =
    "return performance.getEntries().filter(one => one.name.includes('://')).map(one => one.name)";

/// One stretch of the browser's own notes.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    /// Errors, warnings and what a policy forbade.
    pub(crate) complaints: Vec<String>,
    /// Every address that was asked for over the network.
    pub(crate) asked: BTreeSet<String>,
    /// Every address for which a service worker answered.
    pub(crate) by_worker: BTreeSet<String>,
}

impl Journal {
    /// Reads the driver's log entries.
    pub(crate) fn read(entries: &[Value]) -> Self {
        let mut journal = Self::default();
        for entry in entries {
            let message = entry["message"].as_str().unwrap_or_default();
            if let Ok(event) = serde_json::from_str::<Value>(message) {
                journal.event(&event["message"]);
            } else if matches!(entry["level"].as_str(), Some("SEVERE" | "WARNING")) {
                journal.complaints.push(message.to_owned());
            }
        }
        journal
    }

    /// Reads what a page tells; of complaints it knows nothing.
    pub(crate) fn told(addresses: &Value) -> Self {
        let asked = addresses.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
        Self { asked, ..Self::default() }
    }

    fn event(&mut self, event: &Value) {
        let response = &event["params"]["response"];
        if event["method"] == "Network.responseReceived" && response["fromServiceWorker"] == true {
            self.by_worker.extend(response["url"].as_str().map(str::to_owned));
        }
        let address = match event["method"].as_str() {
            Some("Network.requestWillBeSent") => &event["params"]["request"]["url"],
            Some("Network.webSocketCreated") => &event["params"]["url"],
            _ => return,
        };
        if let Some(address) =
            address.as_str().filter(|address| address.starts_with("http") || address.starts_with("ws"))
        {
            self.asked.insert(address.to_owned());
        }
    }
}
