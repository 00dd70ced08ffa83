/**
 * Binds commands, views and tabs to the session, which is loaded at the first use of one of them: most windows with a JSON
 * or YAML file never deal with a device. Where something goes on by itself, such as a connection's devices that are shown,
 * it is loaded right after the activation.
 */
import { readdir } from 'node:fs/promises';
import { t } from '@vscode/l10n';
import { type ExtensionContext, commands as editorCommands, window, workspace } from 'vscode';
import { type CommandId, commands, rolloutPanel, settings, views } from './contributions.ts';
import { LateTree } from './lateTree.ts';
import type { HistoryElement } from './model/historyRows.ts';
import { late } from './model/late.ts';
import type { RolloutElement } from './model/rolloutRows.ts';
import { isSecretKey } from './model/secretKeys.ts';
import { soon } from './model/soon.ts';
import type { TreeElement } from './model/treeElements.ts';
import type { Session, SessionParts } from './session.ts';
import { connectionsSetting, startsSimulator } from './settings.ts';
import { rolloutsFolder } from './storage.ts';

/** Returns what gives the session, and loads it where that was not done yet. It rejects where the session cannot be loaded. */
export function bindSession(
  context: ExtensionContext,
  parts: Omit<SessionParts, 'places'>,
): () => Promise<Session> {
  const { notices } = parts;
  const session = late(async (): Promise<Session> => {
    const { openSession } = await import('./session.ts').catch(tellLoading);
    return openSession(context, { ...parts, places });
  });
  const places: SessionParts['places'] = {
    devices: new LateTree<TreeElement>(views.devices, session, { canSelectMany: true }),
    rollouts: new LateTree<RolloutElement>(views.rollouts, session),
    history: new LateTree<HistoryElement>(views.history, session),
  };
  const run = (command: CommandId) => async (subject: unknown, detail: unknown) => {
    try {
      await (await session()).commands[command](subject, detail);
    } catch (error) {
      // Not awaited: the notification may stay as long as the user likes.
      void notices.error(error);
    }
  };
  const beginWhereWanted = () =>
    void (async () => {
      if (await isWanted(context)) await session();
    })().catch((error: unknown) => notices.error(error));
  context.subscriptions.push(
    ...Object.values(places),
    ...Object.values(commands).map((command) => editorCommands.registerCommand(command, run(command))),
    window.registerWebviewPanelSerializer(rolloutPanel, {
      deserializeWebviewPanel: async (panel, state: unknown) =>
        (await session()).matrices.restore(panel, state),
    }),
    workspace.onDidGrantWorkspaceTrust(beginWhereWanted),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(settings.connections.key)) beginWhereWanted();
    }),
    soon(beginWhereWanted),
  );
  return session;
}

/** Whether something is to be done before anybody asks for it: nothing where nobody ever dealt with a device. */
async function isWanted(context: ExtensionContext): Promise<boolean> {
  if (!workspace.isTrusted) return false;
  return (
    hasEntries(connectionsSetting()) ||
    startsSimulator() ||
    // Of connections that are gone: they are deleted.
    context.globalState.keys().some(isSecretKey) ||
    // Those that are not over are told of.
    (await readdir(rolloutsFolder(context)).catch(() => [])).length > 0
  );
}

/** A setting that is no list is wrong, and that is told. */
function hasEntries(setting: unknown): boolean {
  return Array.isArray(setting) ? setting.length > 0 : setting !== undefined;
}

function tellLoading(cause: unknown): never {
  // Beneath the first line Node.js lists who wanted it.
  const [why = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  throw new Error(
    t(
      'A part of the extension could not be loaded: {0}. Reload the window; where that does not help, install the extension anew.',
      why,
    ),
    { cause },
  );
}
