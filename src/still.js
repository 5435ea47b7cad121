// The first screens before the module is there. They are what the module will show; what is pressed and answered on them is
// kept here, and done again on the module's own screens in the moment in which they take this place. Where the module does
// not come, what was answered is posted to the plain form.

(() => {
  const find = (id) => document.getElementById(id);
  const [still, next, wait] = ["koe-still", "koe-next", "koe-wait"].map(find);
  if (!next) return;

  /** How long somebody who wants to go on is left waiting for the module: on a slow line, about as long as it takes. */
  const PATIENCE_MS = 8_000;
  /** Says that this device has been here before. What it holds is shown first then, and only the module can tell. */
  const MARK = "koe";
  const INPUTS = "input:not([type=hidden]),textarea";
  /** What ends a press, by finger or by key. */
  const ENDS = ["pointerup", "pointercancel", "keyup"];
  /** What takes part in answering, and the heading, to which the focus may go. */
  const part = (node) => node.closest("label")?.control ?? node.closest("h1,button,summary," + INPUTS);
  const heading = (root) => root.querySelector("h1")?.textContent;

  /** What a browser's store gives, if it has one. One that keeps nothing keeps no draft either. */
  const tried = (ask) => {
    try {
      return ask(localStorage);
    } catch {
      return undefined;
    }
  };
  const isMarked = tried((store) => MARK in store);
  document.addEventListener("click", () => tried((store) => store.setItem(MARK, "")), { capture: true, once: true });
  const tidy = () => [next, wait].forEach((one) => one.remove());
  if (isMarked) {
    still.replaceChildren(wait.content);
    return tidy();
  }
  /** That the device keeps what is answered: true as long as the module can come. */
  const kept = still.querySelector(".unsaid");
  const tellKept = (isTrue) => kept?.classList.toggle("unsaid", !isTrue);
  tellKept(true);

  /** The part that led from the opening to the question; that is pressed and waits; that has the focus; that is held down. */
  let begun, pressed, focused, held;
  let patience;
  /** How far down somebody has read. The module begins each screen at its top. */
  let top = 0;

  still.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || still.dataset.alone) return;
    event.preventDefault();
    // What came with the link's fragment is looked at first.
    if (button.value === "start" && next.content.firstChild && !location.hash) return begin(button);
    pressed?.removeAttribute("aria-busy");
    pressed = button;
    button.ariaBusy = "true";
    clearTimeout(patience);
    patience = setTimeout(goAlone, PATIENCE_MS);
  });
  still.addEventListener("focusin", ({ target }) => (focused = part(target)));
  still.addEventListener("pointerdown", ({ target }) => (held = part(target)));
  still.addEventListener("keydown", ({ key, target }) => key === " " && (held = part(target)));
  for (const end of ENDS) addEventListener(end, () => (held = undefined), true);
  // A form would be sent by Enter; the module's screens have none.
  still.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
  });

  function begin(button) {
    begun = button;
    still.replaceChildren(next.content);
    document.title = next.title;
    still.querySelector("h1").focus();
    scrollTo(0, 0);
  }

  /** The module does not come: from here on the buttons do what they do without script. */
  function goAlone() {
    still.dataset.alone = "true";
    tellKept(false);
    pressed?.form.requestSubmit(pressed);
  }
  addEventListener("error", ({ target }) => target.matches?.("script") && goAlone(), true);

  // The module takes this word away once its own first screen stands, and leaves the rest of the change to us.
  still.dataset.early = "";
  new MutationObserver((_, observer) => {
    observer.disconnect();
    still.id += "-leaving";
    handOver(find("koe"));
  }).observe(still, { attributeFilter: ["data-early"] });

  async function handOver(own) {
    top = scrollY;
    tidy();
    // Where the form cannot be had, there is nothing to go on from.
    if (begun && twin(own, begun)) await goOn(own);
    clearTimeout(patience);
    still.remove();
    own.style.cssText = "";
    // What the device holds was another screen.
    if (heading(own) !== heading(still)) return;
    const twins = [...own.querySelectorAll(INPUTS)];
    [...still.querySelectorAll(INPUTS)].forEach((input, index) => repeat(input, twins[index]));
    if (focused) twin(own, focused)?.focus({ preventScroll: true });
    scrollTo(0, top);
    if (pressed) twin(own, pressed)?.click();
    if (held) lift(own, twin(own, held));
  }

  /** Leads the module to the screen that stands here, which stays in sight until the other has come and has the focus. */
  async function goOn(own) {
    // Where the page is scrolled to, it is in sight: a focus in it scrolls nothing.
    own.style.cssText = "position:fixed;inset:0 0 auto;opacity:0;pointer-events:none";
    // Some parts have the same id, and the module finds the one that comes first. It is its screen that moves: a finger may
    // be on ours, and nothing becomes of a press on what was moved.
    still.before(own);
    let again;
    await new Promise((done) => {
      const look = () => heading(own) === heading(still) && own.contains(document.activeElement) && done();
      own.addEventListener("focusin", () => ((top = scrollY), look()), { once: true });
      // A page in the background is told of no focus.
      again = setInterval(look, 100);
      setTimeout(done, PATIENCE_MS);
      twin(own, begun).click();
    });
    clearInterval(again);
  }

  /** The part of the module's screen that stands for one of ours: the same input in their order, else what says the same. */
  function twin(own, part) {
    const [ours, theirs] = [still, own].map((root) => [...root.querySelectorAll(INPUTS)]);
    if (part.matches(INPUTS)) return theirs[ours.indexOf(part)];
    return [...own.querySelectorAll(part.localName)].find(({ textContent }) => textContent === part.textContent);
  }

  /** Does to an input of the module's screen what was done to the one that stood there. */
  function repeat(input, other) {
    if (input.checked && !other?.checked) other?.click();
    if (/^text/.test(input.type) && other && input.value !== other.value) {
      other.value = input.value;
      other.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
  }

  /** What was pressed down is gone before it was let go. Browsers differ in whether they still make a press of it. */
  function lift(own, other) {
    const over = new AbortController();
    const up = ({ type, target }) => {
      over.abort();
      const whole = other?.closest("label") ?? other;
      if (type === "pointercancel" || !whole?.contains(target)) return;
      let came = false;
      const note = () => (came = true);
      own.addEventListener("click", note, true);
      setTimeout(() => {
        own.removeEventListener("click", note, true);
        if (!came) other.click();
      }, 60);
    };
    for (const end of ENDS) addEventListener(end, up, { signal: over.signal });
  }
})();
