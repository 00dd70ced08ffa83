/** Makes plans for commands: asks the device for what it runs, shows that it does so, and tells what went wrong. */
import { t } from '@vscode/l10n';
import type { ManifestDescription } from '../../../server/src/messages.ts';
import type { ReportedInventory } from '../connections/connection.ts';
import type { Engine } from '../engine.ts';
import {
  type AskPlan,
  type DevicePlan,
  type ManifestText,
  makePlan,
  manifestText,
} from '../updates/devicePlan.ts';
import { placedIn } from '../updates/placedPlan.ts';
import { target as targetWords } from '../words/words.ts';
import type { ManifestServer } from './manifestServer.ts';
import type { Target } from './model/targets.ts';
import type { Notices } from './notices.ts';
import { shownWhile } from './progress.ts';
import { responseTimeout } from './settings.ts';

/** Milliseconds in which a device that has taken the question reports: it asks its agents first, each for up to a minute. */
const reportTimeout = 90_000;

interface Planned {
  readonly plan: DevicePlan;
  /** What the device reported, where it did; it holds secrets in the clear. */
  readonly before?: ReportedInventory;
}

export class Planner {
  readonly #engine: Engine;
  readonly #server: ManifestServer;
  readonly #notices: Notices;

  constructor(engine: Engine, server: ManifestServer, notices: Notices) {
    this.#engine = engine;
    this.#server = server;
    this.#notices = notices;
  }

  /**
   * What would be sent, planned, with its places in the document that it was written in; undefined where the user cancels,
   * or there is no way to the device, which is then told.
   */
  ofMessage(
    target: Target,
    manifest: ManifestDescription,
    name: string,
    document: ManifestText,
  ): Promise<Planned | undefined> {
    return this.#make(target, manifestText(manifest), name, async (params) => {
      const answer = await this.#server.plan(params);
      if ('refusal' in answer) return answer;
      const written = await this.#server.plan({ ...document, inventory: params.inventory });
      return { plan: placedIn(answer.plan, 'plan' in written ? written.plan : undefined) };
    });
  }

  /** A text as it stands, so that the rows of its plan tell where they are in it. Undefined as {@link ofMessage}. */
  async of(target: Target, manifest: ManifestText, name: string): Promise<DevicePlan | undefined> {
    return (await this.#make(target, manifest, name, (params) => this.#server.plan(params)))?.plan;
  }

  /** What the device runs, as it reports it now; undefined as {@link ofMessage}. It holds secrets in the clear. */
  reported(target: Target, title: string): Promise<ReportedInventory | undefined> {
    return this.#shown(target, title, (signal) => this.#inventory(target, signal));
  }

  #make(target: Target, manifest: ManifestText, name: string, plan: AskPlan): Promise<Planned | undefined> {
    const title = t('Planning {0} → {1}', name, targetWords(target.device, target.connection));
    return this.#shown(target, title, async (signal) => {
      let before: ReportedInventory | undefined;
      const made = await makePlan(target, manifest, {
        inventory: async () => {
          before = await this.#inventory(target, signal);
          return before;
        },
        plan,
      });
      return { plan: made, ...(before && { before }) };
    });
  }

  async #shown<T>(
    { connection }: Target,
    title: string,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T | undefined> {
    try {
      return await shownWhile(title, work);
    } catch (error) {
      // Not awaited: the notification may stay as long as the user likes.
      void this.#notices.error(error, connection);
      return undefined;
    }
  }

  #inventory({ connection, device }: Target, signal: AbortSignal) {
    return this.#engine.inventory({
      connection,
      device,
      responseTimeout: responseTimeout(),
      updateTimeout: reportTimeout,
      signal,
    });
  }
}
