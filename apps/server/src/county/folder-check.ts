/** What is wrong in one place of a county folder: the file with line or field, and a sentence in each language. */
export interface FolderFault {
  /** Such as `divisions.csv:17 parent_code` or `county.json fleet.docks.models`. */
  where: string;
  zh: string;
  en: string;
}

/** A county folder that cannot be used. The message lists what is wrong and where, in Chinese and English. */
export class UnusableCounty extends Error {
  override name = 'UnusableCounty';

  constructor(
    readonly folder: string,
    readonly faults: readonly FolderFault[],
  ) {
    const shown = faults.slice(0, 20).map(({ where, zh, en }) => `  ${where}: ${zh} / ${en}`);
    const more = faults.length - shown.length;
    if (more > 0) shown.push(`  另有 ${more} 处 / and ${more} more`);
    super(
      `县域数据文件夹 ${folder} 不可用，请改正以下各处（格式见 counties/README.md）。` +
        ` The county folder ${folder} cannot be used; correct these places (format: counties/README.md):\n${shown.join('\n')}`,
    );
  }
}

/** Collects faults, so that one start shows all of them. */
export class FolderCheck {
  private readonly faults: FolderFault[] = [];

  constructor(readonly folder: string) {}

  fault(where: string, zh: string, en: string): void {
    this.faults.push({ where, zh, en });
  }

  /** Throws `UnusableCounty` when anything was found until now. */
  settle(): void {
    if (this.faults.length > 0) throw new UnusableCounty(this.folder, this.faults);
  }
}
