import { word, wordList } from './leaf.js';

/** The vendor's words and ours; the first of several with the same meaning is the one that is written. */
export const approachMode = word({ safely: 'climb_first', pointToPoint: 'straight' });
export const finishAction = word({
  goHome: 'return_home',
  noAction: 'hover',
  autoLand: 'land',
  gotoFirstWaypoint: 'first_waypoint',
});
export const linkLoss = word({ goContinue: 'continue', executeLostAction: 'leave_route' });
export const linkLossAction = word({ goBack: 'return_home', landing: 'land', hover: 'hover' });
export const turnDirection = word({
  clockwise: 'clockwise',
  counterClockwise: 'counter_clockwise',
  followBadArc: 'shortest',
});
export const headingMode = word({
  followWayline: 'along_leg',
  manually: 'manual',
  fixed: 'fixed',
  smoothTransition: 'smooth',
  towardPOI: 'point_of_interest',
});
export const turnMode = word({
  coordinateTurn: 'coordinated',
  toPointAndStopWithDiscontinuityCurvature: 'stop',
  toPointAndStopWithContinuityCurvature: 'curve_stop',
  toPointAndPassWithContinuityCurvature: 'curve_pass',
});
export const heightKind = word({
  relativeToStartPoint: 'above_take_off',
  WGS84: 'ellipsoid',
  EGM96: 'above_sea',
  aboveGroundLevel: 'above_ground',
  realTimeFollowSurface: 'follow_surface',
});
export const datum = word({ WGS84: 'wgs84' });
export const positioning = word({
  GPS: 'gps',
  RTKBaseStation: 'rtk_base_station',
  QianXun: 'network_rtk',
  Custom: 'custom',
});
export const groupOrder = word({ sequence: 'one_after_another', parallel: 'at_once' });
export const triggerKind = word({
  reachPoint: 'reach',
  betweenAdjacentPoints: 'between',
  multipleTiming: 'every_seconds',
  multipleDistance: 'every_metres',
});
/** `visable` is the spelling of the documentation, `visible` that of real files. */
export const lensList = wordList({
  wide: 'wide',
  zoom: 'zoom',
  ir: 'infrared',
  narrow_band: 'narrow_band',
  visible: 'visible',
  visable: 'visible',
});
export const yawBase = word({ north: 'north', aircraft: 'aircraft' });
export const rotateMode = word({ absoluteAngle: 'absolute', relativeAngle: 'relative' });
export const photoLight = word({ normalPhoto: 'normal', lowLightSmartShooting: 'low_light' });
export const panoramaMode = word({ panoShot_360: 'full_sphere' });
export const pointCloudOperation = word({
  startRecord: 'start',
  pauseRecord: 'pause',
  resumeRecord: 'resume',
  stopRecord: 'stop',
});
export const megaphoneOperation = word({ 0: 'start', 1: 'stop' });
export const searchlightOperation = word({ 0: 'off', 1: 'on', 2: 'flash' });
export const gimbalPitchMode = word({ manual: 'manual', usePointSetting: 'per_waypoint' });
export const mappingPitchMode = word({ manual: 'manual', fixed: 'fixed' });
export const mappingHeadingMode = word({ fixed: 'fixed', followWayline: 'along_leg' });
export const shootEvery = word({ time: 'time', distance: 'distance' });
