// The board by keyboard and mouse: one tab stop, arrows inside; what is carried is in carry.js.
"use strict";
(() => {
  const board = () => document.getElementById("board");
  const bars = () => [...document.querySelectorAll("#board button.m")];
  const links = () => [...document.querySelectorAll("#board .name a")];
  let current = "", typed = "", typedAt = 0;

  // One bar can be reached by Tab: the one that was used last, else the first.
  function settle() {
    const all = bars();
    // The links of rows are left of their bars, by arrow; with no bar, Tab reaches them.
    if (all.length) links().forEach((link) => { link.tabIndex = -1; });
    const chosen = all.find((bar) => bar.id === current) || all[0];
    const open = document.querySelector("#mission");
    for (const bar of all) {
      bar.tabIndex = bar === chosen ? 0 : -1;
      bar.setAttribute("aria-pressed", String(!!open && bar.value === open.dataset.mission));
    }
    for (const part of document.querySelectorAll("[data-load]")) {
      const from = part.dataset.load;
      part.removeAttribute("data-load");
      page.load(from, {}, part, () => part.isConnected);
    }
  }

  function focus(bar) {
    if (!bar) return;
    [...bars(), ...links()].forEach((other) => { other.tabIndex = -1; });
    bar.tabIndex = 0;
    current = bar.id;
    bar.focus();
  }

  async function open(id, back) {
    current = back || current;
    const wanted = page.newest();
    await page.load(`/missions/${encodeURIComponent(id)}`, {}, document.body, wanted);
    if (!wanted()) return;
    page.visit(page.here());
    document.getElementById("mission-title")?.focus();
  }

  function shut() {
    const left = document.getElementById("mission").dataset.mission;
    document.getElementById("panel").replaceChildren();
    page.visit(page.here());
    beside(left);
    settle();
  }

  // From the panel of a mission back to its bar, or to its link in the table.
  function beside(left) {
    const own = (one) => one && (one.value || one.dataset.mission) === left;
    const links = [...document.querySelectorAll("a[data-mission]")];
    const found = [document.getElementById(current), ...bars(), ...links].find(own) || bars()[0];
    if (found) focus(found);
    else document.getElementById("main").focus();
  }

  const starts = async (id) => (await fetch(`/missions/${encodeURIComponent(id)}/starts`, { headers: { "x-part": location.pathname + location.search } })).json();
  const seen = () => board().dataset.stamp;

  function edit(fields) {
    return page.load("/edits", { method: "POST", body: new URLSearchParams({ seen: seen(), ...fields }) });
  }

  // What was carried to a row is another bar there.
  const turn = (bar, id = bar.id) => { current = id; };

  async function step(bar, forward) {
    const all = (await starts(bar.value)).map((start) => start.start);
    const next = forward ? all.find((day) => day > bar.dataset.start) : all.reverse().find((day) => day < bar.dataset.start);
    if (next) edit({ kind: "move", mission_id: bar.value, start: next });
  }

  // Keyboard
  function neighbour(bar, key) {
    const row = bar.closest(".board-row");
    const inRow = [...row.querySelectorAll(".name a, button.m")];
    const place = inRow.indexOf(bar);
    if (key === "ArrowRight") return inRow[place + 1];
    if (key === "ArrowLeft") return inRow[place - 1];
    if (key === "Home") return bars()[0];
    if (key === "End") return bars().at(-1);
    const rows = [...document.querySelectorAll("#board .board-row")].filter((other) => other.querySelector("button.m"));
    const other = rows[rows.indexOf(row) + (key === "ArrowDown" ? 1 : -1)];
    if (bar.matches(".name a")) return other?.querySelector(".name a");
    const x = bar.getBoundingClientRect().left;
    const far = (one) => Math.abs(one.getBoundingClientRect().left - x);
    return other && [...other.querySelectorAll("button.m")].sort((a, b) => far(a) - far(b))[0];
  }

  function find(letter) {
    typed = performance.now() - typedAt > 1200 ? letter : typed + letter;
    typedAt = performance.now();
    return bars().find((bar) => bar.value.toLowerCase().startsWith(typed.toLowerCase()));
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.querySelector("#mission")) return shut();
    const bar = event.target.closest?.("#board button.m, #board .name a");
    if (!bar || event.ctrlKey || event.metaKey) return;
    if (event.altKey && bar.value && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
      event.preventDefault();
      current = bar.id;
      return void step(bar, event.key === "ArrowRight");
    }
    if (event.altKey) return;
    if (/^(Arrow|Home|End)/.test(event.key)) { event.preventDefault(); focus(neighbour(bar, event.key)); }
    else if (/^[\w-]$/.test(event.key)) focus(find(event.key));
  });

  document.addEventListener("click", (event) => {
    const bar = event.target.closest("#board button.m");
    const link = event.target.closest("a[data-mission]");
    if (event.target.closest("#shut")) { event.preventDefault(); return shut(); }
    if (bar) { event.preventDefault(); if (!bar.dataset.dragged) open(bar.value, bar.id); delete bar.dataset.dragged; }
    else if (link && document.getElementById("panel")) { event.preventDefault(); open(link.dataset.mission, link.id); }
  });

  document.addEventListener("pointerover", (event) => {
    const told = event.target.closest?.("#board button.m") || event.target.closest?.("#board .name")?.parentNode;
    if (told) (told.querySelector(".name") || told).title = told.getAttribute("aria-label") || "";
  });

  // A slider on a curve that is known answers at once: the last step that is not above it.
  document.addEventListener("input", (event) => {
    const slider = event.target.closest("[data-curve]");
    if (!slider) return;
    const steps = slider.dataset.curve.split(" ").map((step) => step.split(":").map(Number));
    const at = steps.filter(([value]) => value <= Number(slider.value)).at(-1) || steps[0];
    const output = document.querySelector(`output[for="${slider.id}"]`);
    const number = (value) => value.toLocaleString(document.documentElement.lang);
    output.textContent = output.dataset.words.replace("{amount}", number(Number(slider.value))).replace("{missions}", number(at[1]));
  });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) print(); });

  document.addEventListener("dragstart", (event) => { if (event.target.closest?.("#board")) event.preventDefault(); });
  document.addEventListener("swapped", settle);
  // Back and Forward: to the mission that is open again, or to the bar of the one that is not.
  document.addEventListener("returned", ({ detail: left }) => {
    const open = document.getElementById("mission")?.dataset.mission;
    if (open === left) return;
    if (open) document.getElementById("mission-title").focus();
    else beside(left);
  });
  settle();

  window.bars = { starts, edit, turn, back: () => focus(document.getElementById(current)) };
})();
