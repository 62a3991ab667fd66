// The library: its list, and what its parts share (correcting.js, intake.js).
(() => {
  const by = (id) => document.getElementById(id);
  let collection = "";
  let followed = "";
  const path = (rest, of = collection) =>
    `page/library/${rest}${rest.includes("?") ? "&" : "?"}${new URLSearchParams({ collection: of })}`;

  const say = (words) => {
    if (by("library-said")) by("library-said").textContent = words;
  };

  const ask = (address, options = {}, alarm = say) =>
    window.footnoted.ask(address, { alarm, silent: by("said").dataset.silent, ...options });

  // What buttons do, by their names: each part adds its own.
  const acts = {};

  let page = 1;
  let asked = 0;

  const wanted = () => {
    const query = new URLSearchParams(new FormData(by("library-narrow")));
    query.set("page", page);
    return query;
  };

  // Gives the focus to what follows what was taken away, unless somebody has gone elsewhere.
  const back = (element) => {
    if (document.activeElement === document.body) element.focus();
  };

  // What is shown already is not put there again: a click or the focus would be lost for nothing.
  const drawn = {};
  const isNew = (id, html) => drawn[id] !== html || !by(id).hasChildNodes();
  const put = (id, html) => (by(id).innerHTML = drawn[id] = html);

  // What stands now where an element of the list stood.
  const successor = (element) => {
    if (element.isConnected) return element;
    if (element.id) return by(element.id);
    const { act } = element.dataset;
    const { document: id, source } = element.closest("li")?.dataset ?? {};
    const item = id ? row(id) : source && failed(source);
    return item && item.querySelector(act ? `[data-act="${act}"]` : "button.cite");
  };

  const redraw = (list, html) => {
    const at = document.activeElement ?? document.body;
    const open = [...by(list).querySelectorAll(".under:not(:empty)")];
    const ids = open.map((under) => under.closest("li").dataset.document);
    put(list, html);
    ids.forEach((id, nth) => row(id)?.querySelector(".under").replaceWith(open[nth])); // what is typed stays
    const now = successor(at);
    if (now) back(now);
  };

  const list = async () => {
    const turn = ++asked;
    const answer = await ask(path(`documents?${wanted()}`));
    if (!answer) return;
    const html = await answer.text();
    if (turn !== asked) return; // a later question was asked meanwhile
    if (isNew("documents", html)) redraw("documents", html);
    by("documents").setAttribute("aria-busy", "false");
    const count = by("documents").querySelector(".facts")?.dataset.said ?? "";
    if (by("library-count").textContent !== count) by("library-count").textContent = count;
  };

  const failures = async () => {
    const here = collection;
    const answer = await ask(path("failures"));
    const html = answer && (await answer.text());
    if (answer && here === collection && isNew("failures", html)) redraw("failures", html);
  };

  const all = () => Promise.all([list(), failures()]);

  // Another collection is shown when another one is asked, or when it is chosen here.
  const collections = async () => {
    const here = collection;
    const answer = await ask(path("collections"));
    const html = answer && (await answer.text());
    if (answer && here === collection) by("library-collections").innerHTML = html;
  };
  const look = (name) => {
    if (name !== collection) for (const id of ["documents", "failures"]) by(id)?.replaceChildren();
    asked += 1; // an answer that is on its way is of the collection before
    collection = by("library").dataset.collection = name;
    page = 1;
    say("");
  };
  const following = () => {
    const now = window.footnoted.collection();
    if (now !== followed) look((followed = now));
  };

  const row = (id) => by("documents").querySelector(`li[data-document="${CSS.escape(id)}"]`);

  const failed = (source) =>
    by("failures").querySelector(`li[data-source="${CSS.escape(source)}"]`);

  const draw = () => {
    all();
    if (by("incoming")) library.watch();
  };

  const begin = async () => {
    const answer = await ask(path("shell"));
    if (!answer || by("library-narrow")) return;
    by("library").innerHTML = await answer.text();
    collections();
    draw();
  };

  const appear = () => {
    if (!by("library")) return;
    following();
    if (!by("library-narrow")) return begin();
    collections();
    draw();
  };

  let typing = 0;
  document.addEventListener("input", (event) => {
    if (!event.target.closest("#library-narrow")) return;
    clearTimeout(typing);
    page = 1;
    typing = setTimeout(list, event.target.matches("select") ? 0 : 150);
  });

  document.addEventListener("change", (event) => {
    if (event.target.id !== "library-collection") return;
    look(event.target.value);
    draw();
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.closest("#library-narrow")) return;
    event.preventDefault();
    list();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("#tabs :is([role=tab], .overflow-dropdown button)"))
      return void setTimeout(appear, 0);
    const button = event.target.closest("#library button, #now [data-act=samples]");
    if (!button) return;
    const { act: what, page: to, clear } = button.dataset;
    if (what) acts[what](button.closest("li"), button);
    else if (to) {
      page = Number(to);
      list().then(() => by("documents").scrollIntoView({ block: "nearest" }));
    } else if (clear) widen(clear);
  });

  const widen = async (name) => {
    for (const field of name === "dates" ? ["since", "until"] : [name])
      by("library-narrow").elements[field].value = "";
    await list();
    back(by("narrow-find"));
  };

  const library = {
    acts, all, ask, back, failures, following, list, path, row, say,
    collection: () => collection,
    // An element of the list is no longer as the server drew it.
    touched: () => delete drawn.documents,
  };
  window.footnoted.library = library;
})();
