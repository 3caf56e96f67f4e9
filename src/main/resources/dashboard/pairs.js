// Which two modalities the charts compare. Nothing to choose is shown until there are windows of
// more than one pair.
const ORDER = ['image', 'caption', 'sound'];
const rank = pair => pair.split(':').reduce((sum, modality) => ORDER.length * sum + ORDER.indexOf(modality), 0);

export class PairChoice {
  // changed: called when the user has chosen another pair.
  constructor(select, changed) {
    this.select = select;
    this.pairs = [];
    this.chosen = null;
    select.addEventListener('change', () => {
      this.chosen = select.value;
      changed();
    });
  }

  // Returns the pair to show: the one chosen, or else the first with a loss, images before others.
  // pairs: a map from a pair to whether it has a loss.
  of(pairs) {
    const sorted = pairs.size > 1 ? [...pairs.keys()].sort((a, b) => rank(a) - rank(b)) : [...pairs.keys()];
    const shown = pairs.has(this.chosen) ? this.chosen : sorted.find(pair => pairs.get(pair)) ?? sorted[0];
    if (sorted.join() !== this.pairs.join()) this.offer(sorted);
    if (pairs.size) this.select.value = shown;
    return shown;
  }

  offer(pairs) {
    this.pairs = pairs;
    this.select.hidden = pairs.length < 2;
    this.select.replaceChildren(...pairs.map(pair => new Option(pair)));
  }
}
