import { describe, expect, it } from 'vitest';
import { noConfiguration, readConfiguration } from '../../../server/src/configuration/configuration.ts';

const faultsOf = (text: string) => readConfiguration(text).faults.map(({ message }) => message);

describe('a configuration file', () => {
  it('has settings of the editor under their own names, and comments', () => {
    const { configuration, faults } = readConfiguration(`\ufeff{
      "$schema": "./kanto.config.schema.json",
      // moving tags are all we have
      "kanto.rules": { "image-moving": "off" },
      "kanto.domains": { "firmware": " schemas/firmware.json " },
      "kanto.manifest.globs": ["deploy/**/*.yaml"],
    }`);
    expect(faults).toEqual([]);
    expect(configuration).toEqual({
      rules: new Map([['image-moving', 'off']]),
      domains: new Map([['firmware', { file: 'schemas/firmware.json', range: expect.anything() }]]),
      globs: ['deploy/**/*.yaml'],
    });
  });

  it('may be empty', () => {
    expect(readConfiguration('{}')).toEqual({ configuration: noConfiguration, faults: [] });
  });

  it('names no connection: where things go is the caller’s', () => {
    const [fault] = faultsOf('{"kanto.connections": [{"name": "a", "url": "mqtt://evil"}]}');
    expect(fault).toContain('where things are sent is not decided by a file');
  });

  it.each([
    ['a setting without its prefix', '{"rules": {}}', '"rules" is written "kanto.rules"'],
    ['a setting that there is not', '{"kanto.rulez": {}}', 'There is no setting "kanto.rulez" here'],
    ['rules that are no object', '{"kanto.rules": []}', '"kanto.rules" must be an object'],
    ['a domain without a file', '{"kanto.domains": {"a": 1}}', '"a" in "kanto.domains" must name a file'],
    [
      'an address, from which nothing is fetched',
      '{"kanto.domains": {"a": "https://example.com/a.json"}}',
      'nothing is fetched from an address',
    ],
    ...['*a*a*a*a*b', '**/a/**/b/**/c/**/d/**', `${'{a,a}'.repeat(20)}b`].map(
      (glob): [string, string, string] => [
        `the pattern ${glob}, which can take for ever`,
        JSON.stringify({ 'kanto.manifest.globs': [glob] }),
        'has so many wildcards',
      ],
    ),
    ['patterns that are no texts', '{"kanto.manifest.globs": [1]}', 'must be a list of patterns'],
    ['a setting that is almost one', '{"kanto.rule": {}}', 'Did you mean `kanto.rules`?'],
    ['a rule that there is not', '{"kanto.rules": {"image-movin": "off"}}', 'Did you mean `image-moving`?'],
    [
      'a level that there is not',
      '{"kanto.rules": {"image-moving": "of"}}',
      'The value "of" of "image-moving"',
    ],
    ['damaged JSON', '{\n"kanto.rules": {]\n}', 'it is damaged. A key in double quotes is wanted here.'],
    ['no object', '[]', 'it must be an object'],
    ['nothing', '', 'it must be an object'],
  ])('is told of %s', (_, text, says) => {
    expect(faultsOf(text)).toEqual(expect.arrayContaining([expect.stringContaining(says)]));
  });

  it.each([
    ['a rule', '{\n  "kanto.rules": {\n    "image-movin": "off"}}', [2, 4, 2, 17]],
    ['a level', '{"kanto.rules": {"image-moving": "of"}}', [0, 33, 0, 37]],
    ['a setting', '{\n"rules": {}}', [1, 0, 1, 7]],
    ['a domain', '{"kanto.domains": {"a": 1}}', [0, 19, 0, 22]],
    ['the end of what is damaged', '{"kanto.rules": {\n', [0, 16, 0, 17]],
  ])('is told of %s where it stands', (_, text, place) => {
    const [fault] = readConfiguration(text).faults;
    const { start, end } = fault?.range ?? {};
    expect([start?.line, start?.character, end?.line, end?.character]).toEqual(place);
  });
});
