// Extras as rows of key and value, or as JSON. Only one of the two is posted.

function changed(extras) {
  extras.dispatchEvent(new Event("input", { bubbles: true }));
}

function show(extras, asRows) {
  const rows = extras.querySelector(".extras-rows");
  const json = extras.querySelector(".extras-json");
  rows.hidden = rows.disabled = !asRows;
  json.hidden = asRows;
  json.querySelector("textarea").disabled = asRows;
  extras.querySelector(".extras-as-rows").hidden = asRows;
  extras.querySelector(".extras-bad").hidden = true;
}

function add(extras, key = "", value = "") {
  const row = extras.querySelector("template").content.firstElementChild.cloneNode(true);
  row.querySelector("input").value = key;
  row.querySelector("textarea").value = value;
  extras.querySelector("ul").append(row);
  return row;
}

function remove(extras, row) {
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  (next?.querySelector("input") ?? extras.querySelector(".extras-add")).focus();
  changed(extras);
}

// Keep a key that occurs twice: the server reports it.
function asJson(extras) {
  const pairs = [...extras.querySelectorAll("li")].map((row) => [
    row.querySelector("input").value, row.querySelector("textarea").value,
  ]).filter(([key, value]) => key.trim() || value);
  const lines = pairs.map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const text = extras.querySelector(".extras-json textarea");
  text.value = lines.length ? `{\n${lines.join(",\n")}\n}` : "";
  show(extras, false);
  text.focus();
  changed(extras);
}

function read(text) {
  try {
    const found = JSON.parse(text.trim() || "{}");
    const isFlat = found && typeof found === "object" && !Array.isArray(found)
      && Object.values(found).every((value) => typeof value === "string");
    return isFlat ? Object.entries(found) : null;
  } catch {
    return null;
  }
}

function asRows(extras) {
  const text = extras.querySelector(".extras-json textarea");
  const isRefused = document.querySelector(`#said-${extras.dataset.name} .errorlist`);
  const pairs = isRefused ? null : read(text.value);
  extras.querySelector(".extras-bad").hidden = pairs !== null;
  if (!pairs) {
    text.focus();
    return;
  }
  extras.querySelector("ul").replaceChildren();
  pairs.forEach(([key, value]) => add(extras, key, value));
  show(extras, true);
  extras.querySelector(".extras-as-json").focus();
  changed(extras);
}

document.querySelectorAll(".extras").forEach((extras) => {
  const isUnreadable = extras.querySelector("[data-unreadable]");
  show(extras, !isUnreadable);
  extras.addEventListener("click", ({ target }) => {
    if (target.closest(".extras-add")) add(extras).querySelector("input").focus();
    else if (target.closest(".extras-remove")) remove(extras, target.closest("li"));
    else if (target.closest(".extras-as-json")) asJson(extras);
    else if (target.closest(".extras-as-rows")) asRows(extras);
  });
});
