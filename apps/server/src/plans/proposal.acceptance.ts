import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PLAN_LIMITS, type ProposalAcceptance, type ProposalAcceptanceResult, type TaskView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { daysBetween } from '../common/local-day.js';
import { Refusal } from '../common/refusal.js';
import { TaskMaker } from '../tasks/task.maker.js';
import { conflictsOf } from './conflicts.js';
import { PlannedTaskMaker } from './planned-task.maker.js';
import { PlanningTurn } from './planning.turn.js';
import { type Cause } from './proposal.ground.js';
import { recoverySeconds, type StandingTask } from './proposal.input.js';
import { ProposalStore } from './proposal.store.js';
import { type Situation, Situations } from './situation.js';

type Flight = ProposalAcceptance['flights'][number];

/** A flight of a proposal may start so long after its time. */
const LATE_MS = 30 * 60_000;
/** Days from the first to the last flight of one acceptance. */
const MOST_DAYS = 14;

/** Makes tasks of the flights of a proposal that somebody wants, as proposed or adjusted. */
@Injectable()
export class ProposalAcceptances {
  constructor(
    private readonly db: DataSource,
    private readonly situations: Situations,
    private readonly store: ProposalStore,
    private readonly maker: TaskMaker,
    private readonly planned: PlannedTaskMaker,
    private readonly turn: PlanningTurn,
  ) {}

  /**
   * Each flight is held against everything that stands by now, those of this acceptance too: it is made, or refused with
   * the reason. Throws `Refusal` 403 `forbidden` for an approval by somebody who may not, 400 `too_many_days`.
   */
  accept({ flights, approve }: ProposalAcceptance, actor: Actor): Promise<ProposalAcceptanceResult> {
    if (approve && !actor.permissions.has('tasks.approve')) {
      throw new Refusal(
        403,
        'forbidden',
        '您没有批准任务的权限，请不带批准接受',
        'you may not approve tasks: accept without',
      );
    }
    const ordered = [...flights].sort((a, b) => Date.parse(a.startAt) - Date.parse(b.startAt));
    const days = [...new Set(ordered.map(({ day }) => day))].sort();
    const span = daysBetween(days[0]!, days.at(-1)!) + 1;
    if (span > MOST_DAYS) {
      const zh = `一次最多接受 ${MOST_DAYS} 天的架次，请分几次接受`;
      throw new Refusal(400, 'too_many_days', zh, `one acceptance spans at most ${MOST_DAYS} days: accept in parts`);
    }
    return this.turn.take(async () => {
      const where = { path: actor.scope.path, scope: actor.scope, firstDay: days[0]!, days: span };
      const situation = await this.situations.of(where, Date.now());
      const standing: StandingTask[] = [...situation.standing];
      const result: ProposalAcceptanceResult = { created: [], refused: [] };
      for (const flight of ordered) {
        const made = await this.one(flight, { ...situation, standing }, approve, actor);
        if ('refused' in made) result.refused.push({ ...flight, ...made.refused });
        else {
          result.created.push(made.task);
          standing.push(made.standing);
        }
      }
      return result;
    });
  }

  private async one(
    flight: Flight,
    situation: Situation,
    approve: boolean,
    actor: Actor,
  ): Promise<{ refused: Cause } | { task: TaskView; standing: StandingTask }> {
    const route = situation.routes.find(({ code }) => code === flight.routeCode);
    const dock = situation.docks.find(({ sn }) => sn === flight.dockSn);
    if (!route || !dock || route.dockSn !== dock.sn) return { refused: unknown(flight) };
    const start = Date.parse(flight.startAt);
    const wish = { id: null, route, dock, start, plan: null, paperwork: null };
    const [conflict] = conflictsOf(wish, situation);
    if (conflict) return { refused: causeOf(conflict) };
    try {
      const values = await this.maker.prepare(
        {
          routeId: (await this.store.routeId(route.code))!,
          executor: { kind: 'dock', dockSn: dock.sn },
          backupRouteId: await this.store.backupOf(route.code),
          limits: PLAN_LIMITS,
          autoFallback: false,
          priority: 'routine',
          windowStart: new Date(start).toISOString(),
          windowEnd: new Date(start + LATE_MS).toISOString(),
          note: '',
          continues: null,
        },
        actor,
      );
      const task = await this.db.transaction((tx) =>
        this.planned.make(tx, values, actor.username, approve ? actor.username : null),
      );
      const end = start + route.flightSeconds * 1000;
      const ready = end + recoverySeconds(route, dock) * 1000;
      const { id, name } = task;
      return { task, standing: { id, name, dockSn: dock.sn, routeCode: route.code, start, end, ready } };
    } catch (error) {
      if (error instanceof Refusal) return { refused: causeOf(error) };
      throw error;
    }
  }
}

function causeOf({ code, zh, en }: Cause): Cause {
  return { code, zh, en };
}

function unknown({ routeCode, dockSn }: Flight): Cause {
  return {
    code: 'no_such_route',
    zh: `没有属于机场 ${dockSn} 的已批准航线“${routeCode}”，或不在您的管辖范围内`,
    en: `no approved route "${routeCode}" of dock ${dockSn}, or it is outside your scope`,
  };
}
