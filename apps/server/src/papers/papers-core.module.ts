import { Module } from '@nestjs/common';
import { PaperGate } from './paper.gate.js';
import { PaperNotices } from './paper.notices.js';
import { PaperStore } from './paper.store.js';
import { PaperworkStore } from './paperwork.store.js';

const shared = [PaperGate, PaperNotices, PaperStore, PaperworkStore];

/** What every role shares of papers. */
@Module({ providers: shared, exports: shared })
export class PapersCoreModule {}
