// Pointer and keyboard on the map: hover, click, drag, wheel, pinch and keys.
const REACH_PX = 14;
const CLICK_PX = 4;
const DOUBLE_CLICK_MS = 250;
const STEP = 1.4;
const PAN_PX = 60;
const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Hand {
  // map: shows dots; picked: called with a dot for its neighbours, or null to forget them.
  constructor(map, canvas, picked) {
    this.map = map;
    this.canvas = canvas;
    this.picked = picked;
    this.fingers = new Map();
    const on = (name, act, options) => canvas.addEventListener(name, act, options);
    on('pointerdown', event => this.press(event));
    on('pointermove', event => this.movePointer(event));
    on('pointerup', event => this.release(event));
    on('lostpointercapture', event => this.fingers.delete(event.pointerId));
    on('pointerleave', event => event.pointerType === 'mouse' && !this.fingers.size && this.map.select(null));
    on('blur', () => this.map.select(null));
    on('dblclick', event => {
      clearTimeout(this.picking);
      this.zoom(2, this.at(event));
    });
    on('wheel', event => this.wheel(event), { passive: false });
    on('keydown', event => this.key(event));
  }

  at(event) {
    const box = this.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  press(event) {
    if (event.button !== 0) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.fingers.set(event.pointerId, this.at(event));
    this.start = this.fingers.size === 1 ? this.at(event) : null;
  }

  movePointer(event) {
    const at = this.at(event);
    const before = this.fingers.get(event.pointerId);
    if (!before) this.map.select(this.nearest(at));
    else if (this.fingers.size === 2) this.pinch(event, at);
    else this.drag(at, before);
    if (before) this.fingers.set(event.pointerId, at);
  }

  drag(at, before) {
    if (this.start && distance(at, this.start) < CLICK_PX) return;
    this.start = null;
    this.map.select(null);
    this.map.view.pan(at[0] - before[0], at[1] - before[1]);
    this.map.draw();
  }

  pinch(event, at) {
    const [, other] = [...this.fingers].find(([id]) => id !== event.pointerId);
    const before = distance(this.fingers.get(event.pointerId), other);
    this.zoom(distance(at, other) / Math.max(1, before), [(at[0] + other[0]) / 2, (at[1] + other[1]) / 2]);
  }

  release(event) {
    this.fingers.delete(event.pointerId);
    if (!this.start) return;
    this.start = null;
    const dot = this.nearest(this.at(event));
    this.map.select(dot);
    clearTimeout(this.picking);
    this.picking = setTimeout(() => this.picked(dot), DOUBLE_CLICK_MS);
  }

  // Scrolls the page unless the map has the focus or Ctrl is pressed.
  wheel(event) {
    if (document.activeElement !== this.canvas && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.zoom(Math.exp(-event.deltaY / 400), this.at(event));
  }

  zoom(factor, at) {
    this.map.view.zoom(factor, at);
    this.map.draw();
  }

  all() {
    this.map.view.all();
    this.map.draw();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return; // the browser's
    const arrow = ARROWS[event.key];
    const acts = {
      '+': () => this.zoom(STEP), '=': () => this.zoom(STEP), '-': () => this.zoom(1 / STEP), 0: () => this.all(),
      Enter: () => this.picked(this.map.selected),
      Escape: () => {
        this.map.select(null);
        this.picked(null);
      },
    };
    if (arrow) {
      if (event.shiftKey) this.pan(arrow);
      else this.step(arrow);
    } else if (acts[event.key]) acts[event.key]();
    else return;
    event.preventDefault();
  }

  pan([x, y]) {
    this.map.view.pan(-x * PAN_PX, -y * PAN_PX);
    this.map.draw();
  }

  // Selects the next dot in a direction, first the one nearest to the middle.
  step([x, y]) {
    const from = this.map.selected;
    const start = from ? this.place(from) : [this.canvas.clientWidth / 2, this.canvas.clientHeight / 2];
    const cost = dot => {
      const [dx, dy] = [this.place(dot)[0] - start[0], this.place(dot)[1] - start[1]];
      const along = dx * x + dy * y;
      const across = Math.abs(dx * y) + Math.abs(dy * x);
      if (!from) return Math.hypot(dx, dy);
      return dot === from || along <= 0 || across > along ? Infinity : along + 2 * across;
    };
    let best = { dot: null, cost: Infinity };
    for (const dot of this.map.candidates()) {
      const each = cost(dot);
      if (each < best.cost) best = { dot, cost: each };
    }
    if (best.dot) this.map.select(best.dot);
  }

  nearest(at) {
    let best = { dot: null, far: REACH_PX };
    for (const dot of this.map.candidates()) {
      const far = distance(this.place(dot), at);
      if (far < best.far) best = { dot, far };
    }
    return best.dot;
  }

  place(dot) {
    return this.map.view.place(this.map.seen(dot));
  }
}

const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
