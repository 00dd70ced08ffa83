/** Whether a connection is lost while somebody waits for something over it. */
import { t } from '@vscode/l10n';
import type { Listen } from '../events.ts';
import type { TransportState } from './transport.ts';

export interface WatchedLoss {
  /** Why it was lost, at the first time; undefined where it was not. */
  readonly reason: string | undefined;
  /** Resolves when it is lost. */
  readonly happened: Promise<'lost'>;
  forget(): void;
}

export function watchLoss(onState: Listen<TransportState>): WatchedLoss {
  let reason: string | undefined;
  let tell: (lost: 'lost') => void = () => undefined;
  const happened = new Promise<'lost'>((resolve) => {
    tell = resolve;
  });
  const listening = onState((state) => {
    if (state.kind === 'offline') reason ??= state.reason;
    else if (state.kind === 'disconnected') reason ??= t('it was closed');
    if (reason !== undefined) tell('lost');
  });
  return {
    get reason() {
      return reason;
    },
    happened,
    forget: () => listening.dispose(),
  };
}
