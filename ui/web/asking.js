// What every part of the page asks of the server.
window.footnoted = {
  // What went wrong is said by `alarm`, with `silent` where nothing answers, and null comes back.
  ask: async (address, { alarm, silent, ...options }) => {
    try {
      const answer = await fetch(address, options);
      if (answer.ok) return answer;
      const told = await answer.json().catch(() => ({}));
      alarm(told.said || told.error?.message || answer.statusText);
    } catch (error) {
      if (error.name !== "AbortError") alarm(silent);
    }
    return null;
  },
};
