const key = "shortcuts";
const listeners = new Set<() => void>();

/** Whether single keys do anything in this browser. Whoever speaks to their computer turns them off. */
export function areShortcutsOn(): boolean {
  return localStorage.getItem(key) !== "off";
}

export function turnShortcuts(isOn: boolean): void {
  localStorage.setItem(key, isOn ? "on" : "off");
  for (const tell of listeners) tell();
}

export function onShortcutsChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
