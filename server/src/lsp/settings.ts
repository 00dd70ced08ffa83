/** The user's settings, as the client tells them: asked for at the start and after every change. */
import {
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
  MessageType,
  ShowMessageNotification,
} from 'vscode-languageserver/node';
import { workspaceRules } from '../messages.ts';
import { readRuleSettings } from '../rules/levels.ts';
import type { ClientAbilities } from './abilities.ts';
import type { EditorSettings } from './effectiveSettings.ts';

const rulesSetting = 'kanto.rules';

/** To be called once the client is initialized. `apply` is called with the settings whenever they are new. What of them is ignored the user hears once. */
export function followSettings(
  connection: Connection,
  { capabilities: { workspace } }: InitializeParams,
  { settingLevels }: ClientAbilities,
  apply: (settings: Partial<EditorSettings>) => void,
): void {
  const told = new Set<string>();
  let last = written(undefined, undefined);
  const take = (setting: unknown, ofWorkspace?: unknown) => {
    const now = written(setting, ofWorkspace);
    if (now === last) return;
    last = now;
    const { levels, faults } = readRuleSettings(setting);
    for (const fault of faults) {
      connection.console.warn(fault);
      if (!told.has(fault)) tell(fault);
      told.add(fault);
    }
    // What is wrong in it has been told with the whole.
    apply({ rules: levels, workspaceRules: readRuleSettings(ofWorkspace).levels });
  };
  // A notification: a message with buttons would be a request, which not every client answers.
  const tell = (message: string) => {
    connection
      .sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message })
      .catch(fail);
  };
  const fail = (error: unknown) =>
    connection.console.error(
      `Talking with the client about settings failed, the last ones hold: ${String(error)}`,
    );

  const canAsk = workspace?.configuration === true;
  const ask = () => {
    const sections = settingLevels ? [rulesSetting, workspaceRules] : [rulesSetting];
    connection.workspace
      .getConfiguration(sections.map((section) => ({ section })))
      .then(([all, ofWorkspace]: unknown[]) => take(all, ofWorkspace))
      .catch(fail);
  };
  if (canAsk) ask();
  if (workspace?.didChangeConfiguration?.dynamicRegistration)
    connection.client
      .register(DidChangeConfigurationNotification.type, { section: rulesSetting })
      .catch(fail);
  connection.onDidChangeConfiguration(({ settings }) => {
    if (canAsk) ask();
    else take(entryOf(entryOf(settings, 'kanto'), 'rules'));
  });
}

/** Settings that say the same need not be taken over again: everything would be judged anew. */
function written(setting: unknown, ofWorkspace: unknown): string {
  return JSON.stringify([setting ?? {}, ofWorkspace ?? {}]);
}

function entryOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
