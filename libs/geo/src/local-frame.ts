import { type GeoPoint } from './point.js';
import { TransverseMercator, type PlanePoint } from './transverse-mercator.js';

/**
 * A plane in metres around a WGS84 origin, x to the true east and y to the true north of it: the transverse Mercator
 * plane of the origin's meridian. Straight lines on it stand for the shortest way. Against the ellipsoid a length is
 * wrong by the share x²/2R² (x: distance east or west of the origin): 12 mm in 10 km at 10 km, 0.3 m in 10 km at 50 km;
 * a straight line of 10 km, 10 km from the origin, runs within 0.1 m of the geodesic.
 */
export class LocalFrame {
  private readonly plane: TransverseMercator;

  constructor(readonly origin: GeoPoint) {
    const atEquator = new TransverseMercator(origin.longitude).toPlane(origin);
    this.plane = new TransverseMercator(origin.longitude, 1, 0, -atEquator.y);
  }

  toPlane(point: GeoPoint): PlanePoint {
    return this.plane.toPlane(point);
  }

  toPoint(place: PlanePoint): GeoPoint {
    return this.plane.toPoint(place);
  }
}
