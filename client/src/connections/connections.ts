/** The connections as the settings name them. */
import { t } from '@vscode/l10n';
import { FaultError, fault } from '../errors.ts';
import type { Connection } from './connection.ts';
import type { ConnectionProfile } from './profile.ts';

export class Connections {
  readonly #create: (profile: ConnectionProfile) => Connection;
  #byName: ReadonlyMap<string, Connection> = new Map();

  constructor(create: (profile: ConnectionProfile) => Connection) {
    this.#create = create;
  }

  /** In the order of the settings. */
  get all(): readonly Connection[] {
    return [...this.#byName.values()];
  }

  get(name: string): Connection | undefined {
    return this.#byName.get(name);
  }

  /** @throws FaultError `unknown-connection` where the settings name none of this name */
  named(name: string): Connection {
    const connection = this.get(name);
    if (!connection)
      throw new FaultError(fault('unknown-connection', t('There is no connection "{0}".', name)));
    return connection;
  }

  /** Takes over the profiles. Returns the connections that are no longer meant; whoever calls closes them. */
  configure(profiles: readonly ConnectionProfile[]): readonly Connection[] {
    const before = this.#byName;
    const now = profiles.map((profile) => {
      const known = before.get(profile.name);
      if (!known?.isSameBroker(profile)) return this.#create(profile);
      known.reconfigure(profile);
      return known;
    });
    this.#byName = new Map(now.map((it) => [it.profile.name, it]));
    return [...before.values()].filter((it) => !now.includes(it));
  }
}
