// The reader's choices, single keys through a transcript, and the place last read.
"use strict";
(() => {
  const $$ = (selector) => [...document.querySelectorAll(selector)];
  const root = document.documentElement;
  const choices = window.readersChoices;

  // --- text size, width, colours, times, keys ---

  const inputs = $$("[data-choice]");
  const showChosen = () => {
    for (const input of inputs) {
      const value = choices.of(input.dataset.choice);
      input.checked = input.type === "checkbox" ? value !== "off" : value === input.value;
    }
  };
  for (const input of inputs) {
    input.addEventListener("change", () => {
      choices.choose(input.dataset.choice, input.type === "radio" ? input.value : input.checked ? "" : "off");
    });
  }
  const panel = document.getElementById("or-choices");
  panel?.querySelector("button").addEventListener("click", () => { choices.forget(); showChosen(); });
  panel?.addEventListener("beforetoggle", showChosen);
  showChosen();

  // --- the sheet of keys ---

  const help = document.getElementById("or-keys");
  const openHelp = () => { if (!help.open) { showChosen(); help.showModal(); } };
  document.querySelector(".reading-tools .keys")?.addEventListener("click", openHelp);
  help?.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button || event.target === help) help.close();
    if (button?.matches(".to-choices")) { panel.showPopover(); panel.querySelector("input:checked").focus(); }
  });

  // --- from turn to turn, question to question, note to note ---

  const turns = $$(".turn");
  const questions = turns.filter((turn) => turn.classList.contains("is-question"));
  const topOf = (element) => element.getBoundingClientRect().top;
  const head = () => parseFloat(getComputedStyle(root).scrollPaddingBlockStart) || 0;

  /** The number of the first of `elements`, which follow each other down the page, that begins below `height`. */
  const firstBelow = (elements, height) => {
    let [from, to] = [0, elements.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (topOf(elements[middle]) > height) to = middle;
      else from = middle + 1;
    }
    return from;
  };
  let gliding = false;  // until the scrolling that a key has begun is over
  const show = (element) => {
    const near = Math.abs(topOf(element) - head()) < 1.5 * innerHeight;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    gliding = near && !calm;
    element.scrollIntoView({ block: "start", behavior: gliding ? "smooth" : "instant" });
  };
  const goTo = (element) => {
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
    show(element);
  };
  const step = (places, back) => {
    // From where the last step led to, as long as that is in sight: near its end a page cannot be scrolled any further.
    const held = places.indexOf(document.activeElement);
    const box = held < 0 ? null : places[held].getBoundingClientRect();
    const inSight = box && (gliding || box.bottom > 0 && box.top < innerHeight);
    let to = back ? firstBelow(places, head() - 4) - 1 : firstBelow(places, head() + 4);
    if (inSight) to = held + (back ? -1 : 1);
    if (places[to]) goTo(places[to]);
  };
  const stepNote = (back) => document.querySelector(back ? ".note-bar .step.back" : ".note-bar .step:not(.back)")?.click();
  const KEYS = {
    t: (back) => step(turns, back),
    q: (back) => step(questions, back),
    n: stepNote,
    p: () => stepNote(true),
  };
  /** The letter on a key: where a keyboard writes another script, the Latin letter that has the place. */
  const letterOf = ({ key, code }) => {
    if (key === "?" || key === "؟") return "?";
    return /^[a-z]$/i.test(key) ? key.toLowerCase() : key.length === 1 && key > "\x7f" ? code.replace("Key", "").toLowerCase() : "";
  };
  const WRITING = "input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable], audio, video, iframe, dialog, [popover], [role=listbox], [role=menu]";
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat && event.key === "?") return;
    if (event.ctrlKey || event.metaKey || event.altKey || choices.of("keys") === "off") return;
    if (event.target.closest?.(WRITING)) return;
    const letter = letterOf(event);
    if (letter === "?" && help) openHelp();
    else if (turns.length && Object.hasOwn(KEYS, letter)) KEYS[letter](event.shiftKey);
    else return;
    event.preventDefault();
  });

  // --- the place last read: kept on this device, offered, and never jumped to ---

  if (!turns.length) return;
  const KEPT = "onrecord-places";
  const MOST = 200;  // transcripts
  const blocks = $$(".turn > p[id]:not(.former), .turn > blockquote[id]");
  const places = () => { try { return Object(JSON.parse(localStorage.getItem(KEPT))); } catch { return {}; } };
  const keepPlace = (id) => {
    const { [location.pathname]: _, ...others } = places();
    const kept = Object.entries(id ? { ...others, [location.pathname]: id } : others).slice(-MOST);
    try { localStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(kept))); } catch { /* then nothing is offered */ }
  };
  const offer = document.getElementById("or-read-on");
  const text = document.getElementById("or-text");
  let moved = false;  // by the reader: who only followed a link has not read on
  const notice = () => {
    if (!moved) return;
    const { top, bottom } = text.getBoundingClientRect();
    if (!offer.hidden && top > -innerHeight) return;  // not yet decided
    offer.hidden = true;
    const at = firstBelow(blocks, innerHeight * 0.4) - 1;
    keepPlace(at > 1 && bottom > innerHeight * 0.4 ? blocks[at].id : null);
  };
  for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    addEventListener(kind, () => { moved = true; }, { once: true, passive: true });
  }
  let waiting = 0;
  const settle = () => { gliding = false; notice(); };
  addEventListener("scroll", () => { clearTimeout(waiting); waiting = setTimeout(settle, 250); }, { passive: true });
  addEventListener("pagehide", notice);

  const wordsOf = (block) => {
    const copy = block.cloneNode(true);
    copy.querySelectorAll(".call, .anchor, .vh").forEach((part) => part.remove());
    return copy.textContent.replace(/\s+/g, " ").trim().slice(0, 80);
  };
  addEventListener("load", () => requestAnimationFrame(() => {
    const block = document.getElementById(String(places()[location.pathname]));
    if (location.hash || !blocks.includes(block) || topOf(block) < innerHeight) return;
    const link = offer.querySelector("a");
    link.href = `#${encodeURIComponent(block.id)}`;
    link.querySelector("bdi").textContent = `${block.closest(".turn").querySelector(".name").textContent}: ${wordsOf(block)}`;
    link.addEventListener("click", () => { offer.hidden = true; moved = true; });
    offer.querySelector("button").addEventListener("click", () => { offer.hidden = true; keepPlace(null); });
    offer.hidden = false;
  }));
})();
