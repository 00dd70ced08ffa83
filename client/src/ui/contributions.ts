/**
 * Everything that `package.json` contributes and code refers to, named once. A test holds `package.json` against this,
 * both ways.
 */
import type { Mode } from '../connections/profile.ts';

/** Shown in front of each command and above the settings. */
export const category = 'Kanto';

export const commands = {
  applyToDevice: 'kanto.applyToDevice',
  planOnDevice: 'kanto.planOnDevice',
  rollOut: 'kanto.rollOut',
  showRollout: 'kanto.showRollout',
  pauseRollout: 'kanto.pauseRollout',
  goOnRollout: 'kanto.goOnRollout',
  resumeRollout: 'kanto.resumeRollout',
  stopRollout: 'kanto.stopRollout',
  retryRollout: 'kanto.retryRollout',
  exportRollout: 'kanto.exportRollout',
  deleteRollout: 'kanto.deleteRollout',
  showRolloutRun: 'kanto.showRolloutRun',
  showPlan: 'kanto.showPlan',
  closePlan: 'kanto.closePlan',
  showDrift: 'kanto.showDrift',
  importFromDevice: 'kanto.importFromDevice',
  showRun: 'kanto.showRun',
  answerConsent: 'kanto.answerConsent',
  refreshDevice: 'kanto.refreshDevice',
  listRegistered: 'kanto.listRegistered',
  installSoftware: 'kanto.installSoftware',
  removeSoftware: 'kanto.removeSoftware',
  newManifest: 'kanto.newManifest',
  convertToJson: 'kanto.convertToJson',
  convertToYaml: 'kanto.convertToYaml',
  convertToEnvelope: 'kanto.convertToEnvelope',
  convertToValue: 'kanto.convertToValue',
  convertToBare: 'kanto.convertToBare',
  showMessage: 'kanto.showMessage',
  computeChecksums: 'kanto.computeChecksums',
  addConnection: 'kanto.addConnection',
  editConnection: 'kanto.editConnection',
  duplicateConnection: 'kanto.duplicateConnection',
  removeConnection: 'kanto.removeConnection',
  editConnections: 'kanto.editConnections',
  setPassword: 'kanto.setPassword',
  connect: 'kanto.connect',
  disconnect: 'kanto.disconnect',
  testConnection: 'kanto.testConnection',
  startSimulator: 'kanto.startSimulator',
  startDirectSimulator: 'kanto.startDirectSimulator',
  stopSimulator: 'kanto.stopSimulator',
  showRules: 'kanto.showRules',
  showOutput: 'kanto.showOutput',
  restartLanguageServer: 'kanto.restartLanguageServer',
  reportIssue: 'kanto.reportIssue',
  showDetails: 'kanto.showDetails',
  showTwin: 'kanto.showTwin',
  filterDevices: 'kanto.filterDevices',
  clearDeviceFilter: 'kanto.clearDeviceFilter',
  groupByConnection: 'kanto.groupByConnection',
  groupByState: 'kanto.groupByState',
  showMore: 'kanto.showMore',
  pinDevice: 'kanto.pinDevice',
  unpinDevice: 'kanto.unpinDevice',
  forgetDevice: 'kanto.forgetDevice',
  copyId: 'kanto.copyId',
  copyTopic: 'kanto.copyTopic',
  copyComponent: 'kanto.copyComponent',
  copyValue: 'kanto.copyValue',
  filterHistory: 'kanto.filterHistory',
  clearHistoryFilter: 'kanto.clearHistoryFilter',
  groupHistoryByDay: 'kanto.groupHistoryByDay',
  groupHistoryByDevice: 'kanto.groupHistoryByDevice',
  resendRun: 'kanto.resendRun',
  undoRun: 'kanto.undoRun',
  askRunEnd: 'kanto.askRunEnd',
  showSentManifest: 'kanto.showSentManifest',
  compareRuns: 'kanto.compareRuns',
  exportRuns: 'kanto.exportRuns',
  deleteRun: 'kanto.deleteRun',
  clearHistory: 'kanto.clearHistory',
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
  /** When an apply asks, by what it does; see `askLevels`. */
  applyAsk: { key: 'kanto.apply.ask', default: 'destroy' },
  startSimulator: { key: 'kanto.simulator.startAutomatically', default: false },
  /** What the simulated device asks its owner. */
  simulatorConsent: { key: 'kanto.simulator.ownerConsent', default: [] },
  /** Kinds of notifications that are not shown; see `notificationKinds`. */
  hiddenNotifications: { key: 'kanto.notifications.hidden', default: [] },
  /** Read by the language client itself. */
  traceServer: { key: 'kanto.trace.server', default: 'messages' },
} as const;

/** What is told without being asked for, and can be switched off; a view, the status bar or the output has it, too. */
export const notificationKinds = [
  'connectionLost',
  'ownerConsent',
  'rolloutWaits',
  'rolloutEnd',
  'updateEnd',
  'vocabularies',
] as const;
export type NotificationKind = (typeof notificationKinds)[number];

export const viewContainer = 'kanto';
export const views = {
  devices: 'kanto.devices',
  rollouts: 'kanto.rollouts',
  history: 'kanto.history',
} as const;

/** The type of the editor tab that shows a rollout. */
export const rolloutPanel = 'kanto.rollout';

/** Keys set with `setContext` for the `when` clauses of `package.json`. */
export const contextKeys = {
  /** The connections are those of the settings: without it nobody can say that there is none. */
  devicesLoaded: 'kanto.devicesLoaded',
  hasConnections: 'kanto.hasConnections',
  anyConnected: 'kanto.anyConnected',
  /** An open connection names a device registry. */
  hasRegistry: 'kanto.hasRegistry',
  /** One of either mode. */
  simulatorRunning: 'kanto.simulatorRunning',
  thingsSimulatorRunning: 'kanto.thingsSimulatorRunning',
  directSimulatorRunning: 'kanto.directSimulatorRunning',
  /** In this session a plan was shown, and an apply was taken by a device: the walkthrough ticks its steps by them. */
  planMade: 'kanto.planMade',
  applySent: 'kanto.applySent',
  devicesFiltered: 'kanto.devicesFiltered',
  devicesByState: 'kanto.devicesByState',
  hasRollouts: 'kanto.hasRollouts',
  historyFiltered: 'kanto.historyFiltered',
  historyByDevice: 'kanto.historyByDevice',
  hasHistory: 'kanto.hasHistory',
  /** It was read: without it nobody can say that it is empty. */
  historyLoaded: 'kanto.historyLoaded',
} as const;

/** `viewItem` in the `when` clauses of the tree's menus. */
export const rowContexts = {
  connected: 'connection.connected',
  disconnected: 'connection.disconnected',
  simulated: 'connection.simulated',
  /** The devices of one state. */
  state: 'state',
  component: 'component',
  parameter: 'parameter',
  lastUpdate: 'lastUpdate',
  plan: 'plan',
  rolloutRunning: 'rollout.running',
  rolloutWaiting: 'rollout.waiting',
  rolloutPausing: 'rollout.pausing',
  rolloutPaused: 'rollout.paused',
  rolloutEnded: 'rollout.ended',
  rolloutDamaged: 'rollout.damaged',
  rolloutDevice: 'rolloutDevice',
} as const;
export type RowContext = (typeof rowContexts)[keyof typeof rowContexts] | DeviceContext | RunContext;

/** What a device is, so that its menu offers what can be done: `device.connected.pinned.heard.things`. */
export type DeviceContext =
  `device.${'connected' | 'disconnected'}.${'pinned' | 'loose'}.${'named' | 'heard'}.${Mode}`;

export function deviceContext(device: {
  readonly connected: boolean;
  readonly pinned: boolean;
  /** Named in the settings, or by a registry alone, so that it cannot be forgotten. */
  readonly configured: boolean;
  /** In direct mode there is no SoftwareUpdatable. */
  readonly mode: Mode;
}): DeviceContext {
  const state = device.connected ? 'connected' : 'disconnected';
  return `device.${state}.${device.pinned ? 'pinned' : 'loose'}.${device.configured ? 'named' : 'heard'}.${device.mode}`;
}

/** What a run of the history is, so that its menu offers what can be done: `run.apply.over.readable.heard`. */
export type RunContext =
  `run.${'apply' | 'other'}.${'going' | 'over'}.${'readable' | 'locked'}.${'heard' | 'unheard'}`;

export function runContext(run: {
  /** An apply that the device has taken. */
  readonly apply: boolean;
  readonly over: boolean;
  readonly readable: boolean;
  /** Its end was not heard. */
  readonly unheard: boolean;
}): RunContext {
  const kind = run.apply ? 'apply' : 'other';
  return `run.${kind}.${run.over ? 'over' : 'going'}.${run.readable ? 'readable' : 'locked'}.${run.unheard ? 'unheard' : 'heard'}`;
}

/** File names that are manifests by convention, as `filenamePatterns` of the languages say. */
export const manifestGlob = '**/*.{desired-state,software-modules,kanto}.{json,yaml,yml}';
