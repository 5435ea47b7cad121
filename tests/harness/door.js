// Fills and reads a page of the form by the ids of its controls, the same in whichever door.
// A function body; what it is called with: what to do, and for some a callback.

const home = document.querySelector('koe-survey, [data-koe-page], #koe');
const root = (home && home.shadowRoot) || home || document;
/** A control by its id; two kinds of them are known by what they stand for. */
const by = id => {
  if (id === 'assisted') return root.querySelector('main .row.apart [type="checkbox"]');
  if (id.startsWith('koe-ward-')) return root.querySelector(`[name="koe-ward"][value="${id.slice(9)}"]`);
  return root.querySelector('#' + CSS.escape(id));
};
const all = (selector, within = root) => [...within.querySelectorAll(selector)];
/** One turn of the browser's own loop, with everything that was asked for before it. */
const turn = () => new Promise(done => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => { channel.port1.close(); done(); };
  channel.port2.postMessage(0);
});
/** Words without readings and gaps. */
const bare = node => {
  if (!node) return '';
  const copy = node.cloneNode(true);
  all('rt, rp', copy).forEach(one => one.remove());
  return copy.textContent.replace(/\s+/g, '');
};

/** What was answered, gaps and all; what stands around readings is for browsers that know none. */
const answered = node => {
  const copy = node.cloneNode(true);
  all('rp', copy).forEach(one => one.remove());
  return copy.textContent;
};

/** Half a character is shown as one that is lost. */
const whole = text => text.replace(/[\uD800-\uDFFF]/gu, '\uFFFD');

const question = id => by('help-' + id).closest('.question');

function pressed(press) {
  if (press === 'main') return root.querySelector('main .actions .button.main');
  if (press === 'back') return root.querySelector('main .actions.pair .button.second');
  if (press === 'ruby') return root.querySelector('.languages > .button.quiet');
  if ('language' in press) return all('.languages li button')[press.language];
  if ('clear' in press) return question(press.clear).querySelector('.button.quiet');
  if ('rank' in press) return all('.add', by('q-' + press.rank[0]))[press.rank[1]];
  if ('ranked' in press) {
    const [id, place, nth] = press.ranked;
    return all('.moves button', all('.place', by('q-' + id))[place])[nth];
  }
  return all('main dd.change button')[press.change];
}

/** Does one thing; whether there was anything to do. */
function move(move) {
  if (move.tick) {
    const box = by(move.tick.id);
    if (!box) throw new Error('there is no control ' + move.tick.id);
    if (box.checked === move.tick.on) return false;
    box.click();
    return true;
  }
  const box = by(move.write.id);
  if (!box) throw new Error('there is no box ' + move.write.id);
  const before = box.value;
  box.value = move.write.text.replaceAll('\uE000', '\uD83D');
  if (box.value === before) return false;
  for (const kind of ['input', 'change']) box.dispatchEvent(new Event(kind, { bubbles: true, composed: kind === 'input' }));
  return true;
}

function press(step) {
  const button = pressed(step.press);
  if (!button) throw new Error('there is no button ' + JSON.stringify(step.press));
  button.click();
}

function place() {
  if (root.querySelector('main .receipt')) return 'done';
  if (root.querySelector('main [name="koe-ward"]')) return 'ward';
  if (root.querySelector('main .question')) return 'page';
  if (root.querySelector('main .entry')) return 'review';
  return root.querySelector('main .actions .button.main') ? 'opening' : 'other';
}

const asked = () => all('main [id^="help-"]').map(help => help.id.slice(5));
const faults = () => all('main .faults').map(one => one.id.slice(6));

function held() {
  const held = {};
  for (const control of all('main .question input, main .question textarea')) {
    // Without script there is a button for none of the choices, which is no answer.
    if (control.type === 'hidden' || control.closest('[hidden]')) continue;
    const ticks = control.type === 'radio' || control.type === 'checkbox';
    const id = control.name === 'koe-ward' ? 'koe-ward-' + control.value : control.id;
    // Words beside a choice that is not taken say nothing.
    if (id.endsWith('-other') && !control.closest('.row').querySelector('input').checked) continue;
    if (ticks ? control.checked : control.value !== '') held[id] = ticks ? 'true' : whole(control.value);
  }
  return held;
}

function seen() {
  const ranked = {};
  for (const list of all('main .ranking')) {
    const places = all('.place .named', list).map(bare);
    if (places.length) ranked[list.id.slice(2)] = places;
  }
  const receipt = root.querySelector('main .receipt .digits');
  return {
    sight: {
      place: place(),
      voice: bare(root.querySelector('.languages [aria-pressed="true"]')),
      lang: document.documentElement.lang,
      ruby: bare(pressed('ruby')),
      asked: asked().map(id => [id, bare(question(id).querySelector('.asked'))]),
      faults: faults(),
      buttons: [pressed('main'), pressed('back')].filter(one => one).map(bare),
      held: held(),
      ranked,
    },
    more: {
      title: bare(root.querySelector('main h1')),
      summary: all('main .summary').map(bare),
      gentle: all('main .summary.gentle, main .fault.gentle').length,
      faults: all('main .fault').map(bare),
      said: all('main .support, main .note, main .demand, main .progress').map(bare),
      invalid: all('main [aria-invalid]').map(one => one.id),
      chosen: all('main .choice, main .mark').map(bare),
      review: all('main .entry').map(row => [bare(row.querySelector('dt')), answered(row.querySelector('.answer'))]),
      readings: all('main :is(.heading, .choice, .support, .demand) rt').length,
    },
    receipt: receipt && receipt.textContent.replace(/\s/g, ''),
  };
}

/** Whether the page is the one that the rules speak of; all of it is only looked at where the outline fits. */
const is = sight => place() === sight.place
  && String(asked()) === String(sight.asked.map(([id]) => id))
  && String(faults()) === String(sight.faults)
  && same(seen().sight, sight);

function same(left, right) {
  if (typeof left !== 'object') return left === right;
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every(name => name in right && same(left[name], right[name]));
}

/** Waits for that page, and says whether it came. */
async function comes(sight) {
  const patience = performance.now() + 20000;
  for (let turns = 0; ; turns++) {
    await turn();
    if (is(sight)) return true;
    if (performance.now() > patience) return false;
    if (turns > 20) await new Promise(done => setTimeout(done, 2));
  }
}

/** Does what is to be done on a page that is posted, and leaves it. */
function post(step) {
  window.koePosted = true;
  for (const one of step.moves) move(one);
  press(step);
}

/** The page that came of it, once it is there. */
const arrived = () => (window.koePosted || document.readyState !== 'complete' ? null : seen());

/** What else there is to be known of a page that does not come. */
const state = async () => ({
  ready: document.readyState,
  now: performance.now(),
  text: document.body.innerText.slice(0, 200),
  loaded: performance.getEntriesByType('resource').map(({ name, responseEnd }) => [name, responseEnd]),
  worker: navigator.serviceWorker?.controller?.state,
  runs: Boolean(window.wasmBindings),
  office: await inTime(fetch('/api/v1/health').then(({ status }) => status)),
  caches: await inTime(caches.keys()),
  bases: await inTime(indexedDB.databases().then(all => all.map(({ name }) => name))),
});
const inTime = promise => Promise.race([promise.catch(String), new Promise(done => setTimeout(done, 3000, 'hangs'))]);

/** The whole way in a page that turns by itself: every page that was seen, up to the first that is another. */
async function walk({ opening, steps }) {
  const pages = [];
  let goesOn = await comes(opening);
  pages.push(seen());
  for (const step of steps) {
    if (!goesOn) break;
    for (const one of step.moves) if (move(one)) await turn();
    press(step);
    goesOn = await comes(step.then);
    pages.push(seen());
  }
  if (!goesOn) pages.at(-1).more.instead = await state();
  return pages;
}
