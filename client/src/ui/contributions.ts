/**
 * Everything that `package.json` contributes and code refers to, named once. A test holds `package.json` against this,
 * both ways.
 */

/** Shown in front of each command and above the settings. */
export const category = 'Kanto';

export const commands = {
  applyToDevice: 'kanto.applyToDevice',
  refreshDevice: 'kanto.refreshDevice',
  newManifest: 'kanto.newManifest',
  convertToJson: 'kanto.convertToJson',
  convertToYaml: 'kanto.convertToYaml',
  convertToEnvelope: 'kanto.convertToEnvelope',
  convertToValue: 'kanto.convertToValue',
  convertToBare: 'kanto.convertToBare',
  showMessage: 'kanto.showMessage',
  addConnection: 'kanto.addConnection',
  editConnections: 'kanto.editConnections',
  setPassword: 'kanto.setPassword',
  connect: 'kanto.connect',
  disconnect: 'kanto.disconnect',
  testConnection: 'kanto.testConnection',
  startSimulator: 'kanto.startSimulator',
  stopSimulator: 'kanto.stopSimulator',
  showRules: 'kanto.showRules',
  showOutput: 'kanto.showOutput',
  restartLanguageServer: 'kanto.restartLanguageServer',
  copyId: 'kanto.copyId',
} as const;
export type CommandId = (typeof commands)[keyof typeof commands];

/** Settings by what they are about; `default` is what `package.json` declares. */
export const settings = {
  manifestGlobs: { key: 'kanto.manifest.globs', default: [] },
  detectByContent: { key: 'kanto.manifest.detectByContent', default: true },
  /** Read by the language server, through the client. */
  rules: { key: 'kanto.rules', default: {} },
  /** Files, by the id of the domain. */
  domains: { key: 'kanto.domains', default: {} },
  connections: { key: 'kanto.connections', default: [] },
  /** Seconds. */
  responseTimeout: { key: 'kanto.response.timeout', default: 15 },
  /** Minutes of silence. */
  updateTimeout: { key: 'kanto.update.timeout', default: 15 },
  startSimulator: { key: 'kanto.simulator.startAutomatically', default: false },
  /** Read by the language client itself. */
  traceServer: { key: 'kanto.trace.server', default: 'messages' },
} as const;

export const viewContainer = 'kanto';
export const views = { devices: 'kanto.devices' } as const;

/** Keys set with `setContext` for the `when` clauses of `package.json`. */
export const contextKeys = {
  hasConnections: 'kanto.hasConnections',
  anyConnected: 'kanto.anyConnected',
  simulatorRunning: 'kanto.simulatorRunning',
} as const;

/** `viewItem` in the `when` clauses of the tree's menus. */
export const rowContexts = {
  connected: 'connection.connected',
  disconnected: 'connection.disconnected',
  simulated: 'connection.simulated',
  deviceConnected: 'device.connected',
  deviceDisconnected: 'device.disconnected',
  component: 'component',
  lastUpdate: 'lastUpdate',
} as const;
export type RowContext = (typeof rowContexts)[keyof typeof rowContexts];

/** File names that are manifests by convention, as `filenamePatterns` of the languages say. */
export const manifestGlob = '**/*.{desired-state,software-modules,kanto}.{json,yaml,yml}';
