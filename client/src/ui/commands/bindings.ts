/** Binds each command to what it does. */
import { commands as editorCommands, env, type LogOutputChannel, type Uri } from 'vscode';
import type { Engine } from '../../engine.ts';
import type { History } from '../../history/history.ts';
import type { DriftWatch } from '../../updates/drift.ts';
import type { Connector } from '../connector.ts';
import { type CommandId, commands, settings } from '../contributions.ts';
import type { DeviceDocuments } from '../deviceDocuments.ts';
import type { DevicesTree } from '../devicesTree.ts';
import type { HistoryTree } from '../historyTree.ts';
import type { ManifestServer } from '../manifestServer.ts';
import type { KnownRuns } from '../model/knownRuns.ts';
import type { Rollouts } from '../model/rollouts.ts';
import type { ShownPlans } from '../model/shownPlans.ts';
import { isTreeElement } from '../model/treeElements.ts';
import type { Notices } from '../notices.ts';
import type { PasswordStore } from '../passwordStore.ts';
import type { PinStore } from '../pinStore.ts';
import type { PlanDocuments } from '../planDocuments.ts';
import type { Planner } from '../planner.ts';
import type { Profiles } from '../profiles.ts';
import type { Reports } from '../reports.ts';
import type { RolloutPlans } from '../rolloutAsking.ts';
import type { RolloutMatrices } from '../rolloutMatrices.ts';
import type { RunDocuments } from '../runDocuments.ts';
import type { SentDocuments } from '../sentDocuments.ts';
import type { SimulatedDevices } from '../simulatedDevices.ts';
import type { TargetPicker } from '../targetPicker.ts';
import { addConnection } from './addConnection.ts';
import { answerConsent } from './answerConsent.ts';
import { applyToDevice } from './applyToDevice.ts';
import { askRunEnd } from './askRunEnd.ts';
import { closePlan } from './closePlan.ts';
import { computeChecksums } from './computeChecksums.ts';
import { connect, disconnect, setPassword } from './connections.ts';
import { convertForm, convertFormat } from './convert.ts';
import { clearHistory, deleteRun } from './deleteRuns.ts';
import {
  copyComponent,
  copyTopic,
  copyValue,
  forgetDevice,
  pinDevice,
  showDetails,
  showTwin,
  unpinDevice,
} from './devices.ts';
import { duplicateConnection, editConnection } from './editConnection.ts';
import { exportRuns } from './exportRuns.ts';
import { filterDevices } from './filterDevices.ts';
import { filterHistory } from './filterHistory.ts';
import { importFromDevice } from './importFromDevice.ts';
import { installSoftware } from './installSoftware.ts';
import { listRegistered } from './listRegistered.ts';
import { newManifest } from './newManifest.ts';
import { planOnDevice } from './planOnDevice.ts';
import { refreshDevice } from './refreshDevice.ts';
import { removeConnection } from './removeConnection.ts';
import { removeSoftware } from './removeSoftware.ts';
import { reportIssue } from './reportIssue.ts';
import { resendRun } from './resendRun.ts';
import { rollOut } from './rollOut.ts';
import {
  deleteRollout,
  exportRollout,
  goOnRollout,
  pauseRollout,
  resumeRollout,
  retryRollout,
  showRollout,
  showRolloutRun,
  stopRollout,
} from './rollouts.ts';
import { showDrift } from './showDrift.ts';
import { showMessage } from './showMessage.ts';
import { showPlan } from './showPlan.ts';
import { showRules } from './showRules.ts';
import { showRun } from './showRun.ts';
import { compareRuns, showSentManifest } from './showSentManifest.ts';
import { startSimulator, stopSimulator } from './simulator.ts';
import { testConnection } from './testConnection.ts';
import { undoRun } from './undoRun.ts';

export interface CommandParts {
  readonly engine: Engine;
  readonly connector: Connector;
  readonly notices: Notices;
  readonly server: ManifestServer;
  readonly targets: TargetPicker;
  readonly tree: DevicesTree;
  readonly pins: PinStore;
  readonly documents: DeviceDocuments;
  readonly passwords: PasswordStore;
  readonly simulated: SimulatedDevices;
  readonly profiles: Profiles;
  readonly reports: Reports;
  readonly planner: Planner;
  readonly plans: ShownPlans;
  readonly planDocuments: PlanDocuments;
  readonly drift: DriftWatch;
  readonly history: History;
  readonly historyTree: HistoryTree;
  readonly known: KnownRuns;
  readonly sentDocuments: SentDocuments;
  readonly runDocuments: RunDocuments;
  readonly rollouts: Rollouts;
  readonly rolloutPlans: RolloutPlans;
  readonly matrices: RolloutMatrices;
  readonly log: LogOutputChannel;
  readonly extensionUri: Uri;
  readonly extensionId: string;
  /** The folder of the files that the output channels are written to. */
  readonly logUri: Uri;
}

/** `subject` is what VS Code hands over: a Uri, a row of the tree, a code lens' argument, or nothing; `detail` what comes with it. */
export type CommandBindings = Readonly<Record<CommandId, (subject: unknown, detail: unknown) => unknown>>;

export function bindCommands(parts: CommandParts): CommandBindings {
  const { engine, connector, server, tree, history, historyTree, log, extensionUri } = parts;
  return {
    [commands.applyToDevice]: (subject, detail) => applyToDevice(parts, subject, detail),
    [commands.planOnDevice]: (subject, detail) => planOnDevice(parts, subject, detail),
    [commands.rollOut]: (subject, detail) => rollOut(parts, subject, detail),
    [commands.showRollout]: (subject) => showRollout(parts, subject),
    [commands.pauseRollout]: (subject) => pauseRollout(parts, subject),
    [commands.goOnRollout]: (subject) => goOnRollout(parts, subject),
    [commands.resumeRollout]: (subject) => resumeRollout(parts, subject),
    [commands.stopRollout]: (subject) => stopRollout(parts, subject),
    [commands.retryRollout]: (subject) => retryRollout(parts, subject),
    [commands.exportRollout]: (subject) => exportRollout(parts, subject),
    [commands.deleteRollout]: (subject) => deleteRollout(parts, subject),
    [commands.showRolloutRun]: (subject, number) => showRolloutRun(parts, subject, number),
    [commands.showPlan]: (kind, target) => showPlan(parts, kind, target),
    [commands.closePlan]: (subject) => closePlan(parts, subject),
    [commands.showDrift]: (subject) => showDrift(parts, subject),
    [commands.importFromDevice]: (subject) => importFromDevice(parts, subject),
    [commands.showRun]: (subject) => showRun(parts, subject),
    [commands.answerConsent]: (subject) => answerConsent(engine, subject),
    [commands.refreshDevice]: (subject) => refreshDevice(parts, subject),
    [commands.listRegistered]: () => listRegistered(parts),
    [commands.installSoftware]: (subject) => installSoftware(parts, subject),
    [commands.removeSoftware]: (subject) => removeSoftware(parts, subject),
    [commands.newManifest]: newManifest,
    [commands.convertToJson]: (subject) => convertFormat(parts, 'json', subject),
    [commands.convertToYaml]: (subject) => convertFormat(parts, 'yaml', subject),
    [commands.convertToEnvelope]: (subject) => convertForm(parts, 'envelope', subject),
    [commands.convertToValue]: (subject) => convertForm(parts, 'value', subject),
    [commands.convertToBare]: (subject) => convertForm(parts, 'bare', subject),
    [commands.showMessage]: (subject) => showMessage(parts, subject),
    [commands.computeChecksums]: (subject, position) => computeChecksums(parts, subject, position),
    [commands.addConnection]: () => addConnection(parts),
    [commands.editConnection]: (subject) => editConnection(parts, subject),
    [commands.duplicateConnection]: (subject) => duplicateConnection(parts, subject),
    [commands.removeConnection]: (subject) => removeConnection(parts, subject),
    [commands.editConnections]: () =>
      editorCommands.executeCommand('workbench.action.openSettings', `@id:${settings.connections.key}`),
    [commands.setPassword]: (subject) => setPassword(parts, subject),
    [commands.connect]: (subject) => connect(engine, connector, subject),
    [commands.disconnect]: (subject) => disconnect(engine, subject),
    [commands.testConnection]: (subject) => testConnection(parts, subject),
    [commands.startSimulator]: () => startSimulator(parts, 'things'),
    [commands.startDirectSimulator]: () => startSimulator(parts, 'direct'),
    [commands.stopSimulator]: (subject) => stopSimulator(parts, subject),
    [commands.showRules]: (subject) => showRules(extensionUri, subject),
    [commands.showOutput]: () => log.show(true),
    [commands.restartLanguageServer]: () => server.restart(),
    [commands.reportIssue]: () => reportIssue(parts),
    [commands.showDetails]: (subject) => showDetails(parts, subject),
    [commands.showTwin]: (subject) => showTwin(parts, subject),
    [commands.filterDevices]: () => filterDevices(engine, tree),
    [commands.clearDeviceFilter]: () => tree.setFilter(''),
    [commands.groupByConnection]: () => tree.setGrouping('connection'),
    [commands.groupByState]: () => tree.setGrouping('state'),
    [commands.showMore]: (subject) => {
      if (isTreeElement(subject) && subject.kind === 'more') tree.showMore(subject);
    },
    [commands.pinDevice]: (subject) => pinDevice(parts, subject),
    [commands.unpinDevice]: (subject) => unpinDevice(parts, subject),
    [commands.forgetDevice]: (subject) => forgetDevice(parts, subject),
    [commands.copyTopic]: (subject) => copyTopic(engine, subject),
    [commands.copyComponent]: copyComponent,
    [commands.copyValue]: copyValue,
    [commands.filterHistory]: () => filterHistory(history, historyTree),
    [commands.clearHistoryFilter]: () => historyTree.setFilter(''),
    [commands.groupHistoryByDay]: () => historyTree.setGrouping('day'),
    [commands.groupHistoryByDevice]: () => historyTree.setGrouping('device'),
    [commands.resendRun]: (subject) => resendRun(parts, subject),
    [commands.undoRun]: (subject) => undoRun(parts, subject),
    [commands.askRunEnd]: (subject) => askRunEnd(parts, subject),
    [commands.showSentManifest]: (subject) => showSentManifest(parts, subject),
    [commands.compareRuns]: (subject) => compareRuns(parts, subject),
    [commands.exportRuns]: (subject) => exportRuns(parts, subject),
    [commands.deleteRun]: (subject) => deleteRun(history, subject),
    [commands.clearHistory]: () => clearHistory(history),
    [commands.copyId]: (subject) => env.clipboard.writeText(tree.idOf(subject) ?? ''),
  };
}
