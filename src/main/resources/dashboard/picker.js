// Shows the image of the dot under the pointer, or selected with the arrow keys.
const MAX_DISTANCE = 14;

export class DotPicker {
  constructor(map, canvas, tip) {
    this.map = map;
    this.canvas = canvas;
    this.tip = tip;
    this.selected = null;
    canvas.addEventListener('pointermove', event => this.point(event));
    canvas.addEventListener('pointerleave', () => this.select(null));
    canvas.addEventListener('blur', () => this.select(null));
    canvas.addEventListener('keydown', event => this.step(event));
  }

  candidates() {
    return this.map.dots.filter(dot => this.map.isShown(dot) && this.map.seen(dot));
  }

  point(event) {
    const box = this.canvas.getBoundingClientRect();
    let best = null;
    let nearest = MAX_DISTANCE;
    for (const dot of this.candidates()) {
      const [left, top] = this.map.place(this.map.seen(dot));
      const distance = Math.hypot(left - event.clientX + box.left, top - event.clientY + box.top);
      if (distance < nearest) [best, nearest] = [dot, distance];
    }
    if (best !== this.selected) this.select(best);
  }

  step(event) {
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === 'Escape') this.select(null);
    const dots = this.candidates();
    if (!way || !dots.length) return;
    event.preventDefault();
    const at = dots.indexOf(this.selected);
    this.select(dots.at((at < 0 ? dots.length - 1 : at + way) % dots.length));
  }

  select(dot) {
    this.selected = dot;
    this.tip.hidden = !dot;
    if (dot) {
      const [left, top] = this.map.place(this.map.seen(dot));
      this.tip.firstElementChild.src = `/api/images/${encodeURIComponent(dot.id)}`;
      this.tip.lastElementChild.textContent = dot.label == null ? 'unlabelled' : `label ${dot.label}`;
      this.tip.style.left = `${Math.min(left + 12, this.canvas.clientWidth - 80)}px`;
      this.tip.style.top = `${Math.max(0, Math.min(top - 40, this.canvas.clientHeight - 95))}px`;
    }
    this.map.draw();
  }
}
