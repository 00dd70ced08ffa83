import { describe, expect, it } from 'vitest';
import { chosen, completeAt, labels } from './support.ts';

const above = `domains:
  - id: containers
    components:
      - &base
        id: a
        version: &version "1.0"
        config: &config
          - key: image
            value: a:1
      # &comment
`;

describe('completion of aliases', () => {
  it('offers the anchors above behind an asterisk', () => {
    const text = `${above}      - id: b\n        config: *¦\n`;
    expect(labels(completeAt('kanto-yaml', text))).toEqual(['*base', '*version', '*config']);
    expect(chosen(completeAt('kanto-yaml', text.replace('*¦', '*co¦')), '*config')).toContain(
      'config: *config\n',
    );
  });

  it('in lists and in flow style, too', () => {
    expect(chosen(completeAt('kanto-yaml', `${above}      - *¦\n`), '*base')).toContain('      - *base\n');
    expect(chosen(completeAt('kanto-yaml', `${above}      - {id: b, version: *v¦}\n`), '*version')).toContain(
      '{id: b, version: *version}',
    );
  });

  it('offers objects for a merge key, and the key itself', () => {
    expect(labels(completeAt('kanto-yaml', `${above}      - id: b\n        <<: ¦\n`))).toContain('*base');
    const key = completeAt('kanto-yaml', `${above}      - id: b\n        ¦\n`);
    expect(chosen(key, '<<: *base')).toBe(`${above}      - id: b\n        <<: *base\n`);
    expect(labels(completeAt('kanto-yaml', `${above}      - <<: *base\n        ¦\n`))).not.toContain(
      '<<: *base',
    );
  });

  it('offers none where there are none, and in JSON', () => {
    expect(labels(completeAt('kanto-yaml', 'domains: *¦\n'))).toEqual([]);
    expect(
      labels(completeAt('kanto-json', '{"domains": [*¦]}')).filter((label) => label.startsWith('*')),
    ).toEqual([]);
  });
});
