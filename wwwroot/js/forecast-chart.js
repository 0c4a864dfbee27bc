// The chart of a forecast: the past as a line, what is ahead as a line in two bands, breaks, anomalies.
const HEIGHT = 340, NARROW_HEIGHT = 280;

export function paint(element, picture, colour) {
  const narrow = element.clientWidth < 480;
  const { categories, values, ahead } = picture;
  const past = values.length;
  const [history, forecast, reference, fitted, anomaly] = [colour.series[5], colour.series[0], colour.reference, colour.series[1], colour.series[3]];
  const fade = picture.isDimmed ? 0.45 : 1;
  const traces = [];
  const line = (name, y, style, more) => traces.push({ type: 'scatter', mode: 'lines', name, x: categories.slice(0, y.length), y, hoverinfo: 'skip', line: style, ...more });

  if (ahead.length > 0) {
    // Bands begin at the last value known, so that nothing gapes between past and future.
    const last = values.findLastIndex(v => v !== null);
    const from = last >= 0 ? [values[last]] : [];
    const x = [...(last >= 0 ? [categories[last]] : []), ...categories.slice(past)];
    const band = (low, high, opacity) => {
      traces.push({ type: 'scatter', mode: 'lines', x, y: [...from, ...ahead.map(a => a[low])], line: { width: 0 }, hoverinfo: 'skip' });
      traces.push({ type: 'scatter', mode: 'lines', x, y: [...from, ...ahead.map(a => a[high])], line: { width: 0 }, fill: 'tonexty', fillcolor: withAlpha(forecast, opacity * fade), hoverinfo: 'skip' });
    };
    band('low95', 'high95', 0.16);
    band('low80', 'high80', 0.24);
  }
  if (picture.trend.length > 0) line('trend', picture.trend, { color: reference, width: 1.75, dash: 'dash' });
  if (picture.fitted.length > 0) line('fitted', picture.fitted, { color: fitted, width: 1.25 });
  line('history', values, { color: history, width: 2.25 }, { hoverinfo: undefined, text: picture.valueTexts, hovertemplate: '%{text}<extra></extra>', connectgaps: false });
  if (ahead.length > 0) {
    traces.push({
      type: 'scatter', mode: 'lines+markers', x: categories.slice(past), y: ahead.map(a => a.mean), text: ahead.map(a => a.text), hovertemplate: '%{text}<extra></extra>', opacity: fade,
      line: { color: forecast, width: 2.75, dash: picture.isDimmed ? 'dot' : 'solid' }, marker: { color: forecast, size: ahead.length > 1 ? 4 : 8 },
    });
  }
  if (picture.anomalies.length > 0) {
    traces.push({
      type: 'scatter', mode: 'markers', x: picture.anomalies.map(a => categories[a.at]), y: picture.anomalies.map(a => a.value), text: picture.anomalies.map(a => a.text),
      hovertemplate: '%{text}<extra></extra>', marker: { symbol: 'diamond-open', size: 10, color: anomaly, line: { width: 2 } },
    });
  }

  const known = [...values, ...ahead.flatMap(a => [a.low95, a.high95])].filter(v => v !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  // Counts stand on zero; where that would flatten everything, the axis begins below the lowest.
  const bottom = low >= 0 && low < high * 0.72 ? 0 : low - (high - low || Math.abs(high) || 1) * 0.12;
  // Upright strokes on the axis, there to be found, not to be looked at; of a long past only those ahead.
  const holidays = picture.holidays.filter(h => h.at >= past || element.clientWidth / categories.length > 4);
  if (holidays.length > 0) {
    traces.push({
      type: 'scatter', mode: 'markers', x: holidays.map(h => categories[h.at]), y: holidays.map(() => bottom), text: holidays.map(h => h.text),
      hovertemplate: '%{text}<extra></extra>', marker: { symbol: 'line-ns-open', size: 9, color: colour.soft, line: { width: 1.5 } },
    });
  }
  // Nobody counts 0.2 events.
  const wholeAndFew = high <= 5 && known.every(Number.isInteger);
  const layout = {
    height: narrow ? NARROW_HEIGHT : HEIGHT,
    margin: { l: 44, r: 12, t: 22, b: 26 },
    xaxis: { type: 'category', categoryorder: 'array', categoryarray: categories, ...ticks(picture.ticks, element.clientWidth), tickangle: 0, fixedrange: true, showgrid: false, zeroline: false, range: [-0.5 - categories.length * 0.015, categories.length - 0.5] },
    yaxis: { range: [bottom, high + (high - bottom) * 0.06 || 1], fixedrange: true, gridcolor: colour.line, automargin: true, zeroline: false, nticks: 6, ...(wholeAndFew ? { tick0: 0, dtick: 1 } : {}), exponentformat: 'none', separatethousands: true },
    shapes: [
      ...(ahead.length > 0 ? [vertical(past - 0.5, { color: colour.line, width: 1 })] : []),
      ...picture.breaks.map(b => vertical(b.at - 0.5, { color: colour.soft, width: 1.25, dash: 'dash' })),
    ],
    annotations: labelled(picture.breaks, categories.length, element.clientWidth).map(b => ({
      x: b.at - 0.5, y: 1, yref: 'paper', xanchor: b.at > categories.length * 0.7 ? 'right' : 'left', yanchor: 'bottom', text: picture.breakLabel, hovertext: b.text, showarrow: false, font: { size: 11, color: colour.soft },
    })),
  };
  return { traces, layout };
}

const vertical = (x, line) => ({ type: 'line', layer: 'below', x0: x, x1: x, yref: 'paper', y0: 0, y1: 1, line });

const LABEL_WIDTH = 110;

// Breaks close to one before keep their line; their label would lie on its label.
function labelled(breaks, length, width) {
  const room = length * LABEL_WIDTH / Math.max(width, 1);
  let last = -Infinity;
  return breaks.filter(b => b.at - last >= room && (last = b.at) === b.at);
}

// As many years as there is room for, the last one always.
function ticks(marks, width) {
  const every = Math.max(1, Math.ceil(marks.length / Math.max(2, Math.floor(width / 56))));
  const shown = marks.filter((_, i) => (marks.length - 1 - i) % every === 0);
  return { tickmode: 'array', tickvals: shown.map(m => m.at), ticktext: shown.map(m => m.text) };
}

const withAlpha = (rgb, alpha) => rgb.replace(/^rgba?\(([^,]+),([^,]+),([^,)]+).*\)$/, `rgba($1,$2,$3,${alpha.toFixed(3)})`);
