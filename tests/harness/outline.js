// What can be used or stands over something in the main part of the page, in its order.
const shown = one => one.getClientRects().length && !one.closest('[aria-hidden=true]');
return [...document.querySelectorAll('main :is(h1, h2, h3, h4, a[href], button, input, textarea, fieldset, [role=group])')].filter(shown);
