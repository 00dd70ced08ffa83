/**
 * What a domain's feedback does to the whole update (update-manager:
 * updatem/orchestration/update_orchestrator_feedback.go): the domains go in lock-step, and the next command is
 * signalled when none of them is still in the phase.
 */
import type { Operation } from './operation.ts';

/** What a handler may ask of the orchestrator. */
export interface Steps {
  readonly operation: Operation;
  /** Reports RUNNING. */
  running(): Promise<void>;
  identified(): Promise<void>;
  /** Sends CLEANUP to one domain. */
  cleanUp(domain: string): Promise<void>;
}

/** Carries a domain's status over to the operation. Unknown statuses are ignored, as the device only logs them. */
export async function handleStatus(
  steps: Steps,
  domain: string,
  status: string,
  message: string,
  actions: number,
): Promise<void> {
  switch (status) {
    case 'IDENTIFIED':
      return identified(steps, domain, actions);
    case 'IDENTIFICATION_FAILED':
      return identificationFailed(steps.operation, domain, message);
    case 'COMPLETED':
      return ended(steps.operation, domain, 'CLEANUP_SUCCESS');
    case 'INCOMPLETE':
      return ended(steps.operation, domain, 'CLEANUP_FAILURE');
    case 'CLEANUP_SUCCESS':
    case 'CLEANUP_FAILURE':
      return cleanedUp(steps.operation, domain, status);
    case 'CLEANUP':
      if (cleanable.includes(steps.operation.domains.get(domain) ?? '')) await steps.running();
      return;
    default:
      return phase(steps, domain, status);
  }
}

/** A phase of the update: the statuses in which a domain may report it, and what comes after it. */
interface Phase {
  readonly during: readonly string[];
  readonly next: 'UPDATE' | 'ACTIVATE' | 'CLEANUP';
}

const phases: Readonly<Record<string, Phase>> = {
  DOWNLOAD: { during: ['IDENTIFIED', 'DOWNLOADING'], next: 'UPDATE' },
  UPDATE: { during: ['DOWNLOAD_SUCCESS', 'UPDATING'], next: 'ACTIVATE' },
  ACTIVATION: { during: ['UPDATE_SUCCESS', 'ACTIVATING'], next: 'CLEANUP' },
  ROLLBACK: { during: ['DOWNLOAD_SUCCESS', 'UPDATE_SUCCESS', 'ROLLBACK'], next: 'CLEANUP' },
};

const progress: Readonly<Record<string, string>> = {
  DOWNLOADING: 'DOWNLOAD',
  UPDATING: 'UPDATE',
  ACTIVATING: 'ACTIVATION',
  ROLLBACK: 'ROLLBACK',
};

async function phase(steps: Steps, domain: string, status: string): Promise<void> {
  const { operation } = steps;
  const [, name, result] = /^(\w+)_(SUCCESS|FAILURE)$/.exec(status) ?? [
    undefined,
    progress[status],
    undefined,
  ];
  const known = phases[name ?? ''];
  if (known === undefined || operation.status !== 'RUNNING') return;
  if (!known.during.includes(operation.domains.get(domain) ?? '')) return;
  if (result === undefined) return steps.running();
  operation.domains.set(domain, status);
  if (result === 'FAILURE') {
    operation.delayedStatus = 'INCOMPLETE';
    return steps.cleanUp(domain);
  }
  if ([...operation.domains.values()].some((other) => known.during.includes(other))) return;
  operation.signal(known.next, true);
  await steps.running();
}

async function identified(steps: Steps, domain: string, actions: number): Promise<void> {
  const { operation } = steps;
  if (!stillIdentifying(operation, domain)) return;
  // Without actions a domain gets no commands.
  operation.domains.set(domain, actions === 0 ? 'CLEANUP_SUCCESS' : 'IDENTIFIED');
  const statuses = [...operation.domains.values()];
  if (statuses.includes('IDENTIFYING')) return;
  if (statuses.includes('IDENTIFICATION_FAILED')) {
    // The reason was the other domain's, and is lost (update_orchestrator_feedback.go:106).
    failIdentification(operation, domain, '');
    return;
  }
  await steps.identified();
  if (statuses.includes('IDENTIFIED')) {
    await steps.running();
    operation.status = 'RUNNING';
    operation.signal('DOWNLOAD', true);
  } else {
    operation.status = 'COMPLETED';
    operation.signal('DOWNLOAD', false);
  }
}

function identificationFailed(operation: Operation, domain: string, message: string): void {
  if (!stillIdentifying(operation, domain)) return;
  operation.domains.set(domain, 'IDENTIFICATION_FAILED');
  if ([...operation.domains.values()].includes('IDENTIFYING')) return;
  failIdentification(operation, domain, message);
}

function failIdentification(operation: Operation, domain: string, message: string): void {
  operation.status = 'IDENTIFICATION_FAILED';
  operation.errorMessage = `[${domain}]: ${message}`;
  operation.failed.send(true);
}

function stillIdentifying(operation: Operation, domain: string): boolean {
  if (!['IDENTIFYING', 'IDENTIFIED', 'IDENTIFICATION_FAILED'].includes(operation.status)) return false;
  return !['IDENTIFIED', 'IDENTIFICATION_FAILED'].includes(operation.domains.get(domain) ?? '');
}

const over = ['COMPLETED', 'INCOMPLETE', 'CLEANUP_SUCCESS', 'CLEANUP_FAILURE'];

/** An agent that finished without being told to clean up. */
function ended(operation: Operation, domain: string, status: string): void {
  if (over.includes(operation.domains.get(domain) ?? '')) return;
  if (status === 'CLEANUP_FAILURE') operation.delayedStatus = 'INCOMPLETE';
  operation.domains.set(domain, status);
  complete(operation);
}

const cleanable = ['ACTIVATION_SUCCESS', 'DOWNLOAD_FAILURE', 'UPDATE_FAILURE', 'ACTIVATION_FAILURE'];

function cleanedUp(operation: Operation, domain: string, status: string): void {
  const present = operation.domains.get(domain) ?? '';
  if (![...cleanable, 'COMPLETED', 'INCOMPLETE'].includes(present)) return;
  operation.domains.set(domain, status);
  complete(operation);
}

function complete(operation: Operation): void {
  const statuses = [...operation.domains.values()];
  if (!statuses.every((status) => status === 'CLEANUP_SUCCESS' || status === 'CLEANUP_FAILURE')) return;
  if (operation.delayedStatus === 'INCOMPLETE') {
    operation.status = 'INCOMPLETE';
    const reason = operation.delayedError === '' ? '' : `: ${operation.delayedError}`;
    operation.errorMessage = `the update process is incompleted${reason}`;
    operation.failed.send(true);
    return;
  }
  operation.status = 'COMPLETED';
  operation.done.send(true);
}
