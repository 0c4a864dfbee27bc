// Draws charts with Plotly, which is fetched when the first chart is about to be seen.
// A painter of a kind makes traces and layout of (element, data, colours); what all charts share is added here.
const painters = {
  lines: async () => paintLines,
  forecast: async () => (await import('octoplus/forecast-chart')).paint,
};

let library;
function plotly() {
  return library ??= new Promise((resolve, reject) => {
    if (window.Plotly) return resolve(window.Plotly);
    const script = document.createElement('script');
    script.src = document.querySelector('meta[name="plotly"]').content;
    script.async = true;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => { library = undefined; reject(new Error('The chart script did not load.')); };
    document.head.append(script);
  });
}

const charts = new Map();

export async function draw(element, json) {
  const picture = JSON.parse(json);
  charts.set(element, picture);
  try {
    await plotly();
    await paint(element, picture);
  } catch (error) {
    console.error(error);
    element.hidden = true;
    element.parentElement.querySelector('[data-chart-table]').open = true; // the same figures as a table
  }
}

async function paint(element, picture) {
  const painter = await painters[picture.kind]();
  if (charts.get(element) !== picture || !element.isConnected) return; // drawn anew meanwhile, or gone
  const colour = colours(element);
  const { traces, layout } = painter(element, picture.data, colour);
  await window.Plotly.react(element, traces, { ...shared(colour, picture.separators), ...layout }, { displayModeBar: false, responsive: true });
}

const shared = (colour, separators) => ({
  paper_bgcolor: 'transparent',
  plot_bgcolor: 'transparent',
  font: { family: colour.font, size: 12, color: colour.soft },
  separators,
  showlegend: false,
  hovermode: 'x unified',
  hoverlabel: { bgcolor: colour.card, bordercolor: colour.line, font: { color: colour.ink } },
  dragmode: false,
});

export function dispose(element) {
  charts.delete(element);
  if (window.Plotly) window.Plotly.purge(element);
}

function colours(element) {
  const style = getComputedStyle(element);
  const probe = document.createElement('span');
  element.append(probe);
  const get = name => { probe.style.color = `var(${name})`; return getComputedStyle(probe).color; };
  const all = {
    ink: get('--ink'), soft: get('--ink-soft'), line: get('--line'), card: get('--card'), reference: get('--series-reference'),
    series: Array.from({ length: 8 }, (_, i) => get(`--series-${i}`)), font: style.fontFamily,
  };
  probe.remove();
  return all;
}

function paintLines(element, picture, colour) {
  const narrow = element.clientWidth < 420;
  let next = 0;
  const lines = picture.lines.map(line => ({ ...line, colour: line.isReference ? colour.reference : colour.series[next++ % 8] }));
  const traces = lines.map(line => ({
    type: 'scatter',
    mode: picture.categories.length > 1 ? 'lines+markers' : 'markers',
    name: line.name,
    x: picture.categories,
    y: line.values,
    text: line.texts,
    hovertemplate: '%{text}<extra>%{fullData.name}</extra>',
    line: { color: line.colour, width: line.isReference ? 2 : 2.75 },
    marker: { color: line.colour, size: picture.categories.map(c => c === picture.marked ? 9 : 4) },
  }));
  const top = Math.max(0, ...lines.flatMap(l => l.values.filter(v => v !== null)));
  const shapes = [], notes = [];
  for (const gap of picture.breaks) {
    shapes.push(gap.to > gap.from
      ? { type: 'rect', layer: 'below', x0: gap.from, x1: gap.to, yref: 'paper', y0: 0, y1: 1, fillcolor: colour.reference, opacity: 0.1, line: { width: 0 } }
      : { type: 'line', layer: 'below', x0: gap.from, x1: gap.from, yref: 'paper', y0: 0, y1: 1, line: { color: colour.soft, width: 1, dash: 'dash' } });
  }
  if (picture.breaks.length > 0) {
    const first = Math.min(...picture.breaks.map(b => b.from));
    notes.push({ x: first, y: 1, yref: 'paper', xanchor: 'left', yanchor: 'bottom', text: picture.breakLabel, showarrow: false, font: { size: 11, color: colour.soft } });
  }
  const named = name => narrow && name.length > 14 ? `${name.slice(0, 13)}…` : name;
  const longest = Math.max(...lines.map(l => named(l.name).length));
  const height = 232, margin = { l: 30, r: Math.min(14 + longest * 7, element.clientWidth * .36), t: 20, b: 24 };
  notes.push(...labels(lines, picture.categories, top, height - margin.t - margin.b, named));
  const layout = {
    height,
    margin,
    xaxis: { tickmode: 'array', tickvals: ticks(picture.categories, narrow), tickformat: 'd', fixedrange: true, showgrid: false, zeroline: false, range: [picture.categories[0] - 0.35, picture.categories.at(-1) + 0.15] },
    yaxis: { range: [0, top * 1.12 || 1], fixedrange: true, gridcolor: colour.line, automargin: true, zeroline: false, nticks: 5, hoverformat: '', exponentformat: 'none' },
    shapes,
    annotations: notes,
  };
  return { traces, layout };
}

const ticks = (categories, narrow) => categories.filter((_, i) => !narrow || (categories.length - 1 - i) % 2 === 0);

// Names stand at the end of their lines, pushed apart where lines end close to each other.
function labels(lines, categories, top, pixels, named) {
  const placed = lines
    .map(line => {
      const last = line.values.findLastIndex(v => v !== null);
      return { line, last, y: line.values[last] };
    })
    .filter(l => l.last >= 0)
    .sort((a, b) => b.y - a.y);
  let previous = Infinity;
  return placed.map(({ line, last, y }) => {
    const pixel = y / (top * 1.12 || 1) * pixels;
    const at = Math.min(pixel, previous - 14);
    previous = at;
    return {
      x: categories[last], y, text: named(line.name), xanchor: 'left', yanchor: 'middle', xshift: 7, yshift: at - pixel,
      showarrow: false, font: { size: 12, color: line.colour },
    };
  });
}

// Colours come from the theme.
const repaint = () => charts.forEach((picture, element) => {
  if (window.Plotly) paint(element, picture);
});
new MutationObserver(repaint).observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
