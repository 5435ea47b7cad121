// The figures of the page renew themselves; nothing else on it does.
const every = 15000;

const renew = async () => {
  if (document.hidden) return true;
  const answer = await fetch(location.href, { headers: { "koe-live": "1" } }).catch(() => null);
  if (!answer) return true;
  const live = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live");
  if (!live) {
    document.getElementById("live-ended").hidden = false;
    return false;
  }
  const here = document.getElementById("live");
  // Whoever is on something in it is not pulled away.
  if (!here.contains(document.activeElement)) here.replaceChildren(...live.childNodes);
  return true;
};

const wait = () => setTimeout(async () => (await renew()) && wait(), every);
wait();
