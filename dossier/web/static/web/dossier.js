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

let unsaved = false;
const TYPING = "cho-dang-go";

// Appraisal: the self-score into the boxes that are still empty, for the appraiser to look over and save.
document.querySelectorAll("[data-fill]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    const empty = [...document.querySelectorAll("input[data-filed]")].filter((box) => !box.value);
    empty.forEach((box) => { box.value = box.dataset.filed; });
    document.getElementById("da-lay").textContent = `Đã lấy ${empty.length} ô, chưa lưu`;
    unsaved = unsaved || empty.length > 0;
  });
});

// Ctrl+S saves the form at hand; whoever leaves a form with words that were not saved is asked first.
document.addEventListener("keydown", (event) => {
  const button = document.querySelector("[data-save]");
  if (button && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    sessionStorage.setItem(TYPING, JSON.stringify([location.pathname, document.activeElement.id]));
    button.click();
  }
});
// … and comes back to the field the person was in.
const [typedAt, typedIn] = JSON.parse(sessionStorage.getItem(TYPING) ?? "[]");
sessionStorage.removeItem(TYPING);
if (typedAt === location.pathname) document.getElementById(typedIn)?.focus();
document.addEventListener("input", (event) => {
  if (event.target.form?.querySelector("[data-save]")) unsaved = true;
});
document.addEventListener("submit", () => { unsaved = false; });
window.addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});

// On a phone the navigation is wider than the window: the page at hand is brought into view.
document.querySelector(".top nav [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
