import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type NewRouteImport, type RouteImportView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { NotFound, Refusal } from '../common/refusal.js';
import { writeXlsx } from '../sheets/xlsx.write.js';
import { IMPORT_LIMITS } from './route.limits.js';
import { RouteOwner } from './route.owner.js';
import { RouteReader } from './route.reader.js';
import { type ArrivedFile, type RouteImport, RouteImportsStore } from './route-imports.store.js';
import { resultSheet } from './route-imports.sheet.js';

const IMPORT = { zh: '批量导入', en: 'bulk import' };

/** Bulk imports as people begin them and follow them; the work itself is done by a worker. */
@Injectable()
export class RouteImportsService {
  constructor(
    private readonly db: DataSource,
    private readonly store: RouteImportsStore,
    private readonly owner: RouteOwner,
    private readonly reader: RouteReader,
  ) {}

  /** Begins an import, which then waits for its files. Throws `NotFound` or `Refusal` 400 `not_a_dock` for its dock. */
  async begin(request: NewRouteImport, actor: Actor): Promise<RouteImportView> {
    if (request.homeDockSn !== null) await this.owner.dock(request.homeDockSn, actor);
    const id = await this.store.insert(request, actor.scope.path, actor.username);
    return this.get(id, actor);
  }

  /** The import and how far it has come. Throws `NotFound`. */
  async get(id: string, actor: Actor): Promise<RouteImportView> {
    this.requireOwn(await this.store.find(id), id, actor);
    return (await this.store.view(id))!;
  }

  /**
   * Takes a file, or every file of an archive. Sending it again changes nothing. Throws `Refusal` 409 `import_started`,
   * 413 `too_many_files`, 422 `unreadable_route` for a damaged or hostile archive, `NotFound`.
   */
  async take(id: string, name: string, bytes: Uint8Array, actor: Actor): Promise<RouteImportView> {
    this.requireReceiving(this.requireOwn(await this.store.find(id), id, actor));
    const files = await this.filesOf(name, bytes);
    await this.db.transaction(async (tx) => {
      this.requireReceiving(this.requireOwn(await this.store.lock(tx, id), id, actor));
      await this.store.addFiles(tx, id, files);
      const size = await this.store.size(tx, id);
      if (size.files <= IMPORT_LIMITS.files && size.bytes <= IMPORT_LIMITS.bytes) return;
      const [most, megabytes] = [IMPORT_LIMITS.files, IMPORT_LIMITS.bytes / 2 ** 20];
      throw new Refusal(
        413,
        'too_many_files',
        `一次最多导入 ${most} 个文件、共 ${megabytes} MB，“${name}”未接收，请分批导入`,
        `one import takes at most ${most} files of ${megabytes} MB together; "${name}" was not taken: import in parts`,
      );
    });
    return this.get(id, actor);
  }

  /** Lets the work begin; a second call changes nothing. Throws `Refusal` 409 `no_files`, `NotFound`. */
  async start(id: string, actor: Actor): Promise<RouteImportView> {
    await this.db.transaction(async (tx) => {
      const { state } = this.requireOwn(await this.store.lock(tx, id), id, actor);
      if (state !== 'receiving') return;
      if ((await this.store.size(tx, id)).files === 0) {
        throw new Refusal(409, 'no_files', '还没有上传任何文件，请先上传', 'no file has come yet: upload some first');
      }
      await this.store.start(tx, id);
    });
    return this.get(id, actor);
  }

  /** What became of each file, as a spreadsheet. Throws `NotFound`. */
  async result(id: string, actor: Actor): Promise<Uint8Array> {
    return writeXlsx([resultSheet(await this.get(id, actor))]);
  }

  private async filesOf(name: string, bytes: Uint8Array): Promise<ArrivedFile[]> {
    const files = await this.reader.unpack(bytes, name);
    if (files === null) return [{ name, bytes, sha256: sha256Of(bytes), fault: null }];
    return files.map(({ path, ...file }) =>
      file.fault
        ? { name: path, bytes: new Uint8Array(), sha256: sha256Of(new Uint8Array()), fault: file.fault }
        : { name: path, bytes: file.bytes, sha256: sha256Of(file.bytes), fault: null },
    );
  }

  private requireOwn(held: RouteImport | undefined, id: string, actor: Actor): RouteImport {
    if (!held || !actor.scope.covers(held.scopePath)) throw new NotFound(IMPORT, id);
    return held;
  }

  private requireReceiving({ state }: RouteImport): void {
    if (state === 'receiving') return;
    throw new Refusal(
      409,
      'import_started',
      '导入已经开始，不能再上传文件，请新建一次导入',
      'the import has started and takes no more files: begin another',
    );
  }
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
