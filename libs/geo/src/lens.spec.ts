import { describe, expect, it } from '@jest/globals';
import { cameraModels, findCameraModel, lensOf } from './camera-models.js';
import { cropped, lensOfDiagonal, zoomed } from './lens.js';

describe('lenses', () => {
  it('have the sides that belong to their diagonal', () => {
    // 24 mm on film of 36 by 24 mm: 73.74° by 53.13°, 84.06° from corner to corner.
    const film = lensOfDiagonal(84.0622, 36 / 24);
    expect(film.horizontal).toBeCloseTo(73.7398, 3);
    expect(film.vertical).toBeCloseTo(53.1301, 3);
  });

  it('see half as wide on the picture plane at twice the zoom', () => {
    const { horizontal } = zoomed({ horizontal: 90, vertical: 60 }, 2);
    expect(horizontal).toBeCloseTo(53.1301, 3);
    expect(zoomed({ horizontal: 90, vertical: 60 }, 1)).toEqual({
      horizontal: expect.closeTo(90, 9),
      vertical: expect.closeTo(60, 9),
    });
  });

  it('keep their width in a flatter picture and their height in a narrower one', () => {
    const photo = lensOfDiagonal(84, 4 / 3);
    const video = cropped(photo, 16 / 9);
    expect(video.horizontal).toBe(photo.horizontal);
    expect(Math.tan((video.horizontal * Math.PI) / 360) / Math.tan((video.vertical * Math.PI) / 360)).toBeCloseTo(
      16 / 9,
      9,
    );
    expect(cropped(photo, 1).vertical).toBe(photo.vertical);
  });

  it('refuse angles that are none', () => {
    expect(() => lensOfDiagonal(180, 4 / 3)).toThrow('make no picture');
    expect(() => zoomed({ horizontal: 90, vertical: 60 }, 0)).toThrow('above 0');
  });
});

describe('camera models', () => {
  it('are found by the name of the trade and by the type number of the aircraft', () => {
    expect(findCameraModel('M4TD')).toBe(findCameraModel('0-100-1'));
    expect(findCameraModel('M4TD')?.lenses.map(({ kind }) => kind)).toEqual(['wide', 'medium_tele', 'tele', 'thermal']);
    expect(findCameraModel('unheard of')).toBeUndefined();
  });

  it('state focal lengths that agree with their angles within the rounding of makers', () => {
    const DIAGONAL_OF_FILM = 43.2666;
    const optical = cameraModels.flatMap(({ name, lenses }) =>
      lenses
        .filter(({ kind, equivalent }) => kind !== 'thermal' && equivalent !== null)
        .map((lens) => ({ name, lens, angle: (360 / Math.PI) * Math.atan(DIAGONAL_OF_FILM / 2 / lens.equivalent!) })),
    );
    expect(optical.length).toBeGreaterThan(15);
    for (const { lens, angle } of optical) expect(Math.abs(angle - lens.diagonal)).toBeLessThan(2.2);
  });

  it('make pinholes narrower than their diagonal', () => {
    for (const { lenses } of cameraModels) {
      for (const lens of lenses) {
        const { horizontal, vertical } = lensOf(lens);
        expect(vertical).toBeLessThan(horizontal);
        expect(horizontal).toBeLessThan(lens.diagonal);
      }
    }
  });
});
