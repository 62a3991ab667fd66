// Says what cannot be uploaded, and that a session is over.
(() => {
  const told = JSON.parse(document.getElementById("notices").textContent);
  const filled = (phrase, ...values) => phrase.replace(/\{\}/g, () => values.shift());
  const number = (value) => value.toLocaleString(told.language);

  const notice = (block) => {
    let found = block.parentElement.querySelector(":scope > .notice");
    if (!found) {
      found = document.createElement("div");
      found.className = "notice alarm";
      found.setAttribute("role", "alert");
      block.after(found);
    }
    found.replaceChildren();
    return found;
  };

  const line = (text) => Object.assign(document.createElement("p"), { dir: "auto", textContent: text });

  const small = (file) => file.size <= told.megabytes * 1e6;
  const refusals = (files) => {
    if (files.length > told.files)
      return [filled(told.many, number(files.length), number(told.files))];
    return files
      .filter((file) => !small(file))
      .map((file) => filled(told.large, file.name, number(Math.ceil(file.size / 1e5) / 10), number(told.megabytes)));
  };

  // Only what will be taken is sent: else it would be said later, and by Gradio less.
  const checked = (event, files) => {
    const block = event.target.closest(".block");
    if (!block || !files.length || event.target.closest("#library")) return;
    const said = refusals([...files]);
    const place = notice(block);
    if (!said.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    place.append(...said.slice(0, 20).map(line));
    if (event.target.matches("input")) event.target.value = "";
    else event.target.dispatchEvent(new DragEvent("dragleave", { bubbles: true }));
  };
  // The library takes each file by itself; it is given those that are small enough.
  window.footnoted.taken = (files, block) => {
    const said = refusals(files);
    notice(block).append(...said.slice(0, 20).map(line));
    return files.length > told.files ? [] : files.filter(small);
  };

  document.addEventListener(
    "change",
    (event) => event.target.matches("input[type=file]") && checked(event, event.target.files),
    true,
  );
  document.addEventListener(
    "drop",
    (event) => event.dataTransfer && checked(event, event.dataTransfer.files),
    true,
  );

  window.footnoted.over = () => {
    if (document.getElementById("session-over")) return;
    // Back after signing in, in the page's place.
    addEventListener("pagehide", () =>
      sessionStorage.setItem("footnoted-question", window.footnoted.unanswered()));
    const bar = Object.assign(document.createElement("div"), { id: "session-over" });
    bar.setAttribute("role", "alert");
    const link = document.createElement("a");
    link.href = `login?next=${encodeURIComponent(location.pathname + location.search)}`;
    link.textContent = told.again;
    bar.append(Object.assign(document.createElement("span"), { textContent: told.over }), " ", link);
    document.body.prepend(bar);
  };
})();
