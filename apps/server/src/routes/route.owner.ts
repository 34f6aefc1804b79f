import { Injectable } from '@nestjs/common';
import { type EntityManager } from 'typeorm';
import { type DeviceView, type DivisionView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { NotFound, Refusal } from '../common/refusal.js';
import { DeviceStore } from '../devices/device.store.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { ScenarioStore } from '../scenarios/scenario.store.js';

export const DOCK = { zh: '机场', en: 'dock' };

/** What a route belongs to and aims at: whether it is there, and whether the caller may name it. */
@Injectable()
export class RouteOwner {
  constructor(
    private readonly devices: DeviceStore,
    private readonly divisions: DivisionsService,
    private readonly scenarios: ScenarioStore,
  ) {}

  /** A dock inside the scope. Throws `NotFound`, `Refusal` 400 `not_a_dock`. */
  async dock(sn: string, actor: Pick<Actor, 'scope'>): Promise<DeviceView> {
    const dock = await this.devices.find(sn);
    if (!dock || !actor.scope.covers(dock.divisionPath)) throw new NotFound(DOCK, sn);
    if (dock.kind === 'dock') return dock;
    throw new Refusal(
      400,
      'not_a_dock',
      `“${dock.name}”不是机场，航线须属于机场；机动无人机的航线请不填机场`,
      `"${dock.name}" is no dock: a route belongs to a dock, or to none when a mobile drone flies it`,
    );
  }

  /** The division of a route: the one that is named, else that of its dock. Throws `NotFound`, `Refusal` 400 `division_needed`. */
  division(code: string | undefined, dock: DeviceView | null, actor: Pick<Actor, 'scope'>): DivisionView {
    const known = code ?? dock?.divisionCode;
    if (known !== undefined) return this.divisions.get(known, actor.scope);
    throw new Refusal(
      400,
      'division_needed',
      '没有机场的航线须填写所属镇街或村',
      'a route without a dock needs a division',
    );
  }

  /** Throws `Refusal` 400 `unknown_target` for feature points and scenarios that the caller does not see. */
  async requireTargets(
    tx: EntityManager,
    { featurePoints, scenarios }: { featurePoints: readonly string[]; scenarios: readonly string[] },
    actor: Pick<Actor, 'scope'>,
  ): Promise<void> {
    const points = featurePoints.length === 0 ? [] : await this.scenarios.points(featurePoints, tx);
    const inScope = points.filter(({ path }) => actor.scope.covers(path)).map(({ code }) => code);
    const visible = await this.scenarios.visible(scenarios, actor.scope.path, tx);
    const errors = [
      ...unknown('featurePoints', { zh: '特色点位', en: 'feature point' }, featurePoints, inScope),
      ...unknown('scenarios', { zh: '应用场景', en: 'scenario' }, scenarios, visible),
    ];
    if (errors.length === 0) return;
    const codes = errors.map(({ code }) => code).join('、');
    throw new Refusal(
      400,
      'unknown_target',
      `没有编码为 ${codes} 的特色点位或场景，或不在您的管辖范围内，请核对`,
      `no feature point or scenario has the code ${codes}, or it is outside your scope: check it`,
      errors.map(({ path, message }) => ({ path, message })),
    );
  }
}

function unknown(path: string, what: { zh: string; en: string }, asked: readonly string[], known: readonly string[]) {
  const small = new Set(known.map((code) => code.toLowerCase()));
  return asked.flatMap((code, index) =>
    small.has(code.toLowerCase())
      ? []
      : [{ code, path: `${path}.${index}`, message: `没有${what.zh}“${code}” / there is no ${what.en} "${code}"` }],
  );
}
