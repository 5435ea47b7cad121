// Reads aloud what is asked, by a voice of the device itself: one that is somewhere on the network would tell somebody else
// what is being asked.
//
// The module fetches this file once its first screen stands. Nothing is read before somebody wants it.

const speech = globalThis.speechSynthesis;

/** What is not read: what was answered, what is said about the form and not about the question, and all that is pressed. */
const SILENT =
  "button:not(.add), input, textarea, .unseen, .progress, .summary, .note, .actions, .counter, .other, .rating, .ranking :is(ol, .subhead, .support)";
/** After these the voice pauses. */
const BLOCKS = "h1, h2, p, li, label, .number, .asked";
/** Some browsers fall silent within a text that takes them more than some fifteen seconds, so that they get sentences. */
const SENTENCE = /.+?(?:[。！？।]+[」』）]*|[.!?]+(?=\s)|$)/gm;

/** Which reading it is. Whatever ends of an earlier one is nobody's business any more. */
let turn = 0;
/** What is being read: a browser forgets an utterance that nobody holds, and with it that it ends. */
let spoken;
let tell;

/**
 * Calls `hear` with the languages that the device speaks, in one line, now and whenever they change; and with nothing when
 * it has come to the end of a reading, or broken it off because the page is not seen any more.
 */
export function listen(hear) {
  if (!speech) return;
  tell = hear;
  const told = () => hear([...new Set(voices().map(tag))].join(" "));
  // Many browsers do not know their voices before they were asked for them.
  speech.addEventListener?.("voiceschanged", told);
  (globalThis.requestIdleCallback ?? setTimeout)(told);
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.hidden && leave());
}

/** Reads what is asked on the screen, in its language; or is silent. */
export function read(reads) {
  hush();
  const { lang } = document.documentElement;
  const fitting = voices().filter((voice) => tag(voice) === lang);
  if (reads) next(turn, sentences(), fitting.find((voice) => voice.default) ?? fitting[0]);
}

function hush() {
  turn += 1;
  // Some browsers let a cancel fall on what is spoken next, where nothing is spoken now.
  if (spoken) speech.cancel();
  spoken = undefined;
}

function leave() {
  if (!spoken) return;
  hush();
  tell();
}

function next(mine, [sentence, ...rest], voice) {
  // What is broken off ends too, or fails, as the browser likes.
  if (mine !== turn) return;
  if (!sentence || !voice) {
    spoken = undefined;
    tell();
    return;
  }
  spoken = new SpeechSynthesisUtterance(sentence);
  spoken.lang = voice.lang.replaceAll("_", "-");
  // Of several voices the device knows the best one for a language, unless one is none of its own.
  if (speech.getVoices().some((other) => !other.localService)) spoken.voice = voice;
  spoken.onend = () => next(mine, rest, voice);
  spoken.onerror = () => next(mine, [], voice);
  speech.speak(spoken);
}

/** The device's own voices. */
function voices() {
  return speech.getVoices().filter((voice) => voice.localService);
}

/** The language of a voice as pages name it. Devices write `ja_JP` too, and `jpn-JPN`. */
function tag({ lang }) {
  const [primary, ...more] = lang.split(/[-_]/);
  try {
    const [language] = Intl.getCanonicalLocales(primary);
    if (language !== "zh") return language;
    return more.some((part) => /^(hant|twn?|hkg?|mo)$/i.test(part)) ? "zh-Hant" : "zh-Hans";
  } catch {
    return "";
  }
}

/** What is read, in order, by its readings where it has them. */
function sentences() {
  const screen = document.querySelector("main").cloneNode(true);
  for (const silent of screen.querySelectorAll(SILENT)) silent.remove();
  for (const ruby of screen.querySelectorAll("ruby")) ruby.replaceWith(ruby.querySelector("rt").textContent);
  for (const block of screen.querySelectorAll(BLOCKS)) block.append("\n");
  const parts = screen.textContent.match(SENTENCE) ?? [];
  return parts.map((part) => part.trim()).filter((part) => /[\p{L}\p{N}]/u.test(part));
}
