// Feedback: a word on an answer, or what is wrong with one of its statements.
(() => {
  const dialogue = () => document.getElementById("feedback");
  const said = () => document.getElementById("said").dataset;
  let about = null;

  const send = async (article, { work, collection, statement }, opinion) => {
    const body = { work, ...opinion };
    if (statement) body.statement = Number(statement);
    const alarm = (words) => {
      article.querySelector(".kept").textContent = words;
    };
    const sent = await window.footnoted.ask(`page/${collection}/feedback`, {
      alarm,
      silent: said().lost,
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (sent) alarm(said().thanks);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest('button[data-do="good"], button[data-do="wrong"]');
    if (!button) return;
    const article = button.closest("article.turn");
    const { ...where } = button.closest(".judged").dataset;
    if (button.dataset.do === "good") return send(article, where, { good: true });
    about = { article, where };
    const form = dialogue().querySelector("form");
    form.reset();
    const words = where.statement
      ? button.closest(".statement").querySelector(".words").textContent
      : article.querySelector(".question").textContent;
    const line = document.getElementById("feedback-about");
    line.textContent = `${where.statement ? line.dataset.statement : line.dataset.answer} ${words}`;
    dialogue().returnValue = "";
    dialogue().showModal();
  });

  document.addEventListener("close", (event) => {
    if (event.target !== dialogue() || dialogue().returnValue !== "send" || !about) return;
    const form = new FormData(dialogue().querySelector("form"));
    const opinion = { good: false, reason: form.get("reason"), comment: form.get("comment") };
    send(about.article, about.where, opinion);
    about = null;
  }, true);
})();
