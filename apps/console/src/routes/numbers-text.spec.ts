import { expect, it } from '@jest/globals';
import { numbersText } from './numbers-text.js';

it('writes runs of numbers in one piece', () => {
  expect(numbersText([1, 2, 3, 7, 9, 10])).toBe('1–3、7、9–10');
  expect(numbersText([])).toBe('');
});
