// What is wrong with how letters are drawn: letters that no face has, selectors that show, readings that lie on something
// or stand out of it, and lines that are not even.
// A function body, called with words that somebody has typed, and with what of this the engine can be asked.

const { typed, selects, even } = JSON.parse(arguments[0]);
const faults = new Set();
const breaks = new Intl.Segmenter('ja', { granularity: 'grapheme' });
const lettersOf = words => [...breaks.segment(words)];
const canvas = document.createElement('canvas');
const pen = canvas.getContext('2d', { willReadFrequently: true });

// A picture of a letter in the face of a part of the page.
const drawn = (letter, style) => {
  const em = parseFloat(style.fontSize);
  [canvas.width, canvas.height] = [em * 3, em * 2];
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  pen.fillText(letter, em / 2, em * 1.5);
  const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
  return { ink: data.some(byte => byte), picture: data.join() };
};

const texts = [];
const walker = document.createTreeWalker(document.querySelector('.koe'), NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const { currentNode: node } = walker;
  if (node.data.trim() && !node.parentElement.closest('.unseen, rp, textarea') && node.parentElement.getClientRects().length) texts.push(node);
}

const rectsOf = (node, from, to) => {
  const range = document.createRange();
  range.setStart(node, from);
  range.setEnd(node, to);
  return [...range.getClientRects()].filter(rect => rect.width);
};

// ---- typed words: every letter is there, as wide as a letter, and different where it is written otherwise ----
const selected = /[\uFE00\u{E0100}-\u{E01EF}]/u;
for (const node of texts.filter(node => node.parentElement.closest('.typed'))) {
  const style = getComputedStyle(node.parentElement);
  const em = parseFloat(style.fontSize);
  // No face has the last letters of the private planes.
  const missing = drawn('\u{10FFFC}', style).picture;
  for (const { segment, index } of lettersOf(node.data)) {
    if (!segment.trim()) continue;
    const { ink, picture } = drawn(segment, style);
    if ((selects || !selected.test(segment)) && (!ink || picture === missing)) faults.add(`${segment} is not drawn`);
    const width = rectsOf(node, index, index + segment.length).reduce((sum, rect) => sum + rect.width, 0);
    if (Math.abs(width / em - 1) > .15 && typed.includes(segment)) faults.add(`${segment} is ${width / em} letters wide`);
  }
  if (selects && drawn('葛\u{E0100}', style).picture === drawn('葛\u{E0101}', style).picture) faults.add('葛 is not drawn as its selector says');
}

// ---- readings and lines: the body of each letter, without the room above and below it ----
const bodies = texts.flatMap(node => {
  const { parentElement: part } = node;
  const half = parseFloat(getComputedStyle(part).fontSize) * .42;
  const ruby = part.closest('ruby');
  return rectsOf(node, 0, node.length).map(({ left, right, top, bottom }) => {
    const middle = (top + bottom) / 2;
    return { node, ruby, reads: part.localName === 'rt', left, right, top: middle - half, bottom: middle + half, middle };
  });
});
const meet = (one, other) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1
  && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1;
for (const reading of bodies.filter(body => body.reads)) {
  const word = reading.node.data;
  const hit = bodies.find(other => other.node !== reading.node && meet(reading, other));
  if (hit) faults.add(`${word} lies on ${hit.node.data.slice(0, 20)}`);
  if (reading.left < -1 || reading.right > innerWidth + 1) faults.add(`${word} stands out of the page`);
  for (let around = reading.ruby; around !== document.body; around = around.parentElement) {
    const { overflow, borderTopWidth } = getComputedStyle(around);
    const box = around.getBoundingClientRect();
    const edged = overflow !== 'visible' || parseFloat(borderTopWidth);
    if (edged && (reading.top < box.top || reading.left < box.left - 1 || reading.right > box.right + 1)) {
      faults.add(`${word} stands out of its ${around.className || around.localName}`);
    }
  }
}

const block = part => {
  while (getComputedStyle(part).display.startsWith('inline') || part.localName === 'ruby') part = part.parentElement;
  return part;
};
const blocks = Map.groupBy(bodies.filter(body => !body.reads), body => block(body.ruby ?? body.node.parentElement));
for (const [part, letters] of blocks) {
  const size = getComputedStyle(part).fontSize;
  const alike = letters.filter(({ node }) => getComputedStyle(node.parentElement).fontSize === size);
  const lines = [...new Set(alike.map(({ middle }) => Math.round(middle)))].sort((one, other) => one - other)
    .filter((line, at, all) => !at || line - all[at - 1] > 3);
  const pitches = lines.slice(1).map((line, at) => line - lines[at]);
  if (even && Math.max(...pitches) - Math.min(...pitches) > 2) faults.add(`the lines of ${part.localName}.${part.className} are not even: ${pitches}`);
}
return [...faults];
