// Ctrl+S and Cmd+S save the draft and put the cursor back. Leaving with unsaved changes asks first.

const form = document.getElementById("campaign_form");
const RETURN = "compose-return";
const RETURN_WITHIN = 15000; // milliseconds; a later load is a new visit

function contents() {
  const typed = new FormData(form);
  typed.delete("csrfmiddlewaretoken");
  typed.delete("token");
  return new URLSearchParams([...typed].map(([key, value]) => [key, String(value)])).toString();
}

let saved = null;
let leaving = false;
const isUnsaved = () => saved !== null && (form.hasAttribute("data-unsaved") || contents() !== saved);

function mark() {
  document.getElementById("unsaved").hidden = !isUnsaved();
}

function remember() {
  const { activeElement: field } = document;
  sessionStorage.setItem(RETURN, JSON.stringify({
    at: Date.now(),
    scroll: window.scrollY,
    field: form.contains(field) ? field.id : "",
    cursor: field.selectionStart ?? null,
  }));
}

function comeBack() {
  const kept = JSON.parse(sessionStorage.getItem(RETURN) ?? "null");
  sessionStorage.removeItem(RETURN);
  const told = document.getElementById("meanwhile") ?? document.getElementById("refused");
  if (told) {
    told.focus();
    return;
  }
  if (!kept || Date.now() - kept.at > RETURN_WITHIN) return;
  const field = kept.field && document.getElementById(kept.field);
  if (field) {
    field.focus({ preventScroll: true });
    if (kept.cursor !== null && field.setSelectionRange) field.setSelectionRange(kept.cursor, kept.cursor);
  }
  window.scrollTo(0, kept.scroll);
}

// Going back shows the page anew. The token of the form that was saved belongs to this entry of the
// history: with it, saving again saves the same draft.
function keepToken() {
  history.replaceState({ ...history.state, token: form.elements.token.value }, "");
}

function takeToken() {
  if (history.state?.token) form.elements.token.value = history.state.token;
}

function start() {
  takeToken();
  saved = contents();
  mark();
  comeBack();
}

if (form) {
  if (document.readyState === "complete") start();
  else window.addEventListener("load", start);
  form.addEventListener("input", mark);
  form.addEventListener("change", mark);
  form.addEventListener("submit", (event) => {
    leaving = true;
    keepToken();
    if (event.submitter?.id === "save-draft") remember();
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && isUnsaved()) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    const isSave = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    if (!isSave || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    form.requestSubmit(document.getElementById("save-draft"));
  });
}
