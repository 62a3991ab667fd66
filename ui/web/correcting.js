// What is done to a document of the library, and to a file that could not be read.
(() => {
  const { library } = window.footnoted;
  const { acts, all, ask, back, failures, list, path, row, say } = library;
  const one = (id, part = "") => path(`documents/${encodeURIComponent(id)}${part}`);
  const find = () => document.getElementById("narrow-find");

  const sent = (value) => ({
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(value),
  });

  const fold = (item, focus) => {
    item.querySelector(".under").replaceChildren();
    const button = item.querySelector(`[data-act="${focus}"]`);
    if (button) back(button);
  };

  const correct = async ({ dataset }, undone = "") => {
    const here = library.collection();
    const open = () => row(dataset.document)?.querySelector("form.correcting");
    if (open() && !undone) return open().querySelector("input").focus();
    const answer = await ask(one(dataset.document, "/form"));
    const form = answer && (await answer.text());
    const item = here === library.collection() && row(dataset.document); // drawn anew meanwhile, or gone
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
    else back(find());
  };

  const question = (item) => {
    const asking = document.getElementById("removing").content.cloneNode(true);
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
    back(left ? left.querySelector("button") : find());
  };

  const settle = async (item, what) => {
    const answer = await ask(path("failures"), sent({ source: item.dataset.source, what }));
    if (!answer) return;
    say((await answer.json()).said);
    await failures();
    if (what === "again") library.watch();
  };

  Object.assign(acts, {
    correct: (item) => correct(item),
    remove: question,
    "remove-now": remove,
    again: (item) => settle(item, "again"),
    forget: (item) => settle(item, "forget"),
    cancel: (item) => fold(item, item.querySelector("form") ? "correct" : "remove"),
    undo: (item, button) =>
      save(item.dataset.document, { undo: [button.dataset.field] }, button.closest("form")),
  });

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("#library form.correcting");
    if (!form) return;
    event.preventDefault();
    save(form.dataset.document, { facts: Object.fromEntries(new FormData(form)) }, form);
  });

  document.addEventListener("keydown", (event) => {
    const item = event.key === "Escape" && event.target.closest("#documents .under");
    if (!item) return;
    event.stopPropagation();
    acts.cancel(item.closest("li"));
  }, true);
})();
