import { describe, expect, it } from 'vitest';
import { noConfiguration, readConfiguration } from '../../../client/src/configuration/configuration.ts';

const faultsOf = (text: string) => readConfiguration(text).faults;

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
      rules: { 'image-moving': 'off' },
      domains: new Map([['firmware', 'schemas/firmware.json']]),
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
    ['patterns that are no texts', '{"kanto.manifest.globs": [1]}', 'must be a list of patterns'],
    ['damaged JSON', '{\n"kanto.rules": {]\n}', 'damaged JSON, see line 2'],
    ['no object', '[]', 'it must be an object'],
    ['nothing', '', 'damaged JSON'],
  ])('is told of %s', (_, text, says) => {
    expect(faultsOf(text)).toEqual(expect.arrayContaining([expect.stringContaining(says)]));
  });
});
