// Comfort only: everything can be read, linked and printed without this file.
"use strict";
(() => {
  const own = document.currentScript.src;
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

  // Notes stand open in the margin of wide screens and on paper; on narrow screens they unfold when asked.
  const notes = $$("details.note");
  const margin = matchMedia("(min-width: 72rem)");
  const unfold = (open) => notes.forEach((note) => { note.open = open; });
  const settle = () => unfold(margin.matches);
  settle();
  margin.addEventListener("change", settle);
  addEventListener("beforeprint", () => unfold(true));
  addEventListener("afterprint", settle);
  const reveal = () => {
    // A browser that knows nothing of text fragments leaves them to us: the anchor before them is where to go.
    const [anchor, passage] = location.hash.slice(1).split(":~:");
    const target = anchor && document.getElementById(decodeURIComponent(anchor));
    const note = target && target.closest("details");
    if (note && !note.open) { note.open = true; target.scrollIntoView(); }
    if (target && passage) location.replace(`#${anchor}`);
  };
  addEventListener("hashchange", reveal);
  try { reveal(); } catch { /* a fragment that is not well-formed names nothing */ }

  // A kind that is hidden leaves no trace in the text.
  const bar = document.querySelector(".note-bar");
  const isHidden = (note) => bar.querySelector(`.kind-${note.className.match(/\bk(\d+)/)[1]} input`)?.checked === false;
  const noteOf = (id) => document.getElementById(`note-${id}`)?.closest("details");
  bar?.addEventListener("change", () => {
    for (const mark of $$("mark.note-target")) {
      const note = noteOf(mark.dataset.note);
      mark.classList.toggle("quiet", !!note && isHidden(note));
    }
  });

  // From note to note: by buttons, and by the keys n and p where a note or the bar has the focus.
  let current = null;
  const goTo = (note, number, of) => {
    $$(".note-target.current").forEach((mark) => mark.classList.remove("current"));
    const id = note.querySelector(".body").id.slice(5);
    const words = $$("mark.note-target").filter((mark) => mark.dataset.note === id);
    words.forEach((mark) => mark.classList.add("current"));
    note.open = true;
    current = note;
    note.querySelector("summary").focus({ preventScroll: true });
    (words[0] || note).scrollIntoView({ block: "center" });
    said.textContent = `Note ${number} of ${of}`;
  };
  const step = (by) => {
    const shown = notes.filter((note) => !isHidden(note));
    if (!shown.length) return;
    let at = shown.indexOf(current);
    if (at < 0) {
      const below = shown.findIndex((note) => note.getBoundingClientRect().top > innerHeight / 3);
      at = by > 0 ? (below < 0 ? shown.length : below) - 1 : below < 0 ? shown.length : below;
    }
    const next = (at + by + shown.length) % shown.length;
    goTo(shown[next], next + 1, shown.length);
  };
  if (bar) {
    const steps = document.createElement("span");
    steps.className = "steps";
    for (const [by, name, key] of [[-1, "Previous note", "p"], [1, "Next note", "n"]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = by < 0 ? "step back" : "step";
      button.setAttribute("aria-label", name);
      button.setAttribute("aria-keyshortcuts", key);
      button.title = `${name} (${key})`;
      button.addEventListener("click", () => { step(by); steps.classList.add("going"); });
      steps.append(button);
    }
    bar.append(steps);
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !event.target.closest?.(".note, .note-bar")) return;
      const by = { n: 1, p: -1 }[event.key];
      if (by) { event.preventDefault(); step(by); steps.classList.add("going"); }
    });
  }

  // A click on ¶ copies the address of the turn or paragraph; the link itself goes on working.
  const said = document.createElement("p");
  said.className = "vh";
  said.setAttribute("role", "status");
  document.body.append(said);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.anchor");
    if (link && navigator.clipboard) {
      navigator.clipboard.writeText(link.href).then(() => {
        link.classList.add("copied");
        said.textContent = "Link copied";
        setTimeout(() => { link.classList.remove("copied"); said.textContent = ""; }, 1600);
      }, () => {});
    }
  });

  // "/" begins a search, unless the reader does not want that or is writing.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (window.readersChoices.of("keys") === "off") return;
    const field = document.querySelector("#or-words, .site-search input");
    if (!field) return;
    event.preventDefault();
    if (field.checkVisibility()) field.focus();
    else field.form.submit();
  });

  // Words that are chosen in the text can be linked to: the anchor of their paragraph, and the words behind it as a
  // text fragment (WICG, URL Fragment Text Directives), which falls back to the anchor.
  const text = document.getElementById("or-text");
  const APART = ".call, .anchor, .who, .topics, .quoted, details, button, .note-bar";
  const isSaid = (node) => node.nodeType === 3 && !node.parentElement.closest(APART);
  const encoded = (words) => encodeURIComponent(words).replace(/-/g, "%2D");
  const tidy = (words) => words.replace(/\s+/g, " ").trim();
  const wordsOf = (range) => {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    const runs = [""];  // what stands together without a call or the end of a paragraph between
    let block = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!range.intersectsNode(node)) continue;
      const here = node.parentElement.closest("[id], .event");
      if (!isSaid(node) || (block && here !== block)) runs.push("");
      if (!isSaid(node)) continue;
      block = here;
      const from = node === range.startContainer ? range.startOffset : 0;
      const to = node === range.endContainer ? range.endOffset : node.data.length;
      runs[runs.length - 1] += node.data.slice(from, to);
    }
    return runs.map(tidy).filter(Boolean);
  };
  const directive = (range) => {
    const runs = wordsOf(range);
    if (!runs.length) return null;
    const first = runs[0].split(" ");
    const last = runs[runs.length - 1].split(" ");
    const whole = tidy(runs.join(" "));
    if (runs.length > 1 || whole.length > 120) {
      return `${encoded(first.slice(0, 6).join(" "))},${encoded(last.slice(-6).join(" "))}`;
    }
    if (tidy(text.textContent).split(whole).length <= 2) return encoded(whole);
    const block = range.startContainer.parentElement.closest("p[id], blockquote[id]");
    const before = document.createRange();
    before.selectNodeContents(block || text);
    before.setEnd(range.startContainer, range.startOffset);
    const prefix = (wordsOf(before).pop() || "").split(" ").slice(-4).join(" ");
    return prefix ? `${encoded(prefix)}-,${encoded(whole)}` : encoded(whole);
  };
  let share = null;
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    if (share && document.activeElement === share) return;
    share?.remove();
    share = null;
    if (!text || !selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const start = range.startContainer.nodeType === 3 ? range.startContainer.parentElement : range.startContainer;
    const block = text.contains(start) && start.closest(".turn > p[id], .turn > blockquote[id]");
    const passage = block && directive(range);
    if (!passage) return;
    const address = `${location.href.split("#")[0]}#${block.id}:~:text=${passage}`;
    const box = range.getBoundingClientRect();
    share = document.createElement("button");
    share.type = "button";
    share.className = "share-words";
    share.textContent = "Copy link to these words";
    share.style.left = `${Math.max(8, Math.min(box.left, innerWidth - 200)) + scrollX}px`;
    share.style.top = `${scrollY + Math.max(box.top - 36, 4)}px`;
    share.addEventListener("pointerdown", (event) => event.preventDefault());
    share.addEventListener("click", () => {
      const done = () => { said.textContent = "Link copied"; share.textContent = "Link copied"; };
      navigator.clipboard?.writeText(address).then(done, () => prompt("The link to these words", address));
      if (!navigator.clipboard) prompt("The link to these words", address);
    });
    document.body.append(share);
    share.dataset.address = address;
  });
  // From chosen words one Tab leads to the button, wherever it stands in the page; Escape takes it away.
  document.addEventListener("keydown", (event) => {
    if (!share) return;
    if (event.key === "Tab" && !event.shiftKey && document.activeElement !== share) { event.preventDefault(); share.focus(); }
    if (event.key === "Escape") { share.remove(); share = null; }
  });

  // Words that a search has found.
  if (/[?&]mark=/.test(location.search)) {
    const script = document.createElement("script");
    script.src = own.replace("onrecord.js", "found.js");
    document.head.append(script);
  }

  // The strip shows where the reader is. Where there are many turns, some share a link: that of the first of them.
  const strip = document.querySelector(".strip .lanes");
  if (strip && "IntersectionObserver" in window) {
    const links = new Map($$("a", strip).map((link) => [link.getAttribute("href").slice(1), link]));
    const places = new Map();
    const here = new Set();
    const seen = new IntersectionObserver((changes) => {
      for (const { target, isIntersecting } of changes) here[isIntersecting ? "add" : "delete"](target);
      const shown = new Set([...here].map((turn) => places.get(turn)));
      for (const { target } of changes) {
        const link = places.get(target);
        if (link) link.classList.toggle("here", shown.has(link));
      }
    }, { rootMargin: "-25% 0px -60% 0px" });
    let link;
    for (const turn of $$(".turn")) {
      link = links.get(turn.id) || link;
      places.set(turn, link);
      seen.observe(turn);
    }
  }

  // The topics on the strip are one stop of the keyboard, not one for each of many narrow links: arrows go along them.
  // Escape hides the name of a topic that covers the text, until another one is asked for.
  const runs = document.querySelector(".runs");
  if (runs) {
    const stretches = $$("li a", runs);
    runs.querySelector(".skip")?.remove();
    runs.tabIndex = 0;
    for (const one of stretches) one.tabIndex = -1;
    const forth = getComputedStyle(runs).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    runs.addEventListener("keydown", (event) => {
      if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
      event.preventDefault();
      const next = stretches.indexOf(document.activeElement) + (event.key === forth ? 1 : -1);
      stretches[Math.min(Math.max(next, 0), stretches.length - 1)].focus();
    });
    addEventListener("keydown", (event) => { if (event.key === "Escape") runs.classList.add("quiet"); });
    for (const kind of ["pointerover", "focusin"]) runs.addEventListener(kind, () => runs.classList.remove("quiet"));
  }
})();
