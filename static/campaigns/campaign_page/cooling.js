/* Counts down to the moment from which an approved campaign may leave. The server says which moment
   and what time it is; the clock of this computer is not asked. */

const shown = document.querySelector(".cooling-left[data-due]");
const spoken = document.getElementById("cooling-said");
const left = (Number(shown?.dataset.due) - Number(shown?.dataset.now)) * 1000;
const minutes = new Intl.NumberFormat(document.documentElement.lang || undefined, {
  style: "unit", unit: "minute", unitDisplay: "long",
});

function digits(seconds) {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return (parts[0] ? parts : parts.slice(1)).map((part) => String(part).padStart(2, "0")).join(":");
}

/* Seconds still to wait, rounded up: 00:00 is never shown before the moment has come. */
function count() {
  const seconds = Math.max(0, Math.ceil((left - performance.now()) / 1000));
  shown.textContent = digits(seconds);
  if (seconds % 60 === 0 || !spoken.textContent) {
    spoken.textContent = minutes.format(Math.ceil(seconds / 60));
  }
  if (seconds) {
    setTimeout(count, 250);
  }
}

if (shown) {
  count();
}
