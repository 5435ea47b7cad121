// Runs in a page before anything of the page itself: looks at every frame, says where to touch, and times what comes of it.
//
// A time is that of a frame that was painted: what is looked for stood in the document when the frame began, and the clock
// was read in the first task after it. `find` is made of the target's adapter, so that no text has to become code here:
// the page may forbid that.
((find, first) => {
  const QUIET_MS = 2500;
  // A browser passes no touch on before it has shown anything; whoever presses twice on the way in could press what comes next.
  const AGAIN_MS = { choice: 200, begin: 2000 };
  const PATIENCE_MS = 30_000;

  const load = { paint: 0, shown: 0, answerable: 0, charge: 0, touches: 0, lost: 0 };
  const bench = (globalThis.koeBench = { load, shift: 0 });

  const observe = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  observe("paint", ({ name, startTime }) => name === "first-contentful-paint" && (load.paint = startTime));
  observe("layout-shift", ({ hadRecentInput, value }) => !hadRecentInput && (bench.shift += value));

  const seen = (element) =>
    Boolean(element?.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) && element.getClientRects().length);
  const taken = (control) => control?.checked || control?.getAttribute("aria-checked") === "true";
  /** What a finger aims at: the words of a control, where it has any. */
  const aim = (control) => [...(control?.labels ?? [])].find(seen) ?? control;
  const frame = () => new Promise(requestAnimationFrame);
  const painted = (then) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => then(performance.now());
    port2.postMessage(null);
  };

  const inView = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) element.scrollIntoView({ block: "center", behavior: "instant" });
  };
  const spot = (element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { x: left + Math.min(width / 2, 40), y: top + height / 2 };
  };

  // ---- from nothing to the first answer ----

  const PENDING = -1;
  const mark = (what) => {
    if (load[what]) return;
    load[what] = PENDING;
    painted((now) => load[what] === PENDING && (load[what] = now));
  };
  const asked = new Map();
  const touch = (element, why) => {
    const now = performance.now();
    if (now - (asked.get(why) ?? -Infinity) < AGAIN_MS[why]) return;
    asked.set(why, now);
    if (why === "choice") load.touches += 1;
    inView(element);
    koeBenchSays(JSON.stringify({ touch: spot(element) }));
  };

  let quiet = 0;
  const look = () => {
    if (document.body) {
      if (find.charge()) mark("charge");
      const control = find.choice(first);
      if (seen(aim(control))) {
        mark("shown");
        if (taken(control)) mark("answerable");
        else {
          if (load.answerable) load.lost += 1;
          load.answerable = 0;
          if (load.shown > 0) touch(aim(control), "choice");
        }
      } else if (seen(find.begin())) touch(find.begin(), "begin");
    }
    quiet = load.answerable > 0 && load.charge > 0 ? quiet || performance.now() : 0;
    if (quiet && performance.now() - quiet > QUIET_MS) koeBenchSays(JSON.stringify({ settled: true }));
    else requestAnimationFrame(look);
  };
  if (location.pathname !== "/blank") requestAnimationFrame(look);

  // ---- one touch after the other ----

  const shows = (question) => seen(find.question({ question }));
  const focus = (field) => ({ aim: field, done: () => document.activeElement === field });
  const title = () => document.querySelector("h1")?.textContent;
  const kinds = {
    choose: (step) => ({ aim: aim(find.choice(step)), done: () => taken(find.choice(step)) }),
    reveal: (step) => ({ aim: aim(find.choice(step)), done: () => taken(find.choice(step)) && shows(step.shown) }),
    write: (step) => focus(find.field(step)),
    other: (step) => focus(find.other(step)),
    part: (step) => focus(find.date[step.part](step)),
    next: ({ from, to }) => ({ aim: find.next(), done: () => shows(to) && !shows(from) }),
    back: ({ from, to }) => ({ aim: find.back(), done: () => shows(to) && !shows(from) }),
    refuse: () => ({ aim: find.next(), done: () => seen(find.error()) }),
    finish: ({ at }) => {
      const before = title();
      return { aim: find.finish[at].press(), done: () => seen(find.finish[at].until()) || title() !== before };
    },
    any: () => any(),
  };

  /** What a person does who takes the first choice of whatever is asked. */
  const any = () => {
    const controls = find.questions().filter(seen).flatMap((question) => [...question.querySelectorAll("input,textarea")]);
    const of = (type) => controls.filter((control) => control.type === type);
    const free = (radio) => !of("radio").some((other) => other.name === radio.name && taken(other));
    const boxes = of("checkbox");
    const group = (box) => box.closest(bench.walk);
    const choice = of("radio").find(free) ?? boxes.find((box) => !boxes.some((other) => group(other) === group(box) && taken(other)));
    if (choice && seen(aim(choice))) return { kind: "choose", aim: aim(choice), done: () => taken(choice) };
    const here = () => find.questions().filter(seen).map((question) => question.textContent).join();
    const [before, said] = [here(), seen(find.error())];
    return { kind: "next", aim: find.next(), done: () => here() !== before || (!said && seen(find.error())) };
  };

  /** Waits until what a step touches is there and still, and says where; `over` where there is nothing left to do. */
  bench.arm = async (step) => {
    const late = performance.now() + PATIENCE_MS;
    const over = () => (step.kind === "any" || step.kind === "finish") && seen(find.finish[step.at ?? 0].until());
    let found;
    while (!over() && !seen((found = kinds[step.kind](step)).aim)) {
      if (performance.now() > late) return { fault: `nothing to touch for ${JSON.stringify(step)}` };
      await frame();
    }
    if (over()) return { over: true };
    found.aim.scrollIntoView({ block: "center", behavior: "instant" });
    for (let last; last !== (last = spot(found.aim).y); ) await frame();
    bench.outcome = new Promise((resolve) => {
      const fault = setTimeout(() => resolve({ fault: `nothing came of ${JSON.stringify(step)}` }), PATIENCE_MS);
      const came = (ms) => (clearTimeout(fault), resolve({ ms }));
      addEventListener("click", (event) => {
        const wait = () => (found.done() ? painted((now) => came(now - event.timeStamp)) : requestAnimationFrame(wait));
        requestAnimationFrame(wait);
      }, { capture: true, once: true });
    });
    return { kind: found.kind ?? step.kind, ...spot(found.aim) };
  };

  /** What the browser's own calendar does with a field; a finger cannot, here. */
  bench.date = (step) => {
    const field = find.date[0](step);
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, step.text);
    for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
  };
  bench.walk = find.walk;
})
