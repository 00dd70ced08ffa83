/** Tells of connections that were lost and are not tried again. A connect that the user asked for tells its own failure. */
import { t } from '@vscode/l10n';
import type { Disposable } from 'vscode';
import type { Engine } from '../engine.ts';
import type { Connector } from './connector.ts';
import { GivenUpConnections } from './model/givenUp.ts';
import type { Notices } from './notices.ts';

export function tellGivenUp(engine: Engine, notices: Notices, connector: Connector): Disposable {
  const givenUp = new GivenUpConnections();
  return engine.onConnections(() => {
    for (const { name, reason } of givenUp.newly(engine.connections)) {
      const connect = {
        title: t('Connect'),
        run: async () => {
          await connector.open(name);
        },
      };
      const text = t('{0} is offline, and is not tried again: {1}', name, reason);
      void notices.warning('connectionLost', text, connect);
    }
  });
}
