import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import iconv from 'iconv-lite';
import { Refusal } from '../common/refusal.js';
import { looksLikeXml, readCatalogue, writeCatalogue } from './gb28181.catalogue.js';

const fixture = (name: string) => readFileSync(new URL(`../../../../test/fixtures/gb28181/${name}`, import.meta.url));
const bytes = (text: string) => Buffer.from(text);
const answer = (items: string, head = '<?xml version="1.0" encoding="UTF-8"?>') =>
  `${head}\n<Response>\n<CmdType>Catalog</CmdType><DeviceID>44088100002000000001</DeviceID>` +
  `<SumNum>2</SumNum>\n<DeviceList Num="1">\n${items}\n</DeviceList>\n</Response>\n`;
const refusal = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'taken';
};

describe('a GB/T 28181 catalogue', () => {
  it('is read as a platform sent it', () => {
    const { deviceId, sumNum, items } = readCatalogue(fixture('catalog_response_cascade_wvp.xml'));
    expect([deviceId, sumNum, items.length]).toEqual(['11010800001181000110', 1, 1]);
    expect(items[0]).toMatchObject({
      line: 8,
      members: { DeviceID: '11010800001311000054', Name: 'Camera 01', Manufacturer: 'Hikvision', CivilCode: 'null' },
    });
  });

  it('is refused with its line where it is not well-formed', () => {
    expect(refusal(() => readCatalogue(fixture('bad_catalog_response_extra_item_tag.xml')))).toMatch(
      /^unreadable_sheet: .*line 12/s,
    );
    expect(refusal(() => readCatalogue(fixture('fragment_catalog_hikvision_gb2312.bin')))).toMatch(/line 1\b/);
    expect(refusal(() => readCatalogue(bytes(answer('<Item>'))))).toMatch(/^unreadable_sheet/);
  });

  it.each(['GB2312', 'gbk', 'GB18030'])('is read in %s, whatever names are in it', (encoding) => {
    const text = answer('<Item><Name>车板镇旧埠村㙍</Name></Item>', `<?xml version="1.0" encoding="${encoding}"?>`);
    expect(readCatalogue(iconv.encode(text, 'gb18030')).items[0]?.members['Name']).toBe('车板镇旧埠村㙍');
  });

  it('is read in GB 18030 also where it claims to be UTF-8 or says nothing', () => {
    const text = answer('<Item><Name>石角镇</Name></Item>');
    expect(readCatalogue(iconv.encode(text, 'gb18030')).items[0]?.members['Name']).toBe('石角镇');
    expect(readCatalogue(iconv.encode(text.replace(/<\?.*\n/, ''), 'gb18030')).items).toHaveLength(1);
  });

  it('may be several answers behind each other, with lines that count on', () => {
    const one = answer('<Item><DeviceID>1</DeviceID></Item>');
    const two = readCatalogue(bytes(one + one.replace('>1<', '>2<')));
    expect(two.items.map(({ line, members }) => [line, members['DeviceID']])).toEqual([
      [5, '1'],
      [12, '2'],
    ]);
  });

  it.each([
    ['an entity that expands', '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'],
    ['a file of the machine', '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'],
  ])('never expands %s', (_, doctype) => {
    const text = answer('<Item><Name>&x;</Name></Item>', `<?xml version="1.0"?>${doctype}`);
    expect(refusal(() => readCatalogue(bytes(text)))).toMatch(/document type/);
  });

  it('is bounded in entries, depth and text', () => {
    const many = '<Item><DeviceID>1</DeviceID></Item>'.repeat(10_001);
    expect(refusal(() => readCatalogue(bytes(answer(many))))).toMatch(/^sheet_too_large/);
    expect(refusal(() => readCatalogue(bytes('<a>'.repeat(1000))))).toMatch(/nested too deep/);
    expect(refusal(() => readCatalogue(bytes(answer(`<Item><Name>${'长'.repeat(5000)}</Name></Item>`))))).toMatch(
      /text is too long/,
    );
  });

  it('is written so that it is read again, marks and signs and all', () => {
    const items: Record<string, string>[] = [
      { DeviceID: '44088101001326000001', Name: '“桥头” <1> & 2', Longitude: '110.1' },
      { DeviceID: '44088101001326000002', Name: '𠮷村\u0000\u0007' },
    ];
    const xml = writeCatalogue('44088100002000000001', items);
    expect(Buffer.from(xml.subarray(0, 40)).toString()).toContain('GB18030');
    const read = readCatalogue(xml);
    expect(read).toMatchObject({ deviceId: '44088100002000000001', sumNum: 2 });
    expect(read.items.map(({ members }) => members)).toEqual([items[0], { ...items[1], Name: '𠮷村' }]);
  });

  it('is told from a spreadsheet by how it begins', () => {
    expect(looksLikeXml(bytes('\n <?xml version="1.0"?>'))).toBe(true);
    expect(looksLikeXml(bytes('\uFEFF<Response>'))).toBe(true);
    expect(looksLikeXml(bytes('国标编码,名称\n'))).toBe(false);
    expect(looksLikeXml(bytes('PK\u0003\u0004'))).toBe(false);
  });
});
