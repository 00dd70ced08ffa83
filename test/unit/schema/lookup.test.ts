import { describe, expect, it } from 'vitest';
import { componentKeys, domainKeys, repeatableKeys } from '../../../server/src/agents/containers.ts';
import type { ManifestKind } from '../../../server/src/messages.ts';
import { createSchemaLookup } from '../../../server/src/schema/lookup.ts';
import { closest } from '../../../server/src/schema/suggest.ts';

const lookup = createSchemaLookup();
const apply: ManifestKind = { operation: 'apply', form: 'envelope', role: 'request' };
const names = (path: readonly (string | number)[], kind = apply) =>
  lookup.at(kind, path)?.properties.map(({ name }) => name);

describe('schema lookup', () => {
  it('tells what may stand in each place of a message', () => {
    expect(names([])).toEqual(['topic', 'headers', 'path', 'value']);
    expect(names(['value', 'desiredState', 'domains', 3])).toEqual(['id', 'config', 'components']);
    expect(names(['value', 'desiredState', 'domains', 0, 'components', 0, 'config', 0])).toEqual([
      'key',
      'value',
    ]);
    expect(lookup.at(apply, ['value', 'desiredState', 'domains'])).toMatchObject({ list: true });
  });

  it('speaks of each form and operation', () => {
    expect(names([], { operation: 'apply', form: 'bare', role: 'request' })).toEqual([
      'baselines',
      'domains',
    ]);
    expect(names([0], { operation: 'install', form: 'bare', role: 'request' })).toContain('artifacts');
    expect(names(['software', 0], { operation: 'remove', form: 'value', role: 'request' })).toContain(
      'group',
    );
    expect(names([], { operation: 'apply', form: 'envelope', role: 'response' })).toContain('status');
    expect(names(['value'], { event: 'feedback', form: 'envelope', role: 'event' })).toContain(
      'desiredStateFeedback',
    );
  });

  it('gives title, description and examples of a field', () => {
    const site = lookup.at(apply, ['value', 'desiredState', 'domains', 0, 'id']);
    expect(site?.field.title).toBe('Domain id');
    expect(site?.field.description).toContain('update agent');
    expect(site?.field.examples).toContain('containers');
  });

  it('matches names of fields in any letter case, keys of maps to the letter', () => {
    expect(names(['VALUE', 'DesiredState', 'Domains', 0])).toContain('components');
    const install: ManifestKind = { operation: 'install', form: 'bare', role: 'request' };
    const protocol = (name: string) => lookup.at(install, [0, 'artifacts', 0, 'download', name])?.field.title;
    expect(protocol('HTTPS')).toBeDefined();
    expect(protocol('https')).toBe('Another protocol');
    expect(protocol('HTTPS')).not.toBe(protocol('https'));
  });

  it('knows nothing of places that are not there', () => {
    expect(lookup.at(apply, ['nothing', 'here'])).toBeUndefined();
    expect(lookup.at(apply, [0])).toBeUndefined();
    expect(lookup.at({ operation: 'refresh', form: 'bare', role: 'request' }, [])).toBeUndefined();
    expect(lookup.at(apply, ['toString'])).toBeUndefined();
  });

  it('knows the vocabulary of the containers domain as the agent reads it', () => {
    const vocabulary = lookup.vocabulary('containers');
    const keys = vocabulary?.component ?? [];
    expect(keys.map(({ key }) => key).sort()).toEqual([...componentKeys].sort());
    expect(
      keys
        .filter(({ repeatable }) => repeatable)
        .map(({ key }) => key)
        .sort(),
    ).toEqual([...repeatableKeys].sort());
    expect(vocabulary?.domainConfig.map(({ key }) => key)).toEqual([...domainKeys]);
    expect(keys.find(({ key }) => key === 'restartPolicy')?.field.enum).toContain('unless-stopped');
    expect(keys.find(({ key }) => key === 'port')?.field.type).toBe('string');
  });

  it('knows the vocabulary of self-update, and none of other domains', () => {
    expect(lookup.vocabulary('self-update')?.component.map(({ key }) => key)).toEqual(['image']);
    expect(lookup.vocabulary('firmware')).toBeUndefined();
  });
});

describe('did you mean', () => {
  const words = ['version', 'preconditions', 'components', 'id'];
  it.each([
    ['vesion', 'version'],
    ['verison', 'version'],
    ['Version', 'version'],
    ['precondition', 'preconditions'],
    ['compnents', 'components'],
    ['ix', 'id'],
    ['foo', undefined],
    ['somethingElse', undefined],
    ['', undefined],
  ])('%s → %s', (written, meant) => {
    expect(closest(written, words)).toBe(meant);
  });
});
