// The list of evaluations: asked for anew whenever its tab is chosen.
(() => {
  const appear = async () => {
    const list = document.getElementById("evaluations");
    if (!list || !list.checkVisibility()) return;
    const alarm = (words) => {
      list.textContent = words;
    };
    const options = { alarm, silent: list.dataset.silent };
    const answer = await window.footnoted.ask("page/evaluations", options);
    if (answer) list.innerHTML = await answer.text();
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest("#tabs :is([role=tab], .overflow-dropdown button)")) setTimeout(appear, 0);
  });
})();
