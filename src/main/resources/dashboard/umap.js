// UMAP by cosine (McInnes, Healy and Melville, 2018): a layout in a plane that keeps neighbours
// together. Searches neighbours exactly, as there are few vectors, and starts from given positions,
// such as principal components, instead of a spectral layout.
const NEIGHBOURS = 15;
const EPOCHS = 200;
const PLACE_EPOCHS = 60;
const NEGATIVES = 5;
const INITIAL_RADIUS = 10;
// The curve 1 / (1 + A d^2B) for a minimum distance of 0.1.
const A = 1.577;
const B = 0.895;

export class Umap {
  // vectors: a Float32Array of n × dimension; initial: n times [x, y] or null.
  constructor(vectors, dimension, initial, seed = 1) {
    this.dimension = dimension;
    this.random = generator(seed);
    this.units = units(vectors, dimension);
    this.size = vectors.length / dimension;
    this.layout = this.initialLayout(initial);
    this.edges = edges(Array.from({ length: this.size }, (_, i) => this.nearest(this.units, i, i)));
  }

  initialLayout(initial) {
    const far = Math.max(1e-9, ...initial.flat().map(value => Math.abs(value ?? 0)));
    const layout = new Float32Array(2 * this.size);
    for (let i = 0; i < 2 * this.size; i++) {
      const given = initial[i >> 1]?.[i & 1] ?? (2 * this.random() - 1) * far;
      layout[i] = (given / far) * INITIAL_RADIUS + this.random() * 0.01;
    }
    return layout;
  }

  // Optimises the layout. A generator of the progress, so that the caller can report it.
  *fit() {
    const rounds = this.edges.map(edge => ({ ...edge, every: 1 / edge.weight, next: 1 / edge.weight }));
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      const rate = 1 - epoch / EPOCHS;
      for (const edge of rounds) {
        if (edge.next > epoch) continue;
        edge.next += edge.every;
        this.pull(this.layout, edge.from, edge.to, rate, true);
        for (let k = 0; k < NEGATIVES; k++) this.push(this.layout, edge.from, rate);
      }
      yield (epoch + 1) / EPOCHS;
    }
  }

  // The positions [x, y] of new vectors among the fitted ones, which do not move.
  place(vectors) {
    const fresh = units(vectors, this.dimension);
    const places = [];
    for (let i = 0; i * this.dimension < fresh.length; i++) {
      const near = this.nearest(fresh, i, -1);
      const total = near.reduce((sum, edge) => sum + edge.weight, 0);
      const position = new Float32Array(2);
      for (const edge of near) {
        position[0] += (edge.weight / total) * this.layout[2 * edge.to];
        position[1] += (edge.weight / total) * this.layout[2 * edge.to + 1];
      }
      for (let epoch = 0; epoch < PLACE_EPOCHS; epoch++) {
        const rate = 0.25 * (1 - epoch / PLACE_EPOCHS);
        for (const edge of near) {
          if (this.random() > edge.weight) continue;
          this.pull(position, 0, edge.to, rate, false);
          for (let k = 0; k < NEGATIVES; k++) this.push(position, 0, rate);
        }
      }
      places.push([position[0], position[1]]);
    }
    return places;
  }

  // The nearest fitted vectors, weighted by their membership strength.
  nearest(from, index, excluded) {
    const found = [];
    const start = index * this.dimension;
    for (let j = 0; j < this.size; j++) {
      if (j === excluded) continue;
      let cosine = 0;
      for (let d = 0; d < this.dimension; d++) cosine += from[start + d] * this.units[j * this.dimension + d];
      const distance = Math.sqrt(Math.max(0, 2 - 2 * cosine));
      if (found.length === NEIGHBOURS && distance >= found.at(-1).distance) continue;
      let at = found.length;
      while (at > 0 && found[at - 1].distance > distance) at--;
      found.splice(at, 0, { from: index, to: j, distance });
      found.length = Math.min(found.length, NEIGHBOURS);
    }
    return weighted(found);
  }

  pull(layout, i, j, rate, both) {
    const x = layout[2 * i] - this.layout[2 * j];
    const y = layout[2 * i + 1] - this.layout[2 * j + 1];
    const square = x * x + y * y;
    if (!square) return;
    const power = square ** B;
    const force = (-2 * A * B * power) / square / (1 + A * power);
    const [moveX, moveY] = [rate * clip(force * x), rate * clip(force * y)];
    layout[2 * i] += moveX;
    layout[2 * i + 1] += moveY;
    if (both) {
      this.layout[2 * j] -= moveX;
      this.layout[2 * j + 1] -= moveY;
    }
  }

  push(layout, i, rate) {
    const j = Math.floor(this.random() * this.size);
    const x = layout[2 * i] - this.layout[2 * j];
    const y = layout[2 * i + 1] - this.layout[2 * j + 1];
    const square = x * x + y * y;
    if (!square) return;
    const force = (2 * B) / ((0.001 + square) * (1 + A * square ** B));
    layout[2 * i] += rate * clip(force * x);
    layout[2 * i + 1] += rate * clip(force * y);
  }
}

const clip = value => Math.max(-4, Math.min(4, value));

function units(vectors, dimension) {
  const result = new Float32Array(vectors.length);
  for (let start = 0; start < vectors.length; start += dimension) {
    let squares = 1e-14;
    for (let d = 0; d < dimension; d++) squares += vectors[start + d] ** 2;
    const length = Math.sqrt(squares);
    for (let d = 0; d < dimension; d++) result[start + d] = vectors[start + d] / length;
  }
  return result;
}

// Strengths decay from the nearest neighbour on, at a rate that makes them add up to log2 of their count.
function weighted(found) {
  const wanted = Math.log2(Math.max(2, found.length));
  const nearest = found.find(edge => edge.distance > 0)?.distance ?? 0;
  const strength = (edge, width) => Math.exp(-Math.max(0, edge.distance - nearest) / width);
  let [low, high, width] = [0, Infinity, 1];
  for (let round = 0; round < 64; round++) {
    const sum = found.reduce((total, edge) => total + strength(edge, width), 0);
    if (Math.abs(sum - wanted) < 1e-5) break;
    if (sum > wanted) high = width;
    else low = width;
    width = high === Infinity ? width * 2 : (low + high) / 2;
  }
  const mean = found.reduce((sum, edge) => sum + edge.distance, 0) / Math.max(1, found.length);
  width = Math.max(width, 1e-3 * mean, 1e-9);
  return found.map(edge => ({ ...edge, weight: strength(edge, width) }));
}

// Makes edges symmetric by the probabilistic union of both directions, and scales the largest weight to 1.
function edges(lists) {
  const all = new Map();
  const key = (i, j) => i * lists.length + j;
  for (const { from, to, weight } of lists.flat()) all.set(key(from, to), { from, to, weight });
  const both = [];
  for (const edge of all.values()) {
    const back = all.get(key(edge.to, edge.from));
    if (back && edge.from > edge.to) continue;
    const other = back?.weight ?? 0;
    both.push({ ...edge, weight: edge.weight + other - edge.weight * other });
  }
  const most = both.reduce((largest, edge) => Math.max(largest, edge.weight), 1e-9);
  return both.flatMap(edge => {
    const weight = edge.weight / most;
    return weight * EPOCHS < 1 ? [] : [{ ...edge, weight }, { from: edge.to, to: edge.from, weight }];
  });
}

// Returns a generator of numbers in [0, 1) from a seed (mulberry32).
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
