const STEPS = ['B', 'kB', 'MB', 'GB'] as const;

/** `5.2 MB` for so many bytes. */
export function sizeText(bytes: number): string {
  let value = bytes;
  let step = 0;
  while (value >= 1000 && step < STEPS.length - 1) {
    value /= 1000;
    step++;
  }
  return `${step > 0 && value < 100 ? value.toFixed(1) : Math.round(value)} ${STEPS[step]}`;
}
