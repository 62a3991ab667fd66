// The list of evaluations: asked for anew whenever its tab is chosen.
(() => {
  const appear = async () => {
    const list = document.getElementById("evaluations");
    if (!list || !list.checkVisibility()) return;
    try {
      const answer = await fetch("page/evaluations");
      if (answer.ok) list.innerHTML = await answer.text();
      else list.textContent = (await answer.json()).error.message;
    } catch {
      list.textContent = list.dataset.silent;
    }
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest("#tabs :is([role=tab], .overflow-dropdown button)")) setTimeout(appear, 0);
  });
})();
