import type { Problem } from '#contracts';

/** An answer of the API that is not a success, with the server's own sentence in both languages. */
export class ApiProblem extends Error {
  override name = 'ApiProblem';

  constructor(readonly problem: Problem) {
    super(problem.detail);
  }

  get status(): number {
    return this.problem.status;
  }
}

/** The problem in an unsuccessful answer; a body that is not problem details still yields a sentence. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => null);
  if (isProblem(body)) return new ApiProblem(body);
  return new ApiProblem({
    type: 'about:blank',
    title: response.statusText,
    status: response.status,
    code: `http_${response.status}`,
    detail: `服务器答复 ${response.status}，请稍后重试；若一直如此，请联系系统管理员`,
    detailEn: `The server answered ${response.status}. Try again in a moment; if it stays so, tell the administrator.`,
  });
}

/** The request never got an answer: the network or the server is away. */
export function unreachable(): ApiProblem {
  return new ApiProblem({
    type: 'about:blank',
    title: 'Unreachable',
    status: 0,
    code: 'unreachable',
    detail: '连不上服务器，请检查网络；恢复后本页会自动更新',
    detailEn: 'The server cannot be reached. Check the network; this page comes back by itself.',
  });
}

/** The sentence of any error in the reader's language. */
export function sentenceOf(error: unknown, language: string): string {
  if (error instanceof ApiProblem) {
    const { detail, detailEn, errors } = error.problem;
    const members = errors?.map((one) => `${one.path}: ${one.message}`).join('；');
    const sentence = language.startsWith('zh') ? detail : detailEn;
    return members ? `${sentence}（${members}）` : sentence;
  }
  return error instanceof Error ? error.message : String(error);
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'detail' in body && 'detailEn' in body && 'status' in body;
}
