//! How a reader's device is set: how large its screen is, and whether it is dark.

use serde_json::json;

use super::browser::{Browser, Window};

/// What stands out to the side, by how many CSS pixels and where.
const OUT: &str = "const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const out = [...document.body.querySelectorAll('*')].filter(one => one.getBoundingClientRect().right > clientWidth + 1);
    const deepest = out.filter(one => !out.some(other => other !== one && one.contains(other)));
    return [scrollWidth - clientWidth + ' px: '
        + deepest.slice(0, 3).map(one => one.outerHTML.slice(0, 200)).join(' ')];";

/// 210 mm without 12 mm at each side.
const A4_WIDTH_PX: u32 = 703;

/// What is set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting {
    /// The screen.
    pub(crate) window: Window,
    /// Whether the reader likes it dark.
    pub(crate) dark: bool,
}

impl Browser {
    /// The device is set so from now on. Nothing moves on the screen: what fades would be seen half way.
    pub(crate) async fn is_set(&self, Setting { window, dark }: Setting) {
        let scheme = if dark { "dark" } else { "light" };
        self.has_media(&[("prefers-color-scheme", scheme), ("prefers-reduced-motion", "reduce")]).await;
        let wish = json!({ "width": window.width, "height": window.height, "deviceScaleFactor": 2, "mobile": true });
        self.cdp("Emulation.setDeviceMetricsOverride", wish).await.expect("the screen can be another");
        // Two frames later everything stands where a finger finds it.
        let drawn = "const done = arguments[arguments.length - 1];
            requestAnimationFrame(() => requestAnimationFrame(() => done()))";
        self.script_later(drawn).await.expect("the page is drawn anew");
    }

    /// The device is set as it came.
    pub(crate) async fn is_set_as_it_came(&self) {
        self.is_set(Setting { window: self.window, dark: false }).await;
    }

    /// What stands out to the side of a sheet of A4 with narrow margins, on which the page is printed.
    pub(crate) async fn stands_out_on_paper(&self) -> Vec<String> {
        self.cdp("Emulation.setEmulatedMedia", json!({ "media": "print" })).await.expect("the page can be printed");
        let sheet = json!({ "width": A4_WIDTH_PX, "height": 1_050, "deviceScaleFactor": 1, "mobile": false });
        self.cdp("Emulation.setDeviceMetricsOverride", sheet).await.expect("the screen can be a sheet");
        let out = self.stands_out().await;
        self.cdp("Emulation.setEmulatedMedia", json!({ "media": "" })).await.expect("the page is on a screen again");
        out
    }

    /// Answers so to what style sheets ask of the device.
    pub(crate) async fn has_media(&self, features: &[(&str, &str)]) {
        let features: Vec<_> = features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        let wish = json!({ "features": features });
        self.cdp("Emulation.setEmulatedMedia", wish).await.expect("the device can be set");
    }

    /// Has letters of another size, as after the button for it; until the screen is drawn anew.
    pub(crate) async fn has_letters(&self, size: &str) {
        let set = "document.documentElement.dataset.size = arguments[0]";
        self.script_with(set, size).await.expect("letters have a size");
    }

    /// What stands out to the side of the page, so that it has to be moved about to be read; one line at most.
    pub(crate) async fn stands_out(&self) -> Vec<String> {
        let out = self.script(OUT).await.expect("the page can be measured");
        serde_json::from_value(out).expect("what stands out is a line")
    }
}
