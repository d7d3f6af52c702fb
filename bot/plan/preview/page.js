"use strict";
(() => {
  const STEP = 50;
  const table = document.getElementById("people-table");
  // A link to a message opens it, wherever it is folded up.
  const open = () => {
    const aim = document.getElementById(location.hash.slice(1));
    if (aim instanceof HTMLDetailsElement) {
      aim.open = true;
      aim.querySelector("summary").focus();
      aim.scrollIntoView();
    }
  };
  addEventListener("hashchange", open);
  open();
  if (!table) {
    return;
  }
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
  const rows = [...table.tBodies[0].rows].map((row) => ({
    row,
    name: plain(row.cells[0].textContent),
    wiki: row.cells[1].textContent,
    language: row.cells[2].dataset.code,
  }));
  const [search, wiki, language, shown, more, filters, clear] = [
    "search", "of-wiki", "of-language", "shown", "more", "filters", "clear",
  ].map((id) => document.getElementById(id));
  const numbers = new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-latn`);
  let most = STEP;
  const show = () => {
    const wanted = plain(search.value.trim());
    const found = rows.filter((each) =>
      each.name.includes(wanted) &&
      (!wiki.value || each.wiki === wiki.value) &&
      (!language.value || each.language === language.value));
    const matching = new Set(found);
    const first = new Set(found.slice(0, most));
    for (const each of rows) {
      each.row.hidden = !matching.has(each);
      each.row.classList.toggle("later", !first.has(each));
    }
    table.hidden = !found.length;
    more.hidden = found.length <= most;
    shown.textContent = found.length
      ? shown.dataset.say.replace("{n}", numbers.format(found.length)).replace("{all}", numbers.format(rows.length))
      : shown.dataset.none;
  };
  let waiting = 0;
  const anew = () => {
    most = STEP;
    show();
  };
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(anew, 120);
  });
  wiki.addEventListener("change", anew);
  language.addEventListener("change", anew);
  filters.addEventListener("submit", (event) => event.preventDefault());
  clear.addEventListener("click", () => {
    filters.reset();
    anew();
    search.focus();
  });
  more.addEventListener("click", () => {
    const next = rows.filter((each) => !each.row.hidden)[most];
    most += STEP;
    show();
    next.row.querySelector("a").focus();
  });
  filters.hidden = false;
  show();
})();
