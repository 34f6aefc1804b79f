import { describe, expect, it } from '@jest/globals';
import { allModels, kindOfModelKey, modelKey, modelOf, topologyOf } from './index.js';

describe('a topology', () => {
  it('reads a gateway and its aircraft, however the numbers are written', () => {
    const body = {
      domain: '3',
      type: 3,
      sub_type: '0',
      thing_version: '1.2.0',
      device_secret: 's',
      sub_devices: [{ sn: 'A1', domain: 0, type: '100', sub_type: 1, index: 'A', thing_version: '1.2.0' }],
    };
    expect(topologyOf(body)).toEqual({
      domain: 3,
      type: 3,
      subType: 0,
      modelKey: '3-3-0',
      thingVersion: '1.2.0',
      children: [
        { sn: 'A1', domain: 0, type: 100, subType: 1, modelKey: '0-100-1', thingVersion: '1.2.0', index: 'A' },
      ],
    });
  });

  it('without sub devices is a gateway whose aircraft is off', () => {
    expect(topologyOf({ domain: 3, type: 2, sub_type: 0, sub_devices: [] })).toMatchObject({
      modelKey: '3-2-0',
      children: [],
    });
    expect(topologyOf({ domain: 3, type: 2, sub_type: 0 })).toMatchObject({ children: [] });
    expect(topologyOf({ sub_devices: 'x' })).toMatchObject({ modelKey: null, children: [] });
  });

  it('without a domain finds it by the type, where the type is known', () => {
    expect(topologyOf({ type: 174, sub_type: 0 })).toMatchObject({ domain: 2, modelKey: '2-174-0' });
    expect(topologyOf({ type: 3, sub_type: 0 })).toMatchObject({ domain: 3, modelKey: '3-3-0' });
    expect(topologyOf({ type: 999, sub_type: 0 })).toMatchObject({ domain: null, modelKey: null });
  });

  it('leaves out children without a serial number and is null for what is no topology', () => {
    expect(
      topologyOf({ sub_devices: [{ type: 1 }, null, 'x', { sn: '' }, { sn: 'A1' }] })!.children.map(({ sn }) => sn),
    ).toEqual(['A1']);
    expect([null, '', [], 3].map(topologyOf)).toEqual([null, null, null, null]);
  });
});

describe('models', () => {
  it('have a key of their kind and a name in both languages, each key once', () => {
    const models = allModels();
    expect(new Set(models.map(({ key }) => key)).size).toBe(models.length);
    for (const model of models) {
      expect(kindOfModelKey(model.key)).toBe(model.kind);
      expect(modelOf(model.key)).toBe(model);
      expect(model.nameZh).not.toBe('');
      expect(model.nameEn).not.toBe('');
    }
  });

  it('are named as the maker names them', () => {
    expect(modelOf(modelKey(3, 3, 0))).toMatchObject({ nameZh: '大疆机场 3', nameEn: 'DJI Dock 3', kind: 'dock' });
    expect(modelOf('0-100-1')).toMatchObject({ nameEn: 'Matrice 4TD', kind: 'aircraft' });
    expect(modelOf('0-100-9')).toBeUndefined();
    expect(kindOfModelKey('0-100-9')).toBe('aircraft');
    expect(['9-1-1', '', 'constructor', 'x'].map(kindOfModelKey)).toEqual([undefined, undefined, undefined, undefined]);
  });
});
