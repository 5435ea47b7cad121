// Enter goes on to the next question of the sheet, past those that the printed "go to" leaves out, and what was typed is kept.
const form = document.getElementById("typing");
const fields = [...form.querySelectorAll("[data-number]")];
const keep = document.getElementById("keep");
const narrow = (text) => text.trim().replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));

const next = (field) => {
  const goes = Object.fromEntries((field.dataset.go ?? "").split(" ").map((pair) => pair.split(":")));
  const to = goes[narrow(field.value)];
  const from = fields.indexOf(field) + 1;
  if (to === "end") return keep;
  return fields.slice(from).find((other) => !to || Number(other.dataset.number) >= Number(to)) ?? keep;
};

const hold = async () => {
  const body = new URLSearchParams(new FormData(form));
  body.set("do", "hold");
  const answer = await fetch(location.href, { method: "POST", body }).catch(() => null);
  document.getElementById("not-held").hidden = answer?.status === 204;
};

let held = new URLSearchParams(new FormData(form)).toString();
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  if (!fields.includes(event.target)) return;
  event.preventDefault();
  const to = next(event.target);
  to.focus();
  to.select?.();
  const now = new URLSearchParams(new FormData(form)).toString();
  if (now !== held) hold();
  held = now;
});
