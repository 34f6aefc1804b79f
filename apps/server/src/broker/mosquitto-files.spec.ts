import { describe, expect, it } from '@jest/globals';
import { aclFile, type MosquittoContent, passwordFile } from './mosquitto-files.js';

const content: MosquittoContent = {
  accounts: [
    { username: 'DOCKB', passwordHash: '$7$101$b$b' },
    { username: 'DOCKA', passwordHash: '$7$101$a$a' },
  ],
  service: { username: 'server', passwordHash: '$7$101$s$s' },
  children: new Map([
    ['DOCKB', ['DRONE2', 'DRONE1']],
    ['GONE', ['DRONE3']],
  ]),
};

describe('the files for Mosquitto', () => {
  it('list every account once, in an order that does not change', () => {
    expect(passwordFile(content)).toBe('DOCKA:$7$101$a$a\nDOCKB:$7$101$b$b\nserver:$7$101$s$s\n');
    expect(passwordFile({ ...content, accounts: content.accounts.toReversed() })).toBe(passwordFile(content));
    expect(passwordFile({ ...content, accounts: [], service: null })).toBe('');
  });

  it('name the children of each gateway, and only of gateways with an account', () => {
    const acl = aclFile(content);
    const section = acl.slice(acl.indexOf('user DOCKB'));
    expect(section.split('\n').filter(Boolean)).toEqual([
      'user DOCKB',
      ...['DRONE1', 'DRONE2'].flatMap((sn) => [
        ...['osd', 'state', 'events'].map((rest) => `topic write thing/product/${sn}/${rest}`),
        ...['state_reply', 'events_reply'].map((rest) => `topic read thing/product/${sn}/${rest}`),
      ]),
    ]);
    expect(acl).not.toContain('DRONE3');
    expect(acl).not.toContain('user DOCKA');
  });

  it('give every right to the server alone', () => {
    const everything = aclFile(content)
      .split('\n')
      .filter((line) => /\s#$|readwrite|\$SYS/.test(line));
    expect(everything).toEqual(['topic readwrite #', 'topic read $SYS/#']);
    expect(aclFile({ ...content, service: null })).not.toMatch(/readwrite/);
  });

  it('do not give general rights before the first user', () => {
    const general = aclFile(content).split('\nuser ')[0]!;
    expect(general.split('\n').filter((line) => line.startsWith('topic'))).toEqual([]);
    for (const line of general.split('\n').filter((one) => one.startsWith('pattern')))
      expect(line).toMatch(/(thing|sys)\/product\/%u\//);
  });
});
