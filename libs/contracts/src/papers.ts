import { z } from 'zod';
import { Instant, PageQuery, pageOf } from './common.js';
import { LocalDay } from './plans.js';

/** No papers, no take-off: what must be on file. Of an aircraft: registration and operation identification 运行识别. */
export const PaperKind = z
  .enum(['aircraft_registration', 'operation_identification', 'pilot_licence', 'insurance'])
  .meta({ id: 'PaperKind' });
export type PaperKind = z.infer<typeof PaperKind>;
export const PAPER_KINDS: Readonly<Record<PaperKind, { zh: string; en: string }>> = {
  aircraft_registration: { zh: '航空器实名登记', en: 'registration of the aircraft' },
  operation_identification: { zh: '运行识别', en: 'operation identification of the aircraft' },
  pilot_licence: { zh: '操控员执照', en: 'licence of the pilot' },
  insurance: { zh: '责任保险', en: 'liability insurance' },
};

/** As subject of a licence or an insurance: it counts for every pilot or aircraft of the county. */
export const EVERY_SUBJECT = '*';

/** runs_out: within the next 30 days. */
export const PaperStanding = z.enum(['holds', 'runs_out', 'ran_out', 'not_yet', 'withdrawn']).meta({
  id: 'PaperStanding',
});
export type PaperStanding = z.infer<typeof PaperStanding>;

const members = {
  kind: PaperKind,
  /** Serial number of the aircraft, user name of the pilot, or `*` for all of them (licence and insurance alone). */
  subject: z.string().trim().min(1).max(64),
  /** The number on the paper. */
  number: z.string().trim().min(1).max(100),
  /** Who issued it. */
  issuer: z.string().trim().max(100),
  /** Both days included; null: no such end. */
  validFrom: LocalDay.nullable(),
  validTo: LocalDay.nullable(),
  note: z.string().trim().max(500),
} as const;
const inOrder = ({ validFrom = null, validTo = null }: { validFrom?: string | null; validTo?: string | null }) =>
  validFrom === null || validTo === null || validTo >= validFrom;
const order = '有效期的结束不能早于开始 / a paper cannot run out before it begins to hold';

/** A paper as it is put on file. */
export const NewPaper = z
  .object({
    ...members,
    issuer: members.issuer.default(''),
    validFrom: members.validFrom.default(null),
    validTo: members.validTo.default(null),
    note: members.note.default(''),
  })
  .refine(inOrder, order)
  .meta({ id: 'NewPaper' });
export type NewPaper = z.infer<typeof NewPaper>;

/** Members left out stay as they are; kind and subject never change: another subject is another paper. */
export const PaperChange = z
  .object({
    number: members.number,
    issuer: members.issuer,
    validFrom: members.validFrom,
    validTo: members.validTo,
    note: members.note,
    /** A paper that was withdrawn counts for nothing. */
    state: z.enum(['active', 'withdrawn']),
    version: z.number().int().min(1),
  })
  .partial()
  .refine(inOrder, order)
  .meta({ id: 'PaperChange' });
export type PaperChange = z.infer<typeof PaperChange>;

/** A paper of an aircraft, a pilot or the county. Papers are withdrawn, never deleted. */
export const PaperView = z
  .object({
    id: z.string(),
    ...members,
    /** Name of the aircraft or the person; null: all of them. */
    subjectName: z.string().nullable(),
    divisionPath: z.string(),
    state: z.enum(['active', 'withdrawn']),
    standing: PaperStanding,
    /** Days until it runs out, negative after it; null: it has no end. */
    daysLeft: z.number().int().nullable(),
    /** Of the demonstration: no paper in the world. */
    demonstration: z.boolean(),
    version: z.number().int(),
    createdAt: Instant,
    updatedAt: Instant,
    updatedBy: z.string().nullable(),
  })
  .meta({ id: 'Paper' });
export type PaperView = z.infer<typeof PaperView>;

export const PaperQuery = PageQuery.extend({
  kind: PaperKind.optional(),
  subject: z.string().max(64).optional(),
  /** due: run out or within 30 days of it. */
  standing: z.union([z.enum(['active', 'due', 'all']), PaperStanding]).default('active'),
  division: z.string().max(20).optional(),
  /** Part of a number, a subject or its name. */
  search: z.string().max(100).optional(),
});
export type PaperQuery = z.infer<typeof PaperQuery>;
export const PaperPage = pageOf(PaperView).meta({ id: 'PaperPage' });

/** green: done, or time enough; amber: do it now; red: missing, late or refused. */
export const PaperLevel = z.enum(['green', 'amber', 'red']).meta({ id: 'PaperLevel' });
export type PaperLevel = z.infer<typeof PaperLevel>;

/**
 * required: filed by noon of the day before (Order 761, Art. 26); emergency: disaster relief and the like (Art. 29);
 * exempt: in open airspace without relay through a network (Art. 31). Which one a route needs, the county's lawyers say.
 */
export const FilingKind = z.enum(['required', 'emergency', 'exempt']).meta({ id: 'FilingKind' });
export type FilingKind = z.infer<typeof FilingKind>;

/** Something that a person did for the paperwork. */
const done = z.object({ at: Instant, by: z.string(), note: z.string() });

/** The paperwork of one task: the clock at this moment, and who did what. */
export const TaskPaperworkView = z
  .object({
    taskId: z.string(),
    /** False: the clock is shown and stops nothing. */
    required: z.boolean(),
    filingKind: FilingKind,
    /** The start that the clock counts for. */
    takeOffAt: Instant,
    level: PaperLevel,
    /** True: it does not start as things are. */
    blocksStart: z.boolean(),
    steps: z.array(
      z.object({
        step: z.enum(['filing', 'answer', 'report', 'registration', 'identification', 'pilot', 'insurance']),
        level: PaperLevel,
        /** By when; null for papers. */
        dueAt: Instant.nullable(),
        doneAt: Instant.nullable(),
        zh: z.string(),
        en: z.string(),
      }),
    ),
    filed: done.nullable(),
    answer: done.extend({ granted: z.boolean() }).nullable(),
    reported: done.nullable(),
    /** Asked for by one person; it counts when `confirmed` by another. */
    override: z
      .object({
        reason: z.string(),
        askedBy: z.string(),
        askedAt: Instant,
        confirmedBy: z.string().nullable(),
        confirmedAt: Instant.nullable(),
      })
      .nullable(),
    /** When the clock may look otherwise by time alone; null: never. */
    nextChangeAt: Instant.nullable(),
  })
  .meta({ id: 'TaskPaperwork' });
export type TaskPaperworkView = z.infer<typeof TaskPaperworkView>;

/** The authority's number or a remark. */
export const PaperworkNote = z.object({ note: z.string().trim().max(200).default('') }).meta({ id: 'PaperworkNote' });
export type PaperworkNote = z.infer<typeof PaperworkNote>;
export const PaperworkAnswer = z
  .object({ granted: z.boolean(), note: z.string().trim().max(200).default('') })
  .meta({ id: 'PaperworkAnswer' });
export type PaperworkAnswer = z.infer<typeof PaperworkAnswer>;
export const PaperworkOverride = z
  .object({ reason: z.string().trim().min(2, '请写明理由 / give a reason').max(500) })
  .meta({ id: 'PaperworkOverride' });
export type PaperworkOverride = z.infer<typeof PaperworkOverride>;
