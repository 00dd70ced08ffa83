/**
 * Which settings hold for a file. A configuration file is the word of the project: where one holds, what a user has set
 * for all projects does not count, so that everybody sees what the command line says. What the settings of the workspace
 * say beside it is meant for this editor, and goes before it, entry by entry.
 */
import type { LoadedConfiguration } from '../configuration/load.ts';
import type { RuleLevels } from '../rules/levels.ts';
import type { Vocabularies } from '../schema/vocabularies.ts';
import type { ServiceSettings } from '../service.ts';

/** What the editor says. */
export interface EditorSettings {
  readonly rules: RuleLevels;
  readonly domains: Vocabularies;
  /** Of both what the workspace itself says; nothing where the editor tells no levels apart. */
  readonly workspaceRules: RuleLevels;
  readonly workspaceDomains: Vocabularies;
}

export const noEditorSettings: EditorSettings = {
  rules: new Map(),
  domains: new Map(),
  workspaceRules: new Map(),
  workspaceDomains: new Map(),
};

/** `configurationOf`: the file that holds for a document. Of the same file always the same settings. */
export function settingsWith(
  { rules, domains, workspaceRules, workspaceDomains }: EditorSettings,
  configurationOf: (file: string) => LoadedConfiguration | undefined,
): (file: string) => ServiceSettings {
  const plain = { rules, domains };
  const made = new WeakMap<LoadedConfiguration, ServiceSettings>();
  return (file) => {
    const configuration = configurationOf(file);
    if (configuration === undefined) return plain;
    const known = made.get(configuration);
    if (known) return known;
    const settings = {
      rules: over(configuration.rules, workspaceRules),
      domains: over(configuration.domains, workspaceDomains),
    };
    made.set(configuration, settings);
    return settings;
  };
}

/** The same where there is nothing to lay over it: what was found by it is kept. */
function over<V>(below: ReadonlyMap<string, V>, above: ReadonlyMap<string, V>): ReadonlyMap<string, V> {
  return above.size === 0 ? below : new Map([...below, ...above]);
}
