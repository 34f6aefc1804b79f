/** An error as S3 tells it. */
export class S3Error extends Error {
  override name = 'S3Error';

  constructor(
    readonly status: number,
    /** Of S3's list, such as `NoSuchKey`. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The XML of an error. */
export function errorXml({ code, message }: S3Error, resource: string, requestId: string): string {
  return xml('Error', { Code: code, Message: message, Resource: resource, RequestId: requestId });
}

/** An XML document with one level of members. */
export function xml(root: string, members: Readonly<Record<string, string>>): string {
  const inner = Object.entries(members).map(([name, text]) => `<${name}>${escaped(text)}</${name}>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}>${inner.join('')}</${root}>`;
}

function escaped(text: string): string {
  // Characters that XML cannot hold at all are left out.
  return text
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
