/* Buttons that fill a date, and the chosen moment on the reader's own clock. */
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill]");
  if (!button) return;
  const field = document.getElementById(button.dataset.fill);
  field.value = button.dataset.value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
  field.focus();
});

function clock(moment, zone) {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone, hourCycle: "h23",
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  }).formatToParts(moment);
  const at = Object.fromEntries(parts.map((part) => [part.type, part.value]));
  return `${at.year}-${at.month}-${at.day} ${at.hour}:${at.minute}`;
}

function showOwnClocks() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const place of document.querySelectorAll(".own-clock[data-moment]")) {
    const moment = new Date(place.dataset.moment);
    try {
      const own = clock(moment, zone);
      const differs = own !== clock(moment, place.dataset.zone);
      place.textContent = differs
        ? place.dataset.said.replace("{time}", own).replace("{zone}", zone) : "";
    } catch (error) {
      if (!(error instanceof RangeError)) throw error; // a zone that this browser does not know
    }
  }
}

document.addEventListener("htmx:afterSettle", showOwnClocks);
document.addEventListener("htmx:oobAfterSwap", showOwnClocks);
showOwnClocks();
