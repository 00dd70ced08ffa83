/** The setting `kanto.rules`: how each rule is shown. */

import { t } from '@vscode/l10n';
import { type RuleLevel, ruleLevels } from '../messages.ts';
import { didYouMean } from '../schema/suggest.ts';
import { everyRule } from './everyRule.ts';

/** By the id of the rule; what is not in it is shown as the rule says. */
export type RuleLevels = ReadonlyMap<string, RuleLevel>;

export interface RuleSettings {
  readonly levels: RuleLevels;
  /** What of the setting is ignored, and why, for the user. */
  readonly faults: readonly string[];
}

/** What can be changed and silenced: all but faults of the text, for what cannot be read cannot be sent. */
export const configurableRules: readonly string[] = everyRule
  .map(({ id }) => id)
  .filter((id) => !id.startsWith('syntax-') && id !== 'more-problems');

const configurable: ReadonlySet<string> = new Set(configurableRules);

export function isConfigurable(code: string): boolean {
  return configurable.has(code);
}

/** Why a name stands for no rule that can be changed or silenced. */
export function noRule(name: string): string {
  if (name.startsWith('syntax-') || name === 'more-problems')
    return t('`{0}` cannot be changed or silenced: what cannot be read cannot be sent.', name);
  return t('There is no rule `{0}`.{1}', name, didYouMean(name, configurableRules));
}

/** Reads the setting as a user wrote it. Never throws. */
export function readRuleSettings(setting: unknown): RuleSettings {
  if (setting === undefined || setting === null) return { levels: new Map(), faults: [] };
  if (typeof setting !== 'object' || Array.isArray(setting))
    return {
      levels: new Map(),
      faults: [t('The setting kanto.rules is ignored: it must be an object, rules and how to show them.')],
    };
  const levels = new Map<string, RuleLevel>();
  const faults: string[] = [];
  for (const [name, value] of Object.entries(setting)) {
    const read = readRuleLevel(name, value);
    if ('level' in read) levels.set(name, read.level);
    else faults.push(read.fault);
  }
  return { levels, faults };
}

/** How one rule is to be shown, or why the entry is ignored: for its name, or else for its value. Never throws. */
export function readRuleLevel(
  name: string,
  value: unknown,
): { readonly level: RuleLevel } | { readonly fault: string; readonly isName: boolean } {
  const level = ruleLevels.find((it) => it === value);
  if (!isConfigurable(name))
    return {
      fault: t('The entry "{0}" of the setting kanto.rules is ignored. {1}', name, noRule(name)),
      isName: true,
    };
  if (level !== undefined) return { level };
  return {
    fault: t(
      'The value {0} of "{1}" in the setting kanto.rules is ignored: it must be one of {2}.',
      JSON.stringify(value) ?? '',
      name,
      ruleLevels.join(', '),
    ),
    isName: false,
  };
}
