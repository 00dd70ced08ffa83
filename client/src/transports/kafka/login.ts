/** How this client says who it is (SASL), where it has a user. */
import type { Admin, SASLOptions } from 'kafkajs';
import { FaultError } from '../../errors.ts';
import { passwordMissing, saidBy } from '../faults.ts';
import type { Way } from '../way.ts';
import { innermost, kafkaName, kafkaType, LoginError } from './faults.ts';
import type { Library } from './library.ts';

/** By how little of the password is told. */
const mechanisms = ['scram-sha-512', 'scram-sha-256', 'plain'] as const;
export type Mechanism = (typeof mechanisms)[number];

export interface LoggedIn {
  readonly library: Library;
  /** Connected. */
  readonly admin: Admin;
  readonly mechanism?: Mechanism;
}

/**
 * Tries one mechanism after the other: which of them a cluster has, and for which of them it knows the user, is its own
 * matter. `known`: the one that was taken before. Rejects with a LoginError, or what the cluster said.
 */
export async function login(
  { username, password }: Way,
  known: Mechanism | undefined,
  create: (sasl: SASLOptions | undefined) => Library,
): Promise<LoggedIn> {
  if (username === undefined) return connected(create(undefined));
  if (password === undefined) throw new FaultError(passwordMissing(username));
  const refusals: LoginError[] = [];
  for (const mechanism of known === undefined
    ? mechanisms
    : [known, ...mechanisms.filter((it) => it !== known)]) {
    try {
      return { ...(await connected(create({ mechanism, username, password }))), mechanism };
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      refusals.push(refusal);
      // Whoever cannot prove itself must not be told the password by the next, plainer one.
      if (refusal.kind === 'unproven') throw refusal;
      if (refusal.kind === 'notWanted') break;
    }
  }
  throw refusals.find(({ kind }) => kind !== 'notOffered') ?? refusals[0];
}

async function connected(library: Library): Promise<LoggedIn> {
  const admin = library.kafka.admin();
  try {
    await admin.connect();
    return { library, admin };
  } catch (error) {
    void admin.disconnect().catch(() => undefined); // it never was connected
    throw error;
  }
}

/** Undefined for what is no word on the user. */
function refusalOf(error: unknown): LoginError | undefined {
  const said = saidBy(innermost(error));
  const type = kafkaType(error);
  if (type === 'UNSUPPORTED_SASL_MECHANISM' || /mechanism is not supported/.test(said))
    return new LoginError('notOffered', said);
  if (type === 'ILLEGAL_SASL_STATE') return new LoginError('notWanted', said);
  if (/Invalid server (signature|nonce)|Requested iterations/.test(said))
    return new LoginError('unproven', said);
  return kafkaName(error) === 'KafkaJSSASLAuthenticationError' || type === 'SASL_AUTHENTICATION_FAILED'
    ? new LoginError('refused', said)
    : undefined;
}
