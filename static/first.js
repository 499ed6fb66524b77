// Runs before anything is painted: how readers have chosen, on this device, to have text and colours; and what scripts say.
"use strict";
window.readersChoices = (() => {
  const KEPT = "onrecord-choices";
  const NAMES = ["size", "measure", "colours", "times", "keys"];
  const root = document.documentElement;
  let chosen = {};
  const show = () => {
    for (const name of NAMES) {
      if (chosen[name]) root.dataset[name] = chosen[name];
      else delete root.dataset[name];
    }
  };
  const recall = () => {
    // A browser that lets nothing be kept, or has kept something else under this name, leaves all as usual.
    try { chosen = Object(JSON.parse(localStorage.getItem(KEPT))); } catch { /* what was chosen on this page stays */ }
    show();
  };
  const keep = (choices) => {
    chosen = choices;
    show();
    try { localStorage.setItem(KEPT, JSON.stringify(chosen)); } catch { /* then it holds for this page */ }
  };
  // Words of scripts are written in English; where the interface speaks another language, the page says them in it.
  let known = null;
  window.gettext = (words, values = {}) => {
    known ??= JSON.parse(document.getElementById("or-script-words")?.textContent || "{}");
    return (known[words] || words).replace(/%\((\w+)\)s/g, (all, name) => values[name] ?? all);
  };

  recall();
  root.dataset.script = "";
  addEventListener("storage", recall);
  addEventListener("pageshow", (event) => { if (event.persisted) recall(); });
  return {
    of: (name) => chosen[name] || "",
    choose: (name, value) => keep({ ...chosen, [name]: value || undefined }),
    forget: () => keep({}),
  };
})();
