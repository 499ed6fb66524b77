// The search page: from words and facets, which stand in its address, to turns. Pagefind finds the transcripts; which of
// their turns are meant is found here, by the anchors that generator/search.py writes into each transcript's page.
"use strict";
(() => {
  const AT_ONCE = 10; // transcripts shown, until more are asked for
  const FIRST = 2; // of these, shown before the others are loaded
  const TURNS = 3; // of each
  const AROUND = 40; // words of a turn
  const SHOWN = 8; // values of a facet
  const WAIT = 40; // milliseconds after a key, before a search begins
  const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u; // what is written without spaces

  const root = document.getElementById("or-search");
  const $ = (id) => document.getElementById(id);
  const unable = (why) => {
    for (const said of root.querySelectorAll("[data-unable]")) said.hidden = said.dataset.unable !== why;
  };
  if (location.protocol === "file:") return unable("disk");
  unable("");

  const form = $("or-ask"), input = $("or-words"), results = $("or-results"), more = $("or-more");
  const facets = [...root.querySelectorAll("[data-facet]")].map((field) => ({
    name: field.dataset.facet, list: field.dataset.list, field, wide: false,
  }));
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const order = new Intl.Collator(document.documentElement.lang);
  const bare = (word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
  const counted = (number, words) => (number === 1 ? words.one : words.many.replace("{}", number.toLocaleString(document.documentElement.lang)));

  // --- what is asked for, as it stands in the address ---

  const read = () => {
    const said = new URLSearchParams(location.search);
    return {
      words: said.get("q") || "",
      sort: said.get("sort") || "",
      only: said.get("in") || "",
      chosen: Object.fromEntries(facets.map(({ name }) => [name, new Set(said.getAll(name))])),
    };
  };
  const address = ({ words, sort, only, chosen }) => {
    const said = new URLSearchParams();
    if (words) said.set("q", words);
    if (only) said.set("in", only);
    for (const [name, ids] of Object.entries(chosen)) for (const id of ids) said.append(name, id);
    if (sort) said.set("sort", sort);
    return `${location.pathname}${said.size ? `?${said}` : ""}`;
  };
  let asked = read();

  // --- the table of transcripts, and Pagefind's indexes ---

  const load = async () => {
    const base = new URL(root.dataset.index, location.href).href;
    const table = await (await fetch(`${base}archive.json`)).json();
    const names = ["id", "fragment", "title", "date", "shown", "language", "kind", "series", "speakers", "roles", "topics", "notes"];
    const rows = table.transcripts.map((values) => Object.fromEntries(values.map((value, n) => [names[n], value])));
    const years = [...new Set(rows.map((row) => row.date.slice(0, 4)).filter(Boolean))].sort().reverse();
    table.years = years.map((year) => [year, year]);
    const year = new Map(years.map((value, n) => [value, n]));
    for (const row of rows) {
      row.of = {
        speaker: [...new Set(row.speakers.filter((one) => typeof one === "number"))],
        role: [...new Set(row.roles)].filter((one) => one >= 0),
        topic: row.topics,
        note: row.notes,
        kind: row.kind < 0 ? [] : [row.kind],
        series: row.series < 0 ? [] : [row.series],
        year: row.date ? [year.get(row.date.slice(0, 4))] : [],
      };
    }
    const numbers = Object.fromEntries(facets.map(({ name, list }) => [name, new Map(table[list].map(([id], n) => [id, n]))]));
    // Each has a Pagefind of its own: one alone would look for the words of all languages by the rules of the first.
    const bundles = await Promise.all(table.bundles.map(async (name) => {
      const pagefind = await import(`${base}${name}/pagefind.js`);
      await pagefind.init();
      const language = name.split("-")[0];
      return { search: (words) => pagefind.search(apart(words, language)), preload: (words) => pagefind.preload(apart(words, language)) };
    }));
    return { table, rows, numbers, bundles, known: new Map(rows.map((row) => [row.fragment, row])) };
  };
  // Where words are not written apart, those that are looked for must be cut as those of the index were.
  const apart = (words, language) =>
    ["zh", "ja", "th"].includes(language) && window.Intl?.Segmenter
      ? [...new Intl.Segmenter(language, { granularity: "word" }).segment(words)].map(({ segment }) => segment).join(" ")
      : words;

  // --- from a transcript to its turns ---

  const turnsOf = (fragment, row, terms) => {
    const plain = fragment.raw_content.replace(/&lt;/g, "<").replace(/&gt;/g, ">");
    const spaced = !plain.includes("\u200b");
    const words = plain.split(spaced ? /\s+/ : "\u200b");
    const places = [{ id: "||||", location: 0 }, ...fragment.anchors.filter(({ id }) => id.split("|").length > 4)];
    const turns = places.map(({ id, location }, n) => {
      const parts = id.split("|");
      const [who, about, notes] = parts.slice(-4, -1).map((some) => (some ? some.split(".").map(Number) : []));
      return {
        anchor: parts.slice(0, -4).join("|"), kind: parts.at(-1), who, from: location, to: places[n + 1]?.location ?? words.length,
        of: {
          speaker: who.map((one) => row.speakers[one]), role: who.map((one) => row.roles[one]),
          topic: about.map((one) => row.topics[one]), note: notes.map((one) => row.notes[one]),
        },
        hits: [], weight: 0, terms: new Set(), text: words, spaced,
      };
    });
    let n = 0;
    for (const { location, balanced_score } of [...fragment.weighted_locations].sort((a, b) => a.location - b.location)) {
      while (n + 1 < turns.length && turns[n].to <= location) n += 1;
      const turn = turns[n], term = nearest(fold(bare(words[location] || "")), terms);
      if (term < 0) continue;
      turn.hits.push(location);
      turn.weight += balanced_score;
      turn.terms.add(term);
    }
    return turns.filter((turn) => turn.hits.length);
  };
  // Which of the terms a word was found for: the one that it has most letters in common with, behind an article or other
  // syllable before it. -1 where that is next to nothing: for a word that is nowhere, Pagefind finds any that begins alike.
  const nearest = (word, terms) => {
    let best = -1, most = 0;
    terms.forEach((term, number) => {
      for (let start = 0; start < Math.min(word.length, 4); start += 1) {
        let same = 0;
        while (same < term.length && term[same] === word[start + same]) same += 1;
        if (same > most && same >= (UNSPACED.test(term) ? 1 : Math.min(3, term.length))) [best, most] = [number, same];
      }
    });
    return best;
  };
  const meant = ({ of }) => Object.entries(of).every(([name, values]) => {
    const wanted = asked.numbers[name];
    return !wanted.size || values.some((value) => wanted.has(value));
  });
  // The words around the place where most of what is looked for stands together.
  const excerpt = ({ from, to, hits, text, spaced }) => {
    let start = from, end = to;
    if (to - from > AROUND * 1.25) {
      const begin = (hit) => Math.max(from, Math.min(hit - 5, to - AROUND));
      const within = (first) => hits.filter((hit) => hit >= first && hit < first + AROUND).length;
      start = hits.map(begin).reduce((best, first) => (within(first) > within(best) ? first : best));
      end = start + AROUND;
    }
    const marked = new Set(hits), nodes = [start > from ? "… " : ""];
    for (let n = start; n < end; n += 1) {
      if (marked.has(n)) nodes.push(Object.assign(document.createElement("mark"), { textContent: text[n] }));
      else nodes.push(text[n]);
      if (spaced && n + 1 < end) nodes.push(" ");
    }
    if (end < to) nodes.push(" …");
    return nodes;
  };

  // --- what is shown ---

  const link = (row, turn) => {
    const words = turn ? [...new Set(turn.hits.map((hit) => bare(turn.text[hit]).toLowerCase()).filter(Boolean))].slice(0, 8) : [];
    const query = words.length ? `?mark=${words.map(encodeURIComponent).join("+")}` : "";
    return `transcripts/${encodeURIComponent(row.id)}.html${query}${turn?.anchor ? `#${encodeURIComponent(turn.anchor)}` : ""}`;
  };
  const spans = (texts) => texts.filter(Boolean).map((text) => Object.assign(document.createElement("span"), { textContent: text }));
  const upper = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  const turnShown = (row, turn, { table }) => {
    const item = $("or-turn").content.cloneNode(true).firstElementChild;
    const [mark, voice, words] = item.children;
    item.classList.add(turn.kind === "note" ? "noting" : turn.kind);
    const kind = $("or-kinds").dataset[turn.kind] || "";
    mark.append(...spans([turn.kind === "note" ? turn.of.note.map((one) => table.notes[one][1]).join(", ") : kind]));
    voice.append(turn.of.speaker.map((one) => (typeof one === "number" ? table.speakers[one][1] : one)).join(", "));
    const role = turn.of.role.map((one) => table.roles[one]?.[1]).filter(Boolean)[0];
    if (role) voice.append(" ", Object.assign(document.createElement("span"), { className: "role", textContent: role }));
    mark.hidden = !mark.textContent;
    voice.hidden = !voice.textContent;
    const anchor = words.firstElementChild;
    anchor.href = link(row, turn);
    if (row.language) anchor.lang = row.language;
    anchor.append(...excerpt(turn));
    return item;
  };

  const transcriptShown = (row, turns, world) => {
    const item = $("or-transcript").content.cloneNode(true).firstElementChild;
    const [heading, detail, list, rest] = item.children;
    const title = turns.find((turn) => !turn.anchor);
    heading.firstElementChild.textContent = row.title;
    heading.firstElementChild.href = link(row, title);
    if (row.language) heading.lang = row.language;
    const { table } = world;
    detail.append(...spans([row.shown, row.kind < 0 ? "" : upper(table.kinds[row.kind][1]), row.series < 0 ? "" : table.series[row.series][1]]));
    const said = turns.filter((turn) => turn.anchor);
    const first = new Set([...said].sort((a, b) => b.weight - a.weight).slice(0, asked.only ? said.length : TURNS));
    const show = (some) => list.replaceChildren(...some.map((turn) => turnShown(row, turn, world)));
    show(said.filter((turn) => first.has(turn)));
    const button = rest.firstElementChild;
    button.hidden = said.length <= first.size;
    button.textContent = counted(said.length - first.size, button.dataset);
    button.addEventListener("click", () => {
      const last = list.lastElementChild;
      show(said);
      button.hidden = true;
      [...list.children].find((one) => one.textContent === last?.textContent)?.querySelector("a").focus();
    });
    return item;
  };

  const facetsShown = (found, world) => {
    let narrowed = 0;
    for (const facet of facets) {
      const { name, list, field } = facet, chosen = asked.chosen[name], counts = new Map();
      for (const { row } of found) {
        if (fits(row, name)) for (const value of row.of[name]) counts.set(value, (counts.get(value) || 0) + 1);
      }
      for (const id of chosen) {
        const value = world.numbers[name].get(id);
        if (value !== undefined && !counts.has(value)) counts.set(value, 0);
      }
      narrowed += chosen.size;
      const named = [...counts].map(([value, count]) => ({ id: world.table[list][value][0], words: world.table[list][value][1], count }));
      if (name === "year") named.sort((a, b) => (a.id < b.id ? 1 : -1));
      else named.sort((a, b) => b.count - a.count || order.compare(a.words, b.words));
      const shown = facet.wide ? named : named.filter(({ id }, n) => n < SHOWN || chosen.has(id));
      const focused = field.contains(document.activeElement) && document.activeElement.value;
      const [, values, button] = field.children;
      values.replaceChildren(...shown.map(({ id, words, count }) => {
        const item = document.createElement("li"), label = document.createElement("label");
        const box = Object.assign(document.createElement("input"), { type: "checkbox", name, value: id, checked: chosen.has(id) });
        label.append(box, Object.assign(document.createElement("bdi"), { textContent: upper(words) }),
          Object.assign(document.createElement("span"), { className: "count", textContent: count }));
        item.append(label);
        return item;
      }));
      if (focused) [...values.querySelectorAll("input")].find((box) => box.value === focused)?.focus();
      field.hidden = named.length < (chosen.size ? 1 : 2);
      button.hidden = named.length <= SHOWN;
      button.textContent = facet.wide ? button.dataset.fewer : button.dataset.more.replace("{}", named.length - shown.length);
    }
    $("or-facets").querySelector("summary .count").textContent = narrowed || "";
  };
  const fits = (row, but) => facets.every(({ name }) => {
    const wanted = asked.numbers[name];
    return name === but || !wanted.size || row.of[name].some((value) => wanted.has(value));
  });

  // People and topics that are called so have pages of their own.
  const pagesShown = (terms, { table }) => {
    const named = (list, folder) => table[list]
      .filter(([, name]) => terms.every((term) => fold(name).split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(term))))
      .slice(0, 4).map(([id, name]) => Object.assign(document.createElement("a"), { textContent: name, href: `${folder}/${encodeURIComponent(id)}.html` }));
    const links = terms.length ? [...named("speakers", "speakers"), ...named("topics", "topics"), ...named("series", "series")] : [];
    $("or-pages").hidden = !links.length;
    $("or-pages").firstElementChild.replaceChildren(...links.flatMap((one, n) => (n ? [" · ", one] : [one])));
  };

  // --- searching ---

  let turn = 0; // of the last search: the answer to an earlier one comes too late
  const ready = load();
  ready.catch(() => { unable("index"); form.hidden = true; });

  const search = async () => {
    const mine = (turn += 1);
    const world = await ready;
    asked.numbers = Object.fromEntries(facets.map(({ name }) => [name, new Set([...asked.chosen[name]].map((id) => world.numbers[name].get(id)))]));
    const words = asked.words.trim();
    const terms = words.split(/\s+/).map((word) => fold(bare(word))).filter(Boolean);
    const narrowed = facets.some(({ name }) => asked.chosen[name].size);
    const any = Boolean(terms.length || narrowed);
    let found = [];
    if (terms.length) {
      const answers = await Promise.all(world.bundles.map((one) => one.search(words)));
      if (mine !== turn) return;
      for (const { id, score, data } of answers.flatMap((one) => one.results)) {
        if (world.known.has(id)) found.push({ row: world.known.get(id), score, data });
      }
    } else if (narrowed) {
      found = world.rows.map((row) => ({ row, score: 0 }));
    }
    if (asked.only) found = found.filter(({ row }) => row.id === asked.only);
    onlyShown(world);
    $("or-found").hidden = !any;
    const list = found.filter(({ row }) => fits(row));
    const late = asked.sort === "oldest" ? 1 : -1;
    const dated = (a, b) => (!a.row.date) - (!b.row.date) || late * a.row.date.localeCompare(b.row.date);
    list.sort((a, b) => (asked.sort || !terms.length ? dated(a, b) : b.score - a.score || dated(a, b)));
    await show(list, terms, world, mine, () => {
      if (any) facetsShown(found, world);
      pagesShown(terms, world);
    });
  };

  const show = async (list, terms, world, mine, beside) => {
    let next = 0, empty = 0;
    const page = async (size) => {
      const items = [];
      while (next < list.length && items.length < size) {
        const some = list.slice(next, next + size - items.length);
        next += some.length;
        const fragments = await Promise.all(some.map(({ data }) => data?.()));
        if (mine !== turn) return [];
        some.forEach(({ row }, n) => {
          const turns = fragments[n] ? turnsOf(fragments[n], row, terms).filter(meant) : [];
          const most = Math.max(0, ...turns.map((one) => one.terms.size));
          const best = turns.filter((one) => one.terms.size === most);
          if (fragments[n] && !best.length) empty += 1;
          else items.push(transcriptShown(row, best, world));
        });
      }
      const count = list.length - empty, { dataset } = $("or-said");
      $("or-said").textContent = $("or-count").textContent = terms.length || count ? (count ? counted(count, dataset) : dataset.none) : "";
      $("or-lists").hidden = count > 0;
      more.hidden = next >= list.length;
      return items;
    };
    const first = await page(FIRST);
    if (mine !== turn) return;
    results.replaceChildren(...first);
    beside();
    const others = await page(AT_ONCE - FIRST);
    if (mine !== turn) return;
    results.append(...others);
    more.onclick = async () => {
      const added = await page(AT_ONCE);
      results.append(...added);
      added[0]?.querySelector("a").focus();
    };
    root.dataset.shown = asked.words;
  };

  const onlyShown = ({ rows }) => {
    const row = asked.only && rows.find(({ id }) => id === asked.only);
    $("or-only").hidden = !row;
    $("or-only").firstElementChild.textContent = row ? row.title : "";
  };

  // --- what the reader does ---

  const ask = () => {
    history.replaceState(null, "", address(asked));
    search().catch(() => unable("index"));
  };
  const take = () => {
    asked = read();
    input.value = asked.words;
    for (const one of $("or-sort").querySelectorAll("input")) one.checked = one.value === asked.sort;
    search().catch(() => unable("index"));
  };
  let timer = 0;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    const words = input.value;
    if (words.trim()) ready.then(({ bundles }) => bundles.forEach((one) => one.preload(words))).catch(() => {});
    timer = setTimeout(() => { asked.words = words; ask(); }, WAIT);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    asked.words = input.value;
    ask();
  });
  $("or-only").querySelector("button").addEventListener("click", () => { asked.only = ""; ask(); input.focus(); });
  $("or-sort").addEventListener("change", (event) => { asked.sort = event.target.value; ask(); });
  for (const facet of facets) {
    facet.field.addEventListener("change", ({ target }) => {
      const chosen = asked.chosen[facet.name];
      if (target.checked) chosen.add(target.value); else chosen.delete(target.value);
      ask();
    });
    facet.field.querySelector("button").addEventListener("click", () => { facet.wide = !facet.wide; ask(); });
  }
  root.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const stops = [input, ...results.querySelectorAll("a")];
    const here = stops.indexOf(document.activeElement);
    if (event.key === "Escape" && here > 0) input.focus();
    else if (here >= 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const next = stops[here + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) { event.preventDefault(); next.focus(); }
    }
  });

  $("or-facets").open = matchMedia("(min-width: 46rem)").matches;
  addEventListener("popstate", take);
  form.hidden = false;
  if (!asked.words) input.focus({ preventScroll: true });
  take();
})();
