// A browser whose device has voices, as far as a page can tell: it notes what it is to say, says nothing, and tells of its
// voices late, as many do. What is broken off fails, some time later.

const said = [];
let known = [];
let spoken = null;
const broken = [];

const speech = Object.assign(new EventTarget(), {
  getVoices: () => known,
  speak(utterance) {
    said.push([utterance.text, utterance.lang, utterance.voice?.name ?? null]);
    spoken = utterance;
  },
  cancel() {
    said.push("silence");
    if (spoken) broken.push(spoken);
    spoken = null;
  },
});

Object.defineProperty(window, "speechSynthesis", { value: speech });
window.SpeechSynthesisUtterance = class {
  constructor(text) {
    this.text = text;
  }
};
window.device = {
  said,
  has(voices) {
    known = voices.map(([name, lang, localService]) => ({ name, lang, localService, default: false }));
    speech.dispatchEvent(new Event("voiceschanged"));
  },
  fails() {
    for (const one of broken.splice(0)) {
      one.onerror?.(new Event("error"));
      one.onend?.(new Event("end"));
    }
  },
  ends() {
    const over = spoken;
    spoken = null;
    over?.onend?.(new Event("end"));
    return Boolean(spoken);
  },
};
