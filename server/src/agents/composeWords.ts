/**
 * What a config key of a container is called elsewhere: in Compose files, on the command line of Docker, and in the
 * descriptors of Kanto's own containers.
 */
const words: ReadonlyMap<string, string> = new Map([
  ...['args', 'arg', 'argv', 'command', 'entrypoint'].map((word) => [word, 'cmd'] as const),
  ...['environment', 'envvar', 'envvars', 'variable', 'e'].map((word) => [word, 'env'] as const),
  ...['volume', 'volumes', 'mountpoint', 'mountpoints', 'bind', 'v'].map((word) => [word, 'mount'] as const),
  ...['portmapping', 'portmappings', 'publish', 'expose', 'p'].map((word) => [word, 'port'] as const),
  ...['extrahost', 'extrahosts', 'addhost', 'hosts'].map((word) => [word, 'host'] as const),
  ...['networkmode', 'net', 'networks'].map((word) => [word, 'network'] as const),
  ...['tty', 't'].map((word) => [word, 'terminal'] as const),
  ...['stdinopen', 'openstdin', 'i'].map((word) => [word, 'interactive'] as const),
  ...['restart'].map((word) => [word, 'restartPolicy'] as const),
  ...['maxretries', 'maximumretrycount', 'retries'].map((word) => [word, 'restartMaxRetries'] as const),
  ...['retrytimeout'].map((word) => [word, 'restartTimeout'] as const),
  ...['logtype', 'logging', 'log'].map((word) => [word, 'logDriver'] as const),
  ...['maxfiles', 'maxfile'].map((word) => [word, 'logMaxFiles'] as const),
  ...['maxsize'].map((word) => [word, 'logMaxSize'] as const),
  ...['maxbuffersize', 'buffersize'].map((word) => [word, 'logMaxBufferSize'] as const),
  ...['rootdir', 'logdir'].map((word) => [word, 'logPath'] as const),
  ...['memlimit', 'memorylimit', 'mem'].map((word) => [word, 'memory'] as const),
  ...['memswaplimit', 'memswap', 'swap', 'swapmemory'].map((word) => [word, 'memorySwap'] as const),
  ...['memreservation', 'reservation'].map((word) => [word, 'memoryReservation'] as const),
  ...['imagename', 'containerimage'].map((word) => [word, 'image'] as const),
]);

/** The key that this word means, in any letter case and with any separators; undefined for a word that nobody uses. */
export function keyMeant(word: string): string | undefined {
  return words.get(word.toLowerCase().replaceAll(/[\s_.-]/g, ''));
}
