import { type EntityManager } from 'typeorm';

const NOTE = '演示数据，不是真实证件 / demonstration data, no paper in the world';

/**
 * Puts papers on file for the demonstration's aircraft that have none of a kind, and a licence and an insurance for the
 * county as long as it has none, each for a year from today. Marked as demonstration data, and never written again: what
 * people changed or withdrew stays so.
 */
export async function addPapers(tx: EntityManager): Promise<void> {
  await tx.query(
    `INSERT INTO papers (kind, subject, number, issuer, valid_from, valid_to, note, demonstration)
     SELECT wanted.kind, wanted.subject, wanted.number, '演示', current_date, (current_date + interval '1 year')::date, $1, true
     FROM (
       SELECT k.kind, a.sn AS subject, concat('演示-', prefix, '-', a.sn) AS number
       FROM devices a, (VALUES ('aircraft_registration', 'UAS'), ('operation_identification', 'RID')) AS k (kind, prefix)
       WHERE a.demonstration AND a.kind = 'aircraft' AND a.status = 'registered'
       UNION ALL
       SELECT k.kind, '*', concat('演示-', prefix)
       FROM (VALUES ('pilot_licence', 'PILOT'), ('insurance', 'INSURANCE')) AS k (kind, prefix)
       WHERE EXISTS (SELECT FROM devices WHERE demonstration AND kind = 'aircraft' AND status = 'registered')) AS wanted
     WHERE NOT EXISTS (SELECT FROM papers p WHERE p.kind = wanted.kind AND p.subject = wanted.subject)`,
    [NOTE],
  );
}
