// npm run kill-points [-- --write]: kills everything at every step of a mission and prints what became of the flights
process.env.KILL_POINTS = process.argv.includes('--write') ? 'write' : 'print';
process.argv.splice(2, process.argv.length, 'test/stories/kill-points');
await import('./test.mjs');
