import { Inject, Injectable } from '@nestjs/common';
import { type LocalDay } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { addDays, instantAt, localClockOf, localDayOf } from '../common/local-day.js';
import { COUNTY, type County } from '../county/county.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { PaperGate } from '../papers/paper.gate.js';
import { PdfDocument } from '../sheets/pdf-document.js';
import { writeXlsx } from '../sheets/xlsx.write.js';
import { FILING_COLUMNS, type FilingCell, filingRow } from './filing-sheet.rows.js';
import { FilingSheetStore } from './filing-sheet.store.js';

/** What stands on a sheet. */
interface FilingSheet {
  title: string;
  /** Whose day, made when and by whom. */
  subtitle: string;
  rows: FilingCell[][];
  notes: string[];
}

/** The flight plans of one day on paper, for the authority. */
@Injectable()
export class FilingSheets {
  constructor(
    @Inject(COUNTY) private readonly county: County,
    private readonly store: FilingSheetStore,
    private readonly gate: PaperGate,
    private readonly divisions: DivisionsService,
  ) {}

  /** As a spreadsheet. Throws `NotFound` for a division outside the scope. */
  async xlsx(day: LocalDay, division: string | undefined, actor: Actor): Promise<Uint8Array> {
    const { title, subtitle, rows, notes } = await this.sheet(day, division, actor);
    const columns = FILING_COLUMNS.map(({ key, heading, width }) => ({
      key,
      heading,
      width,
      note: '',
      text: key === 'id',
    }));
    const about = [{ key: 'about', heading: title, note: '', width: 90 }];
    return writeXlsx([
      { layout: { name: '飞行计划', columns }, rows },
      { layout: { name: '说明', columns: about }, rows: [subtitle, ...notes].map((text) => [text]) },
    ]);
  }

  /** As a PDF document. */
  async pdf(day: LocalDay, division: string | undefined, actor: Actor): Promise<Uint8Array> {
    const { title, subtitle, rows, notes } = await this.sheet(day, division, actor);
    const document = new PdfDocument({ title, subtitle, at: new Date(), landscape: true });
    const columns = FILING_COLUMNS.map(({ heading, share }) => ({ title: heading, width: share, size: 8 }));
    if (rows.length === 0) document.paragraph('当日没有需要申报的任务。');
    else
      document.table(
        columns,
        rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell)))),
      );
    for (const note of notes) document.note(note);
    return document.finish();
  }

  private async sheet(day: LocalDay, division: string | undefined, actor: Actor): Promise<FilingSheet> {
    const { timeZone, name } = this.county;
    const path = this.divisions.pathWithin(actor.scope, division);
    const [from, to] = [day, addDays(day, 1)].map((each) => new Date(instantAt(each, '00:00', timeZone)));
    const all = await this.store.tasks(path, from!, to!);
    const tasks = all.filter(({ state }) => state !== 'draft');
    const now = Date.now();
    const found = await this.gate.clocks(
      tasks.map(({ id }) => id),
      now,
    );
    const clocks = new Map(found.map((clock) => [clock.task.id, clock]));
    const rows = tasks.map((task, index) => filingRow(index + 1, task, clocks.get(task.id)!, timeZone));
    const area = division === undefined ? name : this.divisions.get(division).name;
    const drafts = all.length - tasks.length;
    return {
      title: `无人驾驶航空器飞行计划申报表 ${day}`,
      subtitle: `${area} · ${tasks.length} 架次 · ${actor.username} 制表于 ${localDayOf(now, timeZone)} ${localClockOf(now, timeZone)}`,
      rows,
      notes: [
        '时刻为当地时间；高度为真高（距地面），按航线检查时的地形计算；活动范围为航点外接矩形，含机场往返须另加。',
        '依据《无人驾驶航空器飞行管理暂行条例》：前一日 12:00 前申报，21:00 前批复，起飞前 1 小时报告。',
        ...(drafts > 0 ? [`另有 ${drafts} 个草稿任务尚未批准，未列入。`] : []),
      ],
    };
  }
}
