/** What an aircraft does in the air, as far as a flight plan needs it. Speeds m/s over the air, seconds, minutes. */
export interface FlightFigures {
  /** Metres a second at which it is quickest home and most figures hold. */
  cruiseSpeed: number;
  /** Fastest through the air, gusts not counted. */
  maxSpeed: number;
  climbSpeed: number;
  descentSpeed: number;
  /** On the way home. */
  returnSpeed: number;
  /** m/s², along and against the way. */
  acceleration: number;
  /** From full to empty in still air. */
  hoverMinutes: number;
  /** Drain in relation to hovering: cruising at `cruiseSpeed` in still air, climbing, descending. */
  cruiseDrain: number;
  climbDrain: number;
  descentDrain: number;
  /** Standing still for one photo. */
  photoSeconds: number;
  /** What motors, checks and the first metres take beside the climb. */
  takeOffSeconds: number;
  /** What the last metres take beside the descent. */
  landingSeconds: number;
}

/** The figures of one model, and how far they are to be trusted. */
export interface AircraftPerformance extends FlightFigures {
  /** `0-type-subtype`, or `0-type` for all of a type. */
  modelKey: string;
  name: string;
  /** Figures that no maker published and nobody measured. */
  assumed: readonly (keyof FlightFigures)[];
  /** Where the others are from. */
  source: string;
}

const ASSUMED = {
  cruiseSpeed: 10,
  climbSpeed: 5,
  descentSpeed: 4,
  returnSpeed: 10,
  acceleration: 2,
  cruiseDrain: 1.06,
  climbDrain: 1.45,
  descentDrain: 0.82,
  photoSeconds: 3,
  takeOffSeconds: 8,
  landingSeconds: 16,
} as const;
const assumed = Object.keys(ASSUMED) as (keyof typeof ASSUMED)[];

/** Stands in for a model nobody knows: less of everything than the weakest that is known. */
const CAREFUL: AircraftPerformance = {
  ...ASSUMED,
  modelKey: '',
  name: '未知机型',
  maxSpeed: 15,
  hoverMinutes: 30,
  assumed: [...assumed, 'maxSpeed', 'hoverMinutes'],
  source: 'assumed',
};

/**
 * By type. Climb and descent are those of a route flown automatically, well below the published maxima; drains are
 * those of a quadrotor of that size. Both wait to be replaced by what flights teach: `FlightContext.performance`.
 */
const MODELS: Readonly<Record<string, AircraftPerformance>> = {
  '0-67': {
    ...ASSUMED,
    modelKey: '0-67',
    name: 'Matrice 30',
    maxSpeed: 23,
    hoverMinutes: 36,
    assumed,
    source: 'DJI Matrice 30 Series, specifications: 23 m/s without wind, hovers 36 min',
  },
  '0-91': {
    ...ASSUMED,
    modelKey: '0-91',
    name: 'Matrice 3D',
    maxSpeed: 21,
    hoverMinutes: 40,
    assumed,
    source: 'DJI Dock 2, specifications of the Matrice 3D/3TD: 21 m/s without wind, hovers 40 min',
  },
  '0-100': {
    ...ASSUMED,
    modelKey: '0-100',
    name: 'Matrice 4D',
    maxSpeed: 21,
    hoverMinutes: 47,
    assumed,
    source: 'DJI Dock 3, specifications of the Matrice 4D/4TD: 21 m/s without wind, hovers 47 min',
  },
  '0-77': {
    ...ASSUMED,
    modelKey: '0-77',
    name: 'Mavic 3 Enterprise',
    maxSpeed: 21,
    // Published are 38 min without the RTK module and with new batteries; less is taken.
    hoverMinutes: 34,
    assumed: [...assumed, 'hoverMinutes'],
    source: 'DJI Mavic 3 Enterprise Series, specifications: 21 m/s without wind',
  },
  '0-99': {
    ...ASSUMED,
    modelKey: '0-99',
    name: 'Matrice 4E/4T',
    maxSpeed: 21,
    // Published are 42 min with the standard and 39 min with the low-noise propellers.
    hoverMinutes: 39,
    assumed,
    source: 'DJI Matrice 4 Series, specifications: 21 m/s without wind, hovers 39 min with low-noise propellers',
  },
};

/** The figures for an aircraft such as `0-100-1`; careful ones for a model nobody knows. */
export function performanceOf(modelKey: string | null | undefined): AircraftPerformance {
  const type = modelKey?.split('-').slice(0, 2).join('-') ?? '';
  const known = Object.hasOwn(MODELS, type) ? MODELS[type]! : CAREFUL;
  return modelKey ? { ...known, modelKey } : known;
}
