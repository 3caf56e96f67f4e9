// Loss over time, one point per window and checkpoint, and below it the distance of the embeddings
// from the first ones of their checkpoint. Both charts share the time axis.
import { isFaint, FEW_PAIRS, Windows } from './windows.js';
import { PairChoice } from './pairs.js';
import { TimeRange } from './range.js';
import { clock } from './clock.js';
import { decimals, loss } from './figures.js';
import { bands, discs, lines, threshold, zero } from './marks.js';

const $ = id => document.getElementById(id);
const SERIES = [
  { label: 'mean loss (right)', color: '--loss', of: w => w.loss, scale: 'loss' },
  { label: 'cosine, same digit', color: '--same', of: w => w.positive },
  { label: 'cosine, other digit', color: '--other', of: w => w.negative },
  { label: 'training loss (right)', color: '--training', of: w => w.training, dash: [4, 4], kind: 'training', scale: 'loss' },
];
const DISTANCE = { label: 'distance', color: '--accent', of: w => w.distance };
const CLOCK = { space: 80, values: (u, seconds) => seconds.map(each => clock(each * 1000)) };
const RIGHT = { side: 1, size: 56, grid: { show: false }, ticks: { show: false } };
const MAX_EVENTS = 5;
const MAX_POINTS = 40;
const TOP = 1.18; // of the cosines, which leaves room for the names of swaps
const SIGNS = { swap: '⇄', refusal: '✕', unjudged: '·' };

export class LossChart {
  // name: returns what people call a checkpoint.
  constructor(name = id => id) {
    this.name = name;
    this.windows = new Windows();
    this.threshold = 0;
    this.values = SERIES.map(series => legend($('loss-legend'), series));
    this.few = Object.assign(document.createElement('span'),
      { textContent: `faint: fewer than ${FEW_PAIRS} pairs`, hidden: true });
    $('loss-legend').append(this.few);
    this.choice = new PairChoice($('loss-pairs'), () => this.draw());
    this.range = new TimeRange($('range'), $('unzoom'), () => this.draw());
    new ResizeObserver(() => this.resize()).observe($('loss-chart'));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.rebuild());
  }

  clear() {
    this.windows.clear();
  }

  add(losses, steps, marks) {
    if (!losses?.length && !steps?.length && !marks) return;
    this.windows.add(losses, steps, marks);
    this.events = this.windows.events();
    this.marks = this.events.filter(event => event.kind !== 'unjudged'); // those drawn as lines
    document.body.dataset.swaps = this.events.filter(event => event.kind === 'swap').length;
    document.body.dataset.refusals = this.events.filter(event => event.kind === 'refusal').length;
    $('events').replaceChildren(...this.events.slice(-MAX_EVENTS).reverse().map(event => eventItem(event, this.name)));
    this.draw();
  }

  draw() {
    this.pair = this.choice.of(this.windows.pairs());
    this.rows = this.windows.rows(this.pair);
    this.showValues(this.rows.length - 1);
    this.showDrift();
    if (this.rows.length < 2) return;
    const times = increasing(this.rows);
    const last = times.at(-1);
    this.shown = this.range.of(times[0], last);
    this.floor = floor(this.rows.filter((_, i) => times[i] >= this.shown[0] && times[i] <= this.shown[1]));
    const value = (row, series) => series.of(row) ?? gap(row, series);
    const column = series => this.rows.map(row => value(row, series));
    const sure = series => this.rows.map(row => (isFaint(row) ? undefined : value(row, series)));
    this.data = [[times, ...SERIES.map(column), ...SERIES.map(sure)], [times, column(DISTANCE)]];
    if (this.loss) [this.loss, this.distance].forEach((plot, i) => plot.setData(this.data[i]));
    else this.build();
  }

  rebuild() {
    if (!this.loss) return;
    this.loss.destroy();
    this.distance.destroy();
    this.build();
  }

  resize() {
    this.loss?.setSize(size($('loss-chart'), 260));
    this.distance?.setSize(size($('drift-chart'), 120));
  }

  build() {
    const css = getComputedStyle(document.body);
    const colors = { soft: css.getPropertyValue('--soft'), bad: css.getPropertyValue('--bad') };
    const solid = SERIES.map(series => line(series, css, 1));
    this.loss = this.plot($('loss-chart'), 260, [...SERIES.map(series => line(series, css, 0.3)), ...solid], {
      y: { range: () => [this.floor, TOP] },
      // The zero of the loss is on the zero line of the cosines.
      loss: { range: (u, low, high) => [this.floor / TOP, 1].map(part => part * Math.max(0.01, high * 1.25)) },
    }, [CLOCK, { size: 48 }, { ...RIGHT, scale: 'loss', filter: (u, values) => values.map(each => (each < 0 ? null : each)) }], {
      drawClear: [u => bands(u, this.rows, this.name), u => zero(u, colors)],
      draw: [u => lines(u, this.marks, true, colors)],
      setCursor: [u => this.showValues(u.cursor.idx ?? this.rows.length - 1)],
    });
    this.distance = this.plot($('drift-chart'), 120, [line(DISTANCE, css, 1)], {
      y: { range: (u, low, high) => [0, Math.max(this.threshold * 1.6, high * 1.15)] },
    }, [{ show: false }, { size: 48 }, { ...RIGHT, values: () => [] }], {
      drawClear: [u => bands(u, this.rows, null)],
      draw: [u => {
        lines(u, this.marks, false, colors);
        threshold(u, this.threshold, colors);
        discs(u, this.rows, colors);
      }],
    });
    [this.loss, this.distance].forEach((each, i) => each.setData(this.data[i]));
  }

  plot(box, height, series, scales, axes, hooks) {
    const css = getComputedStyle(document.body);
    const grid = { stroke: css.getPropertyValue('--line'), width: 1 };
    const axis = { stroke: css.getPropertyValue('--soft'), grid, ticks: grid, font: '12px system-ui' };
    box.classList.remove('empty');
    box.textContent = '';
    const points = { show: this.rows.length < MAX_POINTS, size: 5 };
    return new uPlot({
      ...size(box, height),
      padding: [10, 4, 4, 0],
      cursor: {
        y: false, sync: { key: 'time' }, drag: { x: true, y: false, setScale: false },
        bind: { dblclick: () => () => this.range.zoom(null) },
      },
      scales: { x: { range: () => this.shown }, ...scales },
      axes: axes.map(each => ({ ...axis, ...each })),
      series: [{}, ...series.map(each => ({ ...each, points }))],
      hooks: { ...hooks, setSelect: [u => this.zoom(u)] },
    }, [this.data[0][0], ...series.map(() => [])], box);
  }

  zoom(u) {
    const { left, width } = u.select;
    if (!width) return;
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.range.zoom([u.posToVal(left, 'x'), u.posToVal(left + width, 'x')]);
  }

  // Shows the values at an index, or the last ones before it.
  showValues(index) {
    SERIES.forEach((series, i) => {
      const row = this.rows.slice(0, index + 1).findLast(each => series.of(each) != null);
      this.values[i].textContent = row ? (series.scale ? loss : decimals)(series.of(row)) : '–';
      this.values[i].parentElement.hidden = !row;
    });
    this.few.hidden = !this.rows.some(isFaint);
  }

  // Windows between two comparisons have no distance; the last verdict holds until the next one.
  showDrift() {
    const row = this.rows.findLast(each => each.checkpoint);
    const ofCheckpoint = this.rows.filter(each => each.checkpoint && each.checkpoint === row?.checkpoint);
    const measured = ofCheckpoint.findLast(each => each.distance != null);
    const drift = measured?.drift === true;
    const [one, other] = this.pair?.split(':') ?? [];
    const far = measured?.distance.toFixed(3);
    $('drift').className = `chip ${drift ? 'alarm' : ''}`;
    document.body.dataset.drift = drift;
    document.body.dataset.windows = ofCheckpoint.length;
    $('drift').textContent = drift
      ? `Drift: ${far} is above ${this.threshold}`
      : far ? `No drift: ${far} of ${this.threshold}`
        : one === other ? 'Not measured yet: collecting the first embeddings' : 'Not measured between two modalities';
    const parts = [];
    if (row?.positive != null) parts.push(`alignment ${(2 - 2 * row.positive).toFixed(3)}`);
    if (row?.uniformity != null) parts.push(`uniformity ${row.uniformity.toFixed(2)}`);
    $('spread').textContent = parts.join(', ');
  }
}

function legend(box, series) {
  const item = document.createElement('span');
  const sample = document.createElement('i');
  sample.style.background = `var(${series.color})`;
  const value = document.createElement('b');
  item.hidden = true;
  item.append(sample, `${series.label} `, value);
  box.append(item);
  return value;
}

function line(series, css, alpha) {
  return {
    label: series.label, scale: series.scale ?? 'y', stroke: css.getPropertyValue(series.color), width: 2,
    dash: series.dash, alpha,
  };
}

function eventItem(event, name) {
  const item = document.createElement('li');
  item.className = event.kind;
  const id = event.id
    ? Object.assign(document.createElement('code'), { textContent: name(event.id), title: event.id })
    : 'A candidate';
  const what = {
    swap: ' activated',
    refusal: ` refused ${event.gate ? 'at the gate' : 'by the processor'}`,
    unjudged: ' is not judged yet',
  }[event.kind];
  item.append(`${clock(event.atMs)} ${SIGNS[event.kind]} `, id, what, event.reason ? `: ${event.reason}` : '');
  return item;
}

const size = (box, height) => ({ width: Math.max(240, box.clientWidth), height });

// The lower end of the cosines' axis.
const floor = rows => rows.reduce((low, row) => Math.min(low, (row.positive ?? 0) - 0.05, (row.negative ?? 0) - 0.05), -0.1);

// The times in seconds, each later than the one before. uPlot hides a gap only if it is some pixels wide.
function increasing(rows) {
  const pixels = 3 * (rows.at(-1).atMs - rows[0].atMs) / 1e6;
  let last = 0;
  return rows.map((row, i) => {
    const step = row.gap || rows[i - 1]?.gap ? pixels : 0;
    return (last = Math.max(row.atMs / 1000, last + Math.max(0.001, step)));
  });
}

// uPlot breaks a line at null and continues it across undefined.
const gap = (row, series) => (row.gap === (series.kind ?? 'windows') ? null : undefined);
