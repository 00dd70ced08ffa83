/**
 * The doctor: looks at a connection from the network up to the device, and says of each link whether it holds, and
 * how to mend it. Nothing on a device is changed.
 */
import { type Fault, FaultError, fault, faultOf } from '../errors.ts';
import { maskedText } from '../protocol/secrets.ts';
import { createTransport } from '../transports/create.ts';
import type { Transport } from '../transports/transport.ts';
import { type Access, type Way, wayTo } from '../transports/way.ts';
import { type Entrance, enter } from './doctor/broker.ts';
import { askUpdateManager, type DeviceAnswer } from './doctor/device.ts';
import { askDirectly, DirectWords } from './doctor/direct.ts';
import {
  type Finding,
  failed,
  ok,
  type StepId,
  type StepResult,
  skipped,
  stepIds,
  stepTitles,
} from './doctor/finding.ts';
import { cloudStep, GatewayWords, identityStep } from './doctor/gateway.ts';
import { nameStep, type Place, portStep, tlsStep } from './doctor/network.ts';
import { cancelled, type Patience, usualPatience } from './doctor/patience.ts';
import { type ConnectionProfile, devicesOf, type Mode } from './profile.ts';
import { isBrokerUrl, parseBrokerUrl } from './url.ts';

export interface ExamineOptions {
  /** Device to ask; else the one that the gateway names, else the only one that the profile names. */
  readonly device?: string;
  /** The connection is open here: its own client id would push it out. */
  readonly isOpen?: boolean;
  readonly patience?: Partial<Patience>;
  readonly signal?: AbortSignal;
}

/** Yields the result of each step, in the order of {@link stepIds}, as soon as it is known. Never throws. */
export async function* examine(
  profile: ConnectionProfile,
  access: Access,
  options: ExamineOptions = {},
): AsyncGenerator<StepResult, void> {
  const examination = new Examination(profile, access, options);
  let reason: string | undefined;
  try {
    for (const step of stepIds) {
      const finding = reason === undefined ? await examination.take(step) : skipped(reason);
      yield { step, ...finding };
      if (finding.code === 'cancelled') reason = 'The test was cancelled.';
      else if (
        finding.state === 'failed' &&
        (isNeeded(step, profile.mode) || finding.code === 'connection-lost')
      )
        reason = `Not looked at, because of: ${stepTitles[step]}.`;
    }
  } finally {
    await examination.end();
  }
}

/** What the steps after it cannot do without. In direct mode the broker keeps the state that tells the domains. */
function isNeeded(step: StepId, mode: Mode): boolean {
  return step !== 'cloud' && step !== 'identity' && !(mode === 'direct' && step === 'updateManager');
}

class Examination {
  readonly #profile: ConnectionProfile;
  readonly #access: Access;
  readonly #options: ExamineOptions;
  readonly #patience: Patience;
  readonly #signal: AbortSignal;
  readonly #transport: Transport;
  readonly #words: GatewayWords;
  /** In direct mode. */
  readonly #directWords: DirectWords | undefined;
  #place: Place | undefined;
  #way: Way | undefined;
  #entrance: Promise<Entrance> | undefined;
  #answer: DeviceAnswer | undefined;

  constructor(profile: ConnectionProfile, access: Access, options: ExamineOptions) {
    this.#profile = profile;
    this.#access = { ...access, password: once(access.password), passphrase: once(access.passphrase) };
    this.#options = options;
    this.#patience = { ...usualPatience, ...options.patience };
    this.#signal = options.signal ?? new AbortController().signal;
    const { clientId } = profile;
    const guest =
      clientId === undefined || !options.isOpen ? profile : { ...profile, clientId: `${clientId}-test` };
    this.#transport = createTransport(guest, this.#access, { connectTimeout: this.#patience.network });
    this.#words = new GatewayWords(this.#transport);
    const { mode, prefix } = profile;
    if (mode === 'direct' && prefix !== undefined)
      this.#directWords = new DirectWords(this.#transport, prefix);
  }

  async take(step: StepId): Promise<Finding> {
    try {
      if (this.#signal.aborted) throw cancelled();
      const finding = await this.#look(step);
      if (this.#signal.aborted) throw cancelled();
      return this.#lost(step) ?? finding;
    } catch (error) {
      const told = faultOf(error, 'unexpected');
      return told.code === 'cancelled' ? { ...skipped(told.message), code: 'cancelled' } : failed(told);
    }
  }

  async end(): Promise<void> {
    await this.#transport.close();
  }

  /** A broker that goes away in the middle is the reason of whatever else is missing. */
  #lost(step: StepId): Finding | undefined {
    const { state } = this.#transport;
    if (state.kind !== 'offline' || stepIds.indexOf(step) <= stepIds.indexOf('broker')) return undefined;
    return failed(
      fault('connection-lost', `The connection was lost: ${state.reason}`, 'See the log of the broker.'),
    );
  }

  #look(step: StepId): Promise<Finding> {
    const { username, mode } = this.#profile;
    if (mode === 'direct' && (step === 'cloud' || step === 'identity')) {
      return Promise.resolve(skipped('In direct mode the device has no things, and no gateway is asked.'));
    }
    switch (step) {
      case 'settings':
        return this.#settings();
      case 'name':
        return nameStep(this.#there());
      case 'port':
        return portStep(this.#there());
      case 'tls':
        return tlsStep(this.#there(), this.#way?.secure);
      case 'broker':
        return this.#enter().then(({ broker }) => broker);
      case 'subscriptions':
        return this.#enter().then(({ subscriptions }) => subscriptions);
      case 'cloud':
        return cloudStep(this.#words, this.#patience.retained, this.#signal);
      case 'identity':
        return identityStep({
          transport: this.#transport,
          words: this.#words,
          device: this.#options.device,
          tenant: this.#profile.tenant,
          username,
          patience: this.#patience.identity,
          signal: this.#signal,
        });
      case 'updateManager':
        return this.#updateManager();
      case 'domains':
        return this.#answer?.domains() ?? Promise.resolve(skipped('No device was asked.'));
    }
  }

  async #settings(): Promise<Finding> {
    const { url, username } = this.#profile;
    const broker = parseBrokerUrl(url);
    if (!isBrokerUrl(broker)) return failed(broker);
    this.#place = { url, broker, patience: this.#patience.network, signal: this.#signal };
    this.#way = await wayTo(this.#profile, this.#access);
    const who = username === undefined ? 'without a user' : `as user "${username}"`;
    const open =
      broker.tls || broker.loopback ? '' : ' What is sent can be read on the way: it is not encrypted.';
    return ok(`${maskedText(url)}, ${who}; ${addressingWords(this.#profile)}.${open}`);
  }

  #there(): Place {
    if (this.#place === undefined) throw new FaultError(notLooked);
    return this.#place;
  }

  #enter(): Promise<Entrance> {
    const own = this.#profile.clientId;
    const remark =
      this.#options.isOpen && own !== undefined
        ? ` As the client "${own}-test", because "${own}" is connected.`
        : '';
    this.#entrance ??= enter(this.#transport, this.#profile, this.#there(), remark);
    return this.#entrance;
  }

  async #updateManager(): Promise<Finding> {
    const [configured, ...others] = devicesOf(this.#profile);
    const device =
      this.#options.device ??
      this.#words.identity?.deviceId ??
      (others.length === 0 ? configured : undefined);
    if (device === undefined) {
      return skipped('No device was named, and the gateway named none. Name one to have it asked.');
    }
    const question = {
      transport: this.#transport,
      device,
      username: this.#profile.username,
      patience: this.#patience,
      signal: this.#signal,
    };
    this.#answer = await (this.#directWords
      ? askDirectly(question, this.#directWords)
      : askUpdateManager(question));
    return this.#answer.updateManager;
  }
}

function addressingWords({ mode, prefix, addressing, tenant }: ConnectionProfile): string {
  if (mode === 'direct') return `direct mode, on ${prefix}/…`;
  return `addressing ${addressing}${tenant === undefined ? '' : `, tenant ${tenant}`}`;
}

const notLooked: Fault = fault('unexpected', 'The settings were not looked at.');

/** The user is asked for a secret once, not once a step. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= ask();
    return asked;
  };
}
