"""The page's one script: search, filter, links into folds, and the answer's age.

The page holds everything without it.
"""

SCRIPT = """
(() => {
  "use strict";
  const by = (id) => document.getElementById(id);
  const age = Date.now() - Date.parse(by("seen").dateTime);
  if (age > 24 * 3600 * 1000) {
    document.body.classList.add("old");
    by("old").hidden = false;
  }
  const unfold = () => {
    const target = location.hash.length > 1 && by(decodeURIComponent(location.hash.slice(1)));
    const fold = target && target.closest("details");
    if (fold) { fold.open = true; target.scrollIntoView(); }
  };
  addEventListener("hashchange", unfold);
  unfold();
  const folds = [...document.querySelectorAll("details")];
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = folds.filter((one) => !one.open);
    for (const one of closed) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of closed) one.open = false; });
  const bar = by("filter");
  if (!bar) return;
  const words = by("words"), kind = by("kind"), count = by("count");
  const things = [...document.querySelectorAll("[data-impact]")].map(
    (one) => [one, one.textContent.toLowerCase()]);
  const show = () => {
    const wanted = words.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const [one, text] of things) {
      const fits = (!kind.value || one.dataset.impact === kind.value)
        && wanted.every((word) => text.includes(word));
      one.hidden = !fits;
      if (fits) shown += 1;
      const fold = fits && one.tagName === "LI" && wanted.length && one.closest("details");
      if (fold) fold.open = true;
    }
    count.textContent = shown + " of " + things.length + " shown";
  };
  words.addEventListener("input", show);
  kind.addEventListener("change", show);
  bar.hidden = false;
  show();
})();
"""
