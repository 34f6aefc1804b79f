import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { type HealthNotice, healthNotices, healthText } from './index.js';

function notice(code: string, args: Record<string, unknown> = {}, inTheSky = false): HealthNotice {
  return { code, level: 2, module: 3, inTheSky, imminent: false, deviceType: null, args };
}

describe('health notices', () => {
  it('are read from a message with their arguments', () => {
    const entry = {
      level: 2,
      module: 3,
      in_the_sky: 1,
      code: '0x16100083',
      device_type: '0-67-0',
      imminent: 1,
      args: { sensor_index: 0 },
    };
    expect(healthNotices({ list: [entry] })).toEqual([
      {
        code: '0x16100083',
        level: 2,
        module: 3,
        inTheSky: true,
        imminent: true,
        deviceType: '0-67-0',
        args: { sensor_index: 0 },
      },
    ]);
  });

  it('are none in an empty message, in the legacy form, and in nonsense', () => {
    for (const body of [
      { list: [] },
      { output: { codes: [] } },
      null,
      '',
      {},
      { list: 'x' },
      [],
      { list: [null, {}, ''] },
    ]) {
      expect(healthNotices(body)).toEqual([]);
    }
  });

  it('take drifted types', () => {
    const entry = { code: '0x1', level: '1', module: '3', in_the_sky: 'true', imminent: true, args: null };
    expect(healthNotices({ list: [entry] })).toEqual([
      { code: '0x1', level: 1, module: 3, inTheSky: true, imminent: true, deviceType: null, args: {} },
    ]);
  });

  it('read the numeric codes of the legacy form', () => {
    for (const code of [{ id: 370147459 }, 370147459, '0x16100083']) {
      expect(healthNotices({ output: { codes: [code] } })).toMatchObject([{ code: '0x16100083', level: 0 }]);
    }
  });
});

describe('the words of a notice', () => {
  it('are those of the dock for a dock and of the aircraft for an aircraft', () => {
    expect(healthText(notice('0x12040000'), 'dock')).toEqual({
      zh: '机场RTK设备断连',
      en: 'Dock RTK device disconnected',
    });
    expect(healthText(notice('0x16100083'), 'aircraft').zh).toMatch(/[\u4e00-\u9fff]/);
  });

  it('are found when a dock passes on a notice of its aircraft', () => {
    expect(healthText(notice('0x16100083'), 'dock')).toEqual(healthText(notice('0x16100083'), 'aircraft'));
  });

  it('are found whatever the case of the digits', () => {
    const upper = healthText(notice('0x110B0001', { sensor_index: 0 }), 'aircraft');
    expect(upper.zh).not.toBeNull();
    expect(healthText(notice('0x110b0001', { sensor_index: 0 }), 'aircraft')).toEqual(upper);
  });

  it('are nothing for a code nobody knows', () => {
    expect(healthText(notice('0xDEADBEEF'), 'dock')).toEqual({ zh: null, en: null });
    expect(healthText(notice('constructor'), 'aircraft')).toEqual({ zh: null, en: null });
  });

  it('differ in the air where the maker words it apart', () => {
    const ground = healthText(notice('0x19100055', { sensor_index: 1 }), 'aircraft');
    const air = healthText(notice('0x19100055', { sensor_index: 1 }, true), 'aircraft');
    expect(ground.zh).toBe('直播通道2点播成功，无视频流数据');
    expect(air.zh).toBe('直播通道2点播成功，但未有视频流发送');
  });

  it.each([
    [
      '0x110B0001',
      { sensor_index: 0 },
      '左电池放电过流，请保持平稳飞行并检查是否有负重',
      'left Battery overcurrent when discharging. Maintain smooth flight and check if aircraft is overloaded',
    ],
    [
      '0x110B0001',
      { sensor_index: 1 },
      '右电池放电过流，请保持平稳飞行并检查是否有负重',
      'right Battery overcurrent when discharging. Maintain smooth flight and check if aircraft is overloaded',
    ],
    ['0x11000020', { sensor_index: 2 }, '3号云台位负载电压过高', 'Gimbal 3 payload voltage too high'],
    [
      '0x1C100001',
      { component_index: 0 },
      '1号云台相机过热，请等待降温后再使用',
      'Camera 1 overheated. Wait for temperature to return to normal before use',
    ],
    [
      '0x16080079',
      { sensor_index: 0, alarmid: 0x16080079 },
      '1号电调固件与飞机机型不匹配(0x16080079)',
      '1 ESC firmware incompatible with aircraft model (0x16080079)',
    ],
    [
      '0x16080079',
      { sensor_index: 0 },
      '1号电调固件与飞机机型不匹配(0x16080079)',
      '1 ESC firmware incompatible with aircraft model (0x16080079)',
    ],
  ])('of aircraft notice %s have their places filled in', (code, args, zh, en) => {
    expect(healthText(notice(code, args), 'aircraft')).toEqual({ zh, en });
  });

  it.each([
    ['0x19110000', { sensor_index: 0 }, '左舱盖电机堵转', 'Dock left cover motor stalled'],
    ['0x19110020', { sensor_index: 1 }, '右舱盖霍尔传感器故障', 'right dock cover Hall sensor error'],
    ['0x19110402', { sensor_index: 3 }, '右推杆舵机阻力过大', 'Excessive resistance in steering right driving rod'],
    ['0x19110402', {}, '推杆舵机阻力过大', 'Excessive resistance in steering driving rod'],
  ])('of dock notice %s have their places filled in', (code, args, zh, en) => {
    expect(healthText(notice(code, args), 'dock')).toEqual({ zh, en });
  });

  it('have no open place left in any entry of the table, with or without arguments', () => {
    const table = JSON.parse(readFileSync(new URL('../data/hms_zh_en.json', import.meta.url), 'utf8')) as Record<
      string,
      unknown
    >;
    const open: string[] = [];
    let texts = 0;
    for (const key of Object.keys(table)) {
      const [, prefix, code, rest] = /^(dock|fpv)_tip_(0x[0-9A-Fa-f]+)(.*)$/.exec(key)!;
      for (const args of [{}, { sensor_index: 0, component_index: 1 }]) {
        const { zh, en } = healthText(
          notice(code!, args, rest === '_in_the_sky'),
          prefix === 'dock' ? 'dock' : 'aircraft',
        );
        texts += zh === null ? 0 : 1;
        for (const text of [zh, en])
          if (text !== null && /%[a-z\d]/i.test(text.replace(/\d+ ?%/g, ''))) open.push(`${key}: ${text}`);
      }
    }
    expect(open).toEqual([]);
    expect(texts).toBeGreaterThan(4800);
  });
});
