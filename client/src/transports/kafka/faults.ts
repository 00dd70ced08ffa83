/** What a Kafka, or the way to it, said, as a fault that a person understands. */
import { t } from '@vscode/l10n';
import { type Fault, FaultError, fault } from '../../errors.ts';
import { roughly } from '../../words/words.ts';
import { type Attempt, attemptWords, codeOf, networkFault, saidBy } from '../faults.ts';

/** What was to be done with a topic. */
export type Use = 'read' | 'write';

/** A topic is not there, or not for this user, or cannot be read. */
export class TopicError extends Error {
  constructor(
    readonly topic: string,
    readonly use: Use,
    readonly kind: 'missing' | 'refused' | 'unreadable',
    said: string,
  ) {
    super(said);
    this.name = 'TopicError';
  }
}

/** The cluster gives this client no consumer group of its own. */
export class GroupError extends Error {
  constructor(
    readonly group: string,
    said: string,
  ) {
    super(said);
    this.name = 'GroupError';
  }
}

/**
 * No way to say who this is was taken. `unproven`: the broker does not know the password itself (RFC 5802), so it may be
 * somebody else.
 */
export class LoginError extends Error {
  constructor(
    readonly kind: 'refused' | 'notOffered' | 'notWanted' | 'unproven',
    said: string,
  ) {
    super(said);
    this.name = 'LoginError';
  }
}

/** The way to a broker came to nothing; `cause` is what the socket or TLS said. */
export class BrokerError extends Error {
  constructor(
    /** `host:port` */
    readonly broker: string,
    cause: unknown,
  ) {
    super(saidBy(cause), { cause });
    this.name = 'BrokerError';
  }
}

/** Partitions were not assigned in time. */
export class LateGroupError extends Error {
  constructor(readonly waited: number) {
    super(t('no partitions were assigned in time'));
    this.name = 'LateGroupError';
  }
}

/** The name that Kafka gives an error (`TOPIC_AUTHORIZATION_FAILED`), wherever in a chain of causes it stands. */
export function kafkaType(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('type' in error && typeof error.type === 'string') return error.type;
  return kafkaType(error.cause);
}

/** The name of the class that kafkajs gives an error, the innermost one. */
export function kafkaName(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return kafkaName(error.cause) ?? error.name;
}

/** What is behind the library's own words: nothing is to be mended by what it wraps around an error. */
export function innermost(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? innermost(error.cause) : error;
}

/** Why a connection that stood is gone, in a clause. */
export function lossWords(cause: Error, username: string | undefined): string {
  if (cause instanceof BrokerError) return `${cause.broker}: ${saidBy(cause)}`;
  return cause instanceof TopicError ? topicFault(cause, 'Kafka', username).message : saidBy(cause);
}

/** How often it goes wrong to write `bootstrap.servers` of one network and be sent into another. */
const advertised = () =>
  t(
    'The brokers of a Kafka tell by themselves where they are reached (advertised.listeners): that host and port must be reachable from this machine.',
  );

export function connectFault(
  error: unknown,
  attempt: Attempt & { readonly brokers: readonly string[] },
): Fault {
  const where = attemptWords(attempt);
  if (error instanceof FaultError) return error.fault;
  if (error instanceof BrokerError) return brokerFault(error, where, attempt);
  const told = networkFault(error, where);
  if (told) return told;
  if (error instanceof LoginError) return loginFault(error, where, attempt.username);
  if (error instanceof TopicError) return topicFault(error, where, attempt.username);
  if (error instanceof GroupError) return groupFault(error, where, attempt.username);
  if (error instanceof LateGroupError)
    return fault(
      'subscription-unanswered',
      t(
        '{0}: Kafka let this client in, but assigned it no partitions within {1}.',
        where,
        roughly(error.waited),
      ),
      t('Try again; the log of the broker that coordinates the consumer groups tells more.'),
    );
  return fault('connect-failed', `${where}: ${saidBy(innermost(error))}.`);
}

function brokerFault(
  { broker, cause }: BrokerError,
  where: string,
  { username, brokers }: Attempt & { readonly brokers: readonly string[] },
): Fault {
  const isElsewhere = !brokers.includes(broker);
  const at = isElsewhere ? t('{0}, which names {1} as one of its brokers', where, broker) : where;
  const told = networkFault(cause, at);
  if (cause instanceof FaultError)
    return isElsewhere
      ? { ...cause.fault, message: `${at}. ${cause.fault.message}`, advice: advertised() }
      : cause.fault;
  if (told === undefined) {
    const code = codeOf(cause);
    return fault(
      'connection-closed',
      `${at}: ${code === undefined ? saidBy(cause) : `${saidBy(cause)} (${code})`}.`,
      username === undefined ? perhapsUser() : whatKafkaSpeaks(),
    );
  }
  if (isElsewhere && !told.code.startsWith('tls-')) return { ...told, advice: advertised() };
  return told.code === 'connection-closed'
    ? { ...told, advice: username === undefined ? perhapsUser() : whatKafkaSpeaks() }
    : told;
}

const whatKafkaSpeaks = () =>
  t(
    'Check that the port is one of Kafka for clients, and that the scheme fits it: `kafkas://` for a port with TLS.',
  );
const perhapsUser = () =>
  t(
    '{0} A port that wants a user hangs up on one without: set `username` of the connection.',
    whatKafkaSpeaks(),
  );

function loginFault(error: LoginError, where: string, username: string | undefined): Fault {
  const text = saidBy(error);
  switch (error.kind) {
    case 'refused':
      return fault(
        'credentials-refused',
        t('{0}: Kafka refuses user or password (user "{1}").', where, username ?? ''),
      );
    case 'unproven':
      return fault(
        'credentials-refused',
        t(
          '{0}: this broker does not prove that it knows the password of the user "{1}" ({2}), so the password was not told to it.',
          where,
          username ?? '',
          text,
        ),
        t(
          'It may be another one than you mean: check the address and the TLS settings of the connection, and ask who runs this Kafka.',
        ),
      );
    case 'notWanted':
      return fault(
        'credentials-refused',
        t('{0}: this port takes no user ({1}).', where, text),
        t('Take out `username` of the connection, or use the port of Kafka that has SASL.'),
      );
    default:
      return fault(
        'credentials-refused',
        t(
          '{0}: Kafka takes a user neither by SCRAM-SHA-512 nor by SCRAM-SHA-256 nor by PLAIN ({1}).',
          where,
          text,
        ),
        t(
          'Look up how applications log in there: this tool knows these three, and client certificates (`tls.certFile`, without `username`).',
        ),
      );
  }
}

function whoIs(username: string | undefined): string {
  return username === undefined ? t('a client without a user') : t('the user "{0}"', username);
}

/** What Kafka calls the user in its rights. */
function principal(username: string | undefined): string {
  return username === undefined ? t('of this client') : `User:${username}`;
}

/** The rights of an application in a tenant, as Kafka names them. */
export function rightsAdvice(topic: string, use: Use, username: string | undefined): string {
  const operation = use === 'read' ? 'Read and Describe' : 'Write and Describe';
  return t(
    'Check `tenant` of the connection, and ask for the right (ACL) {0} on the topic {1} for the principal {2}.',
    operation,
    topic,
    principal(username),
  );
}

function topicFault(error: TopicError, where: string, username: string | undefined): Fault {
  const { topic, use, kind } = error;
  if (kind === 'missing')
    return fault(
      'link-refused',
      t('{0}: there is no topic {1}.', where, topic),
      t(
        "Check `tenant` of the connection, and that this Kafka is the one of Hono's messaging network. Where Kafka creates no topics by itself, or the tenant has never been used, its owner creates them: kafka-topics.sh --create --topic {0}",
        topic,
      ),
    );
  if (kind === 'unreadable')
    return fault(
      'link-refused',
      t('{0}: what is in {1} cannot be read: {2}.', where, topic, saidBy(error)),
      t(
        'Messages are read uncompressed or compressed by gzip. Set compression.type of the topic to gzip or uncompressed; what is there already is not changed by that.',
      ),
    );
  return fault(
    'link-refused',
    t(
      '{0}: Kafka does not let {1} {2} ({3}).',
      where,
      whoIs(username),
      use === 'read' ? t('receive from {0}', topic) : t('send to {0}', topic),
      saidBy(error),
    ),
    rightsAdvice(topic, use, username),
  );
}

function groupFault({ group, message }: GroupError, where: string, username: string | undefined): Fault {
  const prefix = group.replace(/(-[^-]*){5}$/, '-');
  return fault(
    'link-refused',
    t(
      '{0}: Kafka gives {1} no consumer group of its own, {2} ({3}).',
      where,
      whoIs(username),
      group,
      message,
    ),
    t(
      'Ask for the right (ACL) Read on the groups that begin with {0} (--resource-pattern-type prefixed) for the principal {1}; `clientId` of the connection changes what they begin with. Where Kafka has just been started, try again.',
      prefix,
      principal(username),
    ),
  );
}
