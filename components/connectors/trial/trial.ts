/** What a check found, stage by stage, as its door answers. */
export type CheckStage = {
  stage: "reachable" | "signed_in" | "may_read" | "sample";
  ok: boolean;
  message: string;
  path?: string | undefined;
};

export type Check = { ok: boolean; stages: CheckStage[] };

export type PreviewItem = {
  key: string;
  title: string;
  link: string | null;
  kind: "content" | "skipped" | "failed";
  reason?: string | undefined;
  mime?: string | undefined;
  size_bytes?: number | undefined;
};

/** What settings would read, as their door answers. */
export type Preview = {
  items: PreviewItem[];
  estimated_total: number | null;
  resolved: string | null;
  truncated: boolean;
  note: string | null;
};

export const checkStages = ["reachable", "signed_in", "may_read", "sample"] as const;

export type Impact = { added: PreviewItem[]; removed: PreviewItem[]; kept: number; isWhole: boolean };

/**
 * What other settings would change of what is read. Where either list is cut off, only what both show is sure:
 * `isWhole` is false.
 */
export function compare(before: Preview, after: Preview): Impact {
  const documents = ({ items }: Preview) => items.filter(({ kind }) => kind === "content");
  const [old, next] = [documents(before), documents(after)];
  const oldKeys = new Set(old.map(({ key }) => key));
  const nextKeys = new Set(next.map(({ key }) => key));
  return {
    added: next.filter(({ key }) => !oldKeys.has(key)),
    removed: old.filter(({ key }) => !nextKeys.has(key)),
    kept: next.filter(({ key }) => oldKeys.has(key)).length,
    isWhole: !before.truncated && !after.truncated,
  };
}
