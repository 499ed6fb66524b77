// Words that a search has found are marked where it has led, without touching the text. onrecord.js loads this where an
// address has such words: `?mark=harbour+levy#anchor`.
"use strict";
(() => {
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
})();
