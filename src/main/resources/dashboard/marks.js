// Draws behind and over the curves: bands for checkpoints, lines for swaps and refusals.
const BANDS = ['#5b5bd6', '#e0863a', '#2e9e6b', '#c2478f', '#2b8fc2', '#a38a1f'];
const GAP = 5; // pixels beside a label
const known = [];

function color(checkpoint) {
  if (!known.includes(checkpoint)) known.push(checkpoint);
  return BANDS[known.indexOf(checkpoint) % BANDS.length];
}

// name: returns what to write on the band of a checkpoint, or null to write nothing.
export function bands(u, rows, name) {
  const runs = [];
  for (const row of rows) {
    if (!row.checkpoint) continue;
    const run = runs.at(-1);
    if (run) run.to = row.atMs;
    if (run?.checkpoint !== row.checkpoint) {
      runs.push({ checkpoint: row.checkpoint, from: row.atMs, to: row.atMs });
    }
  }
  const { left, top, width, height } = u.bbox;
  for (const run of runs) {
    const from = Math.max(left, u.valToPos(run.from / 1000, 'x', true));
    const to = Math.min(left + width, u.valToPos(run.to / 1000, 'x', true));
    if (to < left || from > left + width) continue;
    u.ctx.save();
    u.ctx.globalAlpha = 0.14;
    u.ctx.fillStyle = color(run.checkpoint);
    u.ctx.fillRect(from, top, Math.max(2, to - from), height);
    u.ctx.globalAlpha = 1;
    u.ctx.font = `${11 * devicePixelRatio}px ui-monospace, monospace`;
    const label = name?.(run.checkpoint) ?? '';
    if (label && to - from > u.ctx.measureText(label).width + 2 * GAP * devicePixelRatio) {
      u.ctx.textAlign = 'left';
      u.ctx.textBaseline = 'bottom';
      u.ctx.fillText(label, from + GAP * devicePixelRatio, top + height);
    }
    u.ctx.restore();
  }
}

// A line is named only if there is room for it.
export function lines(u, marks, named, colors) {
  const { left, top, width, height } = u.bbox;
  let free = left;
  for (const mark of marks) {
    const x = u.valToPos(mark.atMs / 1000, 'x', true);
    if (x < left || x > left + width) continue;
    const refusal = mark.kind === 'refusal';
    u.ctx.save();
    u.ctx.strokeStyle = u.ctx.fillStyle = refusal ? colors.bad : colors.soft;
    u.ctx.lineWidth = devicePixelRatio;
    u.ctx.setLineDash(refusal ? [3, 5] : [7, 4]);
    u.ctx.beginPath();
    u.ctx.moveTo(x, top);
    u.ctx.lineTo(x, top + height);
    u.ctx.stroke();
    u.ctx.font = `${11 * devicePixelRatio}px system-ui`;
    const label = refusal ? '✕ refused' : '⇄ swap';
    const room = u.ctx.measureText(label).width + GAP * devicePixelRatio;
    const start = x + room > left + width ? x - room : x + GAP * devicePixelRatio;
    if (named && start >= free) {
      u.ctx.textAlign = 'left';
      u.ctx.fillText(label, start, top + 13 * devicePixelRatio);
      free = start + room;
    }
    u.ctx.restore();
  }
}

// The common zero of both axes.
export function zero(u, colors) {
  const { left, width } = u.bbox;
  const y = Math.round(u.valToPos(0, 'y', true)) + 0.5;
  u.ctx.save();
  u.ctx.strokeStyle = colors.soft;
  u.ctx.globalAlpha = 0.6;
  u.ctx.lineWidth = devicePixelRatio;
  u.ctx.beginPath();
  u.ctx.moveTo(left, y);
  u.ctx.lineTo(left + width, y);
  u.ctx.stroke();
  u.ctx.restore();
}

export function threshold(u, value, colors) {
  const { left, width } = u.bbox;
  const y = u.valToPos(value, 'y', true);
  u.ctx.save();
  u.ctx.strokeStyle = u.ctx.fillStyle = colors.bad;
  u.ctx.lineWidth = devicePixelRatio;
  u.ctx.setLineDash([2, 4]);
  u.ctx.beginPath();
  u.ctx.moveTo(left, y);
  u.ctx.lineTo(left + width, y);
  u.ctx.stroke();
  u.ctx.font = `${11 * devicePixelRatio}px system-ui`;
  u.ctx.textAlign = 'left';
  u.ctx.fillText('drift', left + 6, y - 5);
  u.ctx.restore();
}

// Draws filled discs at windows with drift.
export function discs(u, rows, colors) {
  u.ctx.save();
  u.ctx.fillStyle = colors.bad;
  rows.forEach((row, i) => {
    if (!row.drift) return;
    u.ctx.beginPath();
    u.ctx.arc(u.valToPos(u.data[0][i], 'x', true), u.valToPos(row.distance, 'y', true), 4 * devicePixelRatio, 0, 7);
    u.ctx.fill();
  });
  u.ctx.restore();
}
