//! What a browser cannot help: its line, its room, what does not come, being put aside.

use serde_json::json;

use super::browser::Browser;

impl Browser {
    /// Takes the network away, or gives it back.
    pub(crate) async fn has_network(&self, there: bool) {
        let wish = json!({ "offline": !there, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.cdp("Network.emulateNetworkConditions", wish).await.expect("the network can be cut");
    }

    /// Has everything come over a line with such a delay for each answer, that carries so many bytes a second, or as many as
    /// there are.
    pub(crate) async fn has_line(&self, delay_ms: u32, bytes_per_s: Option<u32>) {
        self.cdp("Network.enable", json!({})).await.expect("the network can be told");
        let bytes = bytes_per_s.map_or(-1, i64::from);
        let line =
            json!({ "offline": false, "latency": delay_ms, "downloadThroughput": bytes, "uploadThroughput": -1 });
        self.cdp("Network.emulateNetworkConditions", line).await.expect("the line is slow");
    }

    /// Freezes the tab in front, as browsers do with those in the background, or wakes it.
    pub(crate) async fn freezes(&self, frozen: bool) {
        let state = if frozen { "frozen" } else { "active" };
        self.cdp("Page.setWebLifecycleState", json!({ "state": state })).await.expect("a tab can be frozen");
    }

    /// Limits what the browser keeps for a site, or limits it no more.
    pub(crate) async fn has_room(&self, site: &str, bytes: Option<u64>) {
        let mut wish = json!({ "origin": site });
        if let Some(bytes) = bytes {
            wish["quotaSize"] = json!(bytes);
        }
        self.cdp("Storage.overrideQuotaForOrigin", wish).await.expect("the room can be limited");
    }

    /// Lets nothing come whose address fits, `*` standing for anything.
    pub(crate) async fn never_gets(&self, addresses: &str) {
        self.cdp("Network.enable", json!({})).await.expect("the network can be watched");
        self.cdp("Network.setBlockedURLs", json!({ "urls": [addresses] })).await.expect("addresses can be blocked");
    }

    /// Lets everything come again.
    pub(crate) async fn gets_everything(&self) {
        self.cdp("Network.setBlockedURLs", json!({ "urls": [] })).await.expect("addresses can be let through");
    }
}
