// Loss over time, one point per window and checkpoint, and below it the distance of the embeddings
// from the first ones of their checkpoint. Both charts share the time axis.
import { Windows } from './windows.js';
import { clock } from './clock.js';
import { decimals, loss } from './figures.js';
import { bands, discs, lines, threshold } from './marks.js';

const $ = id => document.getElementById(id);
const SERIES = [
  { label: 'mean loss (right)', color: '--loss', of: w => w.loss, scale: 'loss' },
  { label: 'cosine, same digit', color: '--same', of: w => w.positive },
  { label: 'cosine, other digit', color: '--other', of: w => w.negative },
  { label: 'training loss (right)', color: '--training', of: w => w.training, dash: [4, 4], training: true, scale: 'loss' },
];
const DISTANCE = { label: 'distance', color: '--accent', of: w => w.distance };
const CLOCK = { space: 80, values: (u, seconds) => seconds.map(each => clock(each * 1000)) };
const RIGHT = { side: 1, size: 56, grid: { show: false }, ticks: { show: false } };
const MAX_EVENTS = 5;
const MAX_POINTS = 40;

export class LossChart {
  constructor() {
    this.windows = new Windows();
    this.threshold = 0;
    this.values = SERIES.map(series => legend($('loss-legend'), series));
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
    document.body.dataset.swaps = this.events.filter(event => event.kind === 'swap').length;
    document.body.dataset.refusals = this.events.filter(event => event.kind === 'refusal').length;
    $('events').replaceChildren(...this.events.slice(-MAX_EVENTS).reverse().map(eventItem));
    this.draw();
  }

  draw() {
    this.rows = this.windows.rows();
    this.showValues(this.rows.length - 1);
    this.showDrift();
    if (this.rows.length < 2) return;
    let last = 0;
    const times = this.rows.map(row => (last = Math.max(row.atMs / 1000, last + 0.001)));
    const column = series => this.rows.map(row => series.of(row) ?? gap(row, series));
    this.data = [[times, ...SERIES.map(column)], [times, column(DISTANCE)]];
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
    const plot = (box, height, series, range, axes, hooks) => {
      box.classList.remove('empty');
      box.textContent = '';
      const grid = { stroke: css.getPropertyValue('--line'), width: 1 };
      const axis = { stroke: colors.soft, grid, ticks: grid, font: '12px system-ui' };
      const options = {
        ...size(box, height),
        padding: [10, 4, 4, 0],
        cursor: { y: false, sync: { key: 'time' } },
        scales: { y: { range }, loss: { range: (u, low, high) => [0, Math.max(0.01, high * 1.25)] } },
        axes: axes.map(each => ({ ...axis, ...each })),
        series: [{}, ...series.map(each => ({
          label: each.label, scale: each.scale ?? 'y', stroke: css.getPropertyValue(each.color), width: 2, dash: each.dash,
          points: { show: this.rows.length < MAX_POINTS, size: 5 },
        }))],
        hooks,
      };
      return new uPlot(options, [this.data[0][0], ...series.map(() => [])], box);
    };
    this.loss = plot($('loss-chart'), 260, SERIES,
      (u, low, high) => [Math.min(-0.1, low - 0.05), Math.max(1.18, high + 0.15)],
      [CLOCK, { size: 48 }, { ...RIGHT, scale: 'loss' }], {
        drawClear: [u => bands(u, this.rows, true)],
        draw: [u => lines(u, this.events, true, colors)],
        setCursor: [u => this.showValues(u.cursor.idx ?? this.rows.length - 1)],
      });
    this.distance = plot($('drift-chart'), 120, [DISTANCE],
      (u, low, high) => [0, Math.max(this.threshold * 1.6, high * 1.15)],
      [{ show: false }, { size: 48 }, { ...RIGHT, values: () => [] }], {
        drawClear: [u => bands(u, this.rows, false)],
        draw: [u => {
          lines(u, this.events, false, colors);
          threshold(u, this.threshold, colors);
          discs(u, this.rows, colors);
        }],
      });
    [this.loss, this.distance].forEach((each, i) => each.setData(this.data[i]));
  }

  // Shows the values at an index, or the last ones before it.
  showValues(index) {
    SERIES.forEach((series, i) => {
      const value = this.rows.slice(0, index + 1).findLast(row => series.of(row) != null);
      this.values[i].textContent = value ? (series.scale ? loss : decimals)(series.of(value)) : '–';
    });
  }

  showDrift() {
    const row = this.rows.findLast(each => each.checkpoint);
    const drift = row?.drift === true;
    const far = row?.distance?.toFixed(3);
    $('drift').className = `chip ${drift ? 'alarm' : ''}`;
    document.body.dataset.drift = drift;
    document.body.dataset.windows = this.rows.filter(each => each.checkpoint === row?.checkpoint).length;
    $('drift').textContent = drift
      ? `Drift: ${far} is above ${this.threshold}`
      : far ? `No drift: ${far} of ${this.threshold}` : 'Not measured yet: collecting the first embeddings';
    const parts = [];
    if (row?.positive != null) parts.push(`alignment ${(2 - 2 * row.positive).toFixed(3)}`);
    if (row?.uniformity != null) parts.push(`uniformity ${row.uniformity.toFixed(2)}`);
    $('spread').textContent = parts.join(', ');
  }
}

function legend(box, series) {
  const item = document.createElement('span');
  const line = document.createElement('i');
  line.style.background = `var(${series.color})`;
  const value = document.createElement('b');
  item.append(line, `${series.label} `, value);
  box.append(item);
  return value;
}

function eventItem(event) {
  const item = document.createElement('li');
  item.className = event.kind;
  const time = clock(event.atMs);
  const swap = event.kind === 'swap';
  const id = Object.assign(document.createElement('code'), { textContent: event.id });
  const what = swap ? ' activated' : ` refused ${event.gate ? 'at the gate' : 'by the processor'}`;
  item.append(`${time} ${swap ? '⇄' : '✕'} `, id, what, event.reason ? `: ${event.reason}` : '');
  return item;
}

const size = (box, height) => ({ width: Math.max(240, box.clientWidth), height });

// uPlot breaks a line at null and continues it across undefined.
const gap = (row, series) => (Boolean(series.training) === (row.training !== undefined) ? null : undefined);
