// Submits forms and follows links by fetch, and puts the parts that come back in their places.
// Without this script every form and link still works as a page.
"use strict";
(() => {
  let pending = 0;
  // As in the style: where the board has no room, its table is asked for.
  const slim = matchMedia("(max-width: 48rem)");
  const at = () => location.pathname + location.search;
  // The address whose page is in view: it has all that is seen, but what may be a name.
  let shown = at();
  const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

  // A click is lost where its button is replaced between press and release: parts wait until then.
  let released = () => {};
  let untouched = Promise.resolve();
  const release = () => setTimeout(released);
  addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.target.closest?.("button, a")) return;
    released();
    untouched = new Promise((resolve) => { released = resolve; });
  }, true);
  for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, release, true);
  addEventListener("blur", release);

  // What somebody typed, ticked or chose, by the field: its ID or value, and what its form is about.
  function typed(root) {
    const found = new Map();
    const about = new Map();
    for (const field of root.querySelectorAll("input:not([type=hidden]), select, textarea")) {
      const { form } = field;
      const box = field.type === "checkbox" || field.type === "radio";
      if (!box && !field.id) continue;
      if (form && !about.has(form)) {
        const hidden = [...form.querySelectorAll("input[type=hidden]:not([name=seen])")];
        about.set(form, hidden.map((one) => one.value).join(" "));
      }
      found.set([about.get(form), box ? `${field.name} ${field.value}` : field.id].join("\n"), field);
    }
    return found;
  }

  const state = (field) => (field.type === "checkbox" || field.type === "radio" ? field.checked : field.value);

  function untold(field) {
    const options = field.options && [...field.options];
    if (options) return (options.find((one) => one.defaultSelected) || options[0])?.value;
    return field.type === "checkbox" || field.type === "radio" ? field.defaultChecked : field.defaultValue;
  }

  // Takes over what was typed into a part before another one takes its place; not what was sent.
  function carry(old, part, sent) {
    const kept = [...typed(old)].filter(([, field]) => state(field) !== untold(field) && !sent?.contains(field));
    const fields = kept.length ? typed(part) : null;
    return () => kept.forEach(([key, field]) => {
      const next = fields.get(key);
      if (!next || next.type === "radio" && !field.checked) return;
      if (next.type === "checkbox" || next.type === "radio") next.checked = field.checked;
      else if (!next.options || [...next.options].some((one) => one.value === field.value)) next.value = field.value;
      next.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  // What changes every second is replaced piece by piece: who is on a piece that stays hears nothing.
  function pieces(old, part) {
    const names = (one) => [...one.children].map((child) => child.id).join(" ");
    if (!part.hasAttribute("data-calm") || names(old) !== names(part)) return [[old, part]];
    for (const { name, value } of part.attributes) old.setAttribute(name, value);
    const pairs = [...part.children].map((now, place) => [old.children[place], now]);
    return pairs.flatMap(([was, now]) => (was.isEqualNode(now) ? [] : pieces(was, now)));
  }

  async function swap(text, sent) {
    await untouched;
    const before = document.activeElement;
    const focused = before && before.id;
    for (const part of [...parsed(text).body.children]) {
      const old = part.id && document.getElementById(part.id);
      if (!old || old.isEqualNode(part)) continue;
      if (part.dataset.say && part.dataset.say !== old.dataset.say) say(part.dataset.say);
      for (const [was, now] of pieces(old, part)) {
        const restore = carry(was, document.adoptNode(now), sent);
        was.replaceWith(now);
        restore();
      }
    }
    const again = focused && document.getElementById(focused);
    if (again && again !== document.activeElement) again.focus({ preventScroll: true });
    // What had the focus is gone: go on beside it, not from the top of the page.
    if (before !== document.body && document.activeElement === document.body)
      (document.getElementById("mission-title") || document.getElementById("main")).focus({ preventScroll: true });
    document.dispatchEvent(new Event("swapped"));
  }

  // An answer that is older than the last event does not put back what has changed meanwhile.
  let last = { serial: 0, text: "" };

  async function hear(text, serial) {
    if (serial < last.serial) return;
    last = { serial, text };
    await swap(text);
  }

  async function take(answer, sent) {
    const serial = Number(answer.headers.get("x-serial"));
    await swap(await answer.text(), sent);
    if (serial < last.serial) await swap(last.text);
    else last = { serial, text: "" };
  }

  // Another server counts anew.
  function forget() {
    last = { serial: 0, text: "" };
  }

  function say(text) {
    document.getElementById("spoken").textContent = text;
  }

  function tell(text) {
    const told = document.getElementById("told");
    told.replaceChildren(Object.assign(document.createElement("p"), { className: "told", textContent: text }));
  }

  // An answer that nobody waits for any more, for another page or mission is in view, is left out.
  async function load(address, options = {}, source = document.body, wanted = () => true) {
    source.setAttribute("aria-busy", "true");
    pending += 1;
    try {
      const headers = { ...options.headers, "x-part": at() };
      if (slim.matches) headers["x-narrow"] = "yes";
      const answer = await fetch(address, { ...options, headers });
      if (!wanted()) return;
      const next = answer.headers.get("x-go");
      if (next) return void location.assign(next);
      if (answer.status === 204) return;
      // What was refused stays as it was typed.
      await take(answer, answer.ok && source.method === "post" ? source : null);
      if (options.method) settle();
    } catch {
      tell(document.body.dataset.gone);
    } finally {
      source.removeAttribute("aria-busy");
      pending -= 1;
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.hasAttribute("data-part")) return;
    event.preventDefault();
    const fields = new URLSearchParams(new FormData(form, event.submitter));
    const post = form.method === "post";
    const address = post ? form.action : `${form.action}?${fields}`;
    if (post) load(address, { method: "POST", body: fields }, form);
    else go(address, form);
  });

  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && event.target.hasAttribute("data-at-once")) form.requestSubmit();
  });

  let going = Promise.resolve();
  const scrolled = (link) => document.getElementById(link.dataset.top)?.scrollIntoView();

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-part]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (link.dataset.part) return void load(link.href, {}, link).then(() => scrolled(link));
    // A link says how all is looked at: after another one it may be out of date, so its heir counts.
    going = going.then(async () => {
      const now = (link.id && document.getElementById(link.id)) || link;
      await go(now.href, now);
      scrolled(link);
    });
  });

  // Another page of this view, or another mission on it: a step that Back takes back.
  function visit(address) {
    if (address !== location.href) history.pushState(null, "", address);
    shown = at();
  }

  async function go(address, source) {
    visit(address);
    await load(address, {}, source, newest());
    note();
  }

  let steps = 0;
  function newest() {
    const mine = steps += 1;
    return () => mine === steps;
  }

  addEventListener("popstate", async () => {
    if (at() === shown) return;
    const left = document.getElementById("mission")?.dataset.mission;
    shown = at();
    await load(location.href, {}, document.body, newest());
    note();
    document.dispatchEvent(new CustomEvent("returned", { detail: left }));
  });

  // After an edit a mission may be open, or gone, that the address does not say.
  function settle() {
    if (!document.getElementById("panel") || here() === location.href) return;
    history.replaceState(null, "", here());
    shown = at();
  }

  // To look changes nothing: how the plan was looked at last is told in a request of its own.
  function note() {
    const seen = document.querySelector("[data-note]")?.dataset.note;
    if (seen) fetch("/plan/seen", { method: "POST", body: new URLSearchParams(seen), keepalive: true }).catch(() => 0);
  }

  // The address of this view, with the mission that is open on it.
  function here() {
    const address = new URL(location.href);
    const open = document.getElementById("mission");
    if (open) address.searchParams.set("mission", open.dataset.mission);
    else address.searchParams.delete("mission");
    return address.href;
  }

  function fill() {
    const narrow = document.getElementById("narrow");
    if (slim.matches && narrow && !narrow.querySelector("table")) load(here(), {}, narrow);
  }

  slim.addEventListener("change", fill);
  fill();
  note();

  window.page = { load, swap, hear, forget, say, tell, here, visit, newest, busy: () => pending > 0 };
})();
