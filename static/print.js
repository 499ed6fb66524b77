// On paper, notes stand behind their section, and the addresses of links behind the text, numbered. (No browser sets
// notes at the foot of a page yet.) Afterwards everything goes back to its place.
"use strict";
(() => {
  const text = document.getElementById("or-text");
  const list = document.querySelector(".references ol");
  if (!text || !list) return;
  let undo = [];

  const gather = () => {
    // Notes on the whole, and those of each section, before the heading that follows.
    let waiting = [];
    const put = (before) => {
      if (!waiting.length) return;
      const notes = document.createElement("section");
      notes.className = "endnotes";
      for (const note of waiting) {
        const place = document.createComment("");
        note.replaceWith(place);
        notes.append(note);
        undo.push(() => place.replaceWith(note));
      }
      text.insertBefore(notes, before);
      undo.push(() => notes.remove());
      waiting = [];
    };
    for (const part of [...text.children]) {
      if (part.matches(".section")) put(part);
      if (part.matches(".note")) waiting.push(part);
      else waiting.push(...part.querySelectorAll(".note"));
    }
    put(null);
  };

  const site = document.querySelector("link[rel=canonical]")?.href;
  const addressOf = (link) => {
    const written = link.getAttribute("href");
    if (/^https?:/.test(written)) return link.href;
    return site && !written.startsWith("#") ? new URL(written, site).href : null;
  };
  const refer = () => {
    const numbers = new Map();
    const links = ":is(.turn > [id], .matter, .note .body) a[href]:not(.call, .anchor, .back, .by a, .time, .sync, .quoted a)";
    for (const link of text.querySelectorAll(links)) {
      const address = addressOf(link);
      const words = link.textContent.trim();
      const isWritten = words.includes("/") && address?.includes(words);  // the address itself stands in the text
      if (!address || isWritten) continue;
      if (!numbers.has(address)) {
        numbers.set(address, numbers.size + 1);
        const line = document.createElement("li");
        line.textContent = address;
        list.append(line);
      }
      const number = document.createElement("span");
      number.className = "link-number";
      number.textContent = ` [${numbers.get(address)}]`;
      link.after(number);
      undo.push(() => number.remove());
    }
    list.parentElement.hidden = !numbers.size;
    undo.push(() => { list.parentElement.hidden = true; list.replaceChildren(); });
  };

  addEventListener("beforeprint", () => {
    if (undo.length) return;
    document.documentElement.dataset.printing = "";
    gather();
    refer();
  });
  addEventListener("afterprint", () => {
    for (const back of undo.reverse()) back();
    undo = [];
    delete document.documentElement.dataset.printing;
  });
})();
