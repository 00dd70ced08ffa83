/**
 * Composition root of the extension: builds what every window with a manifest needs, and binds what deals with devices
 * (`ui/session.ts`), which is loaded once it is wanted.
 */
import { config } from '@vscode/l10n';
import { type ExtensionContext, l10n, window } from 'vscode';
import type { Engine } from './engine.ts';
import { watchLanguages } from './ui/detection.ts';
import { showLanguageStatus } from './ui/languageStatus.ts';
import { bindSession } from './ui/lateSession.ts';
import { ManifestServer } from './ui/manifestServer.ts';
import { Notices } from './ui/notices.ts';
import { watchVocabularies } from './ui/vocabularies.ts';

/** What other extensions, and the tests in a real VS Code, can watch. */
export interface KantoApi {
  /** Loads what deals with devices, where it is not there yet. */
  engine(): Promise<
    Pick<Engine, 'connections' | 'devices' | 'runs' | 'onConnections' | 'onDevices' | 'onRun'>
  >;
}

export function activate(context: ExtensionContext): KantoApi {
  const began = performance.now();
  // Undefined in English, which is what stands in the sources.
  if (l10n.bundle) config({ contents: l10n.bundle });
  const log = window.createOutputChannel('Kanto', { log: true });
  const notices = new Notices(log);
  const server = new ManifestServer(context.extensionUri);
  context.subscriptions.push(
    log,
    server,
    showLanguageStatus(server, notices),
    watchVocabularies(server, notices),
    watchLanguages(server, context.workspaceState, notices),
  );
  const session = bindSession(context, { log, notices, server });
  log.debug(`activated in ${(performance.now() - began).toFixed(1)} ms`);
  return { engine: async () => (await session()).engine };
}
