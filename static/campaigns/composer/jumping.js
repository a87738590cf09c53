// Leads from a problem to its field: unfolds what hides the field and puts the cursor there.

const FOCUSABLE = "input:not([type=hidden]):not(:disabled), select, textarea:not(:disabled), button";

function placeOf(name, href) {
  const byId = document.getElementById(`id_${name}`);
  return byId?.getClientRects().length ? byId : document.querySelector(`.field-${name}`) ?? byId
    ?? document.querySelector(href);
}

function unfold(place) {
  for (let node = place; node; node = node.parentElement) {
    if (node.tagName === "DETAILS") node.open = true;
  }
}

function focusIn(place) {
  const isField = place.matches(FOCUSABLE);
  const seen = [...place.querySelectorAll(FOCUSABLE)].find((one) => one.getClientRects().length);
  const field = isField ? place : seen ?? place;
  if (field === place && !isField) field.tabIndex = -1;
  field.focus({ preventScroll: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  field.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
}

function jump(name, href) {
  if (name) unfold(document.querySelector(`.field-${name}`));
  const place = placeOf(name, href);
  if (!place) return false;
  unfold(place);
  focusIn(place);
  return true;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.jump");
  if (link && jump(link.dataset.field, link.getAttribute("href"))) event.preventDefault();
});

// The campaign's page links to a field by the fragment of the URL.
const [, asked] = /^#id_(\w+)$/.exec(location.hash) ?? [];
if (asked) window.addEventListener("load", () => jump(asked, location.hash));

// Mark the step that is in view.
const links = new Map(
  [...document.querySelectorAll(".step-link")].map((link) => [link.dataset.step, link]),
);
const visible = new Set();
const watch = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    const slug = target.id.replace("step-", "");
    if (isIntersecting) visible.add(slug);
    else visible.delete(slug);
  }
  const slugs = [...links.keys()];
  const current = slugs.find((slug) => visible.has(slug)) ?? (window.scrollY < 200 && slugs[0]);
  links.forEach((link, slug) => {
    if (slug === current) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
  });
}, { rootMargin: "-15% 0px -80% 0px" });
document.querySelectorAll("section.step").forEach((section) => watch.observe(section));

// On a narrow screen the preview starts folded.
const beside = document.getElementById("beside");
const narrow = matchMedia("(max-width: 1024px)");
function fold() {
  beside.classList.toggle("folds", narrow.matches);
  beside.open = !narrow.matches;
}
if (beside) {
  narrow.addEventListener("change", fold);
  fold();
}
