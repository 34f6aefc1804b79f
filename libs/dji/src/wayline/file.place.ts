/** Where in a file something is: the file (an archive's entry as `archive.kmz/wpmz/waylines.wpml`) and its line from 1. */
export interface FilePlace {
  file: string;
  /** 0 where a file has no lines: an archive, or a thing that is missing. */
  line: number;
}

/** A place in words. */
export function nameOfPlace({ file, line }: FilePlace): { zh: string; en: string } {
  if (line === 0) return { zh: file, en: file };
  return { zh: `${file} 第 ${line} 行`, en: `${file} line ${line}` };
}
