/** What Kafka made of a command, and whether anybody may have got it. */
import { type Fault, fault } from '../../errors.ts';
import { roughly } from '../../words/words.ts';
import { saidBy } from '../faults.ts';
import type { Command } from '../transport.ts';
import { innermost, kafkaType, rightsAdvice } from './faults.ts';

/** The broker says that it has not written the record; a moment later, or elsewhere, it may be written. */
const passing: ReadonlySet<string> = new Set([
  'NOT_LEADER_FOR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'NOT_ENOUGH_REPLICAS',
]);

/** The broker says that it will never write the record as it is. */
const final: ReadonlySet<string> = new Set([
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_TOPIC_EXCEPTION',
  'CORRUPT_MESSAGE',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
  'INVALID_REQUIRED_ACKS',
  'POLICY_VIOLATION',
  'UNSUPPORTED_FOR_MESSAGE_FORMAT',
]);

/**
 * Whether a record that could not be sent was written. `unwritten`: surely not, and it may be sent again. `refused`: surely
 * not, and never will be. `unknown`: it has left, and no broker says what became of it; to send it again could be twice.
 */
export function judge(error: unknown, hasLeft: boolean): 'unwritten' | 'refused' | 'unknown' {
  const type = kafkaType(error);
  if (type !== undefined && final.has(type)) return 'refused';
  if (!hasLeft || (type !== undefined && passing.has(type))) return 'unwritten';
  return 'unknown';
}

/** For what {@link judge} calls `refused`, or what stayed `unwritten`. */
export function notWritten(
  { thing, operation }: Command,
  topic: string,
  error: unknown,
  username: string | undefined,
): Fault {
  const said = saidBy(innermost(error));
  switch (kafkaType(error)) {
    case 'TOPIC_AUTHORIZATION_FAILED':
    case 'CLUSTER_AUTHORIZATION_FAILED':
      return fault(
        'not-authorized',
        `Kafka does not let this user send to ${topic}: ${operation} to ${thing} was not sent (${said}).`,
        rightsAdvice(topic, 'write', username),
      );
    case 'MESSAGE_TOO_LARGE':
    case 'RECORD_LIST_TOO_LARGE':
      return fault(
        'message-too-long',
        `Kafka takes no message of that length on ${topic} (max.message.bytes): ${operation} to ${thing} was not sent.`,
      );
    default:
      return fault(
        'publish-refused',
        `Kafka did not take ${operation} to ${thing}, which was not sent (${said}).`,
      );
  }
}

/** It has left, and whether a broker has written it nobody can say: a lost connection, a broker that does not answer. */
export function perhapsWritten({ thing, operation }: Command, error: unknown): Fault {
  return fault(
    'connection-lost',
    `Kafka did not confirm ${operation} to ${thing} (${saidBy(innermost(error))}): whether it is on its way to the device is not known. It was not sent again.`,
  );
}

export function notLeft({ thing, operation }: Command, waited: number): Fault {
  return fault(
    'publish-refused',
    `${operation} to ${thing} could not be handed to Kafka within ${roughly(waited)} and was not sent.`,
    'Check that the brokers of Kafka are up; send it again then.',
  );
}
