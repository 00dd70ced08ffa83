import { describe, expect, it } from 'vitest';
import { createLanguageService } from '../../../server/src/service.ts';
import { chosen, completeAt, labels, plainEditor } from './support.ts';

/** A desired state whose component `app` has no version yet. */
const manifest = `domains:
  - id: containers
    components:
      - {id: db, version: "9.6", config: [{key: image, value: "postgres:9.6"}]}
      - {id: web, version: "2.0"}
      - {id: api, version: "2.0"}
      - id: app
        version: ¦
        config:
          - {key: image, value: "reg:5000/app:1.10"}
      - {id: app-two, version: "1.9", config: [{key: image, value: "reg:5000/app:1.9"}]}
  - id: firmware
    components:
      - {id: modem, version: "77"}
`;

/** The schema's own come last. */
const known = ['1.10', '1.9', '2.0', '9.6', '77'];

describe('completion of a version', () => {
  it('offers the tag of the image, then what others of that image, of the domain, and of the manifest have', () => {
    const completed = completeAt('kanto-yaml', manifest);
    expect(labels(completed).slice(0, known.length)).toEqual(known);
    expect(completed.items.slice(0, known.length).map(({ detail }) => detail)).toEqual([
      'tag of the image',
      'version of app-two',
      'version of 2 components',
      'version of db',
      'version of modem',
    ]);
    expect(labels(completed).slice(known.length).length).toBeGreaterThan(0);
  });

  it('says beside each where it was seen, to editors that show it', () => {
    expect(completeAt('kanto-yaml', manifest).items[1]).toMatchObject({
      detail: 'version of app-two',
      labelDetails: { description: 'version of app-two' },
    });
    const [, plain] = completeAt('kanto-yaml', manifest, plainEditor).items;
    expect(plain).toMatchObject({ detail: 'version of app-two' });
    expect(plain).not.toHaveProperty('labelDetails');
  });

  it('writes it as text in each style', () => {
    expect(chosen(completeAt('kanto-yaml', manifest), '9.6')).toBe(manifest.replace('¦', '"9.6"'));
    const flow =
      'domains: [{id: containers, components: [{id: a, version: "2.7.1"}, {id: b, version: ¦}]}]\n';
    expect(chosen(completeAt('kanto-yaml', flow), '2.7.1')).toBe(flow.replace('¦', '2.7.1'));
    const json =
      '{"domains": [{"id": "x", "components": [{"id": "a", "version": "1.0"}, {"id": "b", "version": "¦"}]}]}';
    expect(chosen(completeAt('kanto-json', json), '1.0')).toBe(json.replace('¦', '1.0'));
  });

  it('does not offer what stands there only now', () => {
    const typed = manifest.replace('¦', '"2.5¦"');
    expect(labels(completeAt('kanto-yaml', typed))).not.toContain('2.5');
  });

  it('offers no examples in a domain that they are not of', () => {
    const own = manifest
      .replace('version: ¦', 'version: "1"')
      .replace('"77"', '"77"}\n      - {id: gps, version: ¦');
    expect(labels(completeAt('kanto-yaml', own))).toEqual(['77', '2.0', '9.6', '1', '1.9']);
  });

  it('offers the version that the same component has elsewhere first, and those of other manifests last', () => {
    const service = createLanguageService();
    const other = (id: string, version: string) =>
      JSON.stringify({
        activityId: 'a',
        desiredState: { domains: [{ id: 'containers', components: [{ id, version }] }] },
      });
    const text = manifest.replace('¦', '');
    const before = manifest.slice(0, manifest.indexOf('¦')).split('\n');
    const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    service.open('file:///a.yaml', 'kanto-yaml', 1, text);
    service.open('file:///plant%20b.json', 'kanto-json', 1, other('app', '1.8'));
    service.open('file:///c.json', 'kanto-json', 1, other('log', '5'));
    const { items } = service.complete('file:///a.yaml', position);
    const told = items.slice(0, known.length + 2).map(({ label, detail }) => `${label}: ${detail}`);
    expect(told[0]).toBe('1.10: tag of the image');
    expect(told[1]).toBe('1.8: version of app in plant b.json');
    expect(told.at(-1)).toBe('5: version of log in c.json');
  });

  it('offers few of many', () => {
    const many = Array.from({ length: 200 }, (_, n) => `      - {id: c${n}, version: "v${n}"}\n`).join('');
    const text = manifest.replace('  - id: firmware', `${many}  - id: firmware`);
    expect(labels(completeAt('kanto-yaml', text)).length).toBeLessThan(30);
  });
});
