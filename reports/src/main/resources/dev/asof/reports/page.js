"use strict";
// Sorting and filtering of long tables; the page is whole without it.
(() => {
  const number = text => {
    const plain = text.replace(/[,\u00a0 %]/g, "").replace("\u2212", "-").replace("\u221e", "Infinity");
    return plain === "n/a" || plain === "" ? NaN : Number(plain);
  };
  const isNumber = text => /^[+\u2212]?(\d[\d,]*(\.\d+)?|\u221e)(\u00a0%)?$/.test(text) || text === "n/a" || text === "";
  const textOf = (row, column) => row.cells[column].textContent.trim();
  const sort = (table, column, ascending) => {
    const rows = [...table.tBodies[0].rows];
    const numeric = rows.every(row => isNumber(textOf(row, column)));
    const compare = (a, b) => {
      const x = textOf(a, column), y = textOf(b, column);
      if (!numeric) return x < y ? -1 : x > y ? 1 : 0;
      const m = number(x), n = number(y);
      if (isNaN(m) || isNaN(n)) return isNaN(m) && isNaN(n) ? 0 : (isNaN(m) ? 1 : -1) * (ascending ? 1 : -1);
      return m - n;
    };
    rows.sort((a, b) => ascending ? compare(a, b) : compare(b, a));
    table.tBodies[0].append(...rows);
    return numeric;
  };
  const sortable = table => {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const cells = [...table.tBodies[0].rows].map(row => textOf(row, column));
        const was = head.getAttribute("aria-sort");
        const ascending = was ? was === "descending" : !cells.every(isNumber);
        heads.forEach(other => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
        sort(table, column, ascending);
      });
    });
  };
  const filterable = table => {
    const rows = [...table.tBodies[0].rows];
    const label = document.createElement("label");
    const input = document.createElement("input");
    const shown = document.createElement("span");
    input.type = "search";
    input.placeholder = "words, each must occur";
    shown.setAttribute("role", "status");
    label.append("Filter ", input);
    const bar = document.createElement("div");
    bar.className = "filter";
    bar.append(label, shown);
    table.closest(".scroll").before(bar);
    const texts = rows.map(row => [...row.cells].map(cell => cell.textContent.trim()).join(" \n ").toLowerCase());
    input.addEventListener("input", () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let count = 0;
      rows.forEach((row, n) => {
        row.hidden = !words.every(word => texts[n].includes(word));
        count += row.hidden ? 0 : 1;
      });
      shown.textContent = words.length ? count + " of " + rows.length + " rows" : "";
    });
  };
  document.querySelectorAll(".scroll > table:not(.heat)").forEach(table => {
    const rows = table.tBodies[0] ? table.tBodies[0].rows.length : 0;
    if (rows >= 4) sortable(table);
    if (rows >= 12) filterable(table);
  });
})();
