import { describe, expect, it } from 'vitest';
import { canBeWatched, readDomainsSetting } from '../../../client/src/ui/model/domainsSetting.ts';

describe('the setting kanto.domains', () => {
  it('names a file for each domain, whatever the domain is called', () => {
    const { files, faults } = readDomainsSetting(
      JSON.parse('{"fw": " fw.json ", "__proto__": "a.json", "constructor": "b.json"}'),
    );
    expect([...files]).toEqual([
      ['fw', 'fw.json'],
      ['__proto__', 'a.json'],
      ['constructor', 'b.json'],
    ]);
    expect(faults).toEqual([]);
  });

  it('says what of it is ignored', () => {
    expect(readDomainsSetting(['fw.json']).faults).toHaveLength(1);
    expect(readDomainsSetting({ a: 1, b: '', c: null }).faults).toHaveLength(3);
    expect(readDomainsSetting(undefined)).toEqual({ files: new Map(), faults: [] });
  });

  it('makes no watcher of a pattern, which could be one of a whole disk', () => {
    expect(canBeWatched('/home/ann/plant/fw.schema.json')).toBe(true);
    for (const path of ['/**', '/a/*.json', '/a/{b,c}.json', '/a/[b].json', '/a/?.json'])
      expect(canBeWatched(path), path).toBe(false);
  });
});
