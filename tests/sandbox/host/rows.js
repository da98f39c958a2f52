/** By list, what each of its rows was drawn from, and the element that shows it. */
const shown = new WeakMap();

/**
 * Shows these rows in this list, each with its details open if they were. What did not change stays the element that
 * it is: one that is replaced between the press and the release of a click never hears of it.
 */
export function showRows(list, rows, draw) {
  const before = shown.get(list) ?? new Map();
  const now = new Map();
  for (const row of rows) {
    const text = JSON.stringify(row);
    const known = before.get(row.id);
    if (known?.text === text) now.set(row.id, known);
    else now.set(row.id, { text, item: draw(row, known?.item.querySelector("details").open ?? false) });
  }
  shown.set(list, now);
  const items = [...now.values()].map(({ item }) => item);
  const staying = new Set(items);
  for (const child of list.querySelectorAll(":scope > li")) if (!staying.has(child)) child.remove();
  items.forEach((item, place) => {
    if (list.children[place] !== item) list.insertBefore(item, list.children[place] ?? null);
  });
}

/** Does the work again while it is asked for, but never twice at once: an older answer must not replace a newer one. */
export function oneAtATime(work) {
  let isAsked = false;
  let isRunning = false;
  return async () => {
    isAsked = true;
    if (isRunning) return;
    isRunning = true;
    while (isAsked) {
      isAsked = false;
      await work().catch(() => null);
    }
    isRunning = false;
  };
}
