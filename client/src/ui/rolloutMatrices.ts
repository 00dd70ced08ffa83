/** The matrix of a rollout in an editor tab: one tab a rollout, which comes back with its window. */
import { randomBytes } from 'node:crypto';
import { t } from '@vscode/l10n';
import {
  Disposable,
  commands as editorCommands,
  env,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
} from 'vscode';
import { visible } from '../words/visible.ts';
import { commands, rolloutPanel } from './contributions.ts';
import { createBatch } from './model/batch.ts';
import { type MatrixAction, readFromPage, type ToPage } from './model/matrixMessages.ts';
import { matrixPage } from './model/matrixPage.ts';
import { MatrixFeed, matrixWords, unreadableMatrix } from './model/rolloutMatrix.ts';
import { isReadable, type KnownRollout, type Rollouts } from './model/rollouts.ts';

/** Milliseconds: at most four times a second, however much the devices say. */
const refreshInterval = 250;

const commandOf: Readonly<Record<MatrixAction, string>> = {
  pause: commands.pauseRollout,
  goOn: commands.goOnRollout,
  resume: commands.resumeRollout,
  stop: commands.stopRollout,
  retry: commands.retryRollout,
  export: commands.exportRollout,
  forget: commands.deleteRollout,
};

export class RolloutMatrices {
  readonly #rollouts: Rollouts;
  readonly #extensionUri: Uri;
  readonly #panels = new Map<string, WebviewPanel>();

  constructor(rollouts: Rollouts, extensionUri: Uri) {
    this.#rollouts = rollouts;
    this.#extensionUri = extensionUri;
  }

  /** Fills the tab of a window that comes back, by what its page had kept. */
  restore(panel: WebviewPanel, state: unknown): void {
    const id = readId(state);
    if (id === undefined || this.#panels.has(id)) panel.dispose();
    else this.#fill(panel, id);
  }

  show(id: string): void {
    const open = this.#panels.get(id);
    if (open) {
      open.reveal();
      return;
    }
    const panel = window.createWebviewPanel(rolloutPanel, t('Rollout'), ViewColumn.Active, this.#options);
    this.#fill(panel, id);
  }

  get #options() {
    return { enableScripts: true, localResourceRoots: [Uri.joinPath(this.#extensionUri, 'dist')] };
  }

  #fill(panel: WebviewPanel, id: string): void {
    const { webview } = panel;
    this.#panels.set(id, panel);
    webview.options = this.#options;
    const feed = new MatrixFeed();
    /** Until the page has said that it is there, nothing reaches it. */
    let isReady = false;
    const tell = (message: (rollout: KnownRollout) => ToPage) => {
      if (!isReady) return;
      const rollout = this.#rollouts.get(id);
      if (rollout === undefined) {
        // Forgotten, here or by another window: what it offers would do nothing.
        panel.dispose();
        return;
      }
      const name = isReadable(rollout) ? rollout.name : rollout.id;
      panel.title = visible(t('Rollout {0}', name), 60);
      void webview.postMessage(isReadable(rollout) ? message(rollout) : unreadableMatrix(rollout));
    };
    const begin = async () => {
      // A tab comes back with its window, perhaps before the journals are read.
      if (this.#rollouts.get(id) === undefined) await this.#rollouts.load();
      isReady = true;
      tell((it) => feed.all(it));
    };
    const batch = createBatch<number | 'all'>(refreshInterval, (changed) => {
      const numbers = new Set([...changed].filter((it) => it !== 'all'));
      tell((it) => (changed.has('all') ? feed.all(it) : feed.some(it, numbers)));
    });
    const subscriptions = Disposable.from(
      batch,
      this.#rollouts.onChange((change) => {
        if (change.id !== id) return;
        // 0: no device, only what stands above the table.
        if (change.device) batch.add(change.device.number);
        else batch.add(change.state ? 0 : 'all');
      }),
      webview.onDidReceiveMessage((value: unknown) => {
        const message = readFromPage(value);
        if (message?.kind === 'ready') void begin();
        else if (message?.kind === 'do') void editorCommands.executeCommand(commandOf[message.action], id);
        else if (message) void editorCommands.executeCommand(commands.showRolloutRun, id, message.number);
      }),
    );
    panel.onDidDispose(() => {
      subscriptions.dispose();
      this.#panels.delete(id);
    });
    // A page that is hidden is gone: it is made anew, and asks for everything.
    panel.onDidChangeViewState(() => {
      if (!panel.visible) isReady = false;
    });
    const script = webview.asWebviewUri(Uri.joinPath(this.#extensionUri, 'dist', 'rolloutMatrix.js'));
    webview.html = matrixPage({
      nonce: randomBytes(16).toString('base64url'),
      script: script.toString(),
      language: env.language,
      words: matrixWords(),
    });
  }
}

function readId(state: unknown): string | undefined {
  if (typeof state !== 'object' || state === null || !('id' in state)) return undefined;
  return typeof state.id === 'string' ? state.id : undefined;
}
