// Zoom, pan, keyboard and the floating label of the map: all in the browser. Only a choice goes to the server.
const MAX_ZOOM = 12;
const DRAG_START = 4; // pixels a pointer moves before a click becomes a drag

export function attach(root, dotnet) {
  const svg = root.querySelector('svg');
  const viewport = svg.querySelector('[data-viewport]');
  const tip = root.querySelector('[data-map-tip]');
  const stop = new AbortController();
  const on = (target, type, handler, options) => target.addEventListener(type, handler, { signal: stop.signal, ...options });
  const shapeOf = target => {
    const shape = target.closest?.('[data-code], [data-same]');
    return shape?.dataset.same ? svg.querySelector(`[data-code="${shape.dataset.same}"]`) : shape;
  };
  const shapes = () => [...svg.querySelectorAll('[data-code]')];
  const pick = (shape, add) => dotnet.invokeMethodAsync('PickAsync', shape.dataset.code, add);

  // --- zoom and pan, in units of the drawing ---
  let scale = 1, left = 0, top = 0;
  function show() {
    const box = svg.viewBox.baseVal;
    left = Math.min(0, Math.max(left, box.width * (1 - scale)));
    top = Math.min(0, Math.max(top, box.height * (1 - scale)));
    if (scale === 1) viewport.removeAttribute('transform');
    else viewport.setAttribute('transform', `translate(${left + box.x * (1 - scale)} ${top + box.y * (1 - scale)}) scale(${scale})`);
    root.classList.toggle('zoomed', scale > 1);
    root.querySelectorAll('[data-zoom="out"], [data-zoom="reset"]').forEach(b => b.disabled = scale === 1);
  }
  function place(clientX, clientY) {
    const point = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [point.x - svg.viewBox.baseVal.x, point.y - svg.viewBox.baseVal.y];
  }
  function zoomAt(factor, x, y) {
    const next = Math.min(MAX_ZOOM, Math.max(1, scale * factor));
    left = x - (x - left) * next / scale;
    top = y - (y - top) * next / scale;
    scale = next;
    show();
  }
  const middle = () => [svg.viewBox.baseVal.width / 2, svg.viewBox.baseVal.height / 2];
  function zoom(kind) {
    if (kind === 'reset') { scale = 1; show(); } else zoomAt(kind === 'in' ? 1.6 : 1 / 1.6, ...middle());
    hideTip();
  }
  on(root, 'click', e => {
    const button = e.target.closest('[data-zoom]');
    if (button) zoom(button.dataset.zoom);
  });
  on(svg, 'wheel', e => {
    if (!e.ctrlKey && !e.metaKey) return; // the wheel alone scrolls the page
    e.preventDefault();
    zoomAt(Math.exp(-e.deltaY / 300), ...place(e.clientX, e.clientY));
  }, { passive: false });

  const pointers = new Map();
  let dragged = false, start = null;
  on(svg, 'pointerdown', e => {
    if (e.button !== 0) return;
    pointers.set(e.pointerId, e);
    if (pointers.size === 1) { dragged = false; start = e; }
  });
  on(window, 'pointermove', e => {
    const before = pointers.get(e.pointerId);
    if (!before) return;
    const [x0, y0] = place(before.clientX, before.clientY), [x1, y1] = place(e.clientX, e.clientY);
    if (pointers.size === 2) {
      dragged = true;
      const other = [...pointers.values()].find(p => p.pointerId !== e.pointerId);
      const far = p => Math.hypot(p.clientX - other.clientX, p.clientY - other.clientY);
      zoomAt(far(e) / Math.max(1, far(before)), ...place((e.clientX + other.clientX) / 2, (e.clientY + other.clientY) / 2));
    } else if (scale > 1 && (dragged || Math.hypot(e.clientX - start.clientX, e.clientY - start.clientY) > DRAG_START)) {
      dragged = true;
      left += x1 - x0;
      top += y1 - y0;
      show();
      hideTip();
    }
    pointers.set(e.pointerId, e);
  });
  const release = e => pointers.delete(e.pointerId);
  on(window, 'pointerup', release);
  on(window, 'pointercancel', release);

  // --- choosing ---
  on(svg, 'click', e => {
    const shape = shapeOf(e.target);
    if (shape && !dragged) {
      rove(shape, false);
      pick(shape, e.shiftKey || e.ctrlKey || e.metaKey);
    }
  });

  const centre = shape => {
    const box = shape.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  function neighbour(from, dx, dy) {
    const [x, y] = centre(from);
    let best = null, shortest = Infinity;
    for (const shape of shapes()) {
      const [sx, sy] = centre(shape);
      const along = (sx - x) * dx + (sy - y) * dy, across = Math.abs((sx - x) * dy) + Math.abs((sy - y) * dx);
      if (shape === from || along <= 1 || across > along * 2.5) continue;
      const cost = along + across * 2;
      if (cost < shortest) [best, shortest] = [shape, cost];
    }
    return best;
  }
  function rove(shape, focus) {
    svg.querySelectorAll('[tabindex="0"]').forEach(s => s.setAttribute('tabindex', '-1'));
    shape.setAttribute('tabindex', '0');
    if (focus) shape.focus({ preventScroll: false });
  }
  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  on(svg, 'keydown', e => {
    const shape = e.target.closest('[data-code]');
    if (!shape) return;
    let next = null;
    if (arrows[e.key]) next = neighbour(shape, ...arrows[e.key]) ?? shape;
    else if (e.key === 'Home') next = shapes()[0];
    else if (e.key === 'End') next = shapes().at(-1);
    else if (e.key === 'Enter' || e.key === ' ') pick(shape, e.shiftKey || e.ctrlKey);
    else if (e.key === 'Escape') hideTip();
    else if (e.key === '+' || e.key === '-' || e.key === '0') zoom({ '+': 'in', '-': 'out', 0: 'reset' }[e.key]);
    else return;
    e.preventDefault();
    if (next) rove(next, true);
  });

  // --- the focus ring lies over all neighbours ---
  const ring = svg.querySelector('[data-focus-ring]');
  function showRing(shape) {
    const copy = shape.cloneNode();
    for (const { name } of [...copy.attributes]) if (!['d', 'x', 'y', 'width', 'height', 'rx'].includes(name)) copy.removeAttribute(name);
    copy.setAttribute('class', 'focus-ring');
    ring.replaceChildren(copy);
  }

  // --- the floating label ---
  let shown = null;
  function fill(shape) {
    shown = shape;
    const terms = JSON.parse(root.dataset.tipTerms), values = JSON.parse(shape.dataset.tip);
    const title = document.createElement('strong');
    title.textContent = shape.dataset.name;
    const list = document.createElement('dl');
    terms.forEach((term, i) => {
      if (!values[i]) return;
      list.append(Object.assign(document.createElement('dt'), { textContent: term }), Object.assign(document.createElement('dd'), { textContent: values[i] }));
    });
    tip.replaceChildren(title, list);
    tip.hidden = false;
  }
  function moveTip(clientX, clientY) {
    const frame = root.getBoundingClientRect();
    const x = clientX - frame.x, y = clientY - frame.y;
    tip.style.left = `${Math.max(0, x + 16 + tip.offsetWidth > frame.width ? x - tip.offsetWidth - 16 : x + 16)}px`;
    tip.style.top = `${Math.max(0, Math.min(y + 16, frame.height - tip.offsetHeight))}px`;
  }
  function hideTip() {
    shown = null;
    tip.hidden = true;
  }
  on(svg, 'pointermove', e => {
    const shape = shapeOf(e.target);
    if (!shape || pointers.size > 0 && dragged) return hideTip();
    if (shape !== shown) fill(shape);
    moveTip(e.clientX, e.clientY);
  });
  on(root, 'pointerleave', e => { if (e.pointerType === 'mouse') hideTip(); });
  on(svg, 'focusin', e => {
    const shape = e.target.closest('[data-code]');
    if (!shape?.matches(':focus-visible')) return;
    showRing(shape);
    fill(shape);
    const box = shape.getBoundingClientRect();
    moveTip(box.right - box.width / 4, box.bottom - box.height / 4);
  });
  on(svg, 'focusout', () => {
    ring.replaceChildren();
    hideTip();
  });

  // --- what the server changes: another view starts unzoomed, a label in sight shows the new figures ---
  const observer = new MutationObserver(changes => {
    if (changes.some(c => c.target === root && c.attributeName === 'data-view')) {
      scale = 1;
      show();
      hideTip();
    }
    if (!svg.querySelector('[tabindex="0"]')) shapes()[0]?.setAttribute('tabindex', '0');
    if (shown && shown.isConnected && changes.some(c => c.target === shown)) fill(shown);
  });
  observer.observe(root, { attributes: true, subtree: true, attributeFilter: ['data-view', 'data-tip'] });

  show();
  root.dataset.ready = 'true';
  return {
    dispose() {
      stop.abort();
      observer.disconnect();
    },
  };
}
