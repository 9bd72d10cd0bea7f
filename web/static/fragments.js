// Submits forms and follows links by fetch, and puts the parts that come back in their places.
// Without this script every form and link still works as a page.
"use strict";
(() => {
  let pending = 0;
  const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

  function swap(text) {
    const focused = document.activeElement && document.activeElement.id;
    for (const part of [...parsed(text).body.children]) {
      const old = part.id && document.getElementById(part.id);
      if (!old || old.isEqualNode(part)) continue;
      if (part.dataset.say && part.dataset.say !== old.dataset.say) say(part.dataset.say);
      old.replaceWith(document.adoptNode(part));
    }
    const again = focused && document.getElementById(focused);
    if (again && again !== document.activeElement) again.focus({ preventScroll: true });
    document.dispatchEvent(new Event("swapped"));
  }

  function say(text) {
    document.getElementById("spoken").textContent = text;
  }

  function tell(text) {
    const told = document.getElementById("told");
    told.replaceChildren(Object.assign(document.createElement("p"), { className: "told", textContent: text }));
  }

  async function load(address, options = {}, source = document.body) {
    source.setAttribute("aria-busy", "true");
    pending += 1;
    try {
      const headers = { ...options.headers, "x-part": location.pathname };
      const answer = await fetch(address, { ...options, headers });
      const next = answer.headers.get("x-go");
      if (next) return void location.assign(next);
      if (answer.status !== 204) swap(await answer.text());
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
    if (!post && form.dataset.part !== "panel") history.replaceState(null, "", address);
    load(address, post ? { method: "POST", body: fields } : {}, form);
  });

  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && event.target.hasAttribute("data-at-once")) form.requestSubmit();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-part]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    load(link.href, {}, link);
  });

  window.page = { load, swap, say, tell, busy: () => pending > 0 };
})();
