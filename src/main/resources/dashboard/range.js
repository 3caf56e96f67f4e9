// The time range of the charts: the last minutes, all, or a part that the user has dragged over.
const SPANS = [['5 min', 300], ['30 min', 1800], ['All', Infinity]];

export class TimeRange {
  // changed: called when the user has chosen another range.
  constructor(box, leave, changed) {
    this.leave = leave;
    this.changed = changed;
    this.span = Infinity;
    this.zoomed = null;
    this.buttons = SPANS.map(([text, span]) => {
      const button = Object.assign(document.createElement('button'), { textContent: text });
      button.addEventListener('click', () => this.choose(span));
      box.append(button);
      return button;
    });
    leave.addEventListener('click', () => this.zoom(null));
    this.mark();
  }

  choose(span) {
    this.span = span;
    this.zoom(null);
  }

  // part: [from, to] in seconds, or null to follow the stream again.
  zoom(part) {
    this.zoomed = part;
    this.mark();
    this.changed();
  }

  mark() {
    this.leave.hidden = !this.zoomed;
    this.buttons.forEach((button, i) =>
      button.setAttribute('aria-pressed', String(!this.zoomed && SPANS[i][1] === this.span)));
  }

  // The [from, to] to show of data that reaches from first to last, in seconds.
  of(first, last) {
    return this.zoomed ?? [Math.max(first, last - this.span), last];
  }
}
