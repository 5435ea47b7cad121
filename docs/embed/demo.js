// What the page hears, as a list.
const log = document.getElementById("log");
for (const name of ["ready", "page", "saved", "queued", "sent", "error"]) {
  document.addEventListener(`koe:${name}`, ({ type, detail }) => {
    const line = document.createElement("li");
    line.textContent = `${type} ${JSON.stringify(detail)}`;
    log.append(line);
  });
}
