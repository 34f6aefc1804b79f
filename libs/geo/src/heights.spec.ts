import { describe, expect, it } from '@jest/globals';
import {
  ellipsoidHeight,
  ellipsoidToSea,
  ellipsoidToTakeOff,
  groundHeight,
  groundToSea,
  seaHeight,
  seaToEllipsoid,
  seaToGround,
  takeOffHeight,
  takeOffToEllipsoid,
  undulationOf,
  type GroundHeight,
  type SeaHeight,
} from './heights.js';

describe('heights', () => {
  it('turn into each other and back', () => {
    const undulation = undulationOf(-15.6);
    const dock = ellipsoidHeight(12.4);
    const aircraft = takeOffToEllipsoid(takeOffHeight(100), dock);
    const sea = ellipsoidToSea(aircraft, undulation);
    const above = seaToGround(sea, seaHeight(30));
    expect([aircraft, sea, above]).toEqual([112.4, 128, 98]);
    expect(ellipsoidToTakeOff(seaToEllipsoid(groundToSea(above, seaHeight(30)), undulation), dock)).toBeCloseTo(100, 9);
  });

  it('are told apart by the compiler', () => {
    const above: GroundHeight = groundHeight(120);
    // @ts-expect-error 120 m above ground are not 120 m above sea
    const wrong: SeaHeight = above;
    // @ts-expect-error a bare number says of no height which it is
    const bare: SeaHeight = 120;
    // @ts-expect-error the ellipsoid height comes first, then the undulation
    ellipsoidToSea(undulationOf(-15), ellipsoidHeight(10));
    expect([wrong, bare]).toEqual([120, 120]);
  });
});
