// Carries a bar by mouse or by keyboard: starts, and the rows of other experts, say beforehand what a drop would do.
"use strict";
(() => {
  // So many rows are asked for at once, the nearest first.
  const MOST = 4;
  let drag = null, usual = "";

  const board = () => document.getElementById("board");
  // Whose row it is; only rows of experts are links to one.
  const expertOf = (row) => (board().dataset.by === "expert" && row?.querySelector(".name a")?.textContent) || "";
  const rows = () => [...document.querySelectorAll("#board .board-row")].filter(expertOf);
  const own = () => drag.bar.closest(".board-row");
  const middle = (row) => { const box = row.getBoundingClientRect(); return (box.top + box.bottom) / 2; };

  function take(bar, how) {
    cancel();
    drag = { bar, known: new Map(), on: false, ...how };
  }

  function begin() {
    drag.on = true;
    drag.bar.classList.add("dragging");
    const hint = document.getElementById("hint");
    usual = usual || hint.textContent;
    hint.classList.add("telling");
    mark();
  }

  async function markStarts() {
    const mine = drag;
    mine.starts = await bars.starts(mine.bar.value);
    if (drag !== mine) return;
    for (const start of mine.starts) {
      const mark = document.createElement("span");
      mark.className = `start-mark d${start.day} ${start.fits ? "" : "breaks"}`;
      mark.textContent = start.fits ? "✔" : "⚠";
      mine.bar.closest(".lanes").append(mark);
    }
  }

  // The rows in view that nothing is known of, the nearest to the hand first.
  function unknown() {
    const seen = (row) => { const y = middle(row); return y > 0 && y < innerHeight; };
    const far = (row) => Math.abs(middle(row) - drag.y);
    return rows().filter((row) => row !== own() && seen(row) && !drag.known.has(expertOf(row))).sort((a, b) => far(a) - far(b));
  }

  async function mark() {
    const mine = drag;
    if (mine.asking) return;
    mine.asking = true;
    for (let near; drag === mine && (near = unknown().slice(0, MOST)).length;) await ask(mine, near);
    mine.asking = false;
  }

  async function ask(mine, near) {
    const ids = near.map(expertOf);
    const query = new URLSearchParams([["old", expertOf(own())], ...ids.map((id) => ["new", id])]);
    const answer = await fetch(`/missions/${encodeURIComponent(mine.bar.value)}/takers?${query}`, { headers: { "x-part": location.pathname } });
    const found = new Map((answer.ok ? await answer.json() : []).map((taker) => [taker.expert, taker]));
    for (const id of ids) mine.known.set(id, found.get(id));
    if (drag !== mine) return;
    near.forEach((row, place) => { row.dataset.mark = found.get(ids[place])?.mark || ""; });
    tell();
  }

  // What would happen here, said and shown before it does.
  function tell() {
    const hint = document.getElementById("hint");
    const found = drag.target;
    document.querySelectorAll(".drop-row").forEach((row) => row.classList.remove("drop-row"));
    found?.row?.classList.add("drop-row");
    if (!found) return;
    const expert = found.row && expertOf(found.row);
    const taker = found.row ? drag.known.get(expert) : { mark: found.start.fits ? "✔" : "⚠", ...found.start };
    const why = Object.assign(document.createElement("span"), { lang: taker?.language || "", textContent: taker?.why || "" });
    hint.replaceChildren(`${found.row ? expert : found.start.words} ${taker?.mark || "…"} `, why);
  }

  const onto = (row) => ({ row, fields: { kind: "swap", old: expertOf(own()), new: expertOf(row) } });

  function under(event) {
    const found = document.elementsFromPoint(event.clientX, event.clientY);
    const row = found.map((one) => one.closest("#board .board-row")).find(expertOf);
    if (row && row !== own()) return onto(row);
    const start = nearest(event);
    return start && { start, fields: { kind: "move", start: start.start } };
  }

  function nearest(event) {
    const lanes = drag.bar.closest(".lanes").getBoundingClientRect();
    const grabbed = drag.x - drag.bar.getBoundingClientRect().left;
    const day = ((event.clientX - grabbed - lanes.left) / lanes.width) * Number(board().dataset.days);
    return [...(drag.starts || [])].sort((a, b) => Math.abs(a.day - day) - Math.abs(b.day - day))[0];
  }

  // A drop that no workbook could hold is none; why stays in sight.
  async function drop() {
    const { bar, target, known } = drag;
    const refused = target?.row && known.get(expertOf(target.row))?.mark === "✘";
    cancel(refused);
    if (!target || refused || target.fields.start === bar.dataset.start) return;
    bars.turn(bar, target.row ? `b-${target.fields.new}${bar.value}` : bar.id);
    await bars.edit({ mission_id: bar.value, ...target.fields });
  }

  function cancel(telling = false) {
    const hint = document.getElementById("hint");
    if (drag?.on && !telling) hint?.replaceChildren(usual);
    hint?.classList.toggle("telling", telling);
    drag?.bar.classList.remove("dragging");
    document.querySelectorAll(".start-mark").forEach((one) => one.remove());
    document.querySelectorAll("#board [data-mark]").forEach((row) => row.removeAttribute("data-mark"));
    document.querySelectorAll(".drop-row").forEach((row) => row.classList.remove("drop-row"));
    drag = null;
  }

  // By mouse
  document.addEventListener("pointerdown", (event) => {
    const bar = event.target.closest("#board button.m");
    if (bar && event.button === 0) take(bar, { x: event.clientX, y: event.clientY });
  });

  document.addEventListener("pointermove", (event) => {
    if (!drag || drag.byKey) return;
    if (!drag.on && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < 5) return;
    if (!drag.on) { begin(); markStarts(); }
    drag.y = event.clientY;
    drag.target = under(event);
    mark();
    tell();
  });

  document.addEventListener("pointerup", () => {
    if (!drag || drag.byKey) return;
    const { bar, on } = drag;
    if (!on) return cancel();
    bar.dataset.dragged = "yes";
    setTimeout(() => delete bar.dataset.dragged, 300);
    bars.turn(bar);
    drop();
  });
  document.addEventListener("pointercancel", () => drag && cancel());
  document.addEventListener("scroll", () => drag?.on && mark(), { passive: true });

  // By keyboard: Alt with up and down goes from row to row, Enter drops, Escape leaves it.
  function carry(bar, down) {
    if (!drag?.byKey) { take(bar, { byKey: true }); begin(); }
    const all = rows();
    const here = all.indexOf(drag.target?.row || own());
    const next = all[here + (down ? 1 : -1)];
    if (!next) return;
    next.scrollIntoView({ block: "nearest" });
    drag.y = middle(next);
    drag.target = next === own() ? undefined : onto(next);
    mark();
    tell();
  }

  function key(event) {
    const bar = event.target.closest?.("#board button.m");
    const upDown = event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key);
    if (upDown && bar && expertOf(bar.closest(".board-row"))) carry(bar, event.key === "ArrowDown");
    else if (drag?.on && event.key === "Escape") cancel();
    else if (drag?.byKey && event.key === "Enter") drop().then(bars.back);
    else {
      if (drag?.byKey && event.key !== "Alt") cancel();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  document.addEventListener("keydown", key, true);
  document.addEventListener("swapped", () => drag && cancel());
})();
