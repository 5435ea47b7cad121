// The form in someone else's page: the element `<koe-survey>`, and the function `mount`.
//
// The build puts the names of the files beside this one in the place of these three.
const GLUE = "koe-glue.js";
const MODULE = "koe-module.wasm";
const STYLE = "koe-style.css";
// And what seals responses lies there, where surveys have keys: koe-sealer.js

const beside = (name) => new URL(name, import.meta.url).href;

// ---- what is loaded, once for all forms of a page ----

let loading;

/** The module, and what dresses a shadow root; after a failure the next form tries again. */
function load() {
  loading ??= Promise.all([module(), style()]).catch((why) => {
    loading = undefined;
    throw why;
  });
  return loading;
}

async function module() {
  const glue = await import(beside(GLUE));
  await glue.default({ module_or_path: beside(MODULE) });
  return glue;
}

/** All forms share one sheet. A sheet that is adopted needs no leave of the page's policy. */
async function style() {
  if (!("adoptedStyleSheets" in Document.prototype)) {
    // Safari 16.0 to 16.3, where the policy has to allow the address.
    return (shadow) => {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = beside(STYLE);
      shadow.prepend(link);
    };
  }
  const answer = await fetch(beside(STYLE), { credentials: "omit" });
  if (!answer.ok) throw new TypeError(`${beside(STYLE)}: ${answer.status}`);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(await answer.text());
  return (shadow) => {
    shadow.adoptedStyleSheets = [sheet];
  };
}

// ---- roots: what the module draws on, used again and again ----

/** All roots: `{number, element, ear, visit, waits}`. One waits while the form that was taken out is not done yet. */
const roots = [];

/** A root for a visit: the one that the same form has not left yet, or an empty one, or a new one. */
function rootFor(visit, glue) {
  const root =
    roots.find(({ waits, visit: { key } = {} }) => waits && key === visit.key) ??
    roots.find((root) => !root.visit) ??
    newRoot(glue);
  root.visit = visit;
  root.waits = false;
  return root;
}

function newRoot(glue) {
  const element = document.createElement("section");
  element.className = "ground";
  const root = { element, visit: undefined, waits: false };
  // What a page does when it hears of something must not happen while the module is at work.
  root.ear = (what, of, more) => {
    const { visit } = root;
    queueMicrotask(() => hear(root, visit, what, of, more));
  };
  for (const name of ["click", "input", "keydown"]) {
    element.addEventListener(name, () => (root.visit.touched = true), true);
  }
  // What is typed is no shortcut of the page's, which cannot see that it is typed into a box.
  for (const name of ["keydown", "keypress", "keyup"]) {
    element.addEventListener(name, (event) => {
      if (event.target.matches("input[type=text], textarea")) event.stopPropagation();
    });
  }
  roots.push(root);
  root.number = glue.root(element);
  return root;
}

// ---- visits: one form in one element, from `mount` to `unmount` ----

/** The visit that an element has, and the place that it showed last: `{key, mark}`. */
const visits = new WeakMap();
const places = new WeakMap();

/**
 * Puts a form into an element that can have a shadow root, as soon as the module is there. Until then, and after
 * `unmount`, the element shows what it holds. `options`: `src`, `survey`, `ward`, `lang`, and `given`, an object.
 */
export function mount(element, options = {}) {
  if (!(element instanceof Element)) throw new TypeError("mount: the first argument is no element");
  if (!element.shadowRoot) {
    // Whether it can have one, without hiding yet what it holds.
    document.createElement(element.localName).attachShadow({ mode: "open" });
  }
  const visit = begin(element, options);
  return { unmount: () => end(visit) };
}

function begin(element, { src, survey = "", ward, lang, given = {} }) {
  const collector = collectorAt(src);
  const facts = new URLSearchParams(Object.entries(given));
  if (ward) facts.set("ward", ward);
  facts.sort();
  const key = `${collector} ${survey} ${facts}`;
  const visit = { element, collector, survey, facts, key, language: lang };
  const former = visits.get(element);
  if (former) end(former);
  visits.set(element, visit);
  load().then(
    ([glue, dress]) => {
      if (visit.over) return;
      Object.assign(visit, { glue, dress, root: rootFor(visit, glue) });
      enter(visit);
    },
    (why) => trouble(visit, "unreachable", why),
  );
  return visit;
}

/** The address of a collector, by default the one that this script came from. */
function collectorAt(src) {
  try {
    return new URL(src || ".", src ? document.baseURI : import.meta.url).href.replace(/\/+$/, "");
  } catch {
    return src;
  }
}

function enter(visit) {
  const { glue, root, key, element, collector, survey, facts } = visit;
  const place = places.get(element);
  const address = new URL(`/s/${encodeURIComponent(survey)}?${facts}`, location.origin);
  const language = visit.language || languageAround(element);
  if (language) address.searchParams.set("lang", language);
  // What is kept of a collector's forms on its own pages, and otherwise apart from that of any other collector.
  const store = collector === location.origin ? "koe" : `koe ${collector}`;
  visit.broken = false;
  glue.enter(root.number, root.ear, collector, store, address.href, place?.key === key ? place.mark : "");
}

/** The language of the page around an element, without its region, which only says in which characters Chinese is written. */
function languageAround(element) {
  const tag = element.closest("[lang]:not([lang=''])")?.lang;
  if (/^zh\b/i.test(tag)) return /\b(hant|tw|hk|mo)\b/i.test(tag) && !/\bhans\b/i.test(tag) ? "zh-Hant" : "zh-Hans";
  return tag?.split("-")[0].replace(/^tl$/i, "fil");
}

function speak(visit, language) {
  visit.language = language;
  const wanted = language || languageAround(visit.element);
  if (visit.root && wanted) visit.glue.speak(visit.root.number, wanted);
}

function end(visit) {
  if (visit.over) return;
  visit.over = true;
  const { element, root, glue } = visit;
  visits.delete(element);
  if (!root) return;
  root.waits = true;
  root.element.remove();
  const shadow = element.shadowRoot;
  if (shadow) {
    shadow.adoptedStyleSheets = [];
    shadow.replaceChildren(document.createElement("slot"));
  }
  glue.leave(root.number);
}

/** Shows the form in the place of what the element holds. */
function show({ element, root, dress, broken }) {
  const ground = root.element;
  const shadow = element.shadowRoot ?? element.attachShadow({ mode: "open" });
  if (ground.parentNode !== shadow) {
    shadow.replaceChildren(ground);
    dress(shadow);
    // The size of letters that the reader has chosen, where the page's own does not reach.
    ground.style.fontSize = "medium";
    ground.style.setProperty("--koe-reader", getComputedStyle(ground).fontSize);
    ground.style.fontSize = "";
  }
  const slot = shadow.querySelector("slot");
  // Where there is nothing to ask, what the page has instead may still help.
  if (broken && !slot) shadow.append(document.createElement("slot"));
  if (!broken) slot?.remove();
}

/** Moves the focus as the form asks, but never away from the page, nor before anyone has touched the form. */
function focus({ element, root, touched }, id) {
  const target = root.element.querySelector(`#${CSS.escape(id)}`);
  if (!target || !touched || isElsewhere(element)) return;
  target.focus({ preventScroll: true });
  const { top, bottom } = target.getBoundingClientRect();
  if (top >= 0 && bottom <= innerHeight) return;
  const start = id === "koe-heading" ? root.element : target;
  start.scrollIntoView({ behavior: "instant", block: "start" });
}

/** Whether the focus is in another part of the page. */
function isElsewhere(element) {
  const { activeElement: active, body, documentElement } = document;
  for (let host = element; host; host = host.getRootNode().host) {
    if (host === active) return false;
  }
  return ![null, body, documentElement].includes(active);
}

// ---- what the module asks for, and what the page is told ----

function hear(root, visit, what, of, more) {
  if (what === "left") {
    if (root.waits) Object.assign(root, { visit: undefined, waits: false });
  } else if (what === "mark") {
    places.set(visit.element, { key: visit.key, mark: of });
  } else if (visit.over) {
    // The response of a form that was taken out still goes its way.
    if (what === "queued" || what === "sent") tell(visit, what, of);
  } else if (what === "shown") {
    root.element.lang = of;
    root.element.setAttribute("aria-label", more.split(" | ").pop());
    show(visit);
  } else if (what === "size") {
    root.element.dataset.size = of;
  } else if (what === "focus") {
    focus(visit, of);
  } else if (what === "reload") {
    enter(visit);
  } else if (what === "error") {
    trouble(visit, of);
  } else {
    if (what === "ready") show(visit);
    tell(visit, what, of);
  }
}

function tell({ element, survey }, what, of, message) {
  const detail = { survey };
  if (what === "page") detail.page = of;
  if (what === "sent") detail.stored = of;
  if (what === "error") Object.assign(detail, { code: of, message });
  element.dispatchEvent(new CustomEvent(`koe:${what}`, { bubbles: true, composed: true, detail }));
}

// ---- when something is not as it should be ----

/** How long a browser may take to tell that it was a policy that kept it from asking. */
const TOLD_MS = 1000;

/** What the page's policy first forbade of what the forms need: `securitypolicyviolation`. */
const forbidden = new Promise((resolve) => {
  document.addEventListener("securitypolicyviolation", (event) => {
    const ours = [beside("."), ...roots.map((root) => root.visit?.collector)].map(originOf);
    const blocked = event.blockedURI;
    const isOurs = blocked.startsWith("wasm") || (originOf(blocked) && ours.includes(originOf(blocked)));
    const isOfUse = /^(script|connect)-src/.test(event.effectiveDirective);
    if (isOurs && isOfUse && event.disposition === "enforce") resolve(event);
  });
});

function originOf(address) {
  try {
    return new URL(address).origin;
  } catch {
    return "";
  }
}

/** What happened and what to do, in Japanese and in English. */
const MESSAGES = {
  unknown_survey: ({ survey, collector }) => [
    `${collector} に「${survey}」という調査はありません。survey 属性と src 属性を確かめてください。`,
    `There is no survey "${survey}" at ${collector}. Check the attributes survey and src.`,
  ],
  unknown_ward: ({ survey }) => [
    `ward 属性の区は、調査「${survey}」の対象ではありません。回答する人に区をたずねます。属性には6けたの地方公共団体コードを書いてください。`,
    `The attribute ward names no ward of the survey "${survey}", so the person is asked for it. Write a six-digit JIS X 0402 code.`,
  ],
  unreachable: ({ collector }) => [
    `${collector} につながりません。通信と src 属性を確かめ、ページを読み込み直すか、画面の「もう一度読み込む」を押してください。`,
    `${collector} cannot be reached. Check the network and the attribute src; then load the page again, or press the button on the screen.`,
  ],
  not_allowed: ({ collector, survey, directive }) =>
    directive
      ? [
          `このページの Content-Security-Policy（${directive}）が調査の読み込みを止めました。script-src に ${collector} と 'wasm-unsafe-eval' を、connect-src に ${collector} を加えてください。`,
          `The Content-Security-Policy of this page (${directive}) stopped the survey. Allow ${collector} and 'wasm-unsafe-eval' in script-src, and ${collector} in connect-src.`,
        ]
      : [
          `${collector} は、このページ（${location.origin}）での調査「${survey}」の表示を許していません。調査の embed_origins に ${location.origin} を加えて公開し直してもらってください。survey 属性も確かめてください。`,
          `${collector} does not let this page (${location.origin}) show the survey "${survey}". Have ${location.origin} added to the survey's embed_origins and the survey published again; check the attribute survey too.`,
        ],
  unsound: ({ collector }) => [
    `${collector} から届いた調査を読めません。koe.js を自分で置いているときは、新しいものに替えてください。`,
    `What ${collector} sent is no survey that this koe.js can read. If you serve a copy of it, replace the copy.`,
  ],
  unsealable: ({ survey }) => [
    `調査「${survey}」の回答は端末で暗号にしますが、その準備ができません。このページを HTTPS で送り、koe.js の1行目にあるファイルをすべて koe.js と同じ所に置いてください。`,
    `Answers to the survey "${survey}" are sealed on the device, and this page cannot do it. Serve the page over HTTPS, and every file that the first line of koe.js names beside koe.js.`,
  ],
  storage: () => [
    `この端末には回答を保存できません（プライベートブラウズなど）。このページを閉じるまでは回答できます。`,
    `Nothing can be kept on this device (private browsing, for example). The survey works until this page is closed.`,
  ],
  refused: ({ survey }) => [
    `調査「${survey}」の回答が受け付けられませんでした。回答は端末に残り、理由と連絡先を画面に出しています。`,
    `The response to the survey "${survey}" was not taken. It stays on the device; the screen says why and whom to ask.`,
  ],
};

/** When there is nothing to ask. */
const WITHOUT_FORM = ["unknown_survey", "unreachable", "unsound", "unsealable"];

async function trouble(visit, code, why) {
  visit.broken = WITHOUT_FORM.includes(code);
  const directive = code === "unreachable" && (await keptApart(visit, why));
  if (visit.over) return;
  if (directive !== false) code = "not_allowed";
  const message = MESSAGES[code]({ ...visit, directive });
  tell(visit, "error", code, message[document.documentElement.lang.startsWith("ja") ? 0 : 1]);
  console.error(`koe-survey: ${message[1]}`, ...(why ? [why] : []));
}

/**
 * What keeps this page and the collector apart, which browsers do not say: the directive of the page's policy; nothing
 * named, where it is the collector that does not want this page; and `false`, where they cannot reach each other.
 */
async function keptApart({ collector, survey }, why) {
  const address = `${collector}/api/v1/surveys/${encodeURIComponent(survey)}`;
  const answer = await fetch(address, { credentials: "omit" }).catch(() => undefined);
  // What was forbidden is told a moment after it has failed.
  const overdue = new Promise((resolve) => setTimeout(resolve, answer ? 0 : TOLD_MS));
  const event = await Promise.race([forbidden, overdue]);
  if (event) return event.effectiveDirective;
  if (why instanceof WebAssembly.CompileError) return "script-src";
  return answer?.status === 403 ? "" : false;
}

// ---- the element ----

/** What a `<koe-survey>` says of itself. */
function optionsOf(element) {
  const options = { given: {} };
  for (const { name, value } of element.attributes) {
    if (name.startsWith("given-")) options.given[name.slice(6)] = value;
    else if (["src", "survey", "ward", "lang"].includes(name)) options[name] = value;
  }
  return options;
}

class KoeSurvey extends HTMLElement {
  #visit;
  /** The attributes of the form that stands, but for the language. */
  #attributes;

  constructor() {
    super();
    new MutationObserver(() => this.#settle()).observe(this, { attributes: true });
  }

  // Whoever puts an element into a page sets attributes right after, or has only moved it.
  connectedCallback() {
    queueMicrotask(() => this.#settle());
  }

  disconnectedCallback() {
    queueMicrotask(() => this.#settle());
  }

  #settle() {
    const { lang, ...options } = optionsOf(this);
    const attributes = this.isConnected ? JSON.stringify(options) : undefined;
    if (attributes === this.#attributes) {
      if (this.#visit && this.#visit.language !== lang) speak(this.#visit, lang);
      return;
    }
    this.#attributes = attributes;
    if (this.#visit) end(this.#visit);
    this.#visit = attributes && begin(this, { ...options, lang });
  }
}

if (!customElements.get("koe-survey")) customElements.define("koe-survey", KoeSurvey);
