// Listening with the text: without this file there are the browser's own players, and links to the moments.
"use strict";
(() => {
  const player = document.querySelector(".player");
  if (!player) return;
  const $ = (selector, within = player) => within.querySelector(selector);
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
  const kept = (name, value) => {
    try {
      if (value === undefined) return localStorage.getItem(`onrecord-${name}`);
      localStorage.setItem(`onrecord-${name}`, value);
    } catch { /* some browsers keep nothing from disk, or for strangers */ }
    return null;
  };

  // --- what can be heard: each voice has play, pause, seek, rate, time (in seconds) and whether it is playing ---

  const native = (media, changed) => {
    for (const kind of ["timeupdate", "seeking", "play", "pause", "ended"]) media.addEventListener(kind, () => changed(kind));
    return {
      play: () => media.play()?.catch(() => {}),
      pause: () => media.pause(),
      seek: (time) => { media.currentTime = time; },
      rate: (speed) => { media.playbackRate = media.defaultPlaybackRate = speed; },
      get time() { return media.currentTime; },
      get length() { return media.duration; },
      get playing() { return !media.paused; },
    };
  };

  // Players of other sites talk by messages. Each is told how to begin, what it says, and what it understands: the
  // YouTube player API and the Vimeo player API as their own scripts speak them, PeerTube's embed API over jschannel.
  const seconds = (time) => Math.max(0, Math.floor(time));
  const FRAMES = {
    youtube: {
      at: (time) => `&autoplay=1&start=${seconds(time)}${location.protocol.startsWith("http") ? `&origin=${location.origin}` : ""}`,
      hello: [{ event: "listening", id: 1, channel: "widget" }],
      told: ({ info }) => info && { time: info.currentTime, playing: { 0: false, 1: true, 2: false }[info.playerState] },
      ask: (name, value) => ({
        event: "command",
        func: { play: "playVideo", pause: "pauseVideo", seek: "seekTo", rate: "setPlaybackRate" }[name],
        args: name === "seek" ? [value, true] : value === undefined ? [] : [value],
      }),
      text: true,
    },
    vimeo: {
      at: (time) => `&autoplay=1#t=${seconds(time)}s`,
      hello: ["timeupdate", "play", "pause"].map((value) => ({ method: "addEventListener", value })),
      told: ({ event, data }) => ({ time: data?.seconds, playing: { play: true, pause: false }[event] }),
      ask: (name, value) => ({ method: { seek: "setCurrentTime", rate: "setPlaybackRate" }[name] || name, value }),
    },
    peertube: {
      at: (time) => `&autoplay=1&start=${seconds(time)}s`,
      hello: [],
      told: ({ method, params }) => method === "peertube::__ready" && params === "ping"
        ? { answer: { method, params: "pong" } }
        : { time: params?.position, playing: params?.playbackState && params.playbackState === "playing" },
      ask: (name, params) => ({ method: `peertube::${name === "rate" ? "setPlaybackRate" : name}`, params }),
      text: true,
    },
    archive: { at: (time) => `?autoplay=1&start=${seconds(time)}` },  // which tells nothing, and begins anew for each moment
  };

  const framed = (frame, start, changed) => {
    const kind = FRAMES[frame.dataset.player];
    const address = frame.getAttribute("src");
    const { origin } = new URL(address);
    const state = { time: NaN, playing: true };
    const send = (message) => frame.contentWindow?.postMessage(kind.text ? JSON.stringify(message) : message, origin);
    let greeting = 0;
    const hear = (event) => {
      if (event.source !== frame.contentWindow || event.origin !== origin) return;
      clearInterval(greeting);
      let said = event.data;
      try { if (typeof said === "string") said = JSON.parse(said); } catch { return; }
      if (!said || typeof said !== "object") return;
      if (said.event === "ready") kind.hello.forEach(send);  // which a greeting before may have missed
      const told = kind.told(said) || {};
      if (told.answer) send(told.answer);
      if (typeof told.playing === "boolean" && told.playing !== state.playing) {
        state.playing = told.playing;
        changed(told.playing ? "play" : "pause");
      }
      if (typeof told.time === "number") { state.time = told.time; changed("timeupdate"); }
    };
    frame.src = address + kind.at(start);
    if (kind.told) {
      addEventListener("message", hear);
      frame.addEventListener("load", () => {
        clearInterval(greeting);
        let left = 40;
        greeting = setInterval(() => { kind.hello.forEach(send); if (!--left) clearInterval(greeting); }, 250);
      });
    }
    const ask = (name) => (value) => { if (kind.ask) send(kind.ask(name, value)); };
    return {
      play: () => ask("play")(),
      pause: () => (kind.ask ? ask("pause")() : frame.setAttribute("src", address)),
      seek: (time) => (kind.ask ? ask("seek")(time) : frame.setAttribute("src", address + kind.at(time))),
      rate: ask("rate"),
      get time() { return state.time; },
      get length() { return NaN; },
      get playing() { return state.playing; },
    };
  };

  // --- where in the text a time is: a turn or a mark, and the paragraphs from there to the next ---

  const PARAGRAPH = ":scope > p[id]:not(.former), :scope > blockquote[id]";
  const cues = [];
  for (const turn of $$(".turn[data-t], .turn:has(a.sync)")) {
    const blocks = $$(PARAGRAPH, turn);
    const places = [...(turn.dataset.t ? [turn] : []), ...$$("a.sync", turn)];
    const first = places.map((place) => (place === turn ? 0 : blocks.indexOf(place.closest("p[id], blockquote[id]"))));
    places.forEach((place, number) => {
      const from = Math.max(first[number], 0);
      const to = number + 1 < places.length ? Math.max(first[number + 1], from + 1) : blocks.length;
      cues.push({ time: Number(place.dataset.t), end: Number(turn.dataset.end) || Infinity, turn, place, blocks: blocks.slice(from, to) });
    });
  }
  const turns = cues.filter((cue, number) => !number || cues[number - 1].turn !== cue.turn);
  cues.sort((one, other) => one.time - other.time);
  const before = (list, time) => {
    let [from, to] = [0, list.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (list[middle].time <= time) from = middle + 1; else to = middle;
    }
    return from - 1;
  };
  const cueAt = (time) => {
    const cue = cues[before(cues, time)];
    return cue && (time < cue.end || cue.end <= cue.time) ? cue : null;
  };

  // --- the takes, of which one is heard ---

  const takes = $$(".medium:not(.is-link)", player).map((figure) => ({
    figure,
    begins: Number(figure.dataset.begins) || 0,
    button: figure.querySelector(".load"),
    wanted: 0,
    voice: null,
  }));
  if (!takes.length) return;
  let current = takes[0];
  let spoken = null;
  const controls = $(".controls");
  const follow = $(".follow");
  const speed = $(".speed");
  const choice = $(".take select");
  const now = () => (current.voice && !Number.isNaN(current.voice.time) ? current.voice.time : current.wanted) + current.begins;
  const clock = (time) => {
    const [hours, minutes, rest] = [time / 3600, (time / 60) % 60, time % 60].map(Math.floor);
    const two = (number) => String(number).padStart(2, "0");
    return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
  };

  const changed = (take) => (kind) => {
    if (take !== current) {
      if (kind !== "play") return;
      choose(take);  // its own button was pressed
    }
    if (kind === "play") { dock(true); for (const other of takes) if (other !== take) other.voice?.pause(); }
    if (kind === "ended") {
      const next = takes.filter((one) => one.begins > take.begins).sort((one, other) => one.begins - other.begins)[0];
      if (next?.voice) { choose(next); next.voice.seek(0); next.voice.play(); }
    }
    show();
  };

  const failed = (figure) => ({ target }) => {
    if (target.tagName === "TRACK" || (target.tagName === "SOURCE" && target.matches(":not(:last-of-type)"))) return;
    figure.querySelector(".failed").hidden = false;
  };
  const wake = (take, within = take.figure) => {
    const media = within.querySelector("audio, video");
    if (media) {
      take.figure.addEventListener("error", failed(take.figure), true);
      take.voice = native(media, changed(take));
      caption(media, take.begins);
      if (take.wanted) take.voice.seek(take.wanted);
    } else {
      take.voice = framed(within.querySelector("iframe"), take.wanted, changed(take));
    }
    take.voice.rate(Number(speed.value));
  };
  const load = (take) => {  // the reader has asked
    const asked = take.figure.querySelector("template").content.cloneNode(true);
    wake(take, asked);
    take.figure.append(asked);
    take.figure.classList.add("loaded");
    take.button.hidden = true;
    choose(take);
    dock(true);
    take.voice.play();
    take.figure.querySelector("audio, video, iframe").focus();
  };

  const choose = (take) => {
    if (take !== current) current.voice?.pause();
    current = take;
    choice.selectedIndex = takes.indexOf(take);
    for (const one of takes) one.figure.classList.toggle("aside", one !== take);
  };
  const covers = (take, time) => take.begins <= time && !(time > take.begins + take.voice?.length);
  const hear = (time, play) => {
    if (!covers(current, time)) {
      const begun = takes.filter((take) => take.begins <= time);
      choose(begun.reduce((best, take) => (take.begins > best.begins ? take : best), begun[0] || takes[0]));
    }
    current.wanted = Math.max(0, time - current.begins);
    if (current.voice) {
      current.voice.seek(current.wanted);
      if (play) current.voice.play();
    } else if (play) {
      dock(true);
      current.button.focus({ preventScroll: player.matches(".docked") });
    }
    show(true);
  };

  // --- the spoken words are marked, and followed as long as the reader is with them ---

  const mark = (cue) => {
    for (const block of spoken?.blocks || []) if (!cue?.blocks.includes(block)) block.classList.remove("spoken");
    for (const block of cue?.blocks || []) block.classList.add("spoken");
    if (spoken?.turn !== cue?.turn) {
      spoken?.turn.classList.remove("speaking");
      cue?.turn.classList.add("speaking");
    }
    spoken = cue;
  };
  const room = () => [$$(".strip")[0]?.offsetHeight || 0, innerHeight - (player.matches(".docked") && player.offsetWidth === document.documentElement.clientWidth ? player.offsetHeight : 0)];
  const isInView = (block) => {
    const [top, bottom] = room();
    const box = block.getBoundingClientRect();
    return box.bottom > top && box.top < bottom;
  };
  const bring = (cue) => {
    const block = cue.blocks[0] || cue.turn;
    const [top, bottom] = room();
    const box = block.getBoundingClientRect();
    if (box.top >= top && box.top < top + (bottom - top) * 0.7 && box.bottom <= Math.max(bottom, top + box.height)) return;
    block.scrollIntoView({ block: box.height < (bottom - top) / 2 ? "center" : "start" });
  };
  const show = (asked = false) => {
    const time = now();
    $(".now").textContent = clock(time);
    $(".moment").hash = `t=${seconds(time)}`;
    const cue = cueAt(time);
    if (cue === spoken) return;
    const last = spoken;
    mark(cue);
    const isWithIt = !last || last.blocks.some(isInView) || !last.blocks.length;
    if (cue && !asked && follow.checked && current.voice?.playing && isWithIt && getSelection().isCollapsed) bring(cue);
  };

  // --- the player stays in reach once it is used ---

  const place = player.parentElement;
  let used = false;
  let isAway = false;
  const settle = () => {
    const docked = used && isAway;
    if (docked === player.classList.contains("docked")) return;
    place.style.minBlockSize = docked ? `${place.offsetHeight}px` : "";
    player.classList.toggle("docked", docked);
    measure();
  };
  const measure = () => {
    const docked = player.classList.contains("docked");
    document.documentElement.style.setProperty("--player", docked ? `${player.offsetHeight}px` : "0px");
    document.documentElement.classList.toggle("has-player", docked);
  };
  const dock = (use) => {
    used = use;
    const box = place.getBoundingClientRect();
    isAway = box.bottom <= 0 || box.top >= innerHeight;
    settle();
  };
  new IntersectionObserver(([{ isIntersecting }]) => { isAway = !isIntersecting; settle(); }).observe(place);
  new ResizeObserver(measure).observe(player);

  // --- what readers do ---

  const step = (by) => {
    const list = [...turns].sort((one, other) => one.time - other.time);
    const time = now();
    let at = before(list, time);
    if (by > 0) at += 1; else if (at >= 0 && time - list[at].time < 3) at -= 1;
    const cue = list[Math.min(Math.max(at, 0), list.length - 1)];
    if (!cue) return;
    hear(cue.time, current.voice?.playing);
    bring(cue);
  };
  const cueOf = (element) => {
    const block = element.closest(".turn > p[id], .turn > blockquote[id]");
    const turn = element.closest(".turn");
    return cues.find((cue) => block && cue.blocks.includes(block)) || cues.find((cue) => turn && cue.turn === turn);
  };
  let focused = null;
  const reading = (byKey) => {
    if (byKey && focused && cueOf(focused)) return cueOf(focused);
    const [top] = room();
    return turns.find((cue) => cue.turn.getBoundingClientRect().bottom > top + 24) || turns[turns.length - 1];
  };
  const toggle = () => {
    if (!current.voice) hear(now(), true);
    else if (current.voice.playing) current.voice.pause();
    else current.voice.play();
  };

  document.addEventListener("focusin", (event) => { if (event.target.closest(".turn")) focused = event.target.closest(".turn"); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.time, a.sync");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button) return;
    event.preventDefault();
    hear(Number(link.dataset.t || link.closest(".turn").dataset.t), true);
  });
  // Single keys, only where the focus is in the player or in a turn, and not where something is written or chosen.
  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || !target.closest?.(".player, .turn")) return;
    if (target.closest("input:not([type=checkbox]), select, textarea, .note")) return;
    const turn = target.closest(".turn");
    if (key === "j") step(-1);
    else if (key === "l") step(1);
    else if (key !== "k") return;
    else if (turn && turn !== spoken?.turn && cueOf(turn)) hear(cueOf(turn).time, true);
    else toggle();
    event.preventDefault();
  });
  $(".back").addEventListener("click", () => step(-1));
  $(".on").addEventListener("click", () => step(1));
  $(".here").addEventListener("click", ({ detail }) => { const cue = reading(!detail); if (cue) hear(cue.time, true); });
  $(".close").addEventListener("click", () => {
    const link = spoken?.turn.querySelector(":scope > .anchor");
    current.voice?.pause();
    mark(null);
    dock(false);
    link?.focus({ preventScroll: true });
  });
  speed.addEventListener("change", () => {
    kept("speed", speed.value);
    for (const take of takes) take.voice?.rate(Number(speed.value));
  });
  follow.addEventListener("change", () => {
    kept("follow", follow.checked ? "yes" : "no");
    if (follow.checked && spoken) bring(spoken);
  });
  choice.addEventListener("change", () => {
    const [time, playing] = [now(), current.voice?.playing];
    const take = takes[choice.selectedIndex];
    choose(take);
    hear(Math.max(time, take.begins), playing);
  });

  // --- addresses of moments: #t=754, #t=12:34, and the anchors of turns and paragraphs ---

  const moment = (hash) => {
    const found = /^#t=(?:npt:)?(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d+)?)/.exec(hash);
    return found ? (Number(found[1] || 0) * 60 + Number(found[2] || 0)) * 60 + Number(found[3]) : null;
  };
  const arrive = () => {
    const time = moment(location.hash);
    if (time !== null) {
      hear(time, false);
      const cue = cueAt(time) || cues[Math.max(before(cues, time), 0)];
      if (cue) bring(cue);
      return;
    }
    let target = null;
    try { target = document.getElementById(decodeURIComponent(location.hash.slice(1).split(":~:")[0])); } catch { return; }
    const cue = target?.closest(".turn") && cueOf(target);
    if (cue && !current.voice?.playing) hear(cue.time, false);
  };

  // --- captions: as a file, but made here where the browser reads none (from disk), or the recording began elsewhen ---

  const caption = (video, begins) => {
    const track = video.querySelector("track");
    if (!track) return;
    if (location.protocol !== "file:") {
      track.addEventListener("load", () => {
        for (const cue of [...track.track.cues]) {
          [cue.startTime, cue.endTime] = [cue.startTime - begins, cue.endTime - begins];
        }
      });
      return;
    }
    const own = video.addTextTrack("captions", track.label, track.srclang);
    track.remove();
    own.mode = "disabled";
    cues.forEach((cue, number) => {
      const words = cue.blocks.map((block) => {
        const copy = block.cloneNode(true);
        $$("a.anchor, a.call", copy).forEach((link) => link.remove());
        return copy.textContent;
      }).join(" ");
      const pieces = words.match(/\S(?:[^]{0,82}\S)?(?=\s|$)|\S{1,84}/g) || [];
      const from = cue.time;
      const to = Math.min(cue.end, cues[number + 1]?.time ?? Infinity, from + words.length / 15 + 1);
      const each = (to - from) / pieces.length;
      if (each > 0) pieces.forEach((piece, at) => own.addCue(new VTTCue(from + each * at - begins, from + each * (at + 1) - begins, piece)));
    });
  };

  // --- begin ---

  const saved = kept("speed");
  if (saved && [...speed.options].some(({ value }) => value === saved)) speed.value = saved;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  follow.checked = kept("follow") === "yes" || (kept("follow") !== "no" && !still);
  for (const take of takes) {
    const name = take.figure.querySelector("figcaption")?.textContent || "";
    choice.add(new Option(name));
    if (take.button) { take.button.hidden = false; take.button.addEventListener("click", () => load(take)); } else wake(take);
  }
  $(".take").hidden = takes.length < 2;
  player.classList.add("ready");
  controls.hidden = false;
  choose(takes[0]);
  if ("mediaSession" in navigator) {
    navigator.mediaSession.metadata = new MediaMetadata({ title: document.querySelector("h1")?.textContent || document.title });
    navigator.mediaSession.setActionHandler("previoustrack", () => step(-1));
    navigator.mediaSession.setActionHandler("nexttrack", () => step(1));
  }
  addEventListener("hashchange", arrive);
  if (location.hash) arrive();
})();
