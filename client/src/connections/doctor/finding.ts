/** What one step of the doctor found. */
import type { Fault, FaultCode } from '../../errors.ts';
import type { ServerCertificate } from '../certificate.ts';

/** From the network up to the device; each step stands on those before it. */
export const stepIds = [
  'settings',
  'name',
  'port',
  'tls',
  'broker',
  'subscriptions',
  'cloud',
  'identity',
  'updateManager',
  'domains',
] as const;
export type StepId = (typeof stepIds)[number];

export const stepTitles: Readonly<Record<StepId, string>> = {
  settings: 'Settings',
  name: 'Host name',
  port: 'Port',
  tls: 'TLS',
  broker: 'Broker',
  subscriptions: 'Subscriptions',
  cloud: 'Cloud link',
  identity: 'Device identity',
  updateManager: 'UpdateManager',
  domains: 'Domains',
};

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
