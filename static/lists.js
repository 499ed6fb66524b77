// Filters and sorts the lists of a page in place. The address says how, so that it can be shared; without this file the
// lists are whole, and in their own order.
"use strict";
(() => {
  const outline = document.getElementById("or-filter");
  const lists = [...document.querySelectorAll(outline.dataset.lists)];
  const entries = lists.flatMap((list) => [...list.children].map((item) => ({ item, list })));
  const form = outline.content.firstElementChild;
  const [words, order, told] = [form.elements.q, form.elements.sort, form.querySelector("[role=status]")];
  const language = document.documentElement.lang;
  const collator = new Intl.Collator(language, { numeric: true });
  const shelf = (list) => list.closest("section");
  let flat = null; // where all entries stand together, when they are sorted otherwise than by their headings

  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const key = (item, by) => {
    const found = item.querySelector(by);
    return found ? found.dateTime || found.value || found.textContent.trim() : "";
  };

  const sort = () => {
    const { by, down } = order.selectedOptions[0].dataset;
    if (!by) {
      for (const list of lists) list.append(...entries.filter((one) => one.list === list).map((one) => one.item));
      if (flat) flat.remove();
      flat = null;
      return;
    }
    if (!flat) {
      flat = lists[0].cloneNode(false);
      (shelf(lists[0]) || lists[0]).before(flat);
    }
    const keyed = entries.map(({ item }) => [key(item, by), item]);
    keyed.sort(([a], [b]) => !a - !b || collator.compare(a, b) * (down === undefined ? 1 : -1));
    flat.append(...keyed.map(([, item]) => item));
  };

  const filter = () => {
    const wanted = folded(words.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const entry of entries) {
      entry.text ??= wanted.length ? folded(entry.item.textContent) : undefined;
      entry.item.hidden = !wanted.every((word) => entry.text.includes(word));
      shown += !entry.item.hidden;
    }
    for (const list of lists) {
      const section = shelf(list);
      if (section) section.hidden = Boolean(flat) || [...list.children].every((item) => item.hidden);
    }
    const number = (count) => count.toLocaleString(language, { numberingSystem: "latn" });
    const found = told.dataset[shown ? "found" : "none"];
    return wanted.length ? found.replace("{shown}", number(shown)).replace("{total}", number(entries.length)) : "";
  };

  const remember = () => {
    const address = new URL(location);
    for (const { name, value } of [words, order]) {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    try { history.replaceState(history.state, "", address); } catch { /* from disk, some browsers forbid it */ }
  };

  let telling;
  const tell = (message) => {
    clearTimeout(telling);
    telling = setTimeout(() => { told.textContent = message; }, 150); // not at every letter
  };

  const change = () => {
    tell(filter());
    remember();
  };
  const empty = () => {
    words.value = "";
    change();
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  words.addEventListener("input", change);
  words.addEventListener("keydown", (event) => { if (event.key === "Escape" && words.value) empty(); });
  order.addEventListener("change", () => {
    sort();
    change();
  });

  // A link to a heading that is not shown brings all of the page back.
  addEventListener("click", (event) => {
    const link = event.target.closest("a[href*='#']");
    const place = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (place && place.closest("[hidden]")) {
      order.selectedIndex = 0;
      sort();
      empty();
    }
  }, true);

  const asked = new URLSearchParams(location.search);
  words.value = asked.get("q") || "";
  order.value = asked.get("sort") || "";
  if (order.selectedIndex < 0) order.selectedIndex = 0;
  outline.replaceWith(form);
  if (order.value) sort();
  if (order.value || words.value) tell(filter());
})();
