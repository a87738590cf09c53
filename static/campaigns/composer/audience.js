/* The fields of the chosen audience, tags typed one by one over the field that is posted, and
   buttons that empty a field. */
function showChosenAudience() {
  const chosen = document.querySelector("[name=audience_kind]:checked")?.value;
  document.querySelectorAll("[data-kinds]").forEach((line) => {
    line.toggleAttribute("data-hidden", !line.dataset.kinds.split(" ").includes(chosen));
  });
}

document.addEventListener("change", (event) => {
  if (event.target.name === "audience_kind") showChosenAudience();
});

function write(field, value) {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function tagsIn(area) {
  return area.value.split("\n").map((tag) => tag.trim()).filter(Boolean);
}

function add(area, text) {
  const tags = tagsIn(area);
  const added = text.split(/[\r\n\t]+/).map((tag) => tag.trim()).filter(Boolean);
  const all = [...new Set([...tags, ...added])];
  if (all.length > tags.length) write(area, all.join("\n"));
}

/* The input takes the field's label, its anchor and the focus; the field keeps its name. */
function enhance(input) {
  const area = document.getElementById(input.dataset.tags);
  const take = () => {
    const text = input.value;
    input.value = "";
    add(area, text);
  };
  area.id += "_lines";
  area.hidden = true;
  input.id = input.dataset.tags;
  input.hidden = false;
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      take();
    } else if (event.key === "Backspace" && !input.value && tagsIn(area).length) {
      write(area, tagsIn(area).slice(0, -1).join("\n"));
    }
  });
  input.addEventListener("input", (event) => {
    event.stopPropagation();
    if (!event.inputType || event.inputType === "insertReplacementText") take(); // from the list
  });
  input.addEventListener("change", (event) => {
    event.stopPropagation();
    take();
  });
  input.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text");
    if (!/[\r\n\t]/.test(text)) return;
    event.preventDefault();
    add(area, text);
  });
  area.form.addEventListener("submit", take, true);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-remove], [data-empty]");
  if (!button) return;
  const name = button.dataset.from || button.dataset.empty;
  const field = document.querySelector(`[name="${name}"]`);
  const removed = button.dataset.remove;
  write(field, removed ? tagsIn(field).filter((tag) => tag !== removed).join("\n") : "");
  const next = document.querySelector(`[data-tags="id_${name}"]`);
  (removed ? next : document.querySelector("[name=audience_kind]:checked") || field).focus();
});

/* A list that was read or tidied up counts as typed; the same file may be read again. */
document.addEventListener("htmx:afterRequest", (event) => {
  const { elt, successful, xhr, pathInfo } = event.detail;
  if (!elt.matches("[data-ids]")) return;
  const clean = document.getElementById("ids-clean");
  const asked = new URL(pathInfo.requestPath, location).pathname;
  const isItsAnswer = successful && new URL(xhr.responseURL).pathname === asked;
  if (isItsAnswer && clean) write(document.querySelector("[name=audience_userid]"), clean.value);
  if (elt.type === "file") elt.value = "";
});

/* Numbered drafts keep everything that was typed: leaving for their list is like saving. */
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { elt, xhr } = event.detail;
  if (!elt.matches("[data-saves]") || !xhr.getResponseHeader("HX-Redirect")) return;
  elt.form.dispatchEvent(new Event("submit"));
});

document.querySelectorAll("input[data-tags]").forEach(enhance);

/* Going back in the history restores typed values and the chosen audience, but not the chips and
   the hidden fields that follow from them. */
window.addEventListener("load", () => {
  showChosenAudience();
  const fields = [...document.querySelectorAll("#section-audience textarea")];
  const brought = fields.find((field) => field.value !== field.defaultValue);
  if (brought) write(brought, brought.value);
});
