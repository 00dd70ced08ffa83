/** A rollout waits for a connection that comes back by itself: its devices are not to blame. */
import { t } from '@vscode/l10n';
import { type ConnectionProfile, ownerOf } from '../connections/profile.ts';
import type { Engine } from '../engine.ts';
import { FaultError, fault } from '../errors.ts';
import { sleep } from '../timing.ts';

export type ConnectionParts = Pick<Engine, 'connections' | 'onConnections' | 'connect'>;

/**
 * Resolves once the connection stands, or the signal is aborted. `patience`: milliseconds that a lost one is waited for; without
 * end where it is absent.
 * @throws FaultError where only a person can mend it, or it did not come back in time
 */
export async function untilConnected(
  engine: ConnectionParts,
  name: string,
  signal: AbortSignal,
  patience?: number,
): Promise<void> {
  const state = () => engine.connections.find(({ profile }) => profile.name === name)?.state;
  if (state()?.kind === 'connected' || signal.aborted) return;
  if (state()?.kind === 'disconnected') return engine.connect(name, signal);
  const over = new AbortController();
  let why: string | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      if (patience !== undefined)
        void sleep(patience, over.signal).then(() => reject(new FaultError(gone(name, why))));
      const look = () => {
        const now = state();
        if (now?.kind === 'offline') why = now.reason;
        if (now === undefined || now.kind === 'disconnected') reject(new FaultError(gone(name)));
        else if (now.kind === 'connected') resolve();
        else if (now.kind === 'offline' && now.retry === undefined)
          reject(new FaultError(gone(name, now.reason)));
      };
      const listening = engine.onConnections(look);
      over.signal.addEventListener('abort', () => listening.dispose(), { once: true });
      signal.addEventListener('abort', () => resolve(), { once: true, signal: over.signal });
      look();
    });
  } finally {
    over.abort();
  }
}

function gone(name: string, reason?: string) {
  const why = reason === undefined ? '' : `: ${reason.replace(/\.+$/, '')}`;
  return fault(
    'not-connected',
    t('The connection "{0}" is closed{1}.', name, why),
    t('Connect again, then go on.'),
  );
}

/**
 * The connection as it is now, where it leads where it did when the person agreed.
 * @throws FaultError `other-target`
 */
export function agreedTarget(
  engine: Pick<Engine, 'connections'>,
  name: string,
  agreed: ConnectionProfile | undefined,
): ConnectionProfile {
  const now = profileOf(engine, name);
  if (agreed && now && ownerOf(agreed) === ownerOf(now)) return now;
  const what = now ? t('leads elsewhere now') : t('is gone');
  throw new FaultError(
    fault('other-target', t('The connection "{0}" {1}: it is not the one that was planned for.', name, what)),
  );
}

/** How the connection of this name is reached; undefined where there is none. */
export function profileOf(engine: Pick<Engine, 'connections'>, name: string): ConnectionProfile | undefined {
  return engine.connections.find(({ profile }) => profile.name === name)?.profile;
}
