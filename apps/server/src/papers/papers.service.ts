import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { EVERY_SUBJECT, type NewPaper, type Page, type PaperChange, type PaperQuery, type PaperView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { localDayOf } from '../common/local-day.js';
import { NotFound, Refusal } from '../common/refusal.js';
import { COUNTY, type County } from '../county/county.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { EventLog } from '../events/event-log.js';
import { requireVersion } from '../points/catalogue.version.js';
import { standingOf } from './paper.standing.js';
import { PaperStore, type PaperValues, type StoredPaper } from './paper.store.js';

const PAPER = { zh: '证件', en: 'paper' };

/** The register of papers: what aircraft, pilots and the county have on file. */
@Injectable()
export class PapersService {
  constructor(
    @Inject(COUNTY) private readonly county: County,
    private readonly db: DataSource,
    private readonly store: PaperStore,
    private readonly divisions: DivisionsService,
    private readonly events: EventLog,
  ) {}

  async list(query: PaperQuery, actor: Actor): Promise<Page<PaperView>> {
    const path = this.divisions.pathWithin(actor.scope, query.division);
    const page = await this.store.page(path, query, this.today());
    return { ...page, items: page.items.map((paper) => this.view(paper)) };
  }

  /** Throws `NotFound` also outside the scope; what counts for all may be read by all. */
  async get(id: string, actor: Actor): Promise<PaperView> {
    const paper = await this.store.find(id);
    if (!paper) throw new NotFound(PAPER, id);
    if (paper.subject !== EVERY_SUBJECT) actor.scope.require(paper.divisionPath, PAPER, id);
    return this.view(paper);
  }

  /** Throws `Refusal` 422 `no_such_subject` or `needs_subject`, 409 `number_taken`. */
  async create(request: NewPaper, actor: Actor): Promise<PaperView> {
    const subject = await this.subjectOf(request, actor);
    return this.db.transaction(async (tx) => {
      const id = await this.store.insert(tx, { ...request, subject }, actor.username);
      if (id === null) throw numberTaken(request);
      return this.tell(tx, 'paper.added', id, actor);
    });
  }

  /** Changes what is given, on top of version `based`. Throws `NotFound` outside the scope, `Refusal` 412 `changed_meanwhile`. */
  async change(id: string, request: PaperChange, based: number, actor: Actor): Promise<PaperView> {
    const { version: _, ...given } = request;
    return this.db.transaction(async (tx) => {
      const before = await this.store.lock(tx, id);
      if (!before || !actor.scope.covers(before.divisionPath)) throw new NotFound(PAPER, id);
      requireVersion(PAPER, { ...before, code: before.number }, based);
      const held = valuesOf(before);
      const after: PaperValues = { ...held, ...given };
      if (isDeepStrictEqual(after, held)) return this.view(before);
      requireOrder(after);
      if (!(await this.store.update(tx, id, after, actor.username))) throw numberTaken(after);
      return this.tell(tx, 'paper.changed', id, actor);
    });
  }

  /** The subject as the registers write it. */
  private async subjectOf({ kind, subject }: NewPaper, actor: Actor): Promise<string> {
    if (subject === EVERY_SUBJECT) {
      if (kind === 'aircraft_registration' || kind === 'operation_identification') {
        throw new Refusal(
          422,
          'needs_subject',
          '登记和运行识别须逐架登记，请写明飞行器序列号',
          'registration and identification are of one aircraft each: name its serial number',
        );
      }
      actor.scope.require(this.divisions.county().path, PAPER, subject);
      return subject;
    }
    const found = await this.store.subject(kind, subject);
    if (found && actor.scope.covers(found.path)) return found.subject;
    const [zh, en] = kind === 'pilot_licence' ? ['用户', 'user'] : ['飞行器', 'aircraft'];
    throw new Refusal(
      422,
      'no_such_subject',
      `没有${zh}“${subject}”，或不在您的管辖范围内，请先登记`,
      `no ${en} "${subject}", or outside your scope: register it first`,
    );
  }

  private async tell(
    tx: EntityManager,
    name: 'paper.added' | 'paper.changed',
    id: string,
    actor: Actor,
  ): Promise<PaperView> {
    const paper = this.view((await this.store.find(id, tx))!);
    await this.events.append(tx, { name, divisionPath: paper.divisionPath, data: { paper, by: actor.username } });
    return paper;
  }

  private view(paper: StoredPaper): PaperView {
    return { ...paper, ...standingOf(paper, this.today()) };
  }

  private today(): string {
    return localDayOf(Date.now(), this.county.timeZone);
  }
}

function valuesOf({ kind, subject, number, issuer, validFrom, validTo, note, state }: StoredPaper): PaperValues {
  return { kind, subject, number, issuer, validFrom, validTo, note, state };
}

function requireOrder({ validFrom, validTo }: PaperValues): void {
  if (validFrom === null || validTo === null || validTo >= validFrom) return;
  throw new Refusal(
    422,
    'bad_validity',
    `有效期 ${validFrom} 至 ${validTo} 不成立，结束不能早于开始`,
    `a paper cannot hold from ${validFrom} to ${validTo}: it ends before it begins`,
  );
}

function numberTaken({ number }: NewPaper): Refusal {
  return new Refusal(
    409,
    'number_taken',
    `该对象已有编号为“${number}”的同类证件，请直接修改它`,
    `a paper of this kind with the number "${number}" is on file for it: change that one`,
  );
}
