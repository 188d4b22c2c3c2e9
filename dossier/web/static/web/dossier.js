// Small manners of the pages; without scripts every page still works.
"use strict";

// The filter of the checklist: rows whose state is not the chosen one are hidden.
function applyFilter(box) {
  const chosen = box.querySelector("input:checked")?.value ?? "";
  document.querySelectorAll(box.dataset.filter).forEach((row) => {
    row.hidden = chosen !== "" && row.dataset.state !== chosen;
  });
}

document.addEventListener("change", (event) => {
  const box = event.target.closest("[data-filter]");
  if (box) applyFilter(box);
});

// A page that was read anew keeps the filter the person had chosen.
let chosen = "";
document.addEventListener("htmx:beforeSwap", () => {
  chosen = document.querySelector("[data-filter] input:checked")?.value ?? "";
});
document.addEventListener("htmx:afterSettle", () => {
  const box = document.querySelector("[data-filter]");
  const input = box?.querySelector(`input[value="${CSS.escape(chosen)}"]`);
  if (input) {
    input.checked = true;
    applyFilter(box);
  }
});

// Files dropped anywhere on an upload box become its chosen files.
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const box = event.target.closest?.("[data-drop]");
    if (!box) return;
    event.preventDefault();
    box.classList.toggle("over", kind === "dragover");
    if (kind === "drop") {
      box.querySelector("input[type=file]").files = event.dataTransfer.files;
    }
  });
}
