import { Module } from '@nestjs/common';
import { TasksCoreModule } from '../tasks/tasks-core.module.js';
import { PlannedTaskMaker } from './planned-task.maker.js';
import { PlanningTurn } from './planning.turn.js';
import { PlanTasks } from './plan.tasks.js';
import { PlanTaskStore } from './plan-task.store.js';
import { PlanStore } from './plan.store.js';
import { ProposalStore } from './proposal.store.js';
import { Situations } from './situation.js';

const shared = [PlannedTaskMaker, PlanningTurn, PlanStore, PlanTasks, PlanTaskStore, ProposalStore, Situations];

/** What the api role and the worker role share of plans. */
@Module({ imports: [TasksCoreModule], providers: shared, exports: [TasksCoreModule, ...shared] })
export class PlansCoreModule {}
