// Shows the cases of a report: a few at a time, filtered, each in full when it is opened.
(() => {
  "use strict";
  const SHOWN = 25, WORST = 50;
  const by = (id) => document.getElementById(id);
  const { cases, metrics, against } = JSON.parse(by("index").textContent);
  const metricOf = new Map(metrics.map((metric) => [metric.name, metric]));
  const form = by("filters");
  const chunk = Number(form.dataset.chunk);
  const parts = new Map();
  let view = "overview", found = [], first = 0, only = null;

  // Texts become text, never HTML.
  const make = (tag, attributes = {}, ...inside) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...inside.filter((each) => each !== null && each !== undefined && each !== ""));
    return node;
  };

  const whole = (place) => {
    const number = Math.floor(place / chunk);
    if (!parts.has(number)) parts.set(number, JSON.parse(by(`part-${number}`).textContent));
    return parts.get(number)[place % chunk];
  };

  const shown = (name, value) => {
    const { unit } = metricOf.get(name) || { unit: "" };
    return unit === "tokens" ? value.toLocaleString("en") : `${value.toFixed(3)}${unit && ` ${unit}`}`;
  };

  // ── Which cases ──
  const lower = (name) => (metricOf.get(name) || {}).better === "lower";
  const lacking = (one, name, bound) => {
    const value = one.scores[name];
    if (value === undefined) return false;
    return lower(name) ? value > (bound ?? 0) : value < (bound ?? 1);
  };

  const haystacks = [];
  const haystack = (place) => {
    const one = cases[place];
    haystacks[place] ??= [one.id, one.question, one.answer, ...one.sources].join("\n").toLowerCase();
    return haystacks[place];
  };

  const filtered = () => {
    const wanted = Object.fromEntries(new FormData(form));
    const words = wanted.find.toLowerCase().split(/\s+/).filter(Boolean);
    const bound = wanted.below === "" ? undefined : Number(wanted.below);
    const fits = (one, place) =>
      (!wanted.kind || one.kind === wanted.kind) &&
      (!wanted.outcome || one.outcome === wanted.outcome) &&
      (!wanted.tag || one.tags.includes(wanted.tag)) &&
      (!wanted.metric || lacking(one, wanted.metric, bound)) &&
      (!wanted.change ||
        (wanted.change === "any" ? one.change !== "same" : one.change === wanted.change)) &&
      words.every((word) => haystack(place).includes(word));
    const places = cases.map((_, place) => place).filter((place) => fits(cases[place], place));
    if (wanted.order === "worst") places.sort((a, b) => worse(cases[a], cases[b]) || a - b);
    return places;
  };

  const worse = (a, b) =>
    (b.outcome === "error") - (a.outcome === "error") || b.shortfall - a.shortfall;

  const choose = () => {
    found = only === null ? filtered() : [only];
    if (view === "worst") found = found.filter((place) => cases[place].shortfall > 0).slice(0, WORST);
    first = 0;
    list();
  };

  // ── The list ──
  const list = () => {
    const last = Math.min(first + SHOWN, found.length);
    by("shown").replaceChildren(...found.slice(first, last).map(item));
    const of = cases.length.toLocaleString("en"), count = found.length.toLocaleString("en");
    by("counted").textContent =
      only !== null ? `One of ${of} cases.`
      : view === "worst" ? `The ${count} worst of ${of} cases: how far each is from the best it could be.`
      : found.length ? `${count} of ${of} cases`
      : "No case is like that: widen one of the filters.";
    by("place").textContent = found.length ? `${first + 1} – ${last} of ${count}` : "";
    by("before").disabled = first === 0;
    by("after").disabled = last >= found.length;
    document.querySelector(".pages").hidden = found.length <= SHOWN;
  };

  const item = (place) => {
    const one = cases[place];
    const bad = one.outcome === "error" || one.outcome.includes("to be");
    const summary = make("summary", {},
      make("span", { class: "question", dir: "auto" }, one.question || "(no question)"),
      make("span", { class: "facts" },
        make("span", { class: bad ? "alarm" : "" }, one.outcome), ` · ${one.kind.replace("_", " ")}`,
        one.change && one.change !== "same" ? ` · ${one.change}` : "", faults(one)));
    const details = make("details", { "data-case": one.id }, summary);
    details.addEventListener("toggle", () => {
      if (details.open && details.children.length === 1) details.append(body(whole(place)));
    });
    if (only !== null) details.open = true;
    return make("li", {}, details);
  };

  const faults = (one) => {
    const names = metrics.filter(({ name, unit, better }) =>
      !unit && name !== "cost" && !/@|^mrr$/.test(name) && name in one.scores &&
      (better === "lower" ? one.scores[name] > 0 : one.scores[name] < 1));
    if (!names.length) return null;
    const said = names.slice(0, 4).map(({ name, title }) => `${title} ${+one.scores[name].toFixed(2)}`);
    return ` · ${said.join(", ")}${names.length > 4 ? ` and ${names.length - 4} more` : ""}`;
  };

  // ── One case ──
  const body = (one) => make("div", { class: "case" },
    make("p", { class: "facts" }, make("a", { href: `#case=${encodeURIComponent(one.id)}` }, one.id),
      ...one.tags.map((tag) => ` · ${tag}`)),
    ...one.history.map((turn) => make("p", { class: "facts", dir: "auto" },
      `Before: ${turn.question} → ${turn.answer}`)),
    one.fallback ? make("p", { class: "facts" }, `The model failed: ${one.fallback}`) : null,
    ...answer(one), notes(one), withheld(one), before(one), gold(one), scores(one));

  const answer = (one) => {
    if (one.error !== null) return [make("p", { class: "alarm" }, `Error: ${one.error}`)];
    if (one.declined) return [make("p", {}, one.declined)];
    return one.statements.map((said) => make("div", { class: "statement" },
      make("p", {}, make("span", { dir: "auto" }, said.text), ...said.notes.map(mark)),
      make("p", { class: "class" },
        `${said.mark} ${said.words}${said.reason ? `: ${said.reason}` : ""}`),
      judged(said.judged)));
  };

  const judged = (judgement) => {
    if (!judgement) return make("p", { class: "class" }, "Not judged.");
    const { supported, score, label, reason } = judgement;
    const said = supported === null ? "cannot tell" : supported ? "supported" : "not supported";
    const sure = score === null ? "" : ` (${score.toFixed(2)})`;
    return make("p", { class: supported === false ? "class alarm" : "class" },
      `Judge: ${said}${sure}; ${label}: ${reason}`);
  };

  const mark = (number) => make("sup", {}, make("button",
    { type: "button", "data-note": number, "aria-label": `Footnote ${number}` }, `[${number}]`));

  const notes = (one) => !one.notes.length ? null : make("ol", { class: "notes" },
    ...one.notes.map((note) => make("li", { "data-number": note.number, tabindex: "-1" },
      make("span", { class: "number" }, `[${note.number}]`),
      make("p", { class: "title", dir: "auto" }, note.title || note.document || "(no title)"),
      make("p", { class: "origin" }, [note.document, note.published,
        note.start === null ? null : `characters ${note.start} – ${note.end}`]
        .filter(Boolean).join(" · ")),
      make("blockquote", { dir: "auto" }, note.start > note.before.length ? "…" : "", note.before,
        make("mark", {}, note.quote || ""), note.after, note.after.length >= 300 ? "…" : ""))));

  const folded = (title, ...inside) =>
    make("details", { class: "more" }, make("summary", {}, title), ...inside);

  const withheld = (one) => !one.withheld.length ? null : folded(`Withheld: ${one.withheld.length}`,
    ...one.withheld.map((held) => make("p", { dir: "auto" }, held.text, " ",
      make("span", { class: "class" }, held.reason))));

  const before = (one) => !one.old || one.change === "same" ? null : folded(`Before, in ${against}`,
    make("p", { dir: "auto" }, one.old.answer),
    moved("Worse", one.old.worse), moved("Better", one.old.better));

  const moved = (title, names) => !names.length ? null : make("p", { class: "class" },
    `${title}: ${names.map((name) => (metricOf.get(name) || { title: name }).title).join(", ")}`);

  const gold = (one) => {
    const facts = one.key_facts.map((wordings) => wordings.join(" or "));
    if (!one.gold.length && !facts.length && !one.note) return null;
    return folded("What is known: gold, key facts",
      ...one.gold.map((place) => make("p", { dir: "auto" }, make("q", {}, place.quote || ""), " ",
        make("span", { class: "class" }, `${place.document}, characters ${place.start} – ${place.end}`))),
      facts.length ? make("p", {}, `Key facts: ${facts.join("; ")}`) : null,
      one.note ? make("p", { class: "facts" }, one.note) : null);
  };

  const scores = (one) => folded("Scores", make("table", {},
    make("thead", {}, make("tr", {}, ...["Metric", ...(one.old ? ["Old"] : []), "Score"].map(
      (title) => make("th", { scope: "col" }, title)))),
    make("tbody", {}, ...metrics.filter(({ name }) => name in one.scores).map(({ name, title }) =>
      make("tr", {}, make("th", { scope: "row" }, title),
        one.old ? make("td", {}, name in one.old.scores ? shown(name, one.old.scores[name]) : "–") : null,
        make("td", {}, shown(name, one.scores[name])))))));

  // ── What is done on the page ──
  by("shown").addEventListener("click", (event) => {
    const button = event.target.closest("button[data-note]");
    if (!button) return;
    const note = button.closest(".case").querySelector(`li[data-number="${button.dataset.note}"]`);
    note.scrollIntoView({ block: "nearest" });
    note.focus({ preventScroll: true });
  });
  const turn = (step) => () => {
    first += step;
    list();
    by("counted").scrollIntoView();
  };
  by("before").addEventListener("click", turn(-SHOWN));
  by("after").addEventListener("click", turn(SHOWN));
  form.addEventListener("input", choose);
  form.addEventListener("submit", (event) => event.preventDefault());

  const go = () => {
    const name = decodeURIComponent(location.hash.slice(1));
    const place = name.startsWith("case=") ? cases.findIndex((one) => one.id === name.slice(5)) : -1;
    only = place < 0 ? null : place;
    view = place >= 0 ? "cases" : ["plots", "worst", "cases"].includes(name) ? name : "overview";
    by("view-overview").hidden = view !== "overview";
    by("view-plots").hidden = view !== "plots";
    by("view-list").hidden = view !== "worst" && view !== "cases";
    form.hidden = only !== null;
    form.elements.order.closest("p").hidden = view === "worst";
    form.elements.order.value = view === "worst" ? "worst" : "";
    for (const link of document.querySelectorAll("nav a")) {
      if (link.hash === `#${view}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (!by("view-list").hidden) choose();
    window.scrollTo(0, 0);
  };
  window.addEventListener("hashchange", go);
  go();
  document.documentElement.dataset.ready = "";
})();
