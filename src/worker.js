// The service worker of the pages of surveys: a survey that was opened once opens again with no network. In the folder of
// tablets that staff have set up, the same is the service worker of their one page.
//
// With each page it keeps the files that the page names. They are named by their content, so a page is never given
// files of another version, and there is no version here that could change under somebody who is answering.
//
// It answers for nothing but these pages and files. Whatever else is asked for, and whatever is sent, goes by as if it
// were not there: not even `fetch` passes it on, since browsers have lost bodies that way.
//
// Where the browser has background sync, it also sends what waits on the device when no page is open that would.

/** Whether these are tablets that staff have set up. */
const TABLET = new URL(registration.scope).pathname === "/tablet/";
const STORE = TABLET ? "koe-tablet" : "koe";

/**
 * How long the office is awaited where its page is kept: on a slow line, some 4 KB and the way to them. As long for what is
 * kept, where the office may have it too.
 */
const PATIENCE_MS = 5_000;

/** The page of a survey, or of tablets. What a link brings besides, the module reads itself. */
const PAGE = TABLET ? /^\/tablet\/$/ : /^\/s\/[^/]+$/;
/** What the office's page has and the welcome page of a guest network has not. */
const MARK = "data-koe-page";
/** A name that holds a hash of what is inside, as the office tells them too. */
const HASHED = /(?:^|[/_.-])[0-9a-f]{12,}(?:$|[/_.-])/;
/** What may be the name of a file, in a page or a script. */
const NAME = /["'`]([\w./-]+\.(?:js|css|wasm))(?=["'`])/g;

const nothing = () => undefined;
const here = (address) => new URL(address, location.origin);
const windows = () => clients.matchAll({ type: "window", includeUncontrolled: true });
/** What comes of a promise, if it comes in time: a browser's store that does not answer must leave no page blank. */
const soon = (promise) => Promise.race([promise, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
/** What is kept under an address, for whoever asks. */
const kept = (address) => caches.match(address, { ignoreVary: true }).catch(nothing);

// ---- what is answered ----

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode !== "navigate") {
    if (!HASHED.test(pathname)) return;
    const found = file(here(pathname).href);
    event.respondWith(found.then(({ copy }) => copy()));
    event.waitUntil(found.then(({ stored }) => stored).catch(nothing));
  } else if (PAGE.test(pathname)) {
    const asked = fetch(request);
    event.respondWith(page(pathname, asked));
    event.waitUntil(asked.then(({ ok }) => ok && keep(pathname, event.resultingClientId)).catch(nothing));
  }
});

/** The page as the office sends it; the one that is kept where the office cannot be heard, or cannot go on. */
async function page(path, asked) {
  const found = kept(path);
  const resort = await soon(found);
  if (!resort) return asked.catch(async (why) => (await found) ?? Promise.reject(why));
  const answer = await soon(asked.catch(nothing));
  return answer && (TABLET ? await isOurs(answer) : answer.status < 500) ? answer : resort;
}

/**
 * Whether it is a page of ours. Somebody whose guest network asks them to sign in must see that; whoever stands before
 * a tablet must not, and an office that has no such page just now does not take it from a tablet either.
 */
async function isOurs(answer) {
  return answer.ok && !answer.redirected && (await answer.clone().text()).includes(MARK);
}

/** Files on their way, so that none is fetched twice when its page opens. */
const coming = new Map();

/**
 * A file, of which copies may be taken, and when it is kept: `{copy, stored}`. What comes from the device is given as it is:
 * of a doubled body one half may wait for ever for the other, which nobody reads.
 */
async function file(address) {
  const found = kept(address);
  const held = await soon(found);
  if (held) return { copy: () => held };
  if (!coming.has(address)) coming.set(address, bring(address, found));
  return coming.get(address);
}

async function bring(address, found) {
  const over = () => coming.delete(address);
  const answer = await fetch(address).catch(nothing);
  if (!answer) {
    over();
    const held = await found;
    if (held) return { copy: () => held };
    throw new TypeError(`${address}: nowhere to be had`);
  }
  return { copy: () => answer.clone(), stored: store(address, answer.clone()).finally(over) };
}

/** Keeps a file, but not what a guest network gives out in its place. */
async function store(address, answer) {
  const type = answer.headers.get("content-type") ?? "text/html";
  if (!answer.ok || answer.redirected || type.startsWith("text/html")) throw new TypeError(`${address}: ${type}`);
  await (await caches.open(STORE)).put(address, answer);
}

// ---- what is kept ----

// Pages that are open when the worker comes are open for the first time, so nothing of them was seen here.
self.addEventListener("install", (event) => {
  event.waitUntil(keepOpen().catch(nothing));
});

async function keepOpen() {
  const paths = (await windows()).map(({ url }) => here(url).pathname);
  for (const path of new Set(paths.filter((path) => PAGE.test(path)))) await keep(path);
}

/**
 * Keeps a page as it is for everyone, once all that it names is kept: whoever comes with another link gets it too, and
 * what this link brought is nobody else's business. One at a time, for a worker that is about to follow does the same.
 */
function keep(path, opening) {
  return navigator.locks.request(`${STORE} offline`, async () => {
    const answer = await fetch(path, { cache: "no-cache" });
    if (!(await isOurs(answer))) return;
    await named(here(path), await answer.clone().text());
    await (await caches.open(STORE)).put(path, answer);
    await tidy(opening);
  });
}

/** All files that a text names, and those that these name; they are kept when this is done. */
async function named(address, text, found = new Set()) {
  for (const [, name] of text.matchAll(NAME)) {
    const { href, origin, pathname } = new URL(name, address);
    if (origin !== location.origin || !HASHED.test(pathname) || found.has(href)) continue;
    found.add(href);
    const { copy, stored } = await file(href);
    await stored;
    if (pathname.endsWith(".js")) await named(href, await copy().text(), found);
  }
  return found;
}

/** Lets go of the files that no kept page names, unless a page is open besides the new one that may still want them. */
async function tidy(opening) {
  if ((await windows()).some(({ id }) => id !== opening)) return;
  const store = await caches.open(STORE);
  const keys = await store.keys();
  const wanted = new Set();
  for (const page of keys.filter(({ url }) => PAGE.test(here(url).pathname))) {
    await named(page.url, await (await store.match(page)).text(), wanted);
  }
  for (const key of keys) {
    if (HASHED.test(here(key.url).pathname) && !wanted.has(key.url)) await store.delete(key);
  }
}

// ---- what is sent ----

/** By this name the page asks for it. */
const OWED = "koe owed";
/** The replies by which the office refuses a response: it waits for a person then. */
const REFUSED = [400, 403, 409, 413, 422];

self.addEventListener("sync", (event) => {
  // What a tablet owes goes out with its token, which only its page has.
  if (event.tag === OWED && !TABLET) event.waitUntil(sendOwed());
});

/** The longest that an office is left alone because it asked for it. */
const HELD_MAX_MS = 24 * 60 * 60 * 1_000;

/**
 * Sends what waits, one at a time like the pages do. Nothing leaves the device here: the page that is opened next hears
 * from the office that it has the response already. After a failure the browser tries again later.
 */
async function sendOwed() {
  for (const { id } of await owed()) {
    await navigator.locks.request(`${STORE} sender`, async () => {
      const parcels = await owed();
      // The office that one response was told to leave alone is the one that all the others go to.
      if (parcels.some(isHeld)) throw new Error("the office asked to be left alone");
      const parcel = parcels.find((one) => one.id === id);
      if (parcel) await send(parcel);
    });
  }
}

/** Everything that is owed. */
async function owed() {
  return (await look("readonly", (outbox) => outbox.getAll())).map((text) => JSON.parse(text));
}

/** Whether the office asked, as this was sent, to be left alone until a time that is still to come, by this clock. */
function isHeld({ held_until_ms: until = 0 }) {
  const left = until - Date.now();
  return left > 0 && left <= HELD_MAX_MS;
}

async function send({ id, survey, code, body, refusal }) {
  if (refusal) return;
  const headers = { "Content-Type": "application/json", ...(code && { "Koe-Code": code }) };
  const answer = await fetch(`/api/v1/surveys/${survey}/responses/${id}`, { method: "PUT", headers, body });
  if (REFUSED.includes(answer.status)) return;
  await hold(id, answer);
  const { id: named } = await answer.json();
  if (!answer.ok || named !== id) throw new TypeError(`${id}: ${answer.status}`);
}

/** Notes beside a response how long the office asks to be left alone, if it does, for whoever would send next. */
async function hold(id, { status, headers }) {
  const asked = headers.get("retry-after")?.trim() ?? "";
  const isBusy = [408, 425, 429].includes(status) || (status >= 500 && status !== 511);
  if (!isBusy || !/^[0-9]+$/.test(asked)) return;
  const held_until_ms = Date.now() + Math.min(Number(asked) * 1_000, HELD_MAX_MS);
  await look("readwrite", (outbox) => {
    const found = outbox.get(id);
    // A page may have taken it off the device meanwhile.
    found.onsuccess = () =>
      found.result && outbox.put(JSON.stringify({ ...JSON.parse(found.result), held_until_ms }), id);
    return found;
  });
}

/** What comes of a question to the outbox on the device, once all that it changes there is done. */
function look(mode, question) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(STORE);
    // Where there is no database, none is made.
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const looking = opening.result.transaction("outbox", mode);
      const asked = question(looking.objectStore("outbox"));
      looking.oncomplete = () => resolve(asked.result);
      looking.onabort = () => reject(looking.error);
      opening.result.close();
    };
  });
}
