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
  });

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
