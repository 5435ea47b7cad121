// What a page holds, in which language it says that it is, and what on it is in another one.
// A function body, called with words that somebody has typed.

const typed = JSON.parse(arguments[0]);
const root = document.documentElement;
const JAPANESE = /[\u3040-\u30FF\u3400-\u9FFF]/;
// Names that are written in capitals are so in every language.
const LATIN = /[A-Za-z]*[a-z]{2,}/;
const strange = (words, tongue) => (tongue === 'en' ? JAPANESE : LATIN).test(words) && !typed.some(one => words.includes(one));
const tongue = one => one.closest('[lang]').lang.split('-')[0];

const foreign = strange(document.title, tongue(root)) ? [document.title] : [];
const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (words.nextNode()) {
  const { data, parentElement: one } = words.currentNode;
  const read = !one.closest('script, style, noscript, [translate=no]') && one.getClientRects().length;
  if (read && strange(data, tongue(one))) foreign.push(data);
}
for (const one of document.body.querySelectorAll('[aria-label], [title], [alt], [placeholder]')) {
  const said = ['aria-label', 'title', 'alt', 'placeholder'].map(name => one.getAttribute(name) ?? '').join(' ');
  if (strange(said, tongue(one))) foreign.push(said);
}

const all = selector => [...document.querySelectorAll(selector)];
return {
  lang: root.lang.split('-')[0],
  parts: all('body [lang]').filter(one => !one.matches('button.language') && one.lang.split('-')[0] !== root.lang.split('-')[0]).length,
  foreign,
  focus: document.activeElement?.textContent ?? '',
  held: all('main :is(input, textarea)').map(one => [one.id, one.checked, one.value]),
  faults: all('main .fault, main .summary a, main [aria-invalid]').length,
};
