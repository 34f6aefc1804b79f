// `npm run bench -- --quick`: prepares, then runs the bench in this process
process.argv.splice(2, 0, 'bench/main.js');
await import('./run.mjs');
