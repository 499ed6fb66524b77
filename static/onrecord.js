// Comfort only: everything can be read, linked and printed without this file.
"use strict";
(() => {
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
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const note = target && target.closest("details");
    if (note && !note.open) { note.open = true; target.scrollIntoView(); }
  };
  addEventListener("hashchange", reveal);
  try { reveal(); } catch { /* a fragment that is not well-formed names nothing */ }

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
    // A time plays the recording on this page from there.
    const time = event.target.closest("a.time");
    const player = time && $$("audio.medium, video.medium").find((one) => one.src === time.href.split("#")[0]);
    if (player) {
      event.preventDefault();
      player.currentTime = Number(time.hash.slice(3));
      player.play();
    }
  });

  // "/" begins a search, unless the reader does not want that or is writing.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    try { if (localStorage.getItem("or-slash") === "off") return; } catch { /* nothing is kept, nothing is switched off */ }
    const field = document.querySelector("#or-words, .site-search input");
    if (!field) return;
    event.preventDefault();
    if (field.checkVisibility()) field.focus();
    else field.form.submit();
  });

  // Words that a search has found are marked where it has led, without touching the text.
  const sought = (new URLSearchParams(location.search).get("mark") || "").toLowerCase().split(/\s+/).filter(Boolean);
  const text = document.getElementById("or-text");
  if (sought.length && text && window.Highlight) {
    let place = null;
    try { place = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { /* names nothing */ }
    const found = [];
    const letter = /[\p{L}\p{N}]/u, joined = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u;
    const bounded = (said, start, end) => joined.test(said[start]) || !(letter.test(said[start - 1] || "") || letter.test(said[end] || ""));
    const within = place ? place.closest(".note") || place : text.parentElement;
    const nodes = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) {
      const said = nodes.currentNode.data.toLowerCase();
      if (nodes.currentNode.parentElement.closest(".who, .topics, .anchor")) continue;
      for (const word of sought) {
        for (let at = said.indexOf(word); at >= 0; at = said.indexOf(word, at + word.length)) {
          const range = document.createRange();
          if (!bounded(said, at, at + word.length) || said.length !== nodes.currentNode.length) continue;
          range.setStart(nodes.currentNode, at);
          range.setEnd(nodes.currentNode, at + word.length);
          found.push(range);
        }
      }
    }
    CSS.highlights.set("or-found", new Highlight(...found));
    const first = place && found[0] && found[0].getBoundingClientRect();
    if (first && first.bottom > innerHeight) found[0].startContainer.parentElement.scrollIntoView({ block: "center" });
  }

  // The strip shows where the reader is.
  const strip = document.querySelector(".strip .lanes");
  if (strip && "IntersectionObserver" in window) {
    const places = new Map($$("a", strip).map((link) => [link.getAttribute("href").slice(1), link]));
    const seen = new IntersectionObserver((changes) => {
      for (const change of changes) {
        const link = places.get(change.target.id);
        if (link) link.classList.toggle("here", change.isIntersecting);
      }
    }, { rootMargin: "-25% 0px -60% 0px" });
    $$(".turn").forEach((turn) => seen.observe(turn));
  }
})();
