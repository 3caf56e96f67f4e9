// Loss over time: one point a window and checkpoint; bands tell checkpoints apart, lines are swaps.
const BANDS = ['#5b5bd6', '#e0863a', '#2e9e6b', '#c2478f', '#2b8fc2', '#a38a1f'];
const SERIES = [
  { label: 'mean loss', color: '#d64550', of: w => w.loss },
  { label: 'cosine, same digit', color: '#2e9e6b', of: w => w.positive },
  { label: 'cosine, other digit', color: '#2b8fc2', of: w => w.negative },
  { label: 'training loss', color: '#a38a1f', of: w => w.training, dash: [4, 4] },
];
const MOST = 900;

export class LossChart {
  constructor(box, legend) {
    this.box = box;
    this.windows = new Map();
    this.marks = [];
    this.order = [];
    for (const series of SERIES) {
      const item = document.createElement('span');
      const line = document.createElement('i');
      line.style.background = series.color;
      item.append(line, series.label);
      legend.append(item);
    }
    new ResizeObserver(() => this.plot?.setSize(this.size())).observe(box);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.rebuild());
  }

  color(checkpoint) {
    if (!this.order.includes(checkpoint)) this.order.push(checkpoint);
    return BANDS[this.order.indexOf(checkpoint) % BANDS.length];
  }

  add(losses, steps, marks) {
    for (const loss of losses ?? []) {
      const key = `${loss.atMs} ${loss.checkpoint}`;
      const known = this.windows.get(key);
      this.windows.set(key, known ? merged(known, loss) : loss);
      this.color(loss.checkpoint);
    }
    for (const step of steps ?? []) {
      if (step.kind === 'STEP' && step.loss != null) {
        this.windows.set(`${step.atMs} training`, { atMs: step.atMs, training: step.loss });
      }
      if (step.kind === 'REFUSED') this.refused(step);
    }
    if (marks) {
      this.swaps = marks;
      document.body.dataset.swaps = marks.filter(mark => mark.kind === 'swap').length;
    }
    for (const key of this.windows.keys()) {
      if (this.windows.size <= MOST) break;
      this.windows.delete(key);
    }
    if (this.windows.size > 1) this.draw();
  }

  refused(step) {
    this.marks.push({ kind: 'refusal', id: step.checkpoint ?? '', atMs: step.atMs });
    this.marks = this.marks.slice(-100);
  }

  draw() {
    const rows = [...this.windows.values()].sort((a, b) =>
      a.atMs - b.atMs || this.order.indexOf(a.checkpoint) - this.order.indexOf(b.checkpoint));
    let last = 0;
    const times = rows.map(row => (last = Math.max(row.atMs / 1000, last + 0.001)));
    const data = [times, ...SERIES.map(series => rows.map(row => series.of(row) ?? (rowHas(row, series) ? null : undefined)))];
    this.rows = rows;
    if (this.plot) this.plot.setData(data);
    else this.build(data);
  }

  rebuild() {
    const data = this.plot?.data;
    if (data) {
      this.plot.destroy();
      this.build(data);
    }
  }

  size() {
    return { width: Math.max(240, this.box.clientWidth), height: 260 };
  }

  build(data) {
    this.box.classList.remove('empty');
    this.box.textContent = '';
    const css = getComputedStyle(document.body);
    const soft = css.getPropertyValue('--soft');
    const grid = { stroke: css.getPropertyValue('--line'), width: 1 };
    const axis = { stroke: soft, grid, ticks: grid, font: '12px system-ui' };
    const options = {
      ...this.size(),
      cursor: { y: false },
      scales: { y: { range: (u, low, high) => [Math.min(-0.1, low - 0.05), Math.max(1.05, high + 0.05)] } },
      axes: [axis, { ...axis, size: 44 }],
      series: [{}, ...SERIES.map(series => ({
        label: series.label, stroke: series.color, width: 2, dash: series.dash,
        spanGaps: true, points: { show: data[0].length < 40, size: 5 },
      }))],
      hooks: { drawClear: [u => this.bands(u)], draw: [u => this.lines(u, soft)] },
    };
    this.plot = new uPlot(options, data, this.box);
  }

  bands(u) {
    const runs = [];
    for (const row of this.rows) {
      if (!row.checkpoint) continue;
      const run = runs.at(-1);
      if (run?.checkpoint === row.checkpoint) run.to = row.atMs;
      else {
        if (run) run.to = row.atMs;
        runs.push({ checkpoint: row.checkpoint, from: row.atMs, to: row.atMs });
      }
    }
    const { left, top, width, height } = u.bbox;
    for (const run of runs) {
      const from = Math.max(left, u.valToPos(run.from / 1000, 'x', true));
      const to = Math.min(left + width, u.valToPos(run.to / 1000, 'x', true));
      if (to < left || from > left + width) continue;
      u.ctx.save();
      u.ctx.globalAlpha = 0.12;
      u.ctx.fillStyle = this.color(run.checkpoint);
      u.ctx.fillRect(from, top, Math.max(2, to - from), height);
      u.ctx.globalAlpha = 0.9;
      u.ctx.textAlign = 'left';
      u.ctx.font = `${11 * devicePixelRatio}px ui-monospace, monospace`;
      if (to - from > 60 * devicePixelRatio) {
        u.ctx.fillText(run.checkpoint.slice(0, 8), from + 6, top + height - 6);
      }
      u.ctx.restore();
    }
  }

  lines(u, soft) {
    const { left, top, width, height } = u.bbox;
    for (const mark of [...(this.swaps ?? []), ...this.marks]) {
      const x = u.valToPos(mark.atMs / 1000, 'x', true);
      if (x < left || x > left + width) continue;
      const refusal = mark.kind === 'refusal';
      u.ctx.save();
      u.ctx.strokeStyle = u.ctx.fillStyle = refusal ? '#d64550' : soft;
      u.ctx.lineWidth = devicePixelRatio;
      u.ctx.setLineDash(refusal ? [3, 5] : [7, 4]);
      u.ctx.beginPath();
      u.ctx.moveTo(x, top);
      u.ctx.lineTo(x, top + height);
      u.ctx.stroke();
      u.ctx.font = `${11 * devicePixelRatio}px system-ui`;
      u.ctx.textAlign = 'left';
      u.ctx.fillText(refusal ? '✕ refused' : '⇄ swap', x + 4, top + 12 * devicePixelRatio);
      u.ctx.restore();
    }
  }
}

// null is a gap, undefined a point of another series: lines go on across those.
function rowHas(row, series) {
  return (series.label === 'training loss') === (row.training !== undefined);
}

// Pairs that came late are reported in a further record of the same window.
function merged(a, b) {
  const pairs = a.pairs + b.pairs;
  const mean = (x, y) =>
    x == null ? y : y == null ? x : (x * a.pairs + y * b.pairs) / Math.max(1, pairs);
  return {
    ...a, pairs,
    loss: mean(a.loss, b.loss),
    positive: mean(a.positive, b.positive),
    negative: mean(a.negative, b.negative),
  };
}
