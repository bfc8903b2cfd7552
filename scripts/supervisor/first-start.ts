import { openDb } from "#db/client.ts";
import { ensureSetupCode } from "#lib/auth/setup-code.ts";
import { startSender } from "#lib/services.ts";
import { createDemo } from "./demo.ts";

/** What to print, and whether a run waits for the web server's own pages. */
export type Welcome = { lines: string[]; readsOwnPages?: boolean };

export type FirstStart = {
  env: NodeJS.ProcessEnv & { DATABASE_URL: string };
  url: string;
  isDemo: boolean;
  dataDir: string;
};

/** Makes the demo, or the code with which the first owner signs up; what to print about it. */
export async function prepareFirstStart({ env, url, isDemo, dataDir }: FirstStart): Promise<Welcome> {
  Object.assign(process.env, env);
  const db = openDb({ url: env.DATABASE_URL, max: 2 });
  const boss = await startSender(db);
  try {
    if (isDemo)
      return await createDemo(
        { db, boss, now: () => new Date() },
        { url, dataDir, databaseUrl: env.DATABASE_URL },
      );
    const code = await ensureSetupCode(db);
    return { lines: code ? [`Sign up as its owner: ${url}/sign-up?code=${code}`] : [] };
  } finally {
    await boss.stop({ graceful: false });
    await db.destroy();
  }
}
