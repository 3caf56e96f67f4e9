// Colours of the labels, with a contrast of at least 3:1 in both colour schemes.
export const COLORS = [
  '#4e79a7', '#d2700b', '#e15759', '#3b9e97', '#539749', '#b08f17', '#b07aa1', '#d4267e', '#9c755f', '#7e879c',
];

// Adds a button for each label, which shows or hides its dots.
export function labelButtons(box, shown, changed) {
  COLORS.forEach((color, label) => {
    const button = document.createElement('button');
    button.setAttribute('aria-pressed', 'true');
    const dot = document.createElement('i');
    dot.style.background = color;
    button.append(dot, String(label));
    button.addEventListener('click', () => {
      const on = !shown.has(label);
      if (on) shown.add(label);
      else shown.delete(label);
      button.setAttribute('aria-pressed', String(on));
      changed();
    });
    box.append(button);
  });
}
