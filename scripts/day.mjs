// `npm run day`: prepares, then flies a simulated day in this process
process.argv.splice(2, 0, 'bench/day/main.js');
await import('./run.mjs');
