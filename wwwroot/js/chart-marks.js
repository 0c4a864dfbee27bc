// What a mark of a chart means, shown under the pointer or the focus; arrows go from mark to mark. The marks are drawn by the server.
export function attach(root) {
  const tip = root.querySelector('[data-chart-tip]');
  const stop = new AbortController();
  const on = (type, handler) => root.addEventListener(type, handler, { signal: stop.signal });
  const markOf = target => target.closest?.('[data-mark]');
  let shown;

  function show(mark) {
    if (mark === shown) return;
    shown?.classList.remove('shown');
    shown = mark;
    tip.hidden = !mark;
    if (!mark) return;
    mark.classList.add('shown');
    tip.textContent = mark.getAttribute('aria-label');
    const frame = root.getBoundingClientRect(), box = mark.getBoundingClientRect(), size = tip.getBoundingClientRect();
    const left = box.left + box.width / 2 - size.width / 2 - frame.left;
    const above = box.top - frame.top - size.height - 8;
    tip.style.left = `${Math.max(0, Math.min(left, frame.width - size.width))}px`;
    tip.style.top = `${above >= 0 ? above : box.bottom - frame.top + 8}px`;
  }

  function step(from, key) {
    const marks = [...root.querySelectorAll('[data-mark]')], at = marks.indexOf(from);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: marks.length - 1 }[key];
    return marks[Math.max(0, Math.min(to, marks.length - 1))];
  }

  on('pointerover', e => show(markOf(e.target)));
  on('pointerleave', () => show(undefined));
  on('click', e => show(markOf(e.target))); // a finger does not hover
  on('focusin', e => show(markOf(e.target)));
  on('focusout', e => {
    show(undefined);
    if (root.contains(e.relatedTarget)) return;
    // The one that can be reached from outside is the first again: the server may take any other away.
    root.querySelectorAll('[data-mark]').forEach((mark, i) => { mark.tabIndex = i === 0 ? 0 : -1; });
  });
  on('keydown', e => {
    const mark = markOf(e.target);
    if (e.key === 'Escape') return show(undefined);
    if (!mark || !/^(Arrow|Home$|End$)/.test(e.key) || e.altKey || e.ctrlKey || e.metaKey) return;
    e.preventDefault();
    const next = step(mark, e.key);
    mark.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
  return { dispose: () => stop.abort() };
}
