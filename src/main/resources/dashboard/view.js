// The part of the plane that a map shows. It fits the data until the user zooms or pans.
const MARGIN_PX = 40;
const MIN_SIZE = 0.02;
const MAX_ZOOM = 40;

export class View {
  constructor(canvas) {
    this.canvas = canvas;
    this.box = [-1, -1, 1, 1]; // left, bottom, right, top
    this.former = this.box;
    this.chosen = null; // center and scale, if the user has chosen them
  }

  // Includes positions. The box grows with them at once, and shrinks only if it is fitted anew.
  fit(positions, anew, part) {
    if (anew) this.former = this.between(part);
    const box = anew ? [Infinity, Infinity, -Infinity, -Infinity] : [...this.box];
    for (const [x, y] of positions) {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
    if (box[0] <= box[2]) this.box = box;
    if (!anew && part >= 1) this.former = this.box;
  }

  between(part) {
    return this.box.map((edge, i) => this.former[i] + (edge - this.former[i]) * part);
  }

  // part: how far the move from the former box to the present one has gone, 0 to 1.
  update(part) {
    const [left, bottom, right, top] = this.between(part);
    const { clientWidth: width, clientHeight: height } = this.canvas;
    this.whole = {
      x: (left + right) / 2,
      y: (bottom + top) / 2,
      scale: Math.min(
        (width - 2 * MARGIN_PX) / Math.max(MIN_SIZE, right - left),
        (height - 2 * MARGIN_PX) / Math.max(MIN_SIZE, top - bottom)),
    };
    this.shown = this.chosen ?? this.whole;
  }

  // The pixel of a position in the plane.
  place([x, y]) {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    return [width / 2 + (x - this.shown.x) * this.shown.scale, height / 2 - (y - this.shown.y) * this.shown.scale];
  }

  // Zooms by a factor, so that the position under a pixel stays where it is.
  zoom(factor, [left, top] = [this.canvas.clientWidth / 2, this.canvas.clientHeight / 2]) {
    const { x, y, scale } = this.shown;
    const next = Math.min(MAX_ZOOM * this.whole.scale, scale * factor);
    if (next <= this.whole.scale) {
      this.all();
      return;
    }
    const dx = left - this.canvas.clientWidth / 2;
    const dy = this.canvas.clientHeight / 2 - top;
    this.chosen = { x: x + dx / scale - dx / next, y: y + dy / scale - dy / next, scale: next };
  }

  pan(dx, dy) {
    const { x, y, scale } = this.shown;
    this.chosen = { x: x - dx / scale, y: y + dy / scale, scale };
  }

  all() {
    this.chosen = null;
  }
}
