/* Says once that the session has ended, and takes it back as soon as the server answers again. */

const place = document.getElementById("sign-in-again");
const STALE = "data-stale";

function isStale() {
  return place.querySelector(`[${STALE}]`) !== null;
}

/* Every poll would have it read out anew. */
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, xhr } = event.detail;
  const isSaid = place.children.length && isStale() === xhr.responseText.includes(STALE);
  if (target === place && isSaid) event.detail.shouldSwap = false;
});

/* The form of an open page stays that of the session before: an answer to a poll says nothing
   about it. */
document.addEventListener("htmx:afterRequest", (event) => {
  const { successful, requestConfig } = event.detail;
  if (!successful || (isStale() && requestConfig.verb === "get")) return;
  place.replaceChildren();
});
