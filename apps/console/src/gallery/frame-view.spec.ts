import { describe, expect, it } from '@jest/globals';
import { movedBy, WHOLE, zoomedAt } from './frame-view.js';

describe('a picture in its frame', () => {
  it('keeps the place under the pointer while it is enlarged', () => {
    const near = zoomedAt(WHOLE, 2, 0.25, 0.5);
    expect(near).toEqual({ scale: 2, x: -0.25, y: -0.5 });
    expect(zoomedAt(near, 0.5, 0.25, 0.5)).toEqual(WHOLE);
  });

  it('is never smaller than its frame, never beyond its edges, and not enlarged for ever', () => {
    expect(zoomedAt(WHOLE, 0.1, 0.5, 0.5)).toEqual(WHOLE);
    expect(movedBy({ scale: 2, x: -0.5, y: -0.5 }, 3, -3)).toEqual({ scale: 2, x: 0, y: -1 });
    expect(zoomedAt(WHOLE, 1000, 0, 0).scale).toBe(16);
  });
});
