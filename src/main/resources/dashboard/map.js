// The recent embeddings as dots. Where the space changes, dots glide or fade; else they stay put.
export const COLORS = [
  '#4e79a7', '#f28e2b', '#e15759', '#3fa7a0', '#59a14f', '#d9b21f', '#b07aa1', '#ff7f93', '#9c755f', '#8a93a6',
];
const MOST = 1500;
const GLIDE_MS = 900;
const NEAR = 14;

export class EmbeddingMap {
  constructor(canvas, tip, labels) {
    this.canvas = canvas;
    this.tip = tip;
    this.dots = [];
    this.ghosts = [];
    this.shown = new Set([...Array(10).keys(), null]);
    this.changedAt = 0;
    this.legend(labels);
    new ResizeObserver(() => this.draw()).observe(canvas);
    canvas.addEventListener('pointermove', event => this.point(event));
    canvas.addEventListener('pointerleave', () => this.select(null));
    canvas.addEventListener('blur', () => this.select(null));
    canvas.addEventListener('keydown', event => this.step(event));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.draw());
  }

  legend(box) {
    COLORS.forEach((color, label) => {
      const button = document.createElement('button');
      button.setAttribute('aria-pressed', 'true');
      const dot = document.createElement('i');
      dot.style.background = color;
      button.append(dot, String(label));
      button.addEventListener('click', () => {
        const on = !this.shown.has(label);
        if (on) this.shown.add(label);
        else this.shown.delete(label);
        button.setAttribute('aria-pressed', String(on));
        this.draw();
      });
      box.append(button);
    });
  }

  add(map) {
    if (!map) return;
    const now = performance.now();
    if (map.all) {
      const before = new Map(this.dots.map(dot => [dot.id, dot]));
      const dots = map.dots.map(dot => {
        const old = before.get(dot.id);
        before.delete(dot.id);
        return { ...dot, fromX: old?.x ?? dot.x, fromY: old?.y ?? dot.y, born: old ? 0 : now };
      });
      this.ghosts = [...before.values()];
      this.dots = dots;
      this.changedAt = now;
    } else {
      this.dots.push(...map.dots.map(dot => ({ ...dot, fromX: dot.x, fromY: dot.y, born: now })));
      this.dots = this.dots.slice(-MOST);
    }
    document.body.dataset.dots = this.dots.length;
    this.fit();
    this.animate();
  }

  // The axes grow with the space at once, and shrink only where it changes.
  fit() {
    let radius = 0.05;
    for (const dot of this.dots) radius = Math.max(radius, Math.abs(dot.x), Math.abs(dot.y));
    const changed = performance.now() - this.changedAt < 50;
    if (!this.radius || radius > this.radius || changed) this.radius = radius * 1.1;
  }

  animate() {
    if (this.frame) return;
    const until = performance.now() + GLIDE_MS;
    const step = () => {
      this.draw();
      this.frame = performance.now() < until ? requestAnimationFrame(step) : null;
      if (!this.frame) this.ghosts = [];
    };
    this.frame = requestAnimationFrame(step);
  }

  place(x, y) {
    const scale = Math.min(this.canvas.clientWidth, this.canvas.clientHeight) / 2 / (this.radius ?? 1);
    return [this.canvas.clientWidth / 2 + x * scale, this.canvas.clientHeight / 2 - y * scale];
  }

  draw() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const ratio = devicePixelRatio;
    if (this.canvas.width !== width * ratio || this.canvas.height !== height * ratio) {
      this.canvas.width = width * ratio;
      this.canvas.height = height * ratio;
    }
    const ctx = this.canvas.getContext('2d');
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, width, height);
    const now = performance.now();
    const done = Math.min(1, (now - this.changedAt) / GLIDE_MS);
    const eased = 1 - (1 - done) ** 3;
    for (const ghost of this.ghosts) this.dot(ctx, ghost, ghost.x, ghost.y, 0.5 * (1 - eased), 3);
    for (const dot of this.dots) {
      const fresh = Math.min(1, (now - dot.born) / 500);
      const x = dot.fromX + (dot.x - dot.fromX) * eased;
      const y = dot.fromY + (dot.y - dot.fromY) * eased;
      this.dot(ctx, dot, x, y, 0.75 * fresh, 3 + 3 * (1 - fresh));
    }
    if (this.selected) this.dot(ctx, this.selected, this.selected.x, this.selected.y, 1, 7);
    if (this.drawn) this.star(ctx);
  }

  dot(ctx, dot, x, y, alpha, size) {
    if (!this.shown.has(dot.label ?? null)) return;
    const [left, top] = this.place(x, y);
    ctx.globalAlpha = alpha;
    ctx.fillStyle = dot.label == null ? '#8884' : COLORS[dot.label];
    ctx.beginPath();
    ctx.arc(left, top, size, 0, 7);
    ctx.fill();
    ctx.globalAlpha = 1;
  }

  star(ctx) {
    const [left, top] = this.place(this.drawn.x, this.drawn.y);
    ctx.strokeStyle = getComputedStyle(document.body).getPropertyValue('--ink');
    ctx.lineWidth = 2.5;
    ctx.beginPath();
    ctx.arc(left, top, 9, 0, 7);
    ctx.moveTo(left - 15, top);
    ctx.lineTo(left + 15, top);
    ctx.moveTo(left, top - 15);
    ctx.lineTo(left, top + 15);
    ctx.stroke();
  }

  point(event) {
    const box = this.canvas.getBoundingClientRect();
    let best = null;
    let nearest = NEAR;
    for (const dot of this.dots) {
      if (!this.shown.has(dot.label ?? null)) continue;
      const [left, top] = this.place(dot.x, dot.y);
      const distance = Math.hypot(left - event.clientX + box.left, top - event.clientY + box.top);
      if (distance < nearest) [best, nearest] = [dot, distance];
    }
    this.select(best);
  }

  step(event) {
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === 'Escape') this.select(null);
    if (!way || !this.dots.length) return;
    event.preventDefault();
    const at = this.dots.indexOf(this.selected);
    this.select(this.dots.at((at < 0 ? this.dots.length - 1 : at + way) % this.dots.length));
  }

  select(dot) {
    this.selected = dot;
    this.tip.hidden = !dot;
    if (dot) {
      const [left, top] = this.place(dot.x, dot.y);
      this.tip.firstElementChild.src = `/api/images/${encodeURIComponent(dot.id)}`;
      this.tip.lastElementChild.textContent = dot.label == null ? 'no label' : `labelled ${dot.label}`;
      this.tip.style.left = `${Math.min(left + 12, this.canvas.clientWidth - 80)}px`;
      this.tip.style.top = `${Math.max(0, Math.min(top - 40, this.canvas.clientHeight - 95))}px`;
    }
    this.draw();
  }
}
