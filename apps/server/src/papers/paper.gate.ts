import { Inject, Injectable } from '@nestjs/common';
import { type EntityManager } from 'typeorm';
import { type PlanPriority } from '#contracts';
import { localDayOf } from '../common/local-day.js';
import { CONFIG, type Config } from '../config.js';
import { COUNTY, type County } from '../county/county.js';
import { papersFor } from './paper.choice.js';
import { filingOf, paperClock, type PaperClock, type Paperwork } from './paperwork.js';
import { type PaperedTask, type PaperworkRow, PaperworkStore } from './paperwork.store.js';

/** Why a task must not start: a paper does not hold, or the authority's part is open. */
export interface PaperBlock {
  code: 'papers_missing' | 'filing_open';
  zh: string;
  en: string;
}

/** The paperwork of a task at an instant. */
export interface TaskClock {
  task: PaperedTask;
  row: PaperworkRow;
  /** What the clock was read from. */
  work: Paperwork;
  clock: PaperClock;
  /** True: the clock stops the start while it is red and nobody let it pass. */
  required: boolean;
}

/** Asked before a task starts: no papers, no take-off. */
@Injectable()
export class PaperGate {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(COUNTY) private readonly county: County,
    private readonly store: PaperworkStore,
  ) {}

  /** What keeps a task on the ground at an instant (ms since 1970); null: nothing does, or nobody asks it for papers. */
  async blocks(task: { id: string }, at: number): Promise<PaperBlock | null> {
    const [found] = await this.clocks([task.id], at);
    if (!found || !found.required || !found.clock.blocksStart) return null;
    const red = found.clock.steps.find(({ level }) => level === 'red')!;
    const { zh, en, step } = red;
    const open = step === 'filing' || step === 'answer' || step === 'report';
    return { code: open ? 'filing_open' : 'papers_missing', zh, en };
  }

  /** The clocks of tasks at an instant; unknown ids are left out. */
  async clocks(ids: readonly string[], at: number, tx?: EntityManager): Promise<TaskClock[]> {
    const tasks = await this.store.tasks(ids, tx);
    const subjects = tasks.flatMap(({ aircraftSn, pilot }) => [aircraftSn, pilot]).filter((name) => name !== null);
    const held = tasks.length === 0 ? [] : await this.store.papers([...new Set(subjects)], tx);
    const { timeZone } = this.county;
    return tasks.map((task) => {
      const row = task.row ?? this.freshRow(task.priority, false);
      const work: Paperwork = {
        takeOff: task.takeOff,
        timeZone,
        filing: row.filingKind,
        filedAt: row.filed?.at ?? null,
        answer: row.answer,
        reportedAt: row.reported?.at ?? null,
        papers: papersFor(held, task, localDayOf(task.takeOff, timeZone)),
        override: overrideOf(row),
      };
      return { task, row, work, clock: paperClock(work, at), required: this.requires(row) };
    });
  }

  /** The paperwork of a task that nobody has touched. `planned`: it comes from a plan or a proposal. */
  freshRow(priority: PlanPriority, planned: boolean): PaperworkRow {
    const row = { required: planned, filingKind: filingOf(priority), filed: null, answer: null, reported: null };
    return { ...row, override: null };
  }

  /** False: the county has exempted its flights. */
  get asksForPapers(): boolean {
    return this.config.papers !== 'none';
  }

  private requires({ required }: PaperworkRow): boolean {
    return this.config.papers === 'all' || (this.config.papers === 'plans' && required);
  }
}

function overrideOf({ override }: PaperworkRow): Paperwork['override'] {
  if (override?.confirmedBy == null || override.confirmedAt === null) return null;
  const { askedBy: by, confirmedBy: second, reason, confirmedAt: at } = override;
  return { by, second, reason, at };
}
