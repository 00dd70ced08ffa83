/** Opens connections for commands, and tells what went wrong. */
import { t } from '@vscode/l10n';
import { certificateLines } from '../connections/certificate.ts';
import type { Engine } from '../engine.ts';
import { type Fault, faultOf } from '../errors.ts';
import { plainText } from '../words/words.ts';
import { confirmed } from './modal.ts';
import type { Notices } from './notices.ts';
import type { Profiles } from './profiles.ts';
import { shownWhile } from './progress.ts';

export class Connector {
  readonly #engine: Engine;
  readonly #notices: Notices;
  readonly #profiles: Profiles;

  constructor(engine: Engine, notices: Notices, profiles: Profiles) {
    this.#engine = engine;
    this.#notices = notices;
    this.#profiles = profiles;
  }

  /** Resolves true once the connection is open; false where it cannot be opened, which the user has then been told. */
  async open(name: string): Promise<boolean> {
    const status = this.#engine.connections.find(({ profile }) => profile.name === name);
    if (status?.state.kind === 'connected') return true;
    try {
      await shownWhile(t('Connecting {0}', name), (signal) => this.#engine.connect(name, signal));
      return true;
    } catch (error) {
      const told = faultOf(error, 'unexpected');
      const look = { title: t('Show Certificate…'), run: () => this.#offer(name, told) };
      // Not awaited: the notification may stay as long as the user likes.
      void this.#notices.error(error, name, told.certificate && look);
      return false;
    }
  }

  /** The user looks at the certificate that was refused, and may accept it, and no other, for this connection. */
  async #offer(name: string, { message, advice, certificate }: Fault): Promise<void> {
    const profile = this.#profiles.own.find((it) => it.name === name);
    if (certificate === undefined || profile === undefined) return;
    const accept = t('Accept This Certificate');
    const lines = certificateLines(certificate).join('\n');
    const question = t('Is this the certificate of the broker of {0}?', name);
    const detail = plainText(`${message}\n\n${lines}\n\n${advice}`);
    if (!(await confirmed(question, detail, accept, t('Do Not Accept')))) return;
    await this.#profiles.accept(name, certificate.fingerprint);
    await this.open(name);
  }
}
