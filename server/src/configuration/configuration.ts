/**
 * The configuration file of a project, which the command line and the editor read alike. Its keys are those of the
 * editor's settings, of which it has the ones that say what a manifest is and how findings are shown. Where things go
 * is never decided by a file that came with them: it has no connections.
 */
import { t } from '@vscode/l10n';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range } from 'vscode-languageserver-types';
import type { RuleLevel } from '../messages.ts';
import { type RuleLevels, readRuleLevel } from '../rules/levels.ts';
import { didYouMean } from '../schema/suggest.ts';
import { parseJson } from '../text/json.ts';
import { type Node, type ObjectNode, type Property, type Spot, spanOf } from '../text/node.ts';
import { effective, plainValue } from '../text/tree.ts';

export interface Configuration {
  /** `kanto.rules`: how rules are shown. */
  readonly rules: RuleLevels;
  /** `kanto.domains`: the files of vocabularies, relative to the folder of the configuration, by the domain. */
  readonly domains: ReadonlyMap<string, NamedFile>;
  /** `kanto.manifest.globs`: more files that are manifests, relative to the same folder. */
  readonly globs: readonly string[];
}

export interface NamedFile {
  readonly file: string;
  /** Where it is named. */
  readonly range: Range;
}

export const noConfiguration: Configuration = { rules: new Map(), domains: new Map(), globs: [] };

/** What of a configuration file is ignored, and why: a sentence, and the place. */
export interface ConfigurationFault {
  readonly message: string;
  readonly range: Range;
}

export interface ReadConfiguration {
  readonly configuration: Configuration;
  readonly faults: readonly ConfigurationFault[];
}

const keys = ['$schema', 'kanto.rules', 'kanto.domains', 'kanto.manifest.globs'];

/**
 * Reads the text of a configuration file: JSON, with comments and commas at the end where wanted. Never throws.
 * `amongOthers`: the settings of an editor, most of which are about something else, and none of which is a fault.
 */
export function readConfiguration(text: string, amongOthers = false): ReadConfiguration {
  const document = TextDocument.create('', 'json', 0, text);
  const rangeOf = (start: number, end: number): Range => ({
    start: document.positionAt(start),
    end: document.positionAt(end),
  });
  const { roots, problems } = parseJson(text);
  const damage = problems.filter(({ code }) => code !== 'syntax-trailing-comma');
  if (damage.length > 0)
    return {
      configuration: noConfiguration,
      faults: damage.map(({ message, span }) => ({
        message: t('Nothing in it counts: it is damaged. {0}', message),
        range: rangeOf(span.start, span.end),
      })),
    };
  const [root] = roots;
  if (root?.type !== 'object') {
    const message = t('Nothing in it counts: it must be an object with settings such as "kanto.rules".');
    const at = root ? spanOf(root) : { start: 0, end: text.length };
    return { configuration: noConfiguration, faults: [{ message, range: rangeOf(at.start, at.end) }] };
  }

  const faults: ConfigurationFault[] = [];
  const placeOf = (spot: Spot): Range => rangeOf(spanOf(spot).start, spanOf(spot).end);
  const blame = (spot: Spot, message: string): void => void faults.push({ message, range: placeOf(spot) });
  const settingOf = (name: string) => effective(root.properties).find((it) => it.name === name)?.value;

  if (!amongOthers)
    for (const { key, name } of root.properties) if (!keys.includes(name)) blame(key, strange(name));
  const rules = new Map<string, RuleLevel>();
  const named = objectOf(settingOf('kanto.rules'), blame, () =>
    t('"kanto.rules" must be an object: rules, and how to show them.'),
  );
  for (const { key, name, value } of named) {
    const read = readRuleLevel(name, value && plainValue(value));
    if ('level' in read) rules.set(name, read.level);
    else blame(read.isName ? key : (value ?? key), read.fault);
  }
  const domains = new Map<string, NamedFile>();
  const vocabularies = objectOf(settingOf('kanto.domains'), blame, () =>
    t('"kanto.domains" must be an object: ids of domains, and files.'),
  );
  for (const { key, name, value } of vocabularies) {
    const file = value?.type === 'string' ? String(value.value).trim() : '';
    if (value && /^[a-z][a-z\d+.-]+:\/\//i.test(file))
      blame(value, t('"{0}" in "kanto.domains" must name a file: nothing is fetched from an address.', name));
    else if (value && file !== '') domains.set(name, { file, range: placeOf(value) });
    else blame(key, t('"{0}" in "kanto.domains" must name a file, a JSON Schema of the config.', name));
  }
  return {
    configuration: { rules, domains, globs: globsOf(settingOf('kanto.manifest.globs'), blame) },
    faults,
  };
}

type Blame = (spot: Spot, message: string) => void;

/** The entries that count of what must be an object. */
function objectOf(node: Node | undefined, blame: Blame, why: () => string): readonly Property[] {
  if (isObject(node)) return effective(node.properties);
  if (node) blame(node, why());
  return [];
}

function isObject(node: Node | undefined): node is ObjectNode {
  return node?.type === 'object';
}

function globsOf(node: Node | undefined, blame: Blame): readonly string[] {
  if (node === undefined) return [];
  const items = node.type === 'array' ? node.items : [node];
  const isGlob = (it: Node) => it.type === 'string' && it.value !== '';
  for (const it of items)
    if (node.type !== 'array' || !isGlob(it))
      blame(it, t('"kanto.manifest.globs" must be a list of patterns, such as "plants/**/*.yaml".'));
  const globs = node.type === 'array' ? items.filter(isGlob) : [];
  return globs.flatMap((it) => {
    const glob = String(plainValue(it));
    if (isQuick(glob)) return [glob];
    blame(it, t('This pattern has so many wildcards that to find what it matches can take for ever.'));
    return [];
  });
}

const mostStars = 3;
const mostFolders = 4;
const mostChoices = 16;

/** The file may come from a stranger. What matches is found by trying, and each wildcard multiplies how much there is to try. */
function isQuick(glob: string): boolean {
  const segments = glob.split('/');
  const stars = segments.map((it) => (it === '**' ? 0 : it.split('*').length - 1));
  const folders = segments.filter((it) => it === '**').length;
  const choices = (glob.match(/[{,]/g) ?? []).length;
  return Math.max(...stars) <= mostStars && folders <= mostFolders && choices <= mostChoices;
}

/** Why a key does not count. */
function strange(key: string): string {
  if (keys.includes(`kanto.${key}`))
    return t('"{0}" is written "kanto.{0}", as in the settings of the editor.', key);
  if (key === 'kanto.connections' || key === 'connections')
    return t(
      '"{0}" does not count here: where things are sent is not decided by a file that came with them.',
      key,
    );
  const known = keys.filter((it) => it !== '$schema');
  const meant = didYouMean(key, known);
  const there = known.map((it) => `"${it}"`).join(', ');
  return meant === ''
    ? t('There is no setting "{0}" here; there are {1}.', key, there)
    : t('There is no setting "{0}" here.{1}', key, meant);
}
