// Files on their way into the library.
(() => {
  const { library } = window.footnoted;
  const { ask, path } = library;
  const by = (id) => document.getElementById(id);

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
    unsent.push(...taken.map((file) => ({ file, of: library.collection() })));
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
      const here = library.collection();
      const answer = await ask(path("uploads"));
      if (!answer) break;
      if (here !== library.collection()) continue;
      going = answer.headers.get("X-Going") === "1" || sending !== null || onceMore;
      const html = await answer.text();
      if (by("incoming").innerHTML !== html) by("incoming").innerHTML = html;
      by("upload-doing").hidden = !going && !html;
      by("upload-doing").querySelector("[data-act=stop]").hidden = !going;
      by("upload-doing").querySelector("[data-act=clear]").hidden = going;
      if (going) await pause(250);
    }
    watching = false;
    if (by("documents")) await library.all();
    const empty = document.querySelector("#now [data-act=samples]:enabled");
    if (empty && document.querySelector("#documents li")) by("new").click();
  };

  // The sample library is read in where it stands; the conversation then begins anew over it.
  const fill = async (button) => {
    library.following();
    library.touched();
    button.disabled = true;
    button.textContent = button.dataset.going;
    const alarm = (words) => (button.isConnected ? button.replaceWith(words) : library.say(words));
    if (!(await ask(path("samples"), { method: "POST" }, alarm))) return;
    if (button.closest("#library")) return watch();
    while (await going()) await pause(250);
    by("new").click();
  };
  const going = async () => {
    const answer = await ask(path("uploads"));
    return answer !== null && answer.headers.get("X-Going") === "1";
  };

  library.watch = watch;
  Object.assign(library.acts, {
    samples: (_, button) => fill(button),
    stop,
    clear: async () => {
      if (await ask(path("uploads/ended"), { method: "DELETE" })) watch();
    },
  });

  document.addEventListener("change", (event) => {
    if (event.target.id !== "upload-files") return;
    add([...event.target.files]);
    event.target.value = "";
  });

  const over = (event) => {
    const room = event.target.closest && event.target.closest("#drop, #library");
    if (!room || !by("drop") || ![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    by("drop").classList.toggle("over", event.type === "dragover");
    if (event.type === "drop") add([...event.dataTransfer.files]);
  };
  for (const name of ["dragover", "dragleave", "drop"]) document.addEventListener(name, over);
})();
