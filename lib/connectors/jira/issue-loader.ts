import type { Issue } from "./schemas.ts";
import { issuesAtOnce, type Tracker } from "./tracker.ts";

/** Whole issues, asked for together when they are wanted at the same time. */
export type IssueLoader = {
  /** undefined when it is gone */
  load: (id: string) => Promise<Issue | undefined>;
};

type Waiting = { id: string; resolve: (issue: Issue | undefined) => void; reject: (error: unknown) => void };

export function createIssueLoader(tracker: Pick<Tracker, "issues">): IssueLoader {
  const waiting: Waiting[] = [];

  async function flush(): Promise<void> {
    const batch = waiting.splice(0, issuesAtOnce);
    if (waiting.length > 0) setImmediate(flush);
    try {
      const issues = await tracker.issues(batch.map(({ id }) => id));
      const byId = new Map(issues.map((issue) => [issue.id, issue]));
      for (const { id, resolve } of batch) resolve(byId.get(id));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  return {
    load: (id) =>
      new Promise((resolve, reject) => {
        waiting.push({ id, resolve, reject });
        if (waiting.length === 1) setImmediate(flush);
      }),
  };
}
