// Follows the server's events while the tab is seen, and takes workbooks that are dropped.
"use strict";
(() => {
  let stream = null;

  function listen() {
    if (document.hidden || stream || !document.getElementById("band")) return;
    stream = new EventSource(`/events?at=${encodeURIComponent(location.pathname)}`);
    stream.addEventListener("open", page.forget);
    stream.addEventListener("part", (event) => page.hear(event.data, Number(event.lastEventId)));
    stream.addEventListener("stamp", (event) => renew(event.data));
    stream.addEventListener("end", () => { stream.close(); page.tell(document.body.dataset.gone); });
  }

  // What this tab itself asks for comes with the newest state; only what others did is fetched.
  function renew(stamp) {
    if (page.busy()) return void setTimeout(() => renew(stamp), 200);
    const main = document.getElementById("main");
    const view = main.querySelector("[data-follow]");
    if (view && main.dataset.stamp !== stamp && !document.querySelector("dialog[open]"))
      page.load(view.dataset.follow || page.here());
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden && stream) { stream.close(); stream = null; }
    listen();
  });
  // The sentence of a level goes with Escape, until the level is left.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll(".level:is(:hover, :focus)").forEach((level) => level.classList.add("hush"));
  });
  for (const kind of ["pointerout", "focusout"])
    document.addEventListener(kind, (event) => {
      const level = event.target.closest?.(".level");
      if (level && !level.contains(event.relatedTarget)) level.classList.remove("hush");
    });
  setInterval(() => { if (document.hidden) fetch("/alive", { method: "POST" }).catch(() => 0); }, 60000);
  listen();

  const overZone = (event) => [...event.dataTransfer.types].includes("Files");
  addEventListener("dragover", (event) => { if (overZone(event)) { event.preventDefault(); document.body.classList.add("over"); } });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.body.classList.remove("over"); });
  addEventListener("drop", (event) => {
    if (!overZone(event)) return;
    event.preventDefault();
    document.body.classList.remove("over");
    const file = event.dataTransfer.files[0];
    if (!file) return;
    if (file.size > 25 * 1024 * 1024) return page.tell(document.body.dataset.tooLarge);
    const headers = { "x-file-name": encodeURIComponent(file.name) };
    page.load("/drop", { method: "PUT", body: file, headers }, document.getElementById("main"));
  });
})();
