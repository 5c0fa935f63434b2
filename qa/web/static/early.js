// Sets theme, text size and the other choices before the first paint.
(() => {
  try {
    const kept = JSON.parse(localStorage.getItem("pincite/settings") ?? "null") ?? {};
    /** @type {Record<string, string[]>} */
    const choices = {
      theme: ["system", "light", "dark"],
      size: ["medium", "small", "large", "huge"],
      care: ["balanced", "cautious", "generous"],
      quotes: ["usual", "1", "2", "20"],
      answer: ["quotes", "written"],
    };
    for (const [name, values] of Object.entries(choices)) {
      document.documentElement.dataset[name] = values.includes(kept[name]) ? kept[name] : values[0];
    }
  } catch {
    // Without storage the page looks as the system does.
  }
})();
