import type { JoinResult, Problem } from '#contracts';
import { connectPilot, controllerSerial } from './dji-bridge.js';
import './join.css';

/** The page has few words and no framework: it opens on a controller with a weak connection. */
const WORDS = {
  title: '机动无人机接入',
  lead: '请输入调度员给的六位加入码。',
  code: '加入码（6 位数字）',
  sn: '遥控器序列号',
  submit: '接入',
  busy: '正在接入…',
  unreachable: '连不上服务器，请检查网络后重试。',
  joined: '已获准接入',
  once: '以下账号只显示这一次：',
  broker: 'MQTT 地址',
  username: '用户名',
  password: '密码',
  until: '到期自动离开',
  pilot: '正在连接 DJI Pilot…',
  pilotDone: 'DJI Pilot 已连接。',
  pilotFailed: 'DJI Pilot 没有接受，请在 Pilot 中手工填写上面的账号：',
} as const;

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function showForm(root: HTMLElement): void {
  const code = element('input', {
    id: 'code',
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    pattern: '[0-9]{6}',
    maxlength: '6',
    required: '',
  });
  const sn = element('input', {
    id: 'sn',
    autocomplete: 'off',
    autocapitalize: 'characters',
    required: '',
    pattern: '[A-Za-z0-9_\\-]{4,64}',
  });
  sn.value = controllerSerial() ?? '';
  const error = element('p', { class: 'error', role: 'alert' });
  const button = element('button', { type: 'submit' }, WORDS.submit);
  const form = element(
    'form',
    {},
    element('h1', {}, WORDS.title),
    element('p', {}, WORDS.lead),
    element('label', { for: 'code' }, WORDS.code),
    code,
    element('label', { for: 'sn' }, WORDS.sn),
    sn,
    error,
    button,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    button.disabled = true;
    button.textContent = WORDS.busy;
    error.textContent = '';
    void join(code.value, sn.value).then(
      (result) => showResult(root, result),
      (fault: unknown) => {
        error.textContent = fault instanceof Error ? fault.message : String(fault);
        button.disabled = false;
        button.textContent = WORDS.submit;
      },
    );
  });
  root.replaceChildren(element('main', {}, form));
  code.focus();
}

/** Asks to join. Throws an error with a sentence for the pilot. */
async function join(code: string, gatewaySn: string): Promise<JoinResult> {
  let response: Response;
  try {
    response = await fetch('/api/v1/joins', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, gatewaySn: gatewaySn.trim() }),
    });
  } catch {
    throw new Error(WORDS.unreachable);
  }
  if (response.ok) return (await response.json()) as JoinResult;
  const problem = (await response.json().catch(() => null)) as Problem | null;
  throw new Error(problem ? `${problem.detail}（${problem.detailEn}）` : `${WORDS.unreachable} (${response.status})`);
}

function showResult(root: HTMLElement, result: JoinResult): void {
  const state = element('p', { role: 'status' });
  const rows: [string, string][] = [
    [WORDS.broker, result.brokerAddress],
    [WORDS.username, result.username],
    [WORDS.password, result.password],
    [WORDS.sn, result.gatewaySn],
    [WORDS.until, new Date(result.guestUntil).toLocaleString('zh-CN')],
  ];
  const list = element(
    'dl',
    {},
    ...rows.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
  );
  root.replaceChildren(element('main', {}, element('h1', {}, WORDS.joined), element('p', {}, WORDS.once), list, state));
  const answer = connectPilot(result);
  if (answer === null) return;
  state.textContent = WORDS.pilot;
  void answer.then(
    () => (state.textContent = WORDS.pilotDone),
    (fault: unknown) =>
      (state.textContent = WORDS.pilotFailed + (fault instanceof Error ? fault.message : String(fault))),
  );
}

const root = document.getElementById('root');
if (root) showForm(root);
