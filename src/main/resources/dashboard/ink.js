// Draws shapes on the map's canvas, at [left, top].

// The mark of an input: a disc for an image, a square for a caption, a triangle for a sound.
export function mark(ctx, [left, top], modality, color, alpha, size) {
  if (modality !== 'caption' && modality !== 'sound') {
    disc(ctx, [left, top], color, alpha, size);
    return;
  }
  ctx.globalAlpha = alpha;
  ctx.fillStyle = color;
  ctx.beginPath();
  if (modality === 'caption') ctx.rect(left - size, top - size, 2 * size, 2 * size);
  else {
    ctx.moveTo(left, top - 1.4 * size);
    ctx.lineTo(left + 1.3 * size, top + size);
    ctx.lineTo(left - 1.3 * size, top + size);
  }
  ctx.fill();
  ctx.globalAlpha = 1;
}

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

export function ring(ctx, [left, top], color, size) {
  ctx.strokeStyle = color;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.arc(left, top, size, 0, 7);
  ctx.stroke();
}

export function link(ctx, from, to, color) {
  ctx.globalAlpha = 0.4;
  ctx.strokeStyle = color;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(...from);
  ctx.lineTo(...to);
  ctx.stroke();
  ctx.globalAlpha = 1;
}

// The name of a cluster, on a halo that sets it off from its dots.
export function name(ctx, [left, top], text, color, halo) {
  ctx.font = '700 22px system-ui';
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.lineJoin = 'round';
  ctx.lineWidth = 5;
  ctx.strokeStyle = halo;
  ctx.strokeText(text, left, top + 0.5);
  ctx.fillStyle = color;
  ctx.fillText(text, left, top + 0.5);
}
