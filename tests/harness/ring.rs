//! Whether what has the focus can be seen to have it.

use super::browser::{ACTIVE, Browser};
use super::until::until;

/// What is wrong with how the focus is shown; nothing, where a ring is around it, or around the row that it stands in, and
/// it is on the screen with nothing over it.
const RING: &str = "if (!active || active === document.body) return 'nothing has the focus';
    const rings = ({ outlineStyle, outlineWidth, boxShadow }) =>
        (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
    const ringed = [active, active.closest('label')].find(one => one && rings(getComputedStyle(one)));
    const html = active.outerHTML.slice(0, 200);
    if (!ringed) return 'there is no ring around ' + html;
    const { left, top, right, bottom } = active.getBoundingClientRect();
    if (left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1)
        return `${[left, top, right, bottom]} is off the screen: ${html}`;
    const hit = active.getRootNode().elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return ringed.contains(hit) ? '' : `${hit?.outerHTML.slice(0, 200)} is over ${html}`;";

impl Browser {
    /// Waits until the focus can be seen.
    pub(crate) async fn shows_focus(&self) {
        let script = format!("const active = {ACTIVE}; {RING}");
        until("a focus that can be seen", async || match self.script(&script).await?.as_str() {
            Some("") => Ok(()),
            why => Err(format!("{why:?}")),
        })
        .await;
    }
}
