import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { localDayOf } from '../common/local-day.js';
import { COUNTY, type County } from '../county/county.js';
import { EventLog } from '../events/event-log.js';
import { standingOf } from './paper.standing.js';
import { PaperStore } from './paper.store.js';
import { PAPER_NOTICE_DAYS } from './paperwork.js';

/** Days before a paper runs out on which people are told; the last one is told when it has run out. */
const NOTICES = [PAPER_NOTICE_DAYS - 1, 7, -1] as const;

/** Tells of papers that run out, once at each notice. */
@Injectable()
export class PaperNotices {
  constructor(
    @Inject(COUNTY) private readonly county: County,
    private readonly db: DataSource,
    private readonly store: PaperStore,
    private readonly events: EventLog,
  ) {}

  /** Appends a fact for each paper whose notice is due at this instant. */
  async tell(now: Date): Promise<void> {
    const today = localDayOf(now.getTime(), this.county.timeZone);
    await this.db.transaction(async (tx) => {
      const papers = await this.store.takeDue(tx, today, NOTICES);
      await this.events.appendAll(
        tx,
        papers.map((held) => {
          const paper = { ...held, ...standingOf(held, today) };
          return { name: 'paper.due', divisionPath: paper.divisionPath, data: { paper } };
        }),
      );
    });
  }
}
