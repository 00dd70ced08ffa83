/** Rows of the views as VS Code draws them. */
import { ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { visible } from '../words/visible.ts';
import type { Row } from './model/deviceRows.ts';

const collapsible = {
  none: TreeItemCollapsibleState.None,
  collapsed: TreeItemCollapsibleState.Collapsed,
  expanded: TreeItemCollapsibleState.Expanded,
};

/** The one place where texts of devices reach a tree: whatever could hide or reorder in them is made visible. */
export function treeItem(row: Row, id: string): TreeItem {
  const item = new TreeItem(visible(row.label), collapsible[row.children]);
  item.id = id;
  item.description = visible(row.description);
  item.iconPath = new ThemeIcon(
    row.icon.id,
    row.icon.color === undefined ? undefined : new ThemeColor(row.icon.color),
  );
  if (row.context !== undefined) item.contextValue = row.context;
  item.accessibilityInformation = { label: visible(row.spoken) };
  return item;
}
