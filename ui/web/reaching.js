// Holds on while the server does not answer, and says so; Gradio would say it in its own words.
(() => {
  const fetched = window.fetch;
  const PAUSE = 700;
  const STAY = 6000;
  const bar = () => document.getElementById("reaching");
  const say = (name) => {
    if (bar()) bar().textContent = name ? bar().dataset[name] : "";
  };
  const pause = () => new Promise((done) => setTimeout(done, PAUSE));
  let leaving = false;
  addEventListener("pagehide", () => (leaving = true));
  addEventListener("pageshow", () => (leaving = false));

  const away = (answer) => answer.status === 502 || answer.status === 504; // said by a proxy

  let waiting = null;
  let after = "back";
  const answers = async () => {
    try {
      const answer = await fetched("page/state", { cache: "no-store" });
      if (away(answer)) return false;
      const state = answer.ok ? await answer.text() : window.footnotedPage;
      if (state === window.footnotedPage) return true;
      sessionStorage.setItem("footnoted-question", window.footnoted.unanswered());
      location.reload();
      return new Promise(() => {}); // nothing more is asked of this page
    } catch {
      return false;
    }
  };
  const wait = async () => {
    while (!(await answers())) {
      say("lost");
      await pause();
    }
    waiting = null;
    const said = after;
    after = "back";
    say(said);
    if (said === "back") setTimeout(() => bar().textContent === bar().dataset.back && say(""), STAY);
  };
  const back = () => (waiting ||= wait());

  // What the page asks for is asked for again until it was taken.
  const held = async (request) => {
    for (;;) {
      try {
        const answer = await fetched(request.clone());
        if (!away(answer)) return answer;
      } catch (error) {
        if (leaving || request.signal.aborted) throw error;
      }
      say("lost");
      await pause();
      await back();
    }
  };

  const joined = async (request) => {
    if (!waiting) say("");
    const answer = await held(request);
    if (answer.status === 401) window.footnoted.unsent(); // nobody is signed in any more
    if (answer.status === 503) {
      window.footnoted.unsent();
      say("busy");
    }
    return answer;
  };

  // The connection by which the server knows that the page is open is made anew when it ends.
  const open = async (request) => {
    const first = await held(request);
    if (!first.ok) return first;
    let reader = first.body.getReader();
    const pull = async (out) => {
      try {
        const part = await reader.read();
        if (!part.done) return out.enqueue(part.value);
      } catch (error) {
        if (leaving || request.signal.aborted) return out.error(error);
      }
      await pause();
      if (leaving) return out.close();
      await back();
      const next = await held(request);
      if (!next.ok) return out.close();
      reader = next.body.getReader();
      out.enqueue(new Uint8Array());
    };
    return new Response(new ReadableStream({ pull, cancel: (why) => reader.cancel(why) }), first);
  };

  // An answer that breaks off is ended in order, and its question can be asked again.
  const END = '\n\ndata: {"msg": "unexpected_error", "message": ""}\n\ndata: {"msg": "close_stream"}\n\n';
  const followed = async (request) => {
    const answer = await held(request);
    if (!answer.ok) return answer;
    const reader = answer.body.getReader();
    const letters = new TextDecoder();
    let seen = "";
    const pull = async (out) => {
      let part = { done: true };
      try {
        part = await reader.read();
      } catch (error) {
        if (leaving || request.signal.aborted) return out.error(error);
      }
      if (!part.done) {
        seen = (seen + letters.decode(part.value, { stream: true })).slice(-400);
        return out.enqueue(part.value);
      }
      if (!leaving && !/"msg": ?"close_stream"/.test(seen)) {
        out.enqueue(new TextEncoder().encode(END));
        broke();
      }
      out.close();
    };
    return new Response(new ReadableStream({ pull, cancel: (why) => reader.cancel(why) }), answer);
  };

  const broke = () => {
    const drafts = document.querySelectorAll("#checked .status:not(.failed)");
    for (const each of drafts) {
      each.textContent = bar().dataset.broke;
      each.classList.add("failed");
    }
    if (window.footnoted.resume() || drafts.length) after = "broke";
    say("lost");
    pause().then(back);
  };

  const WAYS = { "/queue/join": joined, "/queue/data": followed, "/heartbeat/": open };
  window.fetch = async (...given) => {
    const { origin, pathname } = new URL(given[0].url || given[0], document.baseURI);
    if (origin !== location.origin) return fetched(...given);
    const way = Object.keys(WAYS).find((name) => pathname.includes(`/gradio_api${name}`));
    const answer = await (way ? WAYS[way](new Request(...given)) : fetched(...given));
    if (answer.status === 401) window.footnoted.over();
    return answer;
  };

  // What else Gradio would say is said in words of ours, in the same place.
  new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => [...change.addedNodes])) {
      if (node.nodeType !== 1 || !(node.matches(".toast-body") || node.querySelector(".toast-body")))
        continue;
      const kind = /file type/i.test(node.textContent) ? "kind" : "failed";
      if (bar() && !bar().textContent) say(kind);
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
