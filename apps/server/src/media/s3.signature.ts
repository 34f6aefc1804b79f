import { timingSafeEqual } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { S3Error } from './s3.error.js';
import { Sha256 } from './s3.sha256.js';

/** A request as it came over the wire. */
export interface SignedRequest {
  method: string;
  /** Path and query, not decoded. */
  url: string;
  /** Names in small letters. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** How the body is protected: not at all, by its hash, or piece by piece. */
export type PayloadProof =
  { kind: 'unsigned' } | { kind: 'hash'; sha256: string } | { kind: 'chunks'; signed: boolean; trailer: boolean };

/** A request whose signature is right. */
export interface VerifiedRequest {
  accessKeyId: string;
  sessionToken: string | null;
  payload: PayloadProof;
  /** The signature of the request, to which that of the first piece is chained. */
  signature: string;
  /** Signs the text of a piece with the key of this request. */
  sign(text: string): Promise<string>;
  /** `20260101T000000Z` and `20260101/region/s3/aws4_request`, which stand in the texts of pieces. */
  date: string;
  scope: string;
}

/** The secret of an access key that is good now. Throws `S3Error`. */
export type SecretOf = (accessKeyId: string, sessionToken: string | null) => Promise<string>;

interface Claim {
  accessKeyId: string;
  date: string;
  /** Seconds from `date` during which it is good; null: a request that is signed in its header. */
  seconds: number | null;
  day: string;
  region: string;
  signedHeaders: string[];
  signature: string;
  sessionToken: string | null;
}

const SKEW_MS = 15 * 60_000;
const LONGEST_SECONDS = 7 * 86_400;
const ALGORITHM = 'AWS4-HMAC-SHA256';
const CREDENTIAL = /^([A-Za-z0-9]{1,128})\/(\d{8})\/([A-Za-z0-9-]{1,64})\/s3\/aws4_request$/;
const HEADER = /^AWS4-HMAC-SHA256\s+Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/;

/**
 * Checks AWS Signature V4 of a request, in the header or presigned in the query: the signature is computed anew by the
 * library over what was received, and compared in constant time. Throws `S3Error`: `AccessDenied`, `SignatureDoesNotMatch`,
 * `RequestTimeTooSkewed`, `AuthorizationHeaderMalformed`, and what `secretOf` throws.
 */
export async function verifySignature(request: SignedRequest, secretOf: SecretOf, now: Date): Promise<VerifiedRequest> {
  const { path, query } = partsOf(request.url);
  const headers = plainHeaders(request.headers);
  const presigned = query.has('X-Amz-Signature') || query.has('X-Amz-Algorithm');
  const claim = presigned ? claimOfQuery(query) : claimOfHeader(headers);
  const signingDate = timeOf(claim, now);
  requireSigned(claim, headers);
  const secretAccessKey = await secretOf(claim.accessKeyId, claim.sessionToken);
  const signer = new SignatureV4({
    service: 's3',
    region: claim.region,
    credentials: { accessKeyId: claim.accessKeyId, secretAccessKey },
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: false,
  });
  const signed = new Set(claim.signedHeaders);
  const chosen = Object.fromEntries([...signed].map((name) => [name, headers[name]!]));
  const proof = payloadOf(
    presigned ? (query.get('X-Amz-Content-Sha256')?.[0] ?? 'UNSIGNED-PAYLOAD') : headers[CONTENT],
  );
  // Whatever the query says is signed as it stands; the session token, where it is signed, stands there or in a header.
  const own = presigned ? withoutSignature(query) : Object.fromEntries(query);
  const asked = { method: request.method, protocol: 'http:', hostname: '', path, query: own, headers: chosen };
  const options = { signingDate, signableHeaders: signed };
  const signature = presigned
    ? await presignature(signer, asked, claim, options)
    : await headerSignature(signer, asked, proof.text, options);
  if (!equal(signature, claim.signature)) {
    throw new S3Error(403, 'SignatureDoesNotMatch', 'The signature is not that of this request and secret.');
  }
  return {
    accessKeyId: claim.accessKeyId,
    sessionToken: claim.sessionToken,
    payload: proof.proof,
    signature,
    sign: (text) => signer.sign(text, { signingDate }),
    date: claim.date,
    scope: `${claim.day}/${claim.region}/s3/aws4_request`,
  };
}

/** Path as it came and the decoded query, in which a name may stand several times. Throws `S3Error` `InvalidURI`. */
export function partsOf(url: string): { path: string; query: Map<string, string[]> } {
  const cut = url.indexOf('?');
  const path = cut < 0 ? url : url.slice(0, cut);
  const query = new Map<string, string[]>();
  try {
    for (const part of cut < 0 ? [] : url.slice(cut + 1).split('&')) {
      if (part === '') continue;
      const equals = part.indexOf('=');
      const name = decodeURIComponent(equals < 0 ? part : part.slice(0, equals));
      const value = equals < 0 ? '' : decodeURIComponent(part.slice(equals + 1));
      query.set(name, [...(query.get(name) ?? []), value]);
    }
  } catch {
    throw new S3Error(400, 'InvalidURI', 'The query is not encoded as it should be.');
  }
  return { path, query };
}

const CONTENT = 'x-amz-content-sha256';
type Asked = Parameters<SignatureV4['presign']>[0];

async function headerSignature(
  signer: SignatureV4,
  asked: Asked,
  payload: string,
  options: { signingDate: Date; signableHeaders: Set<string> },
): Promise<string> {
  const request = { ...asked, headers: { ...asked.headers, [CONTENT]: payload } };
  const { headers } = await signer.sign(request, options);
  return /Signature=([0-9a-f]{64})$/.exec(headers['authorization'] ?? '')?.[1] ?? '';
}

async function presignature(
  signer: SignatureV4,
  asked: Asked,
  { seconds }: Claim,
  options: { signingDate: Date; signableHeaders: Set<string> },
): Promise<string> {
  const body = asked.query?.['X-Amz-Content-Sha256'] ?? 'UNSIGNED-PAYLOAD';
  // The library asks a header of this name for the hash of the body; it is signed itself only if the client did so.
  const headers = { ...asked.headers, [CONTENT]: asked.headers[CONTENT] ?? String(body) };
  const unhoistableHeaders = new Set([...options.signableHeaders, CONTENT]);
  const unsignableHeaders = new Set([CONTENT]);
  const expiresIn = seconds ?? 0;
  const request = await signer.presign(
    { ...asked, headers },
    { ...options, unhoistableHeaders, unsignableHeaders, expiresIn },
  );
  return String(request.query?.['X-Amz-Signature'] ?? '');
}

function claimOfHeader(headers: Readonly<Record<string, string>>): Claim {
  const { authorization } = headers;
  if (authorization === undefined) throw new S3Error(403, 'AccessDenied', 'Sign the request.');
  const [, credential = '', names = '', signature = ''] = HEADER.exec(authorization.trim()) ?? [];
  const date = headers['x-amz-date'] ?? '';
  return { ...claimOf(credential, names, date), signature, seconds: null, sessionToken: headers[TOKEN] ?? null };
}

const TOKEN = 'x-amz-security-token';

function claimOfQuery(query: ReadonlyMap<string, string[]>): Claim {
  const one = (name: string) => {
    const values = query.get(name) ?? [];
    if (values.length > 1) throw malformed();
    return values[0] ?? '';
  };
  const seconds = Number(one('X-Amz-Expires'));
  const signature = one('X-Amz-Signature');
  const sound =
    Number.isInteger(seconds) && seconds >= 1 && seconds <= LONGEST_SECONDS && /^[0-9a-f]{64}$/.test(signature);
  if (one('X-Amz-Algorithm') !== ALGORITHM || !sound) throw malformed();
  const claim = claimOf(one('X-Amz-Credential'), one('X-Amz-SignedHeaders'), one('X-Amz-Date'));
  return { ...claim, signature, seconds, sessionToken: one('X-Amz-Security-Token') || null };
}

function claimOf(credential: string, names: string, date: string) {
  const [, accessKeyId, day, region] = CREDENTIAL.exec(credential) ?? [];
  const signedHeaders = names.split(';');
  if (!accessKeyId || !day || !region || !/^\d{8}T\d{6}Z$/.test(date) || !date.startsWith(day)) throw malformed();
  if (signedHeaders.some((name) => !/^[a-z0-9-]{1,100}$/.test(name))) throw malformed();
  return { accessKeyId, day, region, date, signedHeaders };
}

/** The moment of the signature. Throws when it is too old, or from the future. */
function timeOf({ date, seconds }: Claim, now: Date): Date {
  const at = new Date(date.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (Number.isNaN(at.getTime())) throw malformed();
  const age = now.getTime() - at.getTime();
  if (age < -SKEW_MS || (seconds === null && age > SKEW_MS)) {
    throw new S3Error(403, 'RequestTimeTooSkewed', 'The clock of the client differs by more than 15 minutes.');
  }
  if (seconds !== null && age > seconds * 1000) throw new S3Error(403, 'AccessDenied', 'Request has expired');
  return at;
}

/** The host and everything of S3's own must be signed: what is not could be changed on the way. */
function requireSigned({ signedHeaders, seconds }: Claim, headers: Readonly<Record<string, string>>): void {
  const signed = new Set(signedHeaders);
  const own = Object.keys(headers).filter(
    (name) => name.startsWith('x-amz-') && !(seconds !== null && name === CONTENT),
  );
  const missing = ['host', ...own].find((name) => !signed.has(name));
  if (missing !== undefined) {
    throw new S3Error(
      403,
      'AccessDenied',
      `There were headers present in the request which were not signed: ${missing}`,
    );
  }
  const absent = signedHeaders.find((name) => headers[name] === undefined);
  if (absent !== undefined)
    throw new S3Error(403, 'SignatureDoesNotMatch', `The signed header ${absent} did not come.`);
}

function payloadOf(text: string | undefined): { text: string; proof: PayloadProof } {
  if (text === undefined) throw new S3Error(400, 'InvalidRequest', `The header ${CONTENT} is missing.`);
  const chunks = /^STREAMING-(AWS4-HMAC-SHA256|UNSIGNED)-PAYLOAD(-TRAILER)?$/.exec(text);
  if (text === 'UNSIGNED-PAYLOAD') return { text, proof: { kind: 'unsigned' } };
  if (chunks)
    return { text, proof: { kind: 'chunks', signed: chunks[1] !== 'UNSIGNED', trailer: chunks[2] !== undefined } };
  if (/^[0-9a-f]{64}$/.test(text)) return { text, proof: { kind: 'hash', sha256: text } };
  throw new S3Error(400, 'InvalidRequest', `The header ${CONTENT} is not valid.`);
}

function withoutSignature(query: ReadonlyMap<string, string[]>): Record<string, string[]> {
  return Object.fromEntries([...query].filter(([name]) => name !== 'X-Amz-Signature'));
}

function plainHeaders(headers: SignedRequest['headers']): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) plain[name] = Array.isArray(value) ? value.join(',') : value;
  }
  return plain;
}

function equal(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function malformed(): S3Error {
  return new S3Error(400, 'AuthorizationHeaderMalformed', 'The authorization is not AWS Signature V4 as it should be.');
}
