// Draws shapes on the map's canvas, at [left, top].
export function disc(ctx, [left, top], color, alpha, size) {
  ctx.globalAlpha = alpha;
  ctx.fillStyle = color;
  ctx.beginPath();
  ctx.arc(left, top, size, 0, 7);
  ctx.fill();
  ctx.globalAlpha = 1;
}

export function star(ctx, [left, top], color) {
  ctx.strokeStyle = color;
  ctx.lineWidth = 2.5;
  ctx.beginPath();
  ctx.arc(left, top, 9, 0, 7);
  ctx.moveTo(left - 15, top);
  ctx.lineTo(left + 15, top);
  ctx.moveTo(left, top - 15);
  ctx.lineTo(left, top + 15);
  ctx.stroke();
}

// A line from a label's old position, a ring, to its new one, its name.
export function trail(ctx, [fromLeft, fromTop], [left, top], color, name, ink) {
  ctx.strokeStyle = color;
  ctx.lineWidth = 2;
  ctx.beginPath();
  ctx.arc(fromLeft, fromTop, 4, 0, 7);
  ctx.moveTo(fromLeft, fromTop);
  ctx.lineTo(left, top);
  ctx.stroke();
  disc(ctx, [left, top], color, 1, 9);
  ctx.strokeStyle = ctx.fillStyle = ink;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.arc(left, top, 9, 0, 7);
  ctx.stroke();
  ctx.fillStyle = '#fff';
  ctx.font = '600 12px system-ui';
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText(name, left, top + 0.5);
}
