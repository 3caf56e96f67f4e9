// Formats numbers.

// Cosines and distances: three decimals, and no negative zero.
export const decimals = value => value.toFixed(3).replace(/^-(0\.0+)$/, '$1');

// Losses, which fall by orders of magnitude: two significant digits if three decimals show fewer.
export const loss = value => (value > 0 && value < 0.01 ? value.toPrecision(2) : value.toFixed(3));
