// Opens the source of a footnote beside the answer, lit, and gives the place back afterwards.
(() => {
  const panel = () => document.getElementById("source");
  const body = () => document.getElementById("source-text");
  let opener = null;
  let wanted = 0; // the number of the source that was asked for last, or given up since
  let coming = false;

  const same = (button, place) =>
    ["document", "start", "end"].every((name) => button.dataset[name] === String(place[name]));

  const mark = (place) => {
    for (const button of document.querySelectorAll("button.cite"))
      button.setAttribute("aria-pressed", String(place !== null && same(button, place)));
  };

  const show = async (place) => {
    const { start, end, version, collection = "" } = place;
    const query = new URLSearchParams({ start, end, version, collection });
    const turn = ++wanted;
    coming = true;
    let html;
    try {
      const answer = await fetch(`source/${encodeURIComponent(place.document)}?${query}`);
      const told = await answer.text();
      const page = (answer.headers.get("content-type") || "").startsWith("text/html");
      html = page ? told : `<p>${document.getElementById("said").dataset.silent}</p>`;
    } catch {
      html = `<p>${document.getElementById("said").dataset.silent}</p>`;
    }
    if (turn !== wanted) return;
    coming = false;
    body().innerHTML = html;
    panel().dataset.collection = collection;
    panel().hidden = false;
    document.body.classList.add("with-source");
    mark(place);
    const lit = body().querySelector("mark");
    if (lit) lit.scrollIntoView({ block: "center" });
    panel().dispatchEvent(new CustomEvent("shown", { bubbles: true, detail: opener }));
  };

  const opened = () =>
    document.contains(opener)
      ? opener
      : [...document.querySelectorAll("button.cite")].find((each) => same(each, opener.dataset));

  // The focus goes back to what opened it, unless somebody has gone elsewhere meanwhile.
  const hide = () => {
    wanted += 1;
    coming = false;
    if (!panel() || panel().hidden) return;
    const at = document.activeElement;
    const here = at === document.body || panel().contains(at);
    panel().hidden = true;
    document.body.classList.remove("with-source");
    mark(null);
    if (here && opener) opened()?.focus();
  };

  let leaving = false; // the page before has been asked for and is not there yet
  const close = () => {
    if (leaving) return;
    leaving = Boolean(history.state && history.state.source);
    if (leaving) history.back();
    else hide();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.cite");
    if (button) {
      opener = button;
      const { document: id, start, end, version } = button.dataset;
      const { collection } = button.closest("[data-collection]")?.dataset ?? {};
      const place = { document: id, start, end, version, collection };
      const state = { ...history.state, source: place };
      if (history.state && history.state.source) history.replaceState(state, "");
      else history.pushState(state, "");
      show(place);
    } else if (event.target.closest("#close-source")) close();
  });

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("textarea, input");
    if (document.querySelector("dialog[open]")) return; // the key is its own
    if (event.key === "Escape" && panel() && (coming || !panel().hidden)) {
      event.preventDefault();
      close();
    } else if (event.key === "/" && !typing) {
      event.preventDefault();
      document.querySelector("#question textarea").focus();
    }
  });

  window.addEventListener("popstate", (event) => {
    leaving = false;
    if (event.state && event.state.source) show(event.state.source);
    else hide();
  });

  const place = (event) => {
    const citation = event.target.closest(".citation");
    if (!citation) return;
    const preview = citation.querySelector(".preview");
    preview.style.left = "0";
    const room = document.getElementById("conversation").getBoundingClientRect();
    const box = preview.getBoundingClientRect();
    if (box.right > room.right - 16) preview.style.left = `${room.right - 16 - box.right}px`;
  };
  document.addEventListener("mouseover", place);
  document.addEventListener("focusin", place);

  // A new question is brought to the top; what grows below it moves nothing.
  const follow = (now) => {
    let seen = null;
    new MutationObserver(() => {
      const turn = now.querySelector("article.turn");
      const name = turn && turn.getAttribute("aria-labelledby");
      if (turn && name !== seen) turn.scrollIntoView({ block: "start" });
      seen = name;
    }).observe(now, { childList: true, subtree: true });
  };

  const announce = () => {
    const now = document.getElementById("now");
    if (!now) return setTimeout(announce, 50);
    now.setAttribute("role", "log");
    now.setAttribute("aria-live", "polite");
    follow(now);
  };
  announce();
})();
