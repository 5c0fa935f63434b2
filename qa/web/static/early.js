// Sets theme and text size before the first paint.
(() => {
  try {
    const { theme, size } = JSON.parse(localStorage.getItem("pincite/settings")) ?? {};
    Object.assign(document.documentElement.dataset, { theme: theme ?? "system", size: size ?? "medium" });
  } catch {
    // Without storage the page looks as the system does.
  }
})();
