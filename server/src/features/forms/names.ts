import type { Operation } from '../../messages.ts';

/** The property of a message's value that holds its content; a refresh has none. */
export function contentName(
  operation: Operation,
): 'desiredState' | 'softwareModules' | 'software' | undefined {
  switch (operation) {
    case 'apply':
      return 'desiredState';
    case 'install':
    case 'download':
      return 'softwareModules';
    case 'remove':
      return 'software';
    case 'refresh':
      return undefined;
  }
}

/** The property of a message's value by which what follows is told apart. */
export function idName(operation: Operation): 'activityId' | 'correlationId' {
  return operation === 'apply' || operation === 'refresh' ? 'activityId' : 'correlationId';
}
