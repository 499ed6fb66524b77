// Sharing and citing one turn: a menu at its ¶. Without this file the ¶ is a link, and the page's end says how to cite.
"use strict";
(() => {
  const text = document.getElementById("or-text");
  const files = document.getElementById("or-citations");
  if (!text || !files || !("popover" in HTMLElement.prototype)) return;
  const data = JSON.parse(files.textContent);
  const root = document.documentElement;

  // --- what a turn, or one paragraph of it, is to those who cite it

  const BLOCKS = ":scope > p[id]:not(.former), :scope > blockquote[id]";
  const APART = ".call, .anchor, .vh";
  const page = document.querySelector("link[rel=canonical]")?.href || location.href.split("#")[0];
  const isPublic = /^https?:/.test(page);
  const tidy = (words) => words.replace(/\s+/g, " ").trim();

  const wordsOf = (turn, range) => [...turn.querySelectorAll(BLOCKS)].map((block) => {
    let words = "";
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!range.intersectsNode(node)) continue;
      if (node.nodeName === "BR") words += " ";
      if (node.nodeType !== Node.TEXT_NODE || node.parentElement.closest(APART)) continue;
      const from = node === range.startContainer ? range.startOffset : 0;
      words += node.data.slice(from, node === range.endContainer ? range.endOffset : undefined);
    }
    return tidy(words);
  }).filter(Boolean).join("\n\n");

  const chosenIn = (turn) => {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    return turn.contains(range.commonAncestorContainer) && wordsOf(turn, range) ? range.cloneRange() : null;
  };

  const whole = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return range;
  };

  const passage = (element, chosen) => {
    const turn = element.closest(".turn");
    const block = element.closest(".turn > [id]");
    const paragraph = [...turn.querySelectorAll(BLOCKS)].indexOf(block) + 1;
    const names = [...turn.querySelectorAll(".who > .name")].map((name) => tidy(name.textContent));
    const number = [...text.querySelectorAll(".turn")].indexOf(turn) + 1;
    const told = [...text.querySelectorAll(".who:has(.role)")]
      .find((who) => tidy(who.querySelector(".name").textContent) === names[0]);
    return {
      names,
      role: names.length === 1 && told ? tidy(told.querySelector(".role").textContent) : "",
      place: paragraph ? gettext("turn %(number)s, paragraph %(paragraph)s", { number, paragraph }) : gettext("turn %(number)s", { number }),
      suffix: paragraph ? `-${number}.${paragraph}` : `-${number}`,
      id: (block || turn).id,
      address: `${page}#${encodeURIComponent((block || turn).id)}`,
      words: wordsOf(turn, chosen || whole(block || turn)),
      language: turn.closest("[lang]").lang,
    };
  };

  // --- in words

  const QUOTES = {
    de: "„“", cs: "„“", sk: "„“", bg: "„“", sl: "„“", pl: "„”", ro: "„”", hu: "„”", fr: "«»", es: "«»", pt: "“”", it: "«»",
    ru: "«»", uk: "«»", el: "«»", no: "«»", nb: "«»", fa: "«»", ar: "«»", fi: "””", sv: "””", ja: "「」", "zh-hant": "「」",
  };
  const quoted = ({ words, language }) => {
    const tag = language.toLowerCase();
    const [open, close] = QUOTES[tag] || QUOTES[tag.split("-")[0]] || "“”";
    return open + words + close;
  };
  const citation = ({ address }) => {
    const cited = document.querySelector(".citation").cloneNode(true);
    cited.querySelector(".address")?.remove();
    return tidy(cited.textContent) + (isPublic ? ` ${address}` : "");
  };
  const quotation = (one) =>
    `${quoted(one)}\n— ${[one.names.join(" & "), one.role, citation(one)].filter(Boolean).join(", ")}`;
  const sentence = (one) => gettext("%(names)s, %(place)s, in: %(work)s", { names: one.names.join(" & "), place: one.place, work: citation(one) });

  // --- for reference managers: the transcript's own entries, with the turn's speaker, place and address

  const shown = (name) => [name.given, name.family, name.suffix, name.literal].filter(Boolean).join(" ");
  const people = Object.values(data.csl).filter((value) => Array.isArray(value)).flat();
  const speakers = ({ names }) => names.map((name) => {
    const plain = tidy(name.replace(/,/g, " "));
    return people.find((person) => plain === shown(person) || plain.endsWith(` ${shown(person)}`));
  }).filter(Boolean);
  const placeOf = (one) => (speakers(one).length ? one.place : `${one.place} (${one.names.join(" & ")})`);

  const COMMANDS = { "\\": "textbackslash", "{": "textbraceleft", "}": "textbraceright", "~": "textasciitilde", "^": "textasciicircum" };
  const tex = (words) => words.replace(/[\\{}~^&%$#_]/g, (sign) => (COMMANDS[sign] ? `\\${COMMANDS[sign]}{}` : `\\${sign}`));
  const bibtex = (one) => {
    const [head, ...fields] = data.bibtex.trim().split("\n");
    const kept = fields.slice(0, -1).filter((line) => !/^ {2}(author|url) =/.test(line));
    const authors = speakers(one).map(({ family, suffix, given, literal }) =>
      (literal ? `{${tex(literal)}}` : [family, suffix, given].filter(Boolean).map(tex).join(", ")));
    if (authors.length) kept.unshift(`  author = {${authors.join(" and ")}},`);
    if (isPublic) kept.push(`  url = {${one.address}},`);
    return [head.replace(/,$/, `${one.suffix},`), ...kept, `  note = {${tex(placeOf(one))}},`, "}", ""].join("\n");
  };
  const ris = (one) => {
    const [type, id, ...fields] = data.ris.trimEnd().split("\r\n");
    const kept = fields.slice(0, -1).filter((line) => !/^(AU|A2|UR) /.test(line));
    const authors = speakers(one).map(({ family, given, suffix, literal }) =>
      `AU  - ${literal || [family, given, suffix].filter(Boolean).join(", ")}`);
    const place = [`N1  - ${placeOf(one)}`];
    if (isPublic) place.unshift(`UR  - ${one.address}`);
    return [type, id + one.suffix, ...authors, ...kept, ...place, "ER  - ", ""].join("\r\n");
  };
  const csl = (one) => {
    const facts = Object.entries(data.csl).filter(([, value]) => !Array.isArray(value));
    const item = { ...Object.fromEntries(facts), id: data.csl.id + one.suffix, note: placeOf(one) };
    if (speakers(one).length) item.author = speakers(one);
    if (isPublic) item.URL = one.address;
    return JSON.stringify([item], null, 1);
  };

  // --- the menu

  const COPIES = [
    [gettext("Copy link"), gettext("Link copied"), ({ id }) => `${location.href.split("#")[0]}#${encodeURIComponent(id)}`],
    [gettext("Copy quotation"), gettext("Quotation copied"), quotation],
    [gettext("Citation"), gettext("Citation copied"), sentence],
    ["BibTeX", gettext("%(format)s copied", { format: "BibTeX" }), bibtex],
    ["RIS", gettext("%(format)s copied", { format: "RIS" }), ris],
    ["CSL-JSON", gettext("%(format)s copied", { format: "CSL-JSON" }), csl],
  ];
  const make = (name, facts = {}, ...within) => {
    const made = Object.assign(document.createElement(name), facts);
    made.append(...within);
    return made;
  };
  const said = make("p", { className: "said" });
  said.setAttribute("role", "status");
  const byHand = make("textarea", { readOnly: true, hidden: true, rows: 4, ariaLabel: gettext("To copy by hand") });
  const buttons = COPIES.map(([label, done, written]) => {
    const button = make("button", { type: "button", textContent: label });
    button.addEventListener("click", async () => {
      const copy = written(current);
      try {
        await navigator.clipboard.writeText(copy);
        byHand.hidden = true;
        said.textContent = done;
      } catch {  // the browser does not let us: then the reader copies
        Object.assign(byHand, { value: copy, hidden: false });
        byHand.select();
        said.textContent = gettext("Copy it from here");
      }
    });
    return button;
  });
  const numbered = make("input", { type: "checkbox" });
  const cites = make("div", { className: "cites" }, make("span", { textContent: gettext("Cite") }), ...buttons.slice(2));
  cites.setAttribute("role", "group");
  cites.setAttribute("aria-label", gettext("Cite"));
  const menu = make("div", { className: "share-menu", popover: "auto", lang: document.querySelector(".site-name")?.lang || "", dir: document.querySelector("[data-way]")?.dataset.way || "" },
    ...buttons.slice(0, 2), cites, make("label", {}, numbered, " ", gettext("Number turns and paragraphs")), byHand, said);
  menu.setAttribute("role", "dialog");
  document.body.append(menu);

  let current = null;
  let opener = null;
  let pressed = null;  // what was so when the ¶ was pressed: pressing takes the choice of words, and closes the menu
  const open = (link) => {
    opener = link;
    const chosen = pressed?.link === link ? pressed.chosen : chosenIn(link.closest(".turn"));
    current = passage(link, chosen);
    menu.setAttribute("aria-label", gettext("Share %(place)s of %(names)s", { place: current.place, names: current.names.join(" & ") }));
    buttons[1].textContent = chosen ? gettext("Copy chosen words") : gettext("Copy quotation");
    said.textContent = "";
    byHand.hidden = true;
    menu.showPopover();
    // Towards the names, so that the turn itself stays in sight.
    const box = link.getBoundingClientRect();
    const left = getComputedStyle(text).direction === "rtl" ? box.left : box.right - menu.offsetWidth;
    menu.style.left = `${Math.max(8, Math.min(left, root.clientWidth - menu.offsetWidth - 8)) + scrollX}px`;
    const above = box.bottom + menu.offsetHeight > innerHeight && box.top > menu.offsetHeight;
    menu.style.top = `${(above ? box.top - menu.offsetHeight - 2 : box.bottom + 2) + scrollY}px`;
    buttons[0].focus({ preventScroll: true });
  };
  const LINKS = ".turn > .anchor, .turn > [id] .anchor";
  for (const link of text.querySelectorAll(".turn > .anchor")) link.setAttribute("aria-haspopup", "dialog");
  document.addEventListener("pointerdown", (event) => {
    const link = event.target.closest(LINKS);
    const isOpen = menu.matches(":popover-open") && link === opener;
    pressed = link && { link, isOpen, chosen: chosenIn(link.closest(".turn")) };
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest(LINKS);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    // First, as going there takes the focus; and without going there on the screen, where it is already.
    const { scrollX: left, scrollY: top } = window;
    location.hash = link.hash;
    scrollTo({ left, top, behavior: "instant" });
    if (pressed?.link !== link || !pressed.isOpen) open(link);
    pressed = null;
  });
  // Out of the menu, by Escape or behind the last of its buttons, the page goes on where it was opened.
  menu.addEventListener("keydown", (event) => {
    const stops = [...menu.querySelectorAll("button, input, textarea:not([hidden])")];
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (event.key !== "Escape" && (event.key !== "Tab" || document.activeElement !== edge)) return;
    menu.hidePopover();
    opener.focus({ preventScroll: true });
    if (event.key === "Escape" || event.shiftKey) event.preventDefault();
  });

  // --- numbers beside turns and paragraphs, for citing on paper: the reader's choice, remembered on this device

  const number = (on) => { root.toggleAttribute("data-numbers", on); numbered.checked = on; };
  try { number(localStorage.getItem("or-numbers") === "on"); } catch { /* nothing is remembered here */ }
  numbered.addEventListener("change", () => {
    number(numbered.checked);
    try { localStorage.setItem("or-numbers", numbered.checked ? "on" : "off"); } catch { /* as above */ }
  });

  // --- Zotero saves the turn that the address names: its speaker and address, else those of the transcript

  const address = document.head.querySelector('meta[name="citation_public_url"]');
  const authors = [...document.head.querySelectorAll('meta[name="citation_author"]')];
  let own = [];
  const tell = () => {
    let id = "";
    try { id = decodeURIComponent(location.hash.slice(1).split(":~:")[0]); } catch { /* names nothing */ }
    const target = id && document.getElementById(id)?.closest(".turn, .turn > [id]");
    if (!target && !own.length) return;
    own.forEach((tag) => tag.remove());
    const one = target && passage(target);
    own = one ? speakers(one).map((name) => make("meta", {
      name: "citation_author",
      content: name.literal || [name.family, name.given, name.suffix].filter(Boolean).join(", "),
    })) : [];
    if (own.length) authors.forEach((tag) => tag.remove());
    document.head.append(...(own.length ? own : authors));
    if (address) address.content = one ? one.address : page;
    document.dispatchEvent(new Event("ZoteroItemUpdated", { bubbles: true }));
  };
  addEventListener("hashchange", tell);
  tell();
})();
