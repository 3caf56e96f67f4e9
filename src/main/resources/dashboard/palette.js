// Colours of the labels, with a contrast of at least 3:1 in both colour schemes.
export const COLORS = [
  '#4e79a7', '#d2700b', '#e15759', '#3b9e97', '#539749', '#b08f17', '#b07aa1', '#d4267e', '#9c755f', '#7e879c',
];

// Adds a button for each label, which shows or hides its dots.
export function labelButtons(box, shown, changed) {
  COLORS.forEach((color, label) => {
    const dot = document.createElement('i');
    dot.style.background = color;
    toggle(box, label, shown, changed, dot, String(label));
  });
}

// Adds a button for each modality, with the shape of its dots.
export function modalityButtons(box, shown, changed) {
  const names = { image: '● images', caption: '■ captions', sound: '▲ sounds' };
  Object.entries(names).forEach(([modality, name]) => toggle(box, modality, shown, changed, name));
}

function toggle(box, value, shown, changed, ...content) {
  const button = document.createElement('button');
  button.setAttribute('aria-pressed', 'true');
  button.append(...content);
  button.addEventListener('click', () => {
    const on = !shown.has(value);
    if (on) shown.add(value);
    else shown.delete(value);
    button.setAttribute('aria-pressed', String(on));
    changed();
  });
  box.append(button);
}
