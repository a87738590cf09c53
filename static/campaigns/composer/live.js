// Keeps what is unfolded, how far a strip is scrolled, and every unchanged element, when the live
// response refills a part of the page.

const page = document.getElementById("campaign_form");
const stale = document.getElementById("preview-stale");

function unfolded(part) {
  return [...part.querySelectorAll("details")].map((details) => details.open);
}

function scrolled(part) {
  return [...part.querySelectorAll(".phones-strip")].map((strip) => strip.scrollLeft);
}

function same(part, fragment) {
  const fresh = document.createElement("div");
  fresh.append(fragment.cloneNode(true));
  // ignore attributes that scripts or the reader's own unfolding add
  const bare = (node) => {
    const copy = node.cloneNode(true);
    copy.querySelectorAll("details").forEach((details) => details.removeAttribute("open"));
    return copy.innerHTML.trim();
  };
  return bare(part) === bare(fresh.firstElementChild ?? fresh);
}

document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  if (same(target, fragment)) {
    event.detail.shouldSwap = false;
    return;
  }
  const folds = unfolded(target);
  const strips = scrolled(target);
  const scroll = target.scrollTop;
  queueMicrotask(() => {
    const details = [...target.querySelectorAll("details")];
    if (details.length === folds.length) {
      details.forEach((one, index) => { one.open = folds[index]; });
    }
    target.querySelectorAll(".phones-strip").forEach((strip, index) => {
      strip.scrollLeft = strips[index] ?? 0;
    });
    target.scrollTop = scroll;
  });
});

// A redirect leads to another page: its content is not what was asked for.
function isItsAnswer({ xhr, pathInfo }) {
  return new URL(xhr.responseURL).pathname === new URL(pathInfo.requestPath, location).pathname;
}

function follows(isFollowing) {
  if (stale) stale.hidden = isFollowing;
}

page?.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt !== page) return;
  follows(event.detail.successful && isItsAnswer(event.detail));
});
page?.addEventListener("htmx:sendError", () => follows(false));
page?.addEventListener("htmx:timeout", () => follows(false));

// Request the exact JSON only while it is unfolded.
page?.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt === page && document.querySelector("details.exact[open]")) {
    event.detail.parameters.exact = "1";
  }
});
document.querySelectorAll("details.exact").forEach((details) => {
  details.addEventListener("toggle", () => {
    if (details.open) page.dispatchEvent(new Event("refresh"));
  });
});
