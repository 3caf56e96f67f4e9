// Wherever the browser is at home, the same clock as in the terminal.
const TIME = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' };

export const clock = ms => new Date(ms).toLocaleTimeString([], TIME);
