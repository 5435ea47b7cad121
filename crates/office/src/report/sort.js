// Tables can be put into another order. Without this they stay in the order in which they were written.

/** What a cell is put in order by: the first number in it, else nothing. */
const number = (cell) => {
  const found = cell?.textContent.match(/[+\-−]?\d[\d,]*(\.\d+)?/);
  return found ? Number(found[0].replace("−", "-").replaceAll(",", "")) : null;
};

/** What a head says, without the readings of its letters. */
const words = (head) => {
  const copy = head.cloneNode(true);
  for (const reading of copy.querySelectorAll("rt")) reading.remove();
  return copy.querySelector("a")?.ariaLabel ?? copy.textContent.trim();
};

/** Rows without a number come last, whichever way round the others are. */
const byNumber = (place, way) => (one, other) => {
  const [left, right] = [one, other].map((row) => number(row.cells[place]));
  if (left === null || right === null) return (left === null) - (right === null);
  return way * (left - right);
};

const place = (row) => Number(row.dataset.place);

const put = (table, head) => {
  const isFirst = head.cellIndex === 0;
  // Whoever wants an order of numbers wants the highest first; by its first column a table is as it was written.
  const next = (head.ariaSort ?? (isFirst ? "descending" : "ascending")) === "ascending" ? "descending" : "ascending";
  const way = next === "ascending" ? 1 : -1;
  const body = table.tBodies[0];
  const rows = [...body.rows].filter((row) => !("stays" in row.dataset));
  const order = isFirst ? (one, other) => way * (place(one) - place(other)) : byNumber(head.cellIndex, way);
  rows.sort((one, other) => order(one, other) || place(one) - place(other));
  body.append(...rows);
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  head.ariaSort = next;
};

for (const table of document.querySelectorAll("table[data-sort]")) {
  [...table.tBodies[0].rows].forEach((row, at) => (row.dataset.place = at));
  for (const head of table.tHead.rows[0].cells) {
    const button = Object.assign(document.createElement("button"), { type: "button" });
    button.ariaLabel = table.dataset.sort.replace("%", words(head));
    button.addEventListener("click", () => put(table, head));
    head.append(" ", button);
  }
}
