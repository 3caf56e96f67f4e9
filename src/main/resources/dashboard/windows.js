// The data of the charts: loss windows and training steps by time, and swaps and verdicts of
// the gate. Drops the oldest beyond a maximum.
const MAX_ROWS = 1200; // for each pair of modalities
const MAX_MARKS = 200;

// A pause of more windows than this is a gap, as is a longer pause of the training.
const GAP_WINDOWS = 2.5;
const TRAINING_GAP_MS = 60_000;

// Means over fewer pairs say little.
export const FEW_PAIRS = 20;
export const isFaint = row => Boolean(row.checkpoint) && row.positives + row.negatives < FEW_PAIRS;

export class Windows {
  constructor() {
    this.clear();
  }

  clear() {
    this.kept = new Map();
    this.marks = new Map();
    this.unjudged = null; // the latest candidate that could not be judged
  }

  add(losses, steps, marks) {
    for (const loss of losses ?? []) {
      const key = `${loss.atMs} ${loss.checkpoint} ${loss.modalities}`;
      const known = this.kept.get(key);
      this.kept.set(key, known ? merged(known, loss) : loss);
    }
    for (const step of steps ?? []) {
      if (step.kind === 'STEP' && step.loss != null) {
        this.kept.set(`${step.atMs} training`, { atMs: step.atMs, training: step.loss });
      }
      if (step.kind === 'REFUSED') this.mark({ ...step, kind: 'refusal', id: step.checkpoint ?? '', gate: true });
      if (step.kind === 'NOT_JUDGED') this.unjudged = { ...step, kind: 'unjudged', id: '' };
    }
    for (const mark of marks ?? []) this.mark(mark);
    trim(this.kept, MAX_ROWS * Math.max(1, this.pairs().size));
    trim(this.marks, MAX_MARKS);
  }

  mark(mark) {
    this.marks.set(`${mark.kind} ${mark.id} ${mark.atMs}`, mark);
  }

  // The pairs of modalities, such as image:caption, that there are enough windows of for a line, or the
  // only one; each with whether it has a loss.
  pairs() {
    const byPair = new Map();
    for (const row of this.kept.values()) {
      if (row.training !== undefined) continue;
      if (!byPair.has(row.modalities)) byPair.set(row.modalities, []);
      byPair.get(row.modalities).push(row);
    }
    const all = [...byPair].map(([pair, rows]) => [pair, rows.some(row => row.loss != null), rows.length]);
    const lines = all.filter(each => each[2] > 1);
    return new Map(lines.length ? lines : all.slice(0, 1));
  }

  // Windows of a pair of modalities, and training steps, sorted by time, with a gap row between two
  // checkpoints and in a pause. If a swap splits a window, the older checkpoint comes first.
  rows(pair) {
    const order = [...new Set([...this.kept.values()].map(row => row.checkpoint))];
    const ofPair = [...this.kept.values()].filter(row => row.training !== undefined || row.modalities === pair);
    const sorted = ofPair.sort((a, b) =>
      a.atMs - b.atMs || order.indexOf(a.checkpoint) - order.indexOf(b.checkpoint));
    const pauses = { windows: GAP_WINDOWS * windowMs(sorted), training: TRAINING_GAP_MS };
    const last = {};
    return sorted.flatMap(row => {
      const kind = row.training === undefined ? 'windows' : 'training';
      const before = last[kind];
      last[kind] = row;
      const cut = before && (row.checkpoint !== before.checkpoint || row.atMs - before.atMs > pauses[kind]);
      return cut ? [{ atMs: row.atMs, gap: kind }, row] : [row];
    });
  }

  // Swaps, refusals and the latest candidate that could not be judged, oldest first.
  events() {
    return [...this.marks.values(), ...(this.unjudged ? [this.unjudged] : [])].sort((a, b) => a.atMs - b.atMs);
  }
}

// The shortest time between two windows: their length, unless all are far apart.
function windowMs(rows) {
  const times = rows.filter(row => row.training === undefined).map(row => row.atMs);
  return Math.min(...times.map((at, i) => (at > times[i - 1] ? at - times[i - 1] : Infinity)));
}

function trim(map, max) {
  for (const key of map.keys()) {
    if (map.size <= max) break;
    map.delete(key);
  }
}

// Merges two records of the same window, the second of which reports late pairs. Weights means by
// their numbers of pairs; takes the distance of the record with more images.
export function merged(a, b) {
  const mean = (name, pairs) => {
    const [x, y, m, n] = [a[name], b[name], pairs(a), pairs(b)];
    return x == null ? y : y == null ? x : (x * m + y * n) / Math.max(1, m + n);
  };
  const larger = b.images > a.images ? b : a;
  return {
    ...larger,
    positives: a.positives + b.positives,
    negatives: a.negatives + b.negatives,
    images: a.images + b.images,
    loss: mean('loss', w => w.positives + w.negatives),
    positive: mean('positive', w => w.positives),
    negative: mean('negative', w => w.negatives),
    distance: larger.distance ?? a.distance ?? b.distance,
    drift: larger.drift ?? a.drift ?? b.drift,
  };
}
