// Everything of a role that can be seen, in the page or in a part of it that was found before, shadow roots included.
// A function body, called with the role and the number of the part.

const [role, within] = arguments;
const TEXT = 'textarea, input:not([type]), [type=text], [type=number], [type=search]';
const SIGNS = {
  button: 'button, summary, [type=submit]', heading: 'h1, h2, h3, h4', link: 'a[href]', radio: '[type=radio]', checkbox: '[type=checkbox]',
  textbox: TEXT, group: 'fieldset:not([role])', region: 'section[aria-label], section[aria-labelledby]', img: 'img',
};

/** The words of something without readings. */
const words = one => {
  const bare = one.cloneNode(true);
  bare.querySelectorAll('rt, rp, [aria-hidden=true]').forEach(unread => unread.remove());
  return bare.textContent;
};
const named = (one, attribute) => {
  const ids = one.getAttribute(attribute)?.split(' ') ?? [];
  const parts = ids.map(id => one.getRootNode().getElementById(id)).filter(Boolean);
  return parts.map(words).join(' ');
};
const name = one => {
  const given = named(one, 'aria-labelledby') || one.getAttribute('aria-label');
  if (given) return given;
  if (one.matches('fieldset')) return one.querySelector('legend') ? words(one.querySelector('legend')) : '';
  if (one.labels?.length) return [...one.labels].map(words).join(' ');
  return one.matches(TEXT + ', [role=alert], [role=status], [role=group]') ? '' : words(one);
};
const scopes = root => [root, ...[...root.querySelectorAll('*')].flatMap(one => (one.shadowRoot ? scopes(one.shadowRoot) : []))];

window.koeFound ??= [];
const outer = within === null ? document : window.koeFound[within];
if (!outer?.isConnected) throw new Error('the part is not there any more');
const sign = [SIGNS[role], `[role=${role}]`].filter(Boolean).join(', ');
const all = [...new Set(scopes(outer).flatMap(scope => [...scope.querySelectorAll(sign)]))];
const shown = one => one.getClientRects().length && getComputedStyle(one).visibility === 'visible' && !one.closest('[aria-hidden=true]');
return all.filter(shown).map(one => ({
  node: window.koeFound.push(one) - 1, role, name: name(one), value: one.value ?? '', checked: one.checked ?? false,
  invalid: one.getAttribute('aria-invalid') === 'true', description: named(one, 'aria-describedby'),
}));
