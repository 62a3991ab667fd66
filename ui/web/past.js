// The column of conversations: away where there is no room for it, or where somebody folded it.
(() => {
  const CHOICE = "footnoted-past";
  const root = document.documentElement;
  const column = () => document.getElementById("past-column");
  const toggle = () => document.getElementById("toggle-past");
  const shown = () => getComputedStyle(column()).display !== "none";

  const choose = (folded) => {
    root.classList.toggle("past-folded", folded);
    try {
      if (folded) localStorage.setItem(CHOICE, "folded");
      else localStorage.removeItem(CHOICE);
    } catch { /* it is kept until the page is left */ }
  };
  // Over the page, where there is no room beside it.
  const over = (unfolded) => {
    column().classList.toggle("unfolded", unfolded);
    toggle().setAttribute("aria-expanded", String(unfolded));
  };

  const unfold = () => {
    const folded = root.classList.contains("past-folded");
    root.classList.remove("past-folded");
    if (shown()) choose(false);
    else {
      root.classList.toggle("past-folded", folded);
      over(true);
    }
    document.querySelector("#past-find :is(textarea, input)").focus();
  };
  const fold = () => {
    over(false);
    if (shown()) choose(true);
    toggle().focus();
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("#fold-past")) fold();
    else if (event.target.closest("#toggle-past"))
      if (column().classList.contains("unfolded")) fold();
      else unfold();
  });
  // What lies on top goes first: the source beneath it stays.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !event.target.closest("#past-column.unfolded")) return;
    if (getComputedStyle(column()).position !== "fixed") return; // there is room for it by now
    event.preventDefault();
    event.stopPropagation();
    over(false);
    toggle().focus();
  }, true);
  document.addEventListener("shown", () => over(false));

  try {
    root.classList.toggle("past-folded", localStorage.getItem(CHOICE) === "folded");
  } catch { /* nothing is kept where storage is refused */ }
  window.footnoted.past = { leave: () => over(false) };
})();
