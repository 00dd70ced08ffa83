/** The steps of the doctor, and what one of them found. */
import { t } from '@vscode/l10n';
import type { Fault, FaultCode } from '../../errors.ts';
import type { ServerCertificate } from '../certificate.ts';

export const stepTitles = () => ({
  settings: t('Settings'),
  name: t('Host name'),
  port: t('Port'),
  tls: t('TLS'),
  // At an MQTT broker
  broker: t('Broker'),
  subscriptions: t('Subscriptions'),
  cloud: t('Cloud link'),
  identity: t('Device identity'),
  // At Hono
  network: t('Messaging network'),
  responses: t('Responses'),
  commands: t('Commands'),
  events: t('Events'),
  registry: t('Device registry'),
  credit: t('Subscribed devices'),
  // At the device
  updateManager: t('UpdateManager'),
  domains: t('Domains'),
});
export type StepId = keyof ReturnType<typeof stepTitles>;

export interface Finding {
  /**
   * - `failed`: this link is broken
   * - `skipped`: not looked at; the message says why
   * - `unknown`: looked at, but it cannot be told from here
   */
  readonly state: 'ok' | 'failed' | 'skipped' | 'unknown';
  /** One or two sentences; never a secret. */
  readonly message: string;
  /** What to do about it. */
  readonly advice?: string;
  readonly code?: FaultCode;
  /** The one that was refused, where the user may accept it. */
  readonly certificate?: ServerCertificate;
}

export interface StepResult extends Finding {
  readonly step: StepId;
}

export function ok(message: string, advice?: string): Finding {
  return { state: 'ok', message, ...(advice !== undefined && { advice }) };
}

export function failed({ code, message, advice, certificate }: Fault): Finding {
  return { state: 'failed', message, advice, code, ...(certificate && { certificate }) };
}

export function skipped(message: string): Finding {
  return { state: 'skipped', message };
}

export function unknown(message: string, advice: string): Finding {
  return { state: 'unknown', message, advice };
}

/** A link that is looked at. */
export interface Step {
  readonly id: StepId;
  readonly look: () => Promise<Finding>;
  /** The steps after it cannot do without. */
  readonly isNeeded: boolean;
  /** It has to hold for any device: what comes after is of one device, which need not be there yet. */
  readonly isOfConnection: boolean;
}
