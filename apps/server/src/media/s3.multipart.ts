import { S3Error } from './s3.error.js';

const PART = /<Part>([\s\S]{1,1000}?)<\/Part>/g;

/**
 * The parts that the end of an upload names, in their order. Read by pattern: the document has this one shape, entities are
 * known ones, and nothing is expanded. Throws `S3Error` `MalformedXML`.
 */
export function partsOfXml(text: string, most: number): { number: number; etag: string }[] {
  if (!/<CompleteMultipartUpload[\s>]/.test(text) || /<!DOCTYPE|<!ENTITY/i.test(text)) throw malformed();
  const parts: { number: number; etag: string }[] = [];
  for (const [, part = ''] of text.matchAll(PART)) {
    const number = /<PartNumber>\s*(\d{1,5})\s*<\/PartNumber>/.exec(part)?.[1];
    const etag = /<ETag>\s*(?:&quot;|&#34;|")?([0-9a-fA-F]{32})(?:&quot;|&#34;|")?\s*<\/ETag>/.exec(part)?.[1];
    if (number === undefined || etag === undefined || parts.length >= most) throw malformed();
    parts.push({ number: Number(number), etag: etag.toLowerCase() });
  }
  if (parts.length === 0) throw malformed();
  return parts;
}

function malformed(): S3Error {
  return new S3Error(400, 'MalformedXML', 'The list of parts is not what it should be.');
}
