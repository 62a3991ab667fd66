// Reads on in a source: the next piece in place, and the other footnotes of the answer in it.
(() => {
  const text = () => document.querySelector("#source .text");
  const number = (name) => Number(text().dataset[name]);

  const fetched = async (from, to) => {
    const { document: id, version, start, end } = text().dataset;
    const { collection } = document.getElementById("source").dataset;
    const query = new URLSearchParams({ start, end, from, to, version, collection });
    const answer = await fetch(`source/${encodeURIComponent(id)}?${query}`);
    return { ok: answer.ok, html: await answer.text() };
  };

  // What is being read keeps its place on the screen, whatever comes or goes above it.
  const keeping = (change) => {
    const panel = document.getElementById("source");
    const bottom = panel.scrollHeight - panel.scrollTop;
    change();
    panel.scrollTop = panel.scrollHeight - bottom;
  };

  const put = (html, button, before, from, to) => {
    text().insertAdjacentHTML(before ? "afterbegin" : "beforeend", html);
    text().dataset[before ? "from" : "to"] = before ? from : to;
    button.hidden = before ? from === 0 : to === number("length");
  };

  const more = async (button) => {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    const before = button.dataset.more === "earlier";
    const here = text();
    const from = before ? Math.max(0, number("from") - number("piece")) : number("to");
    const to = before ? number("from") : Math.min(number("length"), from + number("piece"));
    try {
      const piece = await fetched(from, to);
      if (here !== text()) return;
      if (piece.ok) {
        const change = () => put(piece.html, button, before, from, to);
        if (before) keeping(change);
        else change();
        if (button.hidden) document.getElementById("source").focus({ preventScroll: true });
      } else button.insertAdjacentHTML("afterend", piece.html);
    } catch {
      button.after(document.getElementById("said").dataset.silent);
    } finally {
      button.removeAttribute("aria-busy");
    }
  };

  // The footnotes of one answer in one document, each place once, in the order of the text.
  const places = (opener) => {
    const found = new Map();
    const answer = opener && opener.closest("article");
    if (!answer) return [];
    for (const button of answer.querySelectorAll("button.cite")) {
      const { document: id, start, end } = button.dataset;
      const place = `${start}-${end}`;
      const same = id === opener.dataset.document && start !== end;
      if (same && !found.has(place)) found.set(place, button);
    }
    return [...found.values()].sort(
      (one, other) =>
        one.dataset.start - other.dataset.start || one.dataset.end - other.dataset.end,
    );
  };

  let steps = [];
  let at = -1;
  let stepped = 0; // which way the source was asked for that is on its way; 0 where it was opened

  document.addEventListener("shown", (event) => {
    const opener = event.detail;
    const by = stepped;
    stepped = 0;
    const line = document.querySelector("#source .steps");
    steps = places(opener);
    at = steps.findIndex((button) =>
      ["start", "end"].every((name) => button.dataset[name] === opener.dataset[name]),
    );
    if (!line || steps.length < 2 || at < 0) return;
    const [now, all] = [at + 1, steps.length];
    let said = line.dataset.said;
    for (const count of [now, all]) said = said.replace("{}", count);
    line.querySelector("span").textContent = said;
    line.querySelector("[data-step='-1']").disabled = at === 0;
    line.querySelector("[data-step='1']").disabled = at === steps.length - 1;
    line.hidden = false;
    if (by) follow(by);
  });

  // Whoever steps goes on stepping, unless they have gone elsewhere meanwhile.
  const follow = (by) => {
    const here = document.activeElement;
    const panel = document.getElementById("source");
    if (here !== document.body && !panel.contains(here)) return;
    const same = panel.querySelector(`[data-step="${by}"]`);
    const other = panel.querySelector(`[data-step="${-by}"]`);
    (same.disabled ? other : same).focus({ preventScroll: true });
  };

  const step = (by) => {
    const next = steps[at + by];
    if (!next?.isConnected) return;
    next.click();
    stepped = by;
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("button.cite")) stepped = 0;
    const further = event.target.closest("#source button.more");
    const stepping = event.target.closest("#source [data-step]");
    if (further) more(further);
    else if (stepping) step(Number(stepping.dataset.step));
  });
  window.addEventListener("popstate", () => {
    stepped = 0; // given up, or another way
  });
})();
