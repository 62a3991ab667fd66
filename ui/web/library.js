// The library: its list, what changes a document, and files on their way into it.
(() => {
  const by = (id) => document.getElementById(id);
  let collection = "";
  let followed = "";
  const path = (rest, of = collection) =>
    `page/library/${rest}${rest.includes("?") ? "&" : "?"}${new URLSearchParams({ collection: of })}`;
  const one = (id, part = "") => path(`documents/${encodeURIComponent(id)}${part}`);

  const say = (words) => {
    if (by("library-said")) by("library-said").textContent = words;
  };

  const ask = (address, options = {}, alarm = say) =>
    window.footnoted.ask(address, { alarm, silent: by("said").dataset.silent, ...options });

  const sent = (value) => ({
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(value),
  });

  // ── The list ──
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
    const item = row(element.closest("li")?.dataset.document ?? "");
    return item?.querySelector(act ? `[data-act="${act}"]` : "button.cite");
  };

  const redraw = (html) => {
    const at = document.activeElement ?? document.body;
    const open = [...by("documents").querySelectorAll(".under:not(:empty)")];
    const ids = open.map((under) => under.closest("li").dataset.document);
    put("documents", html);
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
    if (isNew("documents", html)) redraw(html);
    const count = by("documents").querySelector(".facts");
    by("documents").setAttribute("aria-busy", "false");
    if (count && by("library-said").dataset.count !== count.dataset.said) {
      by("library-said").dataset.count = count.dataset.said;
    }
  };

  const failures = async () => {
    const here = collection;
    const answer = await ask(path("failures"));
    const html = answer && (await answer.text());
    if (answer && here === collection && isNew("failures", html)) put("failures", html);
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

  const fold = (item, focus) => {
    item.querySelector(".under").replaceChildren();
    const button = item.querySelector(`[data-act="${focus}"]`);
    if (button) back(button);
  };

  // ── What is done to a document ──
  const correct = async ({ dataset }, undone = "") => {
    const here = collection;
    const open = () => row(dataset.document)?.querySelector("form.correcting");
    if (open() && !undone) return open().querySelector("input").focus();
    const answer = await ask(one(dataset.document, "/form"));
    const form = answer && (await answer.text());
    const item = here === collection && row(dataset.document); // drawn anew meanwhile, or gone
    if (!form || !item || (undone && !open())) return; // or left meanwhile
    const typed = [...(open()?.elements ?? [])].filter(
      (field) => field.name && field.name !== undone && field.value !== field.defaultValue,
    );
    const under = item.querySelector(".under");
    under.innerHTML = form;
    for (const { name, value } of typed) open().elements[name].value = value;
    if (undone) back(under.querySelector("input"));
    else if (item.contains(document.activeElement)) under.querySelector("input").focus();
    else back(under.querySelector("input"));
  };

  const save = async (id, change, form) => {
    const alarm = (words) => {
      form.querySelector("[role=alert]").textContent = words;
    };
    const answer = await ask(one(id), sent(change), alarm);
    if (!answer) return;
    say((await answer.json()).said);
    await list();
    const item = row(id);
    if (item && change.undo) await correct(item, change.undo[0]);
    else if (item) fold(item, "correct");
    else back(by("narrow-find"));
  };

  const question = (item) => {
    const asking = by("removing").content.cloneNode(true);
    asking.querySelector("bdi").textContent = item.dataset.title;
    item.querySelector(".under").replaceChildren(asking);
    item.querySelector("[data-act=cancel]").focus();
  };

  const remove = async (item) => {
    const answer = await ask(one(item.dataset.document), { method: "DELETE" });
    if (!answer) return;
    const next = item.nextElementSibling || item.previousElementSibling;
    const id = next && next.dataset.document;
    say((await answer.json()).said);
    await all();
    const left = id && row(id);
    back(left ? left.querySelector("button") : by("narrow-find"));
  };

  const settle = async (item, what) => {
    const answer = await ask(path("failures"), sent({ source: item.dataset.source, what }));
    if (!answer) return;
    say((await answer.json()).said);
    await failures();
    if (what === "again") watch();
  };

  const acts = {
    correct: (item) => correct(item),
    remove: question,
    "remove-now": remove,
    again: (item) => settle(item, "again"),
    forget: (item) => settle(item, "forget"),
    cancel: (item) => fold(item, item.querySelector("form") ? "correct" : "remove"),
    undo: (item, button) =>
      save(item.dataset.document, { undo: [button.dataset.field] }, button.closest("form")),
    samples: (_, button) => fill(button),
    stop: () => stop(),
    clear: async () => {
      if (await ask(path("uploads/ended"), { method: "DELETE" })) watch();
    },
  };

  // ── Files ──
  let unsent = [];
  let sending = null;
  let watching = false;
  let onceMore = false;

  const shown = () => {
    const lines = unsent.map(({ file }) => {
      const line = by("unsent-file").content.cloneNode(true);
      line.querySelector(".name").textContent = file.name;
      line.querySelector("progress").setAttribute("aria-label", file.name);
      return line;
    });
    by("unsent").replaceChildren(...lines);
  };

  const send = async () => {
    if (sending) return;
    while (unsent.length) {
      const { file, of } = unsent.shift();
      shown();
      sending = new AbortController();
      const query = new URLSearchParams({ name: file.name });
      const options = { method: "PUT", body: file, signal: sending.signal };
      watch();
      await ask(path(`uploads?${query}`, of), options, () => {});
    }
    sending = null;
    watch();
  };

  const stop = async () => {
    unsent = [];
    shown();
    await ask(path("uploads"), { method: "DELETE" });
    if (sending) sending.abort();
    watch();
  };

  const add = (files) => {
    const taken = window.footnoted.taken(files, by("drop"));
    unsent.push(...taken.map((file) => ({ file, of: collection })));
    shown();
    send();
  };

  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

  // Looks again until nothing is on its way; then the list is what has come of it.
  const watch = async () => {
    onceMore = true; // an answer that is on its way may be older than this wish
    if (watching) return;
    watching = true;
    let going = true;
    while (going && by("incoming")) {
      onceMore = false;
      const here = collection;
      const answer = await ask(path("uploads"));
      if (!answer) break;
      if (here !== collection) continue;
      going = answer.headers.get("X-Going") === "1" || sending !== null || onceMore;
      const html = await answer.text();
      if (by("incoming").innerHTML !== html) by("incoming").innerHTML = html;
      by("upload-doing").hidden = !going && !html;
      by("upload-doing").querySelector("[data-act=stop]").hidden = !going;
      by("upload-doing").querySelector("[data-act=clear]").hidden = going;
      if (going) await pause(250);
    }
    watching = false;
    if (by("documents")) await all();
    const empty = document.querySelector("#now [data-act=samples]:enabled");
    if (empty && document.querySelector("#documents li")) by("new").click();
  };

  // The sample library is read in where it stands; the conversation then begins anew over it.
  const fill = async (button) => {
    following();
    delete drawn.documents; // the button is no longer as the list has it
    button.disabled = true;
    button.textContent = button.dataset.going;
    const alarm = (words) => button.replaceWith(words);
    if (!(await ask(path("samples"), { method: "POST" }, alarm))) return;
    if (button.closest("#library")) return watch();
    while (await going()) await pause(250);
    by("new").click();
  };
  const going = async () => {
    const answer = await ask(path("uploads"));
    return answer !== null && answer.headers.get("X-Going") === "1";
  };

  // ── What the page tells ──
  const draw = () => {
    all();
    if (by("incoming")) watch();
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
    if (event.target.id === "library-collection") {
      look(event.target.value);
      draw();
    }
    if (event.target.id !== "upload-files") return;
    add([...event.target.files]);
    event.target.value = "";
  });

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("#library form");
    if (!form) return;
    event.preventDefault();
    if (form.matches(".correcting")) {
      const facts = Object.fromEntries(new FormData(form));
      save(form.dataset.document, { facts }, form);
    } else list();
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

  document.addEventListener("keydown", (event) => {
    const item = event.key === "Escape" && event.target.closest("#documents .under");
    if (!item) return;
    event.stopPropagation();
    acts.cancel(item.closest("li"));
  }, true);

  const over = (event) => {
    const room = event.target.closest && event.target.closest("#drop, #library");
    if (!room || !by("drop") || ![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    by("drop").classList.toggle("over", event.type === "dragover");
    if (event.type === "drop") add([...event.dataTransfer.files]);
  };
  for (const name of ["dragover", "dragleave", "drop"]) document.addEventListener(name, over);
})();
