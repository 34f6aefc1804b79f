import { TASK_STATES, type EvidenceManifest, type TaskState } from '#contracts';
import { localClockOf, localDayOf } from '../common/local-day.js';
import { PdfDocument } from '../sheets/pdf-document.js';
import { type PdfCell } from '../sheets/pdf.table.js';
import { drawSketch, type SketchPlace } from './evidence.sketch.js';

/** What the report shows beside the manifest. */
export interface ReportPictures {
  /** JPEG or PNG by the id of the file. */
  thumbnails: ReadonlyMap<string, Uint8Array>;
  /** Lines of the route as it was flown. */
  route: readonly (readonly SketchPlace[])[];
  timeZone: string;
}

const FACTS: Readonly<Record<string, string>> = {
  'task.added': '任务建立',
  'task.changed': '任务状态变化',
  'task.media_complete': '任务文件收齐',
  'paperwork.changed': '报备手续',
};
const SOURCES: Readonly<Record<string, string>> = { dock: '机场', pilot: '遥控器' };

/** One PDF of a pack: cover, sketch, every file with its hash, the chain of hands. The same pack gives the same bytes. */
export async function evidenceReport(manifest: EvidenceManifest, pictures: ReportPictures): Promise<Buffer> {
  const { pack, files, missing } = manifest;
  const document = new PdfDocument({
    title: pack.title,
    subtitle: `${pack.county} · 证据包 ${pack.id}`,
    at: new Date(pack.askedAt),
  });
  document.facts(coverOf(manifest, pictures.timeZone));
  if (pack.note) document.heading('说明').paragraph(pack.note);
  document
    .heading('如何核验')
    .paragraph(
      '包内 manifest.json 列出每个文件的 SHA-256，manifest.sha256 列出 manifest.json 及全部文件的 SHA-256，可用 sha256sum -c manifest.sha256 逐一核对；' +
        '或用巡航系统的命令 npm run verify-evidence -- 文件.zip 离线核验，无需数据库与网络。整个压缩文件与 manifest.json 的 SHA-256 以系统登记为准。',
    );
  document.heading('航线与拍摄位置示意图').note('WGS84 坐标，上北下南，非测绘成果。');
  const shown = files.flatMap(({ longitude, latitude }, index) =>
    longitude === null || latitude === null ? [] : [{ longitude, latitude, nr: index + 1 }],
  );
  document.drawing(
    300,
    JSON.stringify([pictures.route, shown]),
    drawSketch({ route: pictures.route, pictures: shown }),
  );
  await addFiles(document, manifest, pictures);
  if (missing.length > 0) {
    document.heading('制作时尚未传到的文件').table(
      [
        { title: '文件', width: 3 },
        { title: '编号', width: 4, size: 7 },
      ],
      missing.map(({ name, mediaId }) => [name, mediaId]),
    );
  }
  await addCustody(document, manifest, pictures.timeZone);
  return document.finish();
}

function coverOf({ pack, task, files }: EvidenceManifest, zone: string): [string, string][] {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const times = files.map(({ takenAt }) => takenAt).sort();
  const rows: [string, string][] = [
    ['申请', `${pack.askedBy}，${localTime(pack.askedAt, zone)}`],
    ['文件', `${files.length} 个，共 ${(bytes / 1e6).toFixed(1)} MB`],
    ['拍摄时间', times.length > 0 ? `${localTime(times[0]!, zone)} 至 ${localTime(times.at(-1)!, zone)}` : '—'],
  ];
  if (!task) return rows;
  const { route } = task;
  return [
    ['任务', `${task.name}（${task.id}）`],
    ['航线', `${route.code} ${route.name}，第 ${route.version} 版，MD5 ${route.md5}`],
    task.executor === 'mobile'
      ? ['机动无人机', [task.aircraftSn, task.pilot && `飞手 ${task.pilot}`].filter(Boolean).join('，') || '—']
      : ['机场', `${task.dockName ?? ''} ${task.dockSn ?? ''}`],
    ['起飞', task.tookOffAt ? localTime(task.tookOffAt, zone) : '—'],
    ['结果', TASK_STATES[task.state as TaskState]?.zh ?? task.state],
    ['建立与批准', `${task.createdBy}${task.approvedBy ? `，${task.approvedBy} 批准` : ''}`],
    ...rows,
  ];
}

async function addFiles(
  document: PdfDocument,
  { files }: EvidenceManifest,
  { thumbnails, timeZone }: ReportPictures,
): Promise<void> {
  await document.heading('文件清单').longTable(
    [
      { title: '编号', width: 0.9, align: 'center' },
      { title: '缩略图', width: 2.5 },
      { title: '文件、时间与位置', width: 5.6, size: 8 },
      { title: 'SHA-256', width: 2.9, size: 6.5 },
    ],
    files.map((file, index): PdfCell[] => {
      const thumbnail = thumbnails.get(file.mediaId);
      const words = [
        file.name,
        `拍摄 ${localTime(file.takenAt, timeZone)}`,
        file.deviceTime && `设备自报时间 ${file.deviceTime}`,
        `收到 ${localTime(file.receivedAt, timeZone)}，${SOURCES[file.source] ?? file.source} ${file.gatewaySn ?? ''}`,
        placeOf(file.longitude, file.latitude, file.relativeHeight),
        [file.featurePoint?.name, file.division, file.deviceSn && `飞行器 ${file.deviceSn}`].filter(Boolean).join('，'),
      ];
      return [String(index + 1), thumbnail ? { bytes: thumbnail } : '—', words.filter(Boolean).join('\n'), file.sha256];
    }),
  );
}

/** What people and devices did; the arrival of each file stands in the list above, and in the manifest. */
async function addCustody(document: PdfDocument, { custody }: EvidenceManifest, zone: string): Promise<void> {
  const acts = custody.filter(({ name }) => name in FACTS);
  document.heading('经手记录');
  document.note(
    `共 ${custody.length} 条（文件到达与入库的 ${custody.length - acts.length} 条见 manifest.json），每条的散列含上一条，最后一条为 ${custody.at(-1)?.hash ?? '—'}。`,
  );
  await document.longTable(
    [
      { title: '记录号', width: 1.1 },
      { title: '时间', width: 2.2 },
      { title: '事项', width: 4 },
      { title: '经手人', width: 1.6 },
      { title: '散列', width: 2.6, size: 6.5 },
    ],
    acts.map(({ event, at, name, what, by, hash }) => [
      String(event),
      localTime(at, zone),
      [FACTS[name], translated(what)].filter(Boolean).join('：'),
      by ?? '系统',
      hash,
    ]),
  );
}

/** The word of a state, where the text begins with one. */
function translated(what: string): string {
  const [state = '', ...rest] = what.split(' · ');
  return [TASK_STATES[state as TaskState]?.zh ?? state, ...rest].filter(Boolean).join(' · ');
}

function placeOf(longitude: number | null, latitude: number | null, height: number | null): string {
  if (longitude === null || latitude === null) return '无位置';
  const above = height === null ? '' : `，起飞点以上 ${height.toFixed(1)} m`;
  return `${longitude.toFixed(6)}°E ${latitude.toFixed(6)}°N${above}`;
}

function localTime(instant: string, zone: string): string {
  const ms = Date.parse(instant);
  return `${localDayOf(ms, zone)} ${localClockOf(ms, zone)}:${instant.slice(17, 19)}`;
}
