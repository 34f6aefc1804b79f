import { describe, expect, it } from '@jest/globals';
import { type AddressSettings, brokerAddress } from './broker-address.js';

const plain: AddressSettings = {
  mqttPublicAddress: null,
  mqttUrl: null,
  publicUrl: null,
  host: '127.0.0.1',
  mqttPort: 1883,
};

describe('the address of the broker that devices are told', () => {
  it.each([
    ['what is set', { mqttPublicAddress: 'mqtt.example:2883', mqttUrl: 'mqtt://inner' }, 'mqtt.example:2883'],
    ['what is set, without its scheme', { mqttPublicAddress: 'tcp://mqtt.example:2883' }, 'mqtt.example:2883'],
    ['the external broker', { mqttUrl: 'mqtt://broker' }, 'broker:1883'],
    ['the external broker with TLS', { mqttUrl: 'mqtts://broker' }, 'broker:8883'],
    ['where the embedded one listens', { host: '10.0.0.5', mqttPort: 2883 }, '10.0.0.5:2883'],
    ['an IPv6 listener', { host: '::1' }, '[::1]:1883'],
    [
      'the public name of one that listens everywhere',
      { host: '0.0.0.0', publicUrl: 'https://x.example' },
      'x.example:1883',
    ],
  ])('is %s', (_, given, expected) => {
    expect(brokerAddress({ ...plain, ...given })).toBe(expected);
  });

  it('is never the address that means everywhere', () => {
    expect(brokerAddress({ ...plain, host: '0.0.0.0' })).toMatch(/^(?!0\.0\.0\.0)[\d.]+:1883$/);
  });
});
