// Conversations: the address names the open one, buttons below an answer do what they say.
(() => {
  const named = () => new URLSearchParams(location.search).get("conversation") || "";
  const said = () => document.getElementById("said").dataset;
  const box = () => document.querySelector("#question textarea");

  // The collection that is asked, as far as the page has said it.
  let collection = new URLSearchParams(location.search).get("collection") || "";

  const address = (conversation) => {
    const found = new URL(location.href);
    const set = (name, value) =>
      value ? found.searchParams.set(name, value) : found.searchParams.delete(name);
    set("conversation", conversation);
    set("collection", collection === said().first ? "" : collection);
    return found;
  };

  const put = (name, value) => {
    const field = document.querySelector(`#${name} textarea, #${name} input`);
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  // Nothing that is typed meanwhile is written over.
  const giveBack = (question, editing) => {
    if (!question || box().value) return;
    put("editing", editing);
    put("question", question);
  };
  let deeds = 0;
  const tell = (deed) => put("deed", JSON.stringify({ ...deed, number: ++deeds }));

  // The question that is being answered; it is not lost when its answer breaks off.
  let asked = null;
  const current = () => document.querySelector("#now article.turn");
  const lost = () => {
    const turn = current();
    if (asked) return asked.question;
    return turn && !turn.dataset.conversation ? turn.querySelector(".question").textContent : null;
  };

  Object.assign(window.footnoted, {
    sent: () => {
      const editing = document.querySelector("#editing :is(textarea, input)").value;
      asked = { question: box().value, editing, before: current() };
      put("question", "");
      put("editing", "");
    },
    unsent: () => {
      if (!asked) return;
      giveBack(asked.question, asked.editing);
      asked = null;
    },
    collection: () => collection || said().first,
    unanswered: () => box().value || (lost() ?? ""),
    resume: () => {
      const question = lost();
      asked = null;
      if (question !== null) tell({ do: "resume", conversation: named(), question });
      return question !== null;
    },
  });

  const open = (conversation) => {
    const named = new URLSearchParams(location.search).get("collection") || said().first;
    if (conversation) tell({ do: "open", conversation, collection: named });
    else document.getElementById("new").click();
  };

  const edit = (article) => {
    put("editing", article.dataset.turn);
    const field = box();
    put("question", article.querySelector(".question").textContent);
    field.focus();
    field.select();
    remark(article, said().editing);
  };

  const leave = () => {
    const field = document.querySelector("#editing textarea, #editing input");
    if (!field || !field.value) return false;
    put("editing", "");
    put("question", "");
    for (const each of document.querySelectorAll(".kept")) each.textContent = "";
    return true;
  };

  const remark = (article, words, link) => {
    const place = article.querySelector(".kept");
    place.textContent = words;
    if (!link) return;
    const anchor = document.createElement("a");
    anchor.href = anchor.textContent = link;
    place.append(" ", anchor);
  };

  const asking = (alarm, options = {}) => ({ alarm, silent: said().lost, ...options });

  const share = async (article, { work, collection }) => {
    const options = asking((words) => remark(article, words), { method: "POST" });
    const sent = await window.footnoted.ask(`page/${collection}/works/${work}/share`, options);
    if (!sent) return;
    const link = new URL((await sent.json()).address, document.baseURI).href;
    remark(article, said().link, link);
    await navigator.clipboard?.writeText(link).catch(() => {}); // there is none over plain http
  };

  const more = async (button) => {
    const { work, collection } = button.dataset;
    const place = button.closest("article").querySelector(".more");
    const options = asking((words) => (place.textContent = words));
    const sent = await window.footnoted.ask(`page/${collection}/works/${work}/nearest`, options);
    if (!sent) return;
    place.innerHTML = await sent.text();
    const here = [button, document.body].includes(document.activeElement);
    button.closest("p").hidden = true;
    if (here) place.querySelector("button")?.focus();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("ol.past a");
    if (link && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
      event.preventDefault();
      if (link.dataset.conversation !== named()) {
        history.pushState({}, "", address(link.dataset.conversation));
        open(link.dataset.conversation);
      }
      window.footnoted.past.leave();
      return;
    }
    if (event.target.closest("#new")) {
      if (named()) history.pushState({}, "", address(""));
      window.footnoted.past.leave();
      box().focus();
      return;
    }
    const button = event.target.closest("button[data-do]");
    if (!button) return;
    const article = button.closest("article.turn");
    const { do: deed, conversation } = button.dataset;
    if (deed === "forget" && confirm(said().forget)) {
      if (conversation === named()) history.replaceState({}, "", address(""));
      tell({ do: deed, conversation });
    } else if (deed === "edit") edit(article);
    else if (deed === "more") more(button);
    else if (deed === "everywhere") tell({ do: "again", turn: article.dataset.turn, wide: true });
    else if (deed === "again") tell({ do: deed, turn: article.dataset.turn });
    else if (deed === "undo") tell({ do: deed, turn: article.dataset.turn });
    else if (deed === "link") share(article, button.dataset);
  });

  // An empty field is no question: nothing is sent, and what is being answered goes on.
  const empty = (event) => {
    const enter = event.key === "Enter" && !event.shiftKey && event.target.closest("#question");
    if (!(enter || event.target.closest("#send")) || box().value.trim()) return;
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener("keydown", (event) => event.key === "Enter" && empty(event), true);
  document.addEventListener("click", empty, true);

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented) return;
    if (event.key === "Escape" && event.target.closest("#question") && leave()) {
      event.preventDefault();
    } else if (event.key === "n" && event.altKey) {
      event.preventDefault();
      document.getElementById("new").click();
    }
  });

  window.addEventListener("popstate", () => {
    if (named() !== shown) open(named());
  });

  // The address follows what is shown: a conversation has its name once its first answer is there.
  let shown = named();
  const follow = () => {
    const turn = document.querySelector("#now article.turn");
    const told = document.querySelector("#now [data-collection]");
    if (told) collection = told.dataset.collection;
    if (turn ? turn.dataset.conversation && turn !== asked?.before : document.querySelector("#now .failed"))
      asked = null;
    if (!turn && !document.querySelector("#now .welcome")) return;
    const found = turn ? turn.dataset.conversation : "";
    if (turn && !found) return;
    const next = address(found);
    if (next.href !== location.href) history.replaceState(history.state, "", next);
    shown = found;
  };
  // What was refused is given back, unless something else is typed already.
  let refusal = "";
  const refused = () => {
    const given = document.querySelector("#refused [data-question]")?.dataset;
    if (!given || given.number === refusal) return; // Gradio touches what it shows already
    refusal = given.number;
    follow();
    if (given.question === asked?.question) asked = null;
    giveBack(given.question, given.editing);
  };
  // What stood in the field when another page had to be loaded in the place of this one.
  const restore = () => {
    const question = sessionStorage.getItem("footnoted-question");
    sessionStorage.removeItem("footnoted-question");
    if (question) put("question", question);
  };
  const PARTS = ["now", "refused", "past-column", "toggle-past", "question"];
  const watch = () => {
    const parts = PARTS.map((id) => document.getElementById(id));
    if (!parts.every(Boolean)) return setTimeout(watch, 50);
    const [now, below, column, toggle] = parts;
    const observe = (part, see) =>
      new MutationObserver(see).observe(part, { childList: true, subtree: true });
    let loaded = false;
    const see = () => {
      if (!loaded && now.querySelector(".welcome, .turn, .failed")) {
        loaded = true;
        restore();
      }
      follow();
    };
    observe(now, see);
    observe(below, refused);
    see(); // the server may have answered before this
    column.setAttribute("role", "navigation");
    column.setAttribute("aria-label", toggle.textContent);
  };
  watch();
})();
