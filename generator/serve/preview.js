// Of the preview alone: reloads, problems on top of the page, the mark of a draft, and notes from selected words.
"use strict";
(() => {
  const script = document.currentScript;
  const own = new URL(".", script.src).href;
  const page = script.dataset.page;
  let notesFile = null;

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  // --- problems ------------------------------------------------------------------------------------------------
  let overlay = null;
  const offerWorklist = (where) => {
    document.querySelector(".onrecord-to-worklist")?.remove();
    if (document.body.classList.contains("onrecord-worklist")) return;
    where.append(make("a", { class: "onrecord-to-worklist", href: `${own}worklist` }, "Worklist"));
  };
  const describe = (problem, root) => {
    const item = make("li", { class: problem.severity }, make("p", {}, make("strong", {}, problem.message)));
    const place = problem.place;
    if (place) {
      const where = [place.path, place.line, place.column].filter(Boolean).join(":");
      const file = place.path.startsWith("/") ? place.path : `${root}/${place.path}`;
      const editor = `vscode://file${encodeURI(file.startsWith("/") ? file : `/${file}`)}:${place.line || 1}:${place.column || 1}`;
      item.append(make("p", {}, make("a", { href: editor, title: "Open in the editor" }, where)));
      if (place.excerpt) {
        const start = Math.max(0, place.column - 60);
        const line = place.excerpt.slice(start, start + 160);
        const caret = place.column ? `\n${" ".repeat(place.column - 1 - start)}^` : "";
        item.append(make("pre", {}, line + caret));
      }
    }
    if (problem.hint) item.append(make("p", {}, `→ ${problem.hint}`));
    return item;
  };
  const showProblems = ({ problems, root }) => {
    overlay?.remove();
    overlay = null;
    if (!problems.length) { offerWorklist(document.body); return; }
    const errors = problems.filter((problem) => problem.severity === "error").length;
    const title = errors
      ? `${errors} ${errors === 1 ? "problem stops" : "problems stop"} the build. Behind this is the last good page.`
      : `${problems.length} ${problems.length === 1 ? "thing" : "things"} to look at`;
    const list = make("ol", {}, ...problems.map((problem) => describe(problem, root)));
    const toggle = make("button", { type: "button" }, errors ? "Hide" : "Show");
    overlay = make("section", { class: "onrecord-problems", "aria-label": "Problems", role: "status" }, make("h2", {}, title), toggle, list);
    const fold = (quiet) => {
      overlay.classList.toggle("quiet", quiet);
      list.hidden = quiet;
      toggle.textContent = quiet ? "Show" : "Hide";
    };
    toggle.addEventListener("click", () => fold(!list.hidden));
    fold(!errors);
    offerWorklist(overlay);
    document.body.append(overlay);
  };

  // --- state and reloading ---------------------------------------------------------------------------------------
  const refreshStyles = () => {
    for (const link of document.querySelectorAll('link[rel="stylesheet"]')) {
      const fresh = link.cloneNode();
      const address = new URL(link.href);
      address.searchParams.set("v", Date.now());
      fresh.href = address.href;
      fresh.addEventListener("load", () => link.remove());
      link.after(fresh);
    }
  };
  const key = `onrecord-scroll ${location.pathname}`;
  const keepPlace = () => {
    const top = [...document.querySelectorAll("main [id]")].find((one) => one.getBoundingClientRect().bottom > 0);
    sessionStorage.setItem(key, JSON.stringify({ id: top?.id, offset: top?.getBoundingClientRect().top, y: scrollY }));
  };
  const takePlace = () => {
    const kept = JSON.parse(sessionStorage.getItem(key) || "null");
    sessionStorage.removeItem(key);
    if (!kept) return;
    const top = kept.id && document.getElementById(kept.id);
    scrollTo({ top: top ? scrollY + top.getBoundingClientRect().top - kept.offset : kept.y, behavior: "instant" });
  };
  const load = async () => {
    const state = await (await fetch(`${own}state?page=${encodeURIComponent(page)}`)).json();
    notesFile = state.notes;
    showProblems(state);
    if (state.draft && !document.querySelector(".onrecord-draft")) {
      document.body.prepend(make("div", { class: "onrecord-draft" }, "Draft: shown here only, not published"));
    }
  };
  let seen = script.dataset.version;
  let news = null;
  const listen = () => {
    news?.close();
    news = null;
    // A browser opens six connections to one host: a tab in the background must not keep one of them.
    if (document.hidden) return;
    const source = news = new EventSource(`${own}news?since=${seen}`);
    let lost = false;
    source.addEventListener("error", () => { lost = true; });
    source.addEventListener("open", () => { if (lost) { keepPlace(); location.reload(); } });
    source.addEventListener("message", async (event) => {
      const [version, kind] = event.data.split(" ");
      const state = await (await fetch(`${own}state?page=${encodeURIComponent(page)}`)).json();
      if (state.problems.some((problem) => problem.severity === "error")) { seen = version; showProblems(state); return; }
      if (kind === "style") { seen = version; refreshStyles(); showProblems(state); return; }
      source.close();
      keepPlace();
      location.reload();
    });
  };
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => news?.close());

  // --- a note from selected words -----------------------------------------------------------------------------------
  let offer = null;
  const quoted = (text) => `"${text.replace(/\\/g, "\\\\").replace(/"/g, '\\"')}"`;
  const plain = (node) => {
    const copy = node.cloneNode(true);
    copy.querySelectorAll(".call, .anchor, .note, .who, .topics, aside, details").forEach((one) => one.remove());
    return copy.textContent.replace(/\s+/g, " ").trim();
  };
  const entry = (selection) => {
    const range = selection.getRangeAt(0);
    const element = range.startContainer.nodeType === 1 ? range.startContainer : range.startContainer.parentElement;
    const turn = element?.closest(".turn[id]");
    const box = make("div", {}, range.cloneContents());
    const quote = plain(box);
    if (!turn || !quote) return null;
    const lines = [`- quote: ${quoted(quote)}`, `  turn: ${turn.id}`];
    // The words around it tell the place for as long as the text is edited.
    const [before, after] = [document.createRange(), document.createRange()];
    before.setStart(turn, 0);
    before.setEnd(range.startContainer, range.startOffset);
    after.setStart(range.endContainer, range.endOffset);
    after.setEnd(turn, turn.childNodes.length);
    const left = plain(make("div", {}, before.cloneContents())).split(" ").slice(-6).join(" ");
    const right = plain(make("div", {}, after.cloneContents())).split(" ").slice(0, 6).join(" ");
    if (left) lines.push(`  before: ${quoted(left)}`);
    if (right) lines.push(`  after: ${quoted(right)}`);
    return [...lines, "  kind: context", "  body: Write the note here.", ""].join("\n");
  };
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = make("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    if (document.activeElement === offer && offer) return;
    offer?.remove();
    offer = null;
    if (!notesFile || !selection.rangeCount || selection.isCollapsed) return;
    const text = entry(selection);
    if (!text) return;
    const box = selection.getRangeAt(0).getBoundingClientRect();
    offer = make("button", { type: "button", class: "onrecord-note" }, "Add a note");
    offer.style.insetBlockStart = `${scrollY + box.bottom + 8}px`;
    offer.style.insetInlineStart = `${Math.max(8, Math.min(box.left, innerWidth - 220))}px`;
    offer.addEventListener("pointerdown", (event) => event.preventDefault());
    offer.addEventListener("click", async () => {
      await copy(text);
      offer.textContent = `Copied. Paste it into ${notesFile}`;
    });
    document.body.append(offer);
  });

  const start = async () => {
    takePlace();
    listen();
    await load();
  };
  if (document.readyState === "complete") start(); else addEventListener("load", start);
})();
