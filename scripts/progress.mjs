/** Shows that a slow step runs: elapsed seconds on one line of a terminal, plain lines elsewhere. */
export async function step(name, work) {
  const begun = Date.now();
  const seconds = () => `${((Date.now() - begun) / 1000).toFixed(0)} s`;
  const out = process.stderr;
  const live = out.isTTY === true;
  let timer;
  if (live) {
    out.write(`${name} …`);
    timer = setInterval(() => out.write(`\r\u001b[K${name} … ${seconds()}`), 500);
  } else {
    out.write(`${name} …\n`);
    timer = setInterval(() => out.write(`${name} … ${seconds()}\n`), 15_000);
  }
  try {
    const result = await work();
    out.write(`${live ? '\r\u001b[K' : ''}${name}  ${seconds()}\n`);
    return result;
  } catch (error) {
    out.write(`${live ? '\r\u001b[K' : ''}${name}  ✗ ${seconds()}\n`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}
