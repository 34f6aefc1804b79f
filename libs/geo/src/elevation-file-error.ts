/** An elevation model that cannot be used, with a stable code and a sentence that names the fault and the remedy. */
export class ElevationFileError extends Error {
  override name = 'ElevationFileError';

  constructor(
    readonly code:
      | 'elevation_not_geotiff'
      | 'elevation_too_large'
      | 'elevation_reference_unknown'
      | 'elevation_rotated'
      | 'elevation_compression'
      | 'elevation_no_values'
      | 'elevation_outside',
    readonly zh: string,
    readonly en: string,
    options?: ErrorOptions,
  ) {
    super(en, options);
  }
}
