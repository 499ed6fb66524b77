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

  // Escape hides the name of a topic that covers the text, until another one is asked for.
  const runs = document.querySelector(".runs");
  if (runs) {
    addEventListener("keydown", (event) => { if (event.key === "Escape") runs.classList.add("quiet"); });
    for (const kind of ["pointerover", "focusin"]) runs.addEventListener(kind, () => runs.classList.remove("quiet"));
  }
})();
