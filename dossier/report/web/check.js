"use strict";
(() => {
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
  const boxes = [...document.querySelectorAll("#filter input[name=state]")];
  const unit = document.getElementById("unit");
  const words = document.getElementById("words");
  const shown = document.getElementById("shown");
  const loose = [...document.querySelectorAll(".loose .paper")].map((paper) => ({ paper, text: plain(paper.textContent) }));
  const proofs = [...document.querySelectorAll(".proof")].map((card) => ({ card, text: plain(card.textContent) }));

  const refresh = () => {
    const states = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const asked = plain(words.value).split(/\s+/);
    let count = 0;
    for (const { card, text } of proofs) {
      const fits = states.has(card.dataset.state) && asked.every((word) => text.includes(word));
      card.hidden = !fits;
      count += fits && (!unit || !unit.value || card.closest(".unit").dataset.unit === unit.value);
    }
    for (const { paper, text } of loose) paper.hidden = !asked.every((word) => text.includes(word));
    for (const part of document.querySelectorAll(".unit")) {
      part.hidden = Boolean(unit && unit.value) && part.dataset.unit !== unit.value;
    }
    shown.textContent = `Hiện ${count}/${proofs.length} tài liệu`;
  };

  document.getElementById("filter").hidden = false;
  for (const field of [...boxes, unit, words]) field?.addEventListener("input", refresh);
  refresh();
})();
