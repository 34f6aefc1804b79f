/** What Pilot expects of every answer: it looks at `code`, 0 is good. */
export interface PilotAnswer {
  code: number;
  message: string;
  data: unknown;
}

export function pilotAnswer(data: unknown = {}): PilotAnswer {
  return { code: 0, message: 'success', data };
}
