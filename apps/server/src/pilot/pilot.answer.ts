/** What Pilot expects of every answer: it looks at `code`, 0 is good. */
export interface PilotAnswer {
  code: number;
  message: string;
  data: unknown;
}

export function pilotAnswer(data: unknown = {}): PilotAnswer {
  return { code: 0, message: 'success', data };
}

/** What Pilot takes for "not here, upload it"; with code 0 it would believe the file to be stored. */
export function pilotMissing(): PilotAnswer {
  return { code: -1, message: 'the file is not here: upload it', data: {} };
}
