import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isReadable, isUplink, productTopic, type Relation } from './broker-rules.js';

const mayPublish = (topic: string, relation: Relation) => {
  const parsed = productTopic(topic);
  return parsed !== null && isUplink(parsed, relation);
};
const mayHear = (filter: string, relation: Relation) => {
  const parsed = productTopic(filter);
  return parsed !== null && isReadable(parsed, relation);
};

describe('the rules of topics', () => {
  it.each([
    ['sys/product/G/status', true, false],
    ['thing/product/G/status', true, false],
    ['thing/product/G/osd', true, true],
    ['thing/product/G/state', true, true],
    ['thing/product/G/events', true, true],
    ['thing/product/G/requests', true, false],
    ['thing/product/G/services_reply', true, false],
    ['thing/product/G/property/set_reply', true, false],
    ['thing/product/G/drc/up', true, false],
    ['thing/product/G/services', false, false],
    ['thing/product/G/property/set', false, false],
    ['thing/product/G/drc/down', false, false],
    ['thing/product/G/events_reply', false, false],
    ['thing/product/G/osd/more', false, false],
    ['sys/product/G/osd', false, false],
    ['sys/product/G/status_reply', false, false],
    ['other/product/G/osd', false, false],
  ])('%s may be published: own %s, child %s', (topic, own, child) => {
    expect([mayPublish(topic, 'own'), mayPublish(topic, 'child')]).toEqual([own, child]);
  });

  it.each([
    ['thing/product/G/services', true, false],
    ['thing/product/G/#', true, false],
    ['thing/product/G/+', true, false],
    ['thing/product/G/property/+', true, false],
    ['sys/product/G/status_reply', true, false],
    ['sys/product/G/#', true, false],
    ['thing/product/G/state_reply', true, true],
    ['thing/product/G/events_reply', true, true],
  ])('%s may be heard: own %s, child %s', (filter, own, child) => {
    expect([mayHear(filter, 'own'), mayHear(filter, 'child')]).toEqual([own, child]);
  });

  it.each([
    '#',
    '+/#',
    'thing/#',
    'thing/product/#',
    'thing/product/+/osd',
    'thing/+/G/osd',
    'thing/product/G',
    'thing/product/G/',
    'thing/product//osd',
    '$share/g/thing/product/G/osd',
    '',
    '/thing/product/G/osd',
  ])('%s names no device', (filter) => {
    expect(productTopic(filter)).toBeNull();
  });

  it('never reads a wildcard as part of a serial number, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, two) => {
        const parsed = productTopic(`thing/product/${one}/${two}`);
        expect(parsed?.sn ?? '').not.toMatch(/[+#/]/);
      }),
    );
  });
});
